"""Fixtures: the seeded ward on SQLite and on PostgreSQL, a fresh copy for each test."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.support import postgres
from tests.support.office import Office, Template, opened
from tests.support.scratch import SHARED, in_memory

if in_memory() is not None:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(in_memory()))


def pytest_configure(config: pytest.Config) -> None:
    """One demo for all workers of a run: they get the folder's name with their environment."""
    if SHARED not in os.environ:
        folder = TemporaryDirectory(prefix="daicho-demo-", dir=in_memory())
        os.environ[SHARED] = folder.name
        config.add_cleanup(folder.cleanup)


ENGINES = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server that belongs to this run."""
    with postgres.cluster() as server:
        yield server.url()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Every test that asks for an office runs on both engines."""
    return str(request.param)


@pytest.fixture(scope="session")
def templates() -> dict[str, Template]:
    """Made once a worker: a parametrised fixture would be made again whenever the engine changes."""
    return {}


@pytest.fixture
def template(
    engine: str,
    templates: dict[str, Template],
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Template:
    """A migrated, seeded database of this engine."""
    if engine not in templates:
        server = request.getfixturevalue("postgres_server") if engine == "postgres" else None
        templates[engine] = Template.made(tmp_path_factory.mktemp(f"template_{engine}"), server)
    return templates[engine]


@pytest.fixture
async def office(template: Template, tmp_path: Path) -> AsyncIterator[Office]:
    """A running Daicho of the invented ward, on its own database."""
    async with opened(template, tmp_path) as running:
        yield running
