"""MD-11 to MD-13: what was counted elsewhere, what nobody counted, what nobody found."""

from datetime import date, datetime, timedelta

import msgspec
import pytest

from daicho.foundation.kernel.clock import JST
from daicho.oversight.violations.rules import counts
from daicho.oversight.violations.rules.counts import CountThresholds, Store
from daicho.things.stocktake.line_model import StockLine
from daicho.things.stocktake.model import StockTake

FRIDAY = datetime(2023, 2, 17, 16, 0, tzinfo=JST)
MONDAY, TUESDAY = date(2023, 2, 20), date(2023, 2, 21)


def line(**facts: object) -> StockLine:
    usual = StockLine(
        id="l1", stock_take="s1", section="office", code="A", expected=True,
        outcome="wrong_place", settling="open", asset="A", belongs="office",
        asset_state="in_storage", asset_place="P", seen_place="Q", seen_by="S1", seen_at=FRIDAY,
    )  # fmt: skip
    return msgspec.structs.replace(usual, **facts)


def session(**facts: object) -> StockTake:
    usual = StockTake(
        id="s1", fiscal_year=2022, serial_no=1, section="office", places=(),
        due=date(2023, 2, 28), state="reconciling", planned_by="S1", planned_at=FRIDAY,
        started_at=FRIDAY, closed_at=FRIDAY,
    )  # fmt: skip
    return msgspec.structs.replace(usual, **facts)


@pytest.mark.parametrize("outcome", ["wrong_place", "elsewhere_section"])
def test_what_lies_elsewhere_is_a_minor_fault_of_its_place(outcome: str) -> None:
    told = counts.elsewhere(line(outcome=outcome))
    assert told is not None
    assert (told.rule, told.grade, told.subject) == ("MD-11", "minor", "asset:A")
    assert (told.facts["registered_place"], told.facts["seen_place"]) == ("P", "Q")


@pytest.mark.parametrize("outcome", ["here", "missing", "unknown_code", "label_damaged"])
def test_other_outcomes_are_not_elsewhere(outcome: str) -> None:
    assert counts.elsewhere(line(outcome=outcome)) is None


def test_what_is_missing_has_one_business_day() -> None:
    gone = line(outcome="missing", seen_at=None)
    assert counts.missing(gone, session(), MONDAY) is None
    told = counts.missing(gone, session(), TUESDAY)
    assert told is not None
    assert (told.rule, told.grade, told.facts["due"]) == ("MD-13", "major", "2023-02-20")
    longer = CountThresholds(missing_within=2)
    assert counts.missing(gone, session(), TUESDAY, thresholds=longer) is None


def test_a_section_that_never_counted_is_late_after_the_cycle() -> None:
    kept = [Store("office", "P", date(2022, 11, 20))]
    assert counts.check_cycle(kept, [], MONDAY).found == []
    (told,) = counts.check_cycle(kept, [], TUESDAY).found
    assert (told.subject, told.facts["due"], told.facts["counted_on"]) == (
        "section:office", "2023-02-20", None,
    )  # fmt: skip


def test_an_approved_count_of_the_whole_section_starts_the_cycle_anew() -> None:
    kept = [Store("office", place, date(2022, 4, 1)) for place in ("P", "Q", None)]
    reviewed = counts.check_cycle(kept, [session()], TUESDAY)
    assert (reviewed.found, reviewed.checked) == ([], {"MD-12": 1})


def test_places_may_be_counted_one_after_the_other() -> None:
    kept = [Store("office", place, date(2022, 4, 1)) for place in ("P", "Q")]
    first = session(places=("P",), closed_at=FRIDAY - timedelta(days=7))
    (told,) = counts.check_cycle(kept, [first], TUESDAY).found
    assert told.facts["places"] == 1
    assert counts.check_cycle(kept, [first, session(places=("Q",))], TUESDAY).found == []


def test_another_sections_count_is_no_count_of_this_one() -> None:
    kept = [Store("office", "P", date(2022, 4, 1))]
    assert counts.check_cycle(kept, [session(section="other")], TUESDAY).found != []
