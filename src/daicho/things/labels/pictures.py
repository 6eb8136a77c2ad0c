"""Labels as pictures: one for the screen, and one in the exact size of a tape at the dots of its printer."""

from io import BytesIO

from PIL import Image, ImageDraw

from daicho.foundation.kernel import codes
from daicho.things.labels import lettering
from daicho.things.labels.drawing import PAD, Modules, bars, is_stacked, matrix
from daicho.things.labels.model import Label, payload
from daicho.things.labels.sheets import Sheet

MODULE_PIXELS = 10
INCH = 25.4


def png(label: Label, label_url: str = "") -> bytes:
    """The QR with its code and control number below, as a PNG."""
    modules = matrix(payload(label.code, label_url))
    side = len(modules) * MODULE_PIXELS
    texts = [codes.printed(label.code), *([label.control_no] if label.control_no else [])]
    line = side // 8
    picture = Image.new("1", (side, side + line * len(texts) + line // 2), 1)
    draw = ImageDraw.Draw(picture)
    _draw_qr(draw, modules, left=0, top=0, unit=MODULE_PIXELS)
    for number, text in enumerate(texts):
        _write(draw, text, left=0, top=side + number * line, room=side, line=line)
    return _saved(picture)


def tape_png(label: Label, sheet: Sheet, dpi: int, label_url: str = "") -> bytes:
    """A label of this size to the dot; a module is a whole number of dots, so that no edge is grey."""
    width, height = _dots(sheet.width, dpi), _dots(sheet.height, dpi)
    picture = Image.new("1", (width, height), 1)
    draw = ImageDraw.Draw(picture)
    modules = matrix(payload(label.code, label_url))
    stacked, pad = is_stacked(sheet), _dots(PAD, dpi)
    most = min(width - pad, int(height * 0.74)) if stacked else min(height, width // 2)
    unit = max(1, most // len(modules))
    side = unit * len(modules)
    if stacked:
        _draw_qr(draw, modules, left=(width - side) // 2, top=0, unit=unit)
        words = (pad // 2, side, width - pad, height - side)
    else:
        _draw_qr(draw, modules, left=0, top=(height - side) // 2, unit=unit)
        words = (side, 0, width - side - pad, height)
    _words(draw, label, words)
    return _saved(picture, dpi)


def _dots(millimetres: float, dpi: int) -> int:
    return round(millimetres / INCH * dpi)


def _words(draw: ImageDraw.ImageDraw, label: Label, room: tuple[int, int, int, int]) -> None:
    """Control number, name and code, each in a line of its own."""
    left, top, width, height = room
    texts = [text for text in (label.control_no, label.name, codes.printed(label.code)) if text]
    line = height // max(3, len(texts))
    first = top + (height - line * len(texts)) // 2
    for number, text in enumerate(texts):
        _write(draw, text, left=left, top=first + number * line, room=width, line=line)


def _saved(picture: Image.Image, dpi: int | None = None) -> bytes:
    out = BytesIO()
    told = {} if dpi is None else {"dpi": (dpi, dpi)}
    picture.save(out, "PNG", optimize=True, **told)
    return out.getvalue()


def _draw_qr(
    draw: ImageDraw.ImageDraw, modules: Modules, *, left: int, top: int, unit: int
) -> None:
    for x, y, length in bars(modules):
        begin, upper = left + x * unit, top + y * unit
        draw.rectangle((begin, upper, begin + length * unit - 1, upper + unit - 1), fill=0)


def _write(
    draw: ImageDraw.ImageDraw, text: str, *, left: int, top: int, room: int, line: int
) -> None:
    """One line in the middle, as large as it fits, and cut where even the smallest does not."""
    size = int(lettering.fitted(text, room * 0.94, largest=line * 0.8, smallest=8.0))
    (shown,) = lettering.lines(text, room, size, most=1)
    at = left + max(0.0, (room - lettering.width(shown, size)) / 2)
    for name, piece in lettering.runs(shown):
        font = lettering.picture_font(name, size)
        draw.text((at, top + line * 0.8), piece, font=font, fill=0, anchor="ls")
        at += draw.textlength(piece, font=font)
