"""The tables of violations, of remedies that except them, and of thresholds that were set."""

from piccolo.columns import (
    JSON,
    Date,
    DoublePrecision,
    ForeignKey,
    Integer,
    OnDelete,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from daicho.foundation.identity.tables import Person, Section
from daicho.places.floors.tables import Floor
from daicho.things.assets.tables import Asset


class Violation(Table, tablename="violation"):
    """One episode; `floor` and `asset` are null where none is concerned, `closed_at` while it lasts."""

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


class Remedy(Table, tablename="remedy"):
    """代替措置: a measure that excepts one episode until a day; `ended_by` may be the machine."""

    id = Varchar(length=36, primary_key=True)
    violation = ForeignKey(Violation, on_delete=OnDelete.restrict, null=False)
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    state = Varchar(length=20)
    measure = Varchar(length=66)
    why = Varchar(length=66)
    until = Date()
    requested_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    requested_at = Timestamptz()
    decided_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    decided_for = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
    ended_by = Varchar(length=36, null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    answer = Varchar(length=66, null=True, default=None)


class Threshold(Table, tablename="threshold"):
    """A limit that somebody set; one without a row is the program's default."""

    name = Varchar(length=40, primary_key=True)
    value = DoublePrecision()
