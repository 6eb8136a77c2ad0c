"""SQLite: one writer whose COMMIT several changes may share, a few readers that cannot write; WAL and FULL sync.

Statements that are over at once run on the event loop: handing one to a thread costs more than most of them take. A
SELECT that turns out long is interrupted and done again in a thread; what may wait for the disk or for another process
(BEGIN IMMEDIATE, COMMIT) always goes there.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from time import perf_counter
from typing import Any

from daicho.foundation.db.gates import Open, SqliteGate, transaction
from daicho.foundation.db.turns import Turns

READERS = 4
LONGEST_ON_LOOP = 0.005
"""Seconds that one SELECT may hold the event loop."""
BREATH = 0.01
"""Seconds after which a transaction lets the others go on before its next statement."""
_STEPS = 5000
_WAITS = frozenset({"BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"})


class SqliteConnection:
    """A connection with the `fetch` of asyncpg."""

    def __init__(self, raw: sqlite3.Connection, *, writing: bool) -> None:
        self.raw = raw
        self._waits = _WAITS if writing else frozenset[str]()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sqlite")
        self._under_way: asyncio.Future[Any] | None = None
        self._until: float | None = None
        self._since = perf_counter()
        raw.set_progress_handler(self._too_long, _STEPS)

    @classmethod
    def opened(cls, path: Path, *, writing: bool) -> "SqliteConnection":
        raw = sqlite3.connect(
            path,
            detect_types=sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES,
            isolation_level=None,
            timeout=30,
            check_same_thread=False,
            cached_statements=512,
        )
        pragmas = ["foreign_keys=1", "recursive_triggers=1", "trusted_schema=0", "mmap_size=0"]
        if writing:
            pragmas += ["journal_mode=WAL", "synchronous=FULL"]
        else:
            pragmas += ["query_only=1", "wal_autocheckpoint=0"]
        for pragma in pragmas:
            raw.execute(f"PRAGMA {pragma}").fetchall()
        return cls(raw, writing=writing)

    async def fetch(self, query: str, *args: Any) -> list[dict[str, Any]]:
        """All rows of one statement."""
        if query in self._waits or self._busy:
            return await self._aside(query, args)
        await self._breathe()
        if not query.startswith("SELECT"):
            return self._run(query, args)
        return await self._quickly(query, args)

    def begin_anew(self) -> None:
        """Somebody else's transaction: the time in which it may hold the loop begins now."""
        self._since = perf_counter()

    async def executemany(self, query: str, rows: list[tuple[Any, ...]]) -> None:
        """The same statement for each of these rows."""
        for row in rows:
            await self.fetch(query, *row)

    @property
    def _busy(self) -> bool:
        """Whether a statement is in the thread that its caller no longer waits for."""
        return self._under_way is not None and not self._under_way.done()

    async def _breathe(self) -> None:
        if perf_counter() - self._since > BREATH:
            await asyncio.sleep(0)
            self._since = perf_counter()

    async def _quickly(self, query: str, args: tuple[Any, ...]) -> list[dict[str, Any]]:
        """On the loop, unless it takes too long there: a SELECT that is done again changes nothing."""
        self._until = perf_counter() + LONGEST_ON_LOOP
        try:
            return self._run(query, args)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                raise
        finally:
            self._until = None
        return await self._aside(query, args)

    def _too_long(self) -> bool:
        return self._until is not None and perf_counter() > self._until

    async def _aside(self, query: str, args: tuple[Any, ...]) -> list[dict[str, Any]]:
        """In the connection's thread, one after the other; a caller that is cancelled does not stop it."""
        loop = asyncio.get_running_loop()
        self._under_way = loop.run_in_executor(self._thread, self._run, query, args)
        try:
            return await asyncio.shield(self._under_way)
        finally:
            self._since = perf_counter()

    def _run(self, query: str, args: tuple[Any, ...]) -> list[dict[str, Any]]:
        cursor = self.raw.execute(query, args)
        found = cursor.fetchall()
        if not found:
            return found
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in found]

    async def close(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self.raw.close)
        self._thread.shutdown(wait=False)


class Sqlite:
    """One persistent writer whose turns are queued, and readers that see what is committed."""

    dialect = "sqlite"
    mark = "?"
    decides_ahead = False

    def __init__(self, path: Path) -> None:
        self.path = path
        self.engine = SqliteGate(path=str(path))
        self.memory: dict[str, Any] = {}
        self._writer = _SqliteWriter(path)
        self._turns = Turns(self._writer)
        self._readers: list[SqliteConnection] = []
        self._free = asyncio.Semaphore(READERS)

    async def open(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        await self._writer.connection.fetch("SELECT 1")
        for _ in range(READERS):
            self._readers.append(SqliteConnection.opened(self.path, writing=False))

    async def close(self) -> None:
        await self._turns.rest()
        while self._readers:
            await self._readers.pop().close()
        await self._writer.close()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Open]:
        async with self._reader() as connection, transaction(connection, "BEGIN"):
            yield Open(connection, writing=False)

    async def glance(self, query: str, *args: Any) -> list[dict[str, Any]]:
        """One SELECT by itself."""
        async with self._reader() as connection:
            return await connection.fetch(query, *args)

    @asynccontextmanager
    async def _reader(self) -> AsyncIterator[SqliteConnection]:
        """A reader of one's own; who waits longest is next. A queue of asyncio would let newcomers go first."""
        async with self._free:
            connection = self._readers.pop()
            connection.begin_anew()
            try:
                yield connection
            finally:
                self._readers.append(connection)

    @asynccontextmanager
    async def writing(self, *, shared: bool = False) -> AsyncIterator[Open]:
        """`shared` lets others into the same COMMIT."""
        async with self._turns.member(alone=not shared) as opened:
            yield opened


class _SqliteWriter:
    """The writing connection; opened again when one is stuck."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open: SqliteConnection | None = None

    @property
    def connection(self) -> SqliteConnection:
        if self._open is None:
            self._open = SqliteConnection.opened(self._path, writing=True)
        return self._open

    async def begin(self) -> None:
        await self.connection.fetch("BEGIN IMMEDIATE")

    async def enter(self) -> Open:
        await self.connection.fetch("SAVEPOINT member")
        return Open(self.connection, writing=True)

    async def leave(self, member: Open) -> None:
        await self.connection.fetch("RELEASE member")

    async def take_back(self) -> None:
        """An error that made SQLite itself roll back (a full disk) has left no savepoint to go back to."""
        await self.connection.fetch("ROLLBACK TO member")
        await self.connection.fetch("RELEASE member")

    async def commit(self) -> None:
        await self.connection.fetch("COMMIT")

    async def roll_back(self) -> None:
        """A connection that is still inside a transaction afterwards is of no further use."""
        with suppress(Exception):
            await self.connection.fetch("ROLLBACK")
        if self._open is not None and self._open.raw.in_transaction:
            await self.close()

    async def close(self) -> None:
        if self._open is not None:
            stuck, self._open = self._open, None
            await stuck.close()
