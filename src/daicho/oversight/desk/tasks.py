"""やること: one list of what is expected of a person, each row with its one next step."""

from collections.abc import Iterable
from datetime import date, datetime, time

import msgspec

from daicho.foundation import db
from daicho.foundation.identity import service as identity
from daicho.foundation.identity.model import ProxyDecision
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import JST, today
from daicho.oversight.desk import brought, counts, held
from daicho.oversight.desk.counts import Waiting
from daicho.oversight.desk.task import ORDER, Task, TaskKind
from daicho.oversight.violations import remedies
from daicho.oversight.violations import service as violations
from daicho.oversight.violations.model import Violation
from daicho.places.floors import proposals
from daicho.places.floors import service as floors
from daicho.places.floors.proposal_model import Proposal, may_decide
from daicho.places.floors.versions import Draft
from daicho.things.bringins.listing import BringInShown
from daicho.things.custody import listing as take_outs
from daicho.things.custody.listing import Shown
from daicho.things.disposal import listing as disposals
from daicho.things.disposal.listing import DisposalSummary
from daicho.things.scans import listing as scans
from daicho.things.scans import settling

_MOST = 200


async def tasks_of(actor: Actor, now: datetime) -> list[Task]:
    """Everything that waits for this person, the most pressing first."""
    async with db.read():
        open_ones = take_outs.Filter(status="open")
        found = await take_outs.listed(actor, open_ones, today(now), limit=_MOST)
        shown = await take_outs.shown(found, actor, now)
        tasks = [task for t in shown if (task := _of_take_out(t, actor)) is not None]
        tasks += await held.incidents(actor, now)
        tasks += await held.extensions(actor, today(now))
        tasks += await held.transfers(actor, now)
        tasks += await held.declined(actor, now)
        tasks += await held.quarantined(actor)
        tasks += await _disposals(actor, now)
        tasks += [_of_bring_in(*one) for one in await brought.waiting(actor, now)]
        tasks += [_of_stock_take(one) for one in await counts.waiting(actor, now)]
        tasks += await _scans(actor)
        tasks += _reviews(await identity.proxy_decisions_to_review(actor.person))
        tasks += await _drafts(actor, now)
        tasks += await _remedies(actor, today(now))
        tasks += await _violations(actor, today(now))
        names = await identity.section_names()
    told = [msgspec.structs.replace(t, section=names.get(t.section, "")) for t in tasks]
    return sorted(told, key=lambda task: (ORDER.index(task.kind), task.since))


def _of_take_out(shown: Shown, actor: Actor) -> Task | None:
    """The one thing that this person should do about a take-out, if any."""
    for kind, operation, since in _wanted(shown, actor):
        if operation in shown.actions:
            return Task(
                kind=kind,
                subject=f"take-out:{shown.id}",
                title=shown.asset_name,
                detail=f"{shown.number} {shown.applicant.name}",
                since=since,
                section=shown.section,
                operation=operation,
                id=shown.id,
                code=shown.code,
                take_out=shown.id,
            )
    return None


def _wanted(shown: Shown, actor: Actor) -> Iterable[tuple[TaskKind, str, datetime]]:
    """What could be expected of this person: desk work of an office only of those who have a post there."""
    mine = actor.person in {shown.applicant.staff_id, *(c.staff_id for c in shown.carriers)}
    near = shown.section in {duty.section for duty in actor.duties}
    due = datetime.combine(shown.planned_return, time.max, JST)
    yield "approve", "approveTakeOut", shown.requested_at
    yield "discrepancy", "resolveDiscrepancy", shown.verified_at or shown.requested_at
    if near:
        yield "verify", "verifyReturn", shown.returned_at or shown.requested_at
        yield "hand_over", "handOver", shown.decided_at or shown.requested_at
    if shown.overdue and (mine or (near and actor.roles & {"custodian", "section_head"})):
        yield "overdue", "declareReturn", due
    elif mine:
        yield "return", "declareReturn", shown.handed_over_at or shown.requested_at


async def _scans(actor: Actor) -> list[Task]:
    """Scans of others in the person's own sections that did not fit what had happened."""
    near = {duty.section for duty in actor.duties}
    found = await settling.conflicts(actor, settling.Filter(state="conflict"), limit=_MOST)
    return [
        Task(
            kind="scan",
            subject=f"scan:{scan.id}",
            title=scan.asset_name or scan.code,
            detail=scan.scanned_by.name,
            since=scan.happened_at,
            section=scan.section,
            operation="settleScanConflict",
            id=scan.id,
            code=scan.code,
        )
        for scan in await scans.scans(found, actor)
        if scan.actions and scan.section in near
    ]


_DISPOSING: tuple[tuple[str, frozenset[str]], ...] = (
    ("approveDisposal", frozenset()),
    ("verifyDisposal", frozenset({"section_head", "custodian"})),
    ("witnessDisposal", frozenset({"section_head", "custodian", "staff"})),
    ("recordSanitisation", frozenset({"custodian"})),
    ("attachCertificate", frozenset({"custodian"})),
    ("strikeOffLost", frozenset()),
)
"""What a disposal asks for, and of whom in its section; deciding is asked of whoever decides."""


async def _disposals(actor: Actor, now: datetime) -> list[Task]:
    """Disposals under way with the one step that this person can do next."""
    found = await disposals.listed(actor, disposals.Filter(status="open"), limit=_MOST)
    near = {duty.section for duty in actor.duties}
    tasks = []
    for one in await disposals.summaries(found, actor, now):
        mine = actor.roles if one.section in near else frozenset()
        wanted = (name for name, roles in _DISPOSING if not roles or roles & mine)
        operation = next((name for name in wanted if _is_wanted(name, one)), None)
        begun = one.state != "requested" or operation == "approveDisposal"  # before it only facts
        if operation is not None and begun:
            tasks.append(_disposal(one, operation))
    return tasks


def _is_wanted(operation: str, one: DisposalSummary) -> bool:
    """Who could witness more is asked to only where a witness is lacking."""
    asked = operation != "witnessDisposal" or one.wants_witness
    return asked and operation in one.actions


def _disposal(shown: DisposalSummary, operation: str) -> Task:
    return Task(
        kind="disposal",
        subject=f"disposal:{shown.id}",
        title=shown.first_thing,
        detail=f"{shown.number} {shown.requester.name}",
        since=shown.requested_at,
        section=shown.section,
        operation=operation,
        id=shown.id,
    )


def _of_stock_take(waiting: Waiting) -> Task:
    """Leads to the session's page; `detail` says what is to be done there."""
    one = waiting.stock_take
    return Task(
        kind="stock_take",
        subject=f"stock-take:{one.id}",
        title=f"{one.section_name} {one.number}",
        detail=waiting.next,
        since=waiting.since,
        section=one.section,
        id=one.id,
    )


def _of_bring_in(shown: BringInShown, operation: str) -> Task:
    """Leads to the visit's page."""
    return Task(
        kind="bring_in",
        subject=f"bring-in:{shown.id}",
        title=brought.bringer_of(shown),
        detail=shown.number,
        since=shown.requested_at,
        section=shown.section,
        operation=operation,
        id=shown.id,
    )


def _reviews(waiting: Iterable[ProxyDecision]) -> list[Task]:
    return [
        Task(
            kind="after_review",
            subject=decision.subject,
            title=decision.act,
            detail=decision.subject,
            since=decision.decided_at.astimezone(JST),
            section=decision.section,
            operation="reviewProxyDecision",
            id=decision.id,
        )
        for decision in waiting
    ]


async def _drafts(actor: Actor, now: datetime) -> list[Task]:
    """Drawn floors that wait for a second person to publish them: those that were proposed, and mere drafts."""
    if "facility_admin" not in actor.roles:
        return []
    draws = actor.reach(proposals.DRAWS)
    waiting = {p.floor: p for p in await proposals.all_open(draws)}
    decided = await proposals.decided(draws)
    tasks = []
    for known in await floors.listed(actor, today(now)):
        draft = (await floors.history(known.floor.id, actor)).draft if known.draft else None
        proposal = waiting.get(known.floor.id)
        if draft is None or not _second(actor, draft, proposal):
            continue
        if proposal is None and (draft.floor, draft.etag) in decided:
            continue  # it waits for whoever drew it to propose it again
        tasks.append(
            Task(
                kind="publish",
                subject=f"floor:{known.floor.id}",
                title=known.floor.name,
                detail=proposal.valid_from.isoformat() if proposal else "",
                since=(proposal.proposed_at if proposal else draft.saved_at).astimezone(JST),
                section=known.floor.section,
                operation="publishFloor",
                id=known.floor.id,
                floor=known.floor.id,
            )
        )
    return tasks


def _second(actor: Actor, draft: Draft, proposal: Proposal | None) -> bool:
    """Whether this person may publish it."""
    if proposal is not None:
        return may_decide(proposal, actor.person)
    return actor.person not in draft.drafters


async def _remedies(actor: Actor, day: date) -> list[Task]:
    """Exceptions that somebody else asked for and this person decides about."""
    found = await remedies.listed(actor, "requested", day, limit=_MOST)
    mine = [r for r in found if await remedies.may_decide(r, actor, day)]
    about = await violations.by_id(r.violation for r in mine)
    names = await violations.subject_names(about.values())
    return [
        Task(
            kind="remedy",
            subject=f"remedy:{remedy.id}",
            title=about[remedy.violation].rule,
            detail=names.get(remedy.violation, ""),
            since=remedy.requested_at.astimezone(JST),
            section=remedy.section,
            operation="approveRemedy",
            id=remedy.id,
            floor=about[remedy.violation].floor,
        )
        for remedy in mine
    ]


async def _violations(actor: Actor, day: date) -> list[Task]:
    """What is wrong in the sections that this person answers for."""
    answering = actor.reach(("section_head", "security_manager", "facility_admin"))
    if not answering:
        return []
    found = await violations.listed(actor, violations.Filter(day), limit=_MOST)
    mine = [v for v in found if v.section in answering]
    names = await violations.subject_names(mine)
    return [_violation(v, names.get(v.id, "")) for v in mine]


def _violation(violation: Violation, name: str) -> Task:
    return Task(
        kind="violation",
        subject=violation.subject,
        title=violation.rule,
        detail=name,
        since=violation.opened_at.astimezone(JST),
        section=violation.section,
        id=violation.id,
        floor=violation.floor,
    )
