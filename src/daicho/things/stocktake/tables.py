"""The tables of stock-takes."""

from piccolo.columns import (
    JSON,
    BigInt,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    OnDelete,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from daicho.foundation.identity.tables import Device, Person, Section
from daicho.places.floors.tables import Place
from daicho.things.assets.tables import Asset


class StockTake(Table, tablename="stock_take"):
    """棚卸: persons and times are null until the step that names them; `places` is empty for the whole section."""

    id = Varchar(length=36, primary_key=True)
    fiscal_year = Integer()
    serial_no = Integer()
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    places = JSON()
    due = Date()
    state = Varchar(length=12)
    planned_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    planned_at = Timestamptz()
    started_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    started_at = Timestamptz(null=True, default=None)
    expected = Integer(null=True, default=None)
    closed_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)
    completed_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    completed_for = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    completed_at = Timestamptz(null=True, default=None)


class StockLine(Table, tablename="stock_line"):
    """One thing of the frozen list, or a code read beside it; a session has one line a code."""

    id = Varchar(length=36, primary_key=True)
    stock_take = ForeignKey(StockTake, on_delete=OnDelete.restrict, null=False)
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    code = Varchar(length=13)
    expected = Boolean()
    outcome = Varchar(length=20)
    settling = Varchar(length=10)
    asset = ForeignKey(Asset, on_delete=OnDelete.restrict, null=True, default=None)
    belongs = ForeignKey(Section, on_delete=OnDelete.restrict, null=True, default=None)
    asset_state = Varchar(length=12, null=True, default=None)
    asset_place = ForeignKey(Place, on_delete=OnDelete.restrict, null=True, default=None)
    told_place = ForeignKey(Place, on_delete=OnDelete.restrict, null=True, default=None)
    seen_place = ForeignKey(Place, on_delete=OnDelete.restrict, null=True, default=None)
    seen_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    seen_at = Timestamptz(null=True, default=None)
    damaged = Boolean()
    unplaced = JSON()
    correction = Varchar(length=16, null=True, default=None)
    note = Varchar(length=66, null=True, default=None)
    proposed_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    proposed_at = Timestamptz(null=True, default=None)
    settled_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    settled_at = Timestamptz(null=True, default=None)


class StockStop(Table, tablename="stock_stop"):
    """A scanner stood before a storage place from a moment on."""

    id = Varchar(length=36, primary_key=True)
    stock_take = ForeignKey(StockTake, on_delete=OnDelete.restrict, null=False)
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    scanner = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    place = ForeignKey(Place, on_delete=OnDelete.restrict, null=False)
    at = Timestamptz()
    device = ForeignKey(Device, on_delete=OnDelete.restrict, null=True, default=None)
    sequence = BigInt(null=True, default=None)


class StockQueue(Table, tablename="stock_queue"):
    """How many scans a scanner still has on a device, as the device said last."""

    id = Varchar(length=36, primary_key=True)
    stock_take = ForeignKey(StockTake, on_delete=OnDelete.restrict, null=False)
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    scanner = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    device = Varchar(length=64)
    unsynced = Integer()
    told_at = Timestamptz()
