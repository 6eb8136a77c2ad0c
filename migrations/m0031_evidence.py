"""Evidence: what a signature stands under."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Varchar
from piccolo.engine import engine_finder
from piccolo.table import Table

ID = "0031-evidence"
DESCRIPTION = __doc__


class Evidence(Table, tablename="evidence"):
    id = Varchar(length=64, primary_key=True)


COLUMNS = {
    "sqlite": "SELECT name FROM pragma_table_info('evidence')",
    "postgres": "SELECT column_name AS name FROM information_schema.columns"
    " WHERE table_schema = current_schema() AND table_name = 'evidence'",
}


async def build() -> None:
    dialect = engine_finder().engine_type
    known = {row["name"] for row in await Evidence.raw(COLUMNS[dialect])}
    if "signs" not in known:
        await Evidence.raw("ALTER TABLE evidence ADD COLUMN signs VARCHAR(64) DEFAULT NULL")


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="daicho", description=DESCRIPTION)
    manager.add_raw(build)
    return manager
