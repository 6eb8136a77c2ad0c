"""The door: `change()` is the one transaction in which rows, entries, reactions and the tree move together."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import msgspec

from daicho.foundation import db
from daicho.foundation.history import registers, sealed, tree
from daicho.foundation.history.model import (
    Entry,
    Key,
    hashed_bytes,
    plain,
    same_request,
)
from daicho.foundation.history.registers import Register, Row
from daicho.foundation.history.tables import LogState
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.errors import Refused, Replayed
from daicho.foundation.kernel.ids import new_id
from daicho.foundation.kernel.text import refuse_resident_numbers

_CHUNK = 400
_TABLES_ON = {
    "sqlite": "SELECT name FROM sqlite_master WHERE name = 'log_state'",
    "postgres": "SELECT tablename FROM pg_tables WHERE tablename = 'log_state'",
}
HASH = 32


class Recorded(msgspec.Struct, frozen=True):
    """One act inside a change, before it has its place in the log."""

    register: str
    subject: str
    act: str
    schema: int
    row: msgspec.Struct
    section: str | None
    why: str | None
    occurred_at: datetime
    corrects: int | None


class Done(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a use case answers, and what a replay of its key answers again: ids and states, never more."""

    id: str | None = None
    code: str | None = None
    state: str | None = None
    etag: str | None = None


class Change:
    """What one use case does: rows written now, entries appended at the end, all in one transaction."""

    def __init__(self, actor: Actor, now: datetime) -> None:
        self.actor = actor
        self.now = now
        self.id = new_id()
        self.on_behalf_of: str | None = None
        self.status = 200
        self.result: dict[str, Any] = {}
        self.recorded: list[Recorded] = []
        self.openings: list[sealed.Opening] = []

    def done(self, *, status: int = 200, **told: str) -> Done:
        """Fix the answer of this change; it is stored under the idempotency key."""
        self.status, self.result = status, dict(told)
        return Done(**told)

    def seal(self, text: str, *, about: str | None = None, place: str = "text") -> str:
        """Put a name or a free text beside the history; what comes back may stand in rows and entries."""
        refuse_resident_numbers(text, place=place)
        opening = sealed.seal(text, about=about)
        self.openings.append(opening)
        return opening.commitment

    async def add(self, register: Register[Row], row: Row, *, act: str, **told: Any) -> Row:
        """A new subject: its row and its first entry."""
        await registers.insert(register, row)
        return self._record(register, row, act=act, **told)

    async def amend(self, register: Register[Row], row: Row, *, act: str, **told: Any) -> Row:
        """The next state of a subject: its row replaced, an entry with the complete after-image."""
        await registers.replace(register, row)
        return self._record(register, row, act=act, **told)

    def _record(
        self, register: Register[Row], row: Row, *, act: str, why: str | None = None,
        occurred_at: datetime | None = None, corrects: int | None = None,
    ) -> Row:  # fmt: skip
        self.recorded.append(
            Recorded(
                register=register.name,
                subject=register.subject_of(row),
                act=act,
                schema=register.schema,
                row=row,
                section=register.section_of(row),
                why=None if why is None else self.seal(why, place="why"),
                occurred_at=occurred_at or self.now,
                corrects=corrects,
            )
        )
        return row


Reaction = Callable[[Change], Awaitable[None]]

_reactions: tuple[Reaction, ...] = ()


def react_with(reactions: Iterable[Reaction]) -> None:
    """The explicit list of what runs inside every change after its use case; app.py hands it over."""
    global _reactions
    _reactions = tuple(reactions)


@asynccontextmanager
async def change(
    actor: Actor, now: datetime, key: Key | None = None, *, alone: bool = False
) -> AsyncIterator[Change]:
    """Open the door: on a clean exit everything is committed, on any error nothing happened.

    `alone` is for what takes long: it shares its COMMIT with no other change.

    Raises `Replayed` when this key was carried out before, and `KeyReused` when it stood for another request.
    """
    async with db.write(shared=not alone):
        state = await _locked_state()
        if key is not None:
            await _refuse_used(actor, key)
        opened = Change(actor, now)
        yield opened
        for reaction in _reactions:
            await reaction(opened)
        await _append(opened, state)
        if key is not None:
            await _remember(opened, key)


async def require_migrated() -> None:
    """Refuse a database without our tables: `not-migrated`."""
    async with db.read():
        names = await db.fetch(_TABLES_ON[db.bound().dialect])
    if not names:
        raise Refused("not-migrated")


_STATE = "SELECT size, frontier, last_at, numbers FROM log_state WHERE id = 1"


class _State(msgspec.Struct, frozen=True):
    """Where the log stands."""

    size: int
    frontier: bytes
    last_at: datetime | None
    numbers: dict[str, int]


_CARRIED = "log"


async def _locked_state() -> _State:
    """Under the lock, until the COMMIT: the next change of the same group is told and need not ask."""
    known: _State | None = db.carried().get(_CARRIED)
    if known is not None:
        return known
    locking = " FOR UPDATE" if db.bound().dialect == "postgres" else ""
    found = await db.fetch(_STATE + locking)
    if not found:
        raise db.OutsideTransaction("the database is not migrated")
    row = found[0]
    numbers = counted(row["numbers"])
    state = _State(row["size"], bytes(row["frontier"]), row["last_at"], numbers)
    db.carried()[_CARRIED] = state
    return state


NUMBERS = "(SELECT numbers FROM log_state WHERE id = 1) AS numbers"
"""A column for a SELECT elsewhere: how many entries each register has, the version of all that is in them."""


def counted(numbers: str) -> dict[str, int]:
    """Register -> number of its last entry. While it stays, no row of the register has changed."""
    return _NUMBERS.decode(numbers)


_NUMBERS = msgspec.json.Decoder(dict[str, int])


async def lock_log() -> None:
    """Inside `db.write()`: nobody else appends or signs until this transaction ends."""
    await _locked_state()


async def _refuse_used(actor: Actor, key: Key) -> None:
    found = await db.look(
        "used_key",
        "SELECT operation, body, status, result FROM used_key WHERE id = $1",
        _key_id(actor, key),
    )
    for used in found:
        same_request(key, used["operation"], used["body"])
        raise Replayed(used["status"], msgspec.json.decode(used["result"]))


def _key_id(actor: Actor, key: Key) -> str:
    return f"{actor.person}:{key.value}"


async def _remember(done: Change, key: Key) -> None:
    await db.execute(
        "used_key",
        "INSERT INTO used_key (id, operation, body, status, result, made_at)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        _key_id(done.actor, key),
        key.operation,
        key.body,
        done.status,
        msgspec.json.encode(done.result).decode(),
        done.now,
    )


async def _append(done: Change, state: _State) -> None:
    """Give each recorded act its place: seq, number, leaf; then move the tree's state."""
    if not done.recorded:
        return
    frontier = split_frontier(state.frontier)
    size, numbers = state.size, dict(state.numbers)
    recorded_at = max(done.now, state.last_at) if state.last_at else done.now
    lines = []
    for act in done.recorded:
        number = numbers[act.register] = numbers.get(act.register, 0) + 1
        entry = _entry(act, done, seq=size, number=number, recorded_at=recorded_at)
        body = hashed_bytes(entry)
        lines.append(_line(entry, body))
        frontier = tree.append(frontier, size, tree.leaf_hash(body))
        size += 1
    await sealed.keep(done.openings)
    await _write_lines(lines)
    state = _State(size, b"".join(frontier), recorded_at, numbers)
    db.carried()[_CARRIED] = state
    await db.execute(
        "log_state",
        "UPDATE log_state SET size = $1, frontier = $2, last_at = $3, numbers = $4 WHERE id = 1",
        state.size,
        state.frontier,
        state.last_at,
        msgspec.json.encode(numbers, order="sorted").decode(),
    )


_LINE = ("seq", "id", "register", "number", "subject", "act", "section", "actor", "occurred_at",
         "recorded_at", "change", "body")  # fmt: skip


async def _write_lines(lines: list[tuple[Any, ...]]) -> None:
    for start in range(0, len(lines), _CHUNK):
        chunk = lines[start : start + _CHUNK]
        values = (value for line in chunk for value in line)
        await db.execute("entry", registers.inserting("entry", _LINE, len(chunk)), *values)


def split_frontier(joined: bytes) -> list[bytes]:
    """The 32-byte hashes of a stored frontier."""
    raw = bytes(joined)
    return [raw[i : i + HASH] for i in range(0, len(raw), HASH)]


def _entry(act: Recorded, done: Change, *, seq: int, number: int, recorded_at: datetime) -> Entry:
    return Entry(
        seq=seq,
        id=new_id(),
        register=act.register,
        number=number,
        subject=act.subject,
        act=act.act,
        schema=act.schema,
        after=plain(act.row),
        why=act.why,
        section=act.section,
        occurred_at=act.occurred_at,
        recorded_at=recorded_at,
        actor=done.actor.person,
        on_behalf_of=done.on_behalf_of,
        device=done.actor.device,
        corrects=act.corrects,
        change=done.id,
    )


def _line(entry: Entry, body: bytes) -> tuple[Any, ...]:
    """The columns of `_LINE`."""
    return (
        entry.seq, entry.id, entry.register, entry.number, entry.subject, entry.act, entry.section,
        entry.actor, entry.occurred_at, entry.recorded_at, entry.change, body,
    )  # fmt: skip


async def tree_head() -> tuple[int, bytes, dict[str, int]]:
    """Size, root and the count of each register, as of this transaction."""
    state = await LogState.select().first().output(load_json=True)
    if state is None:
        raise db.OutsideTransaction("the database is not migrated")
    return state["size"], tree.root(split_frontier(state["frontier"])), dict(state["numbers"])


async def tree_frontier() -> list[bytes]:
    """The frontier of the tree, as of this transaction."""
    state = await LogState.select(LogState.frontier).first()
    return split_frontier(state["frontier"]) if state else []


async def last_recorded() -> datetime | None:
    """When the newest entry was recorded."""
    state = await LogState.select(LogState.last_at).first()
    return state["last_at"] if state else None
