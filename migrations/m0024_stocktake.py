"""Stock-takes: sessions, their frozen lists, where scanners stood, what devices still hold."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import (
    JSON,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    OnDelete,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

ID = "0024-stocktake"
DESCRIPTION = __doc__

RESTRICT = {"on_delete": OnDelete.restrict, "null": False}
LATER = {"on_delete": OnDelete.restrict, "null": True, "default": None}


class Section(Table, tablename="section"):
    id = Varchar(length=36, primary_key=True)


class Person(Table, tablename="person"):
    id = Varchar(length=36, primary_key=True)


class Place(Table, tablename="place"):
    code = Varchar(length=13, primary_key=True)


class Asset(Table, tablename="asset"):
    code = Varchar(length=13, primary_key=True)


class StockTake(Table, tablename="stock_take"):
    id = Varchar(length=36, primary_key=True)
    fiscal_year = Integer()
    serial_no = Integer()
    section = ForeignKey(Section, **RESTRICT)
    places = JSON()
    due = Date()
    state = Varchar(length=12)
    planned_by = ForeignKey(Person, **RESTRICT)
    planned_at = Timestamptz()
    started_by = ForeignKey(Person, **LATER)
    started_at = Timestamptz(null=True, default=None)
    expected = Integer(null=True, default=None)
    closed_by = ForeignKey(Person, **LATER)
    closed_at = Timestamptz(null=True, default=None)
    completed_by = ForeignKey(Person, **LATER)
    completed_for = ForeignKey(Person, **LATER)
    completed_at = Timestamptz(null=True, default=None)


class StockLine(Table, tablename="stock_line"):
    id = Varchar(length=36, primary_key=True)
    stock_take = ForeignKey(StockTake, **RESTRICT)
    section = ForeignKey(Section, **RESTRICT)
    code = Varchar(length=13)
    expected = Boolean()
    outcome = Varchar(length=20)
    settling = Varchar(length=10)
    asset = ForeignKey(Asset, **LATER)
    belongs = ForeignKey(Section, **LATER)
    asset_state = Varchar(length=12, null=True, default=None)
    asset_place = ForeignKey(Place, **LATER)
    told_place = ForeignKey(Place, **LATER)
    seen_place = ForeignKey(Place, **LATER)
    seen_by = ForeignKey(Person, **LATER)
    seen_at = Timestamptz(null=True, default=None)
    damaged = Boolean()
    correction = Varchar(length=16, null=True, default=None)
    note = Varchar(length=66, null=True, default=None)
    proposed_by = ForeignKey(Person, **LATER)
    proposed_at = Timestamptz(null=True, default=None)
    settled_by = ForeignKey(Person, **LATER)
    settled_at = Timestamptz(null=True, default=None)


class StockStop(Table, tablename="stock_stop"):
    id = Varchar(length=36, primary_key=True)
    stock_take = ForeignKey(StockTake, **RESTRICT)
    section = ForeignKey(Section, **RESTRICT)
    scanner = ForeignKey(Person, **RESTRICT)
    place = ForeignKey(Place, **RESTRICT)
    at = Timestamptz()


class StockQueue(Table, tablename="stock_queue"):
    id = Varchar(length=36, primary_key=True)
    stock_take = ForeignKey(StockTake, **RESTRICT)
    section = ForeignKey(Section, **RESTRICT)
    scanner = ForeignKey(Person, **RESTRICT)
    device = Varchar(length=64)
    unsynced = Integer()
    told_at = Timestamptz()


TABLES = (StockTake, StockLine, StockStop, StockQueue)

INDEXES = [
    "CREATE UNIQUE INDEX IF NOT EXISTS stock_take_number ON stock_take (fiscal_year, serial_no)",
    "CREATE INDEX IF NOT EXISTS stock_take_section ON stock_take (section, id)",
    "CREATE INDEX IF NOT EXISTS stock_take_open ON stock_take (state, section)",
    "CREATE UNIQUE INDEX IF NOT EXISTS stock_line_code ON stock_line (stock_take, code)",
    "CREATE INDEX IF NOT EXISTS stock_line_outcome ON stock_line (stock_take, outcome, code)",
    "CREATE INDEX IF NOT EXISTS stock_line_unsettled ON stock_line (settling)"
    " WHERE settling IN ('open', 'proposed')",
    "CREATE INDEX IF NOT EXISTS stock_stop_scanner ON stock_stop (stock_take, scanner, at)",
    "CREATE UNIQUE INDEX IF NOT EXISTS stock_queue_device ON stock_queue (stock_take, scanner, device)",
]


async def build() -> None:
    for table in TABLES:
        await table.create_table(if_not_exists=True)
    for statement in INDEXES:
        await StockTake.raw(statement)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="daicho", description=DESCRIPTION)
    manager.add_raw(build)
    return manager
