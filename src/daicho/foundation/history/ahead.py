"""Changes that are decided ahead of the lock, several at a time, and carried out together in one transaction.

What such a change has read is noted. The log itself says whether anybody has touched any of it since: every row
changes through the log. Who was overtaken decides again under the lock; nobody else notices. This is for PostgreSQL,
where each statement is a way to the server and back and the lock would be held all the while.

Where the log stands is known from the transaction before: then all rows of several changes are one statement, which
writes nothing when the log has moved.
"""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import takewhile
from typing import Any

import msgspec
import structlog

from daicho.foundation import db
from daicho.foundation.db import Overtaken, Write
from daicho.foundation.history import sealed
from daicho.foundation.history.appending import (
    NEW_KEY,
    NEW_LINE,
    Line,
    State,
    key_id,
    locked_state,
    moved_from,
    placed,
    size_and_use,
    used_key,
)
from daicho.foundation.history.changes import Change
from daicho.foundation.history.model import Key
from daicho.foundation.kernel.actor import Actor

log = structlog.get_logger()

MOST = 64
_REMEMBERED = 4096
"""Entries of which this process knows what they touched."""


class Decided(msgspec.Struct, frozen=True):
    """A change before the lock: what it read since the log had `since` entries, and the rows it wants written."""

    change: Change
    key: Key | None
    since: int
    reads: frozenset[str]
    writes: list[tuple[Write, tuple[Any, ...]]]


async def size_before(actor: Actor, key: Key | None) -> int:
    """How long the log was when everything was read; who brings a used key is answered under the lock."""
    query, args = size_and_use(actor, key)
    found = await db.look("used_key", query, *args)
    if not found:
        raise db.OutsideTransaction("the database is not migrated")
    if found[0]["operation"] is not None:
        raise Overtaken
    return int(found[0]["size"])


class _Known(msgspec.Struct, frozen=True):
    """Where the log stood after the last transaction, and what its newest entries touched, from `since` on."""

    state: State
    since: int
    touched: "_Touched"


class _Line:
    """Who waits for the next transaction, and the task that works them off."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Decided, asyncio.Future[bool]]] = []
        self.working: asyncio.Task[None] | None = None
        self._known: _Known | None = None

    async def work(self) -> None:
        while self.waiting:
            batch, self.waiting = self.waiting[:MOST], self.waiting[MOST:]
            try:
                done = await self._carried_out([decided for decided, _ in batch])
            except Exception as error:
                log.warning("together-failed", changes=len(batch), exc_info=error)
                done = [False] * len(batch)
            for (_, told), durable in zip(batch, done, strict=True):
                if not told.done():
                    told.set_result(durable)

    async def _carried_out(self, batch: list[Decided]) -> list[bool]:
        """One transaction for all of them; for each whether it is in it."""
        since = min(decided.since for decided in batch)
        known, self._known = self._known, None
        if known is not None and known.since <= since:
            written = _Written(known)
            done = [written.joins(decided) for decided in batch]
            if await written.sent(db.by_itself):
                self._known = written.known()
                return done
        return await self._under_the_lock(batch, since)

    async def _under_the_lock(self, batch: list[Decided], since: int) -> list[bool]:
        async with db.write():
            state = await locked_state()
            written = _Written(_Known(state, since, await _touched(since, state)))
            done = [written.joins(decided) for decided in batch]
            if not await written.sent(db.fetch):
                raise Overtaken
        self._known = written.known()
        return done


async def carry_out(decided: Decided) -> None:
    """Returns when it is durable; `Overtaken` when nothing of it was written."""
    line: _Line = db.memory().setdefault("decided-ahead", _Line())
    told: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
    line.waiting.append((decided, told))
    if line.working is None or line.working.done():
        line.working = asyncio.create_task(line.work())
    if not await told:
        raise Overtaken


_Touched = list[tuple[int, str, str]]
"""In the order of the log."""


async def _touched(since: int, state: State) -> _Touched:
    """(seq, register, subject) of what others wrote since the first of a batch was decided."""
    if state.size == since:
        return []
    found = await db.fetch(
        "SELECT seq, register, subject FROM entry WHERE seq >= $1 ORDER BY seq", since
    )
    return [(row["seq"], row["register"], row["subject"]) for row in found]


class _Written:
    """What the changes of a batch write together, in the order in which they come into the log."""

    def __init__(self, known: _Known) -> None:
        self._before = known
        self._state = known.state
        self._touched = list(known.touched)
        self._rows: dict[Write, list[tuple[Any, ...]]] = {}
        self._lines: list[Line] = []
        self._texts: list[sealed.Opening] = []
        self._keys: dict[str, tuple[Any, ...]] = {}

    def joins(self, decided: Decided) -> bool:
        """Whether nobody touched what this change has read; then it is next in the log."""
        key = key_id(decided.change.actor, decided.key) if decided.key else None
        if key in self._keys or self._overtaken(decided):
            return False
        first = self._state.size
        lines, self._state = placed(decided.change, self._state)
        self._lines += lines
        self._texts += decided.change.openings
        for row, values in decided.writes:
            self._rows.setdefault(row, []).append(values)
        acts = enumerate(decided.change.recorded, start=first)
        self._touched += [(seq, act.register, act.subject) for seq, act in acts]
        if key is not None and decided.key is not None:
            self._keys[key] = used_key(decided.change, decided.key)
        return True

    def _overtaken(self, decided: Decided) -> bool:
        """What it writes counts as read: one statement writes no row twice."""
        looked_at = decided.reads | {act.subject for act in decided.change.recorded}
        lately = takewhile(lambda told: told[0] >= decided.since, reversed(self._touched))
        return any(subject in looked_at or register in looked_at for _, register, subject in lately)

    def known(self) -> _Known:
        """What is known once it is durable."""
        lately = self._touched[-_REMEMBERED:]
        since = lately[0][0] if len(self._touched) > _REMEMBERED else self._before.since
        return _Known(self._state, since, lately)

    async def sent(self, send: Callable[..., Awaitable[list[dict[str, Any]]]]) -> bool:
        """All of it as one statement; False when the log no longer stood where it was thought to."""
        if not (self._rows or self._lines or self._keys):
            return True
        texts = [(t.commitment, t.salt, t.value, t.about) for t in self._texts]
        beside = [
            (sealed.NEW_TEXT, texts),
            (NEW_LINE, self._lines),
            (NEW_KEY, list(self._keys.values())),
        ]
        moved, places = moved_from(self._before.state, self._state)
        query, values = db.together(moved, places, [*self._rows.items(), *beside])
        told = await send(query, *values)
        return bool(told[0]["moved"] == 1)
