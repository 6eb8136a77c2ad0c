"""Piccolo's two dialects on our connections: a query runs inside an open transaction, or it is refused."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from contextvars import ContextVar
from typing import Any, Protocol

from piccolo.engine.postgres import PostgresEngine
from piccolo.engine.sqlite import SQLiteEngine
from piccolo.querystring import QueryString

from daicho.foundation.db.writes import Write


class OutsideTransaction(RuntimeError):
    """A query ran outside `read()` and `write()`: a mistake of ours, never of the caller."""


class Overtaken(Exception):
    """What was decided ahead of the lock has to be decided again under it."""


class Unforeseen(Exception):
    """Something was read that was not asked for beforehand."""


Question = tuple[str, tuple[Any, ...]]
"""A SELECT of one table and the values of its places."""

Answers = dict[Question, list[dict[str, Any]]]
"""What was found, by question: one view of the database for all of them."""


class Connection(Protocol):
    """What a transaction runs its statements on."""

    async def fetch(self, query: str, *args: Any) -> Any: ...

    async def executemany(self, query: str, rows: list[tuple[Any, ...]]) -> None: ...


class Open:
    """One open transaction of one task."""

    __slots__ = ("carried", "connection", "seen", "writing")

    def __init__(self, connection: Connection, *, writing: bool) -> None:
        self.connection = connection
        self.writing = writing
        self.carried: dict[str, Any] = {}
        self.seen: dict[tuple[str, Any], Any] = {}

    async def fetch(self, query: str, *args: Any) -> Any:
        """All rows of a statement."""
        return await self.connection.fetch(query, *args)

    async def write(self, table: str, query: str, *args: Any) -> None:
        """A statement that changes this table and answers nothing; it may wait until somebody looks."""
        await self.connection.fetch(query, *args)

    async def store(self, row: Write, query: str, *values: Any) -> None:
        """A row of this shape and the statement that writes it, as `write`."""
        await self.write(row.table, query, *values)

    async def look(self, table: str, query: str, *args: Any) -> Any:
        """A SELECT of this table alone."""
        return await self.connection.fetch(query, *args)

    def note(self, read: str) -> None:
        """The subject, or the whole register, that the last look was at."""


current: ContextVar[Open | None] = ContextVar("daicho_transaction", default=None)


class Foreseen(Open):
    """Answers what was asked beforehand, and nothing else."""

    __slots__ = ("_answers",)

    def __init__(self, answers: Answers) -> None:
        super().__init__(Nowhere(), writing=False)
        self._answers = answers

    async def fetch(self, query: str, *args: Any) -> Any:
        raise Unforeseen

    async def write(self, table: str, query: str, *args: Any) -> None:
        raise OutsideTransaction("what is only read cannot be written")

    async def look(self, table: str, query: str, *args: Any) -> Any:
        found = self._answers.get((query, args))
        if found is None:
            raise Unforeseen
        return found


class Nowhere:
    """No connection is held: whoever decides without a lock keeps nobody waiting."""

    async def fetch(self, query: str, *args: Any) -> Any:
        raise Overtaken

    async def executemany(self, query: str, rows: list[tuple[Any, ...]]) -> None:
        raise Overtaken


Glance = Callable[..., Awaitable[Any]]
"""One SELECT by itself, and its rows."""


class Ahead(Open):
    """Reads without a transaction and notes what it read; keeps every write for the lock."""

    __slots__ = ("_answers", "_glance", "_noted", "_rows", "_tables", "kept")

    def __init__(self, answers: Answers, glance: Glance) -> None:
        super().__init__(Nowhere(), writing=True)
        self.kept: list[tuple[Write, tuple[Any, ...]]] = []
        self._answers, self._glance = answers, glance
        self._noted: set[str] = set()
        self._rows: set[tuple[str, Any]] = set()
        self._tables: set[str] = set()

    @property
    def reads(self) -> frozenset[str]:
        """Subjects, and registers of which more than one row was asked for."""
        return frozenset(self._noted)

    async def look(self, table: str, query: str, *args: Any) -> Any:
        if table in self._tables:
            raise Overtaken
        found = self._answers.get((query, args))
        return await self._glance(query, *args) if found is None else found

    async def write(self, table: str, query: str, *args: Any) -> None:
        """Only rows of a known shape can be written together with those of others."""
        raise Overtaken

    async def store(self, row: Write, query: str, *values: Any) -> None:
        """A row that is written twice is written in an order, which one statement does not have."""
        self._tables.add(row.table)
        name = row.table, values[row.named_by]
        if name in self._rows:
            raise Overtaken
        self._rows.add(name)
        self.kept.append((row, values))

    def note(self, read: str) -> None:
        self._noted.add(read)


def opened() -> Open:
    """The transaction that this task has open."""
    found = current.get()
    if found is None:
        raise OutsideTransaction("open db.read() or db.write() first")
    return found


@asynccontextmanager
async def transaction(connection: Connection, begin: str) -> AsyncIterator[None]:
    """BEGIN to COMMIT; whatever fails in between, also the COMMIT itself, is rolled back before it is told."""
    await connection.fetch(begin)
    try:
        yield
        await connection.fetch("COMMIT")
    except BaseException:
        with suppress(Exception):
            await asyncio.shield(connection.fetch("ROLLBACK"))
        raise


class _OnCurrentConnection:
    """What both engines share: every query runs on the connection of the transaction that this task has open."""

    engine_type: str

    async def check_version(self) -> None:
        """Versions are looked at when the database opens, not when a module is imported."""

    async def prep_database(self) -> None:
        """No extensions are needed."""

    async def run_querystring(self, querystring: QueryString, in_pool: bool = False) -> Any:
        query, args = querystring.compile_string(engine_type=self.engine_type)
        return await opened().fetch(query, *args)

    async def run_ddl(self, ddl: str, in_pool: bool = False) -> Any:
        return await opened().fetch(ddl)


class SqliteGate(_OnCurrentConnection, SQLiteEngine):
    """Piccolo's SQLite dialect on our connections."""


class PostgresGate(_OnCurrentConnection, PostgresEngine):
    """Piccolo's PostgreSQL dialect on our connections."""
