"""Exports: who took an evidence bundle, of what, as of when, and the hash of its manifest."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSON, BigInt, Boolean, Timestamptz, Varchar
from piccolo.table import Table

ID = "0009-exports"
DESCRIPTION = __doc__


class Export(Table, tablename="export"):
    id = Varchar(length=36, primary_key=True)
    registers = JSON(null=True, default=None)
    as_of = Timestamptz()
    personal = Boolean()
    made_by = Varchar(length=36)
    made_at = Timestamptz()
    state = Varchar(length=10)
    manifest_sha256 = Varchar(length=64, null=True, default=None)
    size = BigInt(null=True, default=None)
    entries = BigInt(null=True, default=None)


INDEXES = [
    "CREATE INDEX IF NOT EXISTS export_made_by ON export (made_by)",
    "CREATE INDEX IF NOT EXISTS export_made_at ON export (made_at)",
]


async def build() -> None:
    await Export.create_table(if_not_exists=True)
    for statement in INDEXES:
        await Export.raw(statement)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="daicho", description=DESCRIPTION)
    manager.add_raw(build)
    return manager
