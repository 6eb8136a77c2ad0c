"""Rings of corners made into clean polygons: raw rings hold micro-spikes that GEOS calls invalid."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import shapely

from daicho.places.sight.scene import Flags, Floats, Ints

# Millimetres. Corners closer together are one; a corner this near to the line of its neighbours, or
# the tip of a spike this thin, is no corner. Finer ones were tried: overlays then fail, even on the fine grid.
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
    for _ in range(PASSES):
        around = _around(owner)
        way = at - at.take(around.before, axis=1)
        squared = way[0] ** 2 + way[1] ** 2
        keep = squared > SAME * SAME
        if keep.all():
            flat = _flat(around, way, squared)
            if not flat.any():
                break
            keep = _less_flat(around, flat)
        kept = np.flatnonzero(keep)
        if not len(kept):
            return owner[:0], at[:, :0]
        owner, at = owner[kept], at.take(kept, axis=1)
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
    before[heads], after[tails] = np.concatenate((tails, index[-2:-1])), heads[:-1]
    after[-1] = heads[-1]
    return Around(before, after, heads)


def _flat(around: Around, way: Floats, squared: Floats) -> Flags:
    (px, py), (nx, ny) = way, way.take(around.after, axis=1)
    longer = np.maximum(squared, squared[around.after])
    return np.asarray((px * ny - py * nx) ** 2 <= FLAT * FLAT * longer)


def _less_flat(around: Around, flat: Flags) -> Flags:
    """All but some of the flat corners, never two neighbours: either may be a corner once the other is gone."""
    before, after, heads = around
    alone = ~(flat[before] | flat[after])
    corners = np.append(heads[1:], len(flat)) - heads
    odd = (np.arange(len(flat)) - np.repeat(heads, corners)) & 1 == 1
    return np.asarray(~flat | ~(alone | odd))
