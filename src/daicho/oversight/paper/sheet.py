"""Paper as everything here is printed on: a page with a title, 決裁欄, lines of words, boxes, QR codes."""

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Final

import msgspec
from reportlab.pdfgen.canvas import Canvas

from daicho.things.labels import drawing, lettering

MM: Final = 72 / 25.4
PORTRAIT, LANDSCAPE = (210.0, 297.0), (297.0, 210.0)
MARGIN: Final = 12.0
BOX_WIDE, BOX_TITLE, BOX_HIGH = 18.0, 5.0, 20.0
QR_SIDE: Final = 30.0
THIN: Final = 0.4
CHECKPOINT: Final = "履歴の署名（チェックポイント）"
"""Stands below the QR code of the history's signed head."""

_BREAKS: Final = re.compile(r"[\t\r\n\x0b\x0c ]+")


class Head(msgspec.Struct, frozen=True):
    """What stands at the top: title, lines below it, the titles of the 決裁欄, and a QR code with its caption."""

    title: str
    lines: Sequence[str]
    boxes: Sequence[str]
    code: str
    caption: str


class Paper:
    """Draws pages of one size; everything in millimetres from the upper left corner."""

    def __init__(self, size: tuple[float, float], title: str) -> None:
        self.wide, self.high = size
        self._out = BytesIO()
        self._canvas = Canvas(self._out, pagesize=(size[0] * MM, size[1] * MM), invariant=1)
        self._canvas.setTitle(title)

    def turn(self) -> None:
        self._canvas.showPage()

    def finished(self) -> bytes:
        self._canvas.save()
        return self._out.getvalue()

    def text(
        self, x: float, y: float, words: str, size: float, *, bold: bool = False,
        room: float | None = None,
    ) -> None:  # fmt: skip
        """One line on the baseline y; with room (mm) it is made smaller to fit."""
        font = lettering.BOLD if bold else lettering.REGULAR
        words = one_line(words)
        if room is not None:
            size = lettering.fitted(words, room * MM, largest=size, smallest=4.0, font=font)
        at = x * MM
        for name, piece in lettering.runs(words, font):
            self._canvas.setFont(name, size)
            self._canvas.drawString(at, (self.high - y) * MM, piece)
            at += self._canvas.stringWidth(piece, name, size)

    def box(self, x: float, y: float, wide: float, high: float) -> None:
        self._canvas.setLineWidth(THIN)
        self._canvas.rect(x * MM, (self.high - y - high) * MM, wide * MM, high * MM)

    def line(self, x: float, y: float, wide: float) -> None:
        level = (self.high - y) * MM
        self._canvas.setLineWidth(THIN)
        self._canvas.line(x * MM, level, (x + wide) * MM, level)

    def qr(self, x: float, y: float, side: float, content: str) -> None:
        """Rows of dark modules as bars; the quiet zone is the paper around it."""
        modules = drawing.matrix(content)
        unit = side / len(modules)
        path = self._canvas.beginPath()
        for start, row, length in drawing.bars(modules):
            low = (self.high - y - (row + 1) * unit) * MM
            path.rect((x + start * unit) * MM, low, length * unit * MM, unit * MM)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def head(self, head: Head) -> float:
        """Draws it; answers where the page goes on."""
        side = self.wide - MARGIN - QR_SIDE
        self.qr(side, MARGIN, QR_SIDE, head.code)
        self.text(side, MARGIN + QR_SIDE + 4, head.caption, 6.5, room=QR_SIDE)
        left = side - 5 - len(head.boxes) * BOX_WIDE
        for number, title in enumerate(head.boxes):
            x = left + number * BOX_WIDE
            self.box(x, MARGIN, BOX_WIDE, BOX_HIGH)
            self.line(x, MARGIN + BOX_TITLE, BOX_WIDE)
            self.text(x + 1, MARGIN + 3.7, title, 8, room=BOX_WIDE - 2)
        room = left - MARGIN - 4 if self.wide > self.high else side - MARGIN - 4
        below = 0.0 if self.wide > self.high else BOX_HIGH + 3
        self.text(MARGIN, MARGIN + 7 + below, head.title, 16, bold=True, room=room)
        for number, words in enumerate(head.lines):
            y = MARGIN + 14 + below + number * 5
            self.text(MARGIN, y, words, 9, room=room)
        return MARGIN + max(QR_SIDE + 7, 16 + below + len(head.lines) * 5)

    def foot(self, words: str, page: int, pages: int) -> None:
        y = self.high - MARGIN / 2
        self.text(MARGIN, y, words, 7, room=self.wide - 2 * MARGIN - 24)
        self.text(self.wide - MARGIN - 20, y, f"{page}／{pages} 頁", 7)


def one_line(words: str) -> str:
    """Without breaks; the wide blanks of a form stay as they are."""
    return _BREAKS.sub(" ", words)


def wrapped(words: str, room: float, size: float, most: int) -> list[str]:
    """Lines that fit into a room (mm), broken at blanks where there are any; nothing is one empty line."""
    found = [""]
    for word in one_line(words).split(" "):
        longer = f"{found[-1]} {word}" if found[-1] else word
        if lettering.width(longer, size) <= room * MM:
            found[-1] = longer
            continue
        pieces = lettering.lines(word, room * MM, size, most=most)
        found = [*found, *pieces] if found[-1] else pieces
    if len(found) > most:
        return [*found[: most - 1], found[most - 1][:-1] + "…"]
    return found
