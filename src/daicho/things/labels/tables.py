"""The table of the print log."""

from piccolo.columns import JSON, ForeignKey, Integer, OnDelete, Varchar
from piccolo.table import Table

from daicho.foundation.identity.tables import Section


class LabelPrint(Table, tablename="label_print"):
    """What was printed, from which cell on; the section is the first label's."""

    id = Varchar(length=36, primary_key=True)
    sheet = Varchar(length=20)
    start = Integer()
    codes = JSON()
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
