"""Time as a municipality counts it."""

from datetime import UTC, date, datetime, timedelta

from daicho.foundation.kernel import clock


def test_the_fiscal_year_starts_in_april() -> None:
    assert clock.fiscal_year(date(2023, 3, 31)) == 2022
    assert clock.fiscal_year(date(2023, 4, 1)) == 2023


def test_weekends_holidays_and_the_year_end_are_closed() -> None:
    assert clock.is_business_day(date(2023, 2, 20))
    for closed in (date(2023, 2, 19), date(2023, 2, 23), date(2022, 12, 29), date(2023, 1, 3)):
        assert not clock.is_business_day(closed)


def test_the_day_is_that_of_japan() -> None:
    assert clock.today(datetime(2023, 2, 19, 15, 0, tzinfo=UTC)) == date(2023, 2, 20)


def test_a_shifted_clock_runs_ahead_by_its_offset() -> None:
    noon = datetime(2023, 2, 20, 12, 0, tzinfo=clock.JST)
    assert clock.shifted(lambda: noon, timedelta(days=1))() == noon + timedelta(days=1)


def test_moments_have_one_spelling() -> None:
    assert clock.rfc3339(datetime(2023, 2, 20, 10, 0, tzinfo=clock.JST)) == (
        "2023-02-20T01:00:00.000000Z"
    )
