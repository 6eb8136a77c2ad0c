"""Sheets of labels as data: grids on A4 and single labels on tape, all in millimetres."""

import math
import re
from collections.abc import Iterator
from datetime import datetime

import msgspec

from daicho.foundation.kernel.errors import Invalid, Missing, Refused

A4 = (210.0, 297.0)
_NOTHING = 0.05
"""Millimetres that no printer and no eye can tell."""

_TAPE = re.compile(r"tape-([0-9]{1,3}(?:\.[0-9])?)x([0-9]{1,3}(?:\.[0-9])?)")
SHORTEST_TAPE, LONGEST_TAPE = 10.0, 200.0


class Grid(msgspec.Struct, frozen=True, kw_only=True):
    """Labels in rows, in millimetres; pitch is the distance from one's edge to the next one's, `corner` a radius."""

    title: str
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    pitch_x: float
    pitch_y: float
    corner: float = 0.0


class Sheet(Grid, frozen=True, kw_only=True):
    """A grid on a page."""

    name: str
    page_width: float = A4[0]
    page_height: float = A4[1]

    @property
    def cells(self) -> int:
        return self.columns * self.rows

    @property
    def is_tape(self) -> bool:
        return self.name.startswith("tape-")


class OwnSheet(Grid, frozen=True, kw_only=True):
    """A grid that the municipality measured itself. It never changes: prints name it; another one takes its place."""

    name: str
    number: int
    made_at: datetime
    withdrawn_at: datetime | None = None


class Cell(msgspec.Struct, frozen=True):
    """Where a label lies: page from 0, its left and upper edge in millimetres from the upper left corner."""

    page: int
    x: float
    y: float


def _grid(
    columns: int, rows: int, *, width: float, height: float, gap_x: float = 0.0, gap_y: float = 0.0,
    corner: float = 0.0,
) -> Sheet:  # fmt: skip
    """A grid in the middle of an A4 page."""
    pitch_x, pitch_y = round(width + gap_x, 3), round(height + gap_y, 3)
    count = columns * rows
    return Sheet(
        name=f"a4-{count}",
        title=f"A4 {count}面 ({width:g}×{height:g} mm)",
        columns=columns,
        rows=rows,
        width=width,
        height=height,
        left=round((A4[0] - pitch_x * columns + gap_x) / 2, 3),
        top=round((A4[1] - pitch_y * rows + gap_y) / 2, 3),
        pitch_x=pitch_x,
        pitch_y=pitch_y,
        corner=corner,
    )


SHEETS = (
    _grid(2, 5, width=86.4, height=50.8),
    _grid(2, 6, width=86.4, height=42.3),
    _grid(3, 6, width=63.5, height=46.6, gap_x=2.5, corner=2.0),
    _grid(3, 7, width=70.0, height=42.4),
    _grid(3, 8, width=66.0, height=33.9),
    _grid(3, 9, width=62.0, height=29.6, corner=1.5),
    _grid(4, 10, width=45.7, height=25.4, gap_x=2.5, corner=2.0),
    _grid(4, 11, width=48.3, height=25.4),
    _grid(5, 13, width=38.1, height=21.2, gap_x=2.5),
)
"""Grids that shops sell under many names; whoever has another one measures it."""


def tape(width: float, height: float) -> Sheet:
    """One label a page, as label printers cut them from the roll."""
    return Sheet(
        name=f"tape-{width:g}x{height:g}",
        title=f"テープ {width:g}×{height:g} mm",
        columns=1,
        rows=1,
        width=width,
        height=height,
        left=0.0,
        top=0.0,
        pitch_x=width,
        pitch_y=height,
        page_width=width,
        page_height=height,
    )


TAPES = (tape(62, 29), tape(50, 25), tape(38, 21), tape(36, 18), tape(90, 29))


def ready_made(name: str) -> Sheet | None:
    """A starter sheet, or a tape of any size: `tape-62x29`."""
    for sheet in SHEETS:
        if sheet.name == name:
            return sheet
    found = _TAPE.fullmatch(name)
    if found is None:
        return None
    width, height = float(found[1]), float(found[2])
    shortest, longest = min(width, height), max(width, height)
    if not (shortest >= SHORTEST_TAPE and longest <= LONGEST_TAPE):
        raise Invalid("tape-size", least=SHORTEST_TAPE, most=LONGEST_TAPE)
    return tape(width, height)


def sheet_named(name: str) -> Sheet:
    """The ready-made sheet with this name; `unknown-label-sheet` tells the names there are."""
    found = ready_made(name)
    if found is None:
        raise unknown(name)
    return found


def unknown(name: str) -> Missing:
    return Missing("unknown-label-sheet", sheet=name, known=[s.name for s in (*SHEETS, *TAPES)])


def own(sheet: OwnSheet) -> Sheet:
    """The grid of a sheet that the municipality measured."""
    facts = {name: getattr(sheet, name) for name in Sheet.__struct_fields__ if hasattr(sheet, name)}
    return Sheet(**facts)


def withdraw(sheet: OwnSheet, now: datetime) -> OwnSheet:
    """Not offered any more; what was printed on it can still be read in the log."""
    if sheet.withdrawn_at is not None:
        raise Refused("sheet-withdrawn", sheet=sheet.title)
    return msgspec.structs.replace(sheet, withdrawn_at=now)


def refuse_misfit(sheet: Sheet) -> None:
    """A sheet that does not fit its paper, or whose labels lie upon each other, says where and by how much."""
    right = sheet.left + sheet.pitch_x * (sheet.columns - 1) + sheet.width - sheet.page_width
    bottom = sheet.top + sheet.pitch_y * (sheet.rows - 1) + sheet.height - sheet.page_height
    if -sheet.left > _NOTHING:
        raise Invalid("sheet-off-left", mm=_over(-sheet.left))
    if right > _NOTHING:
        raise Invalid("sheet-off-right", mm=_over(right))
    if -sheet.top > _NOTHING:
        raise Invalid("sheet-off-top", mm=_over(-sheet.top))
    if bottom > _NOTHING:
        raise Invalid("sheet-off-bottom", mm=_over(bottom))
    _refuse_overlap(sheet)


def _refuse_overlap(sheet: Sheet) -> None:
    across, down = sheet.width - sheet.pitch_x, sheet.height - sheet.pitch_y
    if sheet.columns > 1 and across > _NOTHING:
        raise Invalid("labels-overlap-across", mm=_over(across))
    if sheet.rows > 1 and down > _NOTHING:
        raise Invalid("labels-overlap-down", mm=_over(down))
    if sheet.corner > min(sheet.width, sheet.height) / 2:
        raise Invalid("corner-too-round", most=math.floor(min(sheet.width, sheet.height) * 5) / 10)


def _over(mm: float) -> float:
    """To a tenth of a millimetre, never told smaller than it is."""
    return math.ceil(round(mm * 10, 6)) / 10


def cells(sheet: Sheet, start: int, count: int) -> Iterator[Cell]:
    """Places for `count` labels from cell `start` (1 is the upper left) on, row by row, page by page."""
    if not 1 <= start <= sheet.cells:
        raise Invalid("start-outside-sheet", start=start, cells=sheet.cells)
    for position in range(start - 1, start - 1 + count):
        page, cell = divmod(position, sheet.cells)
        row, column = divmod(cell, sheet.columns)
        yield Cell(page, sheet.left + column * sheet.pitch_x, sheet.top + row * sheet.pitch_y)


def pages(sheet: Sheet, start: int, count: int) -> int:
    """How many pages `count` labels take."""
    return -(-(start - 1 + count) // sheet.cells)


def next_cell(sheet: Sheet, start: int, count: int) -> int:
    """The first free cell after a print: where the rest of a used sheet begins."""
    return (start - 1 + count) % sheet.cells + 1
