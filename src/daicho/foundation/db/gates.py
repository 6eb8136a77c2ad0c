"""Piccolo's two dialects on our connections: a query runs inside an open transaction, or it is refused."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from contextvars import ContextVar
from typing import Any, Protocol

from piccolo.engine.postgres import PostgresEngine
from piccolo.engine.sqlite import SQLiteEngine
from piccolo.querystring import QueryString


class OutsideTransaction(RuntimeError):
    """A query ran outside `read()` and `write()`: a mistake of ours, never of the caller."""


class Connection(Protocol):
    """What a transaction runs its statements on."""

    async def fetch(self, query: str, *args: Any) -> Any: ...


class Open:
    """One open transaction of one task."""

    __slots__ = ("connection", "writing")

    def __init__(self, connection: Connection, writing: bool) -> None:
        self.connection = connection
        self.writing = writing


current: ContextVar[Open | None] = ContextVar("daicho_transaction", default=None)


def connection() -> Connection:
    """The connection of the transaction that this task has open."""
    opened = current.get()
    if opened is None:
        raise OutsideTransaction("open db.read() or db.write() first")
    return opened.connection


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
        return await connection().fetch(query, *args)

    async def run_ddl(self, ddl: str, in_pool: bool = False) -> Any:
        return await connection().fetch(ddl)


class SqliteGate(_OnCurrentConnection, SQLiteEngine):
    """Piccolo's SQLite dialect on our connections."""


class PostgresGate(_OnCurrentConnection, PostgresEngine):
    """Piccolo's PostgreSQL dialect on our connections."""
