"""Tables of scans, of codes that should not be there, and of things that were in two places at once."""

from piccolo.columns import JSON, BigInt, ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from daicho.foundation.identity.tables import Device, Person, Section
from daicho.places.floors.tables import Place
from daicho.things.assets.tables import Asset


class Scan(Table, tablename="scan"):
    """One reading as a device told it; the id comes from its person and key, so that twice is once."""

    id = Varchar(length=36, primary_key=True)
    person = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    device = ForeignKey(Device, on_delete=OnDelete.restrict, null=True, default=None)
    act = Varchar(length=16)
    code = Varchar(length=13)
    thing = Varchar(length=13)
    place = ForeignKey(Place, on_delete=OnDelete.restrict, null=True, default=None)
    session = Varchar(length=36, null=True, default=None)
    answers = Varchar(length=66, null=True, default=None)
    happened_at = Timestamptz()
    device_at = Timestamptz()
    device_seq = BigInt()
    clock_off = Integer()
    clock = Varchar(length=10)
    received_at = Timestamptz()
    state = Varchar(length=10)
    became = Varchar(length=80, null=True, default=None)
    refusal = Varchar(length=60, null=True, default=None)
    facts = JSON()
    change = Varchar(length=36, null=True, default=None)
    decided_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
    note = Varchar(length=66, null=True, default=None)


class StrayScan(Table, tablename="stray_scan"):
    """A code of ours that no thing carries, that was replaced, or whose thing was disposed of."""

    id = Varchar(length=36, primary_key=True)
    scan = ForeignKey(Scan, on_delete=OnDelete.restrict, null=False)
    code = Varchar(length=13)
    kind = Varchar(length=8)
    asset = ForeignKey(Asset, on_delete=OnDelete.restrict, null=True, default=None)
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    scanned_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    scanned_at = Timestamptz()
    state = Varchar(length=8)
    settled_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    settled_at = Timestamptz(null=True, default=None)
    note = Varchar(length=66, null=True, default=None)


class DoubleLocation(Table, tablename="double_location"):
    """One code read by two readers at two places within a time in which nobody carries it there."""

    id = Varchar(length=36, primary_key=True)
    first = ForeignKey(Scan, on_delete=OnDelete.restrict, null=False)
    second = ForeignKey(Scan, on_delete=OnDelete.restrict, null=False)
    thing = Varchar(length=13)
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    seconds_apart = Integer()
    state = Varchar(length=8)
    settled_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    settled_at = Timestamptz(null=True, default=None)
    note = Varchar(length=66, null=True, default=None)
