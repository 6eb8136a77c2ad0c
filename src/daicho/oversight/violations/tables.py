"""The table of violations."""

from piccolo.columns import JSON, ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from daicho.foundation.identity.tables import Section
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
