"""Which eye sees each spot first: so that what a shadow makes blind is found near the shadow alone.

The views are put in an order, and each area is split into what the first view covers, what the second
covers besides, and so on, and what none covers. A spot that was seen and becomes blind lies in the
shadow cast for the eye that sees it first, and afterwards in no view that comes later in the order; an
earlier one never had it. So only the first seers' parts within their shadows have to be looked at.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from daicho.places.sight.scene import Flags, Floats, Ints
from daicho.places.sight.shapes import (
    CRUMB,
    LOST,
    Shapes,
    areal,
    exploded,
    gathered,
    one_of,
    parted,
    shapes_of,
    together,
    without_each,
)


@dataclass(frozen=True, slots=True)
class Pieces:
    """Polygons with the area they belong to and the view that covers them first (-1: none)."""

    shape: Shapes
    area: Ints
    view: Ints

    def __len__(self) -> int:
        return len(self.shape)

    def only(self, kept: Flags | Ints) -> "Pieces":
        return Pieces(self.shape[kept], self.area[kept], self.view[kept])

    def parted(self, by: BaseGeometry) -> "tuple[Pieces, Pieces]":
        """What of the pieces lies inside a shape, and what outside."""
        if not len(self):
            return self, self
        views = int(self.view.max()) + 2
        multis, groups = gathered(self.shape, self.area * views + self.view + 1)
        inside, outside = parted(multis, shapes_of([by] * len(multis)))
        return _of_groups(inside, groups, views), _of_groups(outside, groups, views)


def _of_groups(shapes: Shapes, groups: Ints, views: int) -> Pieces:
    parts, owner = exploded(shapes)
    group = groups[owner]
    return Pieces(parts, group // views, group % views - 1)


class Cover:
    """`views` split up over `areas`: `bare` is what no view covers. `sound` is False where overlays did
    not add up and the split must not be used."""

    def __init__(self, views: Shapes, areas: Shapes) -> None:
        order = np.argsort(-shapely.area(views), kind="stable")
        self._order, self._views = order, views[order]
        shapely.prepare(self._views)
        shapes, area = exploded(areas)
        left = Pieces(shapes, area, np.full(len(shapes), -1))
        seen = [left.only(np.empty(0, np.int64))]
        for rank, view in enumerate(self._views):
            first, left = _split(left, view, rank)
            seen.append(first)
        self._seen, self.bare = joined(seen), left
        self._areas = len(areas)
        self.sound = self._adds_up(shapely.area(areas))

    def _adds_up(self, wanted: Floats) -> bool:
        sums = np.zeros(len(wanted))
        for some in (self._seen, self.bare):
            np.add.at(sums, some.area, shapely.area(some.shape))
        return bool(np.all(np.abs(sums - wanted) <= LOST * wanted + 1e-2))

    def made_blind(self, shadows: Shapes, views: Shapes) -> Pieces:
        """What no view covers once each has lost its shadow (None: nothing); `views` without shadows."""
        shadows, views = shadows[self._order], views[self._order]
        dirty = ~shapely.is_missing(shadows)
        lost = self._first_losses(shadows, dirty)
        order = (*np.flatnonzero(~dirty).tolist(), *np.flatnonzero(dirty).tolist())
        for rank in order:
            if not len(lost):
                break
            lost = self._unseen(lost, rank, shadows[rank], views[rank])
        return lost

    def bare_parts(self) -> list[BaseGeometry]:
        """Per area what no view covers."""
        return [one_of(self.bare.shape[self.bare.area == index]) for index in range(self._areas)]

    def blind(
        self, bare: list[BaseGeometry], lost: Pieces, others: list[BaseGeometry]
    ) -> list[BaseGeometry]:
        """Per area: what no view covers (`bare`), and what is `lost`, less what the other views cover."""
        found = list(bare)
        for index in np.unique(lost.area).tolist():
            some = self.bare.shape[self.bare.area == index]
            found[index] = merged(some, lost.shape[lost.area == index])
        for other in others:
            shapely.prepare(other)
            for index in np.flatnonzero(shapely.intersects(other, shapes_of(found))).tolist():
                found[index] = without_each([found[index]], [other])[0]
        return found

    def _first_losses(self, shadows: Shapes, dirty: Flags) -> Pieces:
        some = self._seen.only(dirty[self._seen.view])
        some = some.only(shapely.intersects(shadows[some.view], some.shape))
        parts, owner = exploded(parted(some.shape, shadows[some.view])[0])
        return Pieces(parts, some.area[owner], some.view[owner])

    def _unseen(
        self, lost: Pieces, rank: int, shadow: BaseGeometry | None, view: BaseGeometry
    ) -> Pieces:
        """The pieces without what this view still covers of them."""
        whole = self._views[rank]
        met = lost.view < rank
        met[met] = shapely.intersects(whole, lost.shape[met])
        if not met.any():
            return lost
        some = lost.only(met)
        within = shapely.covers(whole, some.shape)
        rest = [lost.only(~met), some.only(~within).parted(view)[1]]
        if shadow is not None:
            # Wholly in the view as it was: unseen is exactly what lies in its shadow.
            inside = some.only(within)
            inside = inside.only(shapely.intersects(shadow, inside.shape))
            rest.append(inside.parted(shadow)[0])
        return joined(rest)


def _split(pieces: Pieces, view: BaseGeometry, rank: int) -> tuple[Pieces, Pieces]:
    """What the view covers of the pieces, and what it leaves."""
    met = shapely.intersects(view, pieces.shape)
    whole = met.copy()
    whole[met] = shapely.covers(view, pieces.shape[met])
    inside, outside = pieces.only(met & ~whole).parted(view)
    seen = joined([pieces.only(whole), inside])
    left = joined([pieces.only(~met), outside])
    return Pieces(seen.shape, seen.area, np.full(len(seen), rank)), left


def joined(pieces: list[Pieces]) -> Pieces:
    return Pieces(
        np.concatenate([some.shape for some in pieces]),
        np.concatenate([some.area for some in pieces]),
        np.concatenate([some.view for some in pieces]),
    )


def merged(some: Shapes, more: Shapes) -> BaseGeometry:
    """One shape of two lots of polygons that do not overlap; only what may touch is united."""
    touching = np.zeros(len(some), dtype=bool)
    touching[np.unique(shapely.STRtree(some).query(more, predicate="intersects")[1])] = True
    close = np.concatenate((some[touching], more))
    one = together(list(close))
    if abs(one.area - shapely.area(close).sum()) > LOST * one.area + CRUMB:
        one = _one_by_one(close)
    return one_of(np.concatenate((some[~touching], exploded(shapes_of([one]))[0])))


def _one_by_one(polygons: Shapes) -> BaseGeometry:
    """Their union, slowly: a union of many was seen to lose area."""
    whole: BaseGeometry = shapely.Polygon()
    for polygon in polygons:
        whole = areal(shapely.union(whole, polygon))
    return whole
