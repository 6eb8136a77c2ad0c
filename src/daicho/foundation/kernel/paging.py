"""Lists in pages: one row more than a page is looked for, and tells that there is another page."""

from collections.abc import Sequence
from typing import TypeVar

Row = TypeVar("Row")


def page_of(found: Sequence[Row], limit: int, *, by: str = "id") -> tuple[list[Row], str | None]:
    """The first `limit` rows, and the field `by` of the last of them when more were found."""
    page = list(found[:limit])
    following: str | None = getattr(page[-1], by) if len(found) > limit else None
    return page, following
