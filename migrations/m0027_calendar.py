"""The calendar: closures and openings by day, hours of the week."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSON, Boolean, Date, ForeignKey, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

ID = "0027-calendar"
DESCRIPTION = __doc__


class Section(Table, tablename="section"):
    id = Varchar(length=36, primary_key=True)


class Closure(Table, tablename="closure"):
    id = Varchar(length=36, primary_key=True)
    day = Date()
    name = Varchar(length=100)
    opens = Boolean()
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=True, default=None)
    withdrawn_at = Timestamptz(null=True, default=None)


class OfficeHours(Table, tablename="office_hours"):
    section = Varchar(length=36, primary_key=True)
    week = JSON()


async def build() -> None:
    await Closure.create_table(if_not_exists=True)
    await OfficeHours.create_table(if_not_exists=True)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="daicho", description=DESCRIPTION)
    manager.add_raw(build)
    return manager
