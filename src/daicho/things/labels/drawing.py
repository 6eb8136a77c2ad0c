"""Labels as pages to print: the one way that sheets, tapes and test pages are drawn."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from io import BytesIO

import msgspec
import qrcode
from qrcode.constants import ERROR_CORRECT_Q
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from daicho.foundation.kernel import codes
from daicho.things.labels import lettering
from daicho.things.labels.model import Label, payload
from daicho.things.labels.sheets import Cell, Sheet, cells

PAD = 1.5
MASK = 4
"""Trying all eight masks is most of the work and gains nothing at this size; every page is read back."""

STACKED_BELOW = 1.35
"""A label that is less wide than this many times its height has its words below the QR."""

Modules = tuple[tuple[bool, ...], ...]


class Offset(msgspec.Struct, frozen=True):
    """How far a printer's paper lies off: millimetres to the right and down."""

    x: float = 0.0
    y: float = 0.0


STRAIGHT = Offset()


@lru_cache(maxsize=2048)
def matrix(content: str) -> Modules:
    """The modules of a QR with its quiet zone; a quarter of it may be dirty or torn (level Q)."""
    qr = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=4, mask_pattern=MASK)
    qr.add_data(content)
    qr.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in qr.get_matrix())


def bars(modules: Sequence[Sequence[bool]]) -> Iterable[tuple[int, int, int]]:
    """(x, y, length) of every horizontal run of dark modules."""
    for y, row in enumerate(modules):
        start: int | None = None
        for x, dark in enumerate((*row, False)):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                yield start, y, x - start
                start = None


def is_stacked(sheet: Sheet) -> bool:
    return sheet.width < sheet.height * STACKED_BELOW


# Pages --------------------------------------------------------------------------------------------


def pdf(
    labels: Sequence[Label], sheet: Sheet, start: int = 1, label_url: str = "",
    offset: Offset = STRAIGHT,
) -> bytes:  # fmt: skip
    """Labels from cell `start` on; the same labels give the same bytes."""
    out = BytesIO()
    canvas = page_canvas(out, sheet)
    page = 0
    for label, cell in zip(labels, cells(sheet, start, len(labels)), strict=True):
        if cell.page != page:
            canvas.showPage()
            page = cell.page
        _place(canvas, label, _moved(cell, offset), sheet=sheet, label_url=label_url)
    canvas.save()
    return out.getvalue()


def page_canvas(out: BytesIO, sheet: Sheet) -> Canvas:
    size = (sheet.page_width * mm, sheet.page_height * mm)
    canvas = Canvas(out, pagesize=size, invariant=1)
    canvas.setTitle("Daicho")
    return canvas


def _moved(cell: Cell, offset: Offset) -> Cell:
    return Cell(cell.page, cell.x + offset.x, cell.y + offset.y)


def _place(canvas: Canvas, label: Label, cell: Cell, *, sheet: Sheet, label_url: str) -> None:
    modules = matrix(payload(label.code, label_url))
    if is_stacked(sheet):
        _place_stacked(canvas, label, modules, cell=cell, sheet=sheet)
    else:
        _place_beside(canvas, label, modules, cell=cell, sheet=sheet)


def _place_beside(
    canvas: Canvas, label: Label, modules: Modules, *, cell: Cell, sheet: Sheet
) -> None:
    """The QR on the left, words and code on the right of it."""
    pad, left, height = PAD * mm, cell.x * mm, sheet.height * mm
    bottom = (sheet.page_height - cell.y) * mm - height
    side = min(height - pad, sheet.width * mm * 0.48)
    _draw_qr(canvas, modules, left=left + pad / 2, bottom=bottom + (height - side) / 2, side=side)
    room = sheet.width * mm - side - pad * 1.5
    _letter(canvas, label, left=left + pad / 2 + side, bottom=bottom, height=height, room=room)


def _place_stacked(
    canvas: Canvas, label: Label, modules: Modules, *, cell: Cell, sheet: Sheet
) -> None:
    """The QR above, number and code in two lines below it."""
    pad, width, height = PAD * mm, sheet.width * mm, sheet.height * mm
    left, bottom = cell.x * mm, (sheet.page_height - cell.y) * mm - height
    side = min(width - pad, height * 0.74)
    _draw_qr(
        canvas, modules, left=left + (width - side) / 2, bottom=bottom + height - side, side=side
    )
    line = (height - side) / 2
    texts = [codes.printed(label.code), *([label.control_no] if label.control_no else [])]
    for number, text in enumerate(texts):
        size = lettering.fitted(text, width - pad, largest=line * 0.8, smallest=3.0)
        inset = (width - lettering.width(text, size)) / 2
        _string(canvas, text, left + inset, bottom + line * (number + 0.3), size=size)


def _draw_qr(
    canvas: Canvas, modules: Sequence[Sequence[bool]], *, left: float, bottom: float, side: float
) -> None:
    """One filled path in units of a module; bars overlap a little, so that no light line shows between rows.

    Written as PDF operators, because formatting a hundred thousand coordinates is most of what a thousand labels take.
    """
    unit, count = side / len(modules), len(modules)
    scaled = f"{unit:.5f} 0 0 {unit:.5f} {left:.4f} {bottom:.4f} cm"
    path = " ".join(
        f"{x} {count - y - 1.02:.2f} {length} 1.02 re" for x, y, length in bars(modules)
    )
    canvas.addLiteral(f"q {scaled} {path} f Q")


def _letter(
    canvas: Canvas, label: Label, *, left: float, bottom: float, height: float, room: float
) -> None:
    """Control number, name, and at the foot the code, which is there on every label."""
    code = codes.printed(label.code)
    size = lettering.fitted(code, room, largest=8.0, smallest=3.5)
    foot = bottom + height * 0.16
    _string(canvas, code, left, foot, size=size)
    head = bottom + height * 0.74
    if label.control_no:
        size = lettering.fitted(
            label.control_no, room, largest=height * 0.15, smallest=4.0, font=lettering.BOLD
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


# The test page ------------------------------------------------------------------------------------

CROSS = 3.0
TICKS = 10
WORDS = (
    "試し刷り / test page: {title}",
    "十字が台紙の枠の角に重なるかを見ます。ずれたら、右へ・下へのmmをプリンターの補正に足してください。",
    "Crosses belong on the corners of the labels. Add what is missing, right and down, to the printer's offset.",
    "いまの補正 / offset now: 右 {x:+.1f} mm, 下 {y:+.1f} mm　倍率は100%で / print at 100 %",
)


def trial(sheet: Sheet, offset: Offset = STRAIGHT) -> bytes:
    """One page with every label's border, crosses at its corners, rulers along the first row and column."""
    out = BytesIO()
    canvas = page_canvas(out, sheet)
    canvas.setLineWidth(0.25)
    for number, cell in enumerate(cells(sheet, 1, sheet.cells), start=1):
        x = (cell.x + offset.x) * mm
        y = (sheet.page_height - cell.y - offset.y - sheet.height) * mm
        _outline(canvas, x, y, sheet)
        _string(canvas, str(number), x + 2 * mm, y + 2 * mm, size=7)
        _rulers(canvas, x, y + sheet.height * mm, sheet)
    _explain(canvas, sheet, offset)
    canvas.save()
    return out.getvalue()


def _outline(canvas: Canvas, x: float, y: float, sheet: Sheet) -> None:
    """The label's border, round where the label is, and a cross at each corner."""
    width, height = sheet.width * mm, sheet.height * mm
    canvas.setDash(1, 1)
    canvas.roundRect(x, y, width, height, sheet.corner * mm)
    canvas.setDash()
    arm = CROSS * mm / 2
    for left in (x, x + width):
        for bottom in (y, y + height):
            canvas.line(left - arm, bottom, left + arm, bottom)
            canvas.line(left, bottom - arm, left, bottom + arm)


def _rulers(canvas: Canvas, x: float, top: float, sheet: Sheet) -> None:
    """A centimetre in millimetres from the upper left corner to the right and down."""
    for tick in range(1, min(TICKS, int(min(sheet.width, sheet.height) / 2)) + 1):
        length = (2.0 if tick % 5 == 0 else 1.0) * mm
        canvas.line(x + tick * mm, top, x + tick * mm, top - length)
        canvas.line(x, top - tick * mm, x + length, top - tick * mm)


def _explain(canvas: Canvas, sheet: Sheet, offset: Offset) -> None:
    """What to look at, inside the first label that has room; a tape has none for it."""
    room = min(sheet.page_width - 20, 190) * mm
    middle = (sheet.page_height / 2 + 8) * mm
    for number, text in enumerate(WORDS):
        line = text.format(title=sheet.title, x=offset.x, y=offset.y)
        size = lettering.fitted(line, room, largest=8.0, smallest=2.0)
        left = (sheet.page_width * mm - lettering.width(line, size)) / 2
        bottom = middle - number * 4 * mm
        canvas.setFillGray(1)
        canvas.rect(
            left - 2, bottom - 2, lettering.width(line, size) + 4, size + 4, stroke=0, fill=1
        )
        canvas.setFillGray(0)
        _string(canvas, line, left, bottom, size=size)
