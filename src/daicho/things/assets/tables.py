"""The table of assets."""

from piccolo.columns import Boolean, Date, ForeignKey, Integer, OnDelete, Varchar
from piccolo.table import Table

from daicho.foundation.identity.tables import Section
from daicho.places.floors.tables import Place


class Asset(Table, tablename="asset"):
    """A terminal, medium or device; `place` is null for what stands in use and for drafts."""

    code = Varchar(length=13, primary_key=True)
    control_no = Varchar(length=40, unique=True)
    name = Varchar(length=100)
    kind = Varchar(length=10)
    type = Varchar(length=20)
    maker = Varchar(length=100, null=True, default=None)
    model = Varchar(length=100)
    serial = Varchar(length=100)
    state = Varchar(length=20)
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    place = ForeignKey(Place, on_delete=OnDelete.restrict, null=True, default=None)
    data_class = Integer(null=True, default=None)
    encrypted = Boolean(default=False)
    registered_on = Date()
    privacy_filter = Boolean(null=True, default=None)
    lock_minutes = Integer(null=True, default=None)
    wire_lock = Boolean(null=True, default=None)
    auth_factors = Integer(null=True, default=None)
    series = Varchar(length=10, null=True, default=None)
    series_no = Integer(null=True, default=None)
