"""Disposals with their lines and certificates; assets may wait for theirs, or be back with the lessor."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSON, Boolean, Date, ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.engine.finder import engine_finder
from piccolo.table import Table

ID = "0023-disposal"
DESCRIPTION = __doc__

RESTRICT = {"on_delete": OnDelete.restrict, "null": False}
LATER = {"on_delete": OnDelete.restrict, "null": True, "default": None}


class Section(Table, tablename="section"):
    id = Varchar(length=36, primary_key=True)


class Person(Table, tablename="person"):
    id = Varchar(length=36, primary_key=True)


class Asset(Table, tablename="asset"):
    code = Varchar(length=13, primary_key=True)


class Evidence(Table, tablename="evidence"):
    id = Varchar(length=64, primary_key=True)


class Disposal(Table, tablename="disposal"):
    id = Varchar(length=36, primary_key=True)
    fiscal_year = Integer()
    serial_no = Integer()
    section = ForeignKey(Section, **RESTRICT)
    state = Varchar(length=12)
    outcome = Varchar(length=16)
    ownership = Varchar(length=8)
    resident_data = Boolean()
    demands = Varchar(length=8)
    requester = ForeignKey(Person, **RESTRICT)
    reason = Varchar(length=66)
    requested_at = Timestamptz()
    decided_by = ForeignKey(Person, **LATER)
    decided_for = ForeignKey(Person, **LATER)
    decided_at = Timestamptz(null=True, default=None)
    remark = Varchar(length=66, null=True, default=None)
    company = Varchar(length=66, null=True, default=None)
    contract = Varchar(length=66, null=True, default=None)
    collected_by = Varchar(length=66, null=True, default=None)
    signature = ForeignKey(Evidence, **LATER)
    leaves = Boolean(null=True, default=None)
    collected_at = Timestamptz(null=True, default=None)
    handed_over_by = ForeignKey(Person, **LATER)
    irregular = Boolean(default=False)
    verified_by = ForeignKey(Person, **LATER)
    verified_at = Timestamptz(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)


class DisposalLine(Table, tablename="disposal_line"):
    id = Varchar(length=36, primary_key=True)
    disposal = ForeignKey(Disposal, **RESTRICT)
    section = ForeignKey(Section, **RESTRICT)
    asset = ForeignKey(Asset, **RESTRICT)
    model = Varchar(length=100)
    serial = Varchar(length=100)
    type = Varchar(length=20)
    data_class = Integer(null=True, default=None)
    encrypted = Boolean()
    was = Varchar(length=12)
    required = Varchar(length=8)
    pending = Boolean(default=True)
    state = Varchar(length=12)
    attempts = Integer(default=0)
    method = Varchar(length=16, null=True, default=None)
    level = Varchar(length=8, null=True, default=None)
    edition = Varchar(length=60, null=True, default=None)
    tool = Varchar(length=200, null=True, default=None)
    place = Varchar(length=16, null=True, default=None)
    performed_at = Timestamptz(null=True, default=None)
    performed_by = ForeignKey(Person, **LATER)
    by_contractor = Boolean(null=True, default=None)
    recorded_by = ForeignKey(Person, **LATER)
    as_fact = Boolean(default=False)
    early_at = Timestamptz(null=True, default=None)
    remark = Varchar(length=66, null=True, default=None)
    photos = JSON()
    witnessed_by = ForeignKey(Person, **LATER)
    witnessed_at = Timestamptz(null=True, default=None)


class DisposalCertificate(Table, tablename="disposal_certificate"):
    id = Varchar(length=36, primary_key=True)
    disposal = ForeignKey(Disposal, **RESTRICT)
    section = ForeignKey(Section, **RESTRICT)
    number = Varchar(length=100)
    issued_on = Date()
    company = Varchar(length=66)
    evidence = ForeignKey(Evidence, **LATER)
    lines = JSON()
    attached_by = ForeignKey(Person, **RESTRICT)
    attached_at = Timestamptz()
    replaced_by = ForeignKey("self", **LATER)


INDEXES = [
    "CREATE UNIQUE INDEX IF NOT EXISTS disposal_number ON disposal (fiscal_year, serial_no)",
    "CREATE INDEX IF NOT EXISTS disposal_section ON disposal (section, id)",
    "CREATE INDEX IF NOT EXISTS disposal_state ON disposal (state, closed_at)",
    "CREATE INDEX IF NOT EXISTS disposal_irregular ON disposal (closed_at) WHERE irregular",
    "CREATE UNIQUE INDEX IF NOT EXISTS disposal_line_pending ON disposal_line (asset) WHERE pending",
    "CREATE INDEX IF NOT EXISTS disposal_line_of ON disposal_line (disposal)",
    "CREATE INDEX IF NOT EXISTS disposal_line_asset ON disposal_line (asset)",
    "CREATE INDEX IF NOT EXISTS disposal_certificate_of ON disposal_certificate (disposal)",
]

WIDER = "ALTER TABLE asset ALTER COLUMN state TYPE varchar(20)"
"""`lease_returned` has fourteen letters; SQLite counts none."""


async def build() -> None:
    for table in (Disposal, DisposalLine, DisposalCertificate):
        await table.create_table(if_not_exists=True)
    for statement in INDEXES:
        await Disposal.raw(statement)
    engine = engine_finder()
    if engine and engine.engine_type != "sqlite":
        await Disposal.raw(WIDER)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="daicho", description=DESCRIPTION)
    manager.add_raw(build)
    return manager
