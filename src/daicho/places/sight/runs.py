"""Rings in runs of corners: of those that lie aside of a small polygon only the first corner is looked at.

A run that lies with its end on the far side of a line may be told by one straight edge, for which points on
the near side the ring winds around does not change by that; and all that counts is around which points of
the polygon a ring winds.
"""

from functools import cached_property
from typing import NamedTuple

import numpy as np
import shapely

from daicho.places.sight.ragged import spread
from daicho.places.sight.scene import Floats, Ints
from daicho.places.sight.shapes import Shapes

# Corners in a run: as many as a large ring has runs, about.
RUN = 24
# Corners a pair up to which it is not worth while to look at runs.
FEW = 50


class Rings(NamedTuple):
    """Open rings end to end: their corners and the ring of each; of each ring the pair it is of, and the sign
    that makes the areas of shells positive, of holes negative."""

    points: Floats
    ring: Ints
    pair: Ints
    sign: Floats


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


class Runs:
    """Rings that are copied for small polygons."""

    def __init__(self, rings: Rings) -> None:
        self._rings = rings

    def sizes(self, pairs: Ints) -> Ints:
        """Corners of all rings of these pairs."""
        of = self._rings.pair[self._rings.ring]
        return np.bincount(of, minlength=int(pairs.max(initial=0)) + 1)[pairs]

    def about(self, pairs: Ints, boxes: Floats) -> Rings:
        """The rings of these pairs, numbered anew by their place, without what winds around nothing of their box
        (least x and y, greatest x and y); a pair may come more than once."""
        few = len(self._rings.points) <= FEW * len(pairs)
        if few and np.array_equal(pairs, np.arange(self._rings.pair.max(initial=-1) + 1)):
            return self._rings
        pair, start, size, low, high = self._told
        first = np.searchsorted(pair, pairs, side="left")
        copy, run = spread(first, np.searchsorted(pair, pairs, side="right") - first)
        box = boxes[copy]
        apart = ((low[run] > box[:, 2:]) | (high[run] < box[:, :2])).any(axis=1)
        part, at = spread(start[run], np.where(apart, 1, size[run]))
        copy, ring = copy[part], self._rings.ring[at]
        begins = (np.diff(copy, prepend=-1) != 0) | (np.diff(ring, prepend=-1) != 0)
        sign = self._rings.sign[ring[begins]]
        return Rings(self._rings.points[at], np.cumsum(begins) - 1, copy[begins], sign)

    @cached_property
    def _told(self) -> tuple[Ints, Ints, Ints, Floats, Floats]:
        """Run by run: the pair it is of, the corner it begins with, how many it has, and the least and the
        greatest coordinates (runs, 2) of these and of the corner after them."""
        points, ring = self._rings.points, self._rings.ring
        heads = np.flatnonzero(np.diff(ring, prepend=-1))
        place = np.arange(len(ring)) - np.repeat(heads, np.diff(heads, append=len(ring)))
        start = np.flatnonzero(place % RUN == 0)
        size = np.diff(start, append=len(ring))
        if not len(start):
            return start, start, size, points, points
        ends = points[next_corner(ring)[start + size - 1]]
        low = np.minimum(np.minimum.reduceat(points, start), ends)
        high = np.maximum(np.maximum.reduceat(points, start), ends)
        return self._rings.pair[ring[start]], start, size, low, high
