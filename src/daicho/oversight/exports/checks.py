"""What the files of a bundle say about each other: hashes, entries and leaves, counts, openings, tables."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import zip_longest

import msgspec

from daicho.foundation.history import tree
from daicho.foundation.history.notes import Verifier
from daicho.foundation.kernel.clock import rfc3339
from daicho.oversight.exports import model
from daicho.oversight.exports.container import Member, Opened
from daicho.oversight.exports.lines import (
    OPENINGS_HEAD,
    OPENINGS_TAIL,
    Latest,
    Openings,
    Stretch,
    digest_of,
    read_opening,
)
from daicho.oversight.exports.model import ENTRIES, LEAVES, MANIFEST, OPENINGS, Counted, Manifest
from daicho.oversight.exports.sheets import Said, said, table

_LEAF = 32
_LARGEST_WHOLE = 64 << 20


def whole(opened: Opened, member: Member) -> bytes:
    """All bytes of a small member; raises `ValueError` beyond 64 MiB."""
    if member.size > _LARGEST_WHOLE:
        raise ValueError(member.name)
    return b"".join(opened.chunks(member))


class Problem(msgspec.Struct, frozen=True):
    """Something that does not agree: a code of the catalogue, the file, the entry of the log where there is one."""

    code: str
    file: str
    seq: int | None = None
    line: int | None = None


class Tally(msgspec.Struct):
    """What the entries that were read say of one register."""

    entries: int = 0
    first_seq: int | None = None
    last_seq: int | None = None

    def take(self, entry: Said) -> bool:
        """Count one more; False when the register's own numbers have a gap or a repetition."""
        self.entries += 1
        self.first_seq = entry.seq if self.first_seq is None else self.first_seq
        self.last_seq = entry.seq
        return entry.number == self.entries


class Contents:
    """A bundle while it is checked: its members, its manifest, and what earlier checks have read."""

    def __init__(
        self, opened: Opened, members: dict[str, Member], manifest: Manifest, verifier: Verifier
    ) -> None:
        self.opened = opened
        self.members = members
        self.manifest = manifest
        self.verifier = verifier
        as_of = rfc3339(datetime.fromisoformat(manifest.as_of))
        self.latest = Latest(self.stretch(ENTRIES), as_of)
        self.openings = Openings(self.stretch(OPENINGS))
        self.tallies: dict[str, Tally] = {}
        self._roots: dict[int, bytes] = {}

    def member(self, name: str) -> Member:
        """Raises `KeyError` when the bundle has no such file."""
        return self.members[name]

    def chunks(self, name: str) -> Iterator[bytes]:
        return self.opened.chunks(self.member(name))

    def whole(self, name: str) -> bytes:
        """A small file at once; raises `ValueError` for one that no exporter writes so large."""
        return whole(self.opened, self.member(name))

    def stretch(self, name: str) -> Stretch:
        member = self.member(name)
        return Stretch(self.opened.file, member.start, member.size)

    def leaf(self, seq: int) -> bytes | None:
        member = self.member(LEAVES)
        if not 0 <= seq < member.size // _LEAF:
            return None
        self.opened.file.seek(member.start + seq * _LEAF)
        return self.opened.file.read(_LEAF)

    def root(self, size: int | None = None) -> bytes:
        """The root over the first leaves of leaves.bin, by default over all."""
        wanted = self.member(LEAVES).size // _LEAF if size is None else size
        if wanted not in self._roots:
            self._roots[wanted] = self._root(wanted)
        return self._roots[wanted]

    def _root(self, wanted: int) -> bytes:
        frontier: list[bytes] = []
        seq, rest = 0, b""
        for chunk in self.chunks(LEAVES):
            rest += chunk
            usable = min(len(rest) // _LEAF, wanted - seq)
            for i in range(usable):
                frontier = tree.append(frontier, seq + i, rest[i * _LEAF : (i + 1) * _LEAF])
            seq, rest = seq + usable, rest[usable * _LEAF :]
        return tree.root(frontier)


def files_agree(contents: Contents) -> Iterator[Problem]:
    """The members are those of the manifest, in its order, and each has the SHA-256 it says."""
    manifest = contents.manifest
    found = [m.name for m in contents.opened.members]
    wanted = model.members_wanted(manifest)
    if found != wanted or [f.name for f in manifest.files] != wanted[2:]:
        yield Problem("bundle-members-differ", _first_difference(found, wanted))
    for listed in manifest.files:
        if listed.name not in contents.members:
            yield Problem("bundle-file-missing", listed.name)
        elif not _as_listed(contents, listed):
            yield Problem("bundle-file-differs", listed.name)


def _as_listed(contents: Contents, listed: model.Listed) -> bool:
    found = (contents.member(listed.name).size, digest_of(contents.chunks(listed.name)))
    return found == (listed.bytes, listed.sha256)


def _first_difference(found: list[str], wanted: list[str]) -> str:
    pairs = zip_longest(found, wanted)
    return next((f or w or MANIFEST for f, w in pairs if f != w), MANIFEST)


def entries_agree(contents: Contents) -> Iterator[Problem]:
    """Every line hashes to its leaf, none is missing, twice or out of place, and time never runs backwards.

    Only the first problem of each kind is told: what follows a lost line is wrong in the same way.
    """
    told: set[str] = set()
    before, recorded = -1, ""
    for place, line in contents.stretch(ENTRIES).lines():
        entry = _read(line)
        if entry is None:
            yield Problem("bundle-entry-unreadable", ENTRIES, before + 1)
            return
        for code, seq in _wrong(contents, entry, line, before=before, recorded=recorded):
            if code not in told:
                told.add(code)
                yield Problem(code, ENTRIES, seq)
        before, recorded = entry.seq, max(recorded, entry.recorded_at)
        contents.latest.take(entry, place)
    if contents.manifest.whole() and before + 1 < contents.manifest.log.size:
        yield Problem("bundle-entry-missing", ENTRIES, before + 1)


def _read(line: bytes) -> Said | None:
    try:
        return said(line)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None


def _wrong(
    contents: Contents, entry: Said, line: bytes, *, before: int, recorded: str
) -> Iterator[tuple[str, int]]:
    if tree.leaf_hash(line) != contents.leaf(entry.seq):
        yield "bundle-leaf-differs", entry.seq
    if contents.manifest.whole() and entry.seq > before + 1:
        yield "bundle-entry-missing", before + 1
    if entry.seq <= before:
        yield "bundle-entry-misplaced", entry.seq
    if not contents.tallies.setdefault(entry.register, Tally()).take(entry):
        yield "bundle-number-gap", entry.seq
    if entry.recorded_at < recorded:
        yield "bundle-time-backwards", entry.seq


def registers_agree(contents: Contents) -> Iterator[Problem]:
    """Each register has as many entries, from the first to the last seq, and as many rows, as the manifest says."""
    manifest = contents.manifest
    names = [r.name for r in manifest.registers]
    if names != sorted(set(names)) or _chosen(manifest) != [r.name for r in manifest.chosen()]:
        yield Problem("bundle-registers-differ", MANIFEST)
    if set(contents.tallies) - {r.name for r in manifest.chosen()}:
        yield Problem("bundle-registers-differ", ENTRIES)
    if sum(r.entries for r in manifest.registers) != manifest.log.size:
        yield Problem("bundle-count-differs", MANIFEST)
    if sum(t.entries for t in contents.tallies.values()) != manifest.log.entries:
        yield Problem("bundle-count-differs", MANIFEST)
    for counted in manifest.chosen():
        if not _counts_hold(contents, counted):
            yield Problem("bundle-count-differs", model.sheet_name(counted.name), counted.last_seq)


def _chosen(manifest: Manifest) -> list[str]:
    if manifest.filters.registers is None:
        return [r.name for r in manifest.registers]
    return manifest.filters.registers


def _counts_hold(contents: Contents, counted: Counted) -> bool:
    tally = contents.tallies.get(counted.name, Tally())
    found = (tally.entries, tally.first_seq, tally.last_seq, contents.latest.rows(counted.name))
    return found == (counted.entries, counted.first_seq, counted.last_seq, counted.rows)


def openings_agree(contents: Contents) -> Iterator[Problem]:
    """Every opening opens its commitment, once, and there are as many as the manifest says."""
    lines = iter(contents.stretch(OPENINGS).lines())
    _, head = next(lines, (0, b""))
    before: bytes | None = None
    for number, (place, line) in enumerate(lines, start=2):
        if before is not None and not _opening_holds(contents, before, place - len(before) - 1):
            yield Problem("bundle-opening-wrong", OPENINGS, line=number - 1)
            return
        before = line
    shape = head + b"\n" == OPENINGS_HEAD and before is not None and before + b"\n" == OPENINGS_TAIL
    if not shape or len(contents.openings) != contents.manifest.openings:
        yield Problem("bundle-opening-wrong", OPENINGS)
    if not contents.manifest.filters.personal and len(contents.openings):
        yield Problem("bundle-opening-wrong", OPENINGS)


def _opening_holds(contents: Contents, line: bytes, place: int) -> bool:
    try:
        opened = read_opening(line)
        first = len(contents.openings) == 0
        return (
            first == (line[:1] == b" ") and opened.holds() and contents.openings.take(opened, place)
        )
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return False


def sheets_agree(contents: Contents) -> Iterator[Problem]:
    """Each table is byte for byte what entries and openings give; the entry behind the first other line is named."""
    for counted in contents.manifest.chosen():
        name = model.sheet_name(counted.name)
        at = _differs_at(_sheet(contents, counted), contents.stretch(name))
        if at is not None:
            yield Problem("bundle-sheet-differs", name, _seq_behind(contents, counted, at))


def _sheet(contents: Contents, counted: Counted) -> Iterator[bytes]:
    columns = counted.columns or []
    return table(columns, contents.latest.of(counted.name), contents.openings.reveal)


def _differs_at(wanted: Iterable[bytes], found: Stretch) -> int | None:
    """The place of the first line that is not as wanted; None when every byte is."""
    at = 0
    for line in wanted:
        if found.piece(at, len(line)) != line:
            return at
        at += len(line)
    return at if at != found.size else None


def _seq_behind(contents: Contents, counted: Counted, at: int) -> int | None:
    """The entry whose line begins at this place of a register's table; None for the heading and beyond the end."""
    place = 0
    rows = iter(contents.latest.of(counted.name))
    for i, line in enumerate(_sheet(contents, counted)):
        entry = next(rows, None) if i else None
        if place == at:
            return entry.seq if entry else None
        place += len(line)
    return None
