"""Storage places (保管場所): where things are kept when nobody uses them, each with a label of its own."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

import msgspec

from daicho.foundation import db
from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import Register, load, rows
from daicho.foundation.history.service import Change, Done, change
from daicho.foundation.history.steady import steady
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import Actor, Role
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.errors import Missing
from daicho.foundation.kernel.text import refuse_resident_numbers
from daicho.places.floors import areas, tables

PlaceKind = Literal["cabinet", "safe", "vault", "shelf", "key_box"]

KEEPS: tuple[Role, ...] = ("facility_admin", "custodian", "system_admin")
"""Who may register a storage place for a section."""


class Place(msgspec.Struct, frozen=True):
    """One storage place: `code` has 13 characters, `area` stands on the floor's plan, `classes` may lie there."""

    code: str
    name: str
    kind: PlaceKind
    section: str
    floor: str | None
    area: str | None
    lockable: bool
    fireproof: bool
    classes: tuple[int, ...]


PLACES = Register("places", tables.Place, Place, "place", key="code")


class WantedPlace(msgspec.Struct, frozen=True):
    """What somebody wants to register; the code is drawn."""

    name: str
    kind: PlaceKind
    section: str
    floor: str | None = None
    area: str | None = None
    lockable: bool = True
    fireproof: bool = False
    classes: tuple[int, ...] = (0, 1, 2, 3)


async def place(code: str) -> Place | None:
    """The storage place behind a control code of 13 characters."""
    async with db.read():
        return await load(PLACES, code)


async def require_place(code: str, reach: Iterable[str] | None = None) -> Place:
    """A storage place of these sections (None: any); `unknown-place` otherwise."""
    found = await place(code)
    if found is None or (reach is not None and found.section not in reach):
        raise Missing("unknown-place", place=code)
    return found


async def place_name(code: str) -> str | None:
    """The name of one storage place."""
    async with db.read():
        found = await steady(PLACES, code)
    return found.name if found else None


async def place_names(wanted: Iterable[str | None]) -> dict[str, str]:
    """Code -> name of storage places."""
    known = sorted({code for code in wanted if code})
    if not known:
        return {}
    async with db.read():
        found = await rows(PLACES, tables.Place.code.is_in(known))
    return {p.code: p.name for p in found}


async def places(
    actor: Actor, *, section: str | None = None, limit: int = 200, after: str | None = None
) -> list[Place]:
    """Storage places that this person reaches, in the order of their codes, `limit` and one more."""
    reach = actor.reach() if section is None else actor.reach() & {section}
    conditions = [tables.Place.section.is_in(sorted(reach) or [""])]
    if after is not None:
        conditions.append(tables.Place.code > after)
    async with db.read():
        return await rows(PLACES, *conditions, limit=limit + 1)


async def register_place(
    wanted: WantedPlace, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """A new storage place; a floor and an area are named only when they are there."""
    refuse_resident_numbers(wanted.name, place="name")
    async with change(actor, now, key) as c:
        done = await add_place(c, wanted, identity.fresh_code())
    return done


async def add_place(c: Change, wanted: WantedPlace, code: str) -> Done:
    """A new storage place under this code, inside the caller's change."""
    if wanted.section not in c.actor.reach(KEEPS):
        raise Missing("unknown-section", section=wanted.section)
    await identity.require_section(wanted.section)
    await areas.require_spot(wanted.floor, wanted.area, c.actor.reach(), today(c.now))
    made = Place(code, **msgspec.structs.asdict(wanted))
    await c.add(PLACES, made, act="Registered")
    return c.done(code=codes.printed(made.code), state="registered", status=201)
