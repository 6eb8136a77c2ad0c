"""Where the name of an area is written on a drawing: inside it, clear of smaller areas, equipment and other names."""

from typing import Final

import shapely
import shapely.affinity
from shapely.geometry.base import BaseGeometry

from daicho.places.floors.model import Area, FloorDocument, Point

FLAT: Final = 2.6
"""A name is wide and low: nearness above or below hurts less than nearness beside."""
NEAR: Final = 200.0
"""Millimetres around a thing or another name that are kept free where there is room."""
FINE: Final = 50.0


def name_places(document: FloorDocument) -> dict[str, Point]:
    """The middle of each area's name, by the id of the area; small areas choose first. Pure."""
    taken = [at for t in document.terminals for at in (t.seat.at, t.screen.at)]
    taken += [viewpoint.at for viewpoint in document.viewpoints]
    places: dict[str, Point] = {}
    smaller: list[BaseGeometry] = []
    for area, shape in sorted(_shapes(document.areas), key=lambda one: one[1].area):
        place = _roomiest(shape, smaller, taken)
        places[area.id] = place
        taken.append(place)
        smaller.append(shape)
    return places


def _shapes(areas: tuple[Area, ...]) -> list[tuple[Area, BaseGeometry]]:
    return [(area, shapely.make_valid(shapely.Polygon(area.polygon, area.holes))) for area in areas]


def _roomiest(shape: BaseGeometry, smaller: list[BaseGeometry], taken: list[Point]) -> Point:
    """The middle of the largest flat ellipse that touches nothing."""
    low_x, low_y, high_x, high_y = shape.bounds
    inside = [at for at in taken if low_x <= at[0] <= high_x and low_y <= at[1] <= high_y]
    kept_free = shapely.buffer(shapely.MultiPoint(inside), NEAR, quad_segs=2)
    alone = shapely.difference(shape, shapely.union_all(smaller)) if smaller else shape
    room = next((one for one in (shapely.difference(alone, kept_free), alone) if one.area), shape)
    tall = shapely.affinity.scale(room, 1.0, FLAT, origin=(0.0, 0.0))
    pieces = list(shapely.get_parts(tall))
    parts = [one for one in pieces if isinstance(one, shapely.Polygon)]
    if not parts:
        return ((low_x + high_x) / 2, (low_y + high_y) / 2)
    widest = max(parts, key=lambda one: one.area)
    x, y = shapely.get_coordinates(shapely.maximum_inscribed_circle(widest, FINE))[0]
    return (float(x), float(y) / FLAT)
