"""The analysis `daicho.analysis/1` of one floor document: what is seen, what is blind, which rules are broken."""

from typing import Final

import msgspec

from daicho.oversight.violations.rules.areas import AREA_RULES
from daicho.oversight.violations.rules.found import Found
from daicho.oversight.violations.rules.terminals import JUKI_RULES, TERMINAL_RULES, Judge, Placed
from daicho.places.floors.model import FloorDocument
from daicho.places.floors.seen import AreaSeen, Survey, TerminalSeen, ViewpointSeen
from daicho.places.floors.thresholds import DEFAULTS, FloorThresholds

FORMAT: Final = "daicho.analysis/1"

_FOR_JUKI: dict[str, Judge] = AREA_RULES | JUKI_RULES
_RULES: dict[str, Judge] = dict(sorted((_FOR_JUKI | TERMINAL_RULES).items()))

RULES: Final = tuple(_RULES)
"""The rules that need the document alone, in order."""


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
) -> Analysis:
    """Survey the floor, judge every terminal. Pure and deterministic; seconds for the largest documents,
    so callers with a loop run it in a thread. `target_height` in mm; `full_height` takes every opaque wall
    as reaching from floor to ceiling."""
    from daicho.places.floors.survey import survey  # geometry loads with the first floor

    seen = survey(
        document,
        target_height=float(target_height),
        full_height=full_height,
        polygons=polygons,
        thresholds=thresholds,
    )
    violations, checked = judge(_placed(document, seen, thresholds))
    analysis = Analysis(
        target_height=int(whole) if (whole := seen.target_height).is_integer() else whole,
        viewpoints=seen.viewpoints,
        areas=seen.areas,
        terminals=seen.terminals,
        violations=violations,
    )
    analysis.__dict__.update(checked=checked, survey=seen)
    return analysis


def judge(terminals: list[Placed]) -> tuple[tuple[Found, ...], dict[str, int]]:
    """Every rule over every terminal it concerns: what was found, and how many were looked at."""
    checked = dict.fromkeys(_RULES, 0)
    violations = []
    for rule, judgement in _RULES.items():
        for placed in terminals:
            if rule in _FOR_JUKI and not placed.is_juki:
                continue
            checked[rule] += 1
            violation = judgement(placed)
            if violation is not None:
                violations.append(violation)
    return tuple(violations), checked


def _placed(document: FloorDocument, seen: Survey, thresholds: FloorThresholds) -> list[Placed]:
    viewpoints = {viewpoint.id: viewpoint for viewpoint in document.viewpoints}
    areas = {area.id: area for area in document.areas}
    count = len(document.viewpoints)
    return [
        Placed(
            terminal=terminal,
            seen=result,
            exposure=exposure,
            sights=seen.sights[index * count : (index + 1) * count],
            viewpoints=viewpoints,
            area=areas[result.area] if result.area is not None else None,
            thresholds=thresholds,
        )
        for index, (terminal, result, exposure) in enumerate(
            zip(document.terminals, seen.terminals, seen.exposures, strict=True)
        )
    ]
