"""The table of evidence."""

from piccolo.columns import ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from daicho.foundation.blobs.tables import Blob
from daicho.foundation.identity.tables import Person, Section


class Evidence(Table, tablename="evidence"):
    """A kept file with who brought it; only what a signature stands under is said later."""

    id = Varchar(length=64, primary_key=True)
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    kind = Varchar(length=12)
    media_type = Varchar(length=40)
    bytes = Integer()
    blob = ForeignKey(Blob, on_delete=OnDelete.restrict, null=False)
    uploaded_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    uploaded_at = Timestamptz()
    signs = Varchar(length=64, null=True, default=None)
