"""Bringing the kept files that rows of evidence name into a bundle, as far as there is room."""

from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Final

import msgspec

from daicho.foundation.blobs import service as blobs
from daicho.foundation.kernel.errors import Missing
from daicho.oversight.exports.attached import named
from daicho.oversight.exports.model import Attached, LeftOut, attached_name
from daicho.oversight.exports.sheets import Said

MOST_BYTES: Final = 1 << 30
MOST_FILES: Final = 20_000
"""Of one bundle: what does not fit is named in its manifest."""

Put = Callable[[str, bytes], None]


class Room(msgspec.Struct):
    """What may still come in."""

    bytes: int = MOST_BYTES
    files: int = MOST_FILES

    def take(self, size: int) -> bool:
        if self.files < 1 or self.bytes < size:
            return False
        self.files -= 1
        self.bytes -= size
        return True


async def gathered(rows: Iterable[Said], room: Room, put: Put, *, personal: bool) -> list[Attached]:
    """Puts the files by their names, one at a time in memory; tells those that it leaves out, and why."""
    found: list[Attached] = []
    for digest, told in named(rows).items():
        name = attached_name(digest, told.media_type)
        left_out = await _put(digest, name, room, put) if personal else "personal"
        found.append(
            Attached(digest, told.media_type, told.bytes, None if left_out else name, left_out)
        )
    return found


async def _put(digest: str, name: str, room: Room, put: Put) -> LeftOut | None:
    try:
        body = (await blobs.fetch(digest)).body
    except Missing:
        return "missing"
    if sha256(body).hexdigest() != digest:
        return "damaged"
    if not room.take(len(body)):
        return "too-much"
    put(name, body)
    return None
