"""Assets: terminals, media, devices."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean, Date, ForeignKey, Integer, OnDelete, Varchar
from piccolo.table import Table

ID = "0004-assets"
DESCRIPTION = __doc__


class Section(Table, tablename="section"):
    id = Varchar(length=36, primary_key=True)


class Place(Table, tablename="place"):
    code = Varchar(length=13, primary_key=True)


class Asset(Table, tablename="asset"):
    code = Varchar(length=13, primary_key=True)
    control_no = Varchar(length=40, unique=True)
    name = Varchar(length=100)
    kind = Varchar(length=10)
    type = Varchar(length=20)
    maker = Varchar(length=100, null=True, default=None)
    model = Varchar(length=100)
    serial = Varchar(length=100)
    state = Varchar(length=12)
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    place = ForeignKey(Place, on_delete=OnDelete.restrict, null=True, default=None)
    data_class = Integer(null=True, default=None)
    encrypted = Boolean(default=False)
    registered_on = Date()
    privacy_filter = Boolean(null=True, default=None)
    lock_minutes = Integer(null=True, default=None)
    wire_lock = Boolean(null=True, default=None)
    auth_factors = Integer(null=True, default=None)
    series = Varchar(length=10, null=True, default=None)
    series_no = Integer(null=True, default=None)


INDEXES = [
    "CREATE UNIQUE INDEX IF NOT EXISTS asset_series ON asset (series, series_no)",
    "CREATE INDEX IF NOT EXISTS asset_section ON asset (section, control_no)",
    "CREATE INDEX IF NOT EXISTS asset_serial ON asset (serial)",
    "CREATE INDEX IF NOT EXISTS asset_place ON asset (place)",
]


async def build() -> None:
    await Asset.create_table(if_not_exists=True)
    for statement in INDEXES:
        await Asset.raw(statement)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="daicho", description=DESCRIPTION)
    manager.add_raw(build)
    return manager
