"""The analysis `daicho.analysis/1` of one floor document: what is seen, what is blind, which rules are broken."""

from typing import Final

import msgspec

from daicho.oversight.violations.rules.floor import (
    CHECK_RULES,
    FLOOR_RULES,
    WIDER,
    ground,
    judge,
)
from daicho.oversight.violations.rules.found import Found
from daicho.places.floors.model import FloorDocument
from daicho.places.floors.seen import AreaSeen, Survey, TerminalSeen, ViewpointSeen
from daicho.places.floors.thresholds import DEFAULTS, FloorThresholds

__all__ = ["FLOOR_RULES", "FORMAT", "RULES", "Analysis", "analyse"]

FORMAT: Final = "daicho.analysis/1"

RULES: Final = CHECK_RULES
"""The rules of `daicho floor check`, in order."""


class Analysis(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Serialises to exactly `daicho.analysis/1`. `checked` and `survey` stand beside it in Python only."""

    format: str = FORMAT
    target_height: int | float
    viewpoints: tuple[ViewpointSeen, ...]
    areas: tuple[AreaSeen, ...]
    terminals: tuple[TerminalSeen, ...]
    violations: tuple[Found, ...]

    @property
    def checked(self) -> dict[str, int]:
        """Rule -> how many subjects it looked at; every floor rule has its number, 0 included."""
        return dict(self.__dict__["checked"])

    @property
    def survey(self) -> Survey:
        """The straight lines and exposed regions behind the numbers."""
        found: Survey = self.__dict__["survey"]
        return found


def analyse(
    document: FloorDocument,
    *,
    target_height: float = 1200.0,
    full_height: bool = False,
    polygons: bool = True,
    thresholds: FloorThresholds = DEFAULTS,
    rules: tuple[str, ...] = RULES,
) -> Analysis:
    """Survey the floor, judge every terminal. Pure and deterministic; seconds for the largest documents,
    so callers with a loop run it in a thread. `target_height` in mm; `full_height` takes every opaque wall
    as reaching from floor to ceiling; `rules` is what is judged (`FLOOR_RULES`: everything)."""
    from daicho.places.floors.survey import survey  # geometry loads with the first floor

    seen = survey(
        document,
        target_height=float(target_height),
        full_height=full_height,
        polygons=polygons,
        thresholds=thresholds,
        wider=not WIDER.isdisjoint(rules),
    )
    violations, checked = judge(ground(document, seen, thresholds), rules)
    analysis = Analysis(
        target_height=int(whole) if (whole := seen.target_height).is_integer() else whole,
        viewpoints=seen.viewpoints,
        areas=seen.areas,
        terminals=seen.terminals,
        violations=violations,
    )
    analysis.__dict__.update(checked=checked, survey=seen)
    return analysis
