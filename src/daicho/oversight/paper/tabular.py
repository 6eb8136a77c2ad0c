"""A register on A4 landscape: headings on every page, as many lines as it takes, page n of m."""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from daicho.oversight.paper.sheet import LANDSCAPE, MARGIN, Head, Paper, wrapped

SIZE: Final = 6.8
LEADING: Final = 3.2
PADDING: Final = 2.0
MOST_LINES: Final = 4

Cells = Sequence[Sequence[str]]
"""The lines of each cell of a row."""


class Column(msgspec.Struct, frozen=True):
    """A heading, and its share of the page."""

    heading: str
    share: float


class Table(msgspec.Struct, frozen=True):
    """What is printed."""

    head: Head
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    foot: str


def pdf(table: Table) -> bytes:
    """The same table gives the same bytes."""
    paper = Paper(LANDSCAPE, table.head.title)
    widths = _widths(table.columns, paper.wide - 2 * MARGIN)
    rows = [_cells(row, widths) for row in table.rows]
    first = MARGIN + 8 + max(37.0, 16 + 5 * len(table.head.lines))
    pages = list(_pages(rows, paper.high, first=first)) or [[]]
    for number, page in enumerate(pages, start=1):
        y = paper.head(table.head) if number == 1 else _again(paper, table.head.title)
        _rows(paper, table.columns, widths, page, y=y)
        paper.foot(table.foot, number, len(pages))
        paper.turn()
    return paper.finished()


def _widths(columns: Sequence[Column], room: float) -> list[float]:
    whole = sum(column.share for column in columns)
    return [room * column.share / whole for column in columns]


def _cells(row: Sequence[str], widths: Sequence[float]) -> Cells:
    return [
        wrapped(words, width - 1.5, SIZE, MOST_LINES)
        for words, width in zip(row, widths, strict=True)
    ]


def _height(row: Cells) -> float:
    return PADDING + LEADING * max(len(lines) for lines in row)


def _pages(rows: Sequence[Cells], high: float, *, first: float) -> Iterator[list[Cells]]:
    """Rows by page; the first page has less room."""
    page: list[Cells] = []
    room = high - MARGIN - first - 6
    for row in rows:
        if _height(row) > room:
            yield page
            page, room = [], high - 2 * MARGIN - 18
        page.append(row)
        room -= _height(row)
    if page:
        yield page


def _again(paper: Paper, title: str) -> float:
    paper.text(MARGIN, MARGIN + 4, title, 10, bold=True)
    return MARGIN + 8


def _rows(
    paper: Paper, columns: Sequence[Column], widths: Sequence[float], rows: Sequence[Cells], *,
    y: float,
) -> None:  # fmt: skip
    room = sum(widths)
    x = MARGIN
    for column, width in zip(columns, widths, strict=True):
        paper.text(x + 0.5, y + 4, column.heading, SIZE, bold=True, room=width - 1)
        x += width
    y += 6
    paper.line(MARGIN, y, room)
    for row in rows:
        x = MARGIN
        for lines, width in zip(row, widths, strict=True):
            for number, words in enumerate(lines):
                paper.text(x + 0.5, y + LEADING * (number + 1), words, SIZE)
            x += width
        y += _height(row)
        paper.line(MARGIN, y, room)
