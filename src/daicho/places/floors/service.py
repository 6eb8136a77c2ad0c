"""Use cases of floors: drawing a draft, publishing it from a day on; and the slice's reading, for the slices above."""

import asyncio
from datetime import date, datetime
from hashlib import sha256

import msgspec

from daicho.foundation import db
from daicho.foundation.history.model import Key
from daicho.foundation.history.service import Done, change, lock_log
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.errors import Missing, Refused, Stale
from daicho.foundation.kernel.ids import new_id
from daicho.foundation.kernel.text import refuse_resident_numbers
from daicho.places.floors import drafts, proposals, versions
from daicho.places.floors.current import (
    FLOORS,
    VERSIONS,
    all_floors,
    all_in_force,
    body_of,
    changing_days,
    document_of,
    in_force,
    parsed,
    require_floor,
    require_in_force,
    versions_of,
)
from daicho.places.floors.document import canonical_bytes, parse_floor
from daicho.places.floors.model import FloorDocument
from daicho.places.floors.storage import (
    PLACES,
    place,
    place_names,
    places,
    register_place,
    require_place,
)
from daicho.places.floors.versions import Draft, Floor, FloorVersion

__all__ = [
    "FLOORS",
    "PLACES",
    "VERSIONS",
    "all_floors",
    "all_in_force",
    "body_of",
    "changing_days",
    "create_floor",
    "document_of",
    "draft_of",
    "drawn_of",
    "history",
    "in_force",
    "listed",
    "parsed",
    "place",
    "place_names",
    "places",
    "publish",
    "register_place",
    "require_floor",
    "require_in_force",
    "require_place",
    "save_draft",
    "versions_of",
]


class Listed(msgspec.Struct, frozen=True):
    """A floor with what holds today and whether somebody is drawing."""

    floor: Floor
    holding: FloorVersion | None
    draft: bool


async def listed(actor: Actor, on: date) -> list[Listed]:
    """The floors that this person reaches, by name."""
    async with db.read():
        reached = await all_floors(actor.reach())
        holding = await all_in_force(on)
        drawing = await drafts.open_ones()
    return [Listed(f, holding.get(f.id), f.id in drawing) for f in reached]


class History(msgspec.Struct, frozen=True):
    """The versions of a floor, newest first, and its draft while it differs from the last one."""

    versions: list[FloorVersion]
    draft: Draft | None


async def history(floor_id: str, actor: Actor) -> History:
    async with db.read():
        await require_floor(floor_id, actor.reach())
        known = await versions_of(floor_id)
        draft = await drafts.load_draft(floor_id)
    return History(known, draft if versions.is_open(draft, known) else None)


# Drawing ------------------------------------------------------------------------------------------------------------


async def create_floor(
    name: str, section: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """A new floor without a version."""
    refuse_resident_numbers(name, place="name")
    async with change(actor, now, key) as c:
        if section not in actor.reach(("facility_admin",)):
            raise Missing("unknown-section", section=section)
        await identity.require_section(section)
        floor = await c.add(FLOORS, Floor(new_id(), name, section), act="Registered")
        done = c.done(id=floor.id, state="registered", status=201)
    return done


class Drawn(msgspec.Struct, frozen=True):
    """What the editor opens: the document's bytes and the tag that the next save has to name."""

    etag: str
    body: bytes


async def draft_of(floor_id: str, actor: Actor) -> Drawn:
    """The draft; without one, what was published last; without that, an empty floor."""
    async with db.read():
        await require_floor(floor_id, actor.reach(("facility_admin",)))
        return await drawn_of(floor_id)


async def drawn_of(floor_id: str) -> Drawn:
    """The same for whoever may look; the caller asks."""
    async with db.read():
        return await _drawn(await require_floor(floor_id))


async def _drawn(floor: Floor) -> Drawn:
    draft = await drafts.load_draft(floor.id)
    if draft is not None:
        return Drawn(draft.etag, draft.body)
    last = versions.latest(await versions_of(floor.id))
    if last is not None:
        return Drawn(last.document, await body_of(last.document))
    body = canonical_bytes(FloorDocument(name=floor.name))
    return Drawn(sha256(body).hexdigest(), body)


async def save_draft(
    floor_id: str, body: bytes, actor: Actor, now: datetime, *, expected: str
) -> Done:
    """Keep a drawing. No entry.

    Refused: `floor-changed` with the present tag when somebody else saved in between; `floor-proposed` while a
    second person has it, who decides about what they see.
    """
    drawn = await asyncio.to_thread(_read, body)
    etag = sha256(drawn).hexdigest()
    async with db.write():
        await lock_log()  # nobody proposes in between
        floor = await require_floor(floor_id, actor.reach(("facility_admin",)))
        if await proposals.open_one(floor_id) is not None:
            raise Refused("floor-proposed", floor=floor_id)
        present = (await _drawn(floor)).etag
        if present != expected:
            raise Stale("floor-changed", floor=floor_id, etag=present)
        previous = await drafts.load_draft(floor_id)
        going_on = versions.is_open(previous, await versions_of(floor_id))
        saved = versions.saved(
            previous, floor=floor_id, etag=etag, body=drawn, person=actor.person, now=now,
            going_on=going_on,
        )  # fmt: skip
        await drafts.replace_draft(saved, previous)
    return Done(id=floor_id, etag=etag)


def _read(body: bytes) -> bytes:
    """The canonical bytes of a drawing in whose names nobody wrote a resident's number."""
    document = parse_floor(body)
    refuse_resident_numbers(document.name, place="name")
    for number, area in enumerate(document.areas):
        refuse_resident_numbers(area.name, place=f"areas[{number}].name")
    for number, terminal in enumerate(document.terminals):
        refuse_resident_numbers(
            terminal.assigned_to or "", place=f"terminals[{number}].assigned_to"
        )
    for kind in ("walls", "areas", "viewpoints", "terminals"):
        for number, drawn in enumerate(getattr(document, kind)):
            refuse_resident_numbers(drawn.id, place=f"{kind}[{number}].id")
    return canonical_bytes(document)


async def publish(
    floor_id: str, valid_from: date, actor: Actor, now: datetime, key: Key | None = None, *,
    etag: str | None = None,
) -> Done:  # fmt: skip
    """施行: the draft holds from a day on. Whoever drew in it cannot publish it.

    With `etag`, what is published is what the publisher looked at: `floor-changed` otherwise. An open proposal is
    approved by this, and then tag and day have to be the proposed ones; `proposal-decided` for a drawing whose
    proposal was withdrawn, returned or published already.
    """
    async with change(actor, now, key, alone=True) as c:
        floor = await require_floor(floor_id, actor.reach(("facility_admin",)))
        draft = await drafts.load_draft(floor_id)
        await proposals.approve(c, floor_id, draft, etag=etag, valid_from=valid_from)
        if draft is not None and etag is not None and draft.etag != etag:
            raise Stale("floor-changed", floor=floor_id, etag=draft.etag)
        known = await versions_of(floor_id)
        version = versions.publish(
            draft, known, version_id=new_id(), section=floor.section, person=actor.person,
            valid_from=valid_from, today=today(now),
        )  # fmt: skip
        await drafts.keep_document(version.document, draft.body if draft else b"")
        await c.add(VERSIONS, version, act="Published")
        done = c.done(id=floor_id, state="published")
    return done
