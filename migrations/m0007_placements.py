"""Which terminal stands where, from when to when."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Date, ForeignKey, OnDelete, Varchar
from piccolo.table import Table

ID = "0007-placements"
DESCRIPTION = __doc__

RESTRICT = {"on_delete": OnDelete.restrict, "null": False}


class Section(Table, tablename="section"):
    id = Varchar(length=36, primary_key=True)


class Floor(Table, tablename="floor"):
    id = Varchar(length=36, primary_key=True)


class Asset(Table, tablename="asset"):
    code = Varchar(length=13, primary_key=True)


class Placement(Table, tablename="placement"):
    id = Varchar(length=36, primary_key=True)
    asset = ForeignKey(Asset, **RESTRICT)
    floor = ForeignKey(Floor, **RESTRICT)
    section = ForeignKey(Section, **RESTRICT)
    terminal = Varchar(length=64)
    seat_policy = Varchar(length=20)
    valid_from = Date()
    valid_to = Date(null=True, default=None)


INDEXES = [
    "CREATE UNIQUE INDEX IF NOT EXISTS placement_standing ON placement (asset)"
    " WHERE valid_to IS NULL",
    "CREATE INDEX IF NOT EXISTS placement_floor ON placement (floor)",
]


async def build() -> None:
    await Placement.create_table(if_not_exists=True)
    for statement in INDEXES:
        await Placement.raw(statement)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="daicho", description=DESCRIPTION)
    manager.add_raw(build)
    return manager
