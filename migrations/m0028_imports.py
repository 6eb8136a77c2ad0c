"""Ledgers taken in, and proposed changes of posts."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSON, Date, ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

ID = "0028-imports"
DESCRIPTION = __doc__


class Person(Table, tablename="person"):
    id = Varchar(length=36, primary_key=True)


class LedgerImport(Table, tablename="ledger_import"):
    id = Varchar(length=36, primary_key=True)
    kind = Varchar(length=10)
    file = Varchar(length=66)
    sha256 = Varchar(length=64)
    lines = Integer()
    made = Integer()
    changed = Integer()
    same = Integer()
    taken_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    taken_at = Timestamptz()


class PersonnelChange(Table, tablename="personnel_change"):
    id = Varchar(length=36, primary_key=True)
    state = Varchar(length=10)
    file = Varchar(length=66)
    sha256 = Varchar(length=64)
    effective = Date()
    lines = JSON()
    sections = JSON()
    proposed_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    proposed_at = Timestamptz()
    decided_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
    remark = Varchar(length=66, null=True, default=None)


INDEXES = (
    "CREATE INDEX IF NOT EXISTS ledger_import_by_person ON ledger_import (taken_by)",
    "CREATE INDEX IF NOT EXISTS personnel_change_by_state ON personnel_change (state)",
)


async def build() -> None:
    for table in (LedgerImport, PersonnelChange):
        await table.create_table(if_not_exists=True)
    for statement in INDEXES:
        await LedgerImport.raw(statement)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="daicho", description=DESCRIPTION)
    manager.add_raw(build)
    return manager
