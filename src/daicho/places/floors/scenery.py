"""A floor document as sight computes with it: arrays and polygons about a local origin."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from daicho.places.floors.model import Area, FloorDocument, Point, Ring, Viewpoint, Wall
from daicho.places.sight.scene import Eye, Scene, Walls

# Below and above everything a document can hold: what `full_height` makes of a wall.
GROUND, SKY = -1e6, 1e6


@dataclass(frozen=True, slots=True)
class Scenery:
    """`scene` has the document's opaque walls in the order of `wall_ids`, shifted by `-origin`."""

    scene: Scene
    origin: Point
    wall_ids: tuple[str, ...]

    def shifted(self, point: Point) -> Point:
        return (point[0] - self.origin[0], point[1] - self.origin[1])

    def eye(self, viewpoint: Viewpoint) -> Eye:
        x, y = self.shifted(viewpoint.at)
        return Eye(x, y, viewpoint.eye, viewpoint.facing, viewpoint.fov, viewpoint.range)

    def area(self, area: Area) -> BaseGeometry:
        holes = [self._ring(hole) for hole in area.holes]
        return shapely.Polygon(self._ring(area.polygon), holes)

    def near(self, x: float, y: float, distance: float) -> "Scenery":
        """With only the walls whose bounding boxes come so near to a point (about the origin), in their order."""
        walls = self.scene.walls
        ends = np.stack((walls.start, walls.end))
        low, high = ends.min(axis=0) - distance, ends.max(axis=0) + distance
        at = (x, y)
        chosen = np.flatnonzero(((low <= at) & (at <= high)).all(axis=1))
        scene = replace(self.scene, walls=walls.only(chosen))
        return replace(self, scene=scene, wall_ids=tuple(self.wall_ids[i] for i in chosen.tolist()))

    def _ring(self, ring: Ring) -> list[Point]:
        return [self.shifted(point) for point in ring]


def scenery_of(document: FloorDocument, *, full_height: bool = False) -> Scenery:
    """With `full_height` every opaque wall reaches from below the ground to above the ceiling."""
    points = np.array([*points_of(document), *([(0.0, 0.0)] if is_bare(document) else [])])
    low, high = points.min(axis=0), points.max(axis=0)
    # Whole millimetres, so that whole coordinates stay whole.
    origin = np.round((low + high) / 2)
    opaque = [wall for wall in document.walls if wall.is_opaque]
    walls = walls_of(opaque)
    if full_height:
        flat = np.zeros(len(opaque))
        walls = Walls(walls.start, walls.end, flat + GROUND, flat + SKY)
    walls = Walls(walls.start - origin, walls.end - origin, walls.bottom, walls.top)
    bounds = (*(low - origin).tolist(), *(high - origin).tolist())
    outline = document.outline
    return Scenery(
        Scene(walls, bounds, None if outline is None else _outline(outline, origin.tolist())),
        (float(origin[0]), float(origin[1])),
        tuple(wall.id for wall in opaque),
    )


def _outline(ring: Ring, origin: list[float]) -> BaseGeometry:
    return shapely.Polygon([(x - origin[0], y - origin[1]) for x, y in ring])


def walls_of(walls: Sequence[Wall]) -> Walls:
    """The arrays of walls, in the document's own coordinates."""
    return Walls(
        start=np.array([wall.start for wall in walls], dtype=float).reshape(-1, 2),
        end=np.array([wall.end for wall in walls], dtype=float).reshape(-1, 2),
        bottom=np.array([wall.bottom for wall in walls], dtype=float),
        top=np.array([wall.top for wall in walls], dtype=float),
    )


def is_bare(document: FloorDocument) -> bool:
    return next(points_of(document), None) is None


def points_of(document: FloorDocument) -> Iterator[Point]:
    """Everything that stands on the floor: its bounding box is the outline of a floor without one."""
    yield from document.outline or ()
    for wall in document.walls:
        yield wall.start
        yield wall.end
    for area in document.areas:
        yield from area.polygon
    for viewpoint in document.viewpoints:
        yield viewpoint.at
    for terminal in document.terminals:
        yield terminal.seat.at
        yield terminal.screen.at
