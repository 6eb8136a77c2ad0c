"""Custody whole: kinds of take-outs, contractors, signatures and passing on; extensions; transfers of assets."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Date, ForeignKey, OnDelete, Timestamptz, Varchar
from piccolo.engine import engine_finder
from piccolo.table import Table

ID = "0021-custody"
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


class TakeOutExtension(Table, tablename="take_out_extension"):
    id = Varchar(length=36, primary_key=True)
    take_out = ForeignKey(TakeOut, **RESTRICT)
    section = ForeignKey(Section, **RESTRICT)
    state = Varchar(length=10)
    before = Date()
    planned_return = Date()
    reason = Varchar(length=66)
    requested_by = ForeignKey(Person, **RESTRICT)
    requested_at = Timestamptz()
    decided_by = ForeignKey(Person, **LATER)
    decided_for = ForeignKey(Person, **LATER)
    decided_at = Timestamptz(null=True, default=None)
    answer = Varchar(length=66, null=True, default=None)


class AssetTransfer(Table, tablename="asset_transfer"):
    id = Varchar(length=36, primary_key=True)
    asset = ForeignKey(Asset, **RESTRICT)
    section = ForeignKey(Section, **RESTRICT)
    to_section = ForeignKey(Section, **RESTRICT)
    state = Varchar(length=10)
    reason = Varchar(length=66)
    proposed_by = ForeignKey(Person, **RESTRICT)
    proposed_at = Timestamptz()
    place = ForeignKey(Place, **LATER)
    decided_by = ForeignKey(Person, **LATER)
    decided_at = Timestamptz(null=True, default=None)
    answer = Varchar(length=66, null=True, default=None)


TABLES = (TakeOutExtension, AssetTransfer)

PERSON = "VARCHAR(36) DEFAULT NULL REFERENCES person (id) ON DELETE RESTRICT"

NEW_COLUMNS = {
    "kind": "VARCHAR(10) NOT NULL DEFAULT 'carry'",
    "transport": "VARCHAR(20) DEFAULT NULL",
    "outside": {
        "sqlite": "BOOLEAN NOT NULL DEFAULT 1",
        "postgres": "BOOLEAN NOT NULL DEFAULT true",
    },
    "contractor": "JSON DEFAULT NULL",
    "carriers_present": "BOOLEAN DEFAULT NULL",
    "handed_over_signature": "VARCHAR(64) DEFAULT NULL",
    "returned_signature": "VARCHAR(64) DEFAULT NULL",
    "checked_by": PERSON,
    "label_ok": "BOOLEAN DEFAULT NULL",
    "malware_scan": "VARCHAR(10) DEFAULT NULL",
    "passes": "JSON NOT NULL DEFAULT '[]'",
    "extension": "VARCHAR(36) DEFAULT NULL",
    "extended_by": "JSON NOT NULL DEFAULT '[]'",
}
"""What a take-out of before says with them is what it said without: the defaults of its struct."""

COLUMNS = {
    "sqlite": "SELECT name FROM pragma_table_info('take_out')",
    "postgres": "SELECT column_name AS name FROM information_schema.columns"
    " WHERE table_schema = current_schema() AND table_name = 'take_out'",
}

INDEXES = [
    "CREATE UNIQUE INDEX IF NOT EXISTS take_out_extension_open ON take_out_extension (take_out)"
    " WHERE state = 'requested'",
    "CREATE INDEX IF NOT EXISTS take_out_extension_of ON take_out_extension (take_out, id)",
    "CREATE INDEX IF NOT EXISTS take_out_extension_section ON take_out_extension (section, state)",
    "CREATE UNIQUE INDEX IF NOT EXISTS asset_transfer_open ON asset_transfer (asset)"
    " WHERE state = 'proposed'",
    "CREATE INDEX IF NOT EXISTS asset_transfer_from ON asset_transfer (section, id)",
    "CREATE INDEX IF NOT EXISTS asset_transfer_to ON asset_transfer (to_section, id)",
]


async def build() -> None:
    dialect = engine_finder().engine_type
    known = {row["name"] for row in await TakeOut.raw(COLUMNS[dialect])}
    for name, kind in NEW_COLUMNS.items():
        if name not in known:
            spelled = kind if isinstance(kind, str) else kind[dialect]
            await TakeOut.raw(f"ALTER TABLE take_out ADD COLUMN {name} {spelled}")
    for table in TABLES:
        await table.create_table(if_not_exists=True)
    for statement in INDEXES:
        await TakeOut.raw(statement)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="daicho", description=DESCRIPTION)
    manager.add_raw(build)
    return manager
