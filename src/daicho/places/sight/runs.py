"""Rings in runs of corners: of those that lie aside of a small polygon only the first corner is looked at.

A run that lies with its end on the far side of a line may be told by one straight edge, for which points on
the near side the ring winds around does not change by that; and all that counts is around which points of
the polygon a ring winds.
"""

from typing import NamedTuple

import numpy as np
import shapely

from daicho.places.sight.ragged import spread
from daicho.places.sight.scene import Floats, Ints
from daicho.places.sight.shapes import Shapes

# Corners in a run: as many as a large ring has runs, about.
RUN = 24


class Rings(NamedTuple):
    """Open rings end to end: their corners and the ring of each; of each ring the pair it is of, and the sign
    that makes the areas of shells positive, of holes negative."""

    points: Floats
    ring: Ints
    pair: Ints
    sign: Floats


class Runs(NamedTuple):
    """Rings, and their runs one by one: the corner it begins with, how many it has, the pair it is of, and the
    least and the greatest coordinates (runs, 2) of these and of the corner after them."""

    rings: Rings
    start: Ints
    size: Ints
    pair: Ints
    low: Floats
    high: Floats


def rings_of(shapes: Shapes) -> Rings:
    """All rings of the shapes, each shape a pair of its own."""
    parts, pair = shapely.get_parts(shapes, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    open_ = np.diff(ring, append=-1) == 0
    points, ring = points[open_], ring[open_]
    x, y = (points - points[np.searchsorted(ring, np.arange(len(rings)))][ring]).T
    after = next_corner(ring)
    turned = np.bincount(part[ring], x * y[after] - y * x[after], minlength=len(parts))
    return Rings(points, ring, pair[part], np.where(turned[part] < 0, -1.0, 1.0))


def next_corner(ring: Ints) -> Ints:
    """Index of the following corner of the same ring."""
    after = np.arange(1, len(ring) + 1)
    tails = np.flatnonzero(np.diff(ring, append=-1))
    after[tails] = np.concatenate(([0], tails[:-1] + 1))[: len(tails)]
    return after


def runs_of(rings: Rings) -> Runs:
    points, ring = rings.points, rings.ring
    heads = np.flatnonzero(np.diff(ring, prepend=-1))
    place = np.arange(len(ring)) - np.repeat(heads, np.diff(heads, append=len(ring)))
    start = np.flatnonzero(place % RUN == 0)
    size = np.diff(start, append=len(ring))
    if not len(start):
        return Runs(rings, start, size, start, points, points)
    ends = points[next_corner(ring)[start + size - 1]]
    low = np.minimum(np.minimum.reduceat(points, start), ends)
    high = np.maximum(np.maximum.reduceat(points, start), ends)
    return Runs(rings, start, size, rings.pair[ring[start]], low, high)


def copies(runs: Runs, pairs: Ints, boxes: Floats) -> Rings:
    """The rings of these pairs, numbered anew by their place, without what winds around nothing of their box
    (least x and y, greatest x and y); a pair may come more than once."""
    first = np.searchsorted(runs.pair, pairs, side="left")
    last = np.searchsorted(runs.pair, pairs, side="right")
    copy, run = spread(first, last - first)
    box = boxes[copy]
    apart = ((runs.low[run] > box[:, 2:]) | (runs.high[run] < box[:, :2])).any(axis=1)
    part, at = spread(runs.start[run], np.where(apart, 1, runs.size[run]))
    copy, ring = copy[part], runs.rings.ring[at]
    begins = (np.diff(copy, prepend=-1) != 0) | (np.diff(ring, prepend=-1) != 0)
    heads = np.flatnonzero(begins)
    return Rings(
        runs.rings.points[at],
        np.cumsum(begins) - 1,
        copy[heads],
        runs.rings.sign[ring[heads]],
    )
