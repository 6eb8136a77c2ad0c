"""Cutting a bundle: entries straight from the log, everything else derived from them, in files before the ZIP.

The staged files make memory a matter of subjects, not of bytes, and let the manifest stand before what it describes.
"""

import os
import platform
import tempfile
import zlib
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import IO, Any

import msgspec

from daicho.foundation import db
from daicho.foundation.history import notes, queries, sealed, tree
from daicho.foundation.history.checkpoints import Signer
from daicho.foundation.kernel.clock import JST, rfc3339
from daicho.oversight.exports import attaching, model
from daicho.oversight.exports.attached import REGISTER
from daicho.oversight.exports.container import chunks_of, write
from daicho.oversight.exports.lines import (
    OPENINGS_HEAD,
    OPENINGS_TAIL,
    Latest,
    Opened,
    Openings,
    Stretch,
    opening_line,
)
from daicho.oversight.exports.model import (
    CHECKPOINT,
    CONSISTENCY,
    ENTRIES,
    LEAVES,
    MANIFEST,
    MANIFEST_SIG,
    OPENINGS,
    README,
    Attached,
    Counted,
    Listed,
    Manifest,
)
from daicho.oversight.exports.readme import readme
from daicho.oversight.exports.sheets import Said, said, table
from daicho.oversight.exports.titles import FIELDS, title
from daicho.oversight.exports.verify import Consistency, encoded_consistency

_MANY = 400

Offload = Callable[[Callable[[], Any]], Awaitable[Any]]
"""Runs a function beside the event loop."""


class Order(msgspec.Struct, frozen=True):
    """What a bundle is cut from. `fields` are the columns of each register there is, `pictures` the floors by name.

    `room` bounds the files of evidence.
    """

    export: model.Export
    municipality: model.Of
    exporter: model.Exporter
    checkpoint: str
    signer: Signer
    fields: dict[str, tuple[str, ...]]
    pictures: dict[str, bytes]
    room: attaching.Room = msgspec.field(default_factory=attaching.Room)

    @property
    def chosen(self) -> frozenset[str] | None:
        wanted = self.export.registers
        return None if wanted is None else frozenset(wanted)


class Cut(msgspec.Struct, frozen=True):
    """A finished bundle: the manifest's hash, bytes, entries."""

    manifest_sha256: str
    size: int
    entries: int


class _Part:
    """A staged member while it is written: its digests run along. It begins at `start` of its file."""

    def __init__(self, file: IO[bytes], start: int = 0) -> None:
        self.file = file
        self.start = start
        self.size = 0
        self.crc = 0
        self.sha = sha256()

    def write(self, data: bytes) -> None:
        self.file.write(data)
        self.size += len(data)
        self.crc = zlib.crc32(data, self.crc)
        self.sha.update(data)

    def chunks(self) -> Iterator[bytes]:
        return chunks_of(self.file, self.start, self.size)

    def stretch(self) -> Stretch:
        self.file.flush()
        return Stretch(self.file, self.start, self.size)


class _Stage:
    """The members of one bundle as temporary files, gone when it is written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.parts: dict[str, _Part] = {}
        self._together: IO[bytes] | None = None

    def part(self, name: str) -> _Part:
        path = self._folder / str(len(self.parts))
        self.parts[name] = _Part(path.open("w+b"))
        return self.parts[name]

    def put(self, name: str, data: bytes) -> None:
        self.part(name).write(data)

    def put_together(self, name: str, data: bytes) -> None:
        """One of thousands: they share a file, for there may not be so many open."""
        if self._together is None:
            self._together = (self._folder / "together").open("w+b")
        part = self.parts[name] = _Part(self._together, self._together.seek(0, os.SEEK_END))
        part.write(data)

    def listed(self, names: list[str]) -> list[Listed]:
        return [Listed(n, self.parts[n].size, self.parts[n].sha.hexdigest()) for n in names]

    def close(self) -> None:
        for part in self.parts.values():
            part.file.close()


@contextmanager
def _staged(folder: Path) -> Iterator[_Stage]:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=folder, prefix="cutting-") as beside:
        stage = _Stage(Path(beside))
        try:
            yield stage
        finally:
            stage.close()


async def cut(order: Order, out: Path, offload: Offload) -> Cut:
    """Write the bundle for this order to `out` (mode 0600); whole or not at all.

    The log is read in one transaction up to the order's checkpoint; deriving and packing run beside the event loop.
    """
    with _staged(out.parent) as stage:
        run = _Run(order, stage)
        async with db.read():
            await run.copy_log()
            await run.attach()
            previous = await queries.latest_checkpoint(below=run.head.size)
            counted = await queries.counts(run.head.size)
        done: Cut = await offload(lambda: run.finish(out, previous, counted))
        return done


class _Run:
    """One cutting: what was seen of the log so far."""

    def __init__(self, order: Order, stage: _Stage) -> None:
        self.order = order
        self.stage = stage
        text = notes.verified_text(order.checkpoint, order.signer.verifier)
        self.head = notes.read_checkpoint(text)
        self.entries = 0
        self.evidence: list[Attached] = []
        self._seen: set[bytes] = set()
        lines = stage.part(ENTRIES)
        self.latest = Latest(Stretch(lines.file, 0, 0), rfc3339(order.export.as_of))
        self.openings = Openings(stage.part(OPENINGS).stretch())

    async def copy_log(self) -> None:
        """Every leaf; of the chosen registers the entries, with what opens the commitments in them."""
        leaves, opened = self.stage.part(LEAVES), self.stage.parts[OPENINGS]
        opened.write(OPENINGS_HEAD)
        waiting: list[str] = []
        async for _, body in queries.bodies(upto=self.head.size):
            leaves.write(tree.leaf_hash(body))
            entry = said(body)
            if self.order.chosen is None or entry.register in self.order.chosen:
                self._take(entry, body)
                waiting += self._new_commitments(entry)
            if len(waiting) >= _MANY:
                await self._open(waiting)
                waiting = []
        await self._open(waiting)
        opened.write(OPENINGS_TAIL)

    async def attach(self) -> None:
        """The kept files that the rows of evidence name."""
        self.stage.parts[ENTRIES].file.flush()
        rows = self.latest.of(REGISTER)
        personal = self.order.export.personal
        put = self.stage.put_together
        self.evidence = await attaching.gathered(rows, self.order.room, put, personal=personal)

    def _take(self, entry: Said, body: bytes) -> None:
        part = self.stage.parts[ENTRIES]
        self.latest.take(entry, part.size)
        part.write(body + b"\n")
        self.entries += 1

    def _new_commitments(self, entry: Said) -> list[str]:
        if not self.order.export.personal:
            return []
        found = queries.commitments_in([entry.after, entry.why])
        new = [c for c in sorted(found) if _digest(c) not in self._seen and len(c) == 66]
        self._seen.update(_digest(c) for c in new)
        return new

    async def _open(self, waiting: list[str]) -> None:
        """Openings in the order in which the log first speaks of them."""
        part = self.stage.parts[OPENINGS]
        known = {o.commitment: o for o in await sealed.openings(waiting)}
        for commitment in waiting:
            if (found := known.get(commitment)) is not None:
                opened = Opened(commitment, found.salt.hex(), found.value)
                place = part.size
                part.write(opening_line(opened, first=len(self.openings) == 0))
                self.openings.take(opened, place)

    def finish(
        self, out: Path, previous: str | None, counted: dict[str, tuple[int, int, int]]
    ) -> Cut:
        """Everything that follows from the staged log, then the ZIP."""
        for part in (ENTRIES, OPENINGS, LEAVES):
            self.stage.parts[part].file.flush()
        registers = [self._counted(n, counted.get(n)) for n in self._names(counted)]
        for register in registers:
            self._sheet(register)
        self.stage.put(CHECKPOINT, self.order.checkpoint.encode())
        self.stage.put(CONSISTENCY, encoded_consistency(self._consistency(previous)))
        for name, picture in self.order.pictures.items():
            self.stage.put(f"floors/{name}.svg", picture)
        return self._write(out, self._manifest(registers))

    def _names(self, counted: dict[str, tuple[int, int, int]]) -> list[str]:
        return sorted({*self.order.fields, *counted})

    def _counted(self, name: str, counted: tuple[int, int, int] | None) -> Counted:
        entries, first, last = counted or (0, None, None)
        ja, en = title(name)
        if self.order.chosen is not None and name not in self.order.chosen:
            return Counted(name, ja, en, entries, first, last, None, None)
        columns = self.latest.columns(name, self.order.fields.get(name, ()), FIELDS)
        return Counted(name, ja, en, entries, first, last, self.latest.rows(name), columns)

    def _sheet(self, register: Counted) -> None:
        if register.columns is None:
            return
        part = self.stage.part(model.sheet_name(register.name))
        for line in table(register.columns, self.latest.of(register.name), self.openings.reveal):
            part.write(line)

    def _consistency(self, previous: str | None) -> Consistency:
        if previous is None:
            return Consistency(None, [])
        old = notes.read_checkpoint(notes.verified_text(previous, self.order.signer.verifier))
        raw = b"".join(self.stage.parts[LEAVES].chunks())
        leaves = [raw[i : i + 32] for i in range(0, len(raw), 32)]
        return Consistency(previous, [n.hex() for n in tree.consistency_proof(old.size, leaves)])

    def _manifest(self, registers: list[Counted]) -> Manifest:
        export, verifier = self.order.export, self.order.signer.verifier
        manifest = Manifest(
            format=model.FORMAT,
            export=export.id,
            municipality=self.order.municipality,
            filters=model.Filters(export.registers, export.personal),
            as_of=_with_offset(export.as_of),
            made_at=_with_offset(export.made_at),
            exporter=self.order.exporter,
            versions=_versions(),
            log=model.Log(
                self.head.origin, str(verifier), self.head.size, self.entries, self.order.checkpoint
            ),
            openings=len(self.openings),
            registers=registers,
            evidence=self.evidence,
            files=[],
        )
        self.stage.put(README, readme(manifest))
        floors = [Listed(n, 0, "") for n in self.stage.parts if n.startswith("floors/")]
        names = model.members_wanted(msgspec.structs.replace(manifest, files=floors))
        return msgspec.structs.replace(manifest, files=self.stage.listed(names[2:]))

    def _write(self, out: Path, manifest: Manifest) -> Cut:
        raw = model.encoded(manifest)
        digest = sha256(raw).hexdigest()
        self.stage.put(MANIFEST, raw)
        self.stage.put(MANIFEST_SIG, self.order.signer.sign(model.signed_text(digest)).encode())
        draft = out.with_suffix(".new")
        parts = ((n, self.stage.parts[n]) for n in model.members_wanted(manifest))
        with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            size = write(file, ((n, p.size, p.crc, p.chunks()) for n, p in parts))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(out)
        return Cut(digest, size, self.entries)


def _digest(commitment: str) -> bytes:
    """A commitment in a third of its space, for remembering many."""
    return sha256(commitment.encode()).digest()[:16]


def _with_offset(moment: datetime) -> str:
    return moment.astimezone(JST).isoformat(timespec="microseconds")


def _versions() -> dict[str, str]:
    try:
        ours = version("daicho")
    except PackageNotFoundError:
        ours = "unknown"
    return {"daicho": ours, "python": platform.python_version()}
