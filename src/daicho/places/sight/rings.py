"""Rings of corners made into clean polygons: raw rings hold micro-spikes that GEOS calls invalid."""

import numpy as np
import numpy.typing as npt
import shapely

from daicho.places.sight.scene import Flags, Floats, Ints

# Millimetres. Corners closer together are one; a corner this near to the line of its neighbours, or
# the tip of a spike this thin, is no corner.
SAME = 1e-6
FLAT = 1e-7
PASSES = 20


def polygons_of(owner: Ints, x: Floats, y: Floats, count: int) -> npt.NDArray[np.object_]:
    """One valid polygon (or multipolygon) per owner 0..count-1; `owner` is sorted."""
    owner, x, y = _clean(owner, x, y)
    long_enough = np.bincount(owner, minlength=count) >= 3
    keep = long_enough[owner]
    owner, points = owner[keep], np.column_stack((x[keep], y[keep]))
    result = np.full(count, shapely.Polygon(), dtype=object)
    held, dense = np.unique(owner, return_inverse=True)
    if len(held):
        result[held] = shapely.polygons(shapely.linearrings(points, indices=dense))
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


def _clean(owner: Ints, x: Floats, y: Floats) -> tuple[Ints, Floats, Floats]:
    for _ in range(PASSES):
        before = len(owner)
        keep = _distinct(owner, x, y)
        owner, x, y = owner[keep], x[keep], y[keep]
        keep = _real_corners(owner, x, y)
        owner, x, y = owner[keep], x[keep], y[keep]
        if len(owner) == before:
            break
    return owner, x, y


def _distinct(owner: Ints, x: Floats, y: Floats) -> Flags:
    before, _ = _neighbours(owner)
    return np.asarray(np.hypot(x - x[before], y - y[before]) > SAME)


def _real_corners(owner: Ints, x: Floats, y: Floats) -> Flags:
    before, after = _neighbours(owner)
    px, py = x - x[before], y - y[before]
    nx, ny = x[after] - x, y[after] - y
    longer = np.maximum(np.hypot(px, py), np.hypot(nx, ny))
    flat = np.abs(px * ny - py * nx) <= FLAT * longer
    # Two neighbours never go in one pass: either may be a corner once the other is gone.
    heads = np.flatnonzero(np.diff(owner, prepend=-1))
    position = np.arange(len(owner)) - np.repeat(heads, np.diff(heads, append=len(owner)))
    alone = ~flat[before] & ~flat[after]
    return np.asarray(~(flat & (alone | (position % 2 == 1))))


def _neighbours(owner: Ints) -> tuple[Ints, Ints]:
    index = np.arange(len(owner))
    before, after = index - 1, index + 1
    heads = np.flatnonzero(np.diff(owner, prepend=-1))
    tails = np.flatnonzero(np.diff(owner, append=-1))
    before[heads], after[tails] = tails, heads
    return before, after
