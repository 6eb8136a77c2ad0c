"""棚卸 as a state machine: who plans, starts, closes and approves a session, in which state, and why not."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Literal

import msgspec

from daicho.foundation.kernel.actor import Role, Standing
from daicho.foundation.kernel.clock import fiscal_year, today
from daicho.foundation.kernel.errors import Invalid, Refused

State = Literal["planned", "counting", "reconciling", "completed", "cancelled"]
RUNNING: frozenset[State] = frozenset({"counting", "reconciling"})
OPEN: frozenset[State] = RUNNING | {"planned"}


class StockTake(msgspec.Struct, frozen=True):
    """One 棚卸; `places` are codes, none of them means everything that the section keeps."""

    id: str
    fiscal_year: int
    serial_no: int
    section: str
    places: tuple[str, ...]
    due: date
    state: State
    planned_by: str
    planned_at: datetime
    started_by: str | None = None
    started_at: datetime | None = None
    expected: int | None = None
    closed_by: str | None = None
    closed_at: datetime | None = None
    completed_by: str | None = None
    completed_for: str | None = None
    completed_at: datetime | None = None

    @property
    def number(self) -> str:
        """`2022-0001`: gapless over the fiscal year."""
        return f"{self.fiscal_year}-{self.serial_no:04}"


class Step(msgspec.Struct, frozen=True):
    """A transition as data: from which states, and by whom; who decides needs no role of these."""

    states: frozenset[State]
    roles: frozenset[Role]


COUNTERS: frozenset[Role] = frozenset({"staff", "custodian", "section_head", "facility_admin"})
KEEPERS: frozenset[Role] = frozenset({"custodian", "section_head", "facility_admin"})

STEPS: Mapping[str, Step] = {
    "startStockTake": Step(frozenset({"planned"}), KEEPERS),
    "recordCount": Step(RUNNING, COUNTERS),
    "declareUnsynced": Step(RUNNING, COUNTERS),
    "writeOffQueue": Step(RUNNING, KEEPERS),
    "closeCounting": Step(frozenset({"counting"}), KEEPERS),
    "proposeCorrection": Step(frozenset({"reconciling"}), COUNTERS),
    "applyCorrection": Step(frozenset({"reconciling"}), KEEPERS),
    "declineCorrection": Step(frozenset({"reconciling"}), KEEPERS),
    "reportMissing": Step(frozenset({"reconciling"}), KEEPERS),
    "completeStockTake": Step(frozenset({"reconciling"}), frozenset()),
    "cancelStockTake": Step(frozenset({"planned"}), KEEPERS),
}


def permit(operation: str, stock_take: StockTake, by: Standing) -> None:
    """Refuse what does not fit the state or the role."""
    step = STEPS[operation]
    if stock_take.state not in step.states:
        raise Refused(
            "stock-take-in-another-state", state=stock_take.state, expected=sorted(step.states)
        )
    if step.roles:
        by.needs(step.roles)


# The session ---------------------------------------------------------------------------------------


class Scope(msgspec.Struct, frozen=True):
    """What somebody wants to count; no places mean all of the section."""

    section: str
    places: tuple[str, ...]
    due: date


def plan(scope: Scope, *, stock_take_id: str, serial_no: int, by: str, now: datetime) -> StockTake:
    """A planned session; `due-in-the-past` when its day is over."""
    day = today(now)
    if scope.due < day:
        raise Invalid("due-in-the-past", due=scope.due.isoformat(), earliest=day.isoformat())
    return StockTake(
        id=stock_take_id,
        fiscal_year=fiscal_year(day),
        serial_no=serial_no,
        section=scope.section,
        places=tuple(sorted(set(scope.places))),
        due=scope.due,
        state="planned",
        planned_by=by,
        planned_at=now,
    )


def overlap(one: StockTake, other: StockTake) -> bool:
    """Whether both would count the same places."""
    if one.section != other.section:
        return False
    return not one.places or not other.places or not set(one.places).isdisjoint(other.places)


def start(
    stock_take: StockTake, by: Standing, now: datetime, *, expected: int, running: Iterable[StockTake]
) -> StockTake:  # fmt: skip
    """The list is frozen; nothing may be counted in two sessions at once."""
    permit("startStockTake", stock_take, by)
    for other in running:
        if overlap(stock_take, other):
            raise Refused("already-being-counted", stock_take=other.id, number=other.number)
    if expected == 0:
        raise Refused("nothing-to-count", section=stock_take.section)
    return msgspec.structs.replace(
        stock_take, state="counting", started_by=by.person, started_at=now, expected=expected
    )


def close(stock_take: StockTake, by: Standing, now: datetime) -> StockTake:
    permit("closeCounting", stock_take, by)
    return msgspec.structs.replace(
        stock_take, state="reconciling", closed_by=by.person, closed_at=now
    )


def cancel(stock_take: StockTake, by: Standing) -> StockTake:
    permit("cancelStockTake", stock_take, by)
    return msgspec.structs.replace(stock_take, state="cancelled")


def complete(
    stock_take: StockTake, by: Standing, now: datetime, *, unsettled: int, unsynced: int
) -> StockTake:
    """The result is approved; refused while a line is open, or a scan waits on some device."""
    permit("completeStockTake", stock_take, by)
    if unsynced:
        raise Refused("scans-unsynced", unsynced=unsynced)
    if unsettled:
        raise Refused("lines-unsettled", unsettled=unsettled)
    return msgspec.structs.replace(
        stock_take, state="completed", completed_by=by.person, completed_at=now
    )


def may(operation: str, stock_take: StockTake, by: Standing) -> bool:
    """Whether `permit` lets it pass."""
    try:
        permit(operation, stock_take, by)
    except Refused:
        return False
    return True


def actions(stock_take: StockTake, by: Standing, *, unsettled: int) -> list[str]:
    """What this person could do with the session now, the most likely first; lines have their own."""
    able = [operation for operation in _OF_SESSIONS if may(operation, stock_take, by)]
    ready = by.decides and not unsettled
    return [operation for operation in able if operation != "completeStockTake" or ready]


_OF_SESSIONS = (
    "startStockTake", "recordCount", "closeCounting", "completeStockTake", "cancelStockTake",
)  # fmt: skip
