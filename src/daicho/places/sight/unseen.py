"""What is left of pieces that were seen, once every view has lost its shadow and takes what it still covers.

Most pieces lie wholly within some view that no shadow touches there and are gone at once. Of the others
arithmetic tells how much each view has in common with them: views that have nothing are done with, those
that have most are taken off first, and each overlay is checked by the area it should leave.
"""

from typing import NamedTuple

import numpy as np
import shapely

from daicho.places.sight.clipped import common_areas_of, less
from daicho.places.sight.pieces import Pieces, joined
from daicho.places.sight.runs import Runs, rings_of
from daicho.places.sight.scene import Flags, Floats, Ints
from daicho.places.sight.shapes import (
    CRUMB,
    THIN,
    Shapes,
    exploded,
)

# Views that a piece is compared with at once, and of those that show a point within it.
AT_ONCE, SURE = 8, 2


class Looks(NamedTuple):
    """The views as they were (prepared), what shadow each loses (None: nothing), and what is left of it."""

    whole: Shapes
    shadows: Shapes
    views: Shapes


def unseen(lost: Pieces, looks: Looks) -> Pieces:
    """The pieces without what the views after their own still cover of them."""
    lost, pending, sure = _sieved(lost, np.arange(len(looks.whole)) > lost.view[:, None], looks)
    asked = looks.views.copy()
    asked[~np.any(pending, axis=0)] = shapely.Polygon()
    runs = Runs(rings_of(asked))
    done = []
    while True:
        finished = np.asarray(~pending.any(axis=1))
        done.append(lost.only(finished))
        if finished.all():
            return joined(done)
        lost, pending, sure = lost.only(~finished), pending[~finished], sure[~finished]
        lost, pending = _round(lost, pending, _asked(pending, sure), looks, runs)
        # What is left of a piece meets few of the views that the whole piece met.
        lost, pending, sure = _sieved(lost, pending, looks)


def _sieved(lost: Pieces, pending: Flags, looks: Looks) -> tuple[Pieces, Flags, Flags]:
    """The pieces that no view shows whole, which views (columns) may show a part of them, and which surely do."""
    view, piece = np.nonzero(pending.T)
    points = np.asarray(shapely.point_on_surface(lost.shape), dtype=object)[piece]
    shown = shapely.intersects(looks.whole[view], points)
    shown[shown] = ~shapely.intersects(looks.shadows[view[shown]], points[shown])
    kept = np.ones(len(lost), dtype=bool)
    likely = np.flatnonzero(shown)
    for some in (likely[np.unique(piece[likely], return_index=True)[1]], likely):
        asked = some[kept[piece[some]]]
        gone = _shown_whole(lost.shape[piece[asked]], looks, view[asked])
        kept[piece[asked[gone]]] = False
    asked = np.flatnonzero(kept[piece])
    doubtful = asked[~shown[asked]]
    met = shown.copy()
    met[doubtful] = _met(lost.shape[piece[doubtful]], looks, view[doubtful])
    pending, sure = np.zeros_like(pending), np.zeros_like(pending)
    pending[piece, view], sure[piece, view] = met, shown
    return lost.only(kept), pending[kept], sure[kept]


def _shown_whole(shapes: Shapes, looks: Looks, view: Ints) -> Flags:
    """Which shapes their view shows wholly, without its shadow."""
    shown = np.asarray(shapely.covers(looks.whole[view], shapes))
    shown[shown] = ~shapely.intersects(looks.shadows[view[shown]], shapes[shown])
    return shown


def _met(shapes: Shapes, looks: Looks, view: Ints) -> Flags:
    """Which shapes have more than their edge in common with their view as it was."""
    met = np.asarray(shapely.intersects(looks.whole[view], shapes))
    met[met] = ~shapely.touches(looks.whole[view[met]], shapes[met])
    return met


def _asked(pending: Flags, sure: Flags) -> Flags:
    """The views to compare a piece with: where some surely show a part of it, a few of those will do."""
    few = sure & (np.cumsum(sure, axis=1) <= SURE)
    many = pending & (np.cumsum(pending, axis=1) <= AT_ONCE)
    return np.asarray(np.where(np.any(sure, axis=1, keepdims=True), few, many))


def _round(
    lost: Pieces, pending: Flags, asked: Flags, looks: Looks, runs: Runs
) -> tuple[Pieces, Flags]:
    """Each piece without what one more view covers of it, and the views still to be asked."""
    piece, view = np.nonzero(asked)
    common = common_areas_of(runs, lost.shape, view, piece)
    size, crumb = shapely.area(lost.shape), _crumb(lost.shape)
    pending[piece, view] = common > crumb[piece]
    kept = np.ones(len(lost), dtype=bool)
    kept[piece[size[piece] - common <= crumb[piece]]] = False
    best = _best(piece, common, len(lost))
    cut = kept & (best >= 0)
    cut[cut] = pending[cut, view[best[cut]]]
    at = np.flatnonzero(cut)
    taken = view[best[at]]
    pending[at, taken] = False
    left = less(lost.shape[at], looks.views[taken], size[at] - common[best[at]])
    parts, owner = exploded(left)
    same = kept & ~cut
    fresh = lost.only(at).cut_to(parts, owner)
    return joined([lost.only(same), fresh]), np.concatenate((pending[same], pending[at[owner]]))


def _crumb(shapes: Shapes) -> Floats:
    """mm² of each that are no area, see `exploded`."""
    return np.maximum(CRUMB, THIN * shapely.length(shapes))


def _best(group: Ints, weight: Floats, count: int) -> Ints:
    """Per group the index of its greatest weight, the first of equal ones; -1 where it has none."""
    best = np.full(count, -1)
    order = np.lexsort((-np.arange(len(weight)), weight))
    best[group[order]] = order
    return best
