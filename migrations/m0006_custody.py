"""Take-outs; at most one of an asset is open."""

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

ID = "0006-custody"
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


class TakeOut(Table, tablename="take_out"):
    id = Varchar(length=36, primary_key=True)
    fiscal_year = Integer()
    serial_no = Integer()
    asset = ForeignKey(Asset, **RESTRICT)
    section = ForeignKey(Section, **RESTRICT)
    state = Varchar(length=12)
    applicant = ForeignKey(Person, **RESTRICT)
    carriers = JSON()
    purpose = Varchar(length=66)
    destination = Varchar(length=66)
    planned_return = Date()
    requested_at = Timestamptz()
    decided_by = ForeignKey(Person, **LATER)
    decided_for = ForeignKey(Person, **LATER)
    decided_at = Timestamptz(null=True, default=None)
    handed_over_by = ForeignKey(Person, **LATER)
    handed_over_at = Timestamptz(null=True, default=None)
    encrypted = Boolean(null=True, default=None)
    container = Varchar(length=66, null=True, default=None)
    returned_by = ForeignKey(Person, **LATER)
    returned_at = Timestamptz(null=True, default=None)
    returned_place = ForeignKey(Place, **LATER)
    verified_by = ForeignKey(Person, **LATER)
    verified_at = Timestamptz(null=True, default=None)
    seal_ok = Boolean(null=True, default=None)
    count_ok = Boolean(null=True, default=None)
    erased = Boolean(null=True, default=None)
    remark = Varchar(length=66, null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)


INDEXES = [
    "CREATE UNIQUE INDEX IF NOT EXISTS take_out_open ON take_out (asset) WHERE state IN"
    " ('requested', 'approved', 'handed_over', 'returned', 'discrepancy')",
    "CREATE UNIQUE INDEX IF NOT EXISTS take_out_number ON take_out (fiscal_year, serial_no)",
    "CREATE INDEX IF NOT EXISTS take_out_asset ON take_out (asset, id)",
    "CREATE INDEX IF NOT EXISTS take_out_section ON take_out (section, id)",
    "CREATE INDEX IF NOT EXISTS take_out_state ON take_out (state, planned_return)",
]


async def build() -> None:
    await TakeOut.create_table(if_not_exists=True)
    for statement in INDEXES:
        await TakeOut.raw(statement)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="daicho", description=DESCRIPTION)
    manager.add_raw(build)
    return manager
