"""The municipality, its sections, people, posts, deputies; accounts, sessions, attempts to sign in."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import (
    BigInt,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    OnDelete,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

ID = "0002-identity"
DESCRIPTION = __doc__

RESTRICT = {"on_delete": OnDelete.restrict, "null": False}


class Municipality(Table, tablename="municipality"):
    id = Varchar(length=36, primary_key=True)
    name = Varchar(length=100)
    origin = Varchar(length=100)
    demo = Boolean(default=False)
    clock_offset = BigInt(default=0)


class Section(Table, tablename="section"):
    id = Varchar(length=36, primary_key=True)
    name = Varchar(length=100)
    kind = Varchar(length=20)
    parent = ForeignKey("self", on_delete=OnDelete.restrict, null=True, default=None)


class Person(Table, tablename="person"):
    id = Varchar(length=36, primary_key=True)
    code = Varchar(length=13, unique=True)
    name = Varchar(length=66)
    kana = Varchar(length=66)
    left_on = Date(null=True, default=None)


class Post(Table, tablename="post"):
    id = Varchar(length=36, primary_key=True)
    person = ForeignKey(Person, **RESTRICT)
    section = ForeignKey(Section, **RESTRICT)
    role = Varchar(length=20)
    title = Varchar(length=60)
    valid_from = Date()
    valid_to = Date(null=True, default=None)


class Deputy(Table, tablename="deputy"):
    id = Varchar(length=36, primary_key=True)
    section = ForeignKey(Section, **RESTRICT)
    principal = ForeignKey(Person, **RESTRICT)
    person = ForeignKey(Person, **RESTRICT)
    rank = Integer()
    valid_from = Date()
    valid_to = Date()


class ProxyDecision(Table, tablename="proxy_decision"):
    id = Varchar(length=36, primary_key=True)
    section = ForeignKey(Section, **RESTRICT)
    principal = ForeignKey(Person, **RESTRICT)
    person = ForeignKey(Person, **RESTRICT)
    subject = Varchar(length=120)
    act = Varchar(length=40)
    decided_at = Timestamptz()
    reviewed_at = Timestamptz(null=True, default=None)


class Account(Table, tablename="account"):
    id = Varchar(length=36, primary_key=True)
    person = ForeignKey(Person, **RESTRICT)
    disabled_at = Timestamptz(null=True, default=None)


class Credential(Table, tablename="credential"):
    account = ForeignKey(Account, primary_key=True, **RESTRICT)
    hash = Text()


class Session(Table, tablename="session"):
    token = Varchar(length=64, primary_key=True)
    account = ForeignKey(Account, **RESTRICT)
    device = Varchar(length=36, null=True, default=None)
    created_at = Timestamptz()
    seen_at = Timestamptz()
    ends_at = Timestamptz()


class SignInCount(Table, tablename="sign_in_count"):
    id = Varchar(length=80, primary_key=True)
    failures = Integer()
    last_at = Timestamptz()


TABLES = (
    Municipality,
    Section,
    Person,
    Post,
    Deputy,
    ProxyDecision,
    Account,
    Credential,
    Session,
    SignInCount,
)

INDEXES = [
    "CREATE INDEX IF NOT EXISTS post_person ON post (person)",
    "CREATE INDEX IF NOT EXISTS post_section ON post (section)",
    "CREATE INDEX IF NOT EXISTS deputy_section ON deputy (section)",
    "CREATE INDEX IF NOT EXISTS proxy_principal ON proxy_decision (principal)",
    "CREATE INDEX IF NOT EXISTS account_person ON account (person)",
    "CREATE INDEX IF NOT EXISTS session_account ON session (account)",
]


async def build() -> None:
    for table in TABLES:
        await table.create_table(if_not_exists=True)
    for statement in INDEXES:
        await Section.raw(statement)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="daicho", description=DESCRIPTION)
    manager.add_raw(build)
    return manager
