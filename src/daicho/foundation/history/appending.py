"""Giving acts their place in the log: number, seq and leaf; the tree's state; the keys that were used."""

from datetime import datetime
from typing import Any, NoReturn

import msgspec

from daicho.foundation import db
from daicho.foundation.db import Question, Write
from daicho.foundation.history import registers, tables, tree
from daicho.foundation.history.changes import Change, Recorded
from daicho.foundation.history.model import Entry, Key, hashed_bytes, plain, same_request
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.errors import Replayed
from daicho.foundation.kernel.ids import new_id

HASH = 32
_CHUNK = 400
_STATE = "SELECT size, frontier, last_at, numbers FROM log_state WHERE id = 1"


class State(msgspec.Struct, frozen=True):
    """Where the log stands."""

    size: int
    frontier: bytes
    last_at: datetime | None
    numbers: dict[str, int]


_CARRIED = "log"


async def locked_state() -> State:
    """Under the lock, until the COMMIT: the next change of the same group is told and need not ask."""
    known: State | None = db.carried().get(_CARRIED)
    if known is not None:
        return known
    locking = " FOR UPDATE" if db.bound().dialect == "postgres" else ""
    found = await db.fetch(_STATE + locking)
    if not found:
        raise db.OutsideTransaction("the database is not migrated")
    row = found[0]
    numbers = counted(row["numbers"])
    state = State(row["size"], bytes(row["frontier"]), row["last_at"], numbers)
    db.carried()[_CARRIED] = state
    return state


NUMBERS = "(SELECT numbers FROM log_state WHERE id = 1) AS numbers"
"""A column for a SELECT elsewhere: how many entries each register has, the version of all that is in them."""


def counted(numbers: str) -> dict[str, int]:
    """Register -> number of its last entry. While it stays, no row of the register has changed."""
    return _NUMBERS.decode(numbers)


_NUMBERS = msgspec.json.Decoder(dict[str, int])


Line = tuple[Any, ...]
"""One entry as the columns of `LINE`."""


def placed(done: Change, state: State) -> tuple[list[Line], State]:
    """The lines of a change that is next in the log, and where the log stands after it."""
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
    return lines, State(size, b"".join(frontier), recorded_at, numbers)


async def move(state: State) -> None:
    """The log stands here now."""
    db.carried()[_CARRIED] = state
    await db.execute("log_state", _MOVE, *_stored(state))


_MOVE = "UPDATE log_state SET size = $1, frontier = $2, last_at = $3, numbers = $4 WHERE id = 1"


def _stored(state: State) -> tuple[Any, ...]:
    numbers = msgspec.json.encode(state.numbers, order="sorted").decode()
    return state.size, state.frontier, state.last_at, numbers


def moved_from(before: State, after: State) -> tuple[str, tuple[Any, ...]]:
    """`move` that finds nothing to move where the log does not stand at `before`: the hashes of a frontier speak for
    every entry so far, also when the database was replaced by an older one."""
    return f"{_MOVE} AND size = $5 AND frontier = $6", (
        *_stored(after),
        before.size,
        before.frontier,
    )


LINE = ("seq", "id", "register", "number", "subject", "act", "section", "actor", "occurred_at",
         "recorded_at", "change", "body")  # fmt: skip
NEW_LINE = Write(tables.LogEntry, LINE)


async def write_lines(lines: list[Line]) -> None:
    for start in range(0, len(lines), _CHUNK):
        chunk = lines[start : start + _CHUNK]
        values = (value for line in chunk for value in line)
        await db.execute("entry", registers.inserting("entry", LINE, len(chunk)), *values)


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


def _line(entry: Entry, body: bytes) -> Line:
    """The columns of `LINE`."""
    return (
        entry.seq, entry.id, entry.register, entry.number, entry.subject, entry.act, entry.section,
        entry.actor, entry.occurred_at, entry.recorded_at, entry.change, body,
    )  # fmt: skip


async def refuse_used(actor: Actor, key: Key) -> None:
    found = await db.look(
        "used_key",
        "SELECT operation, body, status, result FROM used_key WHERE id = $1",
        key_id(actor, key),
    )
    for used in found:
        answer_again(used, key)


def size_and_use(actor: Actor, key: Key | None) -> Question:
    """How long the log is, and whether this key was used."""
    query = (
        "SELECT s.size, k.operation FROM log_state s LEFT JOIN used_key k ON k.id = $1"
        " WHERE s.id = 1"
    )
    return query, (key_id(actor, key) if key else "",)


def answer_again(used: dict[str, Any], key: Key) -> NoReturn:
    """`Replayed` with the answer given then, or `KeyReused` when the key stood for something else."""
    same_request(key, used["operation"], used["body"])
    raise Replayed(used["status"], msgspec.json.decode(used["result"]))


def key_id(actor: Actor, key: Key) -> str:
    return f"{actor.person}:{key.value}"


NEW_KEY = Write(tables.UsedKey, ("id", "operation", "body", "status", "result", "made_at"))


def used_key(done: Change, key: Key) -> tuple[Any, ...]:
    """What stands for this key from now on; ids and states, never bodies."""
    return (
        key_id(done.actor, key),
        key.operation,
        key.body,
        done.status,
        msgspec.json.encode(done.result).decode(),
        done.now,
    )


async def remember(done: Change, key: Key) -> None:
    """This key was carried out."""
    await db.store(NEW_KEY, *used_key(done, key))
