"""The kernel: the exact outline of what each eye sees, from raw wall segments.

No ordered structure is kept, so crossings, overlaps, T-junctions, duplicates and gaps cannot corrupt
it. The circle about each eye is cut into bins. A wall that spans a whole bin bounds how far can be
seen in it, which leaves few walls a bin; between two neighbouring events (wall ends, crossings, bin
edges) one ray finds the wall that is seen, and the corners are where the rays through the events' own
coordinates meet that wall.
"""

from typing import NamedTuple

import numpy as np

from daicho.places.sight.ragged import slices_of, spread
from daicho.places.sight.rows import Rows, edges_of, in_bins
from daicho.places.sight.scene import Flags, Floats, Ints

# Wedges narrower than this angle (radian) are left out: two ends meant to be one, told apart by rounding.
NARROW = 1e-12
CHUNK = 2_000_000


class Pairs(NamedTuple):
    """Walls that may be seen in a bin, sorted by `cell` = eye * bins + bin; per cell
    the `start` of its walls and how many `walls` there are."""

    row: Ints
    cell: Ints
    start: Ints
    walls: Ints


class Events(NamedTuple):
    """Directions at which what is seen may change, sorted around each eye."""

    cell: Ints
    x: Floats
    y: Floats


class Outlines(NamedTuple):
    """Ring corners on the floor, counter-clockwise, sorted by eye."""

    eye: Ints
    x: Floats
    y: Floats


def sweep(rows: Rows, limit: Floats, origin: Floats) -> Outlines:
    """The outline seen by each eye at `origin` (eyes, 2); every eye must be enclosed by its rows. `limit` as
    `reach_per_cell` gives it."""
    eyes = len(origin)
    pairs = _visible_pairs(rows, limit, eyes)
    events = _sorted_events(rows, pairs, eyes)
    return _corners(rows, events, _seen_rows(rows, pairs, events), origin)


def _visible_pairs(rows: Rows, limit: Floats, eyes: int) -> Pairs:
    bins = rows.bins
    # A hair wider than the wall, so that rounding cannot lose it from the bin its end lies in.
    low = np.floor(rows.first - 1e-9).astype(np.int64)
    count = np.floor(rows.last + 1e-9).astype(np.int64) - low + 1
    kept_rows, kept_cells = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for part in slices_of(count, CHUNK):
        owner, number = spread(low[part], count[part])
        row = owner + part.start
        cell = rows.eye[row] * bins + number % bins
        near = rows.nearest[row] <= limit[cell] * (1 + 1e-12)
        kept_rows.append(row[near])
        kept_cells.append(cell[near])
    row, cell = np.concatenate(kept_rows), np.concatenate(kept_cells)
    order = np.argsort(cell, kind="stable")
    per_cell = np.bincount(cell, minlength=eyes * bins)
    return Pairs(row[order], cell[order], np.cumsum(per_cell) - per_cell, per_cell)


def reach_per_cell(rows: Rows, eyes: int) -> Floats:
    """How far can be seen at most in each cell (eye * bins + bin), inf where no row spans it.

    Along a wall the distance is convex in the angle, so the larger of the distances at the bin's two
    edges bounds it.
    """
    limit = np.full(eyes * rows.bins, np.inf)
    low = np.ceil(rows.first + 1e-9).astype(np.int64)
    count = np.maximum(np.floor(rows.last - 1e-9).astype(np.int64) - low, 0)
    edge_x, edge_y = edges_of(rows.bins)
    for part in slices_of(count, CHUNK):
        owner, number = spread(low[part], count[part])
        row, number = owner + part.start, number % rows.bins
        dx, dy, cross = rows.dx[row], rows.dy[row], rows.cross[row]
        with np.errstate(divide="ignore"):
            here = cross / np.abs(edge_x[number] * dy - edge_y[number] * dx)
            there = cross / np.abs(edge_x[number + 1] * dy - edge_y[number + 1] * dx)
        np.minimum.at(limit, rows.eye[row] * rows.bins + number, np.maximum(here, there))
    return limit


def _sorted_events(rows: Rows, pairs: Pairs, eyes: int) -> Events:
    bins = rows.bins
    bin_of_pair = pairs.cell % bins
    found = [_edge_events(bins, eyes)]
    for x, y, turn in (
        (rows.ax, rows.ay, rows.first),
        (rows.bx, rows.by, np.where(rows.last >= bins, rows.last - bins, rows.last)),
    ):
        turn_of_pair = turn[pairs.row]
        here = np.floor(turn_of_pair).astype(np.int64) == bin_of_pair
        row = pairs.row[here]
        found.append((pairs.cell[here], x[row], y[row], turn_of_pair[here] - bin_of_pair[here]))
    found.extend(_crossing_events(rows, pairs))
    cell, x, y, turn = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.lexsort((turn, cell))
    return Events(cell[order], x[order], y[order])


def _edge_events(bins: int, eyes: int) -> tuple[Ints, Floats, Floats, Floats]:
    x, y = edges_of(bins)
    cells = np.arange(eyes * bins)
    return cells, np.tile(x[:-1], eyes), np.tile(y[:-1], eyes), np.zeros(eyes * bins)


def _crossing_events(rows: Rows, pairs: Pairs) -> list[tuple[Ints, Floats, Floats, Floats]]:
    """Points inside a cell where two of its walls cross."""
    place = np.arange(len(pairs.row))
    later = pairs.start[pairs.cell] + pairs.walls[pairs.cell] - place - 1
    found = []
    for part in slices_of(later, CHUNK):
        one, other = spread(place[part] + 1, later[part])
        one += part.start
        crosses, x, y = _crossings(rows, pairs.row[one], pairs.row[other])
        cell = pairs.cell[one[crosses]]
        turn = in_bins(x, y, rows.bins)
        inside = np.floor(turn).astype(np.int64) == cell % rows.bins
        offset = turn - np.floor(turn)
        found.append((cell[inside], x[inside], y[inside], offset[inside]))
    return found


def _crossings(rows: Rows, one: Ints, other: Ints) -> tuple[Ints, Floats, Floats]:
    """Which of the pairs of walls cross properly, and where."""
    dx, dy, ex, ey = rows.dx[one], rows.dy[one], rows.dx[other], rows.dy[other]
    gap_x, gap_y = rows.ax[other] - rows.ax[one], rows.ay[other] - rows.ay[one]
    slant = dx * ey - dy * ex
    with np.errstate(divide="ignore", invalid="ignore"):
        along = (gap_x * ey - gap_y * ex) / slant
        across = (gap_x * dy - gap_y * dx) / slant
    proper = np.flatnonzero((along > 0) & (along < 1) & (across > 0) & (across < 1))
    along, first = along[proper], one[proper]
    return proper, rows.ax[first] + along * dx[proper], rows.ay[first] + along * dy[proper]


def _directions(events: Events) -> tuple[Floats, Floats]:
    length = np.hypot(events.x, events.y)
    return events.x / length, events.y / length


def _next_around(eye: Ints) -> Ints:
    """Index of the next event around the same eye; `eye` is sorted."""
    following = np.arange(1, len(eye) + 1)
    last = np.flatnonzero(np.diff(eye, append=-1))
    following[last] = np.concatenate(([0], last[:-1] + 1))
    return following


class Wedges(NamedTuple):
    """Kept wedges: index of the opening and of the closing event, and the row that is seen."""

    opening: Ints
    closing: Ints
    row: Ints


def _seen_rows(rows: Rows, pairs: Pairs, events: Events) -> Wedges:
    ux, uy = _directions(events)
    closing = _next_around(events.cell // rows.bins)
    wide = ux * uy[closing] - uy * ux[closing] > NARROW
    opening = np.flatnonzero(wide)
    closing = closing[opening]
    mid_x, mid_y = ux[opening] + ux[closing], uy[opening] + uy[closing]
    cell = events.cell[opening]
    start, count = pairs.start[cell], pairs.walls[cell]
    row = np.full(len(opening), -1)
    for part in slices_of(count, CHUNK):
        row[part] = _nearest(
            rows, pairs.row, start[part], count[part], mid_x=mid_x[part], mid_y=mid_y[part]
        )
    seen = row >= 0
    return Wedges(opening[seen], closing[seen], row[seen])


def _nearest(
    rows: Rows, candidates: Ints, start: Ints, count: Ints, *, mid_x: Floats, mid_y: Floats
) -> Ints:
    """The row each mid-angle ray meets first, -1 where it meets none."""
    owner, number = spread(start, count)
    row = candidates[number]
    x, y = mid_x[owner], mid_y[owner]
    ahead = (rows.ax[row] * y - rows.ay[row] * x >= 0) & (x * rows.by[row] - y * rows.bx[row] >= 0)
    owner, row, x, y = owner[ahead], row[ahead], x[ahead], y[ahead]
    with np.errstate(divide="ignore"):
        distance = rows.cross[row] / np.abs(x * rows.dy[row] - y * rows.dx[row])
    order = np.lexsort((row, distance, owner))
    heads = order[_first_of_each(owner[order])]
    best = np.full(len(count), -1)
    best[owner[heads]] = row[heads]
    return best


def _first_of_each(ordered: Ints) -> Flags:
    return np.asarray(np.diff(ordered, prepend=-1) != 0)


def _corners(rows: Rows, events: Events, wedges: Wedges, origin: Floats) -> Outlines:
    """Where the rays through each wedge's two events meet its wall; a wall seen through several wedges
    in a row gives its outer two corners only."""
    eye = rows.eye[wedges.row]
    after = _next_around(eye)
    same_after = wedges.row == wedges.row[after]
    same_before = np.empty_like(same_after)
    same_before[after] = same_after
    keep = np.flatnonzero(np.column_stack((~same_before, ~same_after)).ravel())
    event = np.column_stack((wedges.opening, wedges.closing)).ravel()[keep]
    row = np.repeat(wedges.row, 2)[keep]
    x, y = _meet(rows, row, events.x[event], events.y[event], origin=origin[rows.eye[row]].T)
    return Outlines(rows.eye[row], x, y)


def _meet(rows: Rows, row: Ints, x: Floats, y: Floats, *, origin: Floats) -> tuple[Floats, Floats]:
    """The point of the wall in this direction, kept between the wall's ends and measured from the
    nearer one, so that the ray through an end gives exactly that end. Along the axes it lies on the wall to
    the last bit: what many eyes see then ends at one line, with no slivers between."""
    ax, ay, bx, by = rows.ax[row], rows.ay[row], rows.bx[row], rows.by[row]
    dx, dy = rows.dx[row], rows.dy[row]
    slope = x * dy - y * dx
    with np.errstate(divide="ignore", invalid="ignore"):
        from_a = np.clip(np.nan_to_num((ax * y - ay * x) / slope), 0.0, 1.0)
        from_b = np.clip(np.nan_to_num((x * by - y * bx) / slope), 0.0, 1.0)
    px, py, qx, qy = rows.px[row], rows.py[row], rows.qx[row], rows.qy[row]
    closer = from_a <= 0.5
    x = origin[0] + np.where(closer, ax + from_a * dx, bx - from_b * dx)
    y = origin[1] + np.where(closer, ay + from_a * dy, by - from_b * dy)
    ends = (from_a == 0.0, from_b == 0.0)
    return (
        np.select((*ends, px == qx), (px, qx, px), x),
        np.select((*ends, py == qy), (py, qy, py), y),
    )
