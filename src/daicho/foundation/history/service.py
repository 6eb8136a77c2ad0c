"""The door: `change()` is the one transaction in which rows, entries, reactions and the tree move together."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from daicho.foundation import db
from daicho.foundation.db import Question
from daicho.foundation.history import sealed, tree
from daicho.foundation.history.ahead import Decided, carry_out, size_before
from daicho.foundation.history.appending import (
    NUMBERS,
    counted,
    locked_state,
    move,
    placed,
    refuse_used,
    remember,
    size_and_use,
    split_frontier,
    write_lines,
)
from daicho.foundation.history.changes import Change, Done, Recorded
from daicho.foundation.history.late import begun, ended
from daicho.foundation.history.model import Key
from daicho.foundation.history.tables import LogState
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.errors import Refused

__all__ = ["NUMBERS", "Change", "Done", "Recorded", "counted", "split_frontier"]

_TABLES_ON = {
    "sqlite": "SELECT name FROM sqlite_master WHERE name = 'log_state'",
    "postgres": "SELECT tablename FROM pg_tables WHERE tablename = 'log_state'",
}

Reaction = Callable[[Change], Awaitable[None]]

Asking = Callable[[str], Iterable[Question]]

_reactions: tuple[Reaction, ...] = ()
_asking: tuple[Asking, ...] = ()


def react_with(reactions: Iterable[Reaction], asking: Iterable[Asking] = ()) -> None:
    """The explicit list of what runs inside every change after its use case; app.py hands it over.

    `asking` tells beforehand what they will ask about a thing: what it leaves out is asked later, one by one.
    """
    global _reactions, _asking
    _reactions, _asking = tuple(reactions), tuple(asking)


def reactions_ask(code: str) -> list[Question]:
    """What the reactions will ask when a change is about this thing."""
    return [question for asking in _asking for question in asking(code)]


@asynccontextmanager
async def change(
    actor: Actor, now: datetime, key: Key | None = None, *, alone: bool = False,
    ahead: Sequence[Question] | None = None, occurred_at: datetime | None = None,
) -> AsyncIterator[Change]:  # fmt: skip
    """Open the door: on a clean exit everything is committed, on any error nothing happened.

    `alone` is for what takes long: it shares its COMMIT with no other change. `ahead` is for what `first_ahead` calls:
    what it is known to ask, as one statement.
    `occurred_at` is when its acts happened, where that is not now.
    Raises `Replayed` when this key was carried out before, and `KeyReused` when it stood for another request.
    """
    opened, keeper = begun(actor, now, occurred_at)
    if ahead is not None:
        async with db.ahead([size_and_use(keeper, key), *ahead]) as decision:
            since = await size_before(keeper, key)
            yield opened
            await _react(opened)
        await carry_out(Decided(opened, key, since, decision.reads, decision.kept))
        return
    async with db.write(shared=not alone):
        state = await locked_state()
        if key is not None:
            await refuse_used(keeper, key)
        yield opened
        await _react(opened)
        if opened.recorded:
            lines, after = placed(opened, state)
            await sealed.keep(opened.openings)
            await write_lines(lines)
            await move(after)
        if key is not None:
            await remember(opened, key)


async def _react(opened: Change) -> None:
    await ended(opened)
    for reaction in _reactions:
        await reaction(opened)


async def first_ahead(use_case: Callable[[bool], Awaitable[Done]]) -> Done:
    """Decide before the lock where that is worth it; what was overtaken, or refused, is decided again under it."""
    if db.bound().decides_ahead:
        with suppress(db.Overtaken, Refused):
            return await use_case(True)
    return await use_case(False)


async def require_migrated() -> None:
    """Refuse a database without our tables: `not-migrated`."""
    async with db.read():
        names = await db.fetch(_TABLES_ON[db.bound().dialect])
    if not names:
        raise Refused("not-migrated")


async def lock_log() -> None:
    """Inside `db.write()`: nobody else appends or signs until this transaction ends."""
    await locked_state()


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
