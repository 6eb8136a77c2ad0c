"""BI-02 and BI-03 alone: what stays too long, what nobody let in, what nobody saw delivered."""

from datetime import date, datetime
from typing import Any

import msgspec
import pytest

from daicho.foundation.kernel.clock import JST
from daicho.oversight.violations.rules.bringins import check_deliveries, check_private
from daicho.things.bringins.delivery_model import Delivery
from daicho.things.bringins.found_model import PrivateFind
from daicho.things.bringins.model import BringIn, Item, Seen

NOW = datetime(2023, 2, 20, 10, tzinfo=JST)
TODAY = NOW.date()
PHONE = Item("携帯電話", "phone", "private", "P-1")
LAPTOP = Item("ノートPC", "computer", "contractor", "C-1")


def bring_in(**facts: Any) -> BringIn:
    usual = BringIn(
        id="b1", fiscal_year=2022, serial_no=7, section="office", floor="f1", area="a2", level=2,
        state="inside", requester="S1", purpose="c:x", items=(PHONE, LAPTOP), planned_in=TODAY,
        planned_out=TODAY, requested_at=NOW, seen_in=(Seen(0, True), Seen(1, True)),
    )  # fmt: skip
    return msgspec.structs.replace(usual, **facts)


def found(one: BringIn, day: date = TODAY) -> list[tuple[str, str]]:
    return [(each.grade, each.subject) for each in check_private([one], [], day)]


def test_what_is_inside_on_its_last_day_is_no_fault() -> None:
    assert found(bring_in()) == []


def test_what_stays_a_day_longer_is_a_fault_by_its_number() -> None:
    assert found(bring_in(), date(2023, 2, 21)) == [("major", "bring-in:b1:2022-0007")]
    (told,) = check_private([bring_in()], [], date(2023, 2, 23))
    assert (told.facts["days_overdue"], told.facts["planned_out"]) == (3, "2023-02-20")


@pytest.mark.parametrize(("facts", "grade"), [
    ({"level": 1}, "major"),
    ({"level": 1, "seen_in": (Seen(0, False), Seen(1, True))}, "minor"),
    ({"level": 2, "seen_in": (Seen(0, False), Seen(1, True))}, "major"),
])  # fmt: skip
def test_private_things_and_strict_rooms_make_it_major(facts: dict[str, Any], grade: str) -> None:
    assert [told for told, _ in found(bring_in(**facts), date(2023, 2, 21))] == [grade]


def test_a_private_thing_nobody_let_in_is_a_fault_until_it_is_settled() -> None:
    strange = bring_in(state="discrepancy", unlisted=(PHONE,), inspected_out_at=NOW)
    assert found(strange) == [("major", "bring-in:b1:2022-0007")]
    for fine in ({"level": 1}, {"unlisted": (LAPTOP,)}, {"state": "closed"}):
        assert found(msgspec.structs.replace(strange, **fine)) == []


@pytest.mark.parametrize(("state", "level", "count"), [
    ("open", 2, 1), ("open", 3, 1), ("open", 1, 0), ("explained", 2, 0), ("settled", 3, 0),
])  # fmt: skip
def test_a_private_thing_found_where_level_two_holds_is_a_fault(
    state: Any, level: int, count: int
) -> None:
    find = PrivateFind("p1", "office", "f1", "a2", level, PHONE, "S1", NOW, state=state)
    told = list(check_private([], [find], TODAY))
    assert [(each.rule, each.grade) for each in told] == [("BI-02", "major")] * count


@pytest.mark.parametrize(("witness", "count"), [(None, 1), ("S2", 0)])
def test_a_delivery_that_nobody_stood_by_is_a_minor_fault(witness: str | None, count: int) -> None:
    delivery = Delivery(
        "d1", 2022, 3, "office", None, None, None, "in", "c:x", "c:y", NOW, "S1", NOW, witness
    )  # fmt: skip
    told = list(check_deliveries([delivery]))
    assert [(each.rule, each.grade) for each in told] == [("BI-03", "minor")] * count
