"""AR-04, TM-07, TM-10: areas nobody reviewed, terminals that stand elsewhere or were not seen for long."""

from datetime import date, timedelta
from typing import Final

import msgspec

from daicho.foundation.kernel.clock import today
from daicho.oversight.violations.rules.found import Found, found
from daicho.places.floors.review_model import AreaState
from daicho.things.assets.model import Asset, holds_class_2
from daicho.things.placements.model import Placement, Sighting

AREA_RULES: Final = ("AR-04",)
"""Concern the areas of a floor in force."""

SIGHTING_RULES: Final = ("TM-07", "TM-10")
"""Concern terminals that stand on a floor."""


class RegisterThresholds(msgspec.Struct, frozen=True):
    """Months until an area is due for review, days until a terminal has to be seen again."""

    review_months: int = 12
    sighting_days: int = 90


DEFAULTS = RegisterThresholds()


class Stood(msgspec.Struct, frozen=True):
    """A placed terminal with its last sighting; `areas` hold the spot where the plan in force has it."""

    asset: Asset
    placement: Placement
    areas: frozenset[str]
    sighting: Sighting | None


class Reviewed(msgspec.Struct, frozen=True):
    """What was found, and how many subjects each rule looked at."""

    found: list[Found]
    checked: dict[str, int]


def check_areas(
    areas: list[AreaState], day: date, thresholds: RegisterThresholds = DEFAULTS
) -> Reviewed:
    """AR-04 over the areas of one floor."""
    some = [told for area in areas if (told := not_reviewed(area, day, thresholds)) is not None]
    return Reviewed(some, {"AR-04": len(areas)})


def not_reviewed(
    area: AreaState, day: date, thresholds: RegisterThresholds = DEFAULTS
) -> Found | None:
    """AR-04 区域見直し未実施: neither drawn anew nor reviewed within twelve months."""
    due = area.due_on(thresholds.review_months)
    if day <= due:
        return None
    return found(
        "AR-04",
        f"area:{area.floor}:{area.id}",
        "observation",
        area=area.id,
        area_kind=area.kind,
        drawn_on=area.drawn_on.isoformat(),
        reviewed_on=area.reviewed_on.isoformat() if area.reviewed_on else None,
        due_on=due.isoformat(),
        review_months=thresholds.review_months,
    )


def check_terminals(
    stood: list[Stood], day: date, thresholds: RegisterThresholds = DEFAULTS
) -> Reviewed:
    """TM-07 over placed terminals, TM-10 over those of data class 2 and above."""
    strict = [one for one in stood if holds_class_2(one.asset)]
    told = [
        *(stands_elsewhere(one) for one in stood),
        *(not_seen(one, day, thresholds) for one in strict),
    ]
    counts = {"TM-07": len(stood), "TM-10": len(strict)}
    return Reviewed([one for one in told if one is not None], counts)


def stands_elsewhere(one: Stood) -> Found | None:
    """TM-07 未承認の移設: seen on another floor or in another area than where the plan in force has it.

    A sighting from before the present placement says nothing of it.
    """
    seen, placement = one.sighting, one.placement
    if seen is None or seen.floor is None or today(seen.seen_at) < placement.valid_from:
        return None
    if seen.floor == placement.floor and (seen.area is None or seen.area in one.areas):
        return None
    return found(
        "TM-07",
        f"asset:{one.asset.code}",
        "major",
        asset=one.asset.code,
        terminal=placement.terminal,
        placed_floor=placement.floor,
        placed_areas=sorted(one.areas),
        seen_floor=seen.floor,
        seen_area=seen.area,
        seen_on=today(seen.seen_at).isoformat(),
        sighting=seen.id,
    )


def not_seen(one: Stood, day: date, thresholds: RegisterThresholds = DEFAULTS) -> Found | None:
    """TM-10 現物確認期限切れ: nobody saw it for ninety days, the day on which it was placed included."""
    seen_on = today(one.sighting.seen_at) if one.sighting else None
    last = max(one.placement.valid_from, seen_on or one.placement.valid_from)
    due = last + timedelta(days=thresholds.sighting_days)
    if day <= due:
        return None
    return found(
        "TM-10",
        f"asset:{one.asset.code}",
        "minor",
        asset=one.asset.code,
        terminal=one.placement.terminal,
        placed_on=one.placement.valid_from.isoformat(),
        seen_on=seen_on.isoformat() if seen_on else None,
        due_on=due.isoformat(),
        sighting_days=thresholds.sighting_days,
    )
