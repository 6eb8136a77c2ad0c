"""Words people type: bounds, control characters, and the resident numbers that may never stand here."""

import re
import unicodedata
from typing import Annotated

import msgspec

from daicho.foundation.kernel.errors import Invalid

_NO_CONTROL = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
_ONE_LINE = r"^[^\x00-\x1f\x7f]+$"

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=100, pattern=_ONE_LINE)]
Line = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=_ONE_LINE)]
OptionalLine = Annotated[str, msgspec.Meta(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Passage = Annotated[str, msgspec.Meta(min_length=1, max_length=2000, pattern=_NO_CONTROL)]
Ident = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z_\-]+$")]
Scan = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]

_DIGITS = re.compile(r"(?<!\d)(?:\d[\s\-]?){10,11}\d(?!\d)")

_MOBILE = re.compile(r"0[5789]0")
"""Mobile numbers have eleven digits too; one in eleven of them would pass for a 住民票コード."""


def refuse_resident_numbers(text: str, *, place: str) -> None:
    """Refuse a text with a check-digit-valid 個人番号 (12 digits) or 住民票コード (11 digits), without echoing it.

    Check digits: 総務省令 (平成26年総務省令第85号) 5条 for the individual number; the resident-record code uses the
    same modulus 11 with the weights of 平成11年自治省令 for eleven digits.
    """
    for found in _DIGITS.finditer(unicodedata.normalize("NFKC", text)):
        digits = [int(c) for c in found[0] if c.isdigit()]
        is_code = len(digits) == 11 and not _MOBILE.match(found[0]) and _resident_code(digits)
        if is_code or (len(digits) == 12 and _individual_number(digits)):
            raise Invalid("resident-number-in-text", place=place)


def _individual_number(digits: list[int]) -> bool:
    weights = [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]
    return _modulus_11(digits[:11], weights) == digits[11]


def _resident_code(digits: list[int]) -> bool:
    weights = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]
    return _modulus_11(digits[:10], weights) == digits[10]


def _modulus_11(body: list[int], weights: list[int]) -> int:
    remainder = sum(d * w for d, w in zip(body, weights, strict=True)) % 11
    return 0 if remainder <= 1 else 11 - remainder
