"""The table of digests: whose was made on which day."""

from piccolo.columns import Date, ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from daicho.foundation.identity.tables import Person


class Digest(Table, tablename="digest"):
    """One row a person and day, whether there was something to tell or not; the id says both."""

    id = Varchar(length=80, primary_key=True)
    person = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    day = Date()
    made_at = Timestamptz()
    notices = Integer()
    mail = Varchar(length=36, null=True, default=None)
