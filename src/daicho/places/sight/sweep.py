"""The kernel: the exact outline of what each eye sees, from raw wall segments.

No ordered structure is kept, so crossings, overlaps, T-junctions, duplicates and gaps cannot corrupt
it. The circle about each eye is cut into bins. A wall that spans a whole bin bounds how far can be
seen in it, which leaves few walls a bin; between two neighbouring events (wall ends, crossings, bin
edges) one ray finds the wall that is seen, and the corners are where the rays through the events' own
coordinates meet that wall.

Crossings are looked for only where they can matter: a wall that is the nearest at both ends of a wedge is
so all over it, for nearness is linear along the chord, and no crossing within is seen.
"""

from typing import NamedTuple

import numpy as np

from daicho.places.sight.cells import CHUNK, Touched
from daicho.places.sight.ragged import edges_between, slices_of, spread
from daicho.places.sight.rows import Rows, edges_of
from daicho.places.sight.scene import Flags, Floats, Ints

# Wedges narrower than this angle (radian) are left out: two ends meant to be one, told apart by rounding.
NARROW = 1e-12
# By this part of the nearness a wall may fall short at a wedge's end: where walls meet, rounding decides.
MEETING = 1 + 1e-13
# Up to so many cells the place within a cell, added to the cell's number, has digits enough to sort by.
FEW_CELLS = 1 << 14
# The place in a cell is kept below this, or the sum might be rounded into the next cell.
BELOW_ONE = 1 - 2.0**-37


class Pairs(NamedTuple):
    """Rows by the cells (eye * bins + bin) they lie in, sorted by where they begin; `begin` and `end` are the
    places in the cell, 0 and 1 where the row goes on in the next one; `begins` and `ends`: the pairs of
    those that do not."""

    row: Ints
    cell: Ints
    begin: Floats
    end: Floats
    begins: Ints
    ends: Ints


class Events(NamedTuple):
    """Directions (2, events) at which what is seen may change, sorted around each eye, each of which opens a
    wedge that the next one closes; and the numbers of the events that open and that close what is seen of
    each pair, if nothing hides it. All eyes begin in the same direction, so one's last wedge is closed by the
    next one's first event; the last eye's by an event of its own, at the end."""

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
    wedges, bounds = _seen_rows(rows, pairs, events)
    return _corners(rows, wedges, bounds, origin)


def _pairs(rows: Rows, touched: Touched) -> Pairs:
    row, cell, bins = touched.row, touched.cell, rows.bins
    begin, end = rows.table[12:14].take(row, axis=1)
    number = cell & (bins - 1)
    end -= bins * (end >= bins)
    begin -= number
    end -= number
    # An end in another bin, before or after this one around the circle: the row goes on beyond this one's edge.
    begin[(begin < 0) | (begin >= 1)] = -1.0
    end[(end < 0) | (end >= 1)] = 2.0
    order = (cell + np.maximum(begin, 0.0)).argsort(kind="stable")
    begin, end = begin.take(order), end.take(order)
    begins, ends = (begin >= 0).nonzero()[0], (end < 1).nonzero()[0]
    return Pairs(
        row.take(order),
        cell.take(order),
        np.maximum(begin, 0.0),
        np.minimum(end, 1.0),
        begins,
        ends,
    )


class Found(NamedTuple):
    """Events before they are sorted: the cell, the place within it (0 to 1), the direction."""

    cell: Ints
    place: Floats
    at: Floats


def _sorted_events(rows: Rows, pairs: Pairs, cells: int) -> Events:
    begins, ends = pairs.begins, pairs.ends
    begun, ended = pairs.row.take(begins), pairs.row.take(ends)
    found = [
        _edge_events(rows.bins, cells),
        Found(pairs.cell.take(begins), pairs.begin.take(begins), rows.a.take(begun, axis=1)),
        Found(pairs.cell.take(ends), pairs.end.take(ends), rows.b.take(ended, axis=1)),
    ]
    cell = np.concatenate([some.cell for some in found])
    place = np.concatenate([some.place for some in found])
    at = np.concatenate([some.at for some in found], axis=1)
    order = _order(cell, place, cells)
    number = np.empty(len(order) + 1, dtype=np.int64)
    number[order] = np.arange(len(order))
    edge = number[: cells + 1].copy()
    # What goes on to the end of the last cell ends where its events do.
    edge[-1] = number[-1] = len(order)
    opens, closes = edge.take(pairs.cell), edge.take(pairs.cell + 1)
    middle = cells + len(begins)
    opens[begins], closes[ends] = number[cells:middle], number[middle:-1]
    return Events(at.take(np.append(order, 0), axis=1), opens, closes)


def _order(cell: Ints, place: Floats, cells: int) -> Ints:
    if cells <= FEW_CELLS:
        return (cell + np.minimum(place, BELOW_ONE)).argsort(kind="stable")
    return np.lexsort((place, cell))


def _edge_events(bins: int, cells: int) -> Found:
    at = np.empty((2, cells // bins, bins))
    at[0], at[1] = (edge[:-1] for edge in edges_of(bins))
    return Found(np.arange(cells), np.zeros(cells), at.reshape(2, -1))


def _seen_rows(rows: Rows, pairs: Pairs, events: Events) -> tuple[Wedges, Floats]:
    """The wedges, and the directions that bound them."""
    row, unsure = _nearest(rows, pairs.row, events)
    opening = (row < len(rows)).nonzero()[0]
    wedges = Wedges(opening, opening + 1, row.take(opening))
    return _split(rows, pairs, events, wedges, unsure) if len(unsure) else (wedges, events.at)


def _nearest(rows: Rows, row: Ints, events: Events) -> tuple[Ints, Ints]:
    """The row that is met first by the ray through the middle of each wedge, numbered by the event that opens
    it; of equally near rows the first; len(rows) where none is, or the wedge is too narrow. And the wedges at
    an end of which another one is nearer. `row`: of each pair that the events tell of."""
    unit = events.at / np.sqrt(events.at[0] ** 2 + events.at[1] ** 2)
    wedges = unit.shape[1] - 1
    nearest, own = np.zeros((2, 3, wedges + 1))
    # More than nothing: what is not near at all is never the nearest.
    nearest[0] = np.finfo(float).tiny
    best = np.full(wedges + 1, len(rows))
    way = rows.d / rows.cross
    count = np.maximum(events.closes - events.opens, 0) + 1
    for part in slices_of(count, CHUNK):
        some = row[part]
        wedge, near = _nearness(events.opens[part], count[part], way.take(some, axis=1), unit)
        for line in range(3):
            np.maximum.at(nearest[line], wedge, near[line])
        first = (near[0] >= nearest[0].take(wedge)).nonzero()[0]
        won = wedge.take(first)
        best[won] = len(rows)
        np.minimum.at(best, won, some.repeat(count[part]).take(first))
        own[1][won], own[2][won] = near[1:].take(first, axis=1)
    x, y = unit
    wide = x[:-1] * y[1:] - y[:-1] * x[1:] > NARROW
    best = np.where(wide, best[:-1], len(rows))
    unsure = own[1:] * MEETING < nearest[1:]
    return best, (wide & (unsure[0] | unsure[1])[:-1]).nonzero()[0]


def _nearness(opens: Ints, count: Ints, way: Floats, unit: Floats) -> tuple[Ints, Floats]:
    """One over the distance of each row at its events, `count` of them from `opens` on: the wedges between
    them, and for each (3, n) the sum of the nearness at both ends, and both of them. At a row's last event,
    which opens no wedge of its own, nothing is near."""
    tail, event = edges_between(opens, count)
    way_x, way_y = way.repeat(count, axis=1)
    x, y = unit.take(event, axis=1)
    x *= way_y
    y *= way_x
    x -= y
    near = np.empty((3, len(event) - 1))
    near[1], near[2] = x[:-1], x[1:]
    near[1][tail[:-1]] = near[2][tail[:-1]] = 0.0
    np.add(near[1], near[2], out=near[0])
    return event[:-1], near


def _split(
    rows: Rows, pairs: Pairs, events: Events, wedges: Wedges, unsure: Ints
) -> tuple[Wedges, Floats]:
    """The same, with the `unsure` wedges divided where walls cross in them."""
    row, parts, wedge = _parts(rows, pairs, events, unsure)
    best, _ = _nearest(rows, row, parts)
    found = (best < len(rows)).nonzero()[0]
    stays = np.ones(events.at.shape[1], dtype=bool)
    stays[unsure] = False
    kept = stays.take(wedges.opening).nonzero()[0]
    opening = events.at.shape[1] + found
    order = np.append(wedges.opening[kept], wedge[found]).argsort(kind="stable")
    columns = (wedges.opening, opening), (wedges.closing, opening + 1), (wedges.row, best[found])
    divided = [np.append(old[kept], new)[order] for old, new in columns]
    return Wedges(*divided), np.concatenate((events.at, parts.at), axis=1)


def _parts(rows: Rows, pairs: Pairs, events: Events, unsure: Ints) -> tuple[Ints, Events, Ints]:
    """The rows in each of the `unsure` wedges; the events there, the wedge's own two and the crossings; and the
    wedge each event is in. Every row goes on from its wedge's first event to its last."""
    row, number = _rows_in(pairs, events, unsure)
    start, end = events.at.take(unsure, axis=1), events.at.take(unsure + 1, axis=1)
    crossed, at = _crossings(rows, row, number)
    after, before = _cross(start[:, crossed], at), _cross(at, end[:, crossed])
    inside = np.flatnonzero((after > 0) & (before > 0))
    count, at = len(unsure), at[:, inside]
    length = np.sqrt(start[0] ** 2 + start[1] ** 2), np.sqrt(end[0] ** 2 + end[1] ** 2)
    after, before = (after / length[0][crossed])[inside], (before / length[1][crossed])[inside]
    of = np.concatenate((np.arange(count), crossed[inside], np.arange(count)))
    place = np.concatenate((np.zeros(count), after / (after + before), np.full(count, 2.0)))
    order = np.lexsort((place, of))
    first = np.searchsorted(of[order], np.arange(count + 1))
    at = np.concatenate((start, at, end), axis=1)[:, order]
    return row, Events(at, first[number], first[number + 1] - 1), unsure[of[order]]


def _cross(one: Floats, other: Floats) -> Floats:
    return np.asarray(one[0] * other[1] - one[1] * other[0])


def _rows_in(pairs: Pairs, events: Events, wedges: Ints) -> tuple[Ints, Ints]:
    """The rows that lie in each of these few wedges, and the wedge's number among them; sorted by it."""
    before = np.zeros(events.at.shape[1] + 1, dtype=np.int64)
    before[wedges + 1] = 1
    before = before.cumsum()
    first, beyond = before.take(events.opens), before.take(events.closes)
    some = (first < beyond).nonzero()[0]
    pair, number = spread(first[some], beyond[some] - first[some])
    order = number.argsort(kind="stable")
    return pairs.row[some[pair[order]]], number[order]


def _crossings(rows: Rows, row: Ints, number: Ints) -> tuple[Ints, Floats]:
    """Where any two rows of the same number cross properly, about the eye: (number, point)."""
    following = np.arange(1, len(row) + 1)
    meets = np.searchsorted(number, number, side="right") - following
    found = [(number[:0], np.empty((2, 0)))]
    for part in slices_of(meets, CHUNK):
        one, other = spread(following[part], meets[part])
        one += part.start
        crosses, at = _crossing(rows, row[one], row[other])
        found.append((number[one[crosses]], at))
    numbers, points = zip(*found, strict=True)
    return np.concatenate(numbers), np.concatenate(points, axis=1)


def _crossing(rows: Rows, one: Ints, other: Ints) -> tuple[Ints, Floats]:
    """Which of the pairs of walls cross properly, and where."""
    a, d = rows.a.take(one, axis=1), rows.d.take(one, axis=1)
    e = rows.d.take(other, axis=1)
    gap, slant = rows.a.take(other, axis=1) - a, _cross(d, e)
    with np.errstate(divide="ignore", invalid="ignore"):
        along, across = _cross(gap, e) / slant, _cross(gap, d) / slant
    proper = np.flatnonzero((along > 0) & (along < 1) & (across > 0) & (across < 1))
    return proper, a[:, proper] + along[proper] * d[:, proper]


def _corners(rows: Rows, wedges: Wedges, bounds: Floats, origin: Floats) -> Outlines:
    """Where the rays through each wedge's two events meet its wall; a wall seen through several wedges
    in a row gives its outer two corners only."""
    corner = _outer(wedges.row, rows.eye.take(wedges.row)).reshape(-1).nonzero()[0]
    wedge = corner >> 1
    event = np.array((wedges.opening, wedges.closing)).T.take(corner)
    row = wedges.row.take(wedge)
    eye = rows.eye.take(row)
    some = rows.table[:10].take(row, axis=1)
    ray = bounds.take(event, axis=1)
    return Outlines(eye, _meet(some, ray, origin=origin.take(eye, axis=1)))


def _outer(row: Ints, eye: Ints) -> Flags:
    """Whether the wedge before, and whether the one after, shows another row; around each eye, (wedges, 2)."""
    outer = np.ones((len(row), 2), dtype=bool)
    outer[1:, 0] = outer[:-1, 1] = row[1:] != row[:-1]
    # Rows of two eyes differ. What is left to see to is the wedge that follows the last of each eye: the first.
    last = np.append((eye[1:] != eye[:-1]).nonzero()[0], len(eye) - 1)
    first = np.append(0, last[:-1] + 1)
    outer[first, 0] = outer[last, 1] = row[first] != row[last]
    return outer


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
