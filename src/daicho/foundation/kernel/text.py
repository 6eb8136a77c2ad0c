"""Words people type: bounds, control characters, and the resident numbers that may never stand here."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Annotated

import msgspec

from daicho.foundation.kernel.errors import Invalid

# `$` alone would let one line feed stand behind the end.
_NO_CONTROL = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*(?!\n)$"
_ONE_LINE = r"^[^\x00-\x1f\x7f]+(?!\n)$"

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=100, pattern=_ONE_LINE)]
Line = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=_ONE_LINE)]
OptionalLine = Annotated[str, msgspec.Meta(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*(?!\n)$")]
Passage = Annotated[str, msgspec.Meta(min_length=1, max_length=2000, pattern=_NO_CONTROL)]
Short = Annotated[str, msgspec.Meta(min_length=1, max_length=60, pattern=_ONE_LINE)]
Ident = Annotated[
    str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z_\-]+(?!\n)$")
]
Key = Annotated[str, msgspec.Meta(min_length=1, max_length=36, pattern=r"^[0-9A-Za-z_\-]+(?!\n)$")]
"""What becomes the key of a row: a staff number, an account."""

Scan = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]

MAIL_ADDRESS = (
    r"^[0-9A-Za-z.!#$%&'*+/=?^_`{|}~-]{1,64}@[0-9A-Za-z-]{1,63}(\.[0-9A-Za-z-]{1,63})+(?!\n)$"
)
MailAddress = Annotated[str, msgspec.Meta(max_length=200, pattern=MAIL_ADDRESS)]
"""An address that every mail server takes: no quotes, no other letters than ASCII."""

_HIDDEN = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_GROUPS = re.compile(r"\d+(?:[\s\-‐-―−ー・]{1,3}\d+)*")
"""Digits in groups, set apart as people do; dots, slashes and colons make addresses and times instead."""

_LONGEST = 12

_MOBILE = re.compile(r"0[5789]0")
"""Mobile numbers have eleven digits too; one in eleven of them would pass for a 住民票コード."""


def refuse_resident_numbers(text: str, *, place: str) -> None:
    """Refuse a text with a check-digit-valid 個人番号 (12 digits) or 住民票コード (11 digits), without echoing it.

    Check digits: 総務省令 (平成26年総務省令第85号) 5条 for the individual number; the resident-record code uses the
    same modulus 11 with the weights of 平成11年自治省令 for eleven digits.
    """
    for found in _GROUPS.finditer(_HIDDEN.sub("", unicodedata.normalize("NFKC", text))):
        if any(_is_resident_number(number) for number in _numbers(re.findall(r"\d+", found[0]))):
            raise Invalid("resident-number-in-text", place=place)


def refuse_resident_numbers_in(**texts: str | None) -> None:
    """The same for several fields, each named by its place; None has nothing to refuse."""
    for place, text in texts.items():
        if text is not None:
            refuse_resident_numbers(text, place=place)


def _numbers(groups: list[str]) -> Iterator[str]:
    """What eleven or twelve digits neighbouring groups make together."""
    for first in range(len(groups)):
        number = ""
        for group in groups[first:]:
            number += group
            if len(number) > _LONGEST:
                break
            if len(number) >= _LONGEST - 1:
                yield number


def _is_resident_number(number: str) -> bool:
    digits = [int(c) for c in number]
    if len(digits) == _LONGEST:
        return _individual_number(digits)
    return not _MOBILE.match(number) and _resident_code(digits)


def _individual_number(digits: list[int]) -> bool:
    weights = [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]
    return _modulus_11(digits[:11], weights) == digits[11]


def _resident_code(digits: list[int]) -> bool:
    weights = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]
    return _modulus_11(digits[:10], weights) == digits[10]


def _modulus_11(body: list[int], weights: list[int]) -> int:
    remainder = sum(d * w for d, w in zip(body, weights, strict=True)) % 11
    return 0 if remainder <= 1 else 11 - remainder


def holds(told: Iterable[str], words: str | None) -> bool:
    """Whether one of these texts holds the words; width and case do not count, and no words are in every text."""
    wanted = _folded(words or "")
    return wanted in "\n".join(_folded(text) for text in told)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()
