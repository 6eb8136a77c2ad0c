"""Approval boxes, and forms with reserved serials for a downtime."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSON, ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

ID = "0029-paper"
DESCRIPTION = __doc__

RESTRICT = {"on_delete": OnDelete.restrict, "null": False}
LATER = {"on_delete": OnDelete.restrict, "null": True, "default": None}


class Section(Table, tablename="section"):
    id = Varchar(length=36, primary_key=True)


class Person(Table, tablename="person"):
    id = Varchar(length=36, primary_key=True)


class ApprovalBoxes(Table, tablename="approval_boxes"):
    id = Varchar(length=36, primary_key=True)
    section = ForeignKey(Section, **RESTRICT)
    sheet = Varchar(length=20)
    titles = JSON()
    set_by = ForeignKey(Person, **RESTRICT)
    set_at = Timestamptz()


class BlankForm(Table, tablename="blank_form"):
    form_serial = Varchar(length=50, primary_key=True)
    fiscal_year = Integer()
    serial_no = Integer()
    section = ForeignKey(Section, **RESTRICT)
    form = Varchar(length=12)
    batch = Varchar(length=36)
    state = Varchar(length=8)
    issued_by = ForeignKey(Person, **RESTRICT)
    issued_at = Timestamptz()
    became = Varchar(length=60, null=True, default=None)
    keyed = JSON()
    remark = Varchar(length=66, null=True, default=None)
    voided_by = ForeignKey(Person, **LATER)
    voided_at = Timestamptz(null=True, default=None)


TABLES = (ApprovalBoxes, BlankForm)

INDEXES = [
    "CREATE UNIQUE INDEX IF NOT EXISTS approval_boxes_sheet ON approval_boxes (section, sheet)",
    "CREATE UNIQUE INDEX IF NOT EXISTS blank_form_number ON blank_form (section, fiscal_year, serial_no)",
    "CREATE INDEX IF NOT EXISTS blank_form_batch ON blank_form (batch)",
    "CREATE INDEX IF NOT EXISTS blank_form_state ON blank_form (state, section)",
]


async def build() -> None:
    for table in TABLES:
        await table.create_table(if_not_exists=True)
    for statement in INDEXES:
        await ApprovalBoxes.raw(statement)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="daicho", description=DESCRIPTION)
    manager.add_raw(build)
    return manager
