"""Labels whole: own sheets, printers, blanks and replaced codes, first readings; who printed, when, on what."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import DoublePrecision, ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.engine import engine_finder
from piccolo.table import Table

ID = "0020-labels"
DESCRIPTION = __doc__

RESTRICT = {"on_delete": OnDelete.restrict, "null": False}


class Section(Table, tablename="section"):
    id = Varchar(length=36, primary_key=True)


class LabelPrinter(Table, tablename="label_printer"):
    id = Varchar(length=36, primary_key=True)
    name = Varchar(length=100)
    section = ForeignKey(Section, **RESTRICT)
    offset_x = DoublePrecision()
    offset_y = DoublePrecision()
    dpi = Integer()
    withdrawn_at = Timestamptz(null=True, default=None)


class LabelSheet(Table, tablename="label_sheet"):
    name = Varchar(length=20, primary_key=True)
    title = Varchar(length=100)
    columns = Integer()
    rows = Integer()
    width = DoublePrecision()
    height = DoublePrecision()
    left = DoublePrecision()
    top = DoublePrecision()
    pitch_x = DoublePrecision()
    pitch_y = DoublePrecision()
    corner = DoublePrecision()
    number = Integer(unique=True)
    made_at = Timestamptz()
    withdrawn_at = Timestamptz(null=True, default=None)


class LabelCode(Table, tablename="label_code"):
    code = Varchar(length=13, primary_key=True)
    section = ForeignKey(Section, **RESTRICT)
    state = Varchar(length=8)
    since = Timestamptz()
    kind = Varchar(length=8, null=True, default=None)
    thing = Varchar(length=13, null=True, default=None)
    replaced_by = Varchar(length=13, null=True, default=None)
    batch = Varchar(length=36, null=True, default=None)


class LabelReading(Table, tablename="label_reading"):
    code = Varchar(length=13, primary_key=True)
    thing = Varchar(length=13)
    section = ForeignKey(Section, **RESTRICT)
    read_at = Timestamptz()
    read_by = Varchar(length=36)


TABLES = (LabelPrinter, LabelSheet, LabelCode, LabelReading)

NEW_COLUMNS = {
    "printer": "VARCHAR(36) DEFAULT NULL",
    "printed_at": {"sqlite": "TIMESTAMPTZ", "postgres": "TIMESTAMP WITH TIME ZONE"},
    "printed_by": "VARCHAR(36) DEFAULT NULL",
}

COLUMNS = {
    "sqlite": "SELECT name FROM pragma_table_info('label_print')",
    "postgres": "SELECT column_name AS name FROM information_schema.columns"
    " WHERE table_schema = current_schema() AND table_name = 'label_print'",
}

INDEXES = [
    "CREATE UNIQUE INDEX IF NOT EXISTS label_code_current ON label_code (thing)"
    " WHERE state = 'current'",
    "CREATE INDEX IF NOT EXISTS label_code_thing ON label_code (thing)",
    "CREATE INDEX IF NOT EXISTS label_code_section ON label_code (section, state)",
    "CREATE INDEX IF NOT EXISTS label_print_section ON label_print (section)",
]
"""The first one is MD-02's other half: of the labels of one thing only one holds."""


async def build() -> None:
    for table in TABLES:
        await table.create_table(if_not_exists=True)
    dialect = engine_finder().engine_type
    known = {row["name"] for row in await LabelCode.raw(COLUMNS[dialect])}
    for name, kind in NEW_COLUMNS.items():
        if name not in known:
            spelled = kind if isinstance(kind, str) else kind[dialect]
            await LabelCode.raw(f"ALTER TABLE label_print ADD COLUMN {name} {spelled}")
    for statement in INDEXES:
        await LabelCode.raw(statement)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="daicho", description=DESCRIPTION)
    manager.add_raw(build)
    return manager
