"""Polygons less a quad each, by arithmetic alone: where a ring meets the quad it goes on along the quad's edge.

Every ring is followed from where it leaves the quad to where it next enters it, then the quad's edge to
where a ring leaves it. Signs alone decide that, so it cannot go wrong where none of them is near zero;
shapes for which one is are left to overlays.
"""

import numpy as np
import shapely

from daicho.places.sight.quads import NEAR, Quads, quads_of
from daicho.places.sight.runs import next_corner, rings_of
from daicho.places.sight.scene import Flags, Floats, Ints
from daicho.places.sight.shapes import Shapes, gathered
from daicho.places.sight.trails import Passes, trails

# Those of a shadow that run away from the eye first, for they keep most apart.
SIDES = (1, 3, 0, 2)


class Whole:
    """Polygons and multipolygons from which quads are to be taken, again and again."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._parts, self._shape = shapely.get_parts(shapes, return_index=True)
        self._rings = rings_of(self._parts)
        self._heads = np.searchsorted(self._rings.ring, np.arange(len(self._rings.pair) + 1))
        self._after = next_corner(self._rings.ring)
        self._part = self._rings.pair[self._rings.ring]
        self._quad = self._shape[self._part]
        self._sign = np.ones(len(self._parts))
        self._sign[self._rings.pair] = self._rings.sign

    def less(self, others: Shapes) -> Shapes:
        """Each shape without its quad, the same object where they do not meet; None where that is too near to
        call, or the other one is no convex quad."""
        quads = quads_of(others)
        at, start, end = self._near(quads)
        unclear = ~(quads.fit | shapely.is_missing(others))[self._shape]
        unclear[self._part[at[(np.minimum(np.abs(start), np.abs(end)) <= NEAR).any(axis=1)]]] = True
        within = np.zeros(len(self._part), dtype=bool)
        within[at[(start > 0).all(axis=1)]] = True
        passes, close = self._passes(quads, at, start, end)
        unclear[close] = True
        clear = passes.only(~unclear[passes.polygon])
        return self._put_together(quads, clear, within, unclear)

    def _near(self, quads: Quads) -> tuple[Ints, Floats, Floats]:
        """The edges (by the corner they begin at) that no side keeps apart from their quad, and how far
        inside each side of it they start and end: (edges, 4)."""
        at, next_to = self._beside(quads, np.flatnonzero(quads.fit[self._quad]))
        for side in SIDES[1:]:
            start, end = self._inside(quads, at, side), self._inside(quads, next_to, side)
            near = (start > -NEAR) | (end > -NEAR)
            at, next_to = at[near], next_to[near]
        return (
            at,
            np.column_stack([self._inside(quads, at, side) for side in range(4)]),
            np.column_stack([self._inside(quads, next_to, side) for side in range(4)]),
        )

    def _beside(self, quads: Quads, at: Ints) -> tuple[Ints, Ints]:
        """The edges that the first side does not keep apart, by both corners: roughly, as there are many."""
        normal, corner = quads.normals[:, SIDES[0]], quads.corners[:, SIDES[0]]
        level = (normal * corner).sum(axis=1)
        count = np.bincount(self._quad, minlength=len(level))
        x, y, least = (np.repeat(some, count) for some in (*normal.T, level))
        x *= self._rings.points[:, 0]
        y *= self._rings.points[:, 1]
        apart = x + y < least - 2 * NEAR
        at = at[~(apart & apart[self._after])[at]]
        return at, self._after[at]

    def _inside(self, quads: Quads, at: Ints, side: int) -> Floats:
        quad = self._quad[at]
        to = self._rings.points[at] - quads.corners[quad, side]
        normal = quads.normals[quad, side]
        return np.asarray(to[:, 0] * normal[:, 0] + to[:, 1] * normal[:, 1])

    def _passes(self, quads: Quads, at: Ints, start: Floats, end: Floats) -> tuple[Passes, Ints]:
        """And the parts with an edge that runs past a corner too near to call."""
        with np.errstate(divide="ignore", invalid="ignore"):
            share = start / (start - end)
        enters, leaves = np.where(start < 0, share, -np.inf), np.where(end < 0, share, np.inf)
        enters[(start < 0) & (end < 0)] = np.inf
        first, last = enters.max(axis=1, initial=-np.inf), leaves.min(axis=1, initial=np.inf)
        points = self._rings.points
        way = points[self._after[at]] - points[at]
        with np.errstate(invalid="ignore"):
            close = np.abs(last - first) * np.hypot(way[:, 0], way[:, 1]) <= NEAR
        ins = np.flatnonzero((first < last) & (first >= 0))
        outs = np.flatnonzero((first < last) & (last <= 1))
        edge = np.concatenate((ins, outs))
        side = np.concatenate((enters[ins].argmax(axis=1), leaves[outs].argmin(axis=1)))
        share = np.concatenate((first[ins], last[outs]))
        leaving = np.arange(len(edge)) >= len(ins)
        order = np.argsort(2 * at[edge] + leaving)
        edge, side, share, leaving = edge[order], side[order], share[order], leaving[order]
        corner, quad = at[edge], self._quad[at[edge]]
        place = points[corner] + share[:, None] * way[edge]
        on, normal = place - quads.corners[quad, side], quads.normals[quad, side]
        along = quads.along[quad, side] + on[:, 0] * normal[:, 1] - on[:, 1] * normal[:, 0]
        passes = Passes(corner, place, along, self._part[corner], quad, leaving)
        return passes, self._part[at[close]]

    def _put_together(self, quads: Quads, passes: Passes, within: Flags, unclear: Flags) -> Shapes:
        rings, heads = self._rings, self._heads
        made, owner, odd = trails(passes, rings, heads, quads)
        unclear[odd] = True
        crossed = np.zeros(len(rings.pair), dtype=bool)
        crossed[rings.ring[passes.corner]] = True
        gone = within[heads[:-1]] & ~crossed
        changed = np.zeros(len(self._parts), dtype=bool)
        changed[rings.pair[crossed | gone]] = True
        holed = self._holed(quads, quads.fit[self._shape] & ~(changed | unclear))
        changed[holed] = True
        kept = np.flatnonzero((changed & ~unclear)[rings.pair] & ~crossed & ~gone)
        made += [
            quads.corners[self._shape[part], :: -int(self._sign[part])] for part in holed.tolist()
        ]
        made += [rings.points[heads[ring] : heads[ring + 1]] for ring in kept.tolist()]
        owners = np.concatenate((np.array(owner, dtype=np.int64), holed, rings.pair[kept]))
        return self._renewed(changed, unclear, made, owners)

    def _holed(self, quads: Quads, asked: Flags) -> Ints:
        """The parts, among those asked, that have their quad wholly within."""
        part = np.flatnonzero(asked)
        x, y = quads.corners[self._shape[part], 0].T
        return part[shapely.intersects_xy(self._parts[part], x, y)]

    def _renewed(self, changed: Flags, unclear: Flags, made: list[Floats], owner: Ints) -> Shapes:
        fresh, part, tangled = _polygons(made, owner, self._sign)
        unclear[tangled] = True
        parts = np.concatenate((self._parts[~changed], fresh))
        shape = np.concatenate((self._shape[~changed], self._shape[part]))
        found = self._shapes.copy()
        touched = np.zeros(len(found), dtype=bool)
        touched[self._shape[changed]] = True
        found[touched] = shapely.Polygon()
        of_touched = touched[shape]
        multis, index = gathered(parts[of_touched], shape[of_touched])
        found[index] = multis
        single = np.bincount(shape, minlength=len(found)) == 1
        alone = np.flatnonzero(of_touched & single[shape])
        found[shape[alone]] = parts[alone]
        found[self._shape[unclear]] = None
        return found


def _polygons(made: list[Floats], owner: Ints, sign: Floats) -> tuple[Shapes, Ints, Ints]:
    """The polygons that some rings make, the part that each is of, and the parts that fall into several with
    holes: which hole lies in which is not asked here."""
    if not made:
        return np.empty(0, dtype=object), owner, owner
    number = np.repeat(np.arange(len(made)), [len(ring) for ring in made])
    rings = np.asarray(shapely.linearrings(np.concatenate(made), indices=number), dtype=object)
    is_shell = shapely.is_ccw(rings) == (sign[owner] > 0)
    shells, holes = np.flatnonzero(is_shell), np.flatnonzero(~is_shell)
    polygons, part = np.asarray(shapely.polygons(rings[shells]), dtype=object), owner[shells]
    many = np.bincount(part, minlength=len(sign))
    for of in np.unique(owner[holes]).tolist():
        own = shells[part == of]
        if len(own) == 1:
            polygons[part == of] = shapely.polygons(
                rings[own[0]], holes=rings[holes[owner[holes] == of]]
            )
    return polygons, part, owner[holes][many[owner[holes]] != 1]
