"""From the bytes of a CSV file or a workbook to a table; runs in the process apart."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

from daicho.foundation.kernel.errors import Invalid
from daicho.oversight.imports.model import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_LINES,
    Format,
    Sheet,
    SheetLine,
)

_ENCODINGS: Final = (("utf-8-sig", b"\xef\xbb\xbf"), ("utf-8", b""), ("cp932", b""))
_LARGEST_UNPACKED: Final = 100 * 1024 * 1024
_HEADINGS_WITHIN: Final = 20
_MOST_ROWS: Final = MOST_LINES + 200
"""Lines of a sheet that are looked at, titles and blank ones too."""

_Row = tuple[int, list[str]]


def read(name: str, content: bytes) -> Sheet:
    """The table in a file; every refusal has a code that begins with `ledger-`."""
    if content.startswith(b"PK\x03\x04"):
        return _workbook("xlsx", content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return _workbook("xls", content)
    if name.lower().endswith((".xlsx", ".xls", ".xlsm")):
        raise Invalid("ledger-unknown-format")
    text, encoding = _decoded(content)
    return _sheet("csv", encoding, _csv_rows(text))


# CSV ------------------------------------------------------------------------------------------------------------------


def _decoded(content: bytes) -> tuple[str, str]:
    if b"\x00" in content:
        raise Invalid("ledger-unknown-format")
    for encoding, beginning in _ENCODINGS:
        if content.startswith(beginning):
            try:
                return content.decode(encoding), encoding
            except UnicodeDecodeError:
                continue
    raise Invalid("ledger-encoding-unknown")


def _csv_rows(text: str) -> Iterable[_Row]:
    csv.field_size_limit(LONGEST_CELL * 4)
    head = text[:4096].split("\n", 1)[0]
    delimiter = max((",", "\t", ";"), key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Invalid("ledger-csv-broken", line=begins, reason=str(error)[:100]) from None


# Workbooks ------------------------------------------------------------------------------------------------------------


def _workbook(format_: Format, content: bytes) -> Sheet:
    from python_calamine import CalamineError, CalamineWorkbook  # only the process apart loads it

    if format_ == "xlsx":
        _refuse_bombs(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height > _MOST_ROWS:
                raise Invalid("ledger-too-long", most=MOST_LINES)
            rows = sheet.to_python(skip_empty_area=False)
            if any(any(cell != "" for cell in row) for row in rows):
                return _sheet(format_, "-", _typed_rows(rows))
    except (CalamineError, ValueError, OSError) as error:
        raise Invalid("ledger-unreadable", reason=type(error).__name__) from None
    raise Invalid("ledger-empty")


def _refuse_bombs(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
    except zipfile.BadZipFile:
        raise Invalid("ledger-unreadable", reason="BadZipFile") from None
    if unpacked > _LARGEST_UNPACKED:
        raise Invalid("ledger-too-large", most_mb=_LARGEST_UNPACKED // 1_000_000)


def _typed_rows(rows: Sequence[Sequence[Any]]) -> Iterable[_Row]:
    for number, row in enumerate(rows, start=1):
        yield number, [_text(cell) for cell in row]


def _text(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not (cell.hour or cell.minute) else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


# Both -----------------------------------------------------------------------------------------------------------------


def _sheet(format_: Format, encoding: str, rows: Iterable[_Row]) -> Sheet:
    full: list[_Row] = []
    for number, cells in rows:
        trimmed = _trimmed(number, cells)
        if any(trimmed):
            full.append((number, trimmed))
        if len(full) > MOST_LINES + _HEADINGS_WITHIN:
            raise Invalid("ledger-too-long", most=MOST_LINES)
    at = _headings_at(full)
    header_line, headings = full[at]
    width = max(len(cells) for _, cells in full[at:])
    below = full[at + 1 :]
    if len(below) > MOST_LINES:
        raise Invalid("ledger-too-long", most=MOST_LINES)
    if not below:
        raise Invalid("ledger-empty")
    return Sheet(
        format_, encoding, header_line, tuple(_filled(headings, width)),
        tuple(SheetLine(number, tuple(_filled(cells, width))) for number, cells in below),
    )  # fmt: skip


def _trimmed(number: int, cells: list[str]) -> list[str]:
    """Without the blank cells at the end of the line."""
    full = [cell if cell.strip() else "" for cell in cells]
    while full and not full[-1]:
        full.pop()
    if len(full) > MOST_COLUMNS:
        raise Invalid("ledger-too-wide", line=number, most=MOST_COLUMNS)
    if any(len(cell) > LONGEST_CELL for cell in full):
        raise Invalid("ledger-cell-too-long", line=number, most=LONGEST_CELL)
    return full


def _headings_at(rows: Sequence[_Row]) -> int:
    """The first line that is about as wide as the table: above it stand titles and dates."""
    if not rows:
        raise Invalid("ledger-empty")
    counts = [sum(bool(cell) for cell in cells) for _, cells in rows[:_HEADINGS_WITHIN]]
    return next(at for at, count in enumerate(counts) if count >= 0.6 * max(counts))


def _filled(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))
