"""What a floor's areas have to do with each other and with its screens: who reads in passing, which areas overlap."""

import math
from collections.abc import Iterator, Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from daicho.places.floors.model import Area, FloorDocument, Terminal
from daicho.places.floors.patches import SQUARE_METRE, patches_of
from daicho.places.floors.scenery import Scenery
from daicho.places.floors.seen import Exposure, Overlap
from daicho.places.floors.thresholds import FloorThresholds
from daicho.places.sight.exposure import Screen, readable_region
from daicho.places.sight.fields import field_of
from daicho.places.sight.scene import Eye
from daicho.places.sight.shapes import overlap, together

OPEN_TO_MANY = frozenset({"public", "passage"})
KEPT = frozenset({"controlled", "handling", "storage"})
LEVELLED = frozenset({"controlled", "handling"})
STRICTEST: tuple[str, ...] = ("controlled", "handling", "storage", "public", "passage", "office")
NARROWEST = 0.05
"""The least cosine that the reading angle is drawn with: beyond it the disc that holds the sector grows without end."""


def passing(
    document: FloorDocument,
    scenery: Scenery,
    terminal: Terminal,
    shapes: Sequence[BaseGeometry],
    thresholds: FloorThresholds,
) -> Exposure:
    """From where in passage areas a screen can be read within `passage_reach`, walls considered.

    `shapes` are the document's areas in their order, in the scenery's coordinates.
    """
    near = _passages_near(document, scenery, terminal, shapes, thresholds)
    if not near:
        return Exposure(terminal.id, 0.0, {}, ())
    region = _readable_near(scenery, terminal, thresholds)
    inside = {one: overlap(region, shape) for one, shape in near.items()}
    exposed = {one: shape for one, shape in inside.items() if shape.area > thresholds.exposed_least}
    whole = together(list(exposed.values()))
    return Exposure(
        terminal=terminal.id,
        m2=whole.area / SQUARE_METRE,
        areas={one: shape.area / SQUARE_METRE for one, shape in exposed.items()},
        region=patches_of(scenery, whole),
    )


def _passages_near(
    document: FloorDocument,
    scenery: Scenery,
    terminal: Terminal,
    shapes: Sequence[BaseGeometry],
    thresholds: FloorThresholds,
) -> dict[str, BaseGeometry]:
    at = shapely.Point(scenery.shifted(terminal.screen.at))
    return {
        area.id: shape
        for area, shape in zip(document.areas, shapes, strict=True)
        if area.kind == "passage" and shapely.dwithin(shape, at, thresholds.passage_reach)
    }


def _readable_near(
    scenery: Scenery, terminal: Terminal, thresholds: FloorThresholds
) -> BaseGeometry:
    """The sector before the screen, within the reach of somebody who walks by: the shrinking of the reading
    disc does not matter so near, so the disc is drawn large enough to hold the sector."""
    x, y = scenery.shifted(terminal.screen.at)
    screen = terminal.screen
    filtered = terminal.privacy_filter
    half = thresholds.reading_angle_filtered if filtered else thresholds.reading_angle
    reach = thresholds.passage_reach
    sector = field_of(Eye(x, y, screen.height, screen.facing, 2 * half, reach), reach)
    region = readable_region(
        scenery.scene,
        Screen(x, y, screen.height, screen.facing, screen.width),
        public_eye=thresholds.public_eye,
        reach=reach / max(NARROWEST, math.cos(math.radians(half))) * 1.01,
        half_angle=half,
    )
    return region if sector is None else overlap(region, sector)


def overlaps(
    document: FloorDocument,
    scenery: Scenery,
    shapes: Sequence[BaseGeometry],
    thresholds: FloorThresholds,
) -> tuple[Overlap, ...]:
    """Every pair of areas that may not share ground and does by more than the tolerance, the stricter one first."""
    return tuple(
        Overlap(one.id, other.id, shared.area / SQUARE_METRE, patches_of(scenery, shared))
        for one, other, shared in _shared(document.areas, shapes)
        if shared.area > thresholds.area_overlap_least
    )


def _shared(
    areas: Sequence[Area], shapes: Sequence[BaseGeometry]
) -> Iterator[tuple[Area, Area, BaseGeometry]]:
    touching = shapely.STRtree(list(shapes)).query(list(shapes), predicate="intersects")
    for first, second in sorted(zip(*touching.tolist(), strict=True)):
        if first < second and conflict(areas[first], areas[second]):
            one, other = sorted((first, second), key=lambda n: (_strictness(areas[n]), n))
            yield areas[one], areas[other], overlap(shapes[one], shapes[other])


def _strictness(area: Area) -> tuple[int, int]:
    return STRICTEST.index(area.kind), -(area.level or 0)


def conflict(one: Area, other: Area) -> bool:
    """Whether two areas may not share ground: one kept and one that many walk through, or two levels."""
    kinds = {one.kind, other.kind}
    if kinds & OPEN_TO_MANY and kinds & KEPT:
        return True
    levels = {one.level, other.level} - {None}
    return kinds <= LEVELLED and len(levels) == 2
