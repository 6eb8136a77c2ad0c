"""Files of one entry or opening a line, indexed by where lines start: memory grows with subjects, not bytes."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import IO

import msgspec

from daicho.foundation.history.model import SEALED, commitment_of
from daicho.oversight.exports.sheets import PROVENANCE, Column, Said, said

_LONGEST_LINE = 16 << 20
"""Bytes: no entry comes near it; a longer line is damage and must not fill the memory."""


class Stretch(msgspec.Struct, frozen=True):
    """A part of a file that holds lines, split on `\\n` only and ended by it."""

    file: IO[bytes]
    start: int
    size: int

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """(place, line without its end). Raises `ValueError` when the last line has no end."""
        at, end = self.start, self.start + self.size
        while at < end:
            self.file.seek(at)
            for line in self._following(end - at):
                if not line.endswith(b"\n"):
                    raise ValueError("a line without its end")
                yield at, line[:-1]
                at += len(line)

    def _following(self, left: int) -> Iterator[bytes]:
        """Lines from the present place on, until somebody else has moved the file."""
        place = self.file.tell()
        while left > 0 and self.file.tell() == place and (line := self._line(left)):
            place += len(line)
            left -= len(line)
            yield line

    def _line(self, left: int) -> bytes:
        return self.file.readline(min(left, _LONGEST_LINE))

    def at(self, place: int) -> bytes:
        """The line that starts here, without its end."""
        self.file.seek(place)
        return self._line(_LONGEST_LINE).removesuffix(b"\n")

    def piece(self, at: int, size: int) -> bytes:
        """These bytes, counted from the start of the stretch."""
        self.file.seek(self.start + at)
        return self.file.read(min(size, self.size - at))


class Latest:
    """The latest entry of each subject by a moment, register by register."""

    def __init__(self, entries: Stretch, as_of: str) -> None:
        self._entries = entries
        self._as_of = as_of
        self._places: dict[str, dict[str, int]] = {}

    def take(self, entry: Said, place: int) -> None:
        """Look at one more entry, in the order of the log."""
        if entry.recorded_at <= self._as_of:
            self._places.setdefault(entry.register, {})[entry.subject] = place

    def rows(self, register: str) -> int:
        return len(self._places.get(register, ()))

    def of(self, register: str) -> Iterator[Said]:
        """The state of every subject of one register, in the order of their names."""
        places = self._places.get(register, {})
        for subject in sorted(places):
            yield said(self._entries.at(places[subject]))

    def columns(self, register: str, fields: Iterable[str], titles: dict[str, str]) -> list[Column]:
        """The register's fields, then those only older entries have, then where the row comes from."""
        wanted = dict.fromkeys(fields)
        for entry in self.of(register):
            wanted.update(dict.fromkeys(sorted(entry.after.keys() - wanted.keys())))
        entry_fields = [f"entry.{name}" for name in PROVENANCE]
        return [Column(f, heading(f, titles)) for f in (*wanted, *entry_fields)]


def heading(field: str, titles: dict[str, str]) -> str:
    """`件名 / name`: Japanese first, the field's own name beside it."""
    name = field.removeprefix("entry.")
    return f"{titles[name]} / {name}" if name in titles else name


class Opened(msgspec.Struct, frozen=True):
    """A line of openings.json: what opens one commitment."""

    commitment: str
    salt: str
    value: str

    def holds(self) -> bool:
        return commitment_of(bytes.fromhex(self.salt), self.value) == self.commitment


OPENINGS_HEAD, OPENINGS_TAIL = b"[\n", b"]\n"


def opening_line(opened: Opened, *, first: bool) -> bytes:
    """One opening a line; the comma stands before all but the first, so that a stream needs no look-ahead."""
    return (b" " if first else b",") + msgspec.json.encode(opened) + b"\n"


class Openings:
    """Openings by commitment: digests and places in memory, the texts stay in the file."""

    def __init__(self, file: Stretch) -> None:
        self._file = file
        self._places: dict[bytes, int] = {}

    def take(self, opened: Opened, place: int) -> bool:
        """Remember one; False when its commitment was there before."""
        digest = bytes.fromhex(opened.commitment.removeprefix(SEALED))
        new = digest not in self._places
        self._places[digest] = place
        return new

    def reveal(self, commitment: str) -> str | None:
        try:
            place = self._places.get(bytes.fromhex(commitment.removeprefix(SEALED)))
        except ValueError:  # a text that merely begins like a commitment
            return None
        return None if place is None else read_opening(self._file.at(place)).value

    def __len__(self) -> int:
        return len(self._places)


def read_opening(line: bytes) -> Opened:
    """The opening behind a line; raises `msgspec.DecodeError` or `ValueError` for anything not written by us."""
    opened = msgspec.json.decode(line[1:], type=Opened)
    if opening_line(opened, first=line[:1] == b" ") != line + b"\n":
        raise ValueError("an opening that is spelled otherwise")
    return opened


def digest_of(chunks: Iterable[bytes]) -> str:
    """SHA-256 in hex."""
    running = sha256()
    for chunk in chunks:
        running.update(chunk)
    return running.hexdigest()
