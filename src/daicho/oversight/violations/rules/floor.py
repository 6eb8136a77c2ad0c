"""Every rule of a floor document over one survey of it: what was found, and how many subjects were looked at."""

from typing import Final

import msgspec

from daicho.oversight.violations.rules.areas import AREA_RULES, overlapping
from daicho.oversight.violations.rules.found import Found
from daicho.oversight.violations.rules.terminals import JUKI_RULES, TERMINAL_RULES, Judge, Placed
from daicho.places.floors.model import FloorDocument
from daicho.places.floors.seen import Survey
from daicho.places.floors.thresholds import DEFAULTS, FloorThresholds

_FOR_JUKI: dict[str, Judge] = AREA_RULES | JUKI_RULES
_OF_TERMINALS: dict[str, Judge] = _FOR_JUKI | TERMINAL_RULES
_OF_AREAS: Final = ("AR-02",)

FLOOR_RULES: Final = tuple(sorted((*_OF_TERMINALS, *_OF_AREAS)))
"""What a floor in force and a floor under study are judged by."""

WIDER: Final = frozenset({"AR-02", "TM-06"})
"""Rules that need a wider survey; `daicho floor check` keeps to the others."""

CHECK_RULES: Final = tuple(rule for rule in FLOOR_RULES if rule not in WIDER)


class Ground(msgspec.Struct, frozen=True):
    """A floor with its survey, ready to be judged."""

    document: FloorDocument
    terminals: list[Placed]
    survey: Survey


def ground(
    document: FloorDocument, survey: Survey, thresholds: FloorThresholds = DEFAULTS
) -> Ground:
    """The document's terminals with what the survey says of each; its lists are in the document's order."""
    viewpoints = {viewpoint.id: viewpoint for viewpoint in document.viewpoints}
    areas = {area.id: area for area in document.areas}
    count = len(document.viewpoints)
    passings = survey.passings or (None,) * len(document.terminals)
    placed = [
        Placed(
            terminal=terminal,
            seen=seen,
            exposure=exposure,
            sights=survey.sights[index * count : (index + 1) * count],
            viewpoints=viewpoints,
            area=areas[seen.area] if seen.area is not None else None,
            thresholds=thresholds,
            passing=passing,
        )
        for index, (terminal, seen, exposure, passing) in enumerate(
            zip(document.terminals, survey.terminals, survey.exposures, passings, strict=True)
        )
    ]
    return Ground(document, placed, survey)


def judge(
    there: Ground, rules: tuple[str, ...] = CHECK_RULES
) -> tuple[tuple[Found, ...], dict[str, int]]:
    """These rules over everything they concern, in the order of their names."""
    found: list[Found] = []
    checked: dict[str, int] = {}
    for rule in rules:
        some, checked[rule] = _areas(there) if rule in _OF_AREAS else _terminals(there, rule)
        found += some
    return tuple(found), checked


def _terminals(there: Ground, rule: str) -> tuple[list[Found], int]:
    judgement = _OF_TERMINALS[rule]
    concerned = [one for one in there.terminals if one.is_juki or rule not in _FOR_JUKI]
    return [told for one in concerned if (told := judgement(one)) is not None], len(concerned)


def _areas(there: Ground) -> tuple[list[Found], int]:
    return overlapping(there.document.areas, there.survey.overlaps), len(there.document.areas)
