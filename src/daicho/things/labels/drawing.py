"""Labels as pictures and as pages to print."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from io import BytesIO

import qrcode
from PIL import Image, ImageDraw
from qrcode.constants import ERROR_CORRECT_Q
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from daicho.foundation.kernel import codes
from daicho.things.labels import lettering
from daicho.things.labels.model import Cell, Label, Sheet, cells, payload

MODULE_PIXELS = 10
NON_ZERO = 1
"""The fill rule of PDF under which overlapping bars stay dark."""
PAD = 1.5 * mm
MASK = 4
"""Trying all eight masks is most of the work and gains nothing at this size; every label is read back in tests."""


@lru_cache(maxsize=2048)
def matrix(content: str) -> tuple[tuple[bool, ...], ...]:
    """The modules of a QR with its quiet zone; a quarter of it may be dirty or torn (level Q)."""
    qr = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=4, mask_pattern=MASK)
    qr.add_data(content)
    qr.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in qr.get_matrix())


# A picture ----------------------------------------------------------------------------------------


def png(label: Label, label_url: str = "") -> bytes:
    """The QR with its code and control number below, as a PNG."""
    modules = matrix(payload(label.code, label_url))
    side = len(modules) * MODULE_PIXELS
    texts = [codes.printed(label.code), *([label.control_no] if label.control_no else [])]
    line = side // 8
    picture = Image.new("1", (side, side + line * len(texts) + line // 2), 1)
    draw = ImageDraw.Draw(picture)
    for x, y, length in _bars(modules):
        left, top = x * MODULE_PIXELS, y * MODULE_PIXELS
        right, bottom = left + length * MODULE_PIXELS - 1, top + MODULE_PIXELS - 1
        draw.rectangle((left, top, right, bottom), fill=0)
    for number, text in enumerate(texts):
        _write(draw, text, top=side + number * line, room=side, line=line)
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _write(draw: ImageDraw.ImageDraw, text: str, *, top: int, room: int, line: int) -> None:
    """One line in the middle, as large as it fits."""
    size = lettering.fitted(text, room * 0.94, largest=line * 0.8, smallest=8.0)
    left = (room - lettering.width(text, int(size))) / 2
    for name, piece in lettering.runs(text):
        font = lettering.picture_font(name, int(size))
        draw.text((left, top + line * 0.8), piece, font=font, fill=0, anchor="ls")
        left += draw.textlength(piece, font=font)


def _bars(modules: Sequence[Sequence[bool]]) -> Iterable[tuple[int, int, int]]:
    """(x, y, length) of every horizontal run of dark modules."""
    for y, row in enumerate(modules):
        start: int | None = None
        for x, dark in enumerate((*row, False)):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                yield start, y, x - start
                start = None


# Pages --------------------------------------------------------------------------------------------


def pdf(labels: Sequence[Label], sheet: Sheet, start: int = 1, label_url: str = "") -> bytes:
    """Labels on A4 sheets from cell `start` on; the same labels give the same bytes."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setTitle("Daicho")
    page = 0
    for label, cell in zip(labels, cells(sheet, start, len(labels)), strict=True):
        if cell.page != page:
            canvas.showPage()
            page = cell.page
        _place(canvas, label, cell, sheet=sheet, label_url=label_url)
    canvas.save()
    return out.getvalue()


def _place(canvas: Canvas, label: Label, cell: Cell, *, sheet: Sheet, label_url: str) -> None:
    """The QR on the left, words and code on the right of it."""
    left, height = cell.x * mm, sheet.height * mm
    bottom = A4[1] - cell.y * mm - height
    side = min(height - PAD, sheet.width * mm * 0.48)
    _draw_qr(canvas, matrix(payload(label.code, label_url)), left=left + PAD / 2,
             bottom=bottom + (height - side) / 2, side=side)  # fmt: skip
    room = sheet.width * mm - side - PAD * 1.5
    _letter(canvas, label, left=left + PAD / 2 + side, bottom=bottom, height=height, room=room)


def _draw_qr(
    canvas: Canvas, modules: Sequence[Sequence[bool]], *, left: float, bottom: float, side: float
) -> None:
    """One filled path; bars overlap a little, so that no light line shows between rows."""
    unit = side / len(modules)
    path = canvas.beginPath()
    for x, y, length in _bars(modules):
        path.rect(left + x * unit, bottom + side - (y + 1) * unit, length * unit, unit * 1.02)
    canvas.drawPath(path, stroke=0, fill=1, fillMode=NON_ZERO)


def _letter(
    canvas: Canvas, label: Label, *, left: float, bottom: float, height: float, room: float
) -> None:
    """Control number, name, and at the foot the code, which is there on every label."""
    code = codes.printed(label.code)
    size = lettering.fitted(code, room, largest=8.0, smallest=4.0)
    foot = bottom + height * 0.16
    _string(canvas, code, left, foot, size=size)
    head = bottom + height * 0.74
    if label.control_no:
        size = lettering.fitted(
            label.control_no, room, largest=height * 0.15, smallest=4.5, font=lettering.BOLD
        )
        _string(canvas, label.control_no, left, head, size=size, font=lettering.BOLD)
    if label.name:
        size = min(8.0, height * 0.11)
        most = max(1, int((head - foot) / (size * 1.25)) - 1)
        for number, line in enumerate(lettering.lines(label.name, room, size, most=most)):
            _string(canvas, line, left, head - size * 1.25 * (number + 1.3), size=size)


def _string(
    canvas: Canvas, text: str, x: float, y: float, *, size: float, font: str = lettering.REGULAR
) -> None:
    for name, piece in lettering.runs(text, font):
        canvas.setFont(name, size)
        canvas.drawString(x, y, piece)
        x += canvas.stringWidth(piece, name, size)
