"""Polygons of the computation as pieces in the document's coordinates."""

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from daicho.places.floors.model import Ring
from daicho.places.floors.scenery import Scenery
from daicho.places.floors.seen import Patch, Patches
from daicho.places.sight.shapes import parts_of

SQUARE_METRE = 1e6
"""mm²."""


def patches_of(scenery: Scenery, shape: BaseGeometry) -> Patches:
    """The shape's pieces in the document's coordinates, to a millionth of a millimetre."""
    return tuple(
        Patch(_ring(scenery, part.exterior), tuple(_ring(scenery, hole) for hole in part.interiors))
        for part in parts_of(shape)
    )


def _ring(scenery: Scenery, ring: shapely.LinearRing) -> Ring:
    points = np.round(shapely.get_coordinates(ring)[:-1] + np.array(scenery.origin), 6) + 0.0
    return tuple((x, y) for x, y in points.tolist())
