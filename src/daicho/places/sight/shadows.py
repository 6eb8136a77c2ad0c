"""Finite shadows: the quads that low and raised walls hide from an eye, as few and as small as will do.

In each bin of directions the shadows that span the bin cover at least certain intervals of distance,
and what lies beyond the nearest full occluder is covered anyhow. A few spanning shadows, chosen greedily,
cover as much as all of them; every other shadow that lies within what those cover is left out of the
bin. A shadow left in no bin is dropped, one left in some is cut down to them. Nothing hidden is lost:
what is left out of a bin is covered there by shadows that stay.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from daicho.places.sight.ragged import spread
from daicho.places.sight.rows import Rows, edges_of
from daicho.places.sight.scene import Eye, Flags, Floats, Ints
from daicho.places.sight.shapes import Shapes

# By this part of the floor's size an interval must lie within another to count as covered.
MARGIN = 1e-9
# So many neighbours are united at once, and so many of what that gives.
AT_ONCE, AND_THEN = 8, 4
# Shadows are cut this part of a bin beyond the bins they stay in, so that neighbours overlap.
LAP = 1 / 64


@dataclass(frozen=True, slots=True)
class Casts:
    """Walls with finite shadows: rows about their eyes, from the image scaled by `near` to `far`."""

    rows: Rows
    near: Floats
    far: Floats


class Spans(NamedTuple):
    """Shadows bin by bin; distances as parts of the floor's size added to twice the cell's number, so
    that one order sorts all cells. `low`, `high`: all that the shadow may cover in the cell; `sure` where
    it covers all between `start` and `end`, in all directions of the bin."""

    row: Ints
    number: Ints
    cell: Ints
    low: Floats
    high: Floats
    sure: Flags
    start: Floats
    end: Floats


def shadow_quads(casts: Casts, limit: Floats, span: float, origin: Floats) -> tuple[Shapes, Ints]:
    """Quads on the floor, and the eye of each, which stands at `origin[eye]`.

    `limit` as `reach_per_cell` gives it, `span` a distance beyond which nothing lies.
    """
    spans = _spans(casts, limit, span)
    kept = ~_needless(spans, limit, span)
    row, number = spans.row[kept], spans.number[kept]
    rows, count = casts.rows, len(casts.rows)
    first, last = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(first, row, number)
    np.maximum.at(last, row, number + 1)
    stays = np.flatnonzero(last > first)
    first = np.maximum(first[stays] - LAP, rows.first[stays])
    last = np.minimum(last[stays] + LAP, rows.last[stays])
    a, b = _cut(rows, stays, first, last)
    near, far = casts.near[stays][:, None], _drawn(casts, stays, span)[:, None]
    quads = np.stack((a * near, b * near, b * far, a * far), axis=1)
    quads += origin[rows.eye[stays]][:, None]
    # The wall's own ends to the last bit.
    for corner, turn, own, x, y in (
        (0, first, rows.first, rows.px, rows.py),
        (1, last, rows.last, rows.qx, rows.qy),
    ):
        whole = (near[:, 0] == 1.0) & (turn == own[stays])
        quads[whole, corner] = np.column_stack((x[stays], y[stays]))[whole]
    return np.asarray(shapely.polygons(quads), dtype=object).reshape(-1), rows.eye[stays]


def _drawn(casts: Casts, stays: Ints, span: float) -> Floats:
    """Drawn out to just beyond everything: what lies farther away only costs time."""
    rows = casts.rows
    away = rows.cross[stays] / np.hypot(rows.dx[stays], rows.dy[stays])
    return np.minimum(casts.far[stays], np.maximum(span / away, 2 * casts.near[stays]))


def _cut(rows: Rows, stays: Ints, first: Floats, last: Floats) -> tuple[Floats, Floats]:
    """The ends of the rows, cut to the directions `first` to `last`."""
    a = np.column_stack((rows.ax[stays], rows.ay[stays]))
    b = np.column_stack((rows.bx[stays], rows.by[stays]))
    d = b - a
    for ends, turn, own in ((a, first, rows.first[stays]), (b, last, rows.last[stays])):
        some = np.flatnonzero(turn != own)
        x, y = towards(turn[some], rows.bins)
        scale = rows.cross[stays][some] / (x * d[some, 1] - y * d[some, 0])
        ends[some] = np.column_stack((x * scale, y * scale))
    return a, b


def towards(turn: Floats, bins: int) -> tuple[Floats, Floats]:
    """A vector in the direction `turn`, which may exceed `bins`."""
    t = np.mod(turn, bins) * (4 / bins) - 2.0
    x = 1.0 - np.abs(t)
    return x, np.copysign(1.0 - np.abs(x), t)


def _spans(casts: Casts, limit: Floats, span: float) -> Spans:
    rows = casts.rows
    low = np.floor(rows.first - 1e-9).astype(np.int64)
    row, number = spread(low, np.floor(rows.last + 1e-9).astype(np.int64) - low + 1)
    cell = rows.eye[row] * rows.bins + number % rows.bins
    in_sight = rows.nearest[row] * casts.near[row] < limit[cell]
    row, number, cell = row[in_sight], number[in_sight], cell[in_sight]
    least, most, whole = _distances(rows, row, number)
    near, far = casts.near[row], casts.far[row]
    base = 2.0 * cell
    start = base + np.minimum(most * near / span, 1.0) + MARGIN
    end = base + np.minimum(least * far / span, 1.0) - MARGIN
    return Spans(
        row,
        number,
        cell,
        base + np.minimum(least * near / span, 1.0) - MARGIN,
        base + np.minimum(most * far / span, 1.0) + MARGIN,
        whole & (start < end),
        start,
        end,
    )


def _distances(rows: Rows, row: Ints, number: Ints) -> tuple[Floats, Floats, Flags]:
    """Least and greatest distance of each row within its bin, and whether it spans the whole bin."""
    edge_x, edge_y = edges_of(rows.bins)
    dx, dy, cross = rows.dx[row], rows.dy[row], rows.cross[row]
    begins, ends = rows.first[row] > number - 1e-9, rows.last[row] < number + 1 + 1e-9
    at = number % rows.bins
    with np.errstate(divide="ignore"):
        here = cross / np.abs(edge_x[at] * dy - edge_y[at] * dx)
        there = cross / np.abs(edge_x[at + 1] * dy - edge_y[at + 1] * dx)
    here = np.where(begins, np.hypot(rows.ax[row], rows.ay[row]), here)
    there = np.where(ends, np.hypot(rows.bx[row], rows.by[row]), there)
    # The foot of the perpendicular lies in the bin where the distance falls at one edge, rises at the
    # other; along the wall it falls while the eye's direction has a part against the wall's.
    falls = edge_x[at] * dx + edge_y[at] * dy < 0
    rises = edge_x[at + 1] * dx + edge_y[at + 1] * dy > 0
    foot = np.where(falls & rises, cross / np.hypot(dx, dy), np.inf)
    least = np.minimum(np.minimum(here, there), foot)
    return least, np.maximum(here, there), ~begins & ~ends


def _needless(spans: Spans, limit: Floats, span: float) -> Flags:
    """What lies, in its cell, within what the chosen spans cover together."""
    cells = np.flatnonzero(limit < span)
    wall = 2.0 * cells + limit[cells] / span + MARGIN
    sure = np.flatnonzero(spans.sure)
    start = np.concatenate((spans.start[sure], wall))
    end = np.concatenate((spans.end[sure], 2.0 * cells + 1.5))
    index = np.concatenate((sure, np.full(len(cells), -1)))
    order = np.argsort(start, kind="stable")
    start, end, index = start[order], end[order], index[order]
    # Ends of one cell lie below all starts of the next, so the running maximum never leaks.
    reach = np.maximum.accumulate(end)
    grows = np.flatnonzero(np.diff(reach, prepend=-1.0) > 0)
    start, end, index = start[grows], end[grows], index[grows]
    if not len(start):
        return np.zeros(len(spans.row), dtype=bool)
    chosen, opens = _chain(start, end)
    head = np.flatnonzero(opens)
    tail = np.append(head[1:], len(start)) - 1
    needless = _covered(spans, start[head], end[tail])
    picked = index[chosen]
    needless[picked[picked >= 0]] = False
    return needless


def _chain(start: Floats, end: Floats) -> tuple[Ints, Flags]:
    """Of intervals with growing starts and ends: a few that cover as much as all, each one the farthest
    that begins within the one before; and where a new stretch of touching intervals opens."""
    farthest = np.searchsorted(start, end, side="right") - 1
    opens = np.ones(len(start), dtype=bool)
    opens[1:] = start[1:] > end[:-1]
    at = np.flatnonzero(opens)
    found = [at]
    while len(at):
        following = farthest[at]
        at = following[following > at]
        found.append(at)
    return np.concatenate(found), opens


def _covered(spans: Spans, start: Floats, end: Floats) -> Flags:
    stretch = np.searchsorted(start, spans.low, side="right") - 1
    return np.asarray((stretch >= 0) & (spans.high <= end[stretch]))


def united_around(eye: Eye, shadows: Shapes) -> BaseGeometry:
    """One shape of all shadows, put together in the order of their directions from the eye: long and thin
    as they are, what lies beside one another there is near, whatever the boxes around them say."""
    centre = shapely.get_coordinates(shapely.centroid(shadows)) - (eye.x, eye.y)
    parts = shadows[np.argsort(np.arctan2(centre[:, 1], centre[:, 0]), kind="stable")]
    size = AT_ONCE
    while len(parts) > 1:
        rows = -(-len(parts) // size)
        table = np.full(rows * size, None, dtype=object)
        table[: len(parts)] = parts
        united = shapely.union_all(table.reshape(rows, size), axis=1)
        parts = np.asarray(united, dtype=object).reshape(-1)
        size = AND_THEN
    whole: BaseGeometry = parts[0]
    return whole
