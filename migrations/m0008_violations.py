"""Violations: opened and closed by difference, a new episode each time the condition comes back."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSON, ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

ID = "0008-violations"
DESCRIPTION = __doc__


class Section(Table, tablename="section"):
    id = Varchar(length=36, primary_key=True)


class Floor(Table, tablename="floor"):
    id = Varchar(length=36, primary_key=True)


class Asset(Table, tablename="asset"):
    code = Varchar(length=13, primary_key=True)


class Violation(Table, tablename="violation"):
    id = Varchar(length=36, primary_key=True)
    key = Varchar(length=160)
    episode = Integer()
    rule = Varchar(length=8)
    subject = Varchar(length=140)
    grade = Varchar(length=12)
    facts = JSON()
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    floor = ForeignKey(Floor, on_delete=OnDelete.restrict, null=True, default=None)
    asset = ForeignKey(Asset, on_delete=OnDelete.restrict, null=True, default=None)
    opened_at = Timestamptz()
    closed_at = Timestamptz(null=True, default=None)


INDEXES = [
    "CREATE UNIQUE INDEX IF NOT EXISTS violation_episode ON violation (key, episode)",
    "CREATE UNIQUE INDEX IF NOT EXISTS violation_open ON violation (key) WHERE closed_at IS NULL",
    "CREATE INDEX IF NOT EXISTS violation_section ON violation (section)",
    "CREATE INDEX IF NOT EXISTS violation_floor ON violation (floor)",
    "CREATE INDEX IF NOT EXISTS violation_asset ON violation (asset)",
]


async def build() -> None:
    await Violation.create_table(if_not_exists=True)
    for statement in INDEXES:
        await Violation.raw(statement)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="daicho", description=DESCRIPTION)
    manager.add_raw(build)
    return manager
