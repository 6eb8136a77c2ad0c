"""Shared devices with badge and PIN; scans that were kept without a connection, strays, things in two places."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import (
    JSON,
    BigInt,
    ForeignKey,
    Integer,
    OnDelete,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.engine import engine_finder
from piccolo.table import Table

ID = "0025-scans"
DESCRIPTION = __doc__

RESTRICT = {"on_delete": OnDelete.restrict, "null": False}
OPTIONAL = {"on_delete": OnDelete.restrict, "null": True, "default": None}


class Section(Table, tablename="section"):
    id = Varchar(length=36, primary_key=True)


class Person(Table, tablename="person"):
    id = Varchar(length=36, primary_key=True)


class Account(Table, tablename="account"):
    id = Varchar(length=36, primary_key=True)


class Place(Table, tablename="place"):
    code = Varchar(length=13, primary_key=True)


class Asset(Table, tablename="asset"):
    code = Varchar(length=13, primary_key=True)


class Device(Table, tablename="device"):
    id = Varchar(length=36, primary_key=True)
    name = Varchar(length=100)
    section = ForeignKey(Section, **RESTRICT)
    state = Varchar(length=10)
    enrolled_by = Varchar(length=36)
    enrolled_at = Timestamptz()
    claimed_at = Timestamptz(null=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)


class DeviceSecret(Table, tablename="device_secret"):
    device = ForeignKey(Device, primary_key=True, **RESTRICT)
    code = Varchar(length=64, null=True, default=None)
    code_ends_at = Timestamptz()
    token = Varchar(length=64, null=True, default=None)


class Pin(Table, tablename="pin"):
    account = ForeignKey(Account, primary_key=True, **RESTRICT)
    hash = Text()


class Scan(Table, tablename="scan"):
    id = Varchar(length=36, primary_key=True)
    person = ForeignKey(Person, **RESTRICT)
    section = ForeignKey(Section, **RESTRICT)
    device = ForeignKey(Device, **OPTIONAL)
    act = Varchar(length=16)
    code = Varchar(length=13)
    thing = Varchar(length=13)
    place = ForeignKey(Place, **OPTIONAL)
    session = Varchar(length=36, null=True, default=None)
    answers = Varchar(length=66, null=True, default=None)
    happened_at = Timestamptz()
    device_at = Timestamptz()
    device_seq = BigInt()
    clock_off = Integer()
    clock = Varchar(length=10)
    received_at = Timestamptz()
    state = Varchar(length=10)
    became = Varchar(length=80, null=True, default=None)
    refusal = Varchar(length=60, null=True, default=None)
    facts = JSON()
    change = Varchar(length=36, null=True, default=None)
    decided_by = ForeignKey(Person, **OPTIONAL)
    decided_at = Timestamptz(null=True, default=None)
    note = Varchar(length=66, null=True, default=None)


class StrayScan(Table, tablename="stray_scan"):
    id = Varchar(length=36, primary_key=True)
    scan = ForeignKey(Scan, **RESTRICT)
    code = Varchar(length=13)
    kind = Varchar(length=8)
    asset = ForeignKey(Asset, **OPTIONAL)
    section = ForeignKey(Section, **RESTRICT)
    scanned_by = ForeignKey(Person, **RESTRICT)
    scanned_at = Timestamptz()
    state = Varchar(length=8)
    settled_by = ForeignKey(Person, **OPTIONAL)
    settled_at = Timestamptz(null=True, default=None)
    note = Varchar(length=66, null=True, default=None)


class DoubleLocation(Table, tablename="double_location"):
    id = Varchar(length=36, primary_key=True)
    first = ForeignKey(Scan, **RESTRICT)
    second = ForeignKey(Scan, **RESTRICT)
    thing = Varchar(length=13)
    section = ForeignKey(Section, **RESTRICT)
    seconds_apart = Integer()
    state = Varchar(length=8)
    settled_by = ForeignKey(Person, **OPTIONAL)
    settled_at = Timestamptz(null=True, default=None)
    note = Varchar(length=66, null=True, default=None)


TABLES = (Device, DeviceSecret, Pin, Scan, StrayScan, DoubleLocation)

NEW_COLUMNS = {
    "level": dict.fromkeys(("sqlite", "postgres"), "VARCHAR(10) NOT NULL DEFAULT 'password'"),
    "confirmed_until": {"sqlite": "TIMESTAMPTZ", "postgres": "TIMESTAMP WITH TIME ZONE"},
}
"""Of the table of sessions."""

COLUMNS = {
    "sqlite": "SELECT name FROM pragma_table_info('session')",
    "postgres": "SELECT column_name AS name FROM information_schema.columns"
    " WHERE table_schema = current_schema() AND table_name = 'session'",
}

INDEXES = [
    "CREATE INDEX IF NOT EXISTS device_section ON device (section)",
    "CREATE UNIQUE INDEX IF NOT EXISTS device_secret_code ON device_secret (code)",
    "CREATE UNIQUE INDEX IF NOT EXISTS device_secret_token ON device_secret (token)",
    "CREATE INDEX IF NOT EXISTS session_device ON session (device)",
    "CREATE INDEX IF NOT EXISTS scan_thing ON scan (thing, happened_at)",
    "CREATE INDEX IF NOT EXISTS scan_state ON scan (state, section)",
    "CREATE UNIQUE INDEX IF NOT EXISTS stray_scan_scan ON stray_scan (scan)",
    "CREATE INDEX IF NOT EXISTS stray_scan_state ON stray_scan (state, section)",
    "CREATE INDEX IF NOT EXISTS double_location_state ON double_location (state, section)",
]


async def build() -> None:
    for table in TABLES:
        await table.create_table(if_not_exists=True)
    dialect = engine_finder().engine_type
    known = {row["name"] for row in await Device.raw(COLUMNS[dialect])}
    for name, spelled in NEW_COLUMNS.items():
        if name not in known:
            await Device.raw(f"ALTER TABLE session ADD COLUMN {name} {spelled[dialect]}")
    for statement in INDEXES:
        await Device.raw(statement)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="daicho", description=DESCRIPTION)
    manager.add_raw(build)
    return manager
