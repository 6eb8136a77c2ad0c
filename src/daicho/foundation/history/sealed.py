"""Personal data and free text beside the history: commitments in the entries, values in a table that can be erased."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from daicho.foundation import db
from daicho.foundation.db import Write
from daicho.foundation.history.model import commitment_of
from daicho.foundation.history.registers import inserting
from daicho.foundation.history.tables import Personal

_CHUNK = 500


class Opening(msgspec.Struct, frozen=True):
    """What opens a commitment: 32 bytes of salt and the text."""

    commitment: str
    salt: bytes
    value: str
    about: str | None = None


def seal(value: str, *, about: str | None = None) -> Opening:
    """A fresh commitment over a text."""
    salt = secrets.token_bytes(32)
    return Opening(commitment_of(salt, value), salt, value, about)


KEPT = ("commitment", "salt", "value", "about")
NEW_TEXT = Write(Personal, KEPT)


async def keep(openings: Sequence[Opening], /) -> None:
    """Store the values behind new commitments."""
    for start in range(0, len(openings), _CHUNK):
        chunk = openings[start : start + _CHUNK]
        values = (value for o in chunk for value in (o.commitment, o.salt, o.value, o.about))
        await db.execute("personal", inserting("personal", KEPT, len(chunk)), *values)


async def reveal(commitments: Iterable[str | None]) -> dict[str, str]:
    """The texts behind these commitments; what was erased is missing."""
    return {o.commitment: o.value for o in await openings(commitments)}


async def openings(commitments: Iterable[str | None]) -> list[Opening]:
    """Salts and texts behind these commitments; what was erased is missing."""
    wanted = sorted({c for c in commitments if c})
    found: list[Opening] = []
    for start in range(0, len(wanted), _CHUNK):
        query = Personal.select().where(
            Personal.commitment.is_in(wanted[start : start + _CHUNK]), Personal.value.is_not_null()
        )
        found += [
            Opening(row["commitment"], bytes(row["salt"]), row["value"], row["about"])
            for row in await query
        ]
    return found


async def matching(text: str, *, limit: int = 50) -> list[str]:
    """Commitments whose text contains these letters (case folded by the engine)."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    query = Personal.select(Personal.commitment).where(Personal.value.ilike(f"%{escaped}%"))
    return [row["commitment"] for row in await query.limit(limit)]


async def erase(about: str, now: datetime) -> int:
    """Erase everything personal about one person; the commitments stay, so every proof still holds."""
    gone = await (
        Personal.update({Personal.value: None, Personal.salt: None, Personal.erased_at: now})
        .where(Personal.about == about, Personal.value.is_not_null())
        .returning(Personal.commitment)
    )
    return len(gone)


async def forget(commitments: Sequence[str], now: datetime) -> None:
    """Erase texts that stand in no entry, once nobody needs them any more."""
    await Personal.update(
        {Personal.value: None, Personal.salt: None, Personal.erased_at: now}
    ).where(Personal.commitment.is_in(list(commitments)))
