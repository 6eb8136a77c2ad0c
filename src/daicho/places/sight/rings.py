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
# mm², and mm: unless leaving it out costs more area and it is not even as flat as this.
CRUMB = 1e-5
FLATTEST = 1e-8
# mm: of two corners that are one, and neither to be had for so little, both become the crossing of the
# edges beside them where that is this near; where it is not, both stay.
CROSSING = 1e-5
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
        short = np.flatnonzero(squared <= SAME * SAME)
        at, dropped = _merged(around, at, way, short)
        if not dropped.any():
            dropped = _flat(around, way, squared)
            if not dropped.any():
                break
        kept = np.flatnonzero(_less_some(around, dropped))
        if not len(kept):
            return owner[:0], at[:, :0]
        owner, at = owner[kept], at.take(kept, axis=1)
    return owner, at


def _merged(around: "Around", at: Floats, way: Floats, short: Ints) -> tuple[Floats, Flags]:
    """The corners, some of them moved, and which are to go: of the two of each short edge the one without
    which the area changes least."""
    dropped = np.zeros(at.shape[1], dtype=bool)
    if not len(short):
        return at, dropped
    start, after = around.before[short], around.after[short]
    to, over, on = way[:, start], way[:, short], way[:, after]
    cost_start, cost_end = np.abs(_cross(to, over)), np.abs(_cross(over, on))
    goes = np.where(cost_start < cost_end, start, short)
    cheap = np.minimum(cost_start, cost_end) <= 2 * CRUMB
    dropped[goes[cheap]] = True
    dear = np.flatnonzero(~cheap)
    if len(dear):
        with np.errstate(divide="ignore", invalid="ignore"):
            share = _cross(over[:, dear], on[:, dear]) / _cross(to[:, dear], on[:, dear])
        by = np.nan_to_num(share * to[:, dear], nan=np.inf)
        near = np.hypot(*by) <= CROSSING
        crossed = dear[near]
        crossing = at[:, start[crossed]] + by[:, near]
        at = at.copy()
        at[:, start[crossed]] = at[:, short[crossed]] = crossing
        dropped[start[crossed]] = True
    return at, dropped


def _cross(one: Floats, other: Floats) -> Floats:
    return np.asarray(one[0] * other[1] - one[1] * other[0])


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
    twice = np.abs(px * ny - py * nx)
    away = twice / np.sqrt(longer)
    return np.asarray((away <= FLATTEST) | ((away <= FLAT) & (twice <= 2 * CRUMB)))


def _less_some(around: Around, flat: Flags) -> Flags:
    """All but some of the corners to go, never two neighbours: either may have to stay once the other is gone."""
    before, after, heads = around
    alone = ~(flat[before] | flat[after]) | (before == after)
    corners = np.append(heads[1:], len(flat)) - heads
    odd = (np.arange(len(flat)) - np.repeat(heads, corners)) & 1 == 1
    return np.asarray(~flat | ~(alone | odd))
