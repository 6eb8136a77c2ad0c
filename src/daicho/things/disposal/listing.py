"""Disposals as lists and cards show them: names beside ids, texts opened, what is missing, what the reader may do."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any, Literal

import msgspec

from daicho.foundation import db
from daicho.foundation.history import sealed
from daicho.foundation.history.registers import rows
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import JST, today
from daicho.things.assets import service as assets
from daicho.things.assets.model import Asset, Type
from daicho.things.disposal import case as cases
from daicho.things.disposal import methods, proof, reading, tables
from daicho.things.disposal.case import Blocker, Case
from daicho.things.disposal.methods import Level, MethodName
from daicho.things.disposal.model import (
    CLOSED,
    Disposal,
    Line,
    LineState,
    Outcome,
    Ownership,
    State,
    Where,
)
from daicho.things.disposal.proof import Certificate, Certified, Difference, Gap

Status = Literal[
    "open", "requested", "approved", "in_custody", "sanitising", "sanitised", "witnessed",
    "evidenced", "completed", "rejected", "withdrawn",
]  # fmt: skip

_TABLE = tables.Disposal


class Filter(msgspec.Struct, frozen=True):
    """What a list asks for; `code` is an asset's 13 characters."""

    status: Status | None = None
    section: str | None = None
    code: str | None = None


class DisposalPerson(msgspec.Struct, frozen=True):
    """A person as shown; the name is empty when it was erased."""

    staff_id: str
    name: str


class DisposalSummary(msgspec.Struct, frozen=True):
    """A disposal in a list; `ready` of its `things` lack nothing any more."""

    id: str
    number: str
    state: State
    section: str
    section_name: str
    outcome: Outcome
    ownership: Ownership
    demands: Level
    requester: DisposalPerson
    requested_at: datetime
    first_thing: str
    things: int
    ready: int
    differences: int
    irregular: bool
    wants_witness: bool
    actions: list[str]
    blockers: list[Blocker]


class DisposalLineShown(msgspec.Struct, frozen=True):
    """A thing of a disposal; `accepted` are the methods that would suffice today, `gaps` what is missing.

    `absent` says that nobody finds it any more; what is `lost` was struck off under an incident for that.
    """

    code: str
    control_no: str
    name: str
    model: str
    serial: str
    type: Type
    data_class: int | None
    required: Level
    state: LineState
    accepted: list[MethodName]
    attempts: int
    method: MethodName | None
    level: Level | None
    edition: str | None
    tool: str | None
    place: Where | None
    performed_at: datetime | None
    performed_by: DisposalPerson | None
    by_contractor: bool | None
    recorded_by: DisposalPerson | None
    as_fact: bool
    remark: str | None
    photos: list[str]
    witnessed_by: DisposalPerson | None
    witnessed_at: datetime | None
    gaps: list[Gap]
    absent: bool
    lost_by: DisposalPerson | None
    lost_at: datetime | None
    lost_why: str | None
    incident: str | None


class CertificateShown(msgspec.Struct, frozen=True):
    id: str
    number: str
    issued_on: date
    company: str | None
    evidence: str | None
    lines: list[Certified]
    attached_by: DisposalPerson | None
    attached_at: datetime
    replaced_by: str | None


class DisposalShown(msgspec.Struct, frozen=True):
    """Everything about one disposal; `witnessable` and `strikeable` are codes that this reader may act on."""

    id: str
    number: str
    state: State
    section: str
    section_name: str
    outcome: Outcome
    ownership: Ownership
    resident_data: bool
    demands: Level
    requester: DisposalPerson
    reason: str | None
    requested_at: datetime
    decided_by: DisposalPerson | None
    decided_for: DisposalPerson | None
    decided_at: datetime | None
    remark: str | None
    company: str | None
    contract: str | None
    collected_by: str | None
    signature: str | None
    leaves: bool | None
    collected_at: datetime | None
    handed_over_by: DisposalPerson | None
    irregular: bool
    verified_by: DisposalPerson | None
    verified_at: datetime | None
    closed_at: datetime | None
    lines: list[DisposalLineShown]
    certificates: list[CertificateShown]
    differences: list[Difference]
    witnessable: list[str]
    strikeable: list[str]
    actions: list[str]
    blockers: list[Blocker]


# Choosing ---------------------------------------------------------------------------------------------------------


async def listed(
    actor: Actor, wanted: Filter, *, limit: int, after: str | None = None
) -> list[Disposal]:
    """The disposals that fit, newest first: `limit` and one more when there are more."""
    reach = actor.reach() if wanted.section is None else actor.reach() & {wanted.section}
    async with db.read():
        where = [_TABLE.section.is_in(sorted(reach) or [""]), *await _conditions(wanted)]
        if after is not None:
            where.append(_TABLE.id < after)
        return await reading.found(*where, limit=limit + 1)


async def _conditions(wanted: Filter) -> list[Any]:
    found: list[Any] = []
    if wanted.status == "open":
        found.append(_TABLE.state.not_in(sorted(CLOSED)))
    elif wanted.status is not None:
        found.append(_TABLE.state == wanted.status)
    if wanted.code is not None:
        lines = await rows(reading.LINES, tables.DisposalLine.asset == wanted.code)
        found.append(_TABLE.id.is_in(sorted({line.disposal for line in lines}) or [""]))
    return found


# Showing ----------------------------------------------------------------------------------------------------------


class _Words(msgspec.Struct, frozen=True):
    """Everything that ids and commitments of a page stand for."""

    people: dict[str, str]
    texts: dict[str, str]
    sections: dict[str, str]
    things: dict[str, Asset]

    def person(self, staff_id: str | None) -> DisposalPerson | None:
        return DisposalPerson(staff_id, self.people.get(staff_id, "")) if staff_id else None

    def text(self, commitment: str | None) -> str | None:
        return self.texts.get(commitment) if commitment else None


async def _words(shown: Sequence[Case]) -> _Words:
    persons: set[str | None] = set()
    texts: set[str | None] = set()
    for case in shown:
        d = case.disposal
        persons |= {*case.hands, d.decided_by, d.decided_for, d.handed_over_by, d.verified_by}
        texts |= {d.reason, d.remark, d.company, d.contract, d.collected_by}
        texts |= {
            text for line in case.lines for text in (line.remark, line.lost_why, line.incident)
        }
        texts |= {c.company for c in case.certificates}
    return _Words(
        people=await identity.names(persons),
        texts=await sealed.reveal(texts),
        sections=await identity.section_names(),
        things=await assets.by_code(line.asset for case in shown for line in case.lines),
    )


async def summaries(
    disposals: Sequence[Disposal], actor: Actor, now: datetime
) -> list[DisposalSummary]:
    """A page of a list, with this reader's actions."""
    async with db.read():
        shown = await reading.with_all(disposals)
        words = await _words(shown)
        return [await _summary(case, words, actor, now) for case in shown]


async def _summary(case: Case, words: _Words, actor: Actor, now: datetime) -> DisposalSummary:
    d = case.disposal
    able = cases.options(case, await reading.standing(actor, case, today(now)))
    return DisposalSummary(
        id=d.id, number=d.number, state=d.state, section=d.section,
        section_name=words.sections.get(d.section, ""), outcome=d.outcome, ownership=d.ownership,
        demands=d.demands, requester=_known(words, d.requester),
        requested_at=d.requested_at.astimezone(JST),
        first_thing=words.things[case.lines[0].asset].name, things=len(case.lines),
        ready=len(case.lines) - len(case.gaps.keys() | case.absent), differences=len(case.differences),
        irregular=d.irregular, wants_witness=_wants_witness(case, able.actions, actor.person),
        actions=able.actions, blockers=able.blockers,
    )  # fmt: skip


def _wants_witness(case: Case, actions: Collection[str], person: str) -> bool:
    """Whether something that this person may witness lacks a witness; a certificate stands in for one."""
    if "witnessDisposal" not in actions:
        return False
    return any("witness" in case.gaps.get(code, ()) for code in cases.witnessable(case, person))


def _known(words: _Words, staff_id: str) -> DisposalPerson:
    return DisposalPerson(staff_id, words.people.get(staff_id, ""))


async def shown(case: Case, actor: Actor, now: datetime) -> DisposalShown:
    """One disposal with its lines and certificates, and with this reader's actions."""
    async with db.read():
        words = await _words([case])
        by = await reading.standing(actor, case, today(now))
    able = cases.options(case, by)
    told = _opened(case.disposal, words) | {
        "number": case.disposal.number,
        "section_name": words.sections.get(case.disposal.section, ""),
        "lines": _lines(case, words, today(now)),
        "certificates": [_certificate(each, words) for each in case.certificates],
        "differences": case.differences,
        "witnessable": [codes.printed(code) for code in cases.witnessable(case, by.person)]
        if "witnessDisposal" in able.actions
        else [],
        "strikeable": [codes.printed(code) for code in cases.strikeable(case, by.person)]
        if "strikeOffLost" in able.actions
        else [],
        "actions": able.actions,
        "blockers": able.blockers,
    }
    return msgspec.convert(told, DisposalShown, from_attributes=True)


_PERSONS = frozenset(
    {"requester", "decided_by", "decided_for", "handed_over_by", "verified_by", "performed_by",
     "recorded_by", "witnessed_by", "attached_by", "lost_by"}
)  # fmt: skip
_TEXTS = frozenset(
    {"reason", "remark", "company", "contract", "collected_by", "lost_why", "incident"}
)


def _opened(row: msgspec.Struct, words: _Words) -> dict[str, Any]:
    """A row with its ids and commitments replaced by what they stand for."""
    return {name: _value(name, getattr(row, name), words) for name in row.__struct_fields__}


def _value(name: str, value: Any, words: _Words) -> Any:
    if name in _PERSONS:
        return words.person(value)
    if name in _TEXTS:
        return words.text(value)
    return value.astimezone(JST) if isinstance(value, datetime) else value


def _lines(case: Case, words: _Words, day: date) -> Iterable[dict[str, Any]]:
    told = proof.certified(case.certificates)
    return [
        _line(line, words, proof.gaps(line, told), day) | {"absent": line.asset in case.absent}
        for line in case.lines
    ]


def _line(line: Line, words: _Words, gaps: list[Gap], day: date) -> dict[str, Any]:
    asset = words.things[line.asset]
    return _opened(line, words) | {
        "code": codes.printed(line.asset),
        "control_no": asset.control_no,
        "name": asset.name,
        "accepted": methods.accepted(line.type, line.required, day, encrypted=line.encrypted),
        "gaps": gaps,
    }


def _certificate(certificate: Certificate, words: _Words) -> dict[str, Any]:
    return _opened(certificate, words)
