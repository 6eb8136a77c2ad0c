"""The tables of what is brought in, of private things found, and of deliveries."""

from piccolo.columns import JSON, Boolean, Date, ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from daicho.foundation.identity.tables import Person, Section
from daicho.places.floors.tables import Floor, Place
from daicho.things.evidence.tables import Evidence


class BringIn(Table, tablename="bring_in"):
    """持込み: persons and times are null until the step that names them; texts are commitments."""

    id = Varchar(length=36, primary_key=True)
    fiscal_year = Integer()
    serial_no = Integer()
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    floor = ForeignKey(Floor, on_delete=OnDelete.restrict, null=False)
    area = Varchar(length=64, null=True, default=None)
    level = Integer()
    state = Varchar(length=12)
    requester = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    purpose = Varchar(length=66)
    items = JSON()
    planned_in = Date()
    planned_out = Date()
    requested_at = Timestamptz()
    bringer = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    visitor = Varchar(length=66, null=True, default=None)
    company = Varchar(length=66, null=True, default=None)
    exception = Varchar(length=66, null=True, default=None)
    decided_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    decided_for = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
    remark = Varchar(length=66, null=True, default=None)
    badge = Varchar(length=60, null=True, default=None)
    malware_scan = Varchar(length=10, null=True, default=None)
    seen_in = JSON()
    inspected_in_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    inspected_in_at = Timestamptz(null=True, default=None)
    seen_out = JSON()
    unlisted = JSON()
    no_data_copied = Boolean(null=True, default=None)
    inspected_out_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    inspected_out_at = Timestamptz(null=True, default=None)
    resolution = Varchar(length=66, null=True, default=None)
    resolved_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    resolved_at = Timestamptz(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)


class PrivateFind(Table, tablename="private_find"):
    """私物の発見: `bring_in` is the one that lets the thing be there."""

    id = Varchar(length=36, primary_key=True)
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    floor = ForeignKey(Floor, on_delete=OnDelete.restrict, null=False)
    area = Varchar(length=64, null=True, default=None)
    level = Integer()
    item = JSON()
    found_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    found_at = Timestamptz()
    note = Varchar(length=66, null=True, default=None)
    bring_in = ForeignKey(BringIn, on_delete=OnDelete.restrict, null=True, default=None)
    state = Varchar(length=10)
    answer = Varchar(length=66, null=True, default=None)
    settled_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    settled_at = Timestamptz(null=True, default=None)


class Delivery(Table, tablename="delivery"):
    """搬入出: what was delivered or carried away; nobody as `witness` means that nobody stood by."""

    id = Varchar(length=36, primary_key=True)
    fiscal_year = Integer()
    serial_no = Integer()
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    floor = ForeignKey(Floor, on_delete=OnDelete.restrict, null=True, default=None)
    area = Varchar(length=64, null=True, default=None)
    place = ForeignKey(Place, on_delete=OnDelete.restrict, null=True, default=None)
    direction = Varchar(length=4)
    what = Varchar(length=66)
    company = Varchar(length=66)
    delivered_at = Timestamptz()
    recorded_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    recorded_at = Timestamptz()
    witness = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    witness_named_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    signature = ForeignKey(Evidence, on_delete=OnDelete.restrict, null=True, default=None)
