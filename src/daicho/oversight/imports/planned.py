"""A line with what would be done about it; the same plan is told in a dry run and carried out afterwards."""

from typing import Any

import msgspec

from daicho.foundation.kernel.errors import Invalid
from daicho.oversight.imports.fields import Taken
from daicho.oversight.imports.model import FieldChange, Outcome, Told


class Planned(msgspec.Struct):
    """`wanted` for something new; `present` and `changed` for a correction."""

    told: Told
    wanted: Any = None
    present: Any = None
    changed: dict[str, Any] = {}


def told(
    found: Taken, outcome: Outcome, *, code: str | None = None,
    changes: tuple[FieldChange, ...] = (),
) -> Told:  # fmt: skip
    """The outcome, or that the line is refused when anything of it is."""
    name = str(found.values.get("name") or found.values.get("control_no") or "")
    if found.faults:
        return Told(found.line, "refused", name, code, faults=tuple(found.faults))
    return Told(found.line, outcome, name, code, changes)


class Once:
    """Refuses a second line of the file about the same thing."""

    def __init__(self) -> None:
        self._lines: dict[object, int] = {}

    def note(self, found: Taken, field: str, key: object) -> None:
        """The line that names this key first may."""
        first = self._lines.setdefault(key, found.line)
        if first != found.line:
            found.refuse(field, Invalid("ledger-line-twice", first=first))
