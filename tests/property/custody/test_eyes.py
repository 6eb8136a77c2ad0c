"""No sequence of acts brings a thing out or back with fewer persons than the rules want."""

import itertools
from collections.abc import Callable
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from daicho.foundation.kernel.actor import Role
from daicho.foundation.kernel.errors import Refused
from daicho.things.custody import acts
from daicho.things.custody.acts import Check, Packing, Returning
from daicho.things.custody.model import Standing, TakeOut
from tests.unit.custody.cases import CODE, NOW, TODAY, medium

EVERY_ROLE: frozenset[Role] = frozenset(
    {"staff", "section_head", "custodian", "facility_admin", "security_manager", "system_admin"}
)

PERSONS = ("a", "b", "c")
persons = st.sampled_from(PERSONS)

Act = Callable[[TakeOut, Standing], TakeOut]

ACTS: dict[str, Act] = {
    "approve": lambda t, by: acts.approve(t, by, NOW),
    "reject": lambda t, by: acts.reject(t, by, NOW, "c:1"),
    "withdraw": lambda t, by: acts.withdraw(t, by, NOW),
    "hand over": lambda t, by: acts.hand_over(
        t, medium(), Packing(CODE, encrypted=True), by=by, now=NOW
    ),
    "declare": lambda t, by: acts.declare_return(t, Returning(CODE, "P"), by, NOW),
    "verify": lambda t, by: acts.verify(t, Check(True, True, True), by, NOW),
    "find fault": lambda t, by: acts.verify(t, Check(True, False, True), by, NOW),
    "resolve": lambda t, by: acts.resolve(t, by, NOW, "c:1"),
    "lose": lambda t, by: acts.lose(t, by, NOW, "c:1"),
}


def asked(applicant: str, carriers: list[str]) -> TakeOut:
    plan = acts.Plan("c:1", "c:2", TODAY + timedelta(days=3), tuple(carriers))
    return acts.request(medium(), plan, take_out_id="t", serial_no=1, applicant=applicant, now=NOW)


def played(start: TakeOut, acts: list[tuple[str, str]]) -> list[TakeOut]:
    """Everybody holds every role and may decide: only the person can stop them."""
    states = [start]
    for name, person in acts:
        try:
            states.append(ACTS[name](states[-1], Standing(person, EVERY_ROLE, decides=True)))
        except Refused:
            continue
    return states


sequences = st.lists(st.tuples(st.sampled_from(sorted(ACTS)), persons), max_size=30)
carriers = st.lists(persons, min_size=1, max_size=3)


@given(persons, carriers, sequences)
def test_nobody_decides_hands_over_or_verifies_for_themself(
    applicant: str, carrying: list[str], acts: list[tuple[str, str]]
) -> None:
    for state in played(asked(applicant, carrying), acts):
        assert state.decided_by not in {applicant, *carrying}
        assert state.handed_over_by not in carrying
        assert state.verified_by not in carrying
        if state.state in ("handed_over", "returned", "discrepancy", "verified"):
            assert state.decided_by is not None
            assert state.handed_over_by is not None
        if state.state == "verified":
            assert state.verified_by is not None


@given(carriers, st.lists(st.sampled_from(sorted(ACTS)), max_size=30))
def test_one_person_alone_gets_nothing_out(carrying: list[str], acts: list[str]) -> None:
    reached = {s.state for s in played(asked("a", carrying), [(name, "a") for name in acts])}

    assert reached.isdisjoint({"approved", "handed_over", "returned", "verified"})


@given(sequences)
def test_what_is_closed_stays_closed(acts: list[tuple[str, str]]) -> None:
    states = played(asked("a", ["a"]), acts)

    for earlier, later in itertools.pairwise(states):
        assert earlier.state not in ("verified", "rejected", "withdrawn", "expired")
        assert later != earlier
