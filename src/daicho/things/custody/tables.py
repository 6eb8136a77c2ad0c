"""The tables of take-outs, of their extensions, of uses of media, and of transfers between sections."""

from piccolo.columns import (
    JSON,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    OnDelete,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from daicho.foundation.identity.tables import Person, Section
from daicho.places.floors.tables import Place
from daicho.things.assets.tables import Asset


class TakeOut(Table, tablename="take_out"):
    """持出し: persons and places are null until the step that names them; texts are commitments.

    The migration adds what keeps a second open take-out of one asset out: a partial unique index.
    """

    id = Varchar(length=36, primary_key=True)
    fiscal_year = Integer()
    serial_no = Integer()
    asset = ForeignKey(Asset, on_delete=OnDelete.restrict, null=False)
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    state = Varchar(length=12)
    applicant = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    carriers = JSON()
    purpose = Varchar(length=66)
    destination = Varchar(length=66)
    planned_return = Date()
    requested_at = Timestamptz()
    decided_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    decided_for = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
    handed_over_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    handed_over_at = Timestamptz(null=True, default=None)
    encrypted = Boolean(null=True, default=None)
    container = Varchar(length=66, null=True, default=None)
    returned_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    returned_at = Timestamptz(null=True, default=None)
    returned_place = ForeignKey(Place, on_delete=OnDelete.restrict, null=True, default=None)
    verified_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    verified_at = Timestamptz(null=True, default=None)
    seal_ok = Boolean(null=True, default=None)
    count_ok = Boolean(null=True, default=None)
    erased = Boolean(null=True, default=None)
    remark = Varchar(length=66, null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)
    kind = Varchar(length=10, default="carry")
    transport = Varchar(length=20, null=True, default=None)
    outside = Boolean(default=True)
    contractor = JSON(null=True, default=None)
    carriers_present = Boolean(null=True, default=None)
    handed_over_signature = Varchar(length=64, null=True, default=None)
    returned_signature = Varchar(length=64, null=True, default=None)
    checked_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    label_ok = Boolean(null=True, default=None)
    malware_scan = Varchar(length=10, null=True, default=None)
    passes = JSON(default="[]")
    extension = Varchar(length=36, null=True, default=None)
    extended_by = JSON(default="[]")


class TakeOutExtension(Table, tablename="take_out_extension"):
    """延長の申請: one open request for each take-out, held by a partial unique index of the migration."""

    id = Varchar(length=36, primary_key=True)
    take_out = ForeignKey(TakeOut, on_delete=OnDelete.restrict, null=False)
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    state = Varchar(length=10)
    before = Date()
    planned_return = Date()
    reason = Varchar(length=66)
    requested_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    requested_at = Timestamptz()
    decided_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    decided_for = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
    answer = Varchar(length=66, null=True, default=None)


class MediaUse(Table, tablename="media_use"):
    """A medium at a terminal; a partial unique index of the migration keeps a second open use of it out."""

    id = Varchar(length=36, primary_key=True)
    asset = ForeignKey(Asset, on_delete=OnDelete.restrict, null=False)
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    terminal = ForeignKey(Asset, on_delete=OnDelete.restrict, null=False)
    used_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    purpose = Varchar(length=66)
    started_at = Timestamptz()
    resident_side = Boolean()
    note = Varchar(length=66, null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    ended_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    erased = Boolean(null=True, default=None)


class AssetTransfer(Table, tablename="asset_transfer"):
    """移管: out of `section` into `to_section`; one open proposal for each asset."""

    id = Varchar(length=36, primary_key=True)
    asset = ForeignKey(Asset, on_delete=OnDelete.restrict, null=False)
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    to_section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    state = Varchar(length=10)
    reason = Varchar(length=66)
    proposed_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    proposed_at = Timestamptz()
    place = ForeignKey(Place, on_delete=OnDelete.restrict, null=True, default=None)
    decided_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
    answer = Varchar(length=66, null=True, default=None)
