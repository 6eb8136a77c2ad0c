"""Proposals and area reviews, sightings, remedies and thresholds."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSON, Date, DoublePrecision, ForeignKey, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

ID = "0010-versions"
DESCRIPTION = __doc__

RESTRICT = {"on_delete": OnDelete.restrict, "null": False}
MAY_BE_NULL = {"on_delete": OnDelete.restrict, "null": True, "default": None}


class Section(Table, tablename="section"):
    id = Varchar(length=36, primary_key=True)


class Person(Table, tablename="person"):
    id = Varchar(length=36, primary_key=True)


class Floor(Table, tablename="floor"):
    id = Varchar(length=36, primary_key=True)


class FloorVersion(Table, tablename="floor_version"):
    id = Varchar(length=36, primary_key=True)


class Place(Table, tablename="place"):
    code = Varchar(length=13, primary_key=True)


class Asset(Table, tablename="asset"):
    code = Varchar(length=13, primary_key=True)


class Violation(Table, tablename="violation"):
    id = Varchar(length=36, primary_key=True)


class FloorProposal(Table, tablename="floor_proposal"):
    id = Varchar(length=36, primary_key=True)
    floor = ForeignKey(Floor, **RESTRICT)
    section = ForeignKey(Section, **RESTRICT)
    state = Varchar(length=20)
    etag = Varchar(length=64)
    valid_from = Date()
    why = Varchar(length=66)
    drafters = JSON()
    proposed_by = ForeignKey(Person, **RESTRICT)
    proposed_at = Timestamptz()
    decided_by = ForeignKey(Person, **MAY_BE_NULL)
    decided_at = Timestamptz(null=True, default=None)
    answer = Varchar(length=66, null=True, default=None)


class AreaReview(Table, tablename="area_review"):
    id = Varchar(length=36, primary_key=True)
    floor = ForeignKey(Floor, **RESTRICT)
    section = ForeignKey(Section, **RESTRICT)
    area = Varchar(length=64)
    version = ForeignKey(FloorVersion, **RESTRICT)
    result = Varchar(length=20)
    note = Varchar(length=66, null=True, default=None)
    reviewed_by = ForeignKey(Person, **RESTRICT)
    reviewed_at = Timestamptz()


class Sighting(Table, tablename="sighting"):
    id = Varchar(length=36, primary_key=True)
    asset = ForeignKey(Asset, **RESTRICT)
    section = ForeignKey(Section, **RESTRICT)
    place = ForeignKey(Place, **MAY_BE_NULL)
    floor = ForeignKey(Floor, **MAY_BE_NULL)
    area = Varchar(length=64, null=True, default=None)
    seen_by = ForeignKey(Person, **RESTRICT)
    seen_at = Timestamptz()


class Remedy(Table, tablename="remedy"):
    id = Varchar(length=36, primary_key=True)
    violation = ForeignKey(Violation, **RESTRICT)
    section = ForeignKey(Section, **RESTRICT)
    state = Varchar(length=20)
    measure = Varchar(length=66)
    why = Varchar(length=66)
    until = Date()
    requested_by = ForeignKey(Person, **RESTRICT)
    requested_at = Timestamptz()
    decided_by = ForeignKey(Person, **MAY_BE_NULL)
    decided_for = ForeignKey(Person, **MAY_BE_NULL)
    decided_at = Timestamptz(null=True, default=None)
    ended_by = Varchar(length=36, null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    answer = Varchar(length=66, null=True, default=None)


class Threshold(Table, tablename="threshold"):
    name = Varchar(length=40, primary_key=True)
    value = DoublePrecision()


TABLES = (FloorProposal, AreaReview, Sighting, Remedy, Threshold)

INDEXES = [
    "CREATE UNIQUE INDEX IF NOT EXISTS floor_proposal_open ON floor_proposal (floor)"
    " WHERE state = 'proposed'",
    "CREATE INDEX IF NOT EXISTS floor_proposal_floor ON floor_proposal (floor)",
    "CREATE INDEX IF NOT EXISTS area_review_floor ON area_review (floor, area)",
    "CREATE INDEX IF NOT EXISTS sighting_asset ON sighting (asset, seen_at)",
    "CREATE UNIQUE INDEX IF NOT EXISTS remedy_requested ON remedy (violation)"
    " WHERE state = 'requested'",
    "CREATE INDEX IF NOT EXISTS remedy_violation ON remedy (violation)",
    "CREATE INDEX IF NOT EXISTS remedy_section ON remedy (section)",
]


async def build() -> None:
    for table in TABLES:
        await table.create_table(if_not_exists=True)
    for statement in INDEXES:
        await Remedy.raw(statement)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="daicho", description=DESCRIPTION)
    manager.add_raw(build)
    return manager
