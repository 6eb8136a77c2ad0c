"""The ZIP around a bundle, written in one way only, so that every byte of it can be derived again and compared.

Members are stored, not compressed: what a compressor writes differs from version to version, a stored file has one
spelling in any language, and nothing can unpack to more than it weighs. Times are 1980-01-01, there are no comments
and no extra fields, and the order is the order of the manifest.
"""

import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import IO

import msgspec

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_LOCAL_MARK, _CENTRAL_MARK, _END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_VERSION = 20
_MADE_BY = 3 << 8 | _VERSION
_DATE = 0x21
_MODE = 0o100600 << 16
_CHUNK = 1 << 20
LARGEST = 0xFFFF_FFFF - (1 << 20)
"""Bytes: beyond this a plain ZIP would need other fields; a larger register is exported in parts."""
_MOST_MEMBERS = 0xFFFF - 1
_MOST_RATIO = 200
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ValueError,
    OSError,
    EOFError,
    RuntimeError,  # what zipfile says of encrypted members, and of unknown compression
)


class Odd(ValueError):
    """This is not the one way in which a bundle is written; `at` is the byte or the member."""

    def __init__(self, code: str, at: str) -> None:
        super().__init__(f"{code} at {at}")
        self.code = code
        self.at = at


class Member(msgspec.Struct, frozen=True):
    """A file of the bundle: where its bytes lie."""

    name: str
    start: int
    size: int
    crc: int


def _local(name: bytes, size: int, crc: int) -> bytes:
    fixed = (_LOCAL_MARK, _VERSION, 0, 0, 0, _DATE, crc, size, size, len(name), 0)
    return _LOCAL.pack(*fixed) + name


def _central(member: Member) -> bytes:
    name = member.name.encode("ascii")
    at = member.start - _LOCAL.size - len(name)
    return (
        _CENTRAL.pack(
            _CENTRAL_MARK, _MADE_BY, _VERSION, 0, 0, 0, _DATE, member.crc, member.size, member.size,
            len(name), 0, 0, 0, 0, _MODE, at,
        )
        + name
    )  # fmt: skip


def directory(members: list[Member], at: int) -> bytes:
    """The central directory and the end record that follow these members."""
    central = b"".join(_central(member) for member in members)
    count = len(members)
    return central + _END.pack(_END_MARK, 0, 0, count, count, len(central), at, 0)


def write(out: IO[bytes], parts: Iterable[tuple[str, int, int, Iterable[bytes]]]) -> int:
    """Write (name, size, crc, chunks) one after the other; the whole length. Raises `Odd` when it grows too large."""
    members: list[Member] = []
    at = 0
    for name, size, crc, chunks in parts:
        head = _local(name.encode("ascii"), size, crc)
        if at + len(head) + size > LARGEST or len(members) >= _MOST_MEMBERS:
            raise Odd("bundle-too-large", name)
        out.write(head)
        for chunk in chunks:
            out.write(chunk)
        members.append(Member(name, at + len(head), size, crc))
        at += len(head) + size
    end = directory(members, at)
    out.write(end)
    return at + len(end)


def chunks_of(file: IO[bytes], start: int, size: int) -> Iterator[bytes]:
    """A stretch of a file, a chunk at a time; short when the file is."""
    file.seek(start)
    while size > 0 and (chunk := file.read(min(size, _CHUNK))):
        yield chunk
        size -= len(chunk)


class Opened(msgspec.Struct, frozen=True):
    """A bundle that can be read: its members in `file`, and what about the container is not as we write it."""

    file: IO[bytes]
    members: list[Member]
    odd: list[Odd]

    def chunks(self, member: Member) -> Iterator[bytes]:
        return chunks_of(self.file, member.start, member.size)


def read(file: IO[bytes]) -> Opened:
    """The members of a container.

    A container of another spelling (packed again, compressed) never passes, but is read as far as an ordinary ZIP
    reader goes, so that the finding can still name the entry behind it. Raises `Odd` when nothing can be read at all.
    """
    try:
        members, odd = _read_canonical(file)
    except Odd as found:
        file, members = _read_otherwise(file, found)
        odd = [found]
    return Opened(file, members, odd)


def _read_canonical(file: IO[bytes]) -> tuple[list[Member], list[Odd]]:
    members: list[Member] = []
    odd: list[Odd] = []
    length = file.seek(0, 2)
    at = 0
    while (member := _member_at(file, at, length)) is not None:
        crc = 0
        for chunk in chunks_of(file, member.start, member.size):
            crc = zlib.crc32(chunk, crc)
        if crc != member.crc:
            odd.append(Odd("bundle-member-damaged", member.name))
        members.append(member)
        at = member.start + member.size
    file.seek(at)
    wanted = directory(members, at)
    if file.read(len(wanted) + 1) != wanted:
        odd.append(Odd("bundle-container-odd", f"byte {at}"))
    return members, odd


def _member_at(file: IO[bytes], at: int, length: int) -> Member | None:
    """The member whose header starts here; None where the directory starts."""
    file.seek(at)
    head = file.read(_LOCAL.size)
    if head[:4] in (_CENTRAL_MARK, _END_MARK):
        return None
    if len(head) < _LOCAL.size or head[:4] != _LOCAL_MARK:
        raise Odd("bundle-container-odd", f"byte {at}")
    *_, crc, size, _, name_length, _ = _LOCAL.unpack(head)
    name = file.read(name_length)
    start = at + _LOCAL.size + name_length
    if head + name != _local(name, size, crc) or start + size > length or not name.isascii():
        raise Odd("bundle-container-odd", f"byte {at}")
    return Member(name.decode("ascii"), start, size, crc)


def _read_otherwise(file: IO[bytes], odd: Odd) -> tuple[IO[bytes], list[Member]]:
    """What an ordinary reader sees, unpacked within bounds into a file of its own; else the oddity itself is raised."""
    room = min(file.seek(0, 2) * _MOST_RATIO, LARGEST)
    unpacked = tempfile.TemporaryFile()  # noqa: SIM115  # lives as long as what is read from it
    members: list[Member] = []
    try:
        with zipfile.ZipFile(file) as other:
            for info in other.infolist():
                start = unpacked.tell()
                room -= _unpack(other, info, unpacked, room=room)
                members.append(Member(info.filename, start, unpacked.tell() - start, info.CRC))
    except (*_BROKEN, Odd) as wrong:
        unpacked.close()
        raise odd from wrong
    return unpacked, members


def _unpack(other: zipfile.ZipFile, info: zipfile.ZipInfo, out: IO[bytes], *, room: int) -> int:
    size = 0
    with other.open(info) as packed:
        while chunk := packed.read(_CHUNK):
            size += len(chunk)
            if size > room:
                raise Odd("bundle-too-large", info.filename)
            out.write(chunk)
    return size
