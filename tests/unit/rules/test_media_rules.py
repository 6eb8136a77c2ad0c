"""MD-04 out without leave, MD-05 overdue, MD-06 returned and not verified."""

from datetime import date, datetime, timedelta

import pytest

from daicho.foundation.kernel.clock import JST
from daicho.oversight.violations.rules import media
from daicho.things.custody.model import Contractor, Held, TakeOut
from tests.unit.custody.cases import NOW, TODAY, medium, take_out


def codes_of(held: Held, day: date = TODAY) -> list[str]:
    return [f.rule for f in media.check([held], day).found]


def test_what_lies_in_its_safe_violates_nothing() -> None:
    assert codes_of(Held(medium(), None)) == []


@pytest.mark.parametrize("state", ["taken_out", "missing"])
@pytest.mark.parametrize("one", [None, take_out("requested"), take_out("approved", decided_by="h")])
def test_what_is_gone_without_an_approved_take_out_is_md_04(
    state: str, one: TakeOut | None
) -> None:
    assert codes_of(Held(medium(state=state), one)) == ["MD-04"]


@pytest.mark.parametrize("state", ["handed_over", "returned", "discrepancy", "lost"])
def test_what_an_approved_take_out_explains_is_no_md_04(state: str) -> None:
    one = take_out(state, decided_by="head", returned_at=NOW)  # type: ignore[arg-type]  # a parameter is a str

    assert codes_of(Held(medium(state="taken_out"), one)) == []


def test_a_hand_over_that_nobody_approved_is_md_04() -> None:
    (found,) = media.check([Held(medium(state="taken_out"), take_out("handed_over"))], TODAY).found

    assert (found.rule, found.grade) == ("MD-04", "major")
    assert found.subject == f"asset:{medium().code}"


@pytest.mark.parametrize(
    ("days", "grade"), [(0, None), (1, "minor"), (7, "minor"), (8, "major"), (90, "major")]
)
def test_overdue_is_minor_for_a_week_and_then_major(days: int, grade: str | None) -> None:
    held = Held(medium(state="taken_out"), take_out("handed_over", decided_by="head"))

    found = media.check([held], TODAY + timedelta(days=days)).found

    assert [f.grade for f in found] == ([grade] if grade else [])
    assert all((f.key, f.facts["days_overdue"]) == ("MD-05:take-out:t1", days) for f in found)


@pytest.mark.parametrize(
    ("day", "late"),
    [(date(2023, 2, 22), False), (date(2023, 2, 24), False), (date(2023, 2, 25), True)],
)
def test_a_return_is_verified_within_two_opening_days(day: date, *, late: bool) -> None:
    """23 February is a holiday: returned on Tuesday the 21st, due on Friday the 24th."""
    returned_at = datetime(2023, 2, 21, 17, 0, tzinfo=JST)
    one = take_out("returned", decided_by="head", returned_at=returned_at)

    assert codes_of(Held(medium(state="taken_out"), one), day) == (["MD-06"] if late else [])


def test_every_rule_tells_how_many_assets_it_looked_at() -> None:
    held = [Held(medium(), None), Held(medium(), take_out())]

    assert media.check(held, TODAY).checked == dict.fromkeys(media.RULES, 2)


OUT_OPENLY = [{"encrypted": False}, {"container": None}, {"encrypted": None, "container": None}]


@pytest.mark.parametrize("packing", OUT_OPENLY)
@pytest.mark.parametrize("data_class", [2, 3, None])
def test_class_2_and_unknown_without_encryption_or_container_is_md_07(
    packing: dict[str, object], data_class: int | None
) -> None:
    one = take_out("handed_over", decided_by="head", **packing)
    held = Held(medium(state="taken_out", data_class=data_class), one)

    (found,) = media.check([held], TODAY).found

    assert (found.rule, found.grade, found.facts["data_class"]) == ("MD-07", "major", data_class)


@pytest.mark.parametrize("packing", OUT_OPENLY)
def test_class_1_may_be_carried_openly(packing: dict[str, object]) -> None:
    one = take_out("handed_over", decided_by="head", **packing)

    assert codes_of(Held(medium(state="taken_out", data_class=1), one)) == []


def test_a_loan_out_after_the_fiscal_year_is_md_09() -> None:
    one = take_out(
        "handed_over", decided_by="head", kind="unit_loan", planned_return=date(2023, 3, 31)
    )
    held = Held(medium(state="taken_out"), one)

    assert codes_of(held, date(2023, 3, 31)) == []
    assert codes_of(held, date(2023, 4, 1)) == ["MD-05", "MD-09"]


@pytest.mark.parametrize(("erased", "rules"), [(False, ["MD-10"]), (True, []), (None, [])])
def test_unerased_data_are_md_10_while_the_discrepancy_lasts(
    erased: bool | None, rules: list[str]
) -> None:
    one = take_out("discrepancy", decided_by="head", erased=erased, verified_at=NOW)

    assert codes_of(Held(medium(state="taken_out"), one)) == rules


def test_what_a_contractor_has_on_the_next_day_is_md_15_and_not_md_05() -> None:
    one = take_out(
        "handed_over", decided_by="head", handed_over_at=NOW,
        contractor=Contractor("c:4", ("c:5", "c:6"), "c:7"),
    )  # fmt: skip
    held = Held(medium(state="taken_out"), one)

    assert codes_of(held, TODAY) == []
    (found,) = media.check([held], TODAY + timedelta(days=1)).found
    assert (found.rule, found.grade) == ("MD-15", "major")
    assert set(found.facts) == {"asset", "handed_over_on", "days_overdue"}
