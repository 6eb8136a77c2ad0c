"""What stands on a label, and the sheets of labels that shops sell, as data."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from daicho.foundation.kernel.errors import Invalid, Missing

Kind = Literal["asset", "place", "staff"]


class Label(msgspec.Struct, frozen=True):
    """One thing to be labelled. Only assets show words of their own.

    A label that somebody finds tells nobody where a thing is kept, whose it is or what it holds; for places and badges
    the code alone is printed.
    """

    code: str
    kind: Kind
    section: str
    control_no: str | None = None
    name: str | None = None


class Sheet(msgspec.Struct, frozen=True):
    """A grid on A4 in millimetres; pitch is the distance from one label's edge to the next one's."""

    name: str
    title: str
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    pitch_x: float
    pitch_y: float

    @property
    def cells(self) -> int:
        return self.columns * self.rows


class Cell(msgspec.Struct, frozen=True):
    """Where a label lies: page from 0, its left and upper edge in millimetres from the upper left corner."""

    page: int
    x: float
    y: float


def _grid(
    name: str, title: str, columns: int, rows: int, *, width: float, height: float,
    gap_x: float = 0.0, gap_y: float = 0.0,
) -> Sheet:  # fmt: skip
    """A grid in the middle of an A4 page."""
    pitch_x, pitch_y = width + gap_x, height + gap_y
    left = (210 - pitch_x * columns + gap_x) / 2
    top = (297 - pitch_y * rows + gap_y) / 2
    return Sheet(name, title, columns, rows, width, height, left, top, pitch_x, pitch_y)


SHEETS = (
    _grid("a4-10", "A4 10面 (86.4×50.8 mm)", 2, 5, width=86.4, height=50.8),
    _grid("a4-12", "A4 12面 (86.4×42.3 mm)", 2, 6, width=86.4, height=42.3),
    _grid("a4-21", "A4 21面 (70×42.4 mm)", 3, 7, width=70.0, height=42.4),
    _grid("a4-24", "A4 24面 (66×33.9 mm)", 3, 8, width=66.0, height=33.9),
    _grid("a4-44", "A4 44面 (48.3×25.4 mm)", 4, 11, width=48.3, height=25.4),
    _grid("a4-65", "A4 65面 (38.1×21.2 mm)", 5, 13, width=38.1, height=21.2, gap_x=2.5),
)


def sheet_named(name: str) -> Sheet:
    """The sheet with this name; `unknown-label-sheet` tells the names there are."""
    for sheet in SHEETS:
        if sheet.name == name:
            return sheet
    raise Missing("unknown-label-sheet", sheet=name, known=[s.name for s in SHEETS])


def cells(sheet: Sheet, start: int, count: int) -> Iterator[Cell]:
    """Places for `count` labels from cell `start` (1 is the upper left) on, row by row, page by page."""
    if not 1 <= start <= sheet.cells:
        raise Invalid("start-outside-sheet", start=start, cells=sheet.cells)
    for position in range(start - 1, start - 1 + count):
        page, cell = divmod(position, sheet.cells)
        row, column = divmod(cell, sheet.columns)
        yield Cell(page, sheet.left + column * sheet.pitch_x, sheet.top + row * sheet.pitch_y)


def payload(code: str, label_url: str = "") -> str:
    """What the QR holds: the 13 characters, or an address in capitals (alphanumeric mode)."""
    if not label_url:
        return code
    address = label_url if "://" in label_url else f"https://{label_url}"
    return f"{address.rstrip('/')}/Q/{code}".upper()


class LabelPrint(msgspec.Struct, frozen=True):
    """One printed sheet or more: which codes, from which cell on, by whom is in its entry."""

    id: str
    sheet: str
    start: int
    codes: tuple[str, ...]
    section: str
