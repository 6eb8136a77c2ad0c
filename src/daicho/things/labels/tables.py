"""The tables of labels: what was printed, which codes were replaced or are blank, which labels were read, on what."""

from piccolo.columns import (
    JSON,
    DoublePrecision,
    ForeignKey,
    Integer,
    OnDelete,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from daicho.foundation.identity.tables import Section


class LabelPrinter(Table, tablename="label_printer"):
    """A named printer and what is remembered of it."""

    id = Varchar(length=36, primary_key=True)
    name = Varchar(length=100)
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    offset_x = DoublePrecision()
    offset_y = DoublePrecision()
    dpi = Integer()
    withdrawn_at = Timestamptz(null=True, default=None)


class LabelPrint(Table, tablename="label_print"):
    """What was printed, from which cell on; the section is the first label's."""

    id = Varchar(length=36, primary_key=True)
    sheet = Varchar(length=20)
    start = Integer()
    codes = JSON()
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    printer = Varchar(length=36, null=True, default=None)
    printed_at = Timestamptz(null=True, default=None)
    printed_by = Varchar(length=36, null=True, default=None)


class LabelSheet(Table, tablename="label_sheet"):
    """A grid that the municipality measured; withdrawn ones stay for the prints that name them."""

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
    """Blanks, void codes and those that took their place; `thing` is null while a blank is blank."""

    code = Varchar(length=13, primary_key=True)
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    state = Varchar(length=8)
    since = Timestamptz()
    kind = Varchar(length=8, null=True, default=None)
    thing = Varchar(length=13, null=True, default=None)
    replaced_by = Varchar(length=13, null=True, default=None)
    batch = Varchar(length=36, null=True, default=None)


class LabelReading(Table, tablename="label_reading"):
    """The first reading of each label."""

    code = Varchar(length=13, primary_key=True)
    thing = Varchar(length=13)
    section = ForeignKey(Section, on_delete=OnDelete.restrict, null=False)
    read_at = Timestamptz()
    read_by = Varchar(length=36)
