"""What can be seen on a floor: regions, blind areas, who sees each seat, from where a screen is read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec
import shapely
from shapely.geometry.base import BaseGeometry

from daicho.places.floors.equipment import Plan, TerminalLook, look_of, readings
from daicho.places.floors.model import FloorDocument, Viewpoint
from daicho.places.floors.passing import overlaps
from daicho.places.floors.patches import SQUARE_METRE, patches_of
from daicho.places.floors.scenery import Scenery, scenery_of
from daicho.places.floors.seen import AreaSeen, Exposure, Overlap, Survey, ViewpointSeen
from daicho.places.floors.sightlines import sights_of, spot_of
from daicho.places.floors.thresholds import DEFAULTS, FloorThresholds
from daicho.places.floors.work import check_shadows, check_views, check_work
from daicho.places.sight.regions import seen_regions, shadow_counts
from daicho.places.sight.scene import Eye
from daicho.places.sight.shapes import parts_of
from daicho.places.sight.study import Study

WORTH_A_LOOK: Final = 5_000
"""Walls times viewpoints from which on some regions are looked at before the work begins."""
SOME: Final = 5


@dataclass(frozen=True, slots=True)
class Looked:
    """A floor that was looked at, with what a second look can start from."""

    document: FloorDocument
    thresholds: FloorThresholds
    plan: Plan
    study: Study
    survey: Survey
    terminals: dict[str, TerminalLook]


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
    looked = look_at(document, scenery, target_height, thresholds=thresholds, wider=wider)
    return looked.survey if polygons else without_polygons(looked.survey)


def look_at(
    document: FloorDocument,
    scenery: Scenery,
    target_height: float,
    *,
    thresholds: FloorThresholds = DEFAULTS,
    wider: bool = True,
) -> Looked:
    """The survey with everything behind it; `scenery` is the document's. A floor that would take too long is refused
    (`floor-too-heavy`)."""
    check_work(document)
    plan = Plan.of(document, scenery)
    eyes = [scenery.eye(viewpoint) for viewpoint in document.viewpoints]
    _check_views(plan, eyes, target_height)
    spots = [spot_of(scenery, terminal) for terminal in document.terminals]
    study = Study(scenery.scene, eyes, plan.shapes, target_height, spots)
    looks = []
    for terminal, free in zip(document.terminals, study.free, strict=True):
        lines = sights_of(terminal, document.viewpoints, scenery, free, thresholds.own_seat)
        looks.append(look_of(terminal, lines, readings(plan, terminal, thresholds, wider=wider)))
    found = surveyed(
        target_height,
        [
            viewpoint_seen(scenery, viewpoint, region)
            for viewpoint, region in zip(document.viewpoints, study.regions, strict=True)
        ],
        areas_seen(plan, study.blind),
        looks,
        overlaps_on(plan, thresholds) if wider else (),
    )
    terminals = {look.terminal.id: look for look in looks}
    return Looked(document, thresholds, plan, study, found, terminals)


def _check_views(plan: Plan, eyes: Sequence[Eye], target_height: float) -> None:
    """A look at some of the regions before all of them are taken from the areas."""
    scene = plan.scenery.scene
    if len(eyes) * len(scene.walls) < WORTH_A_LOOK:
        return
    some = [*eyes[:: max(1, len(eyes) // SOME)]][:SOME]
    check_shadows(len(eyes), sum(shadow_counts(scene, some, target_height)) / len(some))
    regions = seen_regions(scene, some, target_height)
    corners = sum(map(shapely.get_num_coordinates, regions)) / len(some)
    x0, y0, x1, y1 = scene.bounds
    ground = max(1.0, (x1 - x0) * (y1 - y0))
    check_views(len(eyes), corners, min(1.0, sum(shape.area for shape in plan.shapes) / ground))


def surveyed(
    target_height: float,
    viewpoints: Iterable[ViewpointSeen],
    areas: Iterable[AreaSeen],
    looks: Sequence[TerminalLook],
    overlapping: tuple[Overlap, ...],
) -> Survey:
    """The parts put together."""
    return Survey(
        target_height=target_height,
        viewpoints=tuple(viewpoints),
        areas=tuple(areas),
        terminals=tuple(look.seen for look in looks),
        sights=tuple(line for look in looks for line in look.sights),
        exposures=tuple(look.exposure for look in looks),
        passings=tuple(_passings(looks)),
        overlaps=overlapping,
    )


def _passings(looks: Sequence[TerminalLook]) -> Iterable[Exposure]:
    return (look.passing for look in looks if look.passing is not None)


def overlaps_on(plan: Plan, thresholds: FloorThresholds) -> tuple[Overlap, ...]:
    """Areas that may not share ground and do."""
    if not plan.shapes:
        return ()
    return overlaps(plan.document, plan.scenery, plan.shapes, thresholds)


def viewpoint_seen(scenery: Scenery, viewpoint: Viewpoint, region: BaseGeometry) -> ViewpointSeen:
    return ViewpointSeen(viewpoint.id, region.area / SQUARE_METRE, patches_of(scenery, region))


def areas_seen(plan: Plan, blind: Iterable[BaseGeometry]) -> list[AreaSeen]:
    """The plan's areas with their blind parts, in their order."""
    return [
        area_seen(plan.scenery, area.id, shape, left)
        for (area, shape), left in zip(plan.areas(), blind, strict=True)
    ]


def area_seen(scenery: Scenery, name: str, shape: BaseGeometry, left: BaseGeometry) -> AreaSeen:
    return AreaSeen(
        name,
        shape.area / SQUARE_METRE,
        sum(part.area for part in parts_of(left)) / SQUARE_METRE,
        patches_of(scenery, left),
    )


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
