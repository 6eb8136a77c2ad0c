"""Use cases of extensions: asking for more days, and deciding about them."""

from datetime import date, datetime

import msgspec

from daicho.foundation import db
from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import load, rows
from daicho.foundation.history.service import Change, Done, change
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.errors import Missing
from daicho.foundation.kernel.ids import new_id
from daicho.things.custody import extension, service, tables
from daicho.things.custody.extension import Extension
from daicho.things.custody.model import Standing, TakeOut
from daicho.things.custody.service import EXTENSIONS, TAKE_OUTS


async def request(
    take_out_id: str, until: date, reason: str, actor: Actor, now: datetime,
    key: Key | None = None,
) -> Done:  # fmt: skip
    """延長申請 while it is out; one at a time."""
    async with change(actor, now, key) as c:
        take_out = await service.require(take_out_id, actor)
        wish = extension.Wish(until, c.seal(reason, place="reason"))
        by = service.standing_of(actor, take_out.section)
        asked, waiting = extension.request(take_out, wish, extension_id=new_id(), by=by, now=now)
        await c.add(EXTENSIONS, asked, act="Requested")
        await c.amend(TAKE_OUTS, waiting, act="ExtensionRequested")
        done = c.done(id=asked.id, state=asked.state, status=201)
    return done


async def approve(
    take_out_id: str, extension_id: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """延長の承認: the later day holds."""
    async with change(actor, now, key) as c:
        asked, take_out = await _decidable(take_out_id, extension_id, actor, now)
        by = service.standing_of(actor, take_out.section, decides=True)
        granted, longer = extension.approve(asked, take_out, by, now)
        return await _decided(c, granted, longer, act="Extended")


async def reject(
    take_out_id: str, extension_id: str, answer: str, actor: Actor, now: datetime,
    key: Key | None = None,
) -> Done:  # fmt: skip
    """延長の却下: the day that held goes on holding."""
    async with change(actor, now, key) as c:
        asked, take_out = await _decidable(take_out_id, extension_id, actor, now)
        by = service.standing_of(actor, take_out.section, decides=True)
        sealed = c.seal(answer, place="reason")
        refused, as_before = extension.reject(asked, take_out, by, now, sealed)
        return await _decided(c, refused, as_before, act="ExtensionRejected")


async def _decided(c: Change, asked: Extension, take_out: TakeOut, *, act: str) -> Done:
    """Whether this person is the one who decides, identity knows."""
    await identity.decide(
        c, section=take_out.section, excluded=extension.excluded(asked, take_out),
        subject=TAKE_OUTS.subject_of(take_out), act=act, on=today(c.now),
    )  # fmt: skip
    signed = msgspec.structs.replace(asked, decided_for=c.on_behalf_of)
    await c.amend(EXTENSIONS, signed, act=signed.state.capitalize())
    await c.amend(TAKE_OUTS, extension.in_their_name(signed, take_out), act=act)
    return c.done(id=signed.id, state=signed.state)


async def _decidable(
    take_out_id: str, extension_id: str, actor: Actor, now: datetime
) -> tuple[Extension, TakeOut]:
    """Within reach, or for this person to decide: a deputy may come from another section."""
    take_out, asked = await load(TAKE_OUTS, take_out_id), await load(EXTENSIONS, extension_id)
    if take_out is None or asked is None or asked.take_out != take_out.id:
        await service.require(take_out_id, actor)
        raise Missing("unknown-extension", extension=extension_id)
    if not (await standing(asked, take_out, actor, today(now))).decides:
        await service.require(take_out_id, actor)
    return asked, take_out


async def standing(asked: Extension, take_out: TakeOut, actor: Actor, day: date) -> Standing:
    """Whether this person is the one who decides about these days."""
    excluded = extension.excluded(asked, take_out)
    decides = await identity.may_decide(take_out.section, actor.person, excluded, day)
    return service.standing_of(actor, take_out.section, decides=decides)


async def of(take_outs: list[str]) -> dict[str, list[Extension]]:
    """Take-out -> what was asked for it, in order."""
    found: dict[str, list[Extension]] = {}
    table = tables.TakeOutExtension
    async with db.read():
        for asked in await rows(EXTENSIONS, table.take_out.is_in(take_outs or [""])):
            found.setdefault(asked.take_out, []).append(asked)
    return found


async def waiting(actor: Actor, day: date, *, limit: int) -> list[tuple[Extension, TakeOut]]:
    """What waits for this person's decision, the oldest first."""
    table = tables.TakeOutExtension
    reach = table.section.is_in(sorted(actor.reach()) or [""])
    async with db.read():
        asked = await rows(EXTENSIONS, table.state == "requested", reach, limit=limit)
        out = await rows(TAKE_OUTS, tables.TakeOut.id.is_in([a.take_out for a in asked] or [""]))
        by_id = {take_out.id: take_out for take_out in out}
        return [
            (one, by_id[one.take_out])
            for one in asked
            if (await standing(one, by_id[one.take_out], actor, day)).decides
        ]
