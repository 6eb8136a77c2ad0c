"""The table of proposed personnel changes."""

from piccolo.columns import JSON, Date, ForeignKey, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from daicho.foundation.identity.tables import Person


class PersonnelChange(Table, tablename="personnel_change"):
    """人事異動: the posts of each person from a day on; names, the file's too, are commitments."""

    id = Varchar(length=36, primary_key=True)
    state = Varchar(length=10)
    file = Varchar(length=66)
    sha256 = Varchar(length=64)
    effective = Date()
    lines = JSON()
    sections = JSON()
    proposed_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    proposed_at = Timestamptz()
    decided_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
    remark = Varchar(length=66, null=True, default=None)
