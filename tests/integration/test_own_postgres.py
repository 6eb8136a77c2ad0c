"""The server that the tests start for themselves."""

from pathlib import Path

import pytest

from tests.support.postgres import cluster

pytestmark = pytest.mark.postgres


def test_a_killed_server_still_has_what_was_committed() -> None:
    with cluster(durable=True) as server, server.database() as name:
        server.sql("CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)", name)
        server.kill()
        server.start()
        assert server.sql("SELECT n FROM kept", name) == "7"
        assert server.sql("SHOW fsync") == "on"


def test_each_database_is_empty_and_its_own() -> None:
    with cluster() as server, server.database() as one, server.database() as other:
        server.sql("CREATE TABLE mine (n int)", one)
        tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        assert (server.sql(tables, one), server.sql(tables, other)) == ("1", "0")


def test_nothing_of_the_server_stays_behind() -> None:
    with cluster() as server:
        home: Path = server.home
        assert (home / "data/postmaster.pid").exists()
    assert not home.exists()
