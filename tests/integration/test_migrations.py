"""The migrated database is the one that the tables speak of, on both engines."""

import sqlite3
from pathlib import Path

import asyncpg

from daicho import schema
from daicho.foundation import db
from tests.support.office import Office, Template
from tests.support.server import Server

SQLITE = "SELECT name, [notnull] AS filled FROM pragma_table_info($1)"
POSTGRES = (
    "SELECT column_name AS name, (is_nullable = 'NO') AS filled FROM information_schema.columns"
    " WHERE table_name = $1 AND table_schema = 'public'"
)


async def test_every_column_stands_in_the_database_as_its_table_says(office: Office) -> None:
    query = POSTGRES if office.settings.on_postgres else SQLITE
    async with db.read():
        for table in schema.TABLES:
            found = await db.fetch(query, table._meta.tablename)
            there = {row["name"]: bool(row["filled"]) for row in found}
            told = {c._meta.db_column_name: not c._meta.null for c in table._meta.columns}
            assert there == told, table.__name__


async def test_every_foreign_key_restricts_in_the_database_too(office: Office) -> None:
    if office.settings.on_postgres:
        query = "SELECT confdeltype::text AS rule FROM pg_constraint WHERE contype = 'f'"
        wanted = {"r"}
    else:
        query = (
            "SELECT DISTINCT f.on_delete AS rule"
            " FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'"
        )
        wanted = {"RESTRICT"}
    async with db.read():
        assert {row["rule"] for row in await db.fetch(query)} == wanted


def test_a_database_without_tables_is_told_so_in_one_line(tmp_path: Path) -> None:
    bare = Server(tmp_path)
    for verb in (["serve"], ["sweep"], ["fsck"]):
        told = bare.daicho(*verb)
        assert told.returncode == 2, told
        assert told.stderr.count("\n") == 1
        assert "daicho migrate" in told.stderr


VERSIONS = ("floor_proposal", "area_review", "sighting", "remedy", "threshold")
BEFORE_VERSIONS = (
    *(f"DROP TABLE {table}" for table in VERSIONS),
    "DELETE FROM migration WHERE name = '0010-versions'",
)


async def test_a_register_with_rows_gets_the_tables_of_versions_and_keeps_what_it_has(
    template: Template, tmp_path: Path
) -> None:
    settings = await template.copied(tmp_path)
    if settings.on_postgres:
        connection = await asyncpg.connect(settings.url)
        for statement in BEFORE_VERSIONS:
            await connection.execute(statement)
        await connection.close()
    else:
        with sqlite3.connect(tmp_path / "daicho.sqlite") as file:
            for statement in BEFORE_VERSIONS:
                file.execute(statement)
    machine = Server(tmp_path, settings.database_url)
    told = [machine.daicho("migrate") for _ in range(2)]
    assert [answer.returncode for answer in told] == [0, 0]
    assert ["0010-versions" in answer.stdout for answer in told] == [True, False]
    assert machine.daicho("fsck").returncode == 0
    assert machine.daicho("sweep").returncode == 0
