"""Use cases of what is not where it should be although nobody took it out, and of what was set apart in doubt."""

from datetime import datetime

from daicho.foundation import db
from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import rows
from daicho.foundation.history.service import Done, change
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.errors import Refused
from daicho.places.floors.storage import require_place
from daicho.things.assets import service as assets
from daicho.things.assets.finding import Filter
from daicho.things.assets.model import Asset
from daicho.things.custody import acts, model, service, tables
from daicho.things.custody.model import TakeOut
from daicho.things.labels import codebook


async def report_absence(
    code: str, circumstances: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """It should be at its place and is not; nobody had asked to take it."""
    async with change(actor, now, key) as c:
        asset = await assets.require(code, actor.reach())
        actor.towards(asset.section).needs(model.ANYBODY)
        model.may_be_missed(asset, await service.open_of(asset.code))
        await assets.miss(c, asset, circumstances)
        done = c.done(state="missing")
    return done


async def report_found(
    code: str, place: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """What was absent without a take-out lies at a storage place again; what was set apart is still in doubt."""
    async with change(actor, now, key) as c:
        asset = await assets.require(code, actor.reach())
        actor.towards(asset.section).needs(model.KEEPERS)
        model.may_be_found(asset, await service.followed(asset.code))
        place = await codebook.thing_of(place)
        await require_place(place, None if place == asset.place else {asset.section})
        apart = await assets.before_it_vanished(asset) == "quarantined"
        await (assets.set_apart if apart else assets.keep)(c, asset, place)
        c.done(state="quarantined" if apart else "in_storage")
    return Done(state=c.result["state"])  # a disposal that waits for it takes it back at once


async def release(
    code: str, place: str, reason: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """What was set apart may be used again: decided by another person than the one who found the fault."""
    async with change(actor, now, key) as c:
        asset = await assets.require(code, actor.reach())
        last = await service.last_checked(asset.code)
        model.may_be_released(asset, last, service.standing_of(actor, asset.section))
        place = await codebook.thing_of(place)
        await require_place(place, None if place == asset.place else {asset.section})
        await assets.release(c, asset, place, reason)
        done = c.done(state="in_storage")
    return done


async def close_incident(
    take_out_id: str, findings: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """事故の終結: looked into by another person than the one who made it an incident."""
    async with change(actor, now, key) as c:
        take_out = await service.require(take_out_id, actor)
        by = service.standing_of(actor, take_out.section)
        closed = acts.close_incident(take_out, by, now)
        await c.amend(service.TAKE_OUTS, closed, act="IncidentClosed", why=findings)
        done = c.done(id=closed.id, state="incident_closed")
    return done


async def open_incidents(actor: Actor) -> list[TakeOut]:
    """Matters of the sections that this person answers for, until somebody closes them."""
    table = tables.TakeOut
    reach = sorted(actor.reach(model.ANSWERING)) or [""]
    async with db.read():
        return await rows(
            service.TAKE_OUTS, table.section.is_in(reach), table.state == "incident",
            table.closed_at.is_null(), order=table.id,
        )  # fmt: skip


async def releasable(
    actor: Actor, sections: frozenset[str], *, limit: int
) -> list[tuple[Asset, TakeOut]]:
    """What was set apart in these sections and this person may let out again, each with its last take-out."""
    async with db.read():
        apart = await assets.listed(actor, Filter(state="quarantined"), limit=limit)
        last = [(a, await service.last_checked(a.code)) for a in apart if a.section in sections]
    return [(a, t) for a, t in last if t is not None and _may_release(a, t, actor)]


def _may_release(asset: Asset, last: TakeOut, actor: Actor) -> bool:
    try:
        model.may_be_released(asset, last, service.standing_of(actor, asset.section))
    except Refused:
        return False
    return True
