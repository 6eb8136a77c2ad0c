"""MD-11, MD-12, MD-13: things counted at another place, sections that do not count, things that nobody found."""

from collections.abc import Iterable
from datetime import date
from typing import Final

import msgspec

from daicho.foundation.calendar.model import PLAIN, Calendar, Calendars
from daicho.foundation.kernel.clock import today
from daicho.oversight.violations.rules.found import Found, found
from daicho.oversight.violations.rules.media import Reviewed
from daicho.places.floors.review_model import months_after
from daicho.things.stocktake.line_model import StockLine
from daicho.things.stocktake.model import StockTake

LINE_RULES: Final = ("MD-11", "MD-13")
CYCLE_RULES: Final = ("MD-12",)
ELSEWHERE: Final = frozenset({"wrong_place", "elsewhere_section"})


class CountThresholds(msgspec.Struct, frozen=True):
    """Months within which everything is counted once, and opening days in which what is missing is reported."""

    stocktake_months: int = 3
    missing_within: int = 1


DEFAULTS = CountThresholds()


class Store(msgspec.Struct, frozen=True):
    """Things that a section keeps at one place (None: at none), the oldest since a day."""

    section: str
    place: str | None
    since: date


def check_lines(
    running: Iterable[StockTake], unsettled: Iterable[StockLine], day: date, *,
    looked_at: int, thresholds: CountThresholds = DEFAULTS,
    calendars: Calendars = Calendars(),  # noqa: B008  # frozen
) -> Reviewed:  # fmt: skip
    """MD-11 and MD-13 over the lines of sessions that go on, `looked_at` in number."""
    sessions = {session.id: session for session in running}
    told = [
        violation
        for line in unsettled
        for violation in (
            elsewhere(line),
            missing(
                line,
                sessions.get(line.stock_take),
                day,
                thresholds=thresholds,
                calendar=calendars.of(line.section),
            ),
        )
        if violation is not None
    ]
    return Reviewed(told, dict.fromkeys(LINE_RULES, looked_at))


def elsewhere(line: StockLine) -> Found | None:
    """MD-11 保管場所違い: read at another place, or in another section, than the register has it."""
    if line.outcome not in ELSEWHERE or line.seen_at is None:
        return None
    return found(
        "MD-11",
        f"asset:{line.code}",
        "minor",
        asset=line.code,
        stock_take=line.stock_take,
        registered_place=line.asset_place,
        seen_place=line.seen_place,
        seen_section=line.section,
        seen_on=today(line.seen_at).isoformat(),
    )


def missing(
    line: StockLine,
    session: StockTake | None,
    day: date,
    *,
    thresholds: CountThresholds = DEFAULTS,
    calendar: Calendar = PLAIN,
) -> Found | None:
    """MD-13 棚卸で所在不明: nobody saw it, and a day after the counting nobody has found or reported it."""
    if line.outcome != "missing" or session is None or session.closed_at is None:
        return None
    closed_on = today(session.closed_at)
    due = calendar.days_after(closed_on, thresholds.missing_within)
    if day <= due:
        return None
    return found(
        "MD-13",
        f"asset:{line.code}",
        "major",
        asset=line.code,
        stock_take=line.stock_take,
        registered_place=line.asset_place,
        counted_on=closed_on.isoformat(),
        due=due.isoformat(),
    )


def check_cycle(
    stores: Iterable[Store], completed: Iterable[StockTake], day: date,
    thresholds: CountThresholds = DEFAULTS,
) -> Reviewed:  # fmt: skip
    """MD-12 over every section that keeps something."""
    by_section: dict[str, list[Store]] = {}
    for store in stores:
        by_section.setdefault(store.section, []).append(store)
    done: dict[str, list[StockTake]] = {}
    for session in completed:
        done.setdefault(session.section, []).append(session)
    told = [
        uncounted(section, kept, done.get(section, []), day=day, thresholds=thresholds)
        for section, kept in by_section.items()
    ]
    return Reviewed([one for one in told if one is not None], {"MD-12": len(by_section)})


def uncounted(
    section: str, kept: Iterable[Store], completed: Iterable[StockTake], *, day: date,
    thresholds: CountThresholds = DEFAULTS,
) -> Found | None:  # fmt: skip
    """MD-12 棚卸未実施: some place of the section was not counted within the cycle, be it with others or alone."""
    sessions = list(completed)
    late = []
    for store in kept:
        counted = _counted_on(store, sessions)
        due = months_after(counted or store.since, thresholds.stocktake_months)
        if day > due:
            late.append((due, counted, store.place))
    if not late:
        return None
    due, counted, _ = min(late, key=lambda one: (one[0], one[2] or ""))
    return found(
        "MD-12",
        f"section:{section}",
        "minor",
        section=section,
        due=due.isoformat(),
        counted_on=counted.isoformat() if counted else None,
        places=len(late),
        stocktake_months=thresholds.stocktake_months,
    )


def _counted_on(store: Store, completed: Iterable[StockTake]) -> date | None:
    """The last day on which this place was counted in a session whose result was approved."""
    days = [
        today(session.closed_at)
        for session in completed
        if session.closed_at is not None and (not session.places or store.place in session.places)
    ]
    return max(days, default=None)
