"""No sequence of acts brings a thing out or back with fewer persons than the rules want."""

import itertools
from collections.abc import Callable
from datetime import timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from daicho.foundation.kernel.actor import Role
from daicho.foundation.kernel.errors import Refused
from daicho.things.custody import acts, extension, model
from daicho.things.custody.acts import Check, Handing, Packing, Returning
from daicho.things.custody.model import Contractor, Standing, TakeOut
from tests.unit.custody.cases import CODE, NOW, TODAY, medium

EVERY_ROLE: frozenset[Role] = frozenset(
    {"staff", "section_head", "custodian", "facility_admin", "security_manager", "system_admin"}
)

PERSONS = ("a", "b", "c", "d")
persons = st.sampled_from(PERSONS)

Act = Callable[[TakeOut, Standing], TakeOut]

MORE = extension.Wish(TODAY + timedelta(days=9), "c:1")


def asked_for(take_out: TakeOut, by: Standing) -> TakeOut:
    return extension.request(take_out, MORE, extension_id=by.person, by=by, now=NOW)[1]


def granted(take_out: TakeOut, by: Standing) -> TakeOut:
    """The id of the request is who asked: that is all the model needs to know of it here."""
    by_whom = Standing(take_out.extension or "a", EVERY_ROLE, decides=True)
    plain = unasked(take_out)
    asked, _ = extension.request(plain, MORE, extension_id=by_whom.person, by=by_whom, now=NOW)
    return extension.approve(asked, take_out, by, NOW)[1]


def unasked(take_out: TakeOut) -> TakeOut:
    return msgspec.structs.replace(take_out, extension=None)


ACTS: dict[str, Act] = {
    "approve": lambda t, by: acts.approve(t, by, NOW),
    "reject": lambda t, by: acts.reject(t, by, NOW, "c:1"),
    "withdraw": lambda t, by: acts.withdraw(t, by, NOW),
    "hand over": lambda t, by: acts.hand_over(
        t, medium(), Packing(CODE, encrypted=True), by=by, now=NOW
    ),
    "pass to a": lambda t, by: acts.pass_on(t, Handing(CODE, ("a",)), by, NOW),
    "pass to b": lambda t, by: acts.pass_on(t, Handing(CODE, ("b",)), by, NOW),
    "pass to c and d": lambda t, by: acts.pass_on(t, Handing(CODE, ("c", "d")), by, NOW),
    "ask for more days": asked_for,
    "grant more days": granted,
    "declare": lambda t, by: acts.declare_return(t, Returning(CODE, "P"), by, NOW),
    "verify": lambda t, by: acts.verify(t, Check(True, True, True), by, NOW),
    "find fault": lambda t, by: acts.verify(t, Check(True, False, True), by, NOW),
    "find malware": lambda t, by: acts.verify(
        t, Check(True, True, True, malware_scan="found"), by, NOW
    ),
    "resolve": lambda t, by: acts.resolve(t, by, NOW, "c:1"),
    "escalate": lambda t, by: acts.escalate(t, by, NOW, "c:1"),
    "lose": lambda t, by: acts.lose(t, by, NOW, "c:1"),
}


def asked(applicant: str, carriers: list[str], company: Contractor | None = None) -> TakeOut:
    planned = TODAY if company else TODAY + timedelta(days=3)
    plan = acts.Plan("c:1", "c:2", planned, tuple(carriers), contractor=company)
    return acts.request(medium(), plan, take_out_id="t", serial_no=1, applicant=applicant, now=NOW)


def played(start: TakeOut, told: list[tuple[str, str]]) -> list[TakeOut]:
    """Everybody holds every role and may decide: only the person can stop them."""
    states = [start]
    for name, person in told:
        try:
            states.append(ACTS[name](states[-1], Standing(person, EVERY_ROLE, decides=True)))
        except Refused:
            continue
    return states


sequences = st.lists(st.tuples(st.sampled_from(sorted(ACTS)), persons), max_size=30)
carriers = st.lists(persons, min_size=1, max_size=3)
COMPANY = Contractor("c:3", ("c:4", "c:5"), "c:6")


@given(persons, carriers, sequences)
def test_nobody_decides_hands_over_or_verifies_for_themself(
    applicant: str, carrying: list[str], told: list[tuple[str, str]]
) -> None:
    for state in played(asked(applicant, carrying), told):
        assert state.carried >= set(carrying)
        assert state.decided.isdisjoint({applicant, *state.carried})
        assert state.handed_over_by not in state.carried
        assert {state.verified_by, state.checked_by}.isdisjoint(state.carried)
        if state.state in model.OUT | {"verified", "incident"}:
            assert state.decided_by is not None
            assert state.handed_over_by is not None
        if state.state in ("verified", "incident"):
            assert state.checked_by is not None


@given(persons, sequences)
def test_what_a_contractor_carries_takes_two_of_ours_as_well(
    applicant: str, told: list[tuple[str, str]]
) -> None:
    for state in played(asked(applicant, [], COMPANY), told):
        if state.state != "requested" and state.decided_by is not None:
            assert state.decided_by != applicant
        if state.state == "verified":
            assert state.checked_by != applicant
            assert state.planned_return == TODAY


@given(carriers, st.lists(st.sampled_from(sorted(ACTS)), max_size=30))
def test_one_person_alone_gets_nothing_out(carrying: list[str], told: list[str]) -> None:
    reached = {s.state for s in played(asked("a", carrying), [(name, "a") for name in told])}

    assert reached.isdisjoint({"approved", *model.OUT, "verified", "incident"})


@given(
    carriers,
    st.sampled_from(PERSONS[1:]),
    st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.booleans()), max_size=30),
)
def test_two_persons_get_it_out_only_when_one_never_carried(
    carrying: list[str], second: str, told: list[tuple[str, bool]]
) -> None:
    who = [(name, second if other else "a") for name, other in told]

    for state in played(asked("a", carrying), who):
        if state.state == "verified":
            assert state.checked_by == second
            assert second not in state.carried


@given(sequences)
def test_what_is_closed_stays_closed(told: list[tuple[str, str]]) -> None:
    states = played(asked("a", ["a"]), told)

    for earlier, later in itertools.pairwise(states):
        assert earlier.state not in ("verified", "rejected", "withdrawn", "expired", "incident")
        assert later != earlier


@given(sequences)
def test_what_went_from_hand_to_hand_forgets_nobody(told: list[tuple[str, str]]) -> None:
    for earlier, later in itertools.pairwise(played(asked("a", ["a"]), told)):
        assert earlier.carried <= later.carried
