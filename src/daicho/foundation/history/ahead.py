"""Changes that are decided ahead of the lock, several at a time, and carried out together in one transaction.

What such a change has read is noted. Under the lock the log itself says whether anybody has touched any of it since:
every row changes through the log. Who was overtaken decides again under the lock; nobody else notices. This is for
PostgreSQL, where each statement is a way to the server and back and the lock would be held all the while.
"""

import asyncio
from typing import Any

import msgspec
import structlog

from daicho.foundation import db
from daicho.foundation.db import Overtaken
from daicho.foundation.history import registers, sealed
from daicho.foundation.history.appending import (
    LINE,
    USED_KEY,
    Line,
    State,
    answer_again,
    key_id,
    locked_state,
    move,
    placed,
    used_key,
)
from daicho.foundation.history.changes import Change
from daicho.foundation.history.model import Key
from daicho.foundation.kernel.actor import Actor

log = structlog.get_logger()

MOST = 64


class Decided(msgspec.Struct, frozen=True):
    """A change before the lock: what it read since the log had `since` entries, and the rows it wants written."""

    change: Change
    key: Key | None
    since: int
    reads: frozenset[str]
    writes: list[tuple[str, tuple[Any, ...]]]


async def size_before(actor: Actor, key: Key | None) -> int:
    """How long the log is before anything is read; a key that was used is answered again at once."""
    found = await db.look(
        "used_key",
        "SELECT s.size, k.operation, k.body, k.status, k.result FROM log_state s"
        " LEFT JOIN used_key k ON k.id = $1 WHERE s.id = 1",
        key_id(actor, key) if key else "",
    )
    if not found:
        raise db.OutsideTransaction("the database is not migrated")
    if key is not None and found[0]["operation"] is not None:
        answer_again(found[0], key)
    return int(found[0]["size"])


class _Line:
    """Who waits for the next transaction, and the task that works them off."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Decided, asyncio.Future[bool]]] = []
        self.working: asyncio.Task[None] | None = None

    async def work(self) -> None:
        while self.waiting:
            batch, self.waiting = self.waiting[:MOST], self.waiting[MOST:]
            try:
                done = await _carried_out([decided for decided, _ in batch])
            except Exception as error:
                log.warning("together-failed", changes=len(batch), exc_info=error)
                done = [False] * len(batch)
            for (_, told), durable in zip(batch, done, strict=True):
                if not told.done():
                    told.set_result(durable)


async def carry_out(decided: Decided) -> None:
    """Returns when it is durable; `Overtaken` when nothing of it was written."""
    line: _Line = db.memory().setdefault("decided-ahead", _Line())
    told: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
    line.waiting.append((decided, told))
    if line.working is None or line.working.done():
        line.working = asyncio.create_task(line.work())
    if not await told:
        raise Overtaken


async def _carried_out(batch: list[Decided]) -> list[bool]:
    """One transaction for all of them; for each whether it is in it."""
    async with db.write():
        state = await locked_state()
        touched = await _touched(min(decided.since for decided in batch), state)
        written = _Written(state, touched)
        done = [written.joins(decided) for decided in batch]
        if any(done):
            await written.send()
    return done


_Touched = list[tuple[int, str, str]]


async def _touched(since: int, state: State) -> _Touched:
    """(seq, register, subject) of what others wrote since the first of a batch was decided."""
    if state.size == since:
        return []
    found = await db.fetch("SELECT seq, register, subject FROM entry WHERE seq >= $1", since)
    return [(row["seq"], row["register"], row["subject"]) for row in found]


class _Written:
    """What the changes of a batch write together, in the order in which they come into the log."""

    def __init__(self, state: State, touched: _Touched) -> None:
        self.state = state
        self.touched = touched
        self.rows: dict[str, list[tuple[Any, ...]]] = {}
        self.lines: list[Line] = []
        self.texts: list[sealed.Opening] = []
        self.keys: dict[str, tuple[Any, ...]] = {}

    def joins(self, decided: Decided) -> bool:
        """Whether nobody touched what this change has read; then it is next in the log."""
        key = key_id(decided.change.actor, decided.key) if decided.key else None
        if key in self.keys or self._overtaken(decided):
            return False
        first = self.state.size
        lines, self.state = placed(decided.change, self.state)
        self.lines += lines
        self.texts += decided.change.openings
        for query, values in decided.writes:
            self.rows.setdefault(query, []).append(values)
        acts = enumerate(decided.change.recorded, start=first)
        self.touched += [(seq, act.register, act.subject) for seq, act in acts]
        if key is not None and decided.key is not None:
            self.keys[key] = used_key(decided.change, decided.key)
        return True

    def _overtaken(self, decided: Decided) -> bool:
        return any(
            seq >= decided.since and (subject in decided.reads or register in decided.reads)
            for seq, register, subject in self.touched
        )

    async def send(self) -> None:
        for query, values in self.rows.items():
            await db.execute_many(query, values)
        texts = [(t.commitment, t.salt, t.value, t.about) for t in self.texts]
        await db.execute_many(registers.inserting("personal", sealed.KEPT, 1), texts)
        await db.execute_many(registers.inserting("entry", LINE, 1), self.lines)
        keys = list(self.keys.values())
        await db.execute_many(registers.inserting("used_key", USED_KEY, 1), keys)
        await move(self.state)
