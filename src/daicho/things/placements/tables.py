"""The table of placements."""

from piccolo.columns import Date, ForeignKey, OnDelete, Varchar
from piccolo.table import Table

from daicho.foundation.identity.tables import Section
from daicho.places.floors.tables import Floor
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
