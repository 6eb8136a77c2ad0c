"""What differs between a floor that was looked at and the same floor with a few things changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from daicho.places.floors.model import Area, FloorDocument, Point, Terminal, Viewpoint, Wall

if TYPE_CHECKING:
    from daicho.places.sight.scene import Floats

LISTS = ("walls", "areas", "viewpoints", "terminals")


class Index:
    """The objects of a document by list and id; `opaque` is wall id -> row in the document's scenery."""

    def __init__(self, document: FloorDocument) -> None:
        self.document = document
        self.place: dict[str, dict[str, int]] = {
            name: {one.id: place for place, one in enumerate(getattr(document, name))}
            for name in LISTS
        }
        opaque = (wall.id for wall in document.walls if wall.is_opaque)
        self.opaque: dict[str, int] = {one: row for row, one in enumerate(opaque)}

    def known(self, name: str, wanted: str) -> Any:
        """The object of this id in a list, None when there is none."""
        place = self.place[name].get(wanted)
        return None if place is None else getattr(self.document, name)[place]


@dataclass(frozen=True, slots=True)
class Moves:
    """By list and id: (state before, state after) of everything that differs; None where it is not there."""

    walls: dict[str, tuple[Wall | None, Wall | None]]
    areas: dict[str, tuple[Area | None, Area | None]]
    viewpoints: dict[str, tuple[Viewpoint | None, Viewpoint | None]]
    terminals: dict[str, tuple[Terminal | None, Terminal | None]]

    def adds(self) -> bool:
        """Whether there is more on the floor than before."""
        lists = (self.walls, self.areas, self.viewpoints, self.terminals)
        return any(old is None for moved in lists for old, _ in moved.values())


def moves_between(index: Index, fresh: dict[str, tuple[Any, ...]], removed: Iterable[str]) -> Moves:
    """`fresh` are new states by list; what is told but is as it was is no move."""
    gone = frozenset(removed)
    return Moves(**{name: _moved(index, name, fresh.get(name, ()), gone) for name in LISTS})


def _moved(
    index: Index, name: str, fresh: tuple[Any, ...], gone: frozenset[str]
) -> dict[str, tuple[Any, Any]]:
    states = {one.id: one for one in fresh} | dict.fromkeys(gone)
    pairs = ((one, index.known(name, one), after) for one, after in states.items())
    return {one: (before, after) for one, before, after in pairs if before != after}


def before(moved: dict[str, tuple[Any, Any]]) -> list[Any]:
    return [old for old, _ in moved.values() if old is not None]


def after(moved: dict[str, tuple[Any, Any]]) -> list[Any]:
    return [new for _, new in moved.values() if new is not None]


def points(things: Iterable[Any]) -> Iterator[Point]:
    """Everything of them that the floor's bounds have to hold."""
    for thing in things:
        if isinstance(thing, Wall):
            yield from (thing.start, thing.end)
        elif isinstance(thing, Area):
            yield from thing.polygon
        elif isinstance(thing, Viewpoint):
            yield thing.at
        elif isinstance(thing, Terminal):
            yield from (thing.seat.at, thing.screen.at)


def boxes(things: Iterable[Any]) -> "Floats":
    """The bounding box of each: shape (n, 4), min x, min y, max x, max y."""
    import numpy as np  # geometry loads with the first floor

    found = [np.array(list(points([thing]))) for thing in things]
    return np.array([(*one.min(axis=0), *one.max(axis=0)) for one in found]).reshape(-1, 4)


def keeps_bounds(moves: Moves, bounds: tuple[float, float, float, float]) -> bool:
    """Whether the floor's bounds (in the document's coordinates) certainly stay: nothing that moved held them up,
    and nothing goes beyond."""
    lists = (moves.walls, moves.areas, moves.viewpoints, moves.terminals)
    x0, y0, x1, y1 = bounds
    held_up = any(
        not (x0 < x < x1 and y0 < y < y1) for one in lists for x, y in points(before(one))
    )
    beyond = any(
        not (x0 <= x <= x1 and y0 <= y <= y1) for one in lists for x, y in points(after(one))
    )
    return not held_up and not beyond
