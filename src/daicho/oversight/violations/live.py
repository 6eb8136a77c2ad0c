"""A floor under study: looked at whole once, then again and again with a few things moved."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from daicho.oversight.violations.live_answers import (
    SightOf,
    Step,
    Whole,
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
    from daicho.places.floors.second_look import Grip


class Looking(msgspec.Struct, frozen=True):
    """How a floor is looked at: what has to be seen in mm, by which edition cameras are judged, the limits."""

    target_height: float = 1200.0
    edition: Edition = "2025"
    thresholds: FloorThresholds = DEFAULTS


class LiveStudy:
    """Never changes once made; its steps are computed one at a time."""

    def __init__(self, document: FloorDocument, looking: Looking) -> None:
        from daicho.places.floors.scenery import scenery_of  # geometry loads with the first floor
        from daicho.places.floors.survey import look_at

        self.document = document
        self.looking = looking
        self.index = Index(document)
        self.looked = look_at(
            document,
            scenery_of(document),
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
        again = look_again(self.looked, self.index, after, moves, grip)
        known = self.looked.terminals
        fresh = {one: look for one, look in again.terminals.items() if known.get(one) is not look}
        sight = self._sight | {one: sight_of(look) for one, look in fresh.items()}
        found = self._judged_again(after, again.survey, moves, fresh.keys())
        return difference(self.whole, self._told(after, again.survey, found, sight))

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
