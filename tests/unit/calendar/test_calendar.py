"""Opening days of an office: the rule of holidays, closures and openings of its own, hours of the week."""

from datetime import date, datetime

import pytest

from daicho.foundation.calendar import model
from daicho.foundation.calendar.model import (
    PLAIN,
    USUAL_WEEK,
    Calendar,
    Calendars,
    Closure,
    OfficeHours,
)
from daicho.foundation.kernel.clock import JST
from daicho.foundation.kernel.errors import Invalid, Refused

MONDAY = date(2023, 2, 20)
SUNDAY = date(2023, 2, 19)
HOLIDAY = date(2023, 2, 23)


def closed(day: date, section: str | None = None, *, opens: bool = False) -> Closure:
    return Closure("c1", day, "臨時", opens, section)


def test_opening_days_skip_weekends_holidays_and_the_turn_of_the_year() -> None:
    assert PLAIN.days_after(date(2023, 2, 22), 1) == date(2023, 2, 24)
    assert PLAIN.days_after(date(2022, 12, 28), 1) == date(2023, 1, 4)


def test_a_day_tells_why_it_is_open_or_closed() -> None:
    calendar = Calendars((closed(MONDAY), closed(SUNDAY, opens=True))).of("s1")
    told = [
        calendar.told(day)
        for day in (MONDAY, SUNDAY, HOLIDAY, date(2022, 12, 29), date(2023, 2, 21))
    ]
    assert [(day.is_open, day.reason) for day in told] == [
        (False, "closure"), (True, "opening"), (False, "holiday"), (False, "year-end"), (True, "weekday"),
    ]  # fmt: skip
    assert told[2].name == "天皇誕生日"
    assert PLAIN.told(SUNDAY).reason == "weekend"


def test_a_section_follows_its_own_closures_before_those_of_everybody() -> None:
    calendars = Calendars((closed(MONDAY), closed(MONDAY, "s1", opens=True)))
    assert calendars.of("s1").is_open(MONDAY)
    assert not calendars.of("s2").is_open(MONDAY)
    assert not calendars.of(None).is_open(MONDAY)


def test_what_was_withdrawn_closes_nothing() -> None:
    withdrawn = model.withdraw(closed(MONDAY), datetime(2023, 2, 1, tzinfo=JST), date(2023, 2, 1))
    assert model.calendars([withdrawn], []).of("s1").is_open(MONDAY)


def test_an_office_opens_at_the_hour_of_that_weekday() -> None:
    early = OfficeHours("s1", ((540, 1020), *USUAL_WEEK[1:]))
    calendar = model.calendars([], [early]).of("s1")
    assert calendar.opens_at(MONDAY) == datetime(2023, 2, 20, 9, 0, tzinfo=JST)
    assert calendar.opens_at(date(2023, 2, 21)) == datetime(2023, 2, 21, 8, 30, tzinfo=JST)
    assert calendar.opens_at(SUNDAY) is None


def test_an_office_that_never_opens_again_ends_the_search() -> None:
    always = {date.fromordinal(MONDAY.toordinal() + n): closed(MONDAY) for n in range(3 * 366)}
    assert Calendar(always).days_after(MONDAY, 1) == date.fromordinal(MONDAY.toordinal() + 2 * 366)


@pytest.mark.parametrize(
    ("wanted", "holding", "code"),
    [
        (closed(date(2023, 2, 1)), [], "closure-out-of-range"),
        (closed(date(2027, 2, 1)), [], "closure-out-of-range"),
        (closed(date(2023, 2, 21)), [closed(date(2023, 2, 21))], "closure-there-already"),
        (closed(HOLIDAY), [], "closure-changes-nothing"),
        (closed(date(2023, 2, 21), opens=True), [], "closure-changes-nothing"),
    ],
)
def test_a_closure_that_makes_no_sense_is_refused(
    wanted: Closure, holding: list[Closure], code: str
) -> None:
    with pytest.raises((Invalid, Refused)) as refused:
        model.close(wanted, holding, MONDAY)
    assert refused.value.code == code


def test_the_past_keeps_its_closures() -> None:
    now = datetime(2023, 2, 21, 9, 0, tzinfo=JST)
    with pytest.raises(Refused) as past:
        model.withdraw(closed(MONDAY), now, now.date())
    assert past.value.code == "closure-past"
    with pytest.raises(Refused) as twice:
        model.withdraw(model.withdraw(closed(MONDAY), now, MONDAY), now, MONDAY)
    assert twice.value.code == "closure-withdrawn"


def test_a_day_ends_after_it_began() -> None:
    with pytest.raises(Invalid) as refused:
        model.hours("s1", ((1020, 540), *USUAL_WEEK[1:]))
    assert (refused.value.code, refused.value.facts["weekday"]) == ("office-hours-upside-down", 1)
