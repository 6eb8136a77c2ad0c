"""The history: entries that cannot be changed, the tree's state, checkpoints, sealed texts, used keys."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSON, BigInt, Bytea, Integer, Text, Timestamptz, Varchar
from piccolo.engine.finder import engine_finder
from piccolo.table import Table

ID = "0001-history"
DESCRIPTION = __doc__


class LogEntry(Table, tablename="entry"):
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
    id = Integer(primary_key=True)
    size = BigInt()
    frontier = Bytea()
    last_at = Timestamptz(null=True, default=None)
    numbers = JSON()


class LogCheckpoint(Table, tablename="checkpoint"):
    size = BigInt(primary_key=True)
    note = Text()
    made_at = Timestamptz()


class Personal(Table, tablename="personal"):
    commitment = Varchar(length=66, primary_key=True)
    salt = Bytea(null=True, default=None)
    value = Text(null=True, default=None)
    about = Varchar(length=36, null=True, default=None, index=True)
    erased_at = Timestamptz(null=True, default=None)


class UsedKey(Table, tablename="used_key"):
    id = Varchar(length=110, primary_key=True)
    operation = Varchar(length=60)
    body = Varchar(length=64)
    status = Integer()
    result = JSON()
    made_at = Timestamptz(index=True)


INDEXES = [
    "CREATE UNIQUE INDEX IF NOT EXISTS entry_number ON entry (register, number)",
    "CREATE INDEX IF NOT EXISTS entry_subject ON entry (subject, seq)",
    "CREATE INDEX IF NOT EXISTS entry_section ON entry (section, seq)",
    "CREATE INDEX IF NOT EXISTS entry_recorded ON entry (recorded_at)",
]

SQLITE_GUARDS = [
    f"""CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON "{table}"
    BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END"""
    for table in ("entry", "checkpoint")
    for verb in ("UPDATE", "DELETE")
] + [
    """CREATE TRIGGER IF NOT EXISTS entry_in_line BEFORE INSERT ON entry
    WHEN new.seq <> (SELECT coalesce(max(seq) + 1, 0) FROM entry)
    BEGIN SELECT RAISE(ABORT, 'not the next entry in line'); END""",
    """CREATE TRIGGER IF NOT EXISTS checkpoint_forward BEFORE INSERT ON checkpoint
    WHEN new.size <= (SELECT coalesce(max(size), -1) FROM checkpoint)
    BEGIN SELECT RAISE(ABORT, 'checkpoints only grow'); END""",
]

POSTGRES_GUARDS = [
    """CREATE OR REPLACE FUNCTION daicho_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the history is append-only'; END $$""",
    """CREATE OR REPLACE FUNCTION daicho_entry_in_line() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.seq <> (SELECT coalesce(max(seq) + 1, 0) FROM entry) THEN
        RAISE EXCEPTION 'not the next entry in line';
      END IF;
      RETURN NEW;
    END $$""",
    """CREATE OR REPLACE FUNCTION daicho_checkpoint_forward() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.size <= (SELECT coalesce(max(size), -1) FROM checkpoint) THEN
        RAISE EXCEPTION 'checkpoints only grow';
      END IF;
      RETURN NEW;
    END $$""",
]


def _postgres_trigger(name: str, table: str, when: str, each: str, function: str) -> list[str]:
    return [
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE TRIGGER {name} {when} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}()",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
    ]


for _table in ("entry", "checkpoint"):
    POSTGRES_GUARDS += _postgres_trigger(
        f"{_table}_no_change", _table, "BEFORE UPDATE OR DELETE", "ROW", "daicho_append_only"
    )
    POSTGRES_GUARDS += _postgres_trigger(
        f"{_table}_no_truncate", _table, "BEFORE TRUNCATE", "STATEMENT", "daicho_append_only"
    )
POSTGRES_GUARDS += _postgres_trigger(
    "entry_in_line", "entry", "BEFORE INSERT", "ROW", "daicho_entry_in_line"
)
POSTGRES_GUARDS += _postgres_trigger(
    "checkpoint_forward", "checkpoint", "BEFORE INSERT", "ROW", "daicho_checkpoint_forward"
)


async def build() -> None:
    """Every step may run again: the row that says it ran is written after it."""
    for table in (LogEntry, LogState, LogCheckpoint, Personal, UsedKey):
        await table.create_table(if_not_exists=True)
    guards = SQLITE_GUARDS if engine_finder().engine_type == "sqlite" else POSTGRES_GUARDS
    for statement in INDEXES + guards:
        await LogEntry.raw(statement)
    if not await LogState.exists().where(LogState.id == 1):
        await LogState.insert(LogState(id=1, size=0, frontier=b"", numbers="{}"))


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="daicho", description=DESCRIPTION)
    manager.add_raw(build)
    return manager
