"""Two floor documents compared: what was added, removed, moved, resized, turned, changed."""

import math
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec

from daicho.places.floors.model import FloorDocument

What = Literal["wall", "area", "viewpoint", "terminal", "outline", "name"]
How = Literal["added", "removed", "moved", "resized", "turned", "changed"]

LISTS: dict[str, What] = {
    "walls": "wall",
    "areas": "area",
    "viewpoints": "viewpoint",
    "terminals": "terminal",
}
TURNING = frozenset({"facing", "screen.facing"})
PLACING = frozenset({"at", "from", "to", "polygon", "holes", "seat.at", "screen.at"})
SAME = 1e-6
"""mm: two shifts that differ by less are one."""


class Change(msgspec.Struct, frozen=True):
    """One difference; objects and field names as in the document, `seat.at` for what stands inside."""

    what: What
    id: str | None
    how: How
    before: Any
    after: Any
    fields: tuple[str, ...] = ()


def compare(before: FloorDocument | None, after: FloorDocument) -> tuple[Change, ...]:
    """Every difference, in the order of the document; without `before` everything was added.

    The order of a list is no difference: nothing is computed from it.
    """
    old = {} if before is None else _plain(before)
    new = _plain(after)
    found = [*_single("name", old, new), *_single("outline", old, new)]
    for name, what in LISTS.items():
        found += _listed(what, old.get(name, []), new[name])
    return tuple(found)


def apply(document: FloorDocument | None, changes: Iterable[Change]) -> FloorDocument:
    """The document that the changes lead to."""
    plain = _plain(document or FloorDocument(name=""))
    kinds = {what: name for name, what in LISTS.items()}
    for change in changes:
        if change.what in kinds:
            plain[kinds[change.what]] = _applied(plain[kinds[change.what]], change)
        else:
            plain[change.what] = change.after
    return msgspec.convert(plain, FloorDocument)


def _plain(document: FloorDocument) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(document))
    return plain


def _applied(things: list[Any], change: Change) -> list[Any]:
    if change.how == "added":
        return [*things, change.after]
    if change.how == "removed":
        return [thing for thing in things if thing["id"] != change.id]
    return [change.after if thing["id"] == change.id else thing for thing in things]


def _single(
    what: Literal["name", "outline"], old: Mapping[str, Any], new: Mapping[str, Any]
) -> list[Change]:
    before, after = old.get(what), new.get(what)
    if before == after:
        return []
    return [Change(what, None, _how_single(what, before, after), before, after)]


def _how_single(what: str, before: Any, after: Any) -> How:
    if before is None:
        return "added"
    if after is None:
        return "removed"
    if what == "name":
        return "changed"
    return "moved" if _shift(before, after) is not None else "resized"


def _listed(what: What, before: list[Any], after: list[Any]) -> list[Change]:
    old = {thing["id"]: thing for thing in before}
    new = {thing["id"]: thing for thing in after}
    gone = [Change(what, one, "removed", old[one], None) for one in old if one not in new]
    come = [Change(what, one, "added", None, new[one]) for one in new if one not in old]
    stayed = [
        Change(what, one, _how(old[one], new[one], fields), old[one], new[one], fields)
        for one in new
        if one in old and (fields := _fields(old[one], new[one]))
    ]
    return [*gone, *stayed, *come]


def _fields(before: dict[str, Any], after: dict[str, Any]) -> tuple[str, ...]:
    """The names of what differs, one step into seat, screen and camera."""
    old, new = _flat(before), _flat(after)
    return tuple(name for name in sorted(old | new) if old.get(name) != new.get(name))


def _flat(thing: dict[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in thing.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{inner}": held for inner, held in value.items()}
        else:
            flat[name] = value
    return flat


def _how(before: dict[str, Any], after: dict[str, Any], fields: tuple[str, ...]) -> How:
    changed = set(fields)
    if not changed <= PLACING | TURNING:
        return "changed"
    if changed <= TURNING:
        return "turned"
    return _how_placed(_points(before), _points(after))


def _how_placed(before: list[Any], after: list[Any]) -> How:
    """One shift for all is a move (so is any new spot of a single point or a seat and its screen)."""
    if _shift(before, after) is not None or len(before) == 1:
        return "moved"
    if len(before) != 2 or len(after) != 2:
        return "resized"
    lengths = [math.dist(first, last) for first, last in (before, after)]
    return "turned" if math.isclose(*lengths, abs_tol=SAME) else "resized"


def _points(thing: dict[str, Any]) -> list[Any]:
    """Where a thing is: a wall's ends, an area's corners, the one point of anything else."""
    if "from" in thing:
        return [thing["from"], thing["to"]]
    if "polygon" in thing:
        return [*thing["polygon"], *(corner for hole in thing["holes"] for corner in hole)]
    return [thing["at"]] if "at" in thing else [thing["seat"]["at"]]


def _shift(before: list[Any], after: list[Any]) -> tuple[float, float] | None:
    """How far every point moved, when all moved alike; None otherwise."""
    if len(before) != len(after):
        return None
    shifts = [(x - u, y - v) for (u, v), (x, y) in zip(before, after, strict=True)]
    first = shifts[0]
    return first if all(math.dist(first, other) <= SAME for other in shifts) else None
