"""The tables of placements and sightings."""

from piccolo.columns import Date, ForeignKey, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from daicho.foundation.identity.tables import Person, Section
from daicho.places.floors.tables import Floor, Place
from daicho.things.assets.tables import Asset


class Placement(Table, tablename="placement"):
    """A terminal on a floor from a day on; `valid_to`, the first day on which it is gone, is null while it stands."""

    id = Varchar(length=36, primary_key=True)
    asset = ForeignKey(Asset, on_delete=OnDelete.restrict, null=False)
    floor = ForeignKey(Floor, on_delete=OnDelete.restrict, null=False)
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    terminal = Varchar(length=64)
    seat_policy = Varchar(length=20)
    valid_from = Date()
    valid_to = Date(null=True, default=None)


class Sighting(Table, tablename="sighting"):
    """現物確認: a terminal was scanned; `floor`, `area` and `place` say where, as far as somebody said it."""

    id = Varchar(length=36, primary_key=True)
    asset = ForeignKey(Asset, on_delete=OnDelete.restrict, null=False)
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    place = ForeignKey(Place, on_delete=OnDelete.restrict, null=True, default=None)
    floor = ForeignKey(Floor, on_delete=OnDelete.restrict, null=True, default=None)
    area = Varchar(length=64, null=True, default=None)
    seen_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    seen_at = Timestamptz()
