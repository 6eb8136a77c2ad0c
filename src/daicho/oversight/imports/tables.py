"""The table of ledgers that were taken in."""

from piccolo.columns import ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from daicho.foundation.identity.tables import Person


class LedgerImport(Table, tablename="ledger_import"):
    """What was taken in from which file (its SHA-256), by whom, and how many lines of it."""

    id = Varchar(length=36, primary_key=True)
    kind = Varchar(length=10)
    file = Varchar(length=66)
    sha256 = Varchar(length=64)
    lines = Integer()
    made = Integer()
    changed = Integer()
    same = Integer()
    taken_by = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    taken_at = Timestamptz()
