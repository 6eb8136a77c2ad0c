"""Use cases of placements: settled from the floors in force; floor documents joined with the register."""

from collections.abc import Iterable
from datetime import date, datetime, time

import msgspec

from daicho.foundation import db
from daicho.foundation.db import Question
from daicho.foundation.history import queries
from daicho.foundation.history.registers import Register, rows, selected, some
from daicho.foundation.history.service import Change
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import JST, today
from daicho.foundation.kernel.ids import new_id
from daicho.places.floors import service as floors
from daicho.places.floors.model import FloorDocument
from daicho.places.floors.versions import Floor, FloorVersion
from daicho.things.assets import service as assets
from daicho.things.assets.model import GONE, Asset
from daicho.things.placements import model, tables
from daicho.things.placements.model import Placement, Spot

PLACEMENTS = Register("placements", tables.Placement, Placement, "placement")

_PAGE = 500
_STANDING = "WHERE asset = $1 AND valid_to IS NULL"


# Settling -----------------------------------------------------------------------------------------------------------


async def on_change(c: Change) -> None:
    """Reaction: a published version names assets that exist, and what holds today settles the register.

    What is gone for good stands nowhere any more, although the plan in force still draws it.
    """
    published = [r.row for r in c.recorded if isinstance(r.row, FloorVersion)]
    gone = [r.row.code for r in c.recorded if isinstance(r.row, Asset) and r.row.state in GONE]
    for placement in (await standing(gone)).values() if gone else ():
        await c.amend(PLACEMENTS, model.ended(placement, today(c.now)), act="Removed")
    for version in published:
        await _refuse_wrong_assets(version)
        holding = await floors.in_force(version.floor, today(c.now))
        if holding is not None and holding.id == version.id:
            await settle(c, version)


def asking(code: str) -> list[Question]:
    """What is asked when a change is about this asset."""
    return [some(PLACEMENTS, _STANDING, code)]


async def _refuse_wrong_assets(version: FloorVersion) -> None:
    spots = model.spots(await floors.document_of(version.document))
    if not spots:
        return
    model.refuse_strangers(spots, await assets.by_code(s.asset for s in spots))
    for day in [version.valid_from, *await floors.changing_days(version.valid_from)]:
        holding = await floors.all_in_force(day)
        if holding[version.floor].id == version.id:
            others = [other for other in holding.values() if other.floor != version.floor]
            model.refuse_elsewhere(spots, await _drawn_on(others))


async def _drawn_on(holding: Iterable[FloorVersion]) -> dict[str, str]:
    """Asset -> the floor among these that has it on its plan."""
    return {
        spot.asset: version.floor
        for version in holding
        for spot in model.spots(await floors.document_of(version.document))
    }


async def settle(c: Change, version: FloorVersion) -> None:
    """Write the difference between a version in force and the register; nothing when there is none."""
    drawn = model.spots(await floors.document_of(version.document))
    spots = model.still_there(drawn, await assets.by_code(s.asset for s in drawn))
    difference = model.settle(
        spots, await _standing(version.floor, spots), floor=version.floor,
        section=version.section, on=version.valid_from, new_id=new_id,
    )  # fmt: skip
    for placement in difference.ended:
        await c.amend(PLACEMENTS, placement, act="Removed")
    for placement in difference.begun:
        await c.add(PLACEMENTS, placement, act="Placed")


async def _standing(floor: str, spots: Iterable[Spot]) -> list[Placement]:
    named = [spot.asset for spot in spots] or [""]
    table = tables.Placement
    concerned = (table.floor == floor) | table.asset.is_in(named)
    return await rows(PLACEMENTS, table.valid_to.is_null(), concerned)


async def settle_all(c: Change, on: date) -> None:
    """Every floor as of a day: versions that took effect by themselves reach the register here."""
    for version in (await floors.all_in_force(on)).values():
        await settle(c, version)


# Reading ------------------------------------------------------------------------------------------------------------


async def floors_with(wanted: Iterable[str]) -> set[str]:
    """The floors on which these assets (codes of 13 characters) stand now."""
    known, found = sorted(set(wanted)), set[str]()
    if not known:
        return found
    table = tables.Placement
    async with db.read():
        for start in range(0, len(known), _PAGE):
            here = table.asset.is_in(known[start : start + _PAGE])
            found |= {p.floor for p in await rows(PLACEMENTS, here, table.valid_to.is_null())}
    return found


async def standing(wanted: Iterable[str]) -> dict[str, Placement]:
    """Asset (13 characters) -> where it stands now."""
    known, found = sorted(set(wanted)), dict[str, Placement]()
    table = tables.Placement
    async with db.read():
        if len(known) == 1:
            alone = await selected(PLACEMENTS, _STANDING, known[0])
            return {placement.asset: placement for placement in alone}
        for start in range(0, len(known), _PAGE):
            here = table.asset.is_in(known[start : start + _PAGE])
            some = await rows(PLACEMENTS, here, table.valid_to.is_null())
            found |= {placement.asset: placement for placement in some}
    return found


async def standing_on(floors_wanted: Iterable[str]) -> set[str]:
    """The assets that stand on these floors now."""
    table = tables.Placement
    here = table.floor.is_in(sorted(set(floors_wanted)) or [""])
    async with db.read():
        return {p.asset for p in await rows(PLACEMENTS, here, table.valid_to.is_null())}


async def standing_of(asset: str) -> Placement | None:
    """Where an asset stands now."""
    table = tables.Placement
    async with db.read():
        found = await rows(PLACEMENTS, table.asset == asset, table.valid_to.is_null())
    return found[0] if found else None


async def joined(
    document: FloorDocument, then: date | None = None
) -> tuple[FloorDocument, dict[str, Asset]]:
    """A document with the attributes of the registered assets, and those assets by terminal id.

    The attributes of today, or as the history has them at the end of the day `then`. What was gone for good by then
    is left out, with its terminal.
    """
    codes_by_terminal = {t.id: model.code_of(t) for t in document.terminals}
    wanted = {code for code in codes_by_terminal.values() if code}
    known = await (assets.by_code(wanted) if then is None else _as_they_were(wanted, then))
    by_terminal = {t: known[code] for t, code in codes_by_terminal.items() if code in known}
    there = {t: asset for t, asset in by_terminal.items() if asset.state not in GONE}
    return model.joined(document, known), there


async def _as_they_were(wanted: Iterable[str], on: date) -> dict[str, Asset]:
    """Code -> the last state that an asset had by the end of a day; not registered then, not here."""
    end = datetime.combine(on, time.max, JST)
    found: list[Asset] = []
    async with db.read():
        for code in wanted:
            subject = f"{assets.ASSETS.subject}:{code}"
            told = await queries.listed(queries.Filter(subject=subject, until=end), limit=1)
            found += [msgspec.convert(one.entry.after, Asset) for one in told]
    return {asset.code: asset for asset in found}


class OnPlan(msgspec.Struct, frozen=True):
    """A labelled terminal as the plan shows it."""

    code: str
    name: str


class Plan(msgspec.Struct, frozen=True):
    """A floor as of a day: the version in force and its document as the register has it."""

    floor: Floor
    version: FloorVersion
    document: FloorDocument
    assets: dict[str, OnPlan]
    etag: str


async def plan(floor_id: str, on: date, actor: Actor, now: datetime) -> Plan:
    """The floor that this person reaches as it is on a day; `unknown-floor`, `floor-not-in-force`."""
    async with db.read():
        floor = await floors.require_floor(floor_id, actor.reach())
        version = await floors.require_in_force(floor_id, on)
        drawn = await floors.document_of(version.document)
        document, placed = await joined(drawn, then=past(on, now))
    shown = {t: OnPlan(codes.printed(a.code), a.name) for t, a in placed.items()}
    tag = model.etag(version.document, document.terminals)
    return Plan(floor, version, document, shown, tag)


def past(on: date, now: datetime) -> date | None:
    """The day when it is over; None for today and what is to come, of which the register's present state is told."""
    return on if on < today(now) else None
