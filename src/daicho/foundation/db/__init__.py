"""The database behind one door: `read()` and `write()` are the only transactions there are, on SQLite and PostgreSQL.

Piccolo's own transactions are never used: after a failed COMMIT they neither roll back nor release. A query outside
`read()` or `write()` is refused, so that nothing can run in autocommit by accident.
"""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any, TypeVar

import structlog
from piccolo.table import Table

from daicho.foundation.db.gates import (
    Ahead,
    Foreseen,
    OutsideTransaction,
    Overtaken,
    Question,
    Unforeseen,
    current,
    opened,
)
from daicho.foundation.db.postgres import Postgres
from daicho.foundation.db.sqlite import Sqlite
from daicho.foundation.db.writes import Write, text_of, together
from daicho.foundation.settings import Settings

__all__ = ["OutsideTransaction", "Overtaken", "Question", "Unforeseen", "Write", "together"]

log = structlog.get_logger()

T = TypeVar("T")

SAFE_SQLITE = (3, 51, 3)
"""The first SQLite whose write-ahead log survives several writing and checkpointing connections (WAL-reset bug)."""

Database = Sqlite | Postgres

_bound: Database | None = None


def connect(settings: Settings) -> Database:
    """The database that a URL names; not yet open."""
    if settings.on_postgres:
        return Postgres(settings.url)
    return Sqlite(Path(settings.url.removeprefix("sqlite:///")))


def warn_of_old_sqlite(database: Database) -> None:
    """Say in the server's log when this SQLite is older than advised."""
    if isinstance(database, Sqlite) and sqlite3.sqlite_version_info < SAFE_SQLITE:
        log.warning("sqlite-older-than-advised", version=sqlite3.sqlite_version)


async def bind(database: Database, tables: Iterable[type[Table]]) -> None:
    """Open a database and let these tables speak to it; the process has one at a time."""
    global _bound
    await database.open()
    for table in tables:
        table._meta.db = database.engine
    _bound = database


async def unbind() -> None:
    """Close the database; what runs afterwards is refused."""
    global _bound
    if _bound is not None:
        await _bound.close()
        _bound = None


def memory() -> dict[str, Any]:
    """What this process remembers of the open database; a version is looked at with each use."""
    return bound().memory


def bound() -> Database:
    """The open database of this process."""
    if _bound is None:
        raise OutsideTransaction("no database is open")
    return _bound


def read() -> AbstractAsyncContextManager[None]:
    """One consistent view; inside an open transaction it is that transaction."""
    return _reading() if current.get() is None else _JOINED


_JOINED = nullcontext()


@asynccontextmanager
async def _reading() -> AsyncIterator[None]:
    async with bound().reading() as begun:
        token = current.set(begun)
        try:
            yield
        finally:
            current.reset(token)


@asynccontextmanager
async def write(*, shared: bool = False) -> AsyncIterator[None]:
    """All of it, or nothing, durable on a clean exit. Never nested: a write belongs to one use case.

    What is over quickly may be `shared`: several such writers have one COMMIT, and none harms another.
    """
    if current.get() is not None:
        raise OutsideTransaction("a transaction is already open in this task")
    async with bound().writing(shared=shared) as begun:
        token = current.set(begun)
        try:
            yield
        finally:
            current.reset(token)


@asynccontextmanager
async def ahead(questions: Sequence[Question]) -> AsyncIterator[Ahead]:
    """Reads before the lock and keeps writes for it: see history/ahead.py. What will be asked is asked at once."""
    database = bound()
    if current.get() is not None or not isinstance(database, Postgres):
        raise OutsideTransaction("nothing can be decided ahead here")
    begun = Ahead(await database.ask(questions), database.glance)
    token = current.set(begun)
    try:
        yield begun
    finally:
        current.reset(token)


async def at_once(
    questions: Callable[[], Sequence[Question]], use_case: Callable[[], Awaitable[T]]
) -> T:
    """`read()` around a use case that is known to ask these questions.

    Where each statement is a way to the server and back, they are one statement, and nothing else is sent. What turns
    out to need more is done again in a transaction; so it may change nothing.
    """
    database = bound()
    if current.get() is None and isinstance(database, Postgres):
        token = current.set(Foreseen(await database.ask(questions())))
        try:
            return await use_case()
        except Unforeseen:
            pass
        finally:
            current.reset(token)
    async with read():
        return await use_case()


async def fetch(query: str, *args: Any) -> list[dict[str, Any]]:
    """Plain SQL for what the query builder cannot say; `$1` on PostgreSQL and `?1` on SQLite are both written `$1`."""
    return _rows(await opened().fetch(_spelled(query), *args))


async def glance(query: str, *args: Any) -> list[dict[str, Any]]:
    """One SELECT that needs no other beside it: its own view of the database, no transaction around it."""
    if current.get() is not None:
        return await fetch(query, *args)
    return _rows(await bound().glance(_spelled(query), *args))


async def by_itself(query: str, *args: Any) -> list[dict[str, Any]]:
    """One statement that is a transaction by itself: durable when it returns (PostgreSQL)."""
    database = bound()
    if current.get() is not None or not isinstance(database, Postgres):
        raise OutsideTransaction("this statement needs a connection of its own")
    return _rows(await database.glance(query, *args))


async def look(table: str, query: str, *args: Any) -> list[dict[str, Any]]:
    """`fetch` of a SELECT that reads this table and no other: writes to others need not be sent before."""
    return _rows(await opened().look(table, _spelled(query), *args))


def writing() -> bool:
    """Whether what this task has open can change something."""
    return opened().writing


async def execute(table: str, query: str, *args: Any) -> None:
    """A statement that changes this table and no other; sent at the latest when the transaction ends."""
    await opened().write(table, _spelled(query), *args)


async def store(row: Write, *values: Any) -> None:
    """One row of this shape; sent at the latest when the transaction ends."""
    await opened().store(row, text_of(row, bound().mark), *values)


def note(read: str) -> None:
    """Name the subject, or the register, that was looked at: what is decided ahead has to hold under the lock."""
    opened().note(read)


def carried() -> dict[str, Any]:
    """What this transaction hands to the next one that shares its COMMIT; gone with the COMMIT."""
    return opened().carried


def seen() -> dict[tuple[str, Any], Any]:
    """Rows by register and key as this transaction has read or written them."""
    return opened().seen


def _spelled(query: str) -> str:
    return query.replace("$", bound().mark)


def _rows(found: Any) -> list[dict[str, Any]]:
    return [row if isinstance(row, dict) else dict(row) for row in found]
