"""Which eye sees each spot first: so that what a shadow makes blind is found near the shadow alone.

The views are put in an order, and each area is split into what the first view covers, what the second
covers besides, and so on, and what none covers. A spot that was seen and becomes blind lies in the
shadow cast for the eye that sees it first, and afterwards in no view that comes later in the order; an
earlier one never had it. So only the first seers' parts within their shadows have to be looked at.
"""

from itertools import chain

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from daicho.places.sight.clipped import WORTHWHILE, common_areas, inside
from daicho.places.sight.halves import in_halves
from daicho.places.sight.pieces import Pieces, joined
from daicho.places.sight.resting import Resting
from daicho.places.sight.scene import Flags, Floats, Ints
from daicho.places.sight.shapes import (
    FRAYED,
    LOST,
    Shapes,
    exploded,
    one_of,
    shapes_of,
    united,
    without_each,
)
from daicho.places.sight.unseen import Looks, unseen

# Corners that no shape has: what is only told is not combed.
MANY = 1_000_000_000


class Cover:
    """`views` split up over `areas`: `bare` is what no view covers. `sound` is False where overlays did
    not add up and the split must not be used."""

    def __init__(self, views: Shapes, areas: Shapes) -> None:
        order = np.argsort(-shapely.area(views), kind="stable")
        self._order, self._views = order, views[order]
        shapely.prepare(self._views)
        shapes, area = exploded(areas)
        whole = Pieces(shapes, area, np.full(len(shapes), -1))
        self._seen, self.bare = _split_up(whole, self._views)
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
        shapely.prepare(shadows[dirty])
        return unseen(self._first_losses(shadows, dirty), Looks(self._views, shadows, views))

    def bare_parts(self) -> list[BaseGeometry]:
        """Per area what no view covers."""
        return [one_of(self.bare.shape[self.bare.area == index]) for index in range(self._areas)]

    def blind(
        self, bare: list[BaseGeometry], lost: Pieces, others: list[BaseGeometry]
    ) -> list[BaseGeometry]:
        """Per area: what no view covers (`bare`), and what is `lost`, less what the other views cover."""
        found = list(bare)
        changed = np.unique(lost.area)
        for index, whole in zip(changed.tolist(), self._merged(lost, changed), strict=True):
            found[index] = whole
        for other in others:
            shapely.prepare(other)
            for index in np.flatnonzero(shapely.intersects(other, shapes_of(found))).tolist():
                found[index] = without_each([found[index]], [other])[0]
        return found

    def _merged(self, lost: Pieces, areas: Ints) -> list[BaseGeometry]:
        def of_areas(some: slice) -> list[BaseGeometry]:
            return [
                merged(self.bare.shape[self.bare.area == index], lost.shape[lost.area == index])
                for index in areas[some].tolist()
            ]

        met = self.bare.shape[np.isin(self.bare.area, areas)]
        if len(areas) < 2 or shapely.get_num_coordinates(met).sum() < WORTHWHILE // 2:
            return of_areas(slice(0, len(areas)))
        return list(chain.from_iterable(in_halves(of_areas, len(areas))))

    def _first_losses(self, shadows: Shapes, dirty: Flags) -> Pieces:
        some = self._seen.only(dirty[self._seen.view])
        some = some.only(shapely.intersects(shadows[some.view], some.shape))
        hidden = shadows[some.view]
        lost = inside(some.shape, hidden, common_areas(some.shape, hidden))
        return some.cut_to(*exploded(lost))


def _split_up(pieces: Pieces, views: Shapes) -> tuple[Pieces, Pieces]:
    """What the first view covers of the pieces, the second besides, and so on; and what none does. Areas are
    independent of each other, so every other one is left to a thread with views of its own."""
    if shapely.get_num_coordinates(views).sum() < WORTHWHILE:
        return _in_turn(pieces, views)

    def of_areas(some: slice) -> tuple[Pieces, Pieces]:
        own = np.asarray(shapely.from_wkb(shapely.to_wkb(views)), dtype=object)
        shapely.prepare(own)
        return _in_turn(pieces.only(pieces.area % 2 == some.start), own)

    seen, left = zip(*in_halves(of_areas, 2), strict=True)
    return joined(list(seen)), joined(list(left))


def _in_turn(left: Pieces, views: Shapes) -> tuple[Pieces, Pieces]:
    seen = [left.only(np.empty(0, np.int64))]
    frayed, resting = FRAYED, Resting()
    for rank, view in enumerate(views):
        first, left = _split(left, view, rank, frayed=frayed, resting=resting)
        seen.append(first)
        most = int(shapely.get_num_coordinates(left.shape).max(initial=0))
        # Put on the grid and still so many: these are corners, not frays.
        frayed = 2 * most if most > frayed else frayed
    return joined(seen), left


def _split(
    pieces: Pieces, view: BaseGeometry, rank: int, *, frayed: int, resting: Resting
) -> tuple[Pieces, Pieces]:
    """What the view covers of the pieces, and what it leaves."""
    met = shapely.intersects(view, pieces.shape)
    met[met] = ~resting.apart(view, pieces.shape[met])
    whole = met.copy()
    whole[met] = shapely.covers(view, pieces.shape[met])
    asked = pieces.only(met & ~whole)
    within, outside = asked.parted(view, frayed)
    # Where nothing is taken of an area, its pieces stay as they are, without what rounding made of them.
    same = ~np.isin(asked.area, within.area)
    resting.add(asked.shape[same])
    outside = outside.only(np.isin(outside.area, within.area))
    seen = joined([pieces.only(whole), within])
    left = joined([pieces.only(~met), asked.only(same), outside])
    return Pieces(seen.shape, seen.area, np.full(len(seen), rank)), left


def merged(some: Shapes, more: Shapes) -> BaseGeometry:
    """One shape of two lots of polygons that do not overlap; only what may touch is united."""
    touching = np.zeros(len(some), dtype=bool)
    touching[np.unique(shapely.STRtree(some).query(more, predicate="intersects")[1])] = True
    one = united(np.concatenate((some[touching], more)))
    return one_of(np.concatenate((some[~touching], exploded(shapes_of([one]), MANY)[0])))
