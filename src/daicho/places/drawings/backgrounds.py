"""Rows of backgrounds: they are no register, as drafts are none."""

from datetime import datetime
from typing import Any

import msgspec
from piccolo.columns import Column

from daicho.foundation import db
from daicho.foundation.history.service import Change
from daicho.foundation.kernel.errors import Missing
from daicho.places.drawings import tables
from daicho.places.drawings.model import Picture, Placing


class Background(msgspec.Struct, frozen=True):
    """The picture under a floor's drawing; `blob` is its SHA-256, `name` that of the file it came from."""

    floor: str
    blob: str
    name: str
    width: int
    height: int
    page: int
    pages: int
    placement: Placing | None
    removed: bool
    set_by: str
    set_at: datetime


def fresh(
    floor: str, digest: str, name: str, picture: Picture, *, person: str, now: datetime
) -> Background:
    """A picture that nobody has placed yet."""
    return Background(
        floor, digest, name, picture.width, picture.height, picture.page, picture.pages,
        placement=None, removed=False, set_by=person, set_at=now,
    )  # fmt: skip


async def load(floor: str) -> Background | None:
    """The background that lies there now."""
    table = tables.FloorBackground
    async with db.read():
        query = table.select().where(table.floor == floor, table.removed.eq(False))
        row = await query.first().output(load_json=True)
    return None if row is None else msgspec.convert(row, Background)


async def require(floor: str) -> Background:
    """The same; `no-background` when there is none."""
    found = await load(floor)
    if found is None:
        raise Missing("no-background", floor=floor)
    return found


async def replace(background: Background) -> None:
    """What lies there from now on, whatever lay there before."""
    table = tables.FloorBackground
    values = msgspec.structs.asdict(background)
    placed = background.placement
    values["placement"] = None if placed is None else msgspec.json.encode(placed).decode()
    others = [column for column in table._meta.columns if column._meta.name != "floor"]
    await table.insert(table(**values)).on_conflict(table.floor, "DO UPDATE", others)


async def put_away(c: Change, floor: str) -> None:
    """Nothing lies there from now on; the change carries the key of the request alone."""
    table = tables.FloorBackground
    values: dict[Column | str, Any] = {
        table.removed: True,
        table.set_by: c.actor.person,
        table.set_at: c.now,
    }
    await table.update(values).where(table.floor == floor)
