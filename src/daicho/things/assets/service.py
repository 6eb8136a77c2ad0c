"""Use cases of assets: registering, amending, listing, and the states that custody gives them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from daicho.foundation import db
from daicho.foundation.db import Question
from daicho.foundation.history import queries
from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import Register, load, one, rows
from daicho.foundation.history.service import Change, Done, change
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import Actor, Role
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.errors import Forbidden, Missing, Refused
from daicho.places.floors.storage import place_names, require_place
from daicho.things.assets import model, tables
from daicho.things.assets.finding import Filter, conditions
from daicho.things.assets.model import Asset, Kind, State, Type, Wanted
from daicho.things.labels import codebook
from daicho.things.labels.model import Label

ASSETS = Register("assets", tables.Asset, Asset, "asset", key="code")

KEEPS: tuple[Role, ...] = ("facility_admin", "custodian", "system_admin")
"""Who may register and amend the assets of a section."""


# Writing ------------------------------------------------------------------------------------------


async def register(
    wanted: Wanted, actor: Actor, now: datetime, key: Key | None = None, *, blank: str | None = None
) -> Done:
    """A new asset with a fresh control code or that of a printed blank, and a control number of its own."""
    async with change(actor, now, key) as c:
        if wanted.section not in actor.reach(KEEPS):
            raise Missing("unknown-section", section=wanted.section)
        await identity.require_section(wanted.section)
        if wanted.place is not None:
            await require_place(wanted.place, actor.reach())
        series = model.series_of(wanted.kind, today(now))
        made = model.register(
            wanted,
            code=blank or identity.fresh_code(),
            next_no=await next_no(series),
            today=today(now),
        )
        await _refuse_twins(made)
        if blank is not None:
            await codebook.claim(c, blank, wanted.section)
        await c.add(ASSETS, made, act="Registered")
        done = c.done(code=codes.printed(made.code), state=made.state, status=201)
    return done


async def amend(
    code: str, changed: Mapping[str, Any], why: str, actor: Actor, now: datetime,
    key: Key | None = None, *, was: Mapping[str, Any] | None = None,
) -> Done:  # fmt: skip
    """A correcting entry: the given fields change, the reason stays with it. Fields in `was` have to be still so."""
    async with change(actor, now, key) as c:
        asset = await require(code, actor.reach())
        if asset.section not in actor.reach(KEEPS):
            raise Forbidden("role-required", roles=list(KEEPS))
        if changed.get("place") is not None:
            await require_place(changed["place"], actor.reach())
        model.still_so(asset, was or {})
        amended = model.amend(asset, changed)
        await _refuse_twins(amended)
        await c.amend(ASSETS, amended, act="Amended", why=why)
        done = c.done(code=codes.printed(code), state=amended.state)
    return done


async def next_no(series: str) -> int:
    """One more than the last of the series; the door lets one change at a time count."""
    found = await db.fetch("SELECT max(series_no) AS last FROM asset WHERE series = $1", series)
    return (found[0]["last"] or 0) + 1


async def _refuse_twins(asset: Asset) -> None:
    """A control number is given once, and one maker's serial number is one thing."""
    table = tables.Asset
    if await table.exists().where(table.control_no == asset.control_no, table.code != asset.code):
        raise Refused("control-number-taken", control_no=asset.control_no)
    twin = (table.model == asset.model) & (table.serial == asset.serial)
    if await table.exists().where(twin, table.code != asset.code):
        raise Refused("serial-registered", model=asset.model, serial=asset.serial)


# What custody does with them, inside its own change ------------------------------------------------


async def take_out(c: Change, asset: Asset) -> None:
    """It left with its carriers."""
    await c.amend(ASSETS, model.taken(asset), act="TakenOut")


async def bring_back(c: Change, asset: Asset, place: str) -> None:
    """It lies somewhere again, unchecked."""
    await c.amend(ASSETS, model.brought_back(asset, place), act="BroughtBack")


async def use(c: Change, asset: Asset) -> None:
    """Somebody uses it at a terminal."""
    await c.amend(ASSETS, model.used(asset), act="Used")


async def keep(c: Change, asset: Asset, place: str) -> None:
    """It is back in storage."""
    await c.amend(ASSETS, model.kept(asset, place), act="Stored")


async def miss(c: Change, asset: Asset, why: str) -> None:
    """Nobody knows where it is."""
    await c.amend(ASSETS, model.gone(asset), act="Missed", why=why)


async def set_apart(c: Change, asset: Asset, place: str | None, why: str | None = None) -> None:
    """In doubt: it stays away from everybody."""
    await c.amend(ASSETS, model.doubted(asset, place), act="Quarantined", why=why)


async def release(c: Change, asset: Asset, place: str, why: str) -> None:
    """The doubt is gone: back in storage."""
    await c.amend(ASSETS, model.kept(asset, place), act="Released", why=why)


async def pass_on(c: Change, asset: Asset, section: str, place: str) -> None:
    """Another section keeps it."""
    await c.amend(ASSETS, model.passed_on(asset, section, place), act="Transferred")


async def set_aside(c: Change, asset: Asset) -> None:
    """Somebody asked to dispose of it."""
    await c.amend(ASSETS, model.awaiting_disposal(asset), act="SetAside")


async def end_disposal(c: Change, asset: Asset, *, act: str) -> None:
    """What became of it."""
    await c.amend(ASSETS, asset, act=act)


# Reading ------------------------------------------------------------------------------------------


async def require(code: str, reach: Collection[str] | None = None) -> Asset:
    """The asset behind 13 characters within these sections (None: any); else `unknown-asset`.

    The code of a label that took another's place leads to it as well.
    """
    found = await find(code) or await find(await codebook.thing_of(code))
    if found is None or (reach is not None and found.section not in reach):
        raise Missing("unknown-asset", code=codes.printed(code))
    return found


def question(code: str) -> Question:
    """What `find` asks."""
    return one(ASSETS, code)


async def find(code: str) -> Asset | None:
    """The asset behind 13 characters."""
    async with db.read():
        return await load(ASSETS, code)


async def before_it_vanished(asset: Asset) -> State | None:
    """The state from which it was reported missing the last time; inside the caller's transaction."""
    wanted = queries.Filter(subject=ASSETS.subject_of(asset), act="Missed")
    told = await queries.listed(wanted, limit=1)
    before = told[0].before if told else None
    return msgspec.convert(before, Asset).state if before else None


async def who_missed(asset: Asset) -> str:
    """The person who reported it missing the last time, empty when nobody did; inside the caller's transaction."""
    wanted = queries.Filter(subject=ASSETS.subject_of(asset), act="Missed")
    told = await queries.listed(wanted, limit=1)
    return told[0].entry.actor or "" if told else ""


async def by_code(wanted: Iterable[str | None]) -> dict[str, Asset]:
    """Code -> asset, for those that exist."""
    known = sorted({code for code in wanted if code})
    found: list[Asset] = []
    if len(known) == 1:
        one = await find(known[0])
        return {one.code: one} if one else {}
    async with db.read():
        for start in range(0, len(known), 500):
            chunk = known[start : start + 500]
            found += await rows(ASSETS, tables.Asset.code.is_in(chunk))
    return {asset.code: asset for asset in found}


async def every(after: str = "", *, limit: int = 1000) -> list[Asset]:
    """A page of all assets in the order of their codes: what a sweep walks through."""
    async with db.read():
        return await rows(ASSETS, tables.Asset.code > after, limit=limit)


async def by_serial(serial: str, actor: Actor) -> list[Asset]:
    """What carries this serial number, within the person's reach."""
    reach = sorted(actor.reach()) or [""]
    async with db.read():
        return await rows(
            ASSETS, tables.Asset.serial == serial, tables.Asset.section.is_in(reach), limit=50
        )


async def listed(
    actor: Actor, wanted: Filter, *, limit: int, after: str | None = None
) -> list[Asset]:
    """The assets that fit, by control number: `limit` and one more when there are more."""
    where = conditions(actor, wanted, after)
    async with db.read():
        return await rows(ASSETS, *where, order=tables.Asset.control_no, limit=limit + 1)


class Shown(msgspec.Struct, frozen=True):
    """An asset as lists show it: printed code, and names beside ids."""

    code: str
    control_no: str
    name: str
    kind: Kind
    type: Type
    maker: str | None
    model: str
    serial: str
    state: State
    place: str | None
    place_name: str | None
    section: str
    section_name: str
    data_class: int | None
    encrypted: bool
    registered_on: date
    privacy_filter: bool | None
    lock_minutes: int | None
    wire_lock: bool | None
    auth_factors: int | None


async def shown(assets: Collection[Asset]) -> list[Shown]:
    """Assets with the names of their sections and places."""
    async with db.read():
        sections = await identity.section_names()
        places = await place_names(asset.place for asset in assets)
    return [
        msgspec.convert(
            msgspec.structs.asdict(asset)
            | {
                "code": codes.printed(asset.code),
                "place": codes.printed(asset.place) if asset.place else None,
                "place_name": places.get(asset.place or ""),
                "section_name": sections.get(asset.section, ""),
            },
            Shown,
        )
        for asset in assets
    ]


async def labels(actor: Actor, wanted: Collection[str]) -> list[Label]:
    """The labels of those codes that are assets within the person's reach."""
    found = await by_code(wanted)
    reach = actor.reach()
    return [
        Label(a.code, kind="asset", section=a.section, control_no=a.control_no, name=a.name)
        for a in found.values()
        if a.section in reach
    ]
