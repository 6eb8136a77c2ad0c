"""PostgreSQL: a few connections; changes share one of them and its COMMIT, everything else borrows its own."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from functools import lru_cache
from typing import Any

import asyncpg
import msgspec

from daicho.foundation.db.gates import (
    Answers,
    Open,
    OutsideTransaction,
    PostgresGate,
    Question,
    transaction,
)
from daicho.foundation.db.turns import Turns

POOL = 8


class Connections:
    """Some connections, opened when they are needed, lent to who waits longest; a broken one is not lent again.

    Not asyncpg's own pool: its queue lets newcomers go first, and giving back costs a task each time.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._idle: list[Any] = []
        self._free = asyncio.Semaphore(POOL)

    async def take(self) -> Any:
        await self._free.acquire()
        try:
            while self._idle:
                connection = self._idle.pop()
                if not connection.is_closed():
                    return connection
            # One spelling of moments, whatever the server's own zone is: JSON shows it.
            zone = {"timezone": "UTC"}
            return await asyncpg.connect(self._url, command_timeout=60, server_settings=zone)
        except BaseException:
            self._free.release()
            raise

    def give_back(self, connection: Any) -> None:
        """Nothing of a session outlives our transactions: there is nothing to reset but an open one."""
        if not connection.is_closed():
            if connection.is_in_transaction():
                connection.terminate()
            else:
                self._idle.append(connection)
        self._free.release()

    @asynccontextmanager
    async def lent(self) -> AsyncIterator[Any]:
        connection = await self.take()
        try:
            yield connection
        finally:
            self.give_back(connection)

    async def open(self) -> None:
        """One at once: a database that does not answer is found out now."""
        self.give_back(await self.take())

    async def close(self) -> None:
        """Waits for what is lent."""
        for _ in range(POOL):
            await self._free.acquire()
        for connection in self._idle:
            await connection.close()
        self._idle.clear()


class Postgres:
    """Statements on lent connections; changes share one of them."""

    dialect = "postgres"
    mark = "$"
    decides_ahead = True

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = PostgresGate(config={"dsn": url})
        self.memory: dict[str, Any] = {}
        self._connections: Connections | None = None
        self._turns = Turns(_PostgresWriter(self))

    async def open(self) -> None:
        opened = Connections(self.url)
        await opened.open()
        self._connections = opened

    async def close(self) -> None:
        await self._turns.rest()
        if self._connections is not None:
            closing, self._connections = self._connections, None
            await closing.close()

    @property
    def connections(self) -> Connections:
        if self._connections is None:
            raise OutsideTransaction("the database is not open")
        return self._connections

    async def glance(self, query: str, *args: Any) -> Any:
        """One statement by itself."""
        async with self.connections.lent() as connection:
            return await connection.fetch(query, *args)

    async def ask(self, questions: Sequence[Question]) -> Answers:
        """All of them as one statement: one way to the server, one view of the database."""
        asked = list(dict.fromkeys(questions))
        if not asked:
            return {}
        query = _all_of(tuple(query for query, _ in asked), tuple(len(args) for _, args in asked))
        told = await self.glance(query, *(value for _, args in asked for value in args))
        answers: list[list[dict[str, Any]] | None] = msgspec.json.decode(told[0][0])
        return {one: found or [] for one, found in zip(asked, answers, strict=True)}

    def reading(self) -> Any:
        return self._within("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", writing=False)

    def writing(self, *, shared: bool = False) -> Any:
        """`shared` joins the changes that wait for the same COMMIT; else a transaction of its own."""
        if shared:
            return self._turns.member(alone=False)
        return self._within("BEGIN ISOLATION LEVEL READ COMMITTED", writing=True)

    @asynccontextmanager
    async def _within(self, begin: str, *, writing: bool) -> AsyncIterator[Open]:
        async with self.connections.lent() as connection, transaction(connection, begin):
            yield Open(connection, writing=writing)


class _PostgresWriter:
    """The connection that a group of changes has borrowed from the pool."""

    def __init__(self, database: Postgres) -> None:
        self._database = database
        self._borrowed: Any = None
        self._entered = False

    async def begin(self) -> None:
        self._borrowed = await self._database.connections.take()
        self._entered = False

    async def enter(self) -> Open:
        """BEGIN and the first savepoint, or the last member's end and the next savepoint: one way to the server."""
        before = "RELEASE member" if self._entered else "BEGIN ISOLATION LEVEL READ COMMITTED"
        await self._borrowed.execute(f"{before}; SAVEPOINT member")
        self._entered = True
        return _Delayed(self._borrowed)

    async def leave(self, member: Open) -> None:
        if isinstance(member, _Delayed):
            await member.send()

    async def take_back(self) -> None:
        """The savepoint stays: the next member's beginning releases it."""
        await self._borrowed.execute("ROLLBACK TO member")

    async def commit(self) -> None:
        await self._borrowed.fetch("COMMIT")
        self._give_back()

    async def roll_back(self) -> None:
        if self._borrowed is None:
            return
        if not self._borrowed.is_closed() and self._borrowed.is_in_transaction():
            with suppress(Exception):
                await self._borrowed.fetch("ROLLBACK")
        self._give_back()

    def _give_back(self) -> None:
        lent, self._borrowed = self._borrowed, None
        self._database.connections.give_back(lent)


class _Delayed(Open):
    """Keeps writes to different tables back and sends them as one statement, at the end or before somebody looks."""

    __slots__ = ("_kept",)

    def __init__(self, connection: Any) -> None:
        super().__init__(connection, writing=True)
        self._kept: dict[str, tuple[str, tuple[Any, ...]]] = {}

    async def fetch(self, query: str, *args: Any) -> Any:
        await self.send()
        return await self.connection.fetch(query, *args)

    async def look(self, table: str, query: str, *args: Any) -> Any:
        """What is kept for other tables does not change the answer."""
        if table in self._kept:
            await self.send()
        return await self.connection.fetch(query, *args)

    async def write(self, table: str, query: str, *args: Any) -> None:
        if table in self._kept:
            await self.send()
        self._kept[table] = (query, args)

    async def send(self) -> None:
        """One statement writes all that was kept: no two of them are of the same table."""
        kept, self._kept = list(self._kept.values()), {}
        if not kept:
            return
        together = _together(tuple(query for query, _ in kept), tuple(len(a) for _, a in kept))
        await self.connection.fetch(together, *(value for _, args in kept for value in args))


@lru_cache(maxsize=256)
def _all_of(queries: tuple[str, ...], counts: tuple[int, ...]) -> str:
    """One row with an array: for each query an array of its rows, or null."""
    parts = (
        f"(SELECT json_agg(q{n}) FROM ({query}) q{n})"  # noqa: S608  # queries of our own
        for n, query in enumerate(_numbered(queries, counts))
    )
    return f"SELECT json_build_array({', '.join(parts)})"


@lru_cache(maxsize=256)
def _together(queries: tuple[str, ...], counts: tuple[int, ...]) -> str:
    """`WITH w0 AS (...), w1 AS (...) ...`."""
    *before, last = _numbered(queries, counts)
    parts = ", ".join(f"w{number} AS ({query})" for number, query in enumerate(before))
    return f"WITH {parts} {last}" if parts else last


def _numbered(queries: Sequence[str], counts: Sequence[int]) -> list[str]:
    """The places numbered on from one to the next."""
    return [_moved(query, sum(counts[:n])) for n, query in enumerate(queries)]


def _moved(query: str, by: int) -> str:
    return re.sub(r"\$(\d+)", lambda place: f"${int(place[1]) + by}", query)
