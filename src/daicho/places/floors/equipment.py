"""What is found at one terminal: the area it stands in, and from where its screen is read."""

from dataclasses import dataclass, replace

import msgspec
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from daicho.places.floors.model import Area, AreaKind, FloorDocument, Terminal
from daicho.places.floors.passing import passing
from daicho.places.floors.patches import SQUARE_METRE, patches_of
from daicho.places.floors.scenery import Scenery
from daicho.places.floors.seen import Exposure, Sight, TerminalSeen
from daicho.places.floors.thresholds import FloorThresholds
from daicho.places.sight.exposure import Screen, readable_region
from daicho.places.sight.shapes import overlap, shapes_of, together

# Where areas overlap a terminal stands in the first of these, then in the smallest.
PRECEDENCE: tuple[AreaKind, ...] = (
    "controlled",
    "handling",
    "storage",
    "public",
    "passage",
    "office",
)


class TerminalLook(msgspec.Struct, frozen=True):
    """Everything a survey says of one terminal; `passing` None when nobody asked."""

    terminal: Terminal
    seen: TerminalSeen
    sights: tuple[Sight, ...]
    exposure: Exposure
    passing: Exposure | None


class Readings(msgspec.Struct, frozen=True):
    """Where a terminal stands and from where its screen is read."""

    area: str | None
    exposure: Exposure
    passing: Exposure | None


@dataclass(frozen=True, slots=True)
class Plan:
    """The areas of a document as shapes about the scenery's origin, found by place."""

    document: FloorDocument
    scenery: Scenery
    shapes: tuple[BaseGeometry, ...]
    tree: shapely.STRtree

    @classmethod
    def of(cls, document: FloorDocument, scenery: Scenery) -> "Plan":
        shapes = tuple(scenery.area(area) for area in document.areas)
        return cls(document, scenery, shapes, shapely.STRtree(list(shapes)))

    def near(self, x: float, y: float, distance: float) -> "Plan":
        """The same with only what lies near a point: areas and walls whose bounding boxes do."""
        square = shapely.box(x - distance, y - distance, x + distance, y + distance)
        chosen = np.sort(self.tree.query(square)).tolist()
        areas = tuple(self.document.areas[index] for index in chosen)
        return replace(
            self,
            document=msgspec.structs.replace(self.document, areas=areas),
            shapes=tuple(self.shapes[index] for index in chosen),
            scenery=self.scenery.near(x, y, distance),
        )

    def areas(self) -> list[tuple[Area, BaseGeometry]]:
        return list(zip(self.document.areas, self.shapes, strict=True))


def reach_of(terminal: Terminal, thresholds: FloorThresholds) -> float:
    """How far from the screen, in mm, something can lie and still matter to who reads it."""
    farthest = max(thresholds.reading_reach, thresholds.passage_reach)
    return farthest + terminal.screen.width + 1.0


def readings(
    plan: Plan, terminal: Terminal, thresholds: FloorThresholds, *, wider: bool
) -> Readings:
    """With `wider` also who reads the screen walking by."""
    x, y = plan.scenery.shifted(terminal.screen.at)
    near = plan.near(x, y, reach_of(terminal, thresholds))
    return Readings(
        area=_standing_in(near, x, y),
        exposure=_exposure(near, terminal, thresholds),
        passing=passing(near.document, near.scenery, terminal, near.shapes, thresholds)
        if wider
        else None,
    )


def look_of(terminal: Terminal, sights: tuple[Sight, ...], read: Readings) -> TerminalLook:
    """What is seen of a terminal and what is read on it, put together."""
    seen = TerminalSeen(
        id=terminal.id,
        area=read.area,
        seen_by=tuple(line.viewpoint for line in sights if line.seen),
        screen_exposed_m2=read.exposure.m2,
        exposed_to=tuple(read.exposure.areas),
    )
    return TerminalLook(terminal, seen, sights, read.exposure, read.passing)


def _standing_in(near: Plan, x: float, y: float) -> str | None:
    """The area the terminal's screen stands in, its edge included."""
    if not near.shapes:
        return None
    at = shapely.Point(x, y)
    covers = shapely.covers(shapes_of(list(near.shapes)), at)
    around = [
        (PRECEDENCE.index(area.kind), shape.area, area.id)
        for (area, shape), is_around in zip(near.areas(), covers.tolist(), strict=True)
        if is_around
    ]
    return min(around)[2] if around else None


def _exposure(near: Plan, terminal: Terminal, thresholds: FloorThresholds) -> Exposure:
    """Public areas may overlap: the total counts each spot once, the areas each their own."""
    public = {area.id: shape for area, shape in near.areas() if area.kind == "public"}
    if not public:
        return Exposure(terminal.id, 0.0, {}, ())
    region = _readable(near.scenery, terminal, thresholds)
    inside = {one: overlap(region, shape) for one, shape in public.items()}
    exposed = {one: shape for one, shape in inside.items() if shape.area > thresholds.exposed_least}
    whole = together(list(exposed.values()))
    return Exposure(
        terminal=terminal.id,
        m2=whole.area / SQUARE_METRE,
        areas={one: shape.area / SQUARE_METRE for one, shape in exposed.items()},
        region=patches_of(near.scenery, whole),
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
