"""The take-out as a state machine, every transition from every state."""

from collections.abc import Callable
from datetime import timedelta
from typing import get_args

import msgspec
import pytest

from daicho.foundation.kernel.errors import Forbidden, Invalid, Refused
from daicho.things.custody import acts, extension, model
from daicho.things.custody.acts import Check, Handing, Packing, Returning
from daicho.things.custody.model import Standing, State, TakeOut
from tests.unit.custody.cases import (
    APPLICANT,
    CARRIER,
    CODE,
    CUSTODIAN,
    HEAD,
    NOW,
    TODAY,
    medium,
    somebody,
    take_out,
)

STATES: tuple[State, ...] = get_args(State)
GOOD = Check(seal_ok=True, count_ok=True, erased=True)
PACKED = Packing(CODE, encrypted=True)

MORE = extension.Wish(TODAY + timedelta(days=3), "c:8")
ASKED = extension.request(take_out("handed_over"), MORE, extension_id="e1", by=CARRIER, now=NOW)[0]

Act = Callable[[TakeOut], TakeOut]

ACTS: dict[str, tuple[Act, frozenset[State], State]] = {
    "approve": (lambda t: acts.approve(t, HEAD, NOW), frozenset({"requested"}), "approved"),
    "reject": (lambda t: acts.reject(t, HEAD, NOW, "c:9"), frozenset({"requested"}), "rejected"),
    "withdraw": (
        lambda t: acts.withdraw(t, APPLICANT, NOW),
        frozenset({"requested", "approved"}),
        "withdrawn",
    ),
    "hand over": (
        lambda t: acts.hand_over(t, medium(), PACKED, by=CUSTODIAN, now=NOW),
        frozenset({"approved"}),
        "handed_over",
    ),
    "declare return": (
        lambda t: acts.declare_return(t, Returning(CODE, "P"), CARRIER, NOW),
        frozenset({"handed_over", "lost"}),
        "returned",
    ),
    "verify": (
        lambda t: acts.verify(t, GOOD, CUSTODIAN, NOW),
        frozenset({"returned"}),
        "verified",
    ),
    "resolve": (
        lambda t: acts.resolve(t, HEAD, NOW, "c:9"),
        frozenset({"discrepancy"}),
        "verified",
    ),
    "escalate": (
        lambda t: acts.escalate(t, HEAD, NOW, "c:9"),
        frozenset({"discrepancy"}),
        "incident",
    ),
    "pass on": (
        lambda t: acts.pass_on(t, Handing(CODE, ("another",)), CARRIER, NOW),
        frozenset({"handed_over"}),
        "handed_over",
    ),
    "ask for more days": (
        lambda t: extension.request(t, MORE, extension_id="e1", by=CARRIER, now=NOW)[1],
        frozenset({"handed_over"}),
        "handed_over",
    ),
    "grant more days": (
        lambda t: extension.approve(ASKED, t, HEAD, NOW)[1],
        frozenset({"handed_over"}),
        "handed_over",
    ),
    "refuse more days": (
        lambda t: extension.reject(ASKED, t, HEAD, NOW, "c:9")[1],
        frozenset({"handed_over"}),
        "handed_over",
    ),
    "lose": (
        lambda t: acts.lose(t, CARRIER, NOW, "c:9"),
        frozenset({"approved", "handed_over", "returned"}),
        "lost",
    ),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", ACTS)
def test_a_transition_goes_from_its_states_and_from_no_other(name: str, state: State) -> None:
    act, allowed, leads_to = ACTS[name]
    before = take_out(state, handed_over_at=NOW)

    if state in allowed:
        assert act(before).state == leads_to
    else:
        with pytest.raises(Refused) as refusal:
            act(before)
        assert refusal.value.code == "take-out-in-another-state"
        assert refusal.value.facts["state"] == state


@pytest.mark.parametrize("person", ["applicant", "carrier"])
def test_nobody_decides_about_a_take_out_of_their_own(person: str) -> None:
    by = somebody(person, "section_head", decides=True)

    with pytest.raises(Forbidden, match="own-request"):
        acts.approve(take_out(), by, NOW)
    with pytest.raises(Forbidden, match="own-request"):
        acts.reject(take_out(), by, NOW, "c:9")


def test_an_office_colleague_does_not_decide() -> None:
    with pytest.raises(Forbidden) as refusal:
        acts.approve(take_out(), somebody("colleague", "staff"), NOW)

    assert refusal.value.code == "not-the-decider"


@pytest.mark.parametrize("role", ["custodian", "facility_admin", "section_head"])
def test_who_answers_for_things_hands_over_where_an_office_has_no_custodian_its_head(
    role: str,
) -> None:
    by = Standing("somebody", frozenset({role}))  # type: ignore[arg-type]  # a parameter is a str
    handed = acts.hand_over(take_out("approved"), medium(), PACKED, by=by, now=NOW)
    assert handed.state == "handed_over"


@pytest.mark.parametrize("role", ["staff", "auditor", "system_admin"])
def test_nobody_else_hands_over(role: str) -> None:
    by = Standing("somebody", frozenset({role}))  # type: ignore[arg-type]  # a parameter is a str

    with pytest.raises(Forbidden) as refusal:
        acts.hand_over(take_out("approved"), medium(), PACKED, by=by, now=NOW)

    assert refusal.value.code == "role-required"


def test_a_carrier_with_the_keys_does_not_hand_over_to_themself() -> None:
    with pytest.raises(Forbidden) as refusal:
        acts.hand_over(
            take_out("approved"), medium(), PACKED, by=somebody("carrier", "custodian"), now=NOW
        )

    assert refusal.value.code == "officer-is-carrier"


def test_a_carrier_neither_verifies_nor_explains() -> None:
    by = somebody("carrier", "custodian", "section_head")

    with pytest.raises(Forbidden, match="verifier-is-carrier"):
        acts.verify(take_out("returned"), GOOD, by, NOW)
    with pytest.raises(Forbidden, match="verifier-is-carrier"):
        acts.resolve(take_out("discrepancy"), by, NOW, "c:9")


def test_who_received_the_return_may_verify_it() -> None:
    returned = acts.declare_return(
        take_out("handed_over", handed_over_at=NOW), Returning(CODE, "P"), CUSTODIAN, NOW
    )

    assert acts.verify(returned, GOOD, CUSTODIAN, NOW).verified_by == "custodian"


def test_an_approval_is_valid_until_the_end_of_the_planned_day() -> None:
    approved = take_out("approved")
    last_minute = NOW.replace(hour=23, minute=59)

    handed = acts.hand_over(approved, medium(), PACKED, by=CUSTODIAN, now=last_minute)
    with pytest.raises(Refused) as refusal:
        acts.hand_over(
            approved, medium(), PACKED, by=CUSTODIAN, now=last_minute + timedelta(minutes=1)
        )

    assert handed.state == "handed_over"
    assert refusal.value.code == "take-out-expired"


@pytest.mark.parametrize("state", ["draft", "taken_out", "missing", "disposed", "quarantined"])
def test_only_what_is_there_is_handed_over(state: str) -> None:
    with pytest.raises(Refused) as refusal:
        acts.hand_over(take_out("approved"), medium(state=state), PACKED, by=CUSTODIAN, now=NOW)

    assert (refusal.value.code, refusal.value.facts["state"]) == ("asset-not-available", state)


def test_a_terminal_may_leave_from_where_it_is_used_and_a_medium_may_not() -> None:
    laptop = medium(kind="device", type="laptop", state="in_use")
    approved = take_out("approved")

    assert acts.hand_over(approved, laptop, PACKED, by=CUSTODIAN, now=NOW).state == "handed_over"
    with pytest.raises(Refused):
        acts.hand_over(approved, medium(state="in_use"), PACKED, by=CUSTODIAN, now=NOW)


@pytest.mark.parametrize(("data_class", "free"), [(0, True), (1, True), (2, False), (None, False)])
def test_unknown_data_leave_encrypted_like_the_highest(
    data_class: int | None, *, free: bool
) -> None:
    asset, packing = medium(data_class=data_class), Packing(CODE, encrypted=False)

    if free:
        acts.hand_over(take_out("approved"), asset, packing, by=CUSTODIAN, now=NOW)
    else:
        with pytest.raises(Refused) as refusal:
            acts.hand_over(take_out("approved"), asset, packing, by=CUSTODIAN, now=NOW)
        assert refusal.value.code == "encryption-required"


@pytest.mark.parametrize(
    "check",
    [Check(False, True, True), Check(True, False, True), Check(True, True, False)],
)
def test_one_false_check_is_a_discrepancy(check: Check) -> None:
    checked = acts.verify(take_out("returned"), check, CUSTODIAN, NOW)

    assert (checked.state, checked.closed_at) == ("discrepancy", None)


def test_another_label_closes_no_take_out() -> None:
    with pytest.raises(Refused) as refusal:
        acts.declare_return(
            take_out("handed_over", handed_over_at=NOW),
            Returning("ZZZZZZZZZZZZ0", "P"),
            CARRIER,
            NOW,
        )

    assert refusal.value.code == "another-asset-scanned"


@pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, True), (400, True), (401, False)])
def test_a_return_is_planned_from_today_to_400_days_ahead(days: int, *, fits: bool) -> None:
    plan = acts.Plan("c:1", "c:2", TODAY + timedelta(days=days), ("carrier",))

    def ask() -> TakeOut:
        return acts.request(medium(), plan, take_out_id="t", serial_no=7, applicant="a", now=NOW)

    if fits:
        assert ask().number == "2022-0007"
    else:
        with pytest.raises(Invalid, match="planned-return-out-of-range"):
            ask()


def test_somebody_has_to_carry_and_counts_once() -> None:
    plan = acts.Plan("c:1", "c:2", TODAY, ("a", "b", "a"))
    nobody = msgspec.structs.replace(plan, carriers=())

    asked = acts.request(medium(), plan, take_out_id="t", serial_no=1, applicant="a", now=NOW)
    with pytest.raises(Invalid, match="carrier-required"):
        acts.request(medium(), nobody, take_out_id="t", serial_no=1, applicant="a", now=NOW)

    assert asked.carriers == ("a", "b")


@pytest.mark.parametrize("state", STATES)
def test_an_open_take_out_blocks_the_next_one_until_it_expires(state: State) -> None:
    one, tomorrow = take_out(state), TODAY + timedelta(days=1)

    if state in model.WAITING:
        with pytest.raises(Refused, match="already-requested"):
            model.free_for(medium(), one, TODAY)
        model.free_for(medium(), one, tomorrow)
        assert acts.expire(one, NOW + timedelta(days=1)).state == "expired"
    elif state in model.OUT:
        with pytest.raises(Refused, match="already-out"):
            model.free_for(medium(state="taken_out"), one, tomorrow)


def test_what_may_still_be_collected_does_not_expire() -> None:
    with pytest.raises(Refused):
        acts.expire(take_out(), NOW)


@pytest.mark.parametrize("state", STATES)
def test_only_what_is_out_is_overdue(state: State) -> None:
    overdue = model.is_overdue(take_out(state), TODAY + timedelta(days=1))

    assert overdue == (state == "handed_over")
    assert not model.is_overdue(take_out(state), TODAY)


def test_what_was_lost_before_it_was_handed_over_does_not_come_back_as_a_return() -> None:
    with pytest.raises(Refused, match="never-handed-over"):
        acts.declare_return(take_out("lost"), Returning(CODE, "P"), CARRIER, NOW)
