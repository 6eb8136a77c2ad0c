"""The register as a workbook that comes back: every cell a text, none of them a formula."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from daicho.oversight.imports.cells import neutral
from daicho.oversight.imports.fields import FIELDS
from daicho.oversight.imports.words import spoken
from daicho.things.assets.service import Shown

_WIDTHS = {
    "code": 20,
    "control_no": 16,
    "name": 28,
    "model": 18,
    "serial": 18,
    "section": 18,
    "place": 20,
}


def of_assets(assets: Sequence[Shown], ambiguous: Iterable[str]) -> bytes:
    """A sheet with a line for each asset; sections whose name is not the only one stand by their id."""
    double = set(ambiguous)
    fields = FIELDS["assets"]
    rows = [[_cell(field.name, asset, double) for field in fields] for asset in assets]
    return written("台帳", [field.ja for field in fields], rows,
                   [_WIDTHS.get(field.name, 12) for field in fields])  # fmt: skip


def _cell(field: str, asset: Shown, double: set[str]) -> str:
    if field == "section" and asset.section_name not in double:
        return asset.section_name
    value: Any = getattr(asset, field)
    return str(value) if field == "place" and value else spoken(field, value)


def written(
    title: str, headings: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]
) -> bytes:
    """One sheet with fixed headings and a filter."""
    import xlsxwriter  # only who asks for a workbook waits for it

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet(title)
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        text = book.add_format({"num_format": "@"})
        for column, (heading, width) in enumerate(zip(headings, widths, strict=True)):
            sheet.set_column(column, column, width, text)
            sheet.write_string(0, column, heading, head)
        count = 0
        for count, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                sheet.write_string(count, column, neutral(value), text)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(count, 1), len(headings) - 1)
    return out.getvalue()
