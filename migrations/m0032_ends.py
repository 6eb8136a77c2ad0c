"""The last ends: signatures of deliveries, things lost before their disposal, counts that wait for their place."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Varchar
from piccolo.engine import engine_finder
from piccolo.table import Table

ID = "0032-ends"
DESCRIPTION = __doc__


class Delivery(Table, tablename="delivery"):
    id = Varchar(length=36, primary_key=True)


NEW_COLUMNS = {
    "delivery": {
        "signature": "VARCHAR(64) DEFAULT NULL REFERENCES evidence (id) ON DELETE RESTRICT",
    },
    "disposal_line": {
        "lost_by": "VARCHAR(36) DEFAULT NULL REFERENCES person (id) ON DELETE RESTRICT",
        "lost_at": {
            "sqlite": "TIMESTAMPTZ DEFAULT NULL",
            "postgres": "TIMESTAMP WITH TIME ZONE DEFAULT NULL",
        },
        "lost_why": "VARCHAR(66) DEFAULT NULL",
        "incident": "VARCHAR(66) DEFAULT NULL",
    },
    "stock_line": {"unplaced": "JSON NOT NULL DEFAULT '[]'"},
    "stock_stop": {
        "device": "VARCHAR(36) DEFAULT NULL REFERENCES device (id) ON DELETE RESTRICT",
        "sequence": "BIGINT DEFAULT NULL",
    },
}

COLUMNS = {
    "sqlite": "SELECT name FROM pragma_table_info({})",
    "postgres": "SELECT column_name AS name FROM information_schema.columns"
    " WHERE table_schema = current_schema() AND table_name = {}",
}


async def build() -> None:
    dialect = engine_finder().engine_type
    for table, columns in NEW_COLUMNS.items():
        known = {row["name"] for row in await Delivery.raw(COLUMNS[dialect], table)}
        for name, kind in columns.items():
            if name not in known:
                spelled = kind if isinstance(kind, str) else kind[dialect]
                await Delivery.raw(f"ALTER TABLE {table} ADD COLUMN {name} {spelled}")


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="daicho", description=DESCRIPTION)
    manager.add_raw(build)
    return manager
