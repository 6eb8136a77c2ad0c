"""Pieces that a view took nothing of: whether the next one does is told by predicates, which cannot go wrong."""

import numpy as np
import shapely
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from daicho.places.sight.scene import Flags
from daicho.places.sight.shapes import THIN, Shapes


class Resting:
    """They are known again by being the same objects."""

    def __init__(self) -> None:
        self._triangles: dict[int, tuple[BaseGeometry, Shapes]] = {}

    def add(self, shapes: Shapes) -> None:
        for shape in shapes:
            if id(shape) not in self._triangles:
                self._triangles[id(shape)] = (shape, _triangles(shape))

    def apart(self, view: BaseGeometry, shapes: Shapes) -> Flags:
        """Which of the shapes are known and have nothing in common with the view (prepared) but, perhaps, what
        is no wider than rounding makes it."""
        found = np.zeros(len(shapes), dtype=bool)
        for index, shape in enumerate(shapes):
            known = self._triangles.get(id(shape))
            if known is not None and len(known[1]):
                found[index] = not shapely.intersects(view, known[1]).any()
        return found


def _triangles(shape: BaseGeometry) -> Shapes:
    """Triangles that fill the shape, each made smaller by a hair all around; none where that fails."""
    try:
        triangles = shapely.get_parts(shapely.constrained_delaunay_triangles(shape))
    except GEOSException:
        return np.empty(0, dtype=object)
    corners = shapely.get_coordinates(triangles).reshape(-1, 4, 2)[:, :3]
    opposite = np.roll(corners, -1, axis=1) - np.roll(corners, 1, axis=1)
    weight = np.hypot(opposite[..., 0], opposite[..., 1])[..., None]
    around = weight.sum(axis=1)
    radius = 2 * shapely.area(triangles)[:, None] / around
    middle = (weight * corners).sum(axis=1) / around
    wide = radius[:, 0] > 2 * THIN
    share = (1 - THIN / radius[wide])[:, None]
    smaller = middle[wide, None] + share * (corners[wide] - middle[wide, None])
    return np.asarray(shapely.polygons(smaller), dtype=object).reshape(-1)
