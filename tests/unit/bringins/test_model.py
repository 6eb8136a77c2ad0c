"""持込み as a state machine: every step from every wrong state, and who is kept away from which."""

from datetime import datetime, timedelta
from typing import Any, get_args

import msgspec
import pytest

from daicho.foundation.kernel.actor import Role, Standing
from daicho.foundation.kernel.clock import JST
from daicho.foundation.kernel.errors import Forbidden, Invalid, Refused
from daicho.things.bringins import found_model, model
from daicho.things.bringins.found_model import PrivateFind
from daicho.things.bringins.model import (
    STEPS,
    BringIn,
    Entering,
    Item,
    Leaving,
    Plan,
    Seen,
    State,
)

NOW = datetime(2023, 2, 20, 10, tzinfo=JST)
LAPTOP = Item("ノートPC", "computer", "contractor", "C-1")
PHONE = Item("携帯電話", "phone", "private", "P-1")
EVERY_ROLE: frozenset[Role] = frozenset(get_args(Role))


def bring_in(**facts: Any) -> BringIn:
    usual = BringIn(
        id="b1", fiscal_year=2022, serial_no=1, section="office", floor="f1", area=None, level=1,
        state="requested", requester="asks", purpose="c:x", items=(LAPTOP, PHONE),
        planned_in=NOW.date(), planned_out=NOW.date(), requested_at=NOW, bringer="brings",
    )  # fmt: skip
    return msgspec.structs.replace(usual, **facts)


def anybody(person: str = "other", **facts: Any) -> Standing:
    return msgspec.structs.replace(Standing(person, EVERY_ROLE, True), **facts)


WRONG = [
    (operation, state)
    for operation, step in STEPS.items()
    for state in get_args(State)
    if state not in step.states
]


@pytest.mark.parametrize(("operation", "state"), WRONG)
def test_no_step_is_taken_from_a_state_it_does_not_fit(operation: str, state: State) -> None:
    with pytest.raises(Refused, match="bring-in-in-another-state"):
        model.permit(operation, bring_in(state=state), anybody("asks"))
    assert operation not in model.actions(bring_in(state=state), anybody("asks"))


@pytest.mark.parametrize("operation", [o for o, step in STEPS.items() if step.roles])
def test_no_step_is_taken_without_its_role(operation: str) -> None:
    step = STEPS[operation]
    (state, *_) = step.states
    for role in EVERY_ROLE - step.roles:
        with pytest.raises(Forbidden, match="role-required"):
            model.permit(operation, bring_in(state=state), anybody("asks", roles=frozenset({role})))


@pytest.mark.parametrize("person", ["asks", "brings"])
@pytest.mark.parametrize("operation", ["approveBringIn", "rejectBringIn"])
def test_who_wants_it_does_not_decide(operation: str, person: str) -> None:
    with pytest.raises(Forbidden, match="own-request"):
        model.permit(operation, bring_in(), anybody(person))


@pytest.mark.parametrize(("operation", "state"), [
    ("inspectIn", "approved"), ("inspectOut", "inside"), ("resolveBringIn", "discrepancy"),
])  # fmt: skip
def test_whoever_brings_it_does_not_look_at_it(operation: str, state: State) -> None:
    with pytest.raises(Forbidden, match="inspector-brings"):
        model.permit(operation, bring_in(state=state), anybody("brings"))


def test_whoever_found_the_difference_does_not_settle_it() -> None:
    found = bring_in(state="discrepancy", inspected_out_by="other")
    with pytest.raises(Forbidden, match="own-inspection"):
        model.resolve(found, "c:y", anybody("other"), NOW)
    assert model.resolve(found, "c:y", anybody("third"), NOW).state == "closed"


def plan(**facts: Any) -> Plan:
    usual = Plan("office", "f1", None, 2, "c:x", (PHONE,), NOW.date(), NOW.date(), bringer="brings")
    return msgspec.structs.replace(usual, **facts)


def asked(wish: Plan) -> BringIn:
    return model.request(wish, bring_in_id="b", serial_no=1, requester="asks", now=NOW)


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_private_things_need_an_exception_from_level_two_on(level: int) -> None:
    if level < 2:
        assert asked(plan(level=level)).wants_exception is False
        with pytest.raises(Invalid, match="no-exception-needed"):
            asked(plan(level=level, exception="c:why"))
        return
    with pytest.raises(Refused, match="private-equipment"):
        asked(plan(level=level))
    assert asked(plan(level=level, exception="c:why")).wants_exception


@pytest.mark.parametrize("facts", [{"bringer": None}, {"visitor": "c:name"}])
def test_exactly_one_brings_it(facts: dict[str, Any]) -> None:
    with pytest.raises(Invalid, match="bringer-wrong"):
        asked(plan(level=1, **facts))


def test_what_came_in_is_what_goes_out() -> None:
    by = anybody()
    entering = Entering((Seen(0, True, "c-1"), Seen(1, False)), "clean")
    inside = model.inspect_in(bring_in(state="approved"), entering, by, NOW)
    assert inside.state == "inside"
    assert inside.entered == {0}
    for told in ((Seen(0, True), Seen(1, True)), (), (Seen(0, True), Seen(0, True))):
        with pytest.raises(Invalid, match="items-not-covered"):
            model.inspect_out(inside, Leaving(told, True), by, NOW)
    assert model.inspect_out(inside, Leaving((Seen(0, True),), True), by, NOW).state == "closed"


@pytest.mark.parametrize("leaving", [
    Leaving((Seen(0, False),), True), Leaving((Seen(0, True, "C-2"),), True),
    Leaving((Seen(0, True),), False), Leaving((Seen(0, True),), True, (PHONE,)),
])  # fmt: skip
def test_any_difference_at_the_door_stays_open(leaving: Leaving) -> None:
    inside = bring_in(state="inside", seen_in=(Seen(0, True), Seen(1, False)))
    told = model.inspect_out(inside, leaving, anybody(), NOW)
    assert (told.state, told.closed_at) == ("discrepancy", None)


def test_it_is_overstayed_only_while_it_is_inside() -> None:
    inside, later = bring_in(state="inside"), NOW.date() + timedelta(days=1)
    assert not model.is_overstayed(inside, NOW.date())
    assert model.is_overstayed(inside, later)
    assert not model.is_overstayed(bring_in(state="closed"), later)


def test_a_find_is_explained_by_its_serial_number_only() -> None:
    inside = bring_in(state="inside", seen_in=(Seen(0, False), Seen(1, True)))
    assert found_model.explaining(PHONE, [inside]) is inside
    assert found_model.explaining(LAPTOP, [inside]) is None
    assert found_model.explaining(Item("x", "phone", "private"), [inside]) is None


def test_a_find_is_settled_once_by_another_keeper() -> None:
    find = PrivateFind("p", "office", "f1", None, 2, PHONE, "other", NOW)
    with pytest.raises(Forbidden, match="own-find"):
        found_model.settle(find, "c:x", anybody("other"), NOW)
    with pytest.raises(Forbidden, match="role-required"):
        found_model.settle(find, "c:x", anybody("third", roles=frozenset({"staff"})), NOW)
    settled = found_model.settle(find, "c:x", anybody("third"), NOW)
    with pytest.raises(Refused, match="find-settled"):
        found_model.settle(settled, "c:x", anybody("third"), NOW)
