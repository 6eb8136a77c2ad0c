"""The kernel: the exact outline of what each eye sees, from raw wall segments.

No ordered structure is kept, so crossings, overlaps, T-junctions, duplicates and gaps cannot corrupt
it. The circle about each eye is cut into bins. A wall that spans a whole bin bounds how far can be
seen in it, which leaves few walls a bin; between two neighbouring events (wall ends, crossings, bin
edges) one ray finds the wall that is seen, and the corners are where the rays through the events' own
coordinates meet that wall.
"""

from typing import NamedTuple

import numpy as np

from daicho.places.sight.cells import CHUNK, Touched
from daicho.places.sight.ragged import slices_of, spread
from daicho.places.sight.rows import Rows, edges_of, in_bins
from daicho.places.sight.scene import Flags, Floats, Ints

# Wedges narrower than this angle (radian) are left out: two ends meant to be one, told apart by rounding.
NARROW = 1e-12
# Fewer cells than this are told apart by 16 bits, which are sorted fastest, and leave the place within a
# cell, added to its number, enough digits to sort by.
FEW_CELLS = 1 << 14
# The place in a cell is kept below this, or the sum might be rounded into the next cell.
BELOW_ONE = 1 - 2.0**-37


class Pairs(NamedTuple):
    """Walls that may be seen in a bin, sorted by `cell` = eye * bins + bin; per cell
    the `start` of its walls and how many `walls` there are."""

    row: Ints
    cell: Ints
    start: Ints
    walls: Ints


class Events(NamedTuple):
    """Directions (2, events) at which what is seen may change, sorted around each eye."""

    cell: Ints
    at: Floats


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
    pairs = _by_cell(touched, origin.shape[1] * rows.bins)
    events = _sorted_events(rows, pairs)
    return _corners(rows, events, _seen_rows(rows, pairs, events), origin)


def _by_cell(touched: Touched, cells: int) -> Pairs:
    number = touched.cell.astype(np.uint16) if cells <= FEW_CELLS else touched.cell
    order = np.argsort(number, kind="stable")
    per_cell = np.bincount(touched.cell, minlength=cells)
    return Pairs(
        touched.row[order], touched.cell[order], np.cumsum(per_cell) - per_cell, per_cell
    )


class Found(NamedTuple):
    """Events before they are sorted: the cell, the place within it (0 to 1), the direction."""

    cell: Ints
    place: Floats
    at: Floats


def _sorted_events(rows: Rows, pairs: Pairs) -> Events:
    found = [
        _edge_events(rows.bins, len(pairs.start)),
        _end_events(rows, pairs, rows.a, rows.first),
        _end_events(rows, pairs, rows.b, rows.last),
        *_crossing_events(rows, pairs),
    ]
    cell = np.concatenate([some.cell for some in found])
    place = np.concatenate([some.place for some in found])
    at = np.concatenate([some.at for some in found], axis=1)
    if len(pairs.start) <= FEW_CELLS:
        # Rounding must not lift an event into the next cell.
        order = np.argsort(cell + np.minimum(place, BELOW_ONE), kind="stable")
    else:
        order = np.lexsort((place, cell))
    return Events(cell[order], at.take(order, axis=1))


def _edge_events(bins: int, cells: int) -> Found:
    edges = np.array(edges_of(bins))[:, :-1]
    return Found(np.arange(cells), np.zeros(cells), np.tile(edges, cells // bins))


def _end_events(rows: Rows, pairs: Pairs, ends: Floats, turn: Floats) -> Found:
    """Where rows end in cells in which they may be seen."""
    whole = np.floor(turn)
    cell_of = rows.eye * rows.bins + whole.astype(np.int64) % rows.bins
    here = np.flatnonzero(cell_of[pairs.row] == pairs.cell)
    row = pairs.row[here]
    return Found(pairs.cell[here], (turn - whole)[row], ends.take(row, axis=1))


def _crossing_events(rows: Rows, pairs: Pairs) -> list[Found]:
    """Points inside a cell where two of its walls cross."""
    place = np.arange(len(pairs.row))
    later = (pairs.start + pairs.walls)[pairs.cell] - place - 1
    found = []
    for part in slices_of(later, CHUNK):
        one, other = spread(place[part] + 1, later[part])
        one += part.start
        crosses, at = _crossings(rows, pairs.row[one], pairs.row[other])
        if not len(crosses):
            continue
        cell = pairs.cell[one[crosses]]
        turn = in_bins(at[0], at[1], rows.bins)
        whole = np.floor(turn)
        inside = np.flatnonzero(whole == cell % rows.bins)
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
    opening = np.flatnonzero(ux * vy - uy * vx > NARROW)
    closing = closing[opening]
    middle = np.array((ux + vx, uy + vy)).take(opening, axis=1)
    cell = events.cell[opening]
    start, count = pairs.start[cell], pairs.walls[cell]
    row = [
        _nearest(rows, pairs.row, start[part], count[part], middle=middle[:, part])
        for part in slices_of(count, CHUNK)
    ]
    return _with_rows(opening, closing, np.concatenate(row))


def _with_rows(opening: Ints, closing: Ints, row: Ints) -> Wedges:
    seen = row >= 0
    if seen.all():
        return Wedges(opening, closing, row)
    return Wedges(opening[seen], closing[seen], row[seen])


def _nearest(rows: Rows, candidates: Ints, start: Ints, count: Ints, *, middle: Floats) -> Ints:
    """The row each mid-angle ray (2, rays) meets first, -1 where it meets none; every `count` is > 0."""
    owner, number = spread(start, count)
    row = candidates[number]
    x, y = middle.take(owner, axis=1)
    (ax, ay), (bx, by) = rows.a.take(row, axis=1), rows.b.take(row, axis=1)
    ahead = np.flatnonzero((ax * y >= ay * x) & (x * by >= y * bx))
    dx, dy = rows.d.take(row[ahead], axis=1)
    slope = np.abs(x[ahead] * dy - y[ahead] * dx)
    distance = np.full(len(row), np.inf)
    with np.errstate(divide="ignore"):
        distance[ahead] = rows.cross[row[ahead]] / slope
    head = np.cumsum(count) - count
    least = np.minimum.reduceat(distance, head)
    found = np.flatnonzero(distance == least[owner])
    best = np.full(len(count), -1)
    # Written from behind: of equally near rows the first stays.
    best[owner[found[::-1]]] = row[found[::-1]]
    best[least == np.inf] = -1
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
    return Outlines(eye, _meet(some, events.at.take(event, axis=1), origin=origin.take(eye, axis=1)))


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
