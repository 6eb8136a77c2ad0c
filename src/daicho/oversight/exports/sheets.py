"""The register tables of a bundle as CSV, derived from the entries alone: the exporter and the verifier run this code.

A row is what the register said of one subject at a moment: the after-image of its latest entry recorded by then.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec

from daicho.foundation.history.model import SEALED
from daicho.foundation.kernel.clock import JST

BOM = b"\xef\xbb\xbf"
PROVENANCE = ("seq", "act", "occurred_at", "recorded_at", "actor")
"""Columns that say where a row comes from: its latest entry."""

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "'")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


class Said(msgspec.Struct, frozen=True):
    """An entry as its bytes say it, times still in their hashed spelling (UTC, fixed width: sorts as text)."""

    seq: int
    register: str
    number: int
    subject: str
    act: str
    after: dict[str, Any]
    why: str | None
    occurred_at: str
    recorded_at: str
    actor: str


def said(line: bytes) -> Said:
    """The entry behind one line; raises `msgspec.DecodeError` when it is none."""
    return msgspec.json.decode(line, type=Said)


class Column(msgspec.Struct, frozen=True):
    """A column of a register's table: the field of the after-image and its heading."""

    field: str
    heading: str


Reveal = Callable[[str], str | None]
"""Commitment -> text, or None when the reader may not see it or it was erased."""


def table(columns: Iterable[Column], latest: Iterable[Said], reveal: Reveal) -> Iterator[bytes]:
    """The lines of one register's CSV: UTF-8 with a byte order mark, CRLF, one heading line."""
    wanted = list(columns)
    yield BOM + _line([column.heading for column in wanted])
    for entry in latest:
        yield _line([cell(_value(entry, column.field), reveal) for column in wanted])


def _value(entry: Said, field: str) -> Any:
    name = field.removeprefix("entry.")
    if name != field and name in PROVENANCE:
        return getattr(entry, name)
    return entry.after.get(field)


def _line(cells: list[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode()


def cell(value: Any, reveal: Reveal) -> str:
    """One value as a cell: commitments opened where allowed, moments in Japanese time, formulas neutralised."""
    if value is None:
        return ""
    if isinstance(value, str):
        return neutral(_shown(value, reveal))
    if isinstance(value, dict | list):
        return neutral(msgspec.json.encode(_opened(value, reveal), order="sorted").decode())
    return msgspec.json.encode(value).decode()


def _opened(value: Any, reveal: Reveal) -> Any:
    if isinstance(value, Mapping):
        return {name: _opened(inner, reveal) for name, inner in value.items()}
    if isinstance(value, list):
        return [_opened(inner, reveal) for inner in value]
    return _shown(value, reveal) if isinstance(value, str) else value


def _shown(text: str, reveal: Reveal) -> str:
    if text.startswith(SEALED):
        opened = reveal(text)
        return text if opened is None else opened
    if _MOMENT.fullmatch(text):
        return datetime.fromisoformat(text).astimezone(JST).isoformat()
    return text


def neutral(text: str) -> str:
    """An apostrophe before what a spreadsheet would calculate, and before an apostrophe, so that it can be undone."""
    return "'" + text if text.startswith(_DANGEROUS) else text
