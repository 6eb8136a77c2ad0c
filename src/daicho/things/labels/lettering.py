"""The label fonts: BIZ UDPGothic, and Noto Sans JP for the characters that it lacks, run by run."""

import re
import unicodedata
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

_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
"""What Unicode says not to draw where it is not understood: variation selectors behind kanji, joiners, marks."""

_VOICED = re.compile("[\u3041-\u30ff][\u3099\u309a]")
"""Kana with a sound mark as a character of its own, as some systems write file names."""


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
    """(font, piece) in order, as it can be drawn; a character that no font has becomes 〓."""
    shown = [_shown(character, font) for character in drawable(text)]
    return [
        (name, "".join(c for _, c in pieces)) for name, pieces in groupby(shown, key=lambda s: s[0])
    ]


def drawable(text: str) -> str:
    """The text without what has no shape, and with marks joined to their kana.

    Canonical composition of the whole would turn 﨑 and its like into other characters than the person's name has.
    """
    if text.isascii():
        return text
    return _VOICED.sub(lambda found: unicodedata.normalize("NFC", found[0]), _UNSEEN.sub("", text))


@lru_cache(maxsize=8192)
def _shown(character: str, font: str) -> tuple[str, str]:
    """The first font with the character, else with what it stands for: a wide blank is a blank, ㍿ its four letters."""
    for letters in (character, unicodedata.normalize("NFKC", character)):
        for name in (font, REST):
            if letters and _has(name, letters):
                return name, letters
    return (font, " ") if character.isspace() else (font, GETA)


def _has(font: str, letters: str) -> bool:
    known = _registered(font).face.charToGlyph
    return all(ord(letter) in known for letter in letters)


def width(text: str, size: float, font: str = REGULAR) -> float:
    """Points that a text takes."""
    return size * sum(_advance(character, font) for character in drawable(text))


@lru_cache(maxsize=8192)
def _advance(character: str, font: str) -> float:
    """What one character takes at a size of one point; the fonts are set without kerning."""
    name, letters = _shown(character, font)
    return float(pdfmetrics.stringWidth(letters, name, 1.0))


def fitted(
    text: str, room: float, *, largest: float, smallest: float, font: str = REGULAR
) -> float:
    """The largest size at which a text fits into its room, never below the smallest."""
    taken = width(text, 1.0, font)
    return max(smallest, min(largest, room / taken)) if taken else largest


def lines(text: str, room: float, size: float, *, most: int) -> list[str]:
    """A text broken by character into at most so many lines; what does not fit ends in …"""
    found, taken = [""], 0.0
    for character in drawable(text):
        taken += width(character, size)
        if taken <= room:
            found[-1] += character
        elif len(found) < most:
            found.append(character)
            taken = width(character, size)
        else:
            found[-1] = found[-1][:-1] + "…"
            break
    return found
