"""Use cases of transfers: a thing passes to another section, in one step or proposed and accepted."""

from datetime import date, datetime, timedelta

import msgspec
from piccolo.custom_types import Combinable

from daicho.foundation import db
from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import Register, load, rows
from daicho.foundation.history.service import Change, Done, change
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.errors import Missing, Refused
from daicho.foundation.kernel.ids import new_id
from daicho.places.floors.storage import require_place
from daicho.things.assets import service as assets
from daicho.things.assets.model import Asset
from daicho.things.custody import service, tables, transfer
from daicho.things.custody.model import Held, TakeOut
from daicho.things.custody.options import Blocker, Options
from daicho.things.custody.transfer import GIVING, State, Transfer
from daicho.things.labels import codebook

TRANSFERS = Register("asset-transfers", tables.AssetTransfer, Transfer, "asset-transfer")

_TABLE = tables.AssetTransfer
_PROPOSED_WITHIN = timedelta(days=366)
"""Nobody waits longer for an answer."""


class Wanted(msgspec.Struct, frozen=True):
    """Where to and why, in clear; the door seals it."""

    section: str
    reason: str
    place: str | None = None


async def propose(
    code: str, wanted: Wanted, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """移管: at once by who keeps things in both sections, else proposed to the other one."""
    async with change(actor, now, key) as c:
        asset = await assets.require(code, actor.reach())
        actor.towards(asset.section).needs(GIVING)
        await identity.require_section(wanted.section)
        await service.make_free(c, asset)
        await _none_waits(asset)
        place = await _place(wanted.place, wanted.section)
        wish = transfer.Wish(wanted.section, c.seal(wanted.reason, place="reason"), place)
        made = transfer.propose(asset, wish, transfer_id=new_id(), by=actor.person, now=now)
        if wanted.section in actor.reach(GIVING):
            made = transfer.in_one_step(made, now)
            await _move(c, asset, made)
        await c.add(TRANSFERS, made, act=made.state.capitalize())
        done = c.done(id=made.id, state=made.state, status=201)
    return done


async def _none_waits(asset: Asset) -> None:
    """A second proposal would take the thing away from who looks at the first."""
    found = await rows(TRANSFERS, _TABLE.asset == asset.code, _TABLE.state == "proposed")
    for one in found:
        raise transfer.already(one)


async def _place(scanned: str | None, section: str) -> str | None:
    """A storage place over there, when one is named."""
    if scanned is None:
        return None
    place = await codebook.thing_of(scanned)
    await require_place(place, {section})
    return place


async def _move(c: Change, asset: Asset, accepted: Transfer) -> None:
    await assets.pass_on(c, asset, accepted.to_section, accepted.place or "")


async def accept(
    transfer_id: str, place: str | None, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """受入れ by a keeper of the receiving section: from now on it is theirs."""
    async with change(actor, now, key) as c:
        proposed = await _receivable(transfer_id, actor)
        transfer.still_proposed(proposed)
        asset = await assets.require(proposed.asset)
        await service.make_free(c, asset)
        where = await _place(place, proposed.to_section)
        accepted = transfer.accept(proposed, asset, where, by=actor.person, now=now)
        await _move(c, asset, accepted)
        return await _settle(c, accepted)


async def decline(
    transfer_id: str, reason: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """受入れ辞退: it stays where it is."""
    async with change(actor, now, key) as c:
        proposed = await _receivable(transfer_id, actor)
        sealed = c.seal(reason, place="reason")
        declined = transfer.decline(proposed, by=actor.person, now=now, answer=sealed)
        return await _settle(c, declined)


async def withdraw(transfer_id: str, actor: Actor, now: datetime, key: Key | None = None) -> Done:
    """取下げ by a keeper of the giving section."""
    async with change(actor, now, key) as c:
        proposed = await require(transfer_id, actor)
        actor.towards(proposed.section).needs(GIVING)
        return await _settle(c, transfer.withdraw(proposed, by=actor.person, now=now))


async def _settle(c: Change, settled: Transfer) -> Done:
    await c.amend(TRANSFERS, settled, act=settled.state.capitalize())
    return c.done(id=settled.id, state=settled.state)


# Reading ------------------------------------------------------------------------------------------


async def require(transfer_id: str, actor: Actor) -> Transfer:
    """A transfer out of or into a section within reach; else `unknown-transfer`."""
    async with db.read():
        found = await load(TRANSFERS, transfer_id)
    if found is None or not {found.section, found.to_section} & actor.reach():
        raise Missing("unknown-transfer", transfer=transfer_id)
    return found


async def _receivable(transfer_id: str, actor: Actor) -> Transfer:
    found = await require(transfer_id, actor)
    actor.towards(found.to_section).needs(GIVING)
    return found


class Filter(msgspec.Struct, frozen=True):
    """What a list asks for; `code` is an asset's 13 characters, `section` gives or receives."""

    status: State | None = None
    section: str | None = None
    code: str | None = None


async def listed(
    actor: Actor, wanted: Filter, *, limit: int, after: str | None = None
) -> list[Transfer]:
    """Transfers that fit, the newest first: `limit` and one more when there are more."""
    reach = actor.reach() if wanted.section is None else actor.reach() & {wanted.section}
    sections = sorted(reach) or [""]
    where: list[Combinable] = [_TABLE.section.is_in(sections) | _TABLE.to_section.is_in(sections)]
    if wanted.status is not None:
        where.append(_TABLE.state == wanted.status)
    if wanted.code is not None:
        where.append(_TABLE.asset == wanted.code)
    if after is not None:
        where.append(_TABLE.id < after)
    async with db.read():
        return await rows(TRANSFERS, *where, order=_TABLE.id, ascending=False, limit=limit + 1)


async def beginning(asset: Asset, take_out: TakeOut | None, actor: Actor, day: date) -> Options:
    """Whether this person may give the thing away now; `take_out` is the one that it is on."""
    found = Options([], [])
    if asset.section not in actor.reach(GIVING) or not _is_free(asset, take_out, day):
        return found
    try:
        await _none_waits(asset)
    except Refused as refused:
        found.blockers.append(Blocker("transferAsset", refused.code, refused.facts))
        found.actions.append("withdrawTransfer")
    else:
        found.actions.append("transferAsset")
    return found


def waiting_in(found: Options) -> str | None:
    """The proposed transfer that keeps a thing from being given away, as `beginning` told it."""
    told = (b.facts["transfer"] for b in found.blockers if b.code == "transfer-proposed")
    return next(told, None)


async def answered(actor: Actor, now: datetime) -> list[Transfer]:
    """What this person proposed and was declined of late, unless they gave the thing away or proposed it since."""
    where = (_TABLE.proposed_by == actor.person, _TABLE.proposed_at >= now - _PROPOSED_WITHIN)
    async with db.read():
        newest = {t.asset: t for t in await rows(TRANSFERS, *where, order=_TABLE.id)}
    keeps = actor.reach(GIVING)
    return [t for t in newest.values() if t.section in keeps and transfer.is_news(t, now)]


def _is_free(asset: Asset, take_out: TakeOut | None, day: date) -> bool:
    try:
        transfer.free_of(asset, service.still_open(take_out), day)
    except Refused:
        return False
    return True


def options(one: Transfer, held: Held | None, actor: Actor, day: date) -> Options:
    """What this person may do with it; `held` is the thing with the take-out that it is on, while it is proposed."""
    found = Options([], [])
    if one.state != "proposed":
        return found
    keeps = actor.reach(GIVING)
    if one.to_section in keeps and actor.person != one.proposed_by:
        _accepting(held, found, day)
        found.actions.append("declineTransfer")
    if one.section in keeps:
        found.actions.append("withdrawTransfer")
    return found


def _accepting(held: Held | None, found: Options, day: date) -> None:
    try:
        if held is not None:
            transfer.free_of(held.asset, service.still_open(held.take_out), day)
    except Refused as refused:
        found.blockers.append(Blocker("acceptTransfer", refused.code, refused.facts))
    else:
        found.actions.append("acceptTransfer")
