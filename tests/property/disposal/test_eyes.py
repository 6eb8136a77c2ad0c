"""Whatever a few people try in whatever order: a disposal is completed by enough of them, each at their own part."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from daicho.foundation.kernel.actor import Standing
from daicho.foundation.kernel.errors import Refused
from daicho.things.disposal import case as cases
from daicho.things.disposal import model
from daicho.things.disposal.case import Case
from daicho.things.disposal.proof import Certificate, Certified
from tests.unit.disposal.cases import NOW, TODAY, asset, fresh, work

PEOPLE = ("asker", "b", "c", "d", "e")
ROLES: frozenset[Any] = frozenset({"staff", "custodian", "section_head", "security_manager"})
STEPS = (
    "approveDisposal", "handToContractor", "recordSanitisation", "recordContractor",
    "witnessDisposal", "attachCertificate", "verifyDisposal",
)  # fmt: skip


def _approve(case: Case, person: str) -> Case:
    decided = msgspec.structs.replace(
        case.disposal, state="approved", decided_by=person, decided_at=NOW
    )
    return msgspec.structs.replace(case, disposal=decided)


def _hand(case: Case, person: str) -> Case:
    delivery = model.Delivery("c:a", "c:b", "c:c", leaves=False)
    given_ = model.hand_to_contractor(
        case.disposal, case.lines, delivery, person=person, now=NOW + timedelta(minutes=5)
    )
    return msgspec.structs.replace(case, disposal=given_)


def _record(case: Case, person: str, *, staff: bool = True) -> Case:
    told = work(performed_by=person if staff else None, recorded_by=person)
    model.refuse_unfit(case.disposal, told, NOW + timedelta(hours=2))
    lines = tuple(model.sanitise(line, case.disposal, told) for line in case.lines)
    return msgspec.structs.replace(case, lines=lines)


def _witness(case: Case, person: str) -> Case:
    able = cases.witnessable(case, person)
    lines = tuple(
        model.witness(line, person, NOW) if line.asset in able else line for line in case.lines
    )
    return msgspec.structs.replace(case, lines=lines)


def _certify(case: Case, person: str) -> Case:
    told = tuple(Certified(line.serial, "shred", TODAY) for line in case.lines)
    made = Certificate("k", "d1", "office", "C", TODAY, "c:a", None, told, person, NOW)
    return msgspec.structs.replace(case, certificates=(*case.certificates, made))


def _verify(case: Case, person: str) -> Case:
    ended = msgspec.structs.replace(case.disposal, state="completed", verified_by=person)
    return msgspec.structs.replace(case, disposal=ended)


def attempt(case: Case, step: str, person: str) -> Case:
    """The case after the step, or as it was when the step was refused."""
    operation = "recordSanitisation" if step == "recordContractor" else step
    by = Standing(person, ROLES, decides=case.disposal.state == "requested")
    doing: dict[str, Callable[[Case, str], Case]] = {
        "approveDisposal": _approve,
        "handToContractor": _hand,
        "recordSanitisation": _record,
        "recordContractor": lambda c, p: _record(c, p, staff=False),
        "witnessDisposal": _witness,
        "attachCertificate": _certify,
        "verifyDisposal": _verify,
    }
    try:
        cases.permit(operation, case, by)
        after = doing[step](case, person)
    except Refused:
        return case
    return msgspec.structs.replace(after, disposal=cases.settled(after))


TRIES = st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from(PEOPLE)), max_size=40)
WAY = (
    ("approveDisposal", "b"), ("recordSanitisation", "c"), ("witnessDisposal", "d"),
    ("verifyDisposal", "e"),
)  # fmt: skip


def played(tries: list[tuple[str, str]]) -> Case:
    case = fresh(asset(1), asset(2, data_class=3))
    for step, person in tries:
        case = attempt(case, step, person)
    return case


@settings(max_examples=400, deadline=None)
@given(TRIES, st.lists(st.sampled_from(PEOPLE), min_size=4, max_size=4))
def test_no_order_of_events_completes_a_disposal_without_enough_persons(
    tries: list[tuple[str, str]], cast: list[str]
) -> None:
    led = [(step, person) for (step, _), person in zip(WAY, cast, strict=True)]
    case = played([*tries, *led])
    disposal = case.disposal
    assert disposal.decided_by != disposal.requester
    for line in case.lines:
        assert line.witnessed_by is None or line.witnessed_by not in (
            line.performed_by, line.recorded_by,
        )  # fmt: skip
    if disposal.state == "completed":
        assert disposal.verified_by not in case.hands
        assert case.gaps == {}
        assert case.differences == []
        assert len({*case.hands, disposal.decided_by, disposal.verified_by}) >= 3


def test_the_shortest_way_leads_to_the_end() -> None:
    assert played(list(WAY)).disposal.state == "completed"


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from(PEOPLE[:2])), max_size=40))
def test_two_persons_never_complete_a_disposal(tries: list[tuple[str, str]]) -> None:
    assert played(tries).disposal.state != "completed"
