"""A page is cut where the limit is, and the next one begins after its last row."""

from typing import NamedTuple

import pytest

from daicho.foundation.kernel.paging import page_of


class Row(NamedTuple):
    id: str
    code: str = ""


ROWS = [Row("a", "1"), Row("b", "2"), Row("c", "3")]


@pytest.mark.parametrize("limit", [3, 4, 200])
def test_what_fits_is_one_page_and_no_other_follows(limit: int) -> None:
    assert page_of(ROWS, limit) == (ROWS, None)


def test_the_next_page_begins_after_the_last_row_of_this_one() -> None:
    assert page_of(ROWS, 2) == (ROWS[:2], "b")
    assert page_of(ROWS, 2, by="code") == (ROWS[:2], "2")


def test_nothing_is_one_empty_page() -> None:
    assert page_of([], 50) == ([], None)
