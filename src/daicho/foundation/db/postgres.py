"""PostgreSQL: a pool of connections; changes share one of them and its COMMIT, everything else has its own."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import lru_cache
from typing import Any

import asyncpg

from daicho.foundation.db.gates import Open, OutsideTransaction, PostgresGate, transaction
from daicho.foundation.db.turns import Turns

POOL = 8


class _Connection(asyncpg.Connection):  # type: ignore[misc]  # asyncpg ships no types
    """Nothing of a session outlives our transactions: there is nothing to reset but an open one, which asyncpg does."""

    def get_reset_query(self) -> str:
        return ""


class Postgres:
    """A pool of connections; a broken one is dropped by the pool when it comes back."""

    dialect = "postgres"
    decides_ahead = True

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = PostgresGate(config={"dsn": url})
        self.memory: dict[str, Any] = {}
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None
        self._turns = Turns(_PostgresWriter(self))

    async def open(self) -> None:
        self._pool = await asyncpg.create_pool(
            self.url, min_size=1, max_size=POOL, command_timeout=60, connection_class=_Connection
        )

    async def close(self) -> None:
        await self._turns.rest()
        if self._pool is not None:
            await self._pool.close()
            self._pool = None

    @property
    def pool(self) -> "asyncpg.Pool[asyncpg.Record]":
        if self._pool is None:
            raise OutsideTransaction("the database is not open")
        return self._pool

    async def glance(self, query: str, *args: Any) -> Any:
        """One SELECT by itself."""
        async with self.pool.acquire() as connection:
            return await connection.fetch(query, *args)

    def reading(self) -> Any:
        return self._within("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", writing=False)

    def writing(self, *, shared: bool = False) -> Any:
        """`shared` joins the changes that wait for the same COMMIT; else a transaction of its own."""
        if shared:
            return self._turns.member(alone=False)
        return self._within("BEGIN ISOLATION LEVEL READ COMMITTED", writing=True)

    @asynccontextmanager
    async def _within(self, begin: str, *, writing: bool) -> AsyncIterator[Open]:
        async with self.pool.acquire() as connection, transaction(connection, begin):
            yield Open(connection, writing=writing)


class _PostgresWriter:
    """The connection that a group of changes has borrowed from the pool."""

    def __init__(self, database: Postgres) -> None:
        self._database = database
        self._borrowed: Any = None
        self._entered = False

    async def begin(self) -> None:
        self._borrowed = await self._database.pool.acquire()
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
        await self._give_back()

    async def roll_back(self) -> None:
        if self._borrowed is None:
            return
        if self._borrowed.is_in_transaction():
            with suppress(Exception):
                await self._borrowed.fetch("ROLLBACK")
        with suppress(Exception):
            await self._give_back()

    async def _give_back(self) -> None:
        """A connection that is no longer usable is dropped by the pool."""
        lent, self._borrowed = self._borrowed, None
        await self._database.pool.release(lent)


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
def _together(queries: tuple[str, ...], counts: tuple[int, ...]) -> str:
    """`WITH w0 AS (...), w1 AS (...) ...`, the places numbered on from one to the next."""
    numbered, first = [], 0
    for query, count in zip(queries, counts, strict=True):
        numbered.append(_moved(query, first))
        first += count
    *before, last = numbered
    parts = ", ".join(f"w{number} AS ({query})" for number, query in enumerate(before))
    return f"WITH {parts} {last}" if parts else last


def _moved(query: str, by: int) -> str:
    return re.sub(r"\$(\d+)", lambda place: f"${int(place[1]) + by}", query)
