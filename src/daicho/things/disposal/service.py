"""Use cases of disposals: from the request to the verified end, each in one change with the assets it is about."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

import msgspec

from daicho.foundation import db
from daicho.foundation.history.model import Key
from daicho.foundation.history.service import Change, Done, change
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import fiscal_year, today
from daicho.foundation.kernel.errors import Forbidden, Invalid, Missing
from daicho.foundation.kernel.ids import new_id
from daicho.foundation.kernel.text import refuse_resident_numbers_in
from daicho.things.assets import service as assets
from daicho.things.assets.model import Asset
from daicho.things.disposal import case as cases
from daicho.things.disposal import model, proof, reading
from daicho.things.disposal.case import Case
from daicho.things.disposal.methods import MethodName
from daicho.things.disposal.model import Delivery, Line, Outcome, Ownership, Plan, Work
from daicho.things.disposal.proof import Certificate, Certified
from daicho.things.disposal.reading import CERTIFICATES, DISPOSALS, LINES
from daicho.things.evidence import service as evidence
from daicho.things.labels import codebook


class Wish(msgspec.Struct, frozen=True):
    """What somebody asks for, in clear; `codes` are 13 characters each."""

    codes: tuple[str, ...]
    reason: str
    outcome: Outcome
    ownership: Ownership
    resident_data: bool = True


# Asking and deciding --------------------------------------------------------------------------------------------------


async def request(wish: Wish, actor: Actor, now: datetime, key: Key | None = None) -> Done:
    """廃棄申請 for things of one section; until it ends they do nothing else."""
    async with change(actor, now, key) as c:
        things = await _things(wish.codes, actor)
        plan = Plan(
            c.seal(wish.reason, place="reason"), wish.outcome, wish.ownership, wish.resident_data
        )
        made = model.request(
            things, plan, disposal_id=new_id(), requester=actor.person, now=now,
            serial_no=await _next_no(fiscal_year(today(now))),
        )  # fmt: skip
        actor.towards(made.section).needs(cases.ANYBODY)
        await c.add(DISPOSALS, made, act="Requested")
        for asset in things:
            await c.add(LINES, model.line_of(made, asset, new_id()), act="Requested")
            await assets.set_aside(c, asset)
        done = c.done(id=made.id, state=made.state, status=201)
    return done


async def _things(scanned: Sequence[str], actor: Actor) -> list[Asset]:
    """Each thing once, in the order in which they were named."""
    found: dict[str, Asset] = {}
    for code in scanned:
        asset = await assets.require(await codebook.thing_of(code), actor.reach())
        found[asset.code] = asset
    return list(found.values())


async def _next_no(year: int) -> int:
    """One more than the last of the fiscal year; the door lets one change at a time count."""
    query = "SELECT max(serial_no) AS last FROM disposal WHERE fiscal_year = $1"
    return ((await db.fetch(query, year))[0]["last"] or 0) + 1


async def approve(disposal_id: str, actor: Actor, now: datetime, key: Key | None = None) -> Done:
    """承認: of data of class 2 and above by the 情報セキュリティ管理者, of the rest by the head of the section."""
    async with change(actor, now, key) as c:
        case = await reading.decidable(disposal_id, actor, today(now))
        cases.permit("approveDisposal", case, await reading.standing(actor, case, today(now)))
        await _decide(c, case, act="Approved")
        decided = msgspec.structs.replace(
            case.disposal, state="approved", decided_by=actor.person, decided_at=now,
            decided_for=c.on_behalf_of,
        )  # fmt: skip
        return await _settle(c, msgspec.structs.replace(case, disposal=decided), act="Approved")


async def reject(
    disposal_id: str, reason: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """却下, by those who could have approved; the things are what they were."""
    async with change(actor, now, key) as c:
        case = await reading.decidable(disposal_id, actor, today(now))
        cases.permit("rejectDisposal", case, await reading.standing(actor, case, today(now)))
        await _decide(c, case, act="Rejected")
        rejected = msgspec.structs.replace(
            case.disposal, state="rejected", decided_by=actor.person, decided_at=now,
            decided_for=c.on_behalf_of, remark=c.seal(reason, place="reason"), closed_at=now,
        )  # fmt: skip
        await _release(c, case.lines)
        return await _settle(c, msgspec.structs.replace(case, disposal=rejected), act="Rejected")


async def withdraw(disposal_id: str, actor: Actor, now: datetime, key: Key | None = None) -> Done:
    """取下げ by the requester, while nothing was done yet."""
    async with change(actor, now, key) as c:
        case = await reading.permitted("withdrawDisposal", disposal_id, actor, today(now))
        await _release(c, case.lines)
        ended = msgspec.structs.replace(case.disposal, state="withdrawn", closed_at=now)
        return await _settle(c, msgspec.structs.replace(case, disposal=ended), act="Withdrawn")


async def _decide(c: Change, case: Case, *, act: str) -> None:
    """Who holds the post of a security manager decides by it; the head's decision knows deputies and parents."""
    disposal = case.disposal
    if disposal.demands in ("purge", "destroy"):
        return
    await identity.decide(
        c, section=disposal.section, excluded=case.begun_by,
        subject=DISPOSALS.subject_of(disposal), act=act, on=today(c.now),
    )  # fmt: skip


async def _release(c: Change, lines: Collection[Line]) -> None:
    for line in (each for each in lines if each.pending):
        asset = await assets.require(line.asset)
        kept = model.released(asset, line)
        if kept != asset:
            await assets.end_disposal(c, kept, act="Kept")
        await c.amend(LINES, model.close(line), act="Released")


# Doing it -------------------------------------------------------------------------------------------------------------


class Taker(msgspec.Struct, frozen=True):
    """Who takes the things over, in clear; `leaves` unless the contractor works here."""

    company: str
    contract: str
    collected_by: str
    leaves: bool
    signature: str | None = None
    as_fact: bool = False


async def hand_over(
    disposal_id: str, taker: Taker, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """業者への引渡し, with the signature of whoever takes them."""
    async with change(actor, now, key) as c:
        case = await reading.permitted("handToContractor", disposal_id, actor, today(now))
        subject = DISPOSALS.subject_of(case.disposal)
        await evidence.sign(c, taker.signature, case.disposal.section, subject)
        delivery = Delivery(
            company=c.seal(taker.company, place="company"),
            contract=c.seal(taker.contract, place="contract"),
            collected_by=c.seal(taker.collected_by, place="collected_by"),
            leaves=taker.leaves,
            signature=taker.signature,
            as_fact=taker.as_fact,
        )
        handed = model.hand_to_contractor(
            case.disposal, case.lines, delivery, person=actor.person, now=now
        )
        return await _settle(c, msgspec.structs.replace(case, disposal=handed), act="HandedOver")


class Told(msgspec.Struct, frozen=True):
    """What somebody says was done with these lines, in clear."""

    codes: tuple[str, ...]
    method: MethodName
    tool: str
    place: model.Where
    performed_at: datetime
    by_contractor: bool
    result: model.Result
    photos: tuple[str, ...] = ()
    as_fact: bool = False
    remark: str | None = None


async def record(
    disposal_id: str, told: Told, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """消去・破壊の記録: staff write down what they did themselves, and what a contractor did."""
    refuse_resident_numbers_in(tool=told.tool)
    async with change(actor, now, key) as c:
        case = await reading.permitted("recordSanitisation", disposal_id, actor, today(now))
        await evidence.require(told.photos, case.disposal.section, "photo")
        work = Work(
            method=told.method, tool=told.tool, place=told.place, performed_at=told.performed_at,
            performed_by=None if told.by_contractor else actor.person, recorded_by=actor.person,
            result=told.result, photos=told.photos, as_fact=told.as_fact,
            remark=c.seal(told.remark, place="remark") if told.remark else None,
        )  # fmt: skip
        model.refuse_unfit(case.disposal, work, now)
        chosen = await _chosen(case, told.codes)
        done = {line.id: model.sanitise(line, case.disposal, work) for line in chosen}
        for line in done.values():
            await c.amend(LINES, line, act=_ACTS[line.state], occurred_at=told.performed_at)
        after = _with_lines(case, done)
        irregular = after.disposal.irregular or any(line.as_fact for line in done.values())
        noted = msgspec.structs.replace(after.disposal, irregular=irregular)
        return await _settle(c, msgspec.structs.replace(after, disposal=noted), act="Sanitised")


_ACTS: dict[str, str] = {
    "sanitised": "Sanitised",
    "failed": "Failed",
    "insufficient": "FellShort",
}


async def witness(
    disposal_id: str, scanned: Sequence[str], actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """立会い by somebody who neither did nor recorded it."""
    async with change(actor, now, key) as c:
        case = await reading.permitted("witnessDisposal", disposal_id, actor, today(now))
        chosen = await _chosen(case, scanned)
        if any(actor.person in (line.performed_by, line.recorded_by) for line in chosen):
            raise Forbidden("witness-took-part", person=actor.person)
        seen = {line.id: model.witness(line, actor.person, now) for line in chosen}
        for line in seen.values():
            await c.amend(LINES, line, act="Witnessed")
        return await _settle(c, _with_lines(case, seen), act="Witnessed")


async def _chosen(case: Case, scanned: Sequence[str]) -> list[Line]:
    chosen = await _named(case, scanned)
    cases.all_there(case, [line.asset for line in chosen])
    return chosen


async def _named(case: Case, scanned: Sequence[str]) -> list[Line]:
    known = {line.asset: line for line in case.lines}
    wanted = list(dict.fromkeys([await codebook.thing_of(code) for code in scanned]))
    strange = [codes.printed(code) for code in wanted if code not in known]
    if strange:
        raise Invalid("not-of-this-disposal", codes=strange)
    return [known[code] for code in wanted]


class Lost(msgspec.Struct, frozen=True):
    """What somebody strikes off, in clear; `incident` is what the loss is dealt with under."""

    codes: tuple[str, ...]
    reason: str
    incident: str


async def strike_off(
    disposal_id: str, lost: Lost, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """紛失による除外: the disposal goes on without what nobody finds; the thing itself stays missing."""
    async with change(actor, now, key) as c:
        case = await reading.permitted("strikeOffLost", disposal_id, actor, today(now))
        chosen = await _named(case, lost.codes)
        cases.may_be_struck_off(case, [line.asset for line in chosen], actor.person)
        loss = model.Loss(
            c.seal(lost.reason, place="reason"), c.seal(lost.incident, place="incident")
        )
        struck = {line.id: model.strike_off(line, loss, actor.person, now) for line in chosen}
        for line in struck.values():
            await c.amend(LINES, line, act="StruckOff")
        after = msgspec.structs.replace(
            _with_lines(case, struck), absent=case.absent - {line.asset for line in chosen}
        )
        return await _settle(c, after, act="StruckOff")


# Proving it -----------------------------------------------------------------------------------------------------------


class Paper(msgspec.Struct, frozen=True):
    """A certificate as it came; `replaces` is one that was wrong."""

    number: str
    issued_on: date
    company: str
    lines: tuple[Certified, ...]
    evidence: str | None = None
    replaces: str | None = None


async def attach(
    disposal_id: str, paper: Paper, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """証明書の登録. What it says otherwise than the record is kept and shown, and holds the verification up."""
    refuse_resident_numbers_in(number=paper.number)
    proof.refuse_unfit(paper.issued_on, paper.lines, now)
    async with change(actor, now, key) as c:
        case = await reading.permitted("attachCertificate", disposal_id, actor, today(now))
        if paper.evidence is not None:
            await evidence.require([paper.evidence], case.disposal.section, "certificate")
        made = Certificate(
            id=new_id(), disposal=disposal_id, section=case.disposal.section, number=paper.number,
            issued_on=paper.issued_on, company=c.seal(paper.company, place="company"),
            evidence=paper.evidence, lines=paper.lines, attached_by=actor.person, attached_at=now,
        )  # fmt: skip
        kept = [*case.certificates, await c.add(CERTIFICATES, made, act="Attached")]
        if paper.replaces is not None:
            kept = await _replaced(c, kept, paper.replaces, made.id)
        after = msgspec.structs.replace(case, certificates=tuple(kept))
        return await _settle(c, after, act="CertificateAttached")


async def _replaced(
    c: Change, certificates: list[Certificate], old: str, new: str
) -> list[Certificate]:
    there = {each.id: each for each in proof.holding(certificates) if each.id != new}
    if old not in there:
        raise Missing("unknown-certificate", certificate=old)
    gone = msgspec.structs.replace(there[old], replaced_by=new)
    await c.amend(CERTIFICATES, gone, act="Replaced")
    return [gone if each.id == old else each for each in certificates]


async def verify(disposal_id: str, actor: Actor, now: datetime, key: Key | None = None) -> Done:
    """完了確認 by somebody who had no hand in it: the things are gone, given back, or in use again."""
    async with change(actor, now, key) as c:
        case = await reading.permitted("verifyDisposal", disposal_id, actor, today(now))
        ended = msgspec.structs.replace(
            case.disposal, state="completed", verified_by=actor.person, verified_at=now,
            closed_at=now,
        )  # fmt: skip
        for line in case.left:
            asset = model.disposed(await assets.require(line.asset), ended, line)
            await assets.end_disposal(c, asset, act=_ENDS.get(asset.state, "Kept"))
            await c.amend(LINES, model.close(line), act="Completed")
        return await _settle(c, msgspec.structs.replace(case, disposal=ended), act="Completed")


_ENDS: dict[str, str] = {"disposed": "Disposed", "lease_returned": "LeaseReturned"}


def _with_lines(case: Case, changed: dict[str, Line]) -> Case:
    return msgspec.structs.replace(
        case, lines=tuple(changed.get(line.id, line) for line in case.lines)
    )


async def _settle(c: Change, case: Case, *, act: str) -> Done:
    settled = cases.settled(case)
    await c.amend(DISPOSALS, settled, act=act)
    return c.done(id=settled.id, state=settled.state)
