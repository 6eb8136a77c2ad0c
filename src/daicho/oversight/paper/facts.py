"""A form on A4: names on the left, what is said or to be written beside them, and lists below."""

from collections.abc import Sequence
from typing import Final

import msgspec

from daicho.oversight.paper.sheet import MARGIN, PORTRAIT, Head, Paper, wrapped

NAME: Final = 42.0
SIZE: Final = 9.5
LEADING: Final = 4.6
MOST_LINES: Final = 30


class Fact(msgspec.Struct, frozen=True):
    """A name and what it is; `high` (mm) is the room left to write in where nothing is said."""

    name: str
    words: str = ""
    high: float = 0.0


class Sheet(msgspec.Struct, frozen=True):
    """One form."""

    head: Head
    facts: Sequence[Fact]
    foot: str


class Page(msgspec.Struct, frozen=True):
    """Facts with their lines, as they stand together on a page."""

    sheet: Sheet
    facts: Sequence[tuple[Fact, Sequence[str], float]]
    number: int
    pages: int


def pdf(sheets: Sequence[Sheet], title: str) -> bytes:
    """Every form begins on a page of its own; the same forms give the same bytes."""
    paper = Paper(PORTRAIT, title)
    for sheet in sheets:
        for page in _pages(sheet, paper.high):
            _draw(paper, page)
            paper.turn()
    return paper.finished()


def _pages(sheet: Sheet, high: float) -> list[Page]:
    found: list[list[tuple[Fact, Sequence[str], float]]] = [[]]
    room = high - 2 * MARGIN - 66 - 5 * len(sheet.head.lines)
    for fact in sheet.facts:
        lines = wrapped(fact.words, PORTRAIT[0] - 2 * MARGIN - NAME - 4, SIZE, MOST_LINES)
        tall = max(fact.high, LEADING * len(lines) + 2.4)
        if tall > room and found[-1]:
            found.append([])
            room = high - 2 * MARGIN - 16
        found[-1].append((fact, lines, tall))
        room -= tall
    return [Page(sheet, facts, number, len(found)) for number, facts in enumerate(found, start=1)]


def _draw(paper: Paper, page: Page) -> None:
    head = page.sheet.head
    if page.number == 1:
        y = paper.head(head) + 2
    else:
        paper.text(MARGIN, MARGIN + 4, f"{head.title}（続き）", 10, bold=True)
        y = MARGIN + 8
    wide = paper.wide - 2 * MARGIN
    for fact, lines, tall in page.facts:
        paper.box(MARGIN, y, wide, tall)
        paper.box(MARGIN, y, NAME, tall)
        paper.text(MARGIN + 1.5, y + LEADING, fact.name, SIZE - 1, bold=True, room=NAME - 3)
        for number, words in enumerate(lines):
            paper.text(MARGIN + NAME + 2, y + LEADING * (number + 1), words, SIZE)
        y += tall
    paper.foot(page.sheet.foot, page.number, page.pages)
