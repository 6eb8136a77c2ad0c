"""AR-04, TM-07, TM-10 and the calendar behind them, without a database."""

from datetime import date, datetime

import pytest

from daicho.foundation.kernel.clock import JST
from daicho.oversight.violations.rules.register import (
    RegisterThresholds,
    Stood,
    check_areas,
    check_terminals,
)
from daicho.places.floors.model import Area
from daicho.places.floors.review_model import AreaState, drawn_since, months_after
from daicho.things.assets.model import Asset
from daicho.things.placements.model import Placement, Sighting

BEGUN = date(2022, 4, 11)


def stood(
    data_class: int | None = 3, seen_on: date | None = None, floor: str | None = "f",
    area: str | None = "a1",
) -> Stood:  # fmt: skip
    asset = Asset(
        code="A", control_no="T-1", name="統合端末", kind="terminal", type="juki_terminal",
        model="M", serial="S", state="in_use", section="s", registered_on=BEGUN,
        data_class=data_class,
    )  # fmt: skip
    placement = Placement("p", "A", "f", "s", "t1", "shared", BEGUN)
    sighting = None
    if seen_on is not None:
        moment = datetime(seen_on.year, seen_on.month, seen_on.day, 23, 59, tzinfo=JST)
        sighting = Sighting("n", "A", "s", "sato", moment, floor=floor, area=area)
    return Stood(asset, placement, frozenset({"a1", "a2"}), sighting)


def rules(one: Stood, day: date) -> list[str]:
    return [found.rule for found in check_terminals([one], day).found]


@pytest.mark.parametrize(
    ("one", "day", "expected"),
    [
        (stood(), date(2022, 7, 10), []),
        (stood(), date(2022, 7, 11), ["TM-10"]),
        (stood(data_class=None), date(2022, 7, 11), ["TM-10"]),
        (stood(data_class=1), date(2022, 7, 11), []),
        (stood(seen_on=date(2022, 7, 10)), date(2022, 10, 8), []),
        (stood(seen_on=date(2022, 7, 10)), date(2022, 10, 9), ["TM-10"]),
        (stood(seen_on=date(2022, 4, 1)), date(2022, 7, 11), ["TM-10"]),
        (stood(seen_on=BEGUN, area="a2"), BEGUN, []),
        (stood(seen_on=BEGUN, area=None), BEGUN, []),
        (stood(seen_on=BEGUN, floor=None, area=None), BEGUN, []),
        (stood(seen_on=BEGUN, area="a3"), BEGUN, ["TM-07"]),
        (stood(seen_on=BEGUN, floor="g", area=None), BEGUN, ["TM-07"]),
        (stood(data_class=1, seen_on=BEGUN, floor="g"), BEGUN, ["TM-07"]),
        (stood(seen_on=date(2022, 4, 10), floor="g"), BEGUN, []),
    ],
)
def test_a_terminal_is_where_it_was_placed_and_is_seen_in_time(
    one: Stood, day: date, expected: list[str]
) -> None:
    assert rules(one, day) == expected


def test_each_rule_counts_the_terminals_that_it_concerns() -> None:
    reviewed = check_terminals([stood(), stood(data_class=1)], BEGUN)
    assert reviewed.checked == {"TM-07": 2, "TM-10": 1}


def state(reviewed_on: date | None = None) -> AreaState:
    return AreaState("f", "a1", "取扱区域", "handling", 1, BEGUN, reviewed_on)


def test_an_area_is_due_after_twelve_months_and_a_review_starts_them_anew() -> None:
    assert check_areas([state()], date(2023, 4, 11)).found == []
    (found,) = check_areas([state()], date(2023, 4, 12)).found
    assert (found.rule, found.subject, found.grade) == ("AR-04", "area:f:a1", "observation")
    assert check_areas([state(date(2023, 4, 1))], date(2024, 4, 1)).found == []
    assert len(check_areas([state(date(2023, 4, 1))], date(2024, 4, 2)).found) == 1
    assert check_areas([state()], BEGUN, RegisterThresholds()).checked == {"AR-04": 1}
    often = RegisterThresholds(review_months=6)
    assert len(check_areas([state()], date(2022, 10, 12), often).found) == 1


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2022, 12, 15), 12, date(2023, 12, 15)),
        (date(2022, 12, 15), 1, date(2023, 1, 15)),
    ],
)
def test_months_end_with_the_month(day: date, months: int, expected: date) -> None:
    assert months_after(day, months) == expected


def test_an_area_is_as_old_as_the_versions_that_draw_it_the_same() -> None:
    now = Area("a1", "取扱", "handling", ((0, 0), (1, 0), (1, 1)), 1)
    renamed = Area("a1", "別の名", "handling", ((0, 0), (1, 0), (1, 1)), 1)
    smaller = Area("a1", "取扱", "handling", ((0, 0), (1, 0), (0, 1)), 1)
    third, second, first = date(2023, 1, 1), date(2022, 1, 1), date(2021, 1, 1)
    assert drawn_since(now, [(second, [renamed]), (first, [smaller])], third) == second
    assert drawn_since(now, [(second, []), (first, [now])], third) == third
    assert drawn_since(now, [], third) == third
