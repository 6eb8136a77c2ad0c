"""Tables of people and rights, and of how they sign in."""

from typing import Any

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
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table


class Municipality(Table, tablename="municipality"):
    """One row: whose register this is, the name its log signs with, and the demo's clock."""

    id = Varchar(length=36, primary_key=True)
    name = Varchar(length=100)
    origin = Varchar(length=100)
    demo = Boolean(default=False)
    clock_offset = BigInt(default=0)


class Section(Table, tablename="section"):
    """所属: a tree; the root has no parent."""

    id = Varchar(length=36, primary_key=True)
    name = Varchar(length=100)
    kind = Varchar(length=20)
    parent: ForeignKey[Any] = ForeignKey(
        LazyTableReference("Section", module_path=__name__),
        on_delete=OnDelete.restrict,
        null=True,
        default=None,
    )


class Person(Table, tablename="person"):
    """Staff; name and kana are commitments, the words lie in `personal`."""

    id = Varchar(length=36, primary_key=True)
    code = Varchar(length=13, unique=True)
    name = Varchar(length=66)
    kana = Varchar(length=66)
    left_on = Date(null=True, default=None)


class Post(Table, tablename="post"):
    """A role in a section over a period (発令); several at once are 兼務."""

    id = Varchar(length=36, primary_key=True)
    person = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    role = Varchar(length=20)
    title = Varchar(length=60)
    valid_from = Date()
    valid_to = Date(null=True, default=None)


class Deputy(Table, tablename="deputy"):
    """代決者: who decides for a principal, in which order, over which period."""

    id = Varchar(length=36, primary_key=True)
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    principal = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    person = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    rank = Integer()
    valid_from = Date()
    valid_to = Date()


class ProxyDecision(Table, tablename="proxy_decision"):
    """A decision taken for somebody (代決), waiting until the principal has read it (後閲)."""

    id = Varchar(length=36, primary_key=True)
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    principal = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    person = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    subject = Varchar(length=120)
    act = Varchar(length=40)
    decided_at = Timestamptz()
    reviewed_at = Timestamptz(null=True, default=None)


class Account(Table, tablename="account"):
    """A name to sign in with; its secret is no part of the history and stands in `credential`."""

    id = Varchar(length=36, primary_key=True)
    person = ForeignKey(Person, on_delete=OnDelete.restrict, null=False)
    disabled_at = Timestamptz(null=True, default=None)


class Credential(Table, tablename="credential"):
    """The argon2id hash of an account's password."""

    account = ForeignKey(Account, primary_key=True, on_delete=OnDelete.restrict, null=False)
    hash = Text()


class Session(Table, tablename="session"):
    """Signed-in browsers: the SHA-256 of a 256-bit token, with idle and absolute ends."""

    token = Varchar(length=64, primary_key=True)
    account = ForeignKey(Account, on_delete=OnDelete.restrict, null=False)
    device = Varchar(length=36, null=True, default=None)
    level = Varchar(length=10, default="password")
    confirmed_until = Timestamptz(null=True, default=None)
    created_at = Timestamptz()
    seen_at = Timestamptz()
    ends_at = Timestamptz()


class SignInCount(Table, tablename="sign_in_count"):
    """Failed attempts by account and by address: they slow down, they never lock out for good."""

    id = Varchar(length=80, primary_key=True)
    failures = Integer()
    last_at = Timestamptz()


class Device(Table, tablename="device"):
    """A shared scanner, taken into service by the code that its enrolment gave."""

    id = Varchar(length=36, primary_key=True)
    name = Varchar(length=100)
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    state = Varchar(length=10)
    enrolled_by = Varchar(length=36)
    enrolled_at = Timestamptz()
    claimed_at = Timestamptz(null=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)


class DeviceSecret(Table, tablename="device_secret"):
    """What a device proves itself with: the SHA-256 of its code until it is claimed, then of its cookie."""

    device = ForeignKey(Device, primary_key=True, on_delete=OnDelete.restrict, null=False)
    code = Varchar(length=64, null=True, default=None)
    code_ends_at = Timestamptz()
    token = Varchar(length=64, null=True, default=None)


class Pin(Table, tablename="pin"):
    """The argon2id hash of what an account's person types beside the badge."""

    account = ForeignKey(Account, primary_key=True, on_delete=OnDelete.restrict, null=False)
    hash = Text()


class MailAddress(Table, tablename="mail_address"):
    """Where somebody gets mail; the address is a commitment, none means that they want no mail."""

    person = ForeignKey(Person, primary_key=True, on_delete=OnDelete.restrict, null=False)
    address = Varchar(length=66, null=True, default=None)
