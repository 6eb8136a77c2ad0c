"""What holds when: floors, the versions in force on a day, and the documents behind them."""

import asyncio
from collections.abc import Iterable
from datetime import date

from daicho.foundation import db
from daicho.foundation.history.registers import Register, load, rows
from daicho.foundation.kernel.errors import Missing
from daicho.places.floors import tables, versions
from daicho.places.floors.document import parse_floor
from daicho.places.floors.model import FloorDocument
from daicho.places.floors.recent import Recent
from daicho.places.floors.versions import Floor, FloorVersion

FLOORS = Register("floors", tables.Floor, Floor, "floor")
VERSIONS = Register("floor-versions", tables.FloorVersion, FloorVersion, "floor-version")

_parsed: Recent[str, FloorDocument] = Recent(bound=32_000_000)


async def require_floor(floor_id: str, reach: Iterable[str] | None = None) -> Floor:
    """A floor within these sections (None: any); `unknown-floor` otherwise."""
    async with db.read():
        floor = await load(FLOORS, floor_id)
    if floor is None or (reach is not None and floor.section not in reach):
        raise Missing("unknown-floor", floor=floor_id)
    return floor


async def all_floors(reach: Iterable[str] | None = None) -> list[Floor]:
    """Every floor of these sections (None: of all), by name."""
    within = () if reach is None else (tables.Floor.section.is_in(sorted(reach) or [""]),)
    async with db.read():
        return await rows(FLOORS, *within, order=tables.Floor.name)


async def versions_of(floor_id: str) -> list[FloorVersion]:
    """Every version of a floor, the newest first."""
    async with db.read():
        return await rows(
            VERSIONS, tables.FloorVersion.floor == floor_id,
            order=tables.FloorVersion.version, ascending=False,
        )  # fmt: skip


async def in_force(floor_id: str, on: date) -> FloorVersion | None:
    """The version of a floor that holds on a day."""
    return versions.in_force(await versions_of(floor_id), on)


async def all_in_force(on: date) -> dict[str, FloorVersion]:
    """Floor id -> the version that holds on a day, for every floor that has one."""
    async with db.read():
        known = await rows(VERSIONS, tables.FloorVersion.valid_from <= on)
    by_floor: dict[str, list[FloorVersion]] = {}
    for version in known:
        by_floor.setdefault(version.floor, []).append(version)
    holding = {floor: versions.in_force(known, on) for floor, known in by_floor.items()}
    return {floor: version for floor, version in holding.items() if version is not None}


async def changing_days(after: date) -> list[date]:
    """The later days on which some floor changes by itself."""
    table = tables.FloorVersion
    async with db.read():
        found = await table.select(table.valid_from).where(table.valid_from > after)
    return sorted({row["valid_from"] for row in found})


async def require_in_force(floor_id: str, on: date) -> FloorVersion:
    """The version that holds on a day; `floor-not-in-force` when there is none yet."""
    version = await in_force(floor_id, on)
    if version is None:
        raise Missing("floor-not-in-force", floor=floor_id, on=on.isoformat())
    return version


async def body_of(digest: str) -> bytes:
    """The canonical bytes of a published document."""
    async with db.read():
        row = await tables.FloorDocument.select().where(tables.FloorDocument.sha256 == digest).first()  # fmt: skip
    if row is None:
        raise Missing("unknown-floor-document", document=digest)
    return bytes(row["body"])


async def document_of(digest: str) -> FloorDocument:
    """A published document."""
    return _parsed.get(digest) or await parsed(digest, await body_of(digest))


async def parsed(digest: str, body: bytes) -> FloorDocument:
    """The document in these canonical bytes, read once a SHA-256: they never mean anything else."""
    known = _parsed.get(digest)
    if known is None:
        known = await asyncio.to_thread(parse_floor, body)
        _parsed.keep(digest, known, len(body))
    return known
