"""The kernel: the exact outline of what each eye sees, from raw wall segments.

No ordered structure is kept, so crossings, overlaps, T-junctions, duplicates and gaps cannot corrupt
it. The circle about each eye is cut into bins. A wall that spans a whole bin bounds how far can be
seen in it, which leaves few walls a bin; between two neighbouring events (wall ends, crossings, bin
edges) one ray finds the wall that is seen, and the corners are where the rays through the events' own
coordinates meet that wall.
"""

from typing import NamedTuple

import numpy as np

from daicho.places.sight.cells import CHUNK, NEAR_EDGE, Touched
from daicho.places.sight.ragged import slices_of, spread
from daicho.places.sight.rows import Rows, edges_of, in_bins
from daicho.places.sight.scene import Flags, Floats, Ints

# Wedges narrower than this angle (radian) are left out: two ends meant to be one, told apart by rounding.
NARROW = 1e-12
# Up to so many cells the place within a cell, added to the cell's number, has digits enough to sort by.
FEW_CELLS = 1 << 14
# The place in a cell is kept below this, or the sum might be rounded into the next cell.
BELOW_ONE = 1 - 2.0**-37


class Pairs(NamedTuple):
    """Rows by the cells (eye * bins + bin) they lie in, sorted by where they begin; `begin` and `end` are the
    places in the cell, 0 and 1 where the row goes on in the next one; `begins` and `ends` where it does not."""

    row: Ints
    cell: Ints
    begin: Floats
    end: Floats
    begins: Flags
    ends: Flags


class Events(NamedTuple):
    """Directions (2, events) at which what is seen may change, sorted around each eye; and the numbers of the
    events that open and that close what is seen of each pair, if nothing hides it."""

    cell: Ints
    at: Floats
    opens: Ints
    closes: Ints


class Wedges(NamedTuple):
    """Kept wedges: index of the opening and of the closing event, and the row that is seen."""

    opening: Ints
    closing: Ints
    row: Ints


class Outlines(NamedTuple):
    """Ring corners on the floor (2, corners), counter-clockwise, sorted by eye."""

    eye: Ints
    at: Floats


def sweep(rows: Rows, touched: Touched, origin: Floats) -> Outlines:
    """The outline seen by each eye at `origin` (2, eyes); every eye must be enclosed by its rows, which lie in
    the cells `touched`."""
    pairs = _pairs(rows, touched)
    events = _sorted_events(rows, pairs, origin.shape[1] * rows.bins)
    return _corners(rows, events, _seen_rows(rows, pairs, events), origin)


def _pairs(rows: Rows, touched: Touched) -> Pairs:
    row, cell = touched
    number, first, last = cell & (rows.bins - 1), rows.first[row], rows.last[row]
    last = np.where(last >= rows.bins, last - rows.bins, last)
    begin, end = first - number, last - number
    begins, ends = (begin >= 0) & (begin < 1), (end >= 0) & (end < 1)
    begin, end = np.where(begins, begin, 0.0), np.where(ends, end, 1.0)
    order = np.argsort(cell + begin, kind="stable")
    return Pairs(row[order], cell[order], begin[order], end[order], begins[order], ends[order])


class Found(NamedTuple):
    """Events before they are sorted: the cell, the place within it (0 to 1), the direction."""

    cell: Ints
    place: Floats
    at: Floats


def _sorted_events(rows: Rows, pairs: Pairs, cells: int) -> Events:
    begins, ends = np.flatnonzero(pairs.begins), np.flatnonzero(pairs.ends)
    found = [
        _edge_events(rows.bins, cells),
        Found(pairs.cell[begins], pairs.begin[begins], rows.a.take(pairs.row[begins], axis=1)),
        Found(pairs.cell[ends], pairs.end[ends], rows.b.take(pairs.row[ends], axis=1)),
        *_crossing_events(rows, pairs),
    ]
    cell = np.concatenate([some.cell for some in found])
    place = np.concatenate([some.place for some in found])
    at = np.concatenate([some.at for some in found], axis=1)
    order = _order(cell, place, cells)
    number = np.empty(len(order) + 1, dtype=np.int64)
    number[order] = np.arange(len(order))
    # What goes on to the end of the last cell ends where its events do.
    number[-1] = len(order)
    edge = np.append(number[:cells], number[-1])
    opens, closes = edge[pairs.cell], edge[pairs.cell + 1]
    opens[begins] = number[cells : cells + len(begins)]
    closes[ends] = number[cells + len(begins) :][: len(ends)]
    return Events(cell[order], at.take(order, axis=1), opens, closes)


def _order(cell: Ints, place: Floats, cells: int) -> Ints:
    if cells <= FEW_CELLS:
        return np.argsort(cell + np.minimum(place, BELOW_ONE), kind="stable")
    return np.lexsort((place, cell))


def _edge_events(bins: int, cells: int) -> Found:
    at = np.empty((2, cells // bins, bins))
    at[0], at[1] = (edge[:-1] for edge in edges_of(bins))
    return Found(np.arange(cells), np.zeros(cells), at.reshape(2, -1))


def _crossing_events(rows: Rows, pairs: Pairs) -> list[Found]:
    """Points inside a cell where two of its walls cross."""
    begin = pairs.cell + pairs.begin
    following = np.arange(1, len(begin) + 1)
    # Only what begins before the other ends can cross it.
    until = np.searchsorted(begin, pairs.cell + pairs.end + NEAR_EDGE)
    meets = np.maximum(until - following, 0)
    found = []
    for part in slices_of(meets, CHUNK):
        one, other = spread(following[part], meets[part])
        one += part.start
        crosses, at = _crossings(rows, pairs.row[one], pairs.row[other])
        if not len(crosses):
            continue
        cell = pairs.cell[one[crosses]]
        turn = in_bins(at[0], at[1], rows.bins)
        whole = np.floor(turn)
        inside = np.flatnonzero(whole == cell & (rows.bins - 1))
        found.append(Found(cell[inside], (turn - whole)[inside], at[:, inside]))
    return found


def _crossings(rows: Rows, one: Ints, other: Ints) -> tuple[Ints, Floats]:
    """Which of the pairs of walls cross properly, and where."""
    (ax, ay), (dx, dy) = rows.a.take(one, axis=1), rows.d.take(one, axis=1)
    (cx, cy), (ex, ey) = rows.a.take(other, axis=1), rows.d.take(other, axis=1)
    gap_x, gap_y = cx - ax, cy - ay
    slant = dx * ey - dy * ex
    with np.errstate(divide="ignore", invalid="ignore"):
        along = (gap_x * ey - gap_y * ex) / slant
        across = (gap_x * dy - gap_y * dx) / slant
    proper = np.flatnonzero((along > 0) & (along < 1) & (across > 0) & (across < 1))
    along, first = along[proper], one[proper]
    return proper, rows.a[:, first] + along * rows.d[:, first]


def _next_around(eye: Ints) -> Ints:
    """Index of the next event around the same eye; `eye` is sorted."""
    following = np.arange(1, len(eye) + 1)
    last = np.flatnonzero(eye[1:] != eye[:-1])
    following[last[1:]] = last[:-1] + 1
    if len(eye):
        following[last[:1]] = 0
        following[-1] = last[-1] + 1 if len(last) else 0
    return following


def _seen_rows(rows: Rows, pairs: Pairs, events: Events) -> Wedges:
    ux, uy = events.at / np.sqrt(events.at[0] ** 2 + events.at[1] ** 2)
    closing = _next_around(events.cell // rows.bins)
    vx, vy = ux[closing], uy[closing]
    wide = ux * vy - uy * vx > NARROW
    row = _nearest(rows, pairs, events, np.array((ux + vx, uy + vy)), wide)
    opening = np.flatnonzero(row < len(rows))
    return Wedges(opening, closing[opening], row[opening])


def _nearest(rows: Rows, pairs: Pairs, events: Events, middle: Floats, wide: Flags) -> Ints:
    """The row that is met first by the ray through the middle (2, wedges) of each wedge, numbered by the
    event that opens it; of equally near rows the first; len(rows) where none is, or the wedge is not wide."""
    least, best = np.full(len(wide), np.inf), np.full(len(wide), len(rows))
    count = np.maximum(events.closes - events.opens, 0)
    for part in slices_of(count, CHUNK):
        owner, wedge = spread(events.opens[part], count[part])
        kept = np.flatnonzero(wide[wedge])
        wedge, row = wedge[kept], pairs.row[part][owner[kept]]
        (x, y), (dx, dy) = middle.take(wedge, axis=1), rows.d.take(row, axis=1)
        with np.errstate(divide="ignore"):
            distance = rows.cross[row] / np.abs(x * dy - y * dx)
        np.minimum.at(least, wedge, distance)
        first = np.flatnonzero(distance <= least[wedge])
        best[wedge[first]] = len(rows)
        np.minimum.at(best, wedge[first], row[first])
    return best


def _corners(rows: Rows, events: Events, wedges: Wedges, origin: Floats) -> Outlines:
    """Where the rays through each wedge's two events meet its wall; a wall seen through several wedges
    in a row gives its outer two corners only."""
    after = _next_around(rows.eye[wedges.row])
    changes = wedges.row != wedges.row[after]
    opens = np.empty_like(changes)
    opens[after] = changes
    keep = np.flatnonzero(np.array((opens, changes)).T)
    event = np.array((wedges.opening, wedges.closing)).T.reshape(-1)[keep]
    row = wedges.row[keep >> 1]
    eye = rows.eye[row]
    some = rows.table.take(row, axis=1)
    return Outlines(
        eye, _meet(some, events.at.take(event, axis=1), origin=origin.take(eye, axis=1))
    )


def _meet(some: Floats, ray: Floats, *, origin: Floats) -> Floats:
    """The point of the wall in this direction, kept between the wall's ends and measured from the
    nearer one, so that the ray through an end gives exactly that end. Along the axes it lies on the wall to
    the last bit: what many eyes see then ends at one line, with no slivers between. `some` as `Rows.table`."""
    a, p, b, q, d = some[0:2], some[2:4], some[4:6], some[6:8], some[8:10]
    x, y = ray
    slope = x * d[1] - y * d[0]
    parts = np.array((a[0] * y - a[1] * x, x * b[1] - y * b[0]))
    parts = np.divide(parts, slope, out=np.zeros_like(parts), where=slope != 0)
    from_a, from_b = np.minimum(np.maximum(parts, 0.0), 1.0)
    at = origin + np.where(from_a <= 0.5, a + from_a * d, b - from_b * d)
    return np.where((from_a == 0.0) | (p == q), p, np.where(from_b == 0.0, q, at))
