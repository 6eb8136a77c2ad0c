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

from daicho.foundation.db.gates import Connection, SqliteGate, transaction
from daicho.foundation.db.turns import Group, Turns

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

    def __init__(self, path: Path) -> None:
        self.path = path
        self.engine = SqliteGate(path=str(path))
        self.memory: dict[str, Any] = {}
        self._writer: SqliteConnection | None = None
        self._turns = Turns(self._commit)
        self._readers: asyncio.Queue[SqliteConnection] = asyncio.Queue()

    async def open(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._writer = SqliteConnection.opened(self.path, writing=True)
        for _ in range(READERS):
            self._readers.put_nowait(SqliteConnection.opened(self.path, writing=False))

    async def close(self) -> None:
        await self._turns.rest()
        while not self._readers.empty():
            await self._readers.get_nowait().close()
        if self._writer is not None:
            await self._writer.close()
            self._writer = None

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        connection = await self._readers.get()
        try:
            async with transaction(connection, "BEGIN"):
                yield connection
        finally:
            self._readers.put_nowait(connection)

    @asynccontextmanager
    async def writing(self, *, alone: bool = False) -> AsyncIterator[Connection]:
        """A member of the open group, or the first of the next; on a clean exit its COMMIT is durable."""
        await self._turns.take(alone=alone)
        group: Group | None = None
        try:
            group, writer = await self._joined(alone=alone)
            async with _savepoint(writer, group):
                yield writer
        except BaseException as error:
            self._turns.pass_on()
            if group is not None and isinstance(error, Exception):
                # A refusal may rest on what another member did: it is told when that is durable.
                await group.outcome()
            raise
        self._turns.pass_on()
        await group.outcome()

    async def _joined(self, *, alone: bool) -> tuple[Group, SqliteConnection]:
        if self._writer is None:
            self._writer = SqliteConnection.opened(self.path, writing=True)
        if self._turns.group is None:
            try:
                await self._writer.fetch("BEGIN IMMEDIATE")
            except BaseException:
                await asyncio.shield(self._roll_back())
                raise
            self._turns.group = Group(alone=alone)
        self._turns.group.members += 1
        return self._turns.group, self._writer

    async def _commit(self, group: Group) -> None:
        """What every member waits for; an error is everybody's."""
        try:
            if group.doom is not None:
                raise group.doom
            if self._writer is not None:
                await self._writer.fetch("COMMIT")
        except BaseException as error:
            await self._roll_back()
            group.settle(error)
        else:
            group.settle()

    async def _roll_back(self) -> None:
        """A writer that is still inside a transaction after its roll-back is of no further use."""
        writer = self._writer
        if writer is None:
            return
        with suppress(Exception):
            await writer.fetch("ROLLBACK")
        if writer.raw.in_transaction:
            self._writer = None
            await writer.close()


class LostTransaction(sqlite3.OperationalError):
    """SQLite ended the transaction by itself, as on a full disk: nothing of the group was written."""


@asynccontextmanager
async def _savepoint(writer: SqliteConnection, group: Group) -> AsyncIterator[None]:
    """One member's work inside the group's transaction; what cannot be taken back alone dooms the group."""
    await writer.fetch("SAVEPOINT member")
    try:
        yield
        await writer.fetch("RELEASE member")
    except BaseException:
        try:
            await asyncio.shield(writer.fetch("ROLLBACK TO member"))
            await asyncio.shield(writer.fetch("RELEASE member"))
        except Exception as lost:
            group.doom = LostTransaction(str(lost))
        raise
