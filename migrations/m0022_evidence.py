"""Evidence: photographs, signatures and certificates beside their files."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

ID = "0022-evidence"
DESCRIPTION = __doc__

RESTRICT = {"on_delete": OnDelete.restrict, "null": False}


class Section(Table, tablename="section"):
    id = Varchar(length=36, primary_key=True)


class Person(Table, tablename="person"):
    id = Varchar(length=36, primary_key=True)


class Blob(Table, tablename="blob"):
    sha256 = Varchar(length=64, primary_key=True)


class Evidence(Table, tablename="evidence"):
    id = Varchar(length=64, primary_key=True)
    section = ForeignKey(Section, **RESTRICT)
    kind = Varchar(length=12)
    media_type = Varchar(length=40)
    bytes = Integer()
    blob = ForeignKey(Blob, **RESTRICT)
    uploaded_by = ForeignKey(Person, **RESTRICT)
    uploaded_at = Timestamptz()


async def build() -> None:
    await Evidence.create_table(if_not_exists=True)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="daicho", description=DESCRIPTION)
    manager.add_raw(build)
    return manager
