"""What differs from a studied floor while something on it is dragged or drawn, and the floor with that applied."""

from collections.abc import Iterable
from typing import Any, Protocol, TypeVar

import msgspec

from daicho.places.floors import document as documents
from daicho.places.floors.document import Things
from daicho.places.floors.model import FloorDocument, FloorInvalid
from daicho.places.floors.moves import Moves
from daicho.places.floors.reading import refuse


class Named(Protocol):
    """Anything on a floor."""

    @property
    def id(self) -> str: ...


Thing = TypeVar("Thing", bound=Named)


class Change(msgspec.Struct, frozen=True):
    """`things` is the complete new state of what differs, new objects included; `removed` are ids of any list.
    An id that is not on the floor is nothing to remove: it may have been drawn and taken away since."""

    things: Things
    removed: frozenset[str] = frozenset()


def read_change(lists: dict[str, Any], removed: Iterable[str]) -> Change:
    """From plain JSON lists under their names in the document; raises FloorInvalid with the place in the change."""
    things = documents.read_things(lists)
    for name, found in msgspec.structs.asdict(things).items():
        documents.check_distinct(name, (one.id for one in found))
    return Change(things, frozenset(removed))


def applied(document: FloorDocument, change: Change) -> FloorDocument:
    """The floor with the change: what is known keeps its place in its list, what is new comes last. Not
    checked as a whole."""
    return msgspec.structs.replace(
        document,
        **{
            name: merged(getattr(document, name), fresh, change.removed)
            for name, fresh in msgspec.structs.asdict(change.things).items()
        },
    )


def merged(
    known: tuple[Thing, ...], fresh: tuple[Thing, ...], removed: frozenset[str]
) -> tuple[Thing, ...]:
    """One list with its new states, new objects and removals."""
    if not fresh and not removed:
        return known
    states = {one.id: one for one in fresh}
    kept = tuple(states.pop(one.id, one) for one in known if one.id not in removed)
    return (*kept, *(one for one in states.values() if one.id not in removed))


def check_moved(after: FloorDocument, moves: Moves) -> None:
    """What the reader asks of a document beyond its objects, asked of the changed floor; raises FloorInvalid in the
    reader's own words."""
    if not _is_sound(after, moves):
        check_whole(after)


def _is_sound(after: FloorDocument, moves: Moves) -> bool:
    """Whether nothing that moved makes the floor wrong; what did not move was right before."""
    from daicho.places.floors import validation  # geometry loads with the first floor

    if any(len(getattr(after, name)) > most for name, most in documents.MOST.items()):
        return False
    replace = msgspec.structs.replace
    areas = tuple(new for _, new in moves.areas.values() if new is not None)
    walls = tuple(new for _, new in moves.walls.values() if new is not None)
    viewpoints = tuple(new for _, new in moves.viewpoints.values() if new is not None)
    try:
        validation.check_areas(replace(after, areas=areas))
        validation.check_viewpoints(replace(after, walls=walls))
        validation.check_viewpoints(replace(after, viewpoints=viewpoints))
    except FloorInvalid:
        return False
    return True


def check_whole(document: FloorDocument) -> None:
    """Everything that is asked of a document beyond its objects; raises FloorInvalid."""
    from daicho.places.floors import validation

    for name, most in documents.MOST.items():
        if len(getattr(document, name)) > most:
            refuse(name, "too-many", len(getattr(document, name)))
    validation.check_areas(document)
    validation.check_viewpoints(document)
