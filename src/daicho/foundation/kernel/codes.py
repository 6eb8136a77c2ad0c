"""Control codes: what the QR of a label holds, and what may be taken out of a scan.

Twelve random characters and one ISO/IEC 7064 MOD 37,36 check character, so that one wrong or two swapped characters
are noticed before anybody is told that a thing does not exist.
"""

import re
import unicodedata

from daicho.foundation.kernel.errors import Invalid

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Symbols of the twelve random characters: no I, L, O, U, which hands and eyes confuse."""

_CHECK = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LENGTH = 12
_LONGEST_SCAN = 64
_BARE = re.compile(rf"[{ALPHABET}]{{{_LENGTH}}}[{_CHECK}]")
# One slash is enough: in the path of our own address a double one arrives as one.
_URL = re.compile(r"HTTPS?:/{1,2}[A-Z0-9.\-\[\]:]{1,60}/Q/([0-9A-Z\-]+)/?")


def check_character(body: str) -> str:
    """The MOD 37,36 check character over a string of 0-9A-Z."""
    product = 36
    for symbol in body:
        total = (product + _CHECK.index(symbol)) % 36 or 36
        product = total * 2 % 37
    return _CHECK[(37 - product) % 36]


def make(symbols: str) -> str:
    """A whole code (13 characters, no hyphens) from twelve symbols drawn at random by the caller."""
    if len(symbols) != _LENGTH or set(symbols) - set(ALPHABET):
        raise ValueError(f"twelve symbols of the alphabet wanted, got {symbols!r}")
    return symbols + check_character(symbols)


def printed(code: str) -> str:
    """XXXX-XXXX-XXXX-C, as it stands under the QR."""
    return "-".join((code[:4], code[4:8], code[8:12], code[12:]))


def read(scan: str) -> str:
    """The thirteen characters behind a scan, a typed code or a label's URL.

    Hyphens, case and full-width forms do not matter. Raises `Invalid`: `not-one-of-ours` for anything that cannot be
    a code of ours, `wrong-check-character` when the shape is right and one character is wrong.
    """
    if len(scan) > _LONGEST_SCAN or any(unicodedata.category(c) == "Cc" for c in scan):
        raise Invalid("not-one-of-ours", scan=_shown(scan))
    folded = unicodedata.normalize("NFKC", scan).strip().upper()
    in_url = _URL.fullmatch(folded)
    bare = re.sub(r"[-‐-―−ー\s]", "", in_url[1] if in_url else folded)
    if not _BARE.fullmatch(bare):
        raise Invalid("not-one-of-ours", scan=_shown(scan))
    if check_character(bare[:_LENGTH]) != bare[_LENGTH]:
        raise Invalid("wrong-check-character", scan=printed(bare))
    return bare


def _shown(scan: str) -> str:
    """A hostile scan cut to a harmless length, control characters made visible."""
    return "".join(c if c.isprintable() else "�" for c in scan[:_LONGEST_SCAN])
