"""What an export is: its row in the register, the manifest of the bundle, and what may be asked for."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

import msgspec

from daicho.foundation.kernel.clock import everywhere
from daicho.foundation.kernel.errors import Invalid
from daicho.oversight.exports.sheets import Column

FORMAT: Literal["daicho.bundle/1"] = "daicho.bundle/1"

MANIFEST_SIG, MANIFEST, README = "manifest.sig", "manifest.json", "README.txt"
ENTRIES, LEAVES = "history/entries.ndjson", "history/leaves.bin"
CHECKPOINT, CONSISTENCY = "history/checkpoint", "history/consistency.json"
OPENINGS = "personal/openings.json"


class Export(msgspec.Struct, frozen=True):
    """A bundle that somebody asked for; the last four are known once it is cut."""

    id: str
    registers: list[str] | None
    as_of: datetime
    personal: bool
    made_by: str
    made_at: datetime
    state: Literal["begun", "cut"]
    manifest_sha256: str | None = None
    size: int | None = None
    entries: int | None = None


class Of(msgspec.Struct, frozen=True):
    """Whose register it is."""

    name: str
    demo: bool


class Exporter(msgspec.Struct, frozen=True):
    """Who asked; the name only where the bundle may hold names."""

    staff_id: str
    name: str | None


class Filters(msgspec.Struct, frozen=True):
    """What was left out: None is every register."""

    registers: list[str] | None
    personal: bool


class Log(msgspec.Struct, frozen=True):
    """The log the bundle was cut from: verifier key, tree size, and how many of the entries are in the bundle."""

    origin: str
    key: str
    size: int
    entries: int
    checkpoint: str


class Counted(msgspec.Struct, frozen=True):
    """A register within the log. `columns` and `rows` are None where the filter left the register out."""

    name: str
    title_ja: str
    title_en: str
    entries: int
    first_seq: int | None
    last_seq: int | None
    rows: int | None
    columns: list[Column] | None


class Listed(msgspec.Struct, frozen=True):
    """A file of the bundle."""

    name: str
    bytes: int
    sha256: str


LeftOut = Literal["personal", "too-much", "missing", "damaged"]
"""Why a file is not there: it may show names, it does not fit, it is lost, its bytes are no longer its hash's."""


class Attached(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kept file that rows of evidence name by its SHA-256: its name in the bundle, or why it was left out."""

    sha256: str
    media_type: str
    bytes: int
    name: str | None
    left_out: LeftOut | None


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """manifest.json. Times carry their offset; `openings` counts the texts laid open."""

    format: Literal["daicho.bundle/1"]
    export: str
    municipality: Of
    filters: Filters
    as_of: str
    made_at: str
    exporter: Exporter
    versions: dict[str, str]
    log: Log
    openings: int
    registers: list[Counted]
    evidence: list[Attached]
    files: list[Listed]

    def whole(self) -> bool:
        """Whether every entry of the log is in the bundle."""
        return self.filters.registers is None

    def chosen(self) -> list[Counted]:
        """The registers whose tables the bundle holds."""
        return [r for r in self.registers if r.columns is not None]


def encoded(manifest: Manifest) -> bytes:
    """The bytes of manifest.json."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"


def signed_text(manifest_sha256: str) -> str:
    """What manifest.sig signs: two lines, so that it can never be taken for a checkpoint, which has three."""
    return f"{FORMAT}\n{manifest_sha256}\n"


def sheet_name(register: str) -> str:
    return f"registers/{register}.csv"


_ENDINGS = {
    "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "application/pdf": "pdf",
}  # fmt: skip


def attached_name(sha256: str, media_type: str) -> str:
    return f"evidence/{sha256}.{_ENDINGS.get(media_type, 'bin')}"


def members_wanted(manifest: Manifest) -> list[str]:
    """Every file a bundle with this manifest has, in order; floor pictures are named by the manifest itself."""
    floors = sorted(f.name for f in manifest.files if f.name.startswith("floors/"))
    sheets = [sheet_name(r.name) for r in manifest.chosen()]
    history = [ENTRIES, LEAVES, CHECKPOINT, CONSISTENCY, OPENINGS]
    evidence = [one.name for one in manifest.evidence if one.name is not None]
    return [MANIFEST_SIG, MANIFEST, README, *sheets, *history, *floors, *evidence]


def refuse_unknown(wanted: Iterable[str] | None, known: frozenset[str]) -> list[str] | None:
    """The registers asked for, once each and in order; `unknown-register` for a name that is none."""
    if wanted is None:
        return None
    names = sorted(set(wanted))
    for name in names:
        if name not in known:
            raise Invalid("unknown-register", register=name)
    if not names:
        raise Invalid("no-register-chosen")
    return names


def refuse_future(as_of: datetime, now: datetime) -> datetime:
    """A register can be told as of any moment that has passed."""
    if as_of > now:
        raise Invalid("as-of-in-future", as_of=as_of.isoformat())
    try:
        return everywhere(as_of)
    except OverflowError:
        raise Invalid("moment-wrong", moment=as_of.isoformat()) from None
