"""Use cases of exports: asking for a bundle, listing what was taken, fetching it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from daicho.foundation import db
from daicho.foundation.history.checkpoints import Signer, has_key
from daicho.foundation.history.model import Key
from daicho.foundation.history.notes import Verifier
from daicho.foundation.history.registers import Register, load, rows
from daicho.foundation.history.service import Done, change, last_recorded, tree_head
from daicho.foundation.identity import service as identity
from daicho.foundation.identity.model import Municipality
from daicho.foundation.kernel.actor import SYSTEM, Actor, Role
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.errors import Forbidden, Missing, Refused, Replayed
from daicho.foundation.kernel.ids import new_id
from daicho.foundation.settings import KEYS
from daicho.oversight.exports import bundle, model, tables
from daicho.oversight.exports.attaching import MOST_BYTES, Room
from daicho.oversight.exports.container import Odd
from daicho.oversight.exports.model import Export

EXPORTS = Register("exports", tables.Export, Export, "export")

AUDITING: tuple[Role, ...] = ("auditor", "security_manager")
"""Who may take bundles."""

FOLDER = "exports"
"""The folder of the bundles within the data folder."""

Pictures = Callable[[date], Awaitable[dict[str, bytes]]]
"""The floors in force on a day as SVG, by the name of the file."""


class Holdings(msgspec.Struct, frozen=True):
    """What bundles are cut from: the data folder, every register there is, and who draws the floors.

    `most_evidence` bounds the bytes of its files in one bundle.
    """

    data_dir: Path
    registers: tuple[Register[Any], ...]
    pictures: Pictures
    most_evidence: int = MOST_BYTES

    @property
    def fields(self) -> dict[str, tuple[str, ...]]:
        return {r.name: r.row.__struct_fields__ for r in self.registers}

    def file(self, export_id: str) -> Path:
        return self.data_dir / FOLDER / f"{export_id}.zip"


class Wanted(msgspec.Struct, frozen=True):
    """What somebody asks for; None is every register, and the present."""

    registers: list[str] | None = None
    as_of: datetime | None = None
    personal: bool = True


async def make(
    holdings: Holdings, wanted: Wanted, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """Cut a bundle.

    The export is an entry twice: `Begun` is recorded before the log is read, so that the bundle itself shows that it
    was asked for, by whom and of what, even if cutting fails; `Cut` follows with the manifest's hash, which no entry
    inside the bundle could hold. The second one shows in the history at once and lies inside the next bundle.
    """
    registers = model.refuse_unknown(wanted.registers, frozenset(holdings.fields))
    as_of = wanted.as_of and model.refuse_future(wanted.as_of, now)
    await _refuse_partial(actor)
    town = await _town()
    try:
        async with change(actor, now, key) as c:
            moment = as_of or max(now, await last_recorded() or now)
            made = Export(new_id(), registers, moment, wanted.personal, actor.person, now, "begun")
            await c.add(EXPORTS, made, act="Begun")
            done = c.done(id=made.id, status=201)
    except Replayed as replayed:
        await _refuse_uncut(replayed.result["id"])
        raise
    await _cut(holdings, made, town, actor)
    return done


async def _refuse_partial(actor: Actor) -> None:
    """A bundle holds every section's registers: whoever answers for a part of them takes none."""
    if not await identity.reaches_all(actor, AUDITING):
        raise Forbidden("export-needs-whole")


async def _refuse_uncut(export_id: str) -> None:
    """A replay never says that a bundle is there whose cutting failed, or goes on."""
    if (await one(export_id)).state != "cut":
        raise Refused("export-not-cut", export=export_id)


async def _town() -> Municipality:
    town = await identity.municipality()
    if town is None:
        raise Refused("register-empty")
    return town


async def signer(holdings: Holdings) -> Signer:
    """Who signs for this municipality's log."""
    return Signer(holdings.data_dir / KEYS, (await _town()).origin)


async def verifier(holdings: Holdings) -> Verifier | None:
    """The public half of the log's key; None before anything was signed here: no key is made for asking."""
    if await identity.municipality() is None or not has_key(holdings.data_dir / KEYS):
        return None
    return (await signer(holdings)).verifier


async def _cut(holdings: Holdings, export: Export, town: Municipality, actor: Actor) -> None:
    signing = await signer(holdings)
    async with db.write():
        checkpoint = await signing.checkpoint(export.made_at)
    order = bundle.Order(
        export=export,
        municipality=model.Of(town.name, town.demo),
        exporter=await _exporter(export),
        checkpoint=checkpoint,
        signer=signing,
        fields=holdings.fields,
        pictures=await _pictures(holdings, export),
        room=Room(holdings.most_evidence),
    )
    try:
        done = await bundle.cut(order, holdings.file(export.id), asyncio.to_thread)
    except Odd as odd:
        raise Refused("bundle-too-large", member=odd.at) from None
    async with change(actor, export.made_at) as c:
        known = msgspec.structs.replace(
            export, state="cut", manifest_sha256=done.manifest_sha256, size=done.size,
            entries=done.entries,
        )  # fmt: skip
        await c.amend(EXPORTS, known, act="Cut")


async def _pictures(holdings: Holdings, export: Export) -> dict[str, bytes]:
    """Floor plans belong to the register of their versions, and come with it."""
    if export.registers is not None and "floor-versions" not in export.registers:
        return {}
    return await holdings.pictures(today(export.as_of))


async def _exporter(export: Export) -> model.Exporter:
    """Who asked, by name only where the bundle may hold names."""
    if not export.personal or export.made_by == SYSTEM.person:
        return model.Exporter(export.made_by, None)
    names = await identity.names([export.made_by])
    return model.Exporter(export.made_by, names.get(export.made_by))


class Shown(msgspec.Struct, frozen=True):
    """An export with the name of who took it."""

    export: Export
    made_by_name: str


async def listed(actor: Actor, *, limit: int, after: str | None = None) -> list[Shown]:
    """Exports, newest first; `after` is the last id of the page before."""
    await _refuse_partial(actor)
    where = [] if after is None else [tables.Export.id < after]
    async with db.read():
        found = await rows(EXPORTS, *where, ascending=False, limit=limit)
        names = await identity.names(e.made_by for e in found)
    return [Shown(e, names.get(e.made_by, "")) for e in found]


async def one(export_id: str) -> Export:
    """An export; `unknown-export` when there is none."""
    async with db.read():
        found = await load(EXPORTS, export_id)
    if found is None:
        raise Missing("unknown-export", export=export_id)
    return found


async def file_of(holdings: Holdings, export_id: str, actor: Actor) -> Path:
    """The ZIP of a finished export; `unknown-export` or `export-not-cut` otherwise."""
    await _refuse_partial(actor)
    found = await one(export_id)
    path = holdings.file(found.id)
    if found.state != "cut" or not await asyncio.to_thread(path.is_file):
        raise Missing("export-not-cut", export=export_id)
    return path


class Counted(msgspec.Struct, frozen=True):
    """A register and how many entries it has."""

    name: str
    entries: int


async def registers(known: Iterable[Register[Any]]) -> list[Counted]:
    """Every register there is, those without an entry too."""
    async with db.read():
        _, _, numbers = await tree_head()
    return [Counted(n, numbers.get(n, 0)) for n in sorted({*numbers, *(r.name for r in known)})]
