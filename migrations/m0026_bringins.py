"""What is brought in and out, private things found, deliveries, and the use of media at terminals."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSON, Boolean, Date, ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

ID = "0026-bringins"
DESCRIPTION = __doc__

RESTRICT = {"on_delete": OnDelete.restrict, "null": False}
LATER = {"on_delete": OnDelete.restrict, "null": True, "default": None}


class Section(Table, tablename="section"):
    id = Varchar(length=36, primary_key=True)


class Person(Table, tablename="person"):
    id = Varchar(length=36, primary_key=True)


class Floor(Table, tablename="floor"):
    id = Varchar(length=36, primary_key=True)


class Place(Table, tablename="place"):
    code = Varchar(length=13, primary_key=True)


class Asset(Table, tablename="asset"):
    code = Varchar(length=13, primary_key=True)


class BringIn(Table, tablename="bring_in"):
    id = Varchar(length=36, primary_key=True)
    fiscal_year = Integer()
    serial_no = Integer()
    section = ForeignKey(Section, **RESTRICT)
    floor = ForeignKey(Floor, **RESTRICT)
    area = Varchar(length=64, null=True, default=None)
    level = Integer()
    state = Varchar(length=12)
    requester = ForeignKey(Person, **RESTRICT)
    purpose = Varchar(length=66)
    items = JSON()
    planned_in = Date()
    planned_out = Date()
    requested_at = Timestamptz()
    bringer = ForeignKey(Person, **LATER)
    visitor = Varchar(length=66, null=True, default=None)
    company = Varchar(length=66, null=True, default=None)
    exception = Varchar(length=66, null=True, default=None)
    decided_by = ForeignKey(Person, **LATER)
    decided_for = ForeignKey(Person, **LATER)
    decided_at = Timestamptz(null=True, default=None)
    remark = Varchar(length=66, null=True, default=None)
    badge = Varchar(length=60, null=True, default=None)
    malware_scan = Varchar(length=10, null=True, default=None)
    seen_in = JSON()
    inspected_in_by = ForeignKey(Person, **LATER)
    inspected_in_at = Timestamptz(null=True, default=None)
    seen_out = JSON()
    unlisted = JSON()
    no_data_copied = Boolean(null=True, default=None)
    inspected_out_by = ForeignKey(Person, **LATER)
    inspected_out_at = Timestamptz(null=True, default=None)
    resolution = Varchar(length=66, null=True, default=None)
    resolved_by = ForeignKey(Person, **LATER)
    resolved_at = Timestamptz(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)


class PrivateFind(Table, tablename="private_find"):
    id = Varchar(length=36, primary_key=True)
    section = ForeignKey(Section, **RESTRICT)
    floor = ForeignKey(Floor, **RESTRICT)
    area = Varchar(length=64, null=True, default=None)
    level = Integer()
    item = JSON()
    found_by = ForeignKey(Person, **RESTRICT)
    found_at = Timestamptz()
    note = Varchar(length=66, null=True, default=None)
    bring_in = ForeignKey(BringIn, **LATER)
    state = Varchar(length=10)
    answer = Varchar(length=66, null=True, default=None)
    settled_by = ForeignKey(Person, **LATER)
    settled_at = Timestamptz(null=True, default=None)


class Delivery(Table, tablename="delivery"):
    id = Varchar(length=36, primary_key=True)
    fiscal_year = Integer()
    serial_no = Integer()
    section = ForeignKey(Section, **RESTRICT)
    floor = ForeignKey(Floor, **LATER)
    area = Varchar(length=64, null=True, default=None)
    place = ForeignKey(Place, **LATER)
    direction = Varchar(length=4)
    what = Varchar(length=66)
    company = Varchar(length=66)
    delivered_at = Timestamptz()
    recorded_by = ForeignKey(Person, **RESTRICT)
    recorded_at = Timestamptz()
    witness = ForeignKey(Person, **LATER)
    witness_named_by = ForeignKey(Person, **LATER)


class MediaUse(Table, tablename="media_use"):
    id = Varchar(length=36, primary_key=True)
    asset = ForeignKey(Asset, **RESTRICT)
    section = ForeignKey(Section, **RESTRICT)
    terminal = ForeignKey(Asset, **RESTRICT)
    used_by = ForeignKey(Person, **RESTRICT)
    purpose = Varchar(length=66)
    started_at = Timestamptz()
    resident_side = Boolean()
    note = Varchar(length=66, null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    ended_by = ForeignKey(Person, **LATER)
    erased = Boolean(null=True, default=None)


INDEXES = [
    "CREATE UNIQUE INDEX IF NOT EXISTS bring_in_number ON bring_in (fiscal_year, serial_no)",
    "CREATE INDEX IF NOT EXISTS bring_in_section ON bring_in (section, id)",
    "CREATE INDEX IF NOT EXISTS bring_in_state ON bring_in (state)",
    "CREATE INDEX IF NOT EXISTS private_find_section ON private_find (section, id)",
    "CREATE INDEX IF NOT EXISTS private_find_open ON private_find (id) WHERE state = 'open'",
    "CREATE UNIQUE INDEX IF NOT EXISTS delivery_number ON delivery (fiscal_year, serial_no)",
    "CREATE INDEX IF NOT EXISTS delivery_section ON delivery (section, id)",
    "CREATE INDEX IF NOT EXISTS delivery_unwitnessed ON delivery (delivered_at) WHERE witness IS NULL",
    "CREATE UNIQUE INDEX IF NOT EXISTS media_use_open ON media_use (asset) WHERE ended_at IS NULL",
    "CREATE INDEX IF NOT EXISTS media_use_section ON media_use (section, id)",
    "CREATE INDEX IF NOT EXISTS media_use_asset ON media_use (asset, id)",
]


async def build() -> None:
    for table in (BringIn, PrivateFind, Delivery, MediaUse):
        await table.create_table(if_not_exists=True)
    for statement in INDEXES:
        await BringIn.raw(statement)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="daicho", description=DESCRIPTION)
    manager.add_raw(build)
    return manager
