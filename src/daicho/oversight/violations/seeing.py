"""What of an analysis whom it is shown: a map of blind spots also helps the wrong person."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import msgspec

from daicho.foundation import db
from daicho.foundation.kernel.actor import Actor, Role
from daicho.oversight.violations import finding
from daicho.oversight.violations.analysis import FORMAT, Analysis
from daicho.oversight.violations.episodes import VIOLATIONS
from daicho.oversight.violations.model import Violation
from daicho.oversight.violations.rules.found import Found
from daicho.places.floors import service as floors
from daicho.places.floors.seen import AreaSeen, Patches, TerminalSeen, ViewpointSeen
from daicho.things.placements import service as placements

LOOKS: tuple[Role, ...] = ("facility_admin", "section_head", "security_manager", "auditor")
"""Who may see blind areas, what each viewpoint sees, and from where a screen is read."""

SIGHT_RULES = frozenset({"TM-01", "TM-02", "TM-06"})
"""Their facts are drawn from the map: rays, regions, walls that hide."""


class SeatSight(msgspec.Struct, frozen=True):
    """Whether a viewpoint sees the seat of a terminal."""

    terminal: str
    viewpoint: str
    seen: bool


class Exposed(msgspec.Struct, frozen=True):
    """Where in public areas the screen of a terminal can be read."""

    terminal: str
    region: Patches


class FloorFound(msgspec.Struct, frozen=True):
    """What is found on a floor; regions in the document's millimetres."""

    target_height: int | float
    viewpoints: tuple[ViewpointSeen, ...]
    areas: tuple[AreaSeen, ...]
    terminals: tuple[TerminalSeen, ...]
    violations: tuple[Found, ...]
    sight: tuple[SeatSight, ...]
    exposure: tuple[Exposed, ...]


class FloorAnalysis(FloorFound, frozen=True):
    """`daicho.analysis/1` with the lines and regions behind it."""

    format: str = FORMAT


async def analysis_for(floor_id: str, on: date, actor: Actor, now: datetime) -> FloorAnalysis:
    """The analysis of what holds on a floor on a day, as far as this person may see it."""
    async with db.read():
        floor = await floors.require_floor(floor_id, actor.reach())
        version = await floors.require_in_force(floor_id, on)
        drawn = await finding.drawn(version, then=placements.past(on, now))
    whole = _whole(await drawn.analysis())
    return whole if floor.section in actor.reach(LOOKS) else _numbers(whole)


def _whole(analysis: Analysis) -> FloorAnalysis:
    seen = analysis.survey
    return FloorAnalysis(
        target_height=analysis.target_height,
        viewpoints=analysis.viewpoints,
        areas=analysis.areas,
        terminals=analysis.terminals,
        violations=analysis.violations,
        sight=tuple(SeatSight(s.terminal, s.viewpoint, s.seen) for s in seen.sights),
        exposure=tuple(Exposed(e.terminal, e.region) for e in seen.exposures),
    )


def _numbers(whole: FloorAnalysis) -> FloorAnalysis:
    """Without the map: empty regions, no lines, no evidence drawn from it."""
    replace = msgspec.structs.replace
    return replace(
        whole,
        viewpoints=tuple(replace(one, region=()) for one in whole.viewpoints),
        areas=tuple(replace(one, blind=()) for one in whole.areas),
        terminals=tuple(replace(one, seen_by=(), exposed_to=()) for one in whole.terminals),
        violations=tuple(_without_map(found) for found in whole.violations),
        sight=(),
        exposure=(),
    )


def _without_map(found: Found) -> Found:
    return msgspec.structs.replace(found, facts={}) if found.rule in SIGHT_RULES else found


def image_for_eyes_of(
    actor: Actor, register: str, image: dict[str, Any] | None
) -> dict[str, Any] | None:
    """A state out of the history, as far as this person may see it: the evidence of sight is kept from the rest."""
    if image is None or register != VIOLATIONS.name or image.get("rule") not in SIGHT_RULES:
        return image
    return image if image.get("section") in actor.reach(LOOKS) else image | {"facts": {}}


def for_eyes_of(actor: Actor, violations: Iterable[Violation]) -> list[Violation]:
    """Violations with their facts, those of sight only where this person may see the map."""
    looks = actor.reach(LOOKS)
    return [
        msgspec.structs.replace(v, facts={})
        if v.rule in SIGHT_RULES and v.section not in looks
        else v
        for v in violations
    ]
