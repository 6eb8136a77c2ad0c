"""The database behind one door: `read()` and `write()` are the only transactions there are, on SQLite and PostgreSQL.

Piccolo's own transactions are never used: after a failed COMMIT they neither roll back nor release. A query outside
`read()` or `write()` is refused, so that nothing can run in autocommit by accident.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Any, Protocol

import aiosqlite
import asyncpg
import structlog
from piccolo.engine.postgres import PostgresEngine
from piccolo.engine.sqlite import SQLiteEngine, dict_factory
from piccolo.querystring import QueryString
from piccolo.table import Table

from daicho.foundation.settings import Settings

log = structlog.get_logger()

READERS = 4
POOL = 8
SAFE_SQLITE = (3, 51, 3)
"""The first SQLite whose write-ahead log survives several writing and checkpointing connections (WAL-reset bug)."""


class OutsideTransaction(RuntimeError):
    """A query ran outside `read()` and `write()`: a mistake of ours, never of the caller."""


class _Connection(Protocol):
    async def fetch(self, query: str, *args: Any) -> Any: ...


class _Open:
    """One open transaction of one task."""

    __slots__ = ("connection", "writing")

    def __init__(self, connection: _Connection, writing: bool) -> None:
        self.connection = connection
        self.writing = writing


_current: ContextVar[_Open | None] = ContextVar("daicho_transaction", default=None)


def _connection() -> _Connection:
    current = _current.get()
    if current is None:
        raise OutsideTransaction("open db.read() or db.write() first")
    return current.connection


class _OnCurrentConnection:
    """What both engines share: every query runs on the connection of the transaction that this task has open."""

    engine_type: str

    async def check_version(self) -> None:
        """Versions are looked at when the database opens, not when a module is imported."""

    async def prep_database(self) -> None:
        """No extensions are needed."""

    async def run_querystring(self, querystring: QueryString, in_pool: bool = False) -> Any:
        query, args = querystring.compile_string(engine_type=self.engine_type)
        return await _connection().fetch(query, *args)

    async def run_ddl(self, ddl: str, in_pool: bool = False) -> Any:
        return await _connection().fetch(ddl)


class SqliteGate(_OnCurrentConnection, SQLiteEngine):
    """Piccolo's SQLite dialect on our connections."""


class PostgresGate(_OnCurrentConnection, PostgresEngine):
    """Piccolo's PostgreSQL dialect on our connections."""


class Sqlite:
    """One persistent writer behind a lock, a few readers that cannot write; WAL and FULL sync."""

    dialect = "sqlite"

    def __init__(self, path: Path) -> None:
        self.path = path
        self.engine = SqliteGate(path=str(path))
        self._writer: _SqliteConnection | None = None
        self._turn = asyncio.Lock()
        self._readers: asyncio.Queue[_SqliteConnection] = asyncio.Queue()

    async def open(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._writer = await _SqliteConnection.open(self.path, writing=True)
        for _ in range(READERS):
            self._readers.put_nowait(await _SqliteConnection.open(self.path, writing=False))

    async def close(self) -> None:
        while not self._readers.empty():
            await self._readers.get_nowait().close()
        if self._writer is not None:
            await self._writer.close()
            self._writer = None

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[_Connection]:
        connection = await self._readers.get()
        try:
            async with _transaction(connection, "BEGIN"):
                yield connection
        finally:
            self._readers.put_nowait(connection)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[_Connection]:
        async with self._turn:
            if self._writer is None:
                self._writer = await _SqliteConnection.open(self.path, writing=True)
            try:
                async with _transaction(self._writer, "BEGIN IMMEDIATE"):
                    yield self._writer
            except BaseException:
                await self._replace_stuck_writer()
                raise

    async def _replace_stuck_writer(self) -> None:
        """A writer that is still inside a transaction after its roll-back is of no further use."""
        writer, self._writer = self._writer, None
        if writer is not None and not writer.raw.in_transaction:
            self._writer = writer
        elif writer is not None:
            await writer.close()


class _SqliteConnection:
    """An aiosqlite connection with the `fetch` of asyncpg."""

    def __init__(self, raw: aiosqlite.Connection) -> None:
        self.raw = raw

    @classmethod
    async def open(cls, path: Path, *, writing: bool) -> "_SqliteConnection":
        types = sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES
        raw = await aiosqlite.connect(path, detect_types=types, isolation_level=None, timeout=30)
        raw.row_factory = dict_factory  # type: ignore[assignment]  # aiosqlite names sqlite3.Row only
        pragmas = ["foreign_keys=1", "recursive_triggers=1", "trusted_schema=0", "mmap_size=0"]
        if writing:
            pragmas += ["journal_mode=WAL", "synchronous=FULL"]
        else:
            pragmas += ["query_only=1", "wal_autocheckpoint=0"]
        for pragma in pragmas:
            await raw.execute_fetchall(f"PRAGMA {pragma}")
        return cls(raw)

    async def fetch(self, query: str, *args: Any) -> Any:
        return await self.raw.execute_fetchall(query, args)

    async def close(self) -> None:
        await self.raw.close()


@asynccontextmanager
async def _transaction(connection: _Connection, begin: str) -> AsyncIterator[None]:
    """BEGIN to COMMIT; whatever fails in between, also the COMMIT itself, is rolled back before it is told."""
    await connection.fetch(begin)
    try:
        yield
        await connection.fetch("COMMIT")
    except BaseException:
        with suppress(Exception):
            await asyncio.shield(connection.fetch("ROLLBACK"))
        raise


class Postgres:
    """A pool of connections; a broken one is dropped by the pool when it comes back."""

    dialect = "postgres"

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = PostgresGate(config={"dsn": url})
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None

    async def open(self) -> None:
        self._pool = await asyncpg.create_pool(
            self.url, min_size=1, max_size=POOL, command_timeout=60
        )

    async def close(self) -> None:
        if self._pool is not None:
            await self._pool.close()
            self._pool = None

    def reading(self) -> Any:
        return self._within("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    def writing(self) -> Any:
        return self._within("BEGIN ISOLATION LEVEL READ COMMITTED")

    @asynccontextmanager
    async def _within(self, begin: str) -> AsyncIterator[_Connection]:
        if self._pool is None:
            raise OutsideTransaction("the database is not open")
        async with self._pool.acquire() as connection, _transaction(connection, begin):
            yield connection


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


def bound() -> Database:
    """The open database of this process."""
    if _bound is None:
        raise OutsideTransaction("no database is open")
    return _bound


@asynccontextmanager
async def read() -> AsyncIterator[None]:
    """One consistent view; inside an open transaction it is that transaction."""
    if _current.get() is not None:
        yield
        return
    async with bound().reading() as connection:
        token = _current.set(_Open(connection, writing=False))
        try:
            yield
        finally:
            _current.reset(token)


@asynccontextmanager
async def write() -> AsyncIterator[None]:
    """All of it, or nothing. Never nested: a write belongs to one use case."""
    if _current.get() is not None:
        raise OutsideTransaction("a transaction is already open in this task")
    async with bound().writing() as connection:
        token = _current.set(_Open(connection, writing=True))
        try:
            yield
        finally:
            _current.reset(token)


async def fetch(query: str, *args: Any) -> list[dict[str, Any]]:
    """Plain SQL for what the query builder cannot say; `$1` on PostgreSQL and `?1` on SQLite are both written `$1`."""
    if bound().dialect == "sqlite":
        query = query.replace("$", "?")
    return [dict(row) for row in await _connection().fetch(query, *args)]
