"""The table of backgrounds: which picture lies under the drawing of a floor, and where."""

from piccolo.columns import JSON, Boolean, ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from daicho.foundation.blobs.tables import Blob
from daicho.places.floors.tables import Floor


class FloorBackground(Table, tablename="floor_background"):
    """Part of drawing, as a draft is: no entry of the history. A removed one stays until another takes its place."""

    floor = ForeignKey(Floor, primary_key=True, on_delete=OnDelete.restrict, null=False)
    blob = ForeignKey(Blob, on_delete=OnDelete.restrict, null=False)
    name = Varchar(length=200)
    width = Integer()
    height = Integer()
    page = Integer()
    pages = Integer()
    placement = JSON(null=True, default=None)
    removed = Boolean(default=False)
    set_by = Varchar(length=36)
    set_at = Timestamptz()
