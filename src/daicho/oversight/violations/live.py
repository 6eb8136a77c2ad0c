"""A floor under study: looked at whole once, then again and again with a few things moved."""

import dataclasses
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import msgspec

from daicho.oversight.violations.live_answers import (
    SightOf,
    Step,
    Whole,
    changed_lines,
    difference,
    sight_of,
    told,
)
from daicho.oversight.violations.live_changes import Change, applied, check_moved
from daicho.oversight.violations.live_judging import Judged, judged, judged_again
from daicho.places.floors.cameras import Edition, cameras_of
from daicho.places.floors.model import FloorDocument
from daicho.places.floors.moves import Index, Moves, moves_between
from daicho.places.floors.seen import Survey
from daicho.places.floors.thresholds import DEFAULTS, FloorThresholds

if TYPE_CHECKING:
    from daicho.places.floors.scenery import Scenery
    from daicho.places.floors.second_look import Grip


class Looking(msgspec.Struct, frozen=True):
    """How a floor is looked at: what has to be seen in mm, by which edition cameras are judged, the limits."""

    target_height: float = 1200.0
    edition: Edition = "2025"
    thresholds: FloorThresholds = DEFAULTS


ROOM: Final = 5_000.0
"""So far, in mm, things may be dragged beyond everything on the floor before all has to be looked at anew."""


class LiveStudy:
    """Never changes once made; its steps are computed one at a time."""

    def __init__(self, document: FloorDocument, looking: Looking) -> None:
        from daicho.places.floors.survey import look_at  # geometry loads with the first floor

        self.document = document
        self.looking = looking
        self.index = Index(document)
        self.looked = look_at(
            document,
            _with_room(document),
            looking.target_height,
            thresholds=looking.thresholds,
            wider=True,
        )
        self._judged = judged(document, self.looked.survey, looking.thresholds)
        self._sight = {one: sight_of(look) for one, look in self.looked.terminals.items()}
        self.whole = self._told(document, self.looked.survey, self._judged, self._sight)

    def hold(self, ids: Iterable[str]) -> "Grip":
        """Prepare for drags of these walls and viewpoints; whatever else the ids name needs no preparation. Heavy."""
        from daicho.places.floors.second_look import Grip

        return Grip(self.looked, self.index, ids)

    def moves(self, change: Change) -> Moves:
        """What of a change is different here."""
        lists = msgspec.structs.asdict(change.things)
        return moves_between(self.index, lists, change.removed)

    def step(self, change: Change, grip: "Grip | None" = None) -> Step:
        """What is different once `change` is applied; equal to a study of the changed floor. Raises FloorInvalid
        where the changed floor is none. Without a grip on what moves everything is computed again."""
        from daicho.places.floors.second_look import look_again

        after, moves = applied(self.document, change), self.moves(change)
        check_moved(after, moves)
        grip = None if _hides_more(moves) else grip
        again = look_again(self.looked, self.index, after, moves, grip)
        known = self.looked.terminals
        fresh = {one: look for one, look in again.terminals.items() if known.get(one) is not look}
        sight = self._sight | {one: sight_of(look) for one, look in fresh.items()}
        found = self._judged_again(after, again.survey, moves, fresh.keys())
        told_after = self._told(after, again.survey, found, sight)
        return difference(self.whole, told_after, changed_lines(self._sight, sight))

    def _judged_again(
        self, after: FloorDocument, survey: Survey, moves: Moves, fresh: Iterable[str]
    ) -> Judged:
        if moves.areas or moves.viewpoints:
            return judged(after, survey, self.looking.thresholds)
        limits = self.looking.thresholds
        return judged_again(self._judged, after, survey, limits, fresh=frozenset(fresh))

    def _told(
        self, document: FloorDocument, survey: Survey, found: Judged, sight: SightOf
    ) -> Whole:
        looking = self.looking
        cameras = cameras_of(document, edition=looking.edition, target_height=looking.target_height)
        return told(document, survey, found.told(document), sight, cameras)


def _hides_more(moves: Moves) -> bool:
    """Whether a wall that was there lets nothing through any more (a door falls shut): its scenery is made anew, and
    without the room about the floor it fits no grip."""
    pairs = moves.walls.values()
    return any(old and new and new.is_opaque and not old.is_opaque for old, new in pairs)


def _with_room(document: FloorDocument) -> "Scenery":
    """The scenery with room about the floor. Where an outline ends every view, the bounds only have to hold
    everything: nothing that is seen depends on how wide they are. Without an outline they are the outline."""
    from daicho.places.floors.scenery import scenery_of  # geometry loads with the first floor

    scenery = scenery_of(document)
    if document.outline is None:
        return scenery
    x0, y0, x1, y1 = scenery.scene.bounds
    bounds = (x0 - ROOM, y0 - ROOM, x1 + ROOM, y1 + ROOM)
    return dataclasses.replace(scenery, scene=dataclasses.replace(scenery.scene, bounds=bounds))
