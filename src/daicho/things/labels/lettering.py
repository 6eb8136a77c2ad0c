"""The label fonts: BIZ UDPGothic, and Noto Sans JP for the characters that it lacks, run by run."""

from functools import cache, lru_cache
from importlib.resources import as_file, files
from itertools import groupby
from pathlib import Path

from PIL import ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR = "BIZUDPGothic-Regular"
BOLD = "BIZUDPGothic-Bold"
REST = "NotoSansJP-Rest-Regular"
GETA = "〓"
"""What Japanese printers set for a character that no font has."""


@cache
def _path(font: str) -> Path:
    with as_file(files("daicho.things.labels").joinpath("fonts", f"{font}.ttf")) as path:
        return path


@cache
def _registered(font: str) -> TTFont:
    """Read the font once and make it known to reportlab."""
    made = TTFont(font, str(_path(font)))
    pdfmetrics.registerFont(made)
    return made


@cache
def picture_font(font: str, size: int) -> ImageFont.FreeTypeFont:
    """The font for pictures, in pixels."""
    return ImageFont.truetype(str(_path(font)), size)


def runs(text: str, font: str = REGULAR) -> list[tuple[str, str]]:
    """(font, piece) in order; a character that no font has becomes 〓."""
    shown = [_shown(character, font) for character in text]
    return [
        (name, "".join(c for _, c in pieces)) for name, pieces in groupby(shown, key=lambda s: s[0])
    ]


@lru_cache(maxsize=8192)
def _shown(character: str, font: str) -> tuple[str, str]:
    for name in (font, REST):
        if ord(character) in _registered(name).face.charToGlyph:
            return name, character
    return font, GETA


def width(text: str, size: float, font: str = REGULAR) -> float:
    """Points that a text takes."""
    return sum(pdfmetrics.stringWidth(piece, name, size) for name, piece in runs(text, font))


def fitted(
    text: str, room: float, *, largest: float, smallest: float, font: str = REGULAR
) -> float:
    """The largest size at which a text fits into its room, never below the smallest."""
    taken = width(text, 1.0, font)
    return max(smallest, min(largest, room / taken)) if taken else largest


def lines(text: str, room: float, size: float, *, most: int) -> list[str]:
    """A text broken by character into at most so many lines; what does not fit ends in …"""
    found = [""]
    for character in text:
        if width(found[-1] + character, size) <= room:
            found[-1] += character
        elif len(found) < most:
            found.append(character)
        else:
            found[-1] = found[-1][:-1] + "…"
            break
    return found
