"""What a ledger from outside is, what would become of each of its lines, and when it may be taken in."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal

import msgspec

from daicho.foundation.kernel.errors import Invalid, Refused, Stale

Kind = Literal["assets", "media", "places", "people"]
Format = Literal["csv", "xlsx", "xls"]
Outcome = Literal["new", "changed", "same", "refused"]

MOST_BYTES = 5 * 1024 * 1024
MOST_LINES = 5000
MOST_COLUMNS = 100
LONGEST_CELL = 2000


class SheetLine(msgspec.Struct, frozen=True):
    """One line as the file counts it, from 1."""

    number: int
    cells: tuple[str, ...]


class Sheet(msgspec.Struct, frozen=True):
    """A table out of a file: its headings, and every line below them that is not empty."""

    format: Format
    encoding: str
    header_line: int
    headings: tuple[str, ...]
    lines: tuple[SheetLine, ...]


class Fault(msgspec.Struct, frozen=True):
    """Why a line cannot be taken in; `column` is the heading it stands under."""

    column: str | None
    code: str
    facts: dict[str, Any]


class FieldChange(msgspec.Struct, frozen=True):
    """One field of something that is registered, before and after, as texts."""

    field: str
    before: str
    after: str


class Told(msgspec.Struct, frozen=True):
    """What would become of one line."""

    line: int
    outcome: Outcome
    name: str
    code: str | None = None
    changes: tuple[FieldChange, ...] = ()
    faults: tuple[Fault, ...] = ()


class LedgerImport(msgspec.Struct, frozen=True):
    """A ledger that was taken in; the file's name is a commitment, the file itself is not kept."""

    id: str
    kind: Kind
    file: str
    sha256: str
    lines: int
    made: int
    changed: int
    same: int
    taken_by: str
    taken_at: datetime


def digest(content: bytes, asked: Mapping[str, Any], told: Iterable[Told]) -> str:
    """What somebody confirms: the file, how it was read, and what was said of every line."""
    whole = sha256(content)
    whole.update(msgspec.json.encode(asked, order="sorted"))
    whole.update(msgspec.json.encode(list(told), order="sorted"))
    return whole.hexdigest()


def counted(told: Iterable[Told]) -> dict[Outcome, int]:
    """How many lines have each outcome."""
    counts: dict[Outcome, int] = {"new": 0, "changed": 0, "same": 0, "refused": 0}
    for one in told:
        counts[one.outcome] += 1
    return counts


def require_whole(told: Iterable[Told], confirmed: str, present: str) -> None:
    """All or nothing: every line fits, something changes, and it is what was confirmed."""
    listed = list(told)
    broken = next((one for one in listed if one.outcome == "refused"), None)
    if broken is not None:
        fault = broken.faults[0]
        raise Refused(
            "ledger-line-refused", line=broken.line, column=fault.column or "-", reason=fault.code,
            refused=sum(one.outcome == "refused" for one in listed),
        )  # fmt: skip
    if all(one.outcome == "same" for one in listed):
        raise Refused("ledger-nothing-new", lines=len(listed))
    if confirmed != present:
        raise Stale("ledger-report-outdated")


def require_columns(mapping: Mapping[str, int], columns: int, fields: Iterable[str]) -> None:
    """Every named field is one of the kind, every column one of the file, and none is read twice."""
    known = sorted(fields)
    strange = sorted(set(mapping) - set(known))
    if strange:
        raise Invalid("ledger-field-unknown", fields=strange, known=known)
    if any(not 0 <= column < columns for column in mapping.values()):
        raise Invalid("ledger-column-unknown", columns=columns)
    if len(set(mapping.values())) < len(mapping):
        raise Invalid("ledger-column-twice")
