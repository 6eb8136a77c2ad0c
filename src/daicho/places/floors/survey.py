"""What can be seen on a floor: regions, blind areas, who sees each seat, from where a screen is read."""

import math
from collections.abc import Sequence

import msgspec
import shapely
from shapely.geometry.base import BaseGeometry

from daicho.places.floors.model import AreaKind, FloorDocument, Terminal, Viewpoint
from daicho.places.floors.passing import overlaps, passing
from daicho.places.floors.patches import SQUARE_METRE, patches_of
from daicho.places.floors.scenery import Scenery, scenery_of
from daicho.places.floors.seen import (
    AreaSeen,
    Exposure,
    Sight,
    Survey,
    TerminalSeen,
    ViewpointSeen,
)
from daicho.places.floors.thresholds import DEFAULTS, FloorThresholds
from daicho.places.sight.exposure import Screen, readable_region
from daicho.places.sight.fields import in_reach, in_view
from daicho.places.sight.lines import blocking_walls
from daicho.places.sight.regions import seen_regions
from daicho.places.sight.scene import Spot
from daicho.places.sight.shapes import overlap, parts_of, together, without_each

# Where areas overlap a terminal stands in the first of these, then in the smallest.
PRECEDENCE: tuple[AreaKind, ...] = (
    "controlled",
    "handling",
    "storage",
    "public",
    "passage",
    "office",
)
MOST_BLOCKERS = 8


def survey(
    document: FloorDocument,
    *,
    target_height: float = 1200.0,
    full_height: bool = False,
    polygons: bool = True,
    thresholds: FloorThresholds = DEFAULTS,
    wider: bool = False,
) -> Survey:
    """Look from every viewpoint at height `target_height` (mm); without `polygons` only numbers come back.

    `wider` also looks at who reads a screen in passing and at areas that overlap.
    """
    scenery = scenery_of(document, full_height=full_height)
    eyes = [scenery.eye(viewpoint) for viewpoint in document.viewpoints]
    regions = seen_regions(scenery.scene, eyes, target_height)
    shapes = [scenery.area(area) for area in document.areas]
    terminals = document.terminals
    sights = [[sight(scenery, v, t) for v in document.viewpoints] for t in terminals]
    exposures = [_exposure(document, scenery, t, shapes, thresholds) for t in terminals]
    found = Survey(
        target_height=target_height,
        viewpoints=_viewpoints(document, scenery, regions),
        areas=_areas(document, scenery, shapes, _largest_first(regions)),
        terminals=tuple(
            TerminalSeen(
                id=terminal.id,
                area=standing_in(document, shapes, scenery, terminal),
                seen_by=tuple(line.viewpoint for line in lines if line.seen),
                screen_exposed_m2=exposed.m2,
                exposed_to=tuple(exposed.areas),
            )
            for terminal, lines, exposed in zip(terminals, sights, exposures, strict=True)
        ),
        sights=tuple(line for lines in sights for line in lines),
        exposures=tuple(exposures),
        passings=tuple(passing(document, scenery, t, shapes, thresholds) for t in terminals)
        if wider
        else (),
        overlaps=overlaps(document, scenery, shapes, thresholds) if wider else (),
    )
    return found if polygons else without_polygons(found)


def without_polygons(found: Survey) -> Survey:
    """The numbers alone."""
    replace = msgspec.structs.replace
    return replace(
        found,
        viewpoints=tuple(replace(one, region=msgspec.UNSET) for one in found.viewpoints),
        areas=tuple(replace(one, blind=msgspec.UNSET) for one in found.areas),
        exposures=tuple(replace(one, region=()) for one in found.exposures),
        passings=tuple(replace(one, region=()) for one in found.passings),
        overlaps=tuple(replace(one, region=()) for one in found.overlaps),
    )


def _viewpoints(
    document: FloorDocument, scenery: Scenery, regions: Sequence[BaseGeometry]
) -> tuple[ViewpointSeen, ...]:
    return tuple(
        ViewpointSeen(viewpoint.id, region.area / SQUARE_METRE, patches_of(scenery, region))
        for viewpoint, region in zip(document.viewpoints, regions, strict=True)
    )


def _areas(
    document: FloorDocument,
    scenery: Scenery,
    shapes: list[BaseGeometry],
    regions: list[BaseGeometry],
) -> tuple[AreaSeen, ...]:
    blind = without_each(shapes, regions)
    return tuple(
        AreaSeen(
            area.id,
            shape.area / SQUARE_METRE,
            sum(part.area for part in parts_of(left)) / SQUARE_METRE,
            patches_of(scenery, left),
        )
        for area, shape, left in zip(document.areas, shapes, blind, strict=True)
    )


def _largest_first(regions: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    return sorted(regions, key=lambda region: -region.area)


def sight(scenery: Scenery, viewpoint: Viewpoint, terminal: Terminal) -> Sight:
    """The straight line from the viewpoint's eye to the seat point at its height."""
    eye = scenery.eye(viewpoint)
    seat = scenery.shifted(terminal.seat.at)
    spot: Spot = (*seat, terminal.seat.height)
    walls = blocking_walls(scenery.scene.walls, (eye.x, eye.y, eye.z), spot)
    return Sight(
        terminal=terminal.id,
        viewpoint=viewpoint.id,
        distance=math.dist((eye.x, eye.y), seat),
        in_reach=in_reach(eye, seat),
        in_view=in_view(eye, seat),
        walls=tuple(scenery.wall_ids[index] for index in walls[:MOST_BLOCKERS]),
    )


def standing_in(
    document: FloorDocument, shapes: list[BaseGeometry], scenery: Scenery, terminal: Terminal
) -> str | None:
    """The area the terminal's screen stands in, its edge included."""
    at = shapely.Point(scenery.shifted(terminal.screen.at))
    around = [
        (PRECEDENCE.index(area.kind), shape.area, area.id)
        for area, shape in zip(document.areas, shapes, strict=True)
        if shapely.covers(shape, at)
    ]
    return min(around)[2] if around else None


def _exposure(
    document: FloorDocument,
    scenery: Scenery,
    terminal: Terminal,
    shapes: list[BaseGeometry],
    thresholds: FloorThresholds,
) -> Exposure:
    """Public areas may overlap: the total counts each spot once, the areas each their own."""
    public = {
        area.id: shape
        for area, shape in zip(document.areas, shapes, strict=True)
        if area.kind == "public"
    }
    if not public:
        return Exposure(terminal.id, 0.0, {}, ())
    region = _readable(scenery, terminal, thresholds)
    inside = {one: overlap(region, shape) for one, shape in public.items()}
    exposed = {one: shape for one, shape in inside.items() if shape.area > thresholds.exposed_least}
    whole = together(list(exposed.values()))
    return Exposure(
        terminal=terminal.id,
        m2=whole.area / SQUARE_METRE,
        areas={one: shape.area / SQUARE_METRE for one, shape in exposed.items()},
        region=patches_of(scenery, whole),
    )


def _readable(scenery: Scenery, terminal: Terminal, thresholds: FloorThresholds) -> BaseGeometry:
    filtered = terminal.privacy_filter
    x, y = scenery.shifted(terminal.screen.at)
    return readable_region(
        scenery.scene,
        Screen(x, y, terminal.screen.height, terminal.screen.facing, terminal.screen.width),
        public_eye=thresholds.public_eye,
        reach=thresholds.reading_reach,
        half_angle=thresholds.reading_angle_filtered if filtered else thresholds.reading_angle,
    )
