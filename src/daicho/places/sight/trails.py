"""Rings that are left when quads are taken from polygons: followed from pass to pass."""

from typing import NamedTuple

import numpy as np

from daicho.places.sight.quads import NEAR, Quads
from daicho.places.sight.runs import Rings, next_corner
from daicho.places.sight.scene import Flags, Floats, Ints


class Passes(NamedTuple):
    """Where rings enter or leave their quad, ring after ring in their order: the corner before it, the place,
    how far along the quad's edge that is, polygon, quad, and whether the ring leaves the quad there."""

    corner: Ints
    place: Floats
    along: Floats
    polygon: Ints
    quad: Ints
    leaves: Flags

    def only(self, kept: Flags) -> "Passes":
        return Passes(
            self.corner[kept],
            self.place[kept],
            self.along[kept],
            self.polygon[kept],
            self.quad[kept],
            self.leaves[kept],
        )


def trails(
    passes: Passes, rings: Rings, heads: Ints, quads: Quads
) -> tuple[list[Floats], list[int], Ints]:
    """The rings that run partly along a quad, the polygon of each, and the polygons where that is unclear;
    `heads` tells where each of the rings begins, and last where they end."""
    goes, between, unclear = _turns(passes, rings, quads)
    skipped, used = set(unclear.tolist()), np.zeros(len(passes.corner), dtype=bool)
    found, owner = [], []
    for first in np.flatnonzero(passes.leaves).tolist():
        polygon = int(passes.polygon[first])
        if used[first] or polygon in skipped:
            continue
        trail, at = [], first
        while not used[at]:
            used[at] = True
            enters = goes[at]
            trail += _stretch(passes, rings, heads, at, enters)
            trail.append(quads.corners[passes.quad[enters], between[enters]])
            at = goes[enters]
        found.append(np.concatenate(trail))
        owner.append(polygon)
    return found, owner, unclear


def _stretch(passes: Passes, rings: Rings, heads: Ints, leaves: int, enters: int) -> list[Floats]:
    """The ring from where it leaves the quad to where it enters it again, both places included."""
    begin, end = int(passes.corner[leaves]) + 1, int(passes.corner[enters]) + 1
    if enters > leaves:
        corners = [rings.points[begin:end]]
    else:
        ring = int(rings.ring[begin - 1])
        corners = [rings.points[begin : heads[ring + 1]], rings.points[heads[ring] : end]]
    return [passes.place[leaves : leaves + 1], *corners, passes.place[enters : enters + 1]]


def _turns(passes: Passes, rings: Rings, quads: Quads) -> tuple[list[int], list[list[int]], Ints]:
    """Of each pass: of one that enters the one that leaves next along the quad's edge, and the quad's corners
    between them; of one that leaves the next on its ring. And the polygons where that is unclear."""
    polygons, first = np.unique(passes.polygon, return_index=True)
    quad = passes.quad[first]
    count = len(passes.corner)
    # Corners of the quads are numbered on from the passes.
    polygon = np.concatenate((passes.polygon, np.repeat(polygons, 4)))
    along = np.concatenate((passes.along, quads.along[quad, :4].ravel()))
    # With the polygon to its left the edge is walked clockwise.
    ahead = np.where(
        _sign(passes, rings)[first][np.searchsorted(polygons, polygon)] > 0, -along, along
    )
    order = np.lexsort((ahead, polygon))
    close = (np.diff(polygon[order]) == 0) & (np.diff(ahead[order]) < NEAR)
    over = passes.along > quads.along[passes.quad, 4] - NEAR
    walked = order[order < count]
    after = walked[next_corner(passes.polygon[walked])]
    ringed = next_corner(rings.ring[passes.corner])
    goes = ringed.copy()
    enters = ~passes.leaves[walked]
    goes[walked[enters]] = after[enters]
    odd = passes.leaves[goes] == passes.leaves
    odd |= passes.leaves[ringed] == passes.leaves
    unclear = np.concatenate((polygon[order[1:]][close], passes.polygon[over], passes.polygon[odd]))
    return goes.tolist(), _between(order, polygon, passes.leaves, count), unclear


def _sign(passes: Passes, rings: Rings) -> Floats:
    return rings.sign[rings.ring[passes.corner]]


def _between(order: Ints, polygon: Ints, leaves: Flags, count: int) -> list[list[int]]:
    """Per pass that enters the quad's corners (0..3) up to the next pass, in the order of the walk."""
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    after, walked = next_corner(polygon[order]).tolist(), order.tolist()
    found: list[list[int]] = [[] for _ in range(count)]
    for enters in np.flatnonzero(~leaves).tolist():
        at = after[place[enters]]
        while walked[at] >= count:
            found[enters].append((walked[at] - count) % 4)
            at = after[at]
    return found
