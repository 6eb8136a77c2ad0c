"""Fixtures: the seeded ward on SQLite and on PostgreSQL, a fresh copy for each test."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.support import postgres
from tests.support.office import Office, Template, opened

ENGINES = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server that belongs to this run."""
    with postgres.cluster() as server:
        yield server.url()


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Every test that asks for an office runs on both engines."""
    return str(request.param)


@pytest.fixture(scope="session")
def template(
    engine: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Template:
    """A migrated, seeded database of this engine."""
    server = request.getfixturevalue("postgres_server") if engine == "postgres" else None
    return Template.made(tmp_path_factory.mktemp(f"template_{engine}"), server)


@pytest.fixture
async def office(template: Template, tmp_path: Path) -> AsyncIterator[Office]:
    """A running Daicho of the invented ward, on its own database."""
    async with opened(template, tmp_path) as running:
        yield running
