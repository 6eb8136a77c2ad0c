"""Floors, their documents, versions and drafts; storage places."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import (
    JSON,
    Boolean,
    Bytea,
    Date,
    ForeignKey,
    Integer,
    OnDelete,
    Timestamptz,
    Varchar,
)
from piccolo.engine.finder import engine_finder
from piccolo.table import Table

ID = "0003-floors"
DESCRIPTION = __doc__

RESTRICT = {"on_delete": OnDelete.restrict, "null": False}


class Section(Table, tablename="section"):
    id = Varchar(length=36, primary_key=True)


class Floor(Table, tablename="floor"):
    id = Varchar(length=36, primary_key=True)
    name = Varchar(length=200)
    section = ForeignKey(Section, **RESTRICT)


class FloorDocument(Table, tablename="floor_document"):
    sha256 = Varchar(length=64, primary_key=True)
    body = Bytea()


class FloorVersion(Table, tablename="floor_version"):
    id = Varchar(length=36, primary_key=True)
    floor = ForeignKey(Floor, **RESTRICT)
    section = ForeignKey(Section, **RESTRICT)
    version = Integer()
    document = ForeignKey(FloorDocument, **RESTRICT)
    valid_from = Date()
    drafted_by = Varchar(length=36)
    drafters = JSON()
    published_by = Varchar(length=36)


class FloorDraft(Table, tablename="floor_draft"):
    floor = ForeignKey(Floor, primary_key=True, **RESTRICT)
    etag = Varchar(length=64)
    body = Bytea()
    drafted_by = Varchar(length=36)
    drafters = JSON()
    saved_at = Timestamptz()


class Place(Table, tablename="place"):
    code = Varchar(length=13, primary_key=True)
    name = Varchar(length=100)
    kind = Varchar(length=20)
    section = ForeignKey(Section, **RESTRICT)
    floor = ForeignKey(Floor, on_delete=OnDelete.restrict, null=True, default=None)
    area = Varchar(length=64, null=True, default=None)
    lockable = Boolean()
    fireproof = Boolean()
    classes = JSON()


TABLES = (Floor, FloorDocument, FloorVersion, FloorDraft, Place)

INDEXES = [
    "CREATE INDEX IF NOT EXISTS floor_section ON floor (section)",
    "CREATE UNIQUE INDEX IF NOT EXISTS floor_version_number ON floor_version (floor, version)",
    "CREATE INDEX IF NOT EXISTS floor_version_from ON floor_version (valid_from)",
    "CREATE INDEX IF NOT EXISTS place_section ON place (section)",
]

SQLITE_GUARDS = [
    "CREATE TRIGGER IF NOT EXISTS floor_document_kept BEFORE UPDATE ON floor_document"
    " BEGIN SELECT RAISE(ABORT, 'floor documents never change'); END",
    "CREATE TRIGGER IF NOT EXISTS floor_document_stays BEFORE DELETE ON floor_document"
    " BEGIN SELECT RAISE(ABORT, 'floor documents never change'); END",
]

POSTGRES_GUARDS = [
    "CREATE OR REPLACE FUNCTION floor_document_refuse() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'floor documents never change'; END $$",
    "DROP TRIGGER IF EXISTS floor_document_kept ON floor_document",
    "CREATE TRIGGER floor_document_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON floor_document"
    " FOR EACH STATEMENT EXECUTE FUNCTION floor_document_refuse()",
]


async def build() -> None:
    for table in TABLES:
        await table.create_table(if_not_exists=True)
    engine = engine_finder()
    guards = SQLITE_GUARDS if engine and engine.engine_type == "sqlite" else POSTGRES_GUARDS
    for statement in [*INDEXES, *guards]:
        await Floor.raw(statement)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="daicho", description=DESCRIPTION)
    manager.add_raw(build)
    return manager
