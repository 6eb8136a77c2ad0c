"""What shapes of a floor document must hold: honest rings, and eyes that do not stand in walls."""

import numpy as np
import shapely

from daicho.places.floors.model import Area, FloorDocument, FloorInvalid, Ring
from daicho.places.floors.reading import refuse
from daicho.places.floors.scenery import walls_of
from daicho.places.sight.shapes import shapes_of
from daicho.places.sight.standing import eyes_on_walls, nearest_free_point


def check_outline(document: FloorDocument) -> None:
    if document.outline is not None:
        _checked_ring(document.outline, "outline")


def check_areas(document: FloorDocument) -> None:
    for index, area in enumerate(document.areas):
        _check_area(area, f"areas[{index}]")


def _check_area(area: Area, place: str) -> None:
    shell = _checked_ring(area.polygon, f"{place}.polygon")
    holes = [
        _checked_ring(ring, f"{place}.holes[{index}]") for index, ring in enumerate(area.holes)
    ]
    if not holes:
        return
    shapely.prepare(shell)
    outside = np.flatnonzero(~shapely.covers(shell, holes))
    overlapping = _overlapping(holes)
    for index in (*outside[:1].tolist(), *overlapping[:1]):
        reason = "hole-outside" if index in outside else "holes-overlap"
        refuse(f"{place}.holes[{index}]", reason)
    # Holes may touch the ring or one another, but must leave one piece with an area.
    whole = shapely.difference(shell, shapely.union_all(holes))
    if whole.is_empty or whole.geom_type != "Polygon":
        refuse(f"{place}.holes", "nothing-left" if whole.is_empty else "cut-apart")


def _overlapping(holes: list[shapely.Polygon]) -> list[int]:
    """Holes that share ground with an earlier one, in order."""
    one, other = shapely.STRtree(holes).query(holes, predicate="intersects")
    later = one > other
    one, other = one[later], other[later]
    shapes = shapes_of(list(holes))
    shared = shapely.relate_pattern(shapes[one], shapes[other], "T********")
    return sorted(set(one[shared].tolist()))


def _checked_ring(ring: Ring, place: str) -> shapely.Polygon:
    # About its own first corner: far from the origin a small ring would lose digits.
    points = np.array(ring) - np.array(ring[0])
    if not shapely.is_valid(shapely.Polygon(points)):
        flat = shapely.convex_hull(shapely.MultiPoint(points)).area == 0
        refuse(place, "zero-area" if flat else "self-crossing")
    return shapely.Polygon(ring)


def check_viewpoints(document: FloorDocument) -> None:
    """An eye on a wall sees both sides of it: refused, with the nearest point where one may stand."""
    if not document.viewpoints or not document.walls:
        return
    opaque = [wall for wall in document.walls if wall.is_opaque]
    walls = walls_of(opaque)
    at = np.array([viewpoint.at for viewpoint in document.viewpoints], dtype=float).reshape(-1, 2)
    heights = np.array([viewpoint.eye for viewpoint in document.viewpoints], dtype=float)
    for eye, wall in eyes_on_walls(walls, at, heights):
        viewpoint = document.viewpoints[eye]
        raise FloorInvalid(
            f"viewpoints[{eye}].at",
            "on-a-wall",
            wall=opaque[wall].id,
            nearest=list(nearest_free_point(walls, viewpoint.at, viewpoint.eye)),
        )
