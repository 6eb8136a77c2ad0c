"""Areas of polygons clipped by convex ones, by arithmetic alone: to check overlays by."""

import numpy as np
import shapely

from daicho.places.sight.scene import Floats, Ints
from daicho.places.sight.shapes import Shapes

# Of a shadow: first the two rays at its sides, between which little of a view is left.
SIDES = (1, 3, 0, 2)


def clipped_areas(shapes: Shapes, quads: Shapes) -> Floats:
    """mm² that each shape has in common with its convex quad (four corners, either way round).

    Every ring is cut by the four half-planes in turn (Sutherland and Hodgman). Where it falls apart the
    pieces stay joined by edges that run there and back, which add nothing to the signed area.
    """
    rings, shape = shapely.get_rings(shapes, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    last = np.flatnonzero(np.diff(ring, append=-1))
    points, ring = np.delete(points, last, axis=0), np.delete(ring, last)
    corners = shapely.get_coordinates(quads).reshape(-1, 5, 2)[:, :4]
    along = np.roll(corners, -1, axis=1) - corners
    inward = np.sign(_signed(corners[:, :, 0], corners[:, :, 1]))
    normals = np.stack((-along[..., 1], along[..., 0]), axis=-1) * inward[:, None, None]
    normals /= np.maximum(np.hypot(normals[..., 0], normals[..., 1]), 1e-300)[..., None]
    for side in SIDES:
        mine = shape[ring]
        apart = np.einsum("ij,ij->i", points - corners[mine, side], normals[mine, side])
        points, ring = _cut(points, ring, apart)
    x, y = (points - corners[shape[ring], 0]).T
    after = _next(ring)
    twice = np.bincount(shape[ring], x * y[after] - y * x[after], minlength=len(shapes))
    return np.asarray(np.abs(twice) / 2)


def _signed(x: Floats, y: Floats) -> Floats:
    return np.asarray((x * np.roll(y, -1, axis=1) - y * np.roll(x, -1, axis=1)).sum(axis=1))


def _next(ring: Ints) -> Ints:
    """Index of the following corner of the same ring."""
    after = np.arange(1, len(ring) + 1)
    tails = np.flatnonzero(np.diff(ring, append=-1))
    after[tails] = np.concatenate(([0], tails[:-1] + 1))[: len(tails)]
    return after


def _cut(points: Floats, ring: Ints, apart: Floats) -> tuple[Floats, Ints]:
    """Rings cut to where `apart` is not negative: each corner that stays, and each crossing after it."""
    if not len(ring):
        return points, ring
    after = _next(ring)
    inside = apart >= 0
    crosses = inside != inside[after]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(crosses, apart / (apart - apart[after]), 0.0)
    crossing = points + share[:, None] * (points[after] - points)
    kept = np.column_stack((inside, crosses)).ravel()
    return np.stack((points, crossing), axis=1).reshape(-1, 2)[kept], np.repeat(ring, 2)[kept]
