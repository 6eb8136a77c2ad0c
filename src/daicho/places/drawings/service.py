"""Use cases of drawings: looking into one, making a floor of it, laying a picture under a draft."""

from datetime import datetime

import msgspec

from daicho.foundation import db
from daicho.foundation.blobs import service as blobs
from daicho.foundation.blobs.service import Kept
from daicho.foundation.history.model import Key
from daicho.foundation.history.service import Done, change
from daicho.foundation.kernel.actor import Actor, Role
from daicho.foundation.kernel.errors import Missing
from daicho.foundation.kernel.text import refuse_resident_numbers
from daicho.places.drawings import backgrounds, model
from daicho.places.drawings.apart import drawings
from daicho.places.drawings.backgrounds import Background
from daicho.places.drawings.model import Converted, Inspection, Picture, Placing, Wanted
from daicho.places.drawings.worker import Asked
from daicho.places.floors import service as floors

DRAWS: tuple[Role, ...] = ("facility_admin",)
SEES: tuple[Role, ...] = ("facility_admin", "section_head", "security_manager", "auditor")
"""Who may look at what lies under a drawing: those who may see the map of blind spots."""


async def inspect(name: str, content: bytes) -> Inspection:
    """What a drawing holds. Nothing is stored."""
    answer = await drawings.ask(Asked("inspect", name), content)
    return msgspec.json.decode(answer, type=Inspection)


async def convert(name: str, content: bytes, wanted: Wanted) -> Converted:
    """A floor document out of a drawing. Nothing is stored: the editor shows it, and saves it as a draft."""
    refuse_resident_numbers(wanted.floor_name, place="floor_name")
    answer = await drawings.ask(Asked("convert", name, wanted), content)
    return msgspec.json.decode(answer, type=Converted)


async def set_background(
    floor_id: str, name: str, content: bytes, actor: Actor, now: datetime, *, page: int = 1
) -> Background:
    """Lay a picture under the drawing of a floor; it is drawn anew, and lies nowhere until it is placed."""
    refuse_resident_numbers(name, place="name")
    await floors.require_floor(floor_id, actor.reach(DRAWS))
    answer = await drawings.ask(Asked("picture", name, page=page), content)
    head, _, body = answer.partition(b"\n")
    picture = msgspec.json.decode(head, type=Picture)
    blob = blobs.of(body, f"image/{picture.format}")
    laid = backgrounds.fresh(
        floor_id, blob.sha256, name, picture, person=actor.person, now=now
    )  # fmt: skip
    async with db.write():
        await floors.require_floor(floor_id, actor.reach(DRAWS))
        await blobs.keep(blob)
        await backgrounds.replace(laid)
    return laid


async def place_background(
    floor_id: str, placing: Placing, actor: Actor, now: datetime
) -> Background:
    """Say where the picture lies."""
    model.refuse_one_point(placing)
    async with db.write():
        await floors.require_floor(floor_id, actor.reach(DRAWS))
        present = await backgrounds.require(floor_id)
        placed = msgspec.structs.replace(
            present, placement=placing, set_by=actor.person, set_at=now
        )
        await backgrounds.replace(placed)
    return placed


async def remove_background(floor_id: str, actor: Actor, now: datetime, key: Key) -> Done:
    """Take the picture away. No entry: what lies under a drawing is no part of the register."""
    async with change(actor, now, key) as c:
        await floors.require_floor(floor_id, actor.reach(DRAWS))
        await backgrounds.require(floor_id)
        await backgrounds.put_away(c, floor_id)
        done = c.done(id=floor_id, state="removed")
    return done


async def background_of(floor_id: str, actor: Actor) -> Background:
    """What lies under the drawing of a floor; `no-background` when nothing does."""
    async with db.read():
        await floors.require_floor(floor_id, actor.reach(SEES))
        return await backgrounds.require(floor_id)


async def picture_of(floor_id: str, actor: Actor, sha: str | None = None) -> Kept:
    """The picture itself; with `sha`, this one or none."""
    async with db.read():
        await floors.require_floor(floor_id, actor.reach(SEES))
        laid = await backgrounds.require(floor_id)
        if sha not in (None, laid.blob):
            raise Missing("no-background", floor=floor_id)
        return await blobs.fetch(laid.blob)
