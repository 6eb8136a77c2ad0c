"""What stands in a cell: Japanese dates, marks for yes and no, numbers, and texts that a spreadsheet must not run."""

import re
import unicodedata
from datetime import date

from daicho.foundation.kernel.errors import Invalid

_STARTS = "=+-@\t\r＝＋－＠"
"""What makes a spreadsheet take a text for a formula."""

_ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}
_ERA_DATE = re.compile(r"(令和|平成|昭和|[RHS])(元|\d{1,2})[年./-](\d{1,2})[月./-](\d{1,2})日?")
_DATE = re.compile(r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})日?")
_BARE_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YES = frozenset("○〇◯有はい済要可1yYtT✓レ") | {"あり", "有り", "はい", "yes", "true", "済み"}
_NO = frozenset("×✕無否不0nNfF-－―") | {"なし", "無し", "いいえ", "no", "false", "未", "不要"}
_LINE_ENDS = re.compile(r"\s*[\r\n]+\s*")


def neutral(text: str) -> str:
    """With an apostrophe before what a spreadsheet would run; `restored` takes it away again."""
    return f"'{text}" if text.lstrip("'")[:1] and text.lstrip("'")[0] in _STARTS else text


def restored(text: str) -> str:
    """The text that `neutral` was given; what was never neutralised comes back as it is."""
    bare = text.lstrip("'")
    return text[1:] if text.startswith("'") and bare[:1] and bare[0] in _STARTS else text


def folded(text: str) -> str:
    """For comparing words: full-width and half-width forms, blanks and case do not matter."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def line(text: str, longest: int = 100) -> str:
    """One line of text; a line feed inside a cell becomes a blank."""
    flat = _LINE_ENDS.sub(" ", text).strip()
    if any(unicodedata.category(c) == "Cc" for c in flat):
        raise Invalid("cell-control-character")
    if len(flat) > longest:
        raise Invalid("cell-too-long", most=longest, length=len(flat))
    return flat


def whole(text: str, least: int, most: int) -> int:
    """A whole number within bounds."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = re.fullmatch(r"(\d{1,6})(?:\.0+)?", plain)
    if found is None or not least <= int(found[1]) <= most:
        raise Invalid("cell-not-a-number", value=text[:40], least=least, most=most)
    return int(found[1])


def yes(text: str) -> bool:
    """○ × 有 無 and their like."""
    word = folded(text)
    if word in {folded(w) for w in _YES}:
        return True
    if word in {folded(w) for w in _NO}:
        return False
    raise Invalid("cell-not-yes-or-no", value=text[:40])


def day(text: str) -> date:
    """令和5年4月1日, R5.4.1, 2023/4/1, 2023-04-01, 20230401; a time behind it is cut off."""
    plain = unicodedata.normalize("NFKC", text).strip().replace(" ", "").split("T")[0]
    plain = re.sub(r"\d{1,2}:\d{2}(:\d{2})?$", "", plain)
    era = _ERA_DATE.fullmatch(plain.upper())
    if era is not None:
        year = _ERAS[era[1]] + (1 if era[2] == "元" else int(era[2]))
        return _date(text, year, int(era[3]), int(era[4]))
    found = _DATE.fullmatch(plain) or _BARE_DATE.fullmatch(plain)
    if found is None:
        raise Invalid("cell-not-a-date", value=text[:40])
    return _date(text, int(found[1]), int(found[2]), int(found[3]))


def _date(text: str, year: int, month: int, number: int) -> date:
    try:
        return date(year, month, number)
    except ValueError:
        raise Invalid("cell-not-a-date", value=text[:40]) from None
