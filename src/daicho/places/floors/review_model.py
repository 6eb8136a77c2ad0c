"""Areas over time: since when one is drawn as it is, when it was reviewed last, when the next review is due."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

import msgspec

from daicho.places.floors.model import Area, AreaKind

Result = Literal["kept", "change-needed"]

_MONTHS = 12


class AreaReview(msgspec.Struct, frozen=True):
    """区域の見直し: on `version`, somebody compared an area with what is there."""

    id: str
    floor: str
    section: str
    area: str
    version: str
    result: Result
    note: str | None
    reviewed_by: str
    reviewed_at: datetime


class AreaState(msgspec.Struct, frozen=True):
    """An area in force: the day from which it has been drawn as it is, and its last review."""

    floor: str
    id: str
    name: str
    kind: AreaKind
    level: int | None
    drawn_on: date
    reviewed_on: date | None = None
    reviewed_by: str | None = None

    @property
    def looked_at(self) -> date:
        """The last day on which somebody thought about its boundary."""
        return max(self.drawn_on, self.reviewed_on or self.drawn_on)

    def due_on(self, months: int) -> date:
        """The last day on which the next review is in time."""
        return months_after(self.looked_at, months)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def drawn_since(area: Area, earlier: Iterable[tuple[date, Iterable[Area]]], begun: date) -> date:
    """The day from which an area has stood as it is now: `begun`, or the start of the oldest of the versions
    before (the newest first) that drew it the same. Its name does not matter."""
    for valid_from, areas in earlier:
        if not any(_same(area, other) for other in areas):
            break
        begun = min(begun, valid_from)
    return begun


def _same(one: Area, other: Area) -> bool:
    return msgspec.structs.replace(other, name=one.name) == one
