"""Use cases of sightings (現物確認): a terminal was scanned where it stands."""

from collections.abc import Iterable
from datetime import date, datetime

import msgspec
from piccolo.query.functions import Max

from daicho.foundation import db
from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import Register, rows
from daicho.foundation.history.service import Done, change
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import Actor, Role
from daicho.foundation.kernel.clock import JST, today
from daicho.foundation.kernel.ids import new_id
from daicho.places.floors import areas
from daicho.places.floors import service as floors
from daicho.things.assets import service as assets
from daicho.things.labels import codebook
from daicho.things.placements import model, tables
from daicho.things.placements.model import Sighting

SIGHTINGS = Register("sightings", tables.Sighting, Sighting, "sighting")

SEES: tuple[Role, ...] = (
    "staff", "custodian", "section_head", "facility_admin", "security_manager",
)  # fmt: skip
"""Who records a sighting."""

_PAGE = 500


class Spotted(msgspec.Struct, frozen=True):
    """Where a terminal was seen; a storage place stands for its floor and area."""

    place: str | None = None
    floor: str | None = None
    area: str | None = None


async def record(
    code: str, where: Spotted, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """Somebody stands before the terminal now."""
    async with change(actor, now, key) as c:
        asset = await assets.require(code, actor.reach(SEES))
        model.only_terminals(asset)
        spot = await _filled(where, actor, today(now))
        seen = Sighting(
            id=new_id(),
            asset=asset.code,
            section=asset.section,
            seen_by=actor.person,
            seen_at=now,
            place=spot.place,
            floor=spot.floor,
            area=spot.area,
        )
        await c.add(SIGHTINGS, seen, act="Seen")
        await codebook.notice(c, code, asset.code, asset.section)
        done = c.done(id=seen.id, code=codes.printed(code), state="seen", status=201)
    return done


async def _filled(where: Spotted, actor: Actor, on: date) -> Spotted:
    """What was named exists within reach; floor and area of a storage place are taken from its row."""
    await areas.require_spot(where.floor, where.area, actor.reach(), on)
    if where.place is None:
        return where
    place = await floors.require_place(where.place, actor.reach())
    if where.floor is not None:
        return where
    return Spotted(where.place, place.floor, place.area)


# Reading ------------------------------------------------------------------------------------------------------------


async def last_of(wanted: Iterable[str], on: date) -> dict[str, Sighting]:
    """Asset (13 characters) -> its latest sighting, of those that were ever seen by the end of a day."""
    known, found = sorted(set(wanted)), dict[str, Sighting]()
    table = tables.Sighting
    by_then = table.seen_at <= datetime.combine(on, datetime.max.time(), JST)
    async with db.read():
        for start in range(0, len(known), _PAGE):
            here = table.asset.is_in(known[start : start + _PAGE])
            latest = await (
                table.select(table.asset, Max(table.seen_at).as_alias("seen_at"))
                .where(here, by_then)
                .group_by(table.asset)
            )
            moments = sorted({row["seen_at"] for row in latest})
            if moments:
                some = await rows(
                    SIGHTINGS, here, table.seen_at.is_in(moments), order=table.seen_at
                )
                found |= {sighting.asset: sighting for sighting in some}
    return found


class Somebody(msgspec.Struct, frozen=True):
    """A person as shown; the name is empty when it was erased."""

    staff_id: str
    name: str


class Shown(msgspec.Struct, frozen=True):
    """A sighting with the names of what it names."""

    id: str
    code: str
    place: str | None
    place_name: str | None
    floor: str | None
    floor_name: str | None
    area: str | None
    seen_by: Somebody
    seen_at: datetime


async def listed(code: str, actor: Actor, *, limit: int, after: str | None = None) -> list[Shown]:
    """The sightings of one terminal within reach, the newest first: `limit` and one more."""
    table = tables.Sighting
    async with db.read():
        asset = await assets.require(code, actor.reach())
        where = [table.asset == asset.code]
        if after is not None:
            where.append(table.id < after)
        found = await rows(SIGHTINGS, *where, order=table.id, ascending=False, limit=limit + 1)
        people = await identity.names(s.seen_by for s in found)
        places = await floors.place_names(s.place for s in found)
        plans = {floor.id: floor.name for floor in await floors.all_floors()}
    return [_shown(s, people, places, plans) for s in found]


def _shown(
    seen: Sighting, people: dict[str, str], places: dict[str, str], plans: dict[str, str]
) -> Shown:
    return Shown(
        id=seen.id,
        code=codes.printed(seen.asset),
        place=codes.printed(seen.place) if seen.place else None,
        place_name=places.get(seen.place or ""),
        floor=seen.floor,
        floor_name=plans.get(seen.floor or ""),
        area=seen.area,
        seen_by=Somebody(seen.seen_by, people.get(seen.seen_by, "")),
        seen_at=seen.seen_at.astimezone(JST),
    )
