"""The table of mails on their way."""

from piccolo.columns import Integer, Timestamptz, Varchar
from piccolo.table import Table


class Outbox(Table, tablename="outbox"):
    """No part of the history: what is told here stands in the registers."""

    id = Varchar(length=36, primary_key=True)
    kind = Varchar(length=20)
    person = Varchar(length=36)
    subject = Varchar(length=200)
    body = Varchar(length=66)
    made_at = Timestamptz()
    due = Timestamptz()
    state = Varchar(length=10)
    tries = Integer()
    last_error = Varchar(length=20, null=True, default=None)
    sent_at = Timestamptz(null=True, default=None)
