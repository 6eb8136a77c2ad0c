"""The tables of approval boxes and of forms for a downtime."""

from piccolo.columns import JSON, ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from daicho.foundation.identity.tables import Person, Section


class ApprovalBoxes(Table, tablename="approval_boxes"):
    """決裁欄: one row a section and kind of sheet."""

    id = Varchar(length=36, primary_key=True)
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    sheet = Varchar(length=20)
    titles = JSON()
    set_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    set_at = Timestamptz()


class BlankForm(Table, tablename="blank_form"):
    """A reserved serial; `remark` is a commitment, null until the form is void."""

    form_serial = Varchar(length=50, primary_key=True)
    fiscal_year = Integer()
    serial_no = Integer()
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    form = Varchar(length=12)
    batch = Varchar(length=36)
    state = Varchar(length=8)
    issued_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    issued_at = Timestamptz()
    became = Varchar(length=60, null=True, default=None)
    keyed = JSON()
    remark = Varchar(length=66, null=True, default=None)
    voided_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    voided_at = Timestamptz(null=True, default=None)
