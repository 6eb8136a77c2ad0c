"""The history's tables: entries, the tree's state, checkpoints, sealed texts, idempotency keys."""

from piccolo.columns import JSON, BigInt, Bytea, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class LogEntry(Table, tablename="entry"):
    """Append-only: triggers refuse UPDATE, DELETE and an INSERT that is not the next in line."""

    seq = BigInt(primary_key=True)
    id = Varchar(length=36, unique=True)
    register = Varchar(length=40)
    number = BigInt()
    subject = Varchar(length=120)
    act = Varchar(length=40)
    section = Varchar(length=36, null=True, default=None)
    actor = Varchar(length=36)
    occurred_at = Timestamptz()
    recorded_at = Timestamptz()
    change = Varchar(length=36)
    body = Bytea()


class LogState(Table, tablename="log_state"):
    """One row: the size and frontier of the tree, the last time, and the next number of each register."""

    id = Integer(primary_key=True)
    size = BigInt()
    frontier = Bytea()
    last_at = Timestamptz(null=True, default=None)
    numbers = JSON()


class LogCheckpoint(Table, tablename="checkpoint"):
    """Signed tree heads, append-only like the entries."""

    size = BigInt(primary_key=True)
    note = Text()
    made_at = Timestamptz()


class Personal(Table, tablename="personal"):
    """Names and free texts behind their commitments; erasing one leaves every hash valid."""

    commitment = Varchar(length=66, primary_key=True)
    salt = Bytea(null=True, default=None)
    value = Text(null=True, default=None)
    about = Varchar(length=36, null=True, default=None, index=True)
    erased_at = Timestamptz(null=True, default=None)


class UsedKey(Table, tablename="used_key"):
    """Idempotency keys by actor; result ids and states, never bodies."""

    id = Varchar(length=110, primary_key=True)
    operation = Varchar(length=60)
    body = Varchar(length=64)
    status = Integer()
    result = JSON()
    made_at = Timestamptz(index=True)
