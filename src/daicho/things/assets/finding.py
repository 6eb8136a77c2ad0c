"""Which assets a list shows: the filter as conditions that both engines read the same way."""

import unicodedata
from typing import Any

import msgspec
from piccolo.columns.combination import WhereRaw

from daicho.foundation.kernel.actor import Actor
from daicho.things.assets.model import Kind, State
from daicho.things.assets.tables import Asset

_COLUMNS = ("name", "model", "serial", "control_no", "maker")


class Filter(msgspec.Struct, frozen=True):
    """What a list asks for; `q` is a part of a name, maker, model, serial or control number."""

    section: str | None = None
    kind: Kind | None = None
    state: State | None = None
    q: str | None = None


def conditions(actor: Actor, wanted: Filter, after: str | None) -> list[Any]:
    """Everything that an asset fulfils to be shown to this person; `after` is a control number."""
    reach = actor.reach() if wanted.section is None else actor.reach() & {wanted.section}
    found: list[Any] = [Asset.section.is_in(sorted(reach) or [""])]
    if wanted.kind is not None:
        found.append(Asset.kind == wanted.kind)
    if wanted.state is not None:
        found.append(Asset.state == wanted.state)
    if wanted.q is not None and wanted.q.strip():
        found.append(_containing(wanted.q.strip()))
    if after is not None:
        found.append(Asset.control_no > after)
    return found


def _containing(text: str) -> WhereRaw:
    """LIKE over the columns, as typed and with full-width forms folded; wildcards mean themselves.

    SQLite has no escape character unless one is named, and folds the case of ASCII letters only.
    """
    patterns = dict.fromkeys((text, unicodedata.normalize("NFKC", text)))
    tests = [f"lower(asset.{name}) LIKE lower({{}}) ESCAPE '!'" for name in _COLUMNS]
    values = [_pattern(p) for p in patterns for _ in _COLUMNS]
    compact = "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c.isalnum())
    sql = " OR ".join([*(tests * len(patterns)), "asset.code = {}"])
    return WhereRaw(f"({sql})", *values, compact)


def _pattern(text: str) -> str:
    escaped = text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{escaped}%"
