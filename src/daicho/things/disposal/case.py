"""One disposal with its lines and certificates: where it stands, and who may do what to it."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from daicho.foundation.kernel.actor import Role, Standing
from daicho.foundation.kernel.codes import printed
from daicho.foundation.kernel.errors import Forbidden, Refused
from daicho.things.disposal import proof
from daicho.things.disposal.model import GOING, Disposal, Line, State
from daicho.things.disposal.proof import Certificate, Difference, Gap


class Case(msgspec.Struct, frozen=True):
    """A disposal with everything that belongs to it; `absent` are the codes of things that nobody finds any more.

    `missed_by` says who reported each of those missing.
    """

    disposal: Disposal
    lines: tuple[Line, ...]
    certificates: tuple[Certificate, ...] = ()
    absent: frozenset[str] = frozenset()
    missed_by: Mapping[str, str] = {}

    @property
    def left(self) -> tuple[Line, ...]:
        """The lines that still are to be disposed of, or were: all but the lost."""
        return tuple(line for line in self.lines if line.state != "lost")

    @property
    def gaps(self) -> dict[str, list[Gap]]:
        """Asset code -> what is missing, for the lines where something is."""
        told = proof.certified(self.certificates)
        found = {line.asset: proof.gaps(line, told) for line in self.lines}
        return {code: missing for code, missing in found.items() if missing}

    @property
    def differences(self) -> list[Difference]:
        return proof.differences(self.lines, self.certificates)

    @property
    def hands(self) -> frozenset[str]:
        """Whoever asked, did, recorded, witnessed, gave away, struck off or brought a certificate: none verifies it."""
        named = [
            self.disposal.handed_over_by,
            *(line.witnessed_by for line in self.lines),
            *(line.lost_by for line in self.lines),
            *(certificate.attached_by for certificate in self.certificates),
        ]
        return self.begun_by | frozenset(filter(None, named))

    @property
    def begun_by(self) -> frozenset[str]:
        """Who asked, and who did or recorded work, also before the permission: none of them gives it."""
        named = (p for line in self.lines for p in (line.performed_by, line.recorded_by))
        return frozenset({self.disposal.requester, *filter(None, named)})


class Step(msgspec.Struct, frozen=True):
    """A transition as data: from which states, by which roles, and who is kept away from it."""

    states: frozenset[State]
    roles: frozenset[Role]
    decider_only: bool = False
    requester_only: bool = False
    clean_hands: bool = False


ANYBODY: frozenset[Role] = frozenset(
    {"staff", "section_head", "custodian", "facility_admin", "security_manager"}
)
WORKS: frozenset[Role] = ANYBODY | {"system_admin"}
HANDS_OVER: frozenset[Role] = frozenset({"custodian", "facility_admin", "section_head"})
CHECKS: frozenset[Role] = HANDS_OVER | {"security_manager"}
STRIKES: frozenset[Role] = frozenset({"security_manager"})

STEPS: Mapping[str, Step] = {
    "approveDisposal": Step(frozenset({"requested"}), frozenset(), decider_only=True),
    "rejectDisposal": Step(frozenset({"requested"}), frozenset(), decider_only=True),
    "withdrawDisposal": Step(frozenset({"requested", "approved"}), ANYBODY, requester_only=True),
    "handToContractor": Step(GOING, HANDS_OVER),
    "recordSanitisation": Step(
        frozenset({"requested", "approved", "in_custody", "sanitising"}), WORKS
    ),
    "witnessDisposal": Step(GOING - {"approved", "in_custody"}, WORKS),
    "attachCertificate": Step(GOING - {"approved"}, WORKS),
    "strikeOffLost": Step(GOING, STRIKES),
    "verifyDisposal": Step(
        frozenset({"sanitised", "witnessed", "evidenced"}), CHECKS, clean_hands=True
    ),
}


def settled(case: Case) -> Disposal:
    """The disposal in the state that its lines and certificates are in; what nobody decided yet, or is over, stays."""
    if case.disposal.state not in GOING:
        return case.disposal
    return msgspec.structs.replace(case.disposal, state=_state(case))


def _state(case: Case) -> State:
    if case.left and not any(line.attempts for line in case.left):
        return "approved" if case.disposal.collected_at is None else "in_custody"
    missing = {gap for gaps in case.gaps.values() for gap in gaps}
    if missing & {"sanitisation", "method", "destruction"}:
        return "sanitising"
    if missing & {"witness", "photos"}:
        return "sanitised"
    return "witnessed" if missing or case.differences else "evidenced"


def permit(operation: str, case: Case, by: Standing) -> None:
    """Refuse what does not fit the state, the role, or the separation of duties."""
    step, disposal = STEPS[operation], case.disposal
    if disposal.state not in step.states:
        raise Refused(
            "disposal-in-another-state", state=disposal.state, expected=sorted(step.states)
        )
    if step.roles:
        by.needs(step.roles)
    _keep_duties_apart(step, case, by)
    _REFUSALS.get(operation, _nothing_more)(case, by)


def _keep_duties_apart(step: Step, case: Case, by: Standing) -> None:
    requester = case.disposal.requester
    if step.decider_only and by.person == requester:
        raise Forbidden("own-request", person=by.person)
    if step.decider_only and by.person in case.begun_by:
        raise Forbidden("decider-took-part", person=by.person)
    if step.decider_only and not by.decides:
        raise Forbidden("not-the-decider", deciders=[])
    if step.requester_only and by.person != requester:
        raise Forbidden("not-the-requester", requester=requester)
    if step.clean_hands and by.person in case.hands:
        raise Forbidden("verifier-took-part", person=by.person)


def _nothing_more(case: Case, by: Standing) -> None:
    """The state and the role say it all."""


def _nothing_recorded(case: Case, by: Standing) -> None:
    if any(line.attempts for line in case.lines) or case.disposal.collected_at is not None:
        raise Refused("disposal-has-begun", disposal=case.disposal.id)


def all_there(case: Case, wanted: Iterable[str]) -> None:
    """Nothing is done with a thing that is not there: it is found first."""
    gone = sorted(printed(code) for code in wanted if code in case.absent)
    if gone:
        raise Refused("things-absent", codes=gone)


def _not_yet_handed(case: Case, by: Standing) -> None:
    all_there(case, case.absent)
    if case.disposal.collected_at is not None:
        raise Refused("already-with-contractor", disposal=case.disposal.id)


def _own_work(case: Case, by: Standing) -> None:
    """Somebody has something to witness that they neither did nor recorded."""
    if not witnessable(case, by.person):
        mine = any(by.person in (line.performed_by, line.recorded_by) for line in case.lines)
        raise (
            Forbidden("witness-took-part", person=by.person)
            if mine
            else Refused("nothing-left-to-witness", disposal=case.disposal.id)
        )


def _lost_to_others(case: Case, by: Standing) -> None:
    """Something is gone, and neither who asked for its end nor who reported it gone takes it off the list."""
    if not case.absent:
        raise Refused("nothing-to-strike-off", disposal=case.disposal.id)
    if not strikeable(case, by.person):
        raise Forbidden("striker-took-part", person=by.person)


def strikeable(case: Case, person: str) -> list[str]:
    """The codes of what is gone and this person may strike off."""
    if person == case.disposal.requester:
        return []
    return [
        line.asset
        for line in case.lines
        if line.asset in case.absent and case.missed_by.get(line.asset) != person
    ]


def may_be_struck_off(case: Case, wanted: Iterable[str], person: str) -> None:
    """Each of these is gone, and was reported so by somebody else."""
    chosen, able = list(wanted), strikeable(case, person)
    there = sorted(printed(code) for code in chosen if code not in case.absent)
    if there:
        raise Refused("things-not-absent", codes=there)
    if not set(chosen) <= set(able):
        raise Forbidden("striker-took-part", person=person)


def witnessable(case: Case, person: str) -> list[str]:
    """The codes of what this person may witness."""
    return [
        line.asset
        for line in case.lines
        if line.state == "sanitised"
        and line.asset not in case.absent
        and line.witnessed_by is None
        and person not in (line.performed_by, line.recorded_by)
    ]


def _complete(case: Case, by: Standing) -> None:
    all_there(case, case.absent)
    if case.differences:
        told = [f"{d.serial} ({d.kind})" for d in case.differences]
        raise Refused("certificate-differs", differences=told)
    if case.gaps:
        missing = sorted({gap for gaps in case.gaps.values() for gap in gaps})
        raise Refused("disposal-incomplete", lines=len(case.gaps), missing=missing)


_REFUSALS: Mapping[str, Any] = {
    "withdrawDisposal": _nothing_recorded,
    "handToContractor": _not_yet_handed,
    "witnessDisposal": _own_work,
    "strikeOffLost": _lost_to_others,
    "verifyDisposal": _complete,
}


class Blocker(msgspec.Struct, frozen=True):
    """An operation that fits the state and is refused all the same, with code and facts."""

    operation: str
    code: str
    facts: dict[str, Any]


class Options(msgspec.Struct, frozen=True):
    """What a person may do now, and what keeps them from the rest."""

    actions: list[str]
    blockers: list[Blocker]


def options(case: Case, by: Standing) -> Options:
    """All that fits the state: what works for this person, and what is refused."""
    found = Options([], [])
    for operation, step in STEPS.items():
        if case.disposal.state not in step.states:
            continue
        try:
            permit(operation, case, by)
        except Refused as refusal:
            found.blockers.append(Blocker(operation, refusal.code, refusal.facts))
        else:
            found.actions.append(operation)
    return found
