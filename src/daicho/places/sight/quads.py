"""Convex quads as half-planes and as an edge to walk along."""

from typing import NamedTuple

import numpy as np
import shapely

from daicho.places.sight.scene import Flags, Floats
from daicho.places.sight.shapes import AREAL, Shapes

# mm: what stands nearer to an edge or a corner of a quad may stand on either side of it.
NEAR = 1e-6
# Coordinates of one, the first corner told again at the end.
CLOSED = 5


class Quads(NamedTuple):
    """Counter-clockwise: corners and unit normals inwards (quads, 4, 2); how far along the edge each corner
    lies, and last the whole way around (quads, 5); and which are convex quads at all."""

    corners: Floats
    normals: Floats
    along: Floats
    fit: Flags


def quads_of(shapes: Shapes) -> Quads:
    """What is no quad, None among it, is not fit and has corners of no meaning."""
    fit = (shapely.get_type_id(shapes) == AREAL[0]) & (
        shapely.get_num_coordinates(shapes) == CLOSED
    )
    corners = np.zeros((len(shapes), 4, 2))
    corners[fit] = shapely.get_coordinates(shapes[fit]).reshape(-1, CLOSED, 2)[:, :4]
    x, y = np.moveaxis(corners - corners[:, :1], 2, 0)
    clockwise = (x * np.roll(y, -1, axis=1) - y * np.roll(x, -1, axis=1)).sum(axis=1) < 0
    corners[clockwise] = corners[clockwise, ::-1]
    ways = np.roll(corners, -1, axis=1) - corners
    length = np.hypot(ways[..., 0], ways[..., 1])
    ways /= np.maximum(length, NEAR)[..., None]
    after = np.roll(ways, -1, axis=1)
    turn = ways[..., 0] * after[..., 1] - ways[..., 1] * after[..., 0]
    fit &= (turn > 0).all(axis=1) & (length > NEAR).all(axis=1)
    normals = np.stack((-ways[..., 1], ways[..., 0]), axis=-1)
    along = np.concatenate((np.zeros((len(shapes), 1)), np.cumsum(length, axis=1)), axis=1)
    return Quads(corners, normals, along, fit)
