"""A proposal: its kind with the facts, and the change to the floor that it is."""

from collections.abc import Iterable
from typing import Any

import msgspec

from daicho.oversight.violations.live_changes import Change
from daicho.places.floors.document import Things
from daicho.places.floors.model import Area, Terminal, Viewpoint, Wall


class Fix(msgspec.Struct, frozen=True):
    """`change` is empty where nothing on the plan would change."""

    kind: str
    facts: dict[str, Any]
    change: Change = Change(Things())

    def told(self) -> dict[str, Any]:
        return {"kind": self.kind, **self.facts}


BY_HAND = Fix("operational-remedy", {})
"""運用による代替措置: requested with a reason and approved by a second person, it never solves anything."""


def with_walls(kind: str, walls: Iterable[Wall], **facts: Any) -> Fix:
    return Fix(kind, facts, Change(Things(walls=tuple(walls))))


def with_viewpoint(kind: str, viewpoint: Viewpoint, **facts: Any) -> Fix:
    return Fix(kind, facts, Change(Things(viewpoints=(viewpoint,))))


def with_terminal(kind: str, terminal: Terminal, **facts: Any) -> Fix:
    return Fix(kind, facts, Change(Things(terminals=(terminal,))))


def with_area(kind: str, area: Area, **facts: Any) -> Fix:
    return Fix(kind, facts, Change(Things(areas=(area,))))
