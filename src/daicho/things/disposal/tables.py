"""The tables of disposals, their lines and certificates."""

from typing import Any

from piccolo.columns import JSON, Boolean, Date, ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table

from daicho.foundation.identity.tables import Person, Section
from daicho.things.assets.tables import Asset
from daicho.things.evidence.tables import Evidence


class Disposal(Table, tablename="disposal"):
    """廃棄: persons and evidence are null until the step that names them; texts are commitments."""

    id = Varchar(length=36, primary_key=True)
    fiscal_year = Integer()
    serial_no = Integer()
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    state = Varchar(length=12)
    outcome = Varchar(length=16)
    ownership = Varchar(length=8)
    resident_data = Boolean()
    demands = Varchar(length=8)
    requester = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    reason = Varchar(length=66)
    requested_at = Timestamptz()
    decided_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    decided_for = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
    remark = Varchar(length=66, null=True, default=None)
    company = Varchar(length=66, null=True, default=None)
    contract = Varchar(length=66, null=True, default=None)
    collected_by = Varchar(length=66, null=True, default=None)
    signature = ForeignKey(Evidence, on_delete=OnDelete.restrict, null=True, default=None)
    leaves = Boolean(null=True, default=None)
    collected_at = Timestamptz(null=True, default=None)
    handed_over_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    irregular = Boolean(default=False)
    verified_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    verified_at = Timestamptz(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)


class DisposalLine(Table, tablename="disposal_line"):
    """A thing of a disposal; the migration adds the index that keeps it out of a second one while it is pending."""

    id = Varchar(length=36, primary_key=True)
    disposal = ForeignKey(Disposal, on_delete=OnDelete.restrict, null=False)
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    asset = ForeignKey(Asset, on_delete=OnDelete.restrict, null=False)
    model = Varchar(length=100)
    serial = Varchar(length=100)
    type = Varchar(length=20)
    data_class = Integer(null=True, default=None)
    encrypted = Boolean()
    was = Varchar(length=12)
    required = Varchar(length=8)
    pending = Boolean(default=True)
    state = Varchar(length=12)
    attempts = Integer(default=0)
    method = Varchar(length=16, null=True, default=None)
    level = Varchar(length=8, null=True, default=None)
    edition = Varchar(length=60, null=True, default=None)
    tool = Varchar(length=200, null=True, default=None)
    place = Varchar(length=16, null=True, default=None)
    performed_at = Timestamptz(null=True, default=None)
    performed_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    by_contractor = Boolean(null=True, default=None)
    recorded_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    as_fact = Boolean(default=False)
    early_at = Timestamptz(null=True, default=None)
    remark = Varchar(length=66, null=True, default=None)
    photos = JSON()
    witnessed_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    witnessed_at = Timestamptz(null=True, default=None)
    lost_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    lost_at = Timestamptz(null=True, default=None)
    lost_why = Varchar(length=66, null=True, default=None)
    incident = Varchar(length=66, null=True, default=None)


class DisposalCertificate(Table, tablename="disposal_certificate"):
    """消去・廃棄証明書 with its lines as they are printed there."""

    id = Varchar(length=36, primary_key=True)
    disposal = ForeignKey(Disposal, on_delete=OnDelete.restrict, null=False)
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    number = Varchar(length=100)
    issued_on = Date()
    company = Varchar(length=66)
    evidence = ForeignKey(Evidence, on_delete=OnDelete.restrict, null=True, default=None)
    lines = JSON()
    attached_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    attached_at = Timestamptz()
    replaced_by: ForeignKey[Any] = ForeignKey(
        LazyTableReference("DisposalCertificate", module_path=__name__),
        on_delete=OnDelete.restrict,
        null=True,
        default=None,
    )
