"""Rows of registers that seldom change: remembered, and looked at again when the log says that the register changed."""

from typing import Any

import msgspec

from daicho.foundation import db
from daicho.foundation.db import Question
from daicho.foundation.history.registers import Register, Row, load

_MOST = 5000
"""Rows that this process keeps in mind; beyond that it begins anew."""

NUMBERS_ASKED: Question = ("SELECT numbers FROM log_state WHERE id = 1", ())
"""The question of every `steady`, for those who ask beforehand."""

_NUMBERS = ("log", "numbers")


async def steady(register: Register[Row], key: str) -> Row | None:
    """`load`, without looking while the log has no newer entry of the register than when this row was looked at.

    Both are of the same view of the database. Inside a change it is `load`: there the log moves at the end.
    """
    if db.writing():
        return await load(register, key)
    version = (await _numbers()).get(register.name, 0)
    kept: dict[tuple[str, str], tuple[int, Any]] = db.memory().setdefault("steady", {})
    known = kept.get((register.name, key))
    if known is None or known[0] != version:
        if len(kept) > _MOST:
            kept.clear()
        known = kept[register.name, key] = (version, await load(register, key))
    row: Row | None = known[1]
    return row


async def _numbers() -> dict[str, int]:
    """Register -> number of its last entry, as of this transaction."""
    seen = db.seen()
    if _NUMBERS not in seen:
        query, args = NUMBERS_ASKED
        numbers = (await db.look("log_state", query, *args))[0]["numbers"]
        seen[_NUMBERS] = msgspec.json.decode(numbers) if isinstance(numbers, str) else numbers
    found: dict[str, int] = seen[_NUMBERS]
    return found
