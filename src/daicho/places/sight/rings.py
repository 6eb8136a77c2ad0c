"""Rings of corners made into clean polygons: raw rings hold micro-spikes that GEOS calls invalid."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import shapely

from daicho.places.sight.scene import Floats, Ints

# Millimetres. Corners closer together are one; a corner this near to the line of its neighbours, or
# the tip of a spike this thin, is no corner.
SAME = 1e-6
FLAT = 1e-7
PASSES = 40
EMPTY = shapely.Polygon()


def polygons_of(owner: Ints, at: Floats, count: int) -> npt.NDArray[np.object_]:
    """One valid polygon (or multipolygon) per owner 0..count-1 of corners `at` (2, n); `owner` is sorted."""
    if len(owner):
        owner, at = _clean(owner, at)
    corners = np.bincount(owner, minlength=count)
    held = np.flatnonzero(corners >= 3)
    if len(held) < count:
        keep = corners[owner] >= 3
        at = at[:, keep]
    result = np.full(count, EMPTY, dtype=object)
    if len(held):
        dense = np.repeat(np.arange(len(held)), corners[held])
        result[held] = shapely.polygons(shapely.linearrings(at.T, indices=dense))
    return valid(result)


def valid(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """The same areas with what GEOS still finds invalid made valid."""
    broken = np.flatnonzero(~shapely.is_valid(shapes))
    if len(broken):
        shapes = shapes.copy()
        shapes[broken] = shapely.make_valid(
            shapes[broken], method="structure", keep_collapsed=False
        )
    return shapes


def _clean(owner: Ints, at: Floats) -> tuple[Ints, Floats]:
    """The corners that are left when neither one that is the same as its neighbour nor a flat one is."""
    settled = 0
    for number in range(PASSES):
        keep = _KEPT[number % 2](at, _around(owner))
        if keep is None:
            settled += 1
        else:
            settled = 0
            owner, at = owner[keep], at.take(keep, axis=1)
        if settled == 2 or not len(owner):
            break
    return owner, at


class Around(NamedTuple):
    """Index of the corners before and after each on its ring, and of the first corner of each ring."""

    before: Ints
    after: Ints
    heads: Ints


def _around(owner: Ints) -> Around:
    index = np.arange(-1, len(owner) + 1)
    before, after = index[:-2].copy(), index[2:].copy()
    tails = np.flatnonzero(owner[1:] != owner[:-1])
    heads = np.concatenate((index[1:2], tails + 1))
    before[heads], after[heads[1:] - 1] = np.concatenate((tails, index[-2:-1])), heads[:-1]
    after[-1:] = heads[-1:]
    return Around(before, after, heads)


def _distinct(at: Floats, around: Around) -> Ints | None:
    """The corners that keep away from the one before, None for all."""
    x, y = at - at.take(around.before, axis=1)
    apart = x * x + y * y > SAME * SAME
    return None if apart.all() else np.flatnonzero(apart)


def _turning(at: Floats, around: Around) -> Ints | None:
    """The corners that are not flat, None for all."""
    way = at - at.take(around.before, axis=1)
    (px, py), (nx, ny) = way, way.take(around.after, axis=1)
    longer = np.maximum(px * px + py * py, nx * nx + ny * ny)
    flat = (px * ny - py * nx) ** 2 <= FLAT * FLAT * longer
    if not flat.any():
        return None
    # Two neighbours never go in one pass: either may be a corner once the other is gone.
    before, after, heads = around
    position = np.arange(len(flat)) - np.repeat(heads, np.diff(heads, append=len(flat)))
    alone = ~(flat[before] | flat[after])
    return np.flatnonzero(~(flat & (alone | (position & 1 == 1))))


_KEPT = (_distinct, _turning)
