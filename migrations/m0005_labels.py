"""The log of printed labels."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSON, ForeignKey, Integer, OnDelete, Varchar
from piccolo.table import Table

ID = "0005-labels"
DESCRIPTION = __doc__


class Section(Table, tablename="section"):
    id = Varchar(length=36, primary_key=True)


class LabelPrint(Table, tablename="label_print"):
    id = Varchar(length=36, primary_key=True)
    sheet = Varchar(length=20)
    start = Integer()
    codes = JSON()
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)


async def build() -> None:
    await LabelPrint.create_table(if_not_exists=True)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="daicho", description=DESCRIPTION)
    manager.add_raw(build)
    return manager
