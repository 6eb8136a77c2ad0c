"""AR-01, AR-02: terminals stand in a defined area, and areas that contradict each other share no ground."""

from collections.abc import Iterable
from typing import Any

import msgspec

from daicho.oversight.violations.rules.found import Found, found
from daicho.oversight.violations.rules.terminals import Judge, Placed
from daicho.places.floors.model import Area
from daicho.places.floors.seen import Overlap


def in_no_area(placed: Placed) -> Found | None:
    """AR-01 区域未指定の機器設置: the terminal stands in no area of any kind."""
    if placed.area is not None:
        return None
    terminal = placed.terminal
    return found("AR-01", f"terminal:{terminal.id}", "major", at=list(terminal.screen.at))


def overlapping(areas: Iterable[Area], overlaps: Iterable[Overlap]) -> list[Found]:
    """AR-02 区域の重複: one violation for each area that a laxer one (or one of another level) overlaps.

    The rule's other half, 未承認変更 (a change nobody approved), cannot arise: an area comes in force only with
    a version that a second person published.
    """
    known = {area.id: area for area in areas}
    shared: dict[str, list[Overlap]] = {}
    for overlap in overlaps:
        shared.setdefault(overlap.area, []).append(overlap)
    return [_overlapped(known[one], some, known) for one, some in shared.items()]


def _overlapped(area: Area, overlaps: list[Overlap], known: dict[str, Area]) -> Found:
    return found(
        "AR-02",
        f"area:{area.id}",
        "minor",
        area=area.id,
        area_kind=area.kind,
        level=area.level,
        overlaps=[_with(known[overlap.other], overlap) for overlap in overlaps],
    )


def _with(other: Area, overlap: Overlap) -> dict[str, Any]:
    region = msgspec.to_builtins(overlap.region)
    told = {"area": other.id, "area_kind": other.kind, "level": other.level, "m2": overlap.m2}
    return told | ({"region": region} if region else {})


AREA_RULES: dict[str, Judge] = {"AR-01": in_no_area}
"""Concern terminals of data class 2 and above."""
