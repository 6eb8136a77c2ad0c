"""PostgreSQL: a pool of connections, one transaction each."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from daicho.foundation.db.gates import Connection, OutsideTransaction, PostgresGate, transaction

POOL = 8


class Postgres:
    """A pool of connections; a broken one is dropped by the pool when it comes back."""

    dialect = "postgres"

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = PostgresGate(config={"dsn": url})
        self.memory: dict[str, Any] = {}
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

    def writing(self, *, alone: bool = False) -> Any:
        """Its own transaction always: `alone` says nothing new here."""
        return self._within("BEGIN ISOLATION LEVEL READ COMMITTED")

    @asynccontextmanager
    async def _within(self, begin: str) -> AsyncIterator[Connection]:
        if self._pool is None:
            raise OutsideTransaction("the database is not open")
        async with self._pool.acquire() as connection, transaction(connection, begin):
            yield connection
