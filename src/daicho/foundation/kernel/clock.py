"""Time as a municipality counts it: JST, fiscal years from April, opening days."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

import jpholiday

JST = timezone(timedelta(hours=9), "JST")

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The machine's time in JST; the only place that asks for it."""
    return datetime.now(JST)


def shifted(clock: Clock, by: timedelta) -> Clock:
    """A clock that runs `by` ahead of another: the demo municipality lives in February 2023."""
    return lambda: clock() + by


def today(now: datetime) -> date:
    """The calendar date in Japan at this instant."""
    return now.astimezone(JST).date()


def fiscal_year(day: date) -> int:
    """年度: the year in which its April lies."""
    return day.year if day.month >= 4 else day.year - 1


def is_business_day(day: date) -> bool:
    """開庁日: neither weekend, national holiday, nor the year-end closure of 29 December to 3 January."""
    year_end = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return day.weekday() < 5 and not year_end and not jpholiday.is_holiday(day)


def rfc3339(moment: datetime) -> str:
    """UTC with microseconds, fixed width: sorts as text and reads the same on every engine."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def everywhere(moment: datetime) -> datetime:
    """The moment in JST; `OverflowError` when in UTC or JST it lies outside the years 1 to 9999."""
    return moment.astimezone(UTC).astimezone(JST)
