"""開庁日 and 開庁時間: what closes or opens an office on a day, and from when to when it is open."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Literal

import jpholiday
import msgspec

from daicho.foundation.kernel.clock import JST, is_business_day
from daicho.foundation.kernel.errors import Invalid, Refused

Reason = Literal["weekend", "holiday", "year-end", "closure", "opening", "weekday"]

DAY_MINUTES = 24 * 60
FARTHEST_DAYS = 3 * 366
"""How far ahead a closure may lie."""

Span = tuple[int, int]
"""Minutes after midnight: from, and until."""

Week = tuple[
    Span | None, Span | None, Span | None, Span | None, Span | None, Span | None, Span | None
]
"""Monday to Sunday; None is closed."""

OFFICE_HOURS: Span = (8 * 60 + 30, 17 * 60 + 15)
USUAL_WEEK: Week = (OFFICE_HOURS,) * 5 + (None, None)


class Closure(msgspec.Struct, frozen=True):
    """A day on which an office is closed, or open, against the rule; without a section it holds for all."""

    id: str
    day: date
    name: str
    opens: bool
    section: str | None
    withdrawn_at: datetime | None = None


class OfficeHours(msgspec.Struct, frozen=True):
    """From when to when a section is open on each day of the week."""

    section: str
    week: Week


class Day(msgspec.Struct, frozen=True):
    """One day: open or not, and why; `name` is that of the holiday or the closure."""

    day: date
    is_open: bool
    reason: Reason
    name: str = ""


class Calendar(msgspec.Struct, frozen=True):
    """The days on which one section is open."""

    special: Mapping[date, Closure] = {}
    week: Week = USUAL_WEEK

    def is_open(self, day: date) -> bool:
        """開庁日: by the rule, unless a closure or an opening says otherwise."""
        found = self.special.get(day)
        return is_business_day(day) if found is None else found.opens

    def days_after(self, day: date, count: int) -> date:
        """The `count`-th opening day after `day`; after two years without one the last day that was looked at."""
        last = day + timedelta(days=2 * 366)
        while count > 0 and day < last:
            day += timedelta(days=1)
            count -= self.is_open(day)
        return day

    def opens_at(self, day: date) -> datetime | None:
        """When the office opens on a day; None when it does not."""
        if not self.is_open(day):
            return None
        span = self.week[day.weekday()] or OFFICE_HOURS
        return datetime.combine(day, time(*divmod(span[0], 60)), JST)

    def told(self, day: date) -> Day:
        """A day with its reason."""
        found = self.special.get(day)
        if found is not None:
            return Day(day, found.opens, "opening" if found.opens else "closure", found.name)
        holiday = jpholiday.is_holiday_name(day)
        if day.weekday() >= 5:
            return Day(day, is_open=False, reason="weekend", name=holiday or "")
        if holiday:
            return Day(day, is_open=False, reason="holiday", name=holiday)
        if not is_business_day(day):
            return Day(day, is_open=False, reason="year-end")
        return Day(day, is_open=True, reason="weekday")


PLAIN = Calendar()
"""Nothing but national holidays and the turn of the year."""


class Calendars(msgspec.Struct, frozen=True):
    """The calendar of every section."""

    closures: tuple[Closure, ...] = ()
    hours: Mapping[str, Week] = {}

    def of(self, section: str | None) -> Calendar:
        """What holds for a section: its own closures before those of everybody."""
        common = {c.day: c for c in self.closures if c.section is None}
        own = {c.day: c for c in self.closures if section is not None and c.section == section}
        return Calendar(common | own, self.hours.get(section or "", USUAL_WEEK))


def calendars(closures: Iterable[Closure], hours: Iterable[OfficeHours]) -> Calendars:
    """Of the closures those that were not withdrawn."""
    holding = tuple(c for c in closures if c.withdrawn_at is None)
    return Calendars(holding, {h.section: h.week for h in hours})


def close(wanted: Closure, holding: Iterable[Closure], today: date) -> Closure:
    """A new closure or opening; one a day and section, within three years, and against the rule."""
    if not today <= wanted.day <= today + timedelta(days=FARTHEST_DAYS):
        latest = today + timedelta(days=FARTHEST_DAYS)
        raise Invalid(
            "closure-out-of-range", day=wanted.day.isoformat(), earliest=today.isoformat(),
            latest=latest.isoformat(),
        )  # fmt: skip
    if any(c.day == wanted.day and c.section == wanted.section for c in holding):
        raise Refused("closure-there-already", day=wanted.day.isoformat())
    if wanted.section is None and is_business_day(wanted.day) == wanted.opens:
        raise Refused("closure-changes-nothing", day=wanted.day.isoformat())
    return wanted


def withdraw(closure: Closure, now: datetime, today: date) -> Closure:
    """What lies in the past stays: what was judged by it then was right."""
    if closure.withdrawn_at is not None:
        raise Refused("closure-withdrawn", day=closure.day.isoformat())
    if closure.day < today:
        raise Refused("closure-past", day=closure.day.isoformat())
    return msgspec.structs.replace(closure, withdrawn_at=now)


def hours(section: str, week: Week) -> OfficeHours:
    """Each day ends after it began."""
    for number, span in enumerate(week, start=1):
        if span is not None and not 0 <= span[0] < span[1] <= DAY_MINUTES:
            raise Invalid("office-hours-upside-down", weekday=number)
    return OfficeHours(section, week)
