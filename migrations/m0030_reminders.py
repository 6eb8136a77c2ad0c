"""Reminders: mail addresses, mails on their way, whose digest was made on which day."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Date, ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

ID = "0030-reminders"
DESCRIPTION = __doc__


class Person(Table, tablename="person"):
    id = Varchar(length=36, primary_key=True)


class MailAddress(Table, tablename="mail_address"):
    person = ForeignKey(Person, primary_key=True, on_delete=OnDelete.restrict, null=False)
    address = Varchar(length=66, null=True, default=None)


class Outbox(Table, tablename="outbox"):
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


class Digest(Table, tablename="digest"):
    id = Varchar(length=80, primary_key=True)
    person = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    day = Date()
    made_at = Timestamptz()
    notices = Integer()
    mail = Varchar(length=36, null=True, default=None)


INDEXES = (
    "CREATE INDEX IF NOT EXISTS outbox_by_due ON outbox (state, due)",
    "CREATE INDEX IF NOT EXISTS digest_by_day ON digest (day)",
)


async def build() -> None:
    for table in (MailAddress, Outbox, Digest):
        await table.create_table(if_not_exists=True)
    for statement in INDEXES:
        await Outbox.raw(statement)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="daicho", description=DESCRIPTION)
    manager.add_raw(build)
    return manager
