"""A running Daicho for a test: its own database, a clock to set, a client for each person."""

import asyncio
import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import httpx
from litestar import Litestar

from daicho.app import create_app
from daicho.foundation import db
from daicho.foundation.identity import service, signing
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import today
from daicho.foundation.settings import Settings
from daicho.schema import TABLES
from tests.support import people
from tests.support.people import NOW, Ward

ORIGIN = "http://daicho.test"
_numbers = itertools.count()


class Template:
    """A migrated and seeded database, made once a session and copied for each test."""

    def __init__(self, settings: Settings, ward: Ward) -> None:
        self.settings = settings
        self.ward = ward

    @classmethod
    def made(cls, folder: Path, server: str | None) -> "Template":
        """On SQLite in this folder, or on this PostgreSQL server."""
        url = fresh_database(server, "daicho_template") if server else ""
        settings = Settings(data_dir=folder, database_url=url)
        _migrated(settings)
        return cls(settings, asyncio.run(_seeded(settings)))

    async def copied(self, folder: Path) -> Settings:
        """The settings of a copy that only one test uses."""
        if not self.settings.on_postgres:
            shutil.copy(self.settings.data_dir / "daicho.sqlite", folder / "daicho.sqlite")
            return Settings(data_dir=folder)
        name = f"daicho_{next(_numbers)}_{folder.parent.name[-6:]}"
        url = await _fresh_database(self.settings.url, name, template="daicho_template")
        return Settings(data_dir=folder, database_url=url)

    async def dropped(self, copy: Settings) -> None:
        """A thousand copies would fill the disk, and whoever stops the server would wait for them."""
        if copy.on_postgres:
            await _dropped(copy.url)
        else:
            (copy.data_dir / "daicho.sqlite").unlink()


def _migrated(settings: Settings) -> None:
    """As an administrator does it: the command, in a process of its own."""
    environment = {
        **os.environ,
        "DAICHO_DATA_DIR": str(settings.data_dir),
        "DAICHO_DATABASE_URL": settings.database_url,
    }
    command = [sys.executable, "-m", "daicho.cli.main", "migrate"]
    subprocess.run(command, env=environment, check=True, capture_output=True)


def fresh_database(server: str, name: str) -> str:
    """The URL of an empty database of this name on a server."""
    return asyncio.run(_fresh_database(server, name))


async def _fresh_database(server: str, name: str, template: str = "template1") -> str:
    """Create a database on a server and give its URL."""
    safe = "".join(c if c.isalnum() else "_" for c in name)
    admin = urlunsplit(urlsplit(server)._replace(path="/postgres"))
    connection = await asyncpg.connect(admin)
    try:
        await connection.execute(f'DROP DATABASE IF EXISTS "{safe}"')
        await connection.execute(f'CREATE DATABASE "{safe}" TEMPLATE "{template}"')
    finally:
        await connection.close()
    return urlunsplit(urlsplit(server)._replace(path=f"/{safe}"))


async def _dropped(url: str) -> None:
    there = urlsplit(url)
    connection = await asyncpg.connect(urlunsplit(there._replace(path="/postgres")))
    try:
        await connection.execute(f'DROP DATABASE "{there.path[1:]}" WITH (FORCE)')
    finally:
        await connection.close()


async def _seeded(settings: Settings) -> Ward:
    await db.bind(db.connect(settings), TABLES)
    try:
        return await people.seed()
    finally:
        await db.unbind()


class Office:
    """The application with its people; `now` may be moved."""

    def __init__(
        self, app: Litestar, settings: Settings, ward: Ward, stack: AsyncExitStack
    ) -> None:
        self.app = app
        self.settings = settings
        self.sections = ward.sections
        self.staff = ward.staff
        self.now = NOW
        self._stack = stack
        self._keys = itertools.count()
        app.state.clock = lambda: self.now

    def later(self, **by: float) -> datetime:
        """Let time pass."""
        self.now += timedelta(**by)
        return self.now

    def key(self) -> dict[str, str]:
        """A fresh Idempotency-Key header."""
        return {"Idempotency-Key": f"test-key-{next(self._keys):06}"}

    async def actor(self, account: str) -> Actor:
        """The person behind an account with today's posts, for calling services directly."""
        return await service.actor_of(account, today(self.now))

    async def client(self, account: str | None = None) -> "Client":
        """A browser of this person (or of nobody), already signed in."""
        app = cast("Any", self.app)  # httpx and Litestar type the same ASGI differently
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        raw = httpx.AsyncClient(
            transport=transport, base_url=ORIGIN, headers={"Origin": ORIGIN}, timeout=60
        )
        await self._stack.enter_async_context(raw)
        if account is not None:
            opened = await signing.open_session(account, self.now)
            raw.cookies.set(self.settings.cookie, opened.token)
        return Client(self, raw)


class Client:
    """Asks as one person; every POST carries a key of its own unless one is given."""

    def __init__(self, office: Office, raw: httpx.AsyncClient) -> None:
        self.office = office
        self.raw = raw

    async def get(self, path: str, **query: Any) -> httpx.Response:
        return await self.raw.get(f"/api{path}", params=query)

    async def post(
        self, path: str, body: Any = None, *, key: str | None = None, status: int | None = None
    ) -> httpx.Response:
        headers = {"Idempotency-Key": key} if key else self.office.key()
        answer = await self.raw.post(
            f"/api{path}", json={} if body is None else body, headers=headers
        )
        assert status is None or answer.status_code == status, (answer.status_code, answer.text)
        return answer

    async def put(self, path: str, body: Any, **headers: str) -> httpx.Response:
        sent = {**self.office.key(), **{k.replace("_", "-"): v for k, v in headers.items()}}
        return await self.raw.put(f"/api{path}", json=body, headers=sent)

    async def delete(self, path: str) -> httpx.Response:
        return await self.raw.delete(f"/api{path}")


@cache
def _application() -> Litestar:
    """Putting the routes together takes longer than most tests; what differs between them is in its state."""
    return create_app(Settings())


@asynccontextmanager
async def opened(template: Template, folder: Path) -> AsyncIterator[Office]:
    """The application on a copy of the template, from start-up to shut-down."""
    settings = await template.copied(folder)
    app = _application()
    app.state.settings = settings
    async with AsyncExitStack() as stack, app.lifespan():
        yield Office(app, settings, template.ward, stack)
    await template.dropped(settings)
