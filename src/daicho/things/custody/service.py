"""Use cases of take-outs: from the request to the verified return, or to the report of a loss."""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec

from daicho.foundation import db
from daicho.foundation.db import Question
from daicho.foundation.history import registers
from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import Register, load, rows, selected, with_its
from daicho.foundation.history.service import Change, Done, change, first_ahead, reactions_ask
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import fiscal_year, today
from daicho.foundation.kernel.errors import Missing
from daicho.foundation.kernel.ids import new_id
from daicho.places.floors.storage import require_place
from daicho.things.assets import service as assets
from daicho.things.assets.model import Asset
from daicho.things.custody import acts, extension, model, tables
from daicho.things.custody.acts import Check, Handing, Packing, Returning
from daicho.things.custody.extension import Extension
from daicho.things.custody.model import Held, Standing, TakeOut, Transport
from daicho.things.custody.wanting import Wanted, sealed
from daicho.things.evidence import service as evidence
from daicho.things.labels import codebook

TAKE_OUTS = Register("take-outs", tables.TakeOut, TakeOut, "take-out")
EXTENSIONS = Register("take-out-extensions", tables.TakeOutExtension, Extension, "extension")

_TABLE = tables.TakeOut
FOLLOWED = _TABLE.state.is_in(sorted(model.OPEN)) | (
    (_TABLE.state == "lost") & _TABLE.handed_over_at.is_not_null()
)
"""Take-outs that say where their asset is: the open ones, and those it was lost on."""

_OPEN_STATES = ", ".join(f"'{state}'" for state in sorted(model.OPEN))
_OPEN_ONE = f"WHERE asset = $1 AND state IN ({_OPEN_STATES})"
_FOLLOWED_ONE = (
    f"WHERE asset = $1 AND (state IN ({_OPEN_STATES})"
    " OR (state = 'lost' AND handed_over_at IS NOT NULL)) ORDER BY id"
)
"""The same of one asset, as every scan asks it."""

_CHECKED_ONE = "WHERE asset = $1 AND checked_by IS NOT NULL ORDER BY id DESC LIMIT 1"


class Handed(msgspec.Struct, frozen=True):
    """What else is told at the hand-over: how it travels, who is there, and the picture of a signature."""

    transport: Transport | None = None
    signature: str | None = None
    carriers_present: bool | None = None


NOTHING_MORE = Handed()


# Asking and deciding ------------------------------------------------------------------------------


async def request(
    code: str, wanted: Wanted, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """持出し申請. One that expired is closed on the way; an open one is `already-requested` or `already-out`."""
    async with change(actor, now, key) as c:
        asset = await assets.require(code, actor.reach())
        actor.towards(asset.section).needs(model.ANYBODY)
        await make_free(c, asset)
        await _of_section(wanted.carriers, asset.section, today(now))
        number = await _next_no(fiscal_year(today(now)))
        made = acts.request(
            asset, sealed(c, wanted), take_out_id=new_id(), serial_no=number,
            applicant=actor.person, now=now,
        )  # fmt: skip
        await c.add(TAKE_OUTS, made, act="Requested")
        done = c.done(id=made.id, state=made.state, status=201)
    return done


async def _of_section(carriers: tuple[str, ...], section: str, day: date) -> None:
    staff = await identity.staff_of([section], day)
    acts.carriers_of_section(carriers, frozenset(s.staff_id for s in staff))


async def make_free(c: Change, asset: Asset) -> None:
    """Refuse while a take-out is open; one that expired is closed on the way."""
    open_one = await open_of(asset.code)
    model.free_for(asset, open_one, today(c.now))
    if open_one is not None:
        await c.amend(TAKE_OUTS, acts.expire(open_one, c.now), act="Expired")


async def _next_no(year: int) -> int:
    """One more than the last of the fiscal year; the door lets one change at a time count."""
    found = await db.fetch(
        "SELECT max(serial_no) AS last FROM take_out WHERE fiscal_year = $1", year
    )
    return (found[0]["last"] or 0) + 1


async def approve(take_out_id: str, actor: Actor, now: datetime, key: Key | None = None) -> Done:
    """承認 by the head of the section, by the deputy in order, or one section up."""
    async with change(actor, now, key) as c:
        take_out = await _decidable(take_out_id, actor, now)
        approved = acts.approve(take_out, _deciding(actor, take_out), now)
        return await _decided(c, approved, act="Approved")


async def reject(
    take_out_id: str, reason: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """却下, by those who could have approved."""
    async with change(actor, now, key) as c:
        take_out = await _decidable(take_out_id, actor, now)
        sealed = c.seal(reason, place="reason")
        rejected = acts.reject(take_out, _deciding(actor, take_out), now, sealed)
        return await _decided(c, rejected, act="Rejected")


async def _decided(c: Change, decided: TakeOut, *, act: str) -> Done:
    """The rule above let it pass; whether this person is the one who decides, identity knows."""
    await identity.decide(
        c, section=decided.section, excluded=decided.involved,
        subject=TAKE_OUTS.subject_of(decided), act=act, on=today(c.now),
    )  # fmt: skip
    signed = msgspec.structs.replace(decided, decided_for=c.on_behalf_of)
    return await _settle(c, signed, act=act)


async def withdraw(take_out_id: str, actor: Actor, now: datetime, key: Key | None = None) -> Done:
    """取下げ by the applicant, until the thing is handed over."""
    async with change(actor, now, key) as c:
        take_out = await require(take_out_id, actor)
        withdrawn = acts.withdraw(take_out, standing_of(actor, take_out.section), now)
        return await _settle(c, withdrawn, act="Withdrawn")


# Out and back -------------------------------------------------------------------------------------


async def hand_over(
    take_out_id: str, scanned: str, actor: Actor, now: datetime, key: Key | None = None, *,
    encrypted: bool, container: str | None = None, handed: Handed = NOTHING_MORE,
) -> Done:  # fmt: skip
    """引渡し by a custodian, or the head of an office without one, who carries nothing of it."""

    async def decided(ahead: bool) -> Done:
        asking = _asked_ahead(take_out_id, scanned) if ahead else None
        async with change(actor, now, key, ahead=asking) as c:
            take_out, asset = await _with_asset(take_out_id, actor)
            await _signed(c, handed.signature, take_out)
            packing = Packing(
                await codebook.thing_of(scanned),
                encrypted,
                c.seal(container, place="container") if container else None,
                handed.transport,
                handed.signature,
                handed.carriers_present,
            )
            by = await standing(actor, take_out, take_out.section, today(now))
            gone = acts.hand_over(take_out, asset, packing, by=by, now=now)
            await assets.take_out(c, asset)
            await codebook.notice(c, scanned, asset.code, asset.section)
            return await _settle(c, gone, act="HandedOver")

    return await first_ahead(decided)


def _asked_ahead(take_out_id: str, scanned: str) -> list[Question]:
    """What a hand-over asks when the label that was scanned is the thing's first one."""
    taken = registers.one_with_its(TAKE_OUTS, assets.ASSETS, by="asset", key=take_out_id)
    return [taken, *codebook.questions(scanned), *reactions_ask(scanned)]


async def _signed(c: Change, signature: str | None, take_out: TakeOut) -> None:
    await evidence.sign(c, signature, take_out.section, TAKE_OUTS.subject_of(take_out))


async def pass_on(
    take_out_id: str, handing: Handing, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """引継ぎ: from its carriers to others of the section, while it stays out."""
    async with change(actor, now, key) as c:
        take_out = await require(take_out_id, actor)
        await _signed(c, handing.signature, take_out)
        read = msgspec.structs.replace(handing, scanned=await codebook.thing_of(handing.scanned))
        passed = acts.pass_on(take_out, read, standing_of(actor, take_out.section), now)
        await _of_section(passed.carriers, take_out.section, today(now))
        return await _settle(c, passed, act="PassedOn")


async def declare_return(
    take_out_id: str, scanned: str, place: str, actor: Actor, now: datetime,
    key: Key | None = None, *, signature: str | None = None,
) -> Done:  # fmt: skip
    """返却: put back at a storage place of the section, or where it belongs; the check is still to come."""
    async with change(actor, now, key) as c:
        take_out = await require(take_out_id, actor)
        await _signed(c, signature, take_out)
        by = standing_of(actor, take_out.section)
        scanned, place = await codebook.thing_of(scanned), await codebook.thing_of(place)
        returned = acts.declare_return(take_out, Returning(scanned, place, signature), by, now)
        asset = await assets.require(take_out.asset)
        await require_place(place, None if place == asset.place else {take_out.section})
        await assets.bring_back(c, asset, place)
        await _lapse(c, take_out.extension)
        act = "FoundAgain" if take_out.state == "lost" else "Returned"
        return await _settle(c, returned, act=act)


async def _lapse(c: Change, asked: str | None) -> None:
    """Nobody needs to decide about more days any longer."""
    waiting = await load(EXTENSIONS, asked) if asked else None
    if waiting is not None:
        await c.amend(EXTENSIONS, extension.lapse(waiting), act="Lapsed")


async def verify(
    take_out_id: str, check: Check, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """返却確認 by somebody who did not carry it; a false check leaves the asset out, as a discrepancy.

    What carries malware is set apart at once.
    """
    async with change(actor, now, key) as c:
        take_out = await require(take_out_id, actor)
        checked = acts.verify(take_out, check, standing_of(actor, take_out.section), now)
        if checked.state == "verified":
            await _store(c, checked)
        elif check.infected:
            asset = await assets.require(take_out.asset)
            await assets.set_apart(c, asset, take_out.returned_place)
        act = "Verified" if checked.state == "verified" else "DiscrepancyFound"
        return await _settle(c, checked, act=act)


async def resolve(
    take_out_id: str, explanation: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """A discrepancy explained; the asset is in storage again, unless it was set apart."""
    async with change(actor, now, key) as c:
        take_out = await require(take_out_id, actor)
        by = standing_of(actor, take_out.section)
        resolved = acts.resolve(take_out, by, now, c.seal(explanation, place="explanation"))
        await _store(c, resolved)
        return await _settle(c, resolved, act="Resolved")


async def escalate(
    take_out_id: str, circumstances: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """事故として扱う: what nobody could explain; the asset is set apart until somebody releases it."""
    async with change(actor, now, key) as c:
        take_out = await require(take_out_id, actor)
        by = standing_of(actor, take_out.section)
        grave = acts.escalate(take_out, by, now, c.seal(circumstances, place="circumstances"))
        asset = await assets.require(take_out.asset)
        if asset.state not in ("quarantined", "missing"):
            await assets.set_apart(c, asset, take_out.returned_place)
        return await _settle(c, grave, act="Escalated")


async def report_loss(
    take_out_id: str, circumstances: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """亡失: the asset is missing from now on."""
    async with change(actor, now, key) as c:
        take_out = await require(take_out_id, actor)
        by = standing_of(actor, take_out.section)
        lost = acts.lose(take_out, by, now, c.seal(circumstances, place="circumstances"))
        await _lapse(c, take_out.extension)
        asset = await assets.require(take_out.asset)
        if asset.state != "missing":
            await assets.miss(c, asset, circumstances)
        return await _settle(c, lost, act="LossReported")


async def _store(c: Change, take_out: TakeOut) -> None:
    asset = await assets.require(take_out.asset)
    if asset.state != "quarantined":
        await assets.keep(c, asset, take_out.returned_place or asset.place or "")


async def _settle(c: Change, take_out: TakeOut, *, act: str) -> Done:
    await c.amend(TAKE_OUTS, take_out, act=act)
    return c.done(id=take_out.id, state=take_out.state)


# Reading ------------------------------------------------------------------------------------------


def standing_of(actor: Actor, section: str, *, decides: bool = False) -> Standing:
    """The roles of those posts that reach the section."""
    return Standing(actor.person, actor.roles_over(section), decides)


def _deciding(actor: Actor, take_out: TakeOut) -> Standing:
    return standing_of(actor, take_out.section, decides=True)


async def standing(actor: Actor, take_out: TakeOut | None, section: str, day: date) -> Standing:
    """What this person is towards a take-out: who decides while it is wanted, who keeps when it may leave."""
    by = standing_of(actor, section)
    if take_out is not None and take_out.state == "approved" and "section_head" in by.roles:
        there = await identity.is_held("custodian", section, day)
        return msgspec.structs.replace(by, custodian_there=there)
    if take_out is None or take_out.state != "requested":
        return by
    decides = await identity.may_decide(section, actor.person, take_out.involved, day)
    return standing_of(actor, section, decides=decides)


async def require(take_out_id: str, actor: Actor) -> TakeOut:
    """A take-out within reach; else `unknown-take-out`."""
    async with db.read():
        found = await load(TAKE_OUTS, take_out_id)
    if found is None or found.section not in actor.reach():
        raise Missing("unknown-take-out", take_out=take_out_id)
    return found


async def _with_asset(take_out_id: str, actor: Actor) -> tuple[TakeOut, Asset]:
    """`require` and the asset that it is about, in one look."""
    found = await with_its(TAKE_OUTS, assets.ASSETS, by="asset", key=take_out_id)
    if found is None or found[0].section not in actor.reach():
        raise Missing("unknown-take-out", take_out=take_out_id)
    return found


async def _decidable(take_out_id: str, actor: Actor, now: datetime) -> TakeOut:
    """Within reach, or for this person to decide: a deputy may come from another section."""
    found = await load(TAKE_OUTS, take_out_id)
    if found is not None and (await standing(actor, found, found.section, today(now))).decides:
        return found
    return await require(take_out_id, actor)


async def open_of(code: str) -> TakeOut | None:
    """The open take-out of an asset; the database holds that there is one at most."""
    async with db.read():
        found = await selected(TAKE_OUTS, _OPEN_ONE, code)
    return found[0] if found else None


def still_open(take_out: TakeOut | None) -> TakeOut | None:
    """Only an open one stands in the way of something else; one that ended in a loss does not."""
    return take_out if take_out is not None and take_out.state in model.OPEN else None


def followed_question(code: str) -> Question:
    """What `followed` asks."""
    return registers.some(TAKE_OUTS, _FOLLOWED_ONE, code)


async def followed(code: str) -> TakeOut | None:
    """The take-out that says where the asset is: the open one, else the last that ended in a loss."""
    return (await _followed([code])).get(code)


async def last_checked(code: str) -> TakeOut | None:
    """The last take-out of an asset that somebody looked at after its return."""
    async with db.read():
        found = await selected(TAKE_OUTS, _CHECKED_ONE, code)
    return found[0] if found else None


async def _followed(wanted: Sequence[str]) -> dict[str, TakeOut]:
    """In the order of ids, so that the newest of an asset stays."""
    async with db.read():
        if len(wanted) == 1:
            found = await selected(TAKE_OUTS, _FOLLOWED_ONE, wanted[0])
        else:
            found = await rows(TAKE_OUTS, _TABLE.asset.is_in(list(wanted) or [""]), FOLLOWED)
    return {take_out.asset: take_out for take_out in found}


async def held(wanted: Sequence[str], fresh: Held | None = None) -> list[Held]:
    """These assets with what says where they are: what the rules MD-04 to MD-06 look at.

    `fresh` is an asset and its take-out as the caller has just written them: neither is read again.
    """
    found: list[Held] = [fresh] if fresh is not None else []
    unread = [code for code in wanted if fresh is None or code != fresh.asset.code]
    async with db.read():
        known = await assets.by_code(unread)
        for start in range(0, len(known), 500):
            chunk = sorted(known)[start : start + 500]
            out = await _followed(chunk)
            found += [Held(known[code], out.get(code)) for code in chunk]
    return found
