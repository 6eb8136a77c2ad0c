"""A floor as of a day as a file: its document, GeoJSON, a drawing, or a sheet to print."""

import asyncio
from datetime import date, datetime
from typing import Literal
from urllib.parse import quote

import msgspec

from daicho.foundation import db
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.errors import Forbidden
from daicho.oversight.exports import service
from daicho.oversight.exports.service import Holdings
from daicho.oversight.violations import finding
from daicho.oversight.violations.seeing import LOOKS
from daicho.places.drawings import geojson
from daicho.places.floors import service as floors
from daicho.places.floors.document import canonical_bytes
from daicho.places.floors.seen import Survey
from daicho.places.floors.versions import Floor
from daicho.things.placements import service as placements

Format = Literal["json", "geojson", "svg", "pdf"]

TYPES: dict[Format, str] = {
    "json": "application/json",
    "geojson": "application/geo+json",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
}

_UNSEEN = Survey(1200.0, (), (), (), (), ())
"""What the sheet knows of sight when nobody asked, or may not ask."""


class Wanted(msgspec.Struct, frozen=True):
    """In which format, as of which day, with the shading of sight or without."""

    format: Format
    on: date
    sight: bool = False


class File(msgspec.Struct, frozen=True):
    """`name` holds Japanese; `disposition` is the header for it."""

    name: str
    media_type: str
    body: bytes

    @property
    def disposition(self) -> str:
        plain = f"floor.{self.name.rpartition('.')[2]}"
        return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(self.name, safe='')}"


async def export(
    holdings: Holdings, floor_id: str, wanted: Wanted, actor: Actor, now: datetime
) -> File:
    """`unknown-floor`, `floor-not-in-force`; `sight-not-shown` for whom the map of blind spots is not."""
    async with db.read():
        floor = await floors.require_floor(floor_id, actor.reach())
        _refuse_sight(floor, wanted, actor)
        version = await floors.require_in_force(floor_id, wanted.on)
        drawn = await finding.drawn(version, then=placements.past(wanted.on, now))
    name = f"{_plain(floor.name)}_v{version.version}_{wanted.on}.{wanted.format}"
    body = await _body(holdings, drawn, wanted, now)
    return File(name, TYPES[wanted.format], body)


def _refuse_sight(floor: Floor, wanted: Wanted, actor: Actor) -> None:
    if wanted.sight and floor.section not in actor.reach(LOOKS):
        raise Forbidden("sight-not-shown", floor=floor.id)


def _plain(name: str) -> str:
    """A floor's name as every file system takes it."""
    return "".join(c if c.isalnum() or c in "-_" else "_" for c in name)[:80]


async def _body(holdings: Holdings, drawn: finding.Drawn, wanted: Wanted, now: datetime) -> bytes:
    if wanted.format == "json":
        return canonical_bytes(drawn.document)
    if wanted.format == "geojson":
        return await asyncio.to_thread(geojson.written, drawn.document)
    survey = (await drawn.analysis()).survey if wanted.sight else _UNSEEN
    if wanted.format == "svg":
        return await asyncio.to_thread(_svg, drawn, survey, wanted.on)
    signing = await service.signer(holdings)
    async with db.write():
        checkpoint = await signing.checkpoint(now)
    return await asyncio.to_thread(_pdf, drawn, survey, wanted.on, checkpoint)


def _svg(drawn: finding.Drawn, survey: Survey, on: date) -> bytes:
    from daicho.places.floors import svg  # geometry loads with the first floor

    version = drawn.version
    caption = f"基準日 {on}  第{version.version}版  施行日 {version.valid_from}"
    return svg.draw(drawn.document, survey, caption=caption).encode()


def _pdf(drawn: finding.Drawn, survey: Survey, on: date, checkpoint: str) -> bytes:
    from daicho.oversight.exports import floor_sheet  # fonts load with the first sheet

    version = drawn.version
    vouched = floor_sheet.Vouched(
        version.version, version.valid_from, on, version.document, checkpoint
    )
    return floor_sheet.pdf(drawn.document, survey, vouched)
