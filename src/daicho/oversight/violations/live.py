"""A floor under study: looked at whole once, then again and again with a few things moved."""

from typing import Any

import msgspec

from daicho.oversight.violations.analysis import Analysis, analyse
from daicho.oversight.violations.live_answers import Step, Whole, difference
from daicho.oversight.violations.live_changes import Change, applied, check_whole
from daicho.oversight.violations.seeing import Exposed, SeatSight
from daicho.places.floors.cameras import CameraSeen, Edition, cameras_of
from daicho.places.floors.model import FloorDocument
from daicho.places.floors.thresholds import DEFAULTS, FloorThresholds


class Looking(msgspec.Struct, frozen=True):
    """How a floor is looked at: what has to be seen in mm, by which edition cameras are judged, the limits."""

    target_height: float = 1200.0
    edition: Edition = "2025"
    thresholds: FloorThresholds = DEFAULTS


class LiveStudy:
    """Immutable after construction, so that steps may be computed in any thread."""

    def __init__(self, document: FloorDocument, looking: Looking) -> None:
        self.document = document
        self.looking = looking
        self.whole = look(document, looking)

    def step(self, change: Change, held: Any = None) -> Step:
        """What is different once `change` is applied; equal to a study of the changed floor. Raises FloorInvalid
        where the changed floor is none."""
        after = applied(self.document, change)
        check_whole(after)
        return difference(self.whole, look(after, self.looking))


def look(document: FloorDocument, looking: Looking) -> Whole:
    """Everything, computed from nothing."""
    analysis = analyse(document, target_height=looking.target_height, thresholds=looking.thresholds)
    cameras = cameras_of(document, edition=looking.edition, target_height=looking.target_height)
    return _whole(analysis, cameras)


def _whole(analysis: Analysis, cameras: tuple[CameraSeen, ...]) -> Whole:
    seen = analysis.survey
    return Whole(
        target_height=analysis.target_height,
        viewpoints=analysis.viewpoints,
        areas=analysis.areas,
        terminals=analysis.terminals,
        violations=analysis.violations,
        sight=tuple(SeatSight(s.terminal, s.viewpoint, s.seen) for s in seen.sights),
        exposure=tuple(Exposed(e.terminal, e.region) for e in seen.exposures),
        cameras=cameras,
    )
