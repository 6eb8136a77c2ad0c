"""Files by their hash, and the pictures that lie under the drawings of floors."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import (
    JSON,
    Boolean,
    Bytea,
    ForeignKey,
    Integer,
    OnDelete,
    Timestamptz,
    Varchar,
)
from piccolo.engine.finder import engine_finder
from piccolo.table import Table

ID = "0011-drawings"
DESCRIPTION = __doc__

RESTRICT = {"on_delete": OnDelete.restrict, "null": False}


class Floor(Table, tablename="floor"):
    id = Varchar(length=36, primary_key=True)


class Blob(Table, tablename="blob"):
    sha256 = Varchar(length=64, primary_key=True)
    media_type = Varchar(length=80)
    size = Integer()
    body = Bytea()


class FloorBackground(Table, tablename="floor_background"):
    floor = ForeignKey(Floor, primary_key=True, **RESTRICT)
    blob = ForeignKey(Blob, **RESTRICT)
    name = Varchar(length=200)
    width = Integer()
    height = Integer()
    page = Integer()
    pages = Integer()
    placement = JSON(null=True, default=None)
    removed = Boolean(default=False)
    set_by = Varchar(length=36)
    set_at = Timestamptz()


TABLES = (Blob, FloorBackground)

SQLITE_GUARDS = [
    "CREATE TRIGGER IF NOT EXISTS blob_kept BEFORE UPDATE ON blob"
    " BEGIN SELECT RAISE(ABORT, 'blobs never change'); END",
    "CREATE TRIGGER IF NOT EXISTS blob_stays BEFORE DELETE ON blob"
    " BEGIN SELECT RAISE(ABORT, 'blobs never change'); END",
]

POSTGRES_GUARDS = [
    "CREATE OR REPLACE FUNCTION blob_refuse() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'blobs never change'; END $$",
    "DROP TRIGGER IF EXISTS blob_kept ON blob",
    "CREATE TRIGGER blob_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON blob"
    " FOR EACH STATEMENT EXECUTE FUNCTION blob_refuse()",
]


async def build() -> None:
    for table in TABLES:
        await table.create_table(if_not_exists=True)
    engine = engine_finder()
    guards = SQLITE_GUARDS if engine and engine.engine_type == "sqlite" else POSTGRES_GUARDS
    for statement in guards:
        await Blob.raw(statement)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="daicho", description=DESCRIPTION)
    manager.add_raw(build)
    return manager
