"""The circle about each eye in cells (eye * bins + bin): which rows lie in them, how far they let see.

All is reckoned in nearness, one over the distance: along a wall it is linear in the ray's direction, if that
moves along the chord between two unit vectors, so at the edges of a bin it is known everywhere within.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from daicho.places.sight.ragged import edges_between, slices_of
from daicho.places.sight.rows import Rows, edges_of
from daicho.places.sight.scene import Floats, Ints

CHUNK = 2_000_000
# Bins: so much nearer to its edge a row's end may lie on either side of it, for rounding.
NEAR_EDGE = 1e-9
# What a limit may be short of, relatively.
ROUNDED = 1 + 1e-12


class Touched(NamedTuple):
    """Rows and the cells they lie in, as far as they may be seen there, and how near they come there at most."""

    row: Ints
    cell: Ints
    nearest: Floats

    def and_also(self, more: "Touched", after: int) -> "Touched":
        """These, then the others, whose rows count from `after`."""
        return Touched(
            np.concatenate((self.row, more.row + after)),
            np.concatenate((self.cell, more.cell)),
            np.concatenate((self.nearest, more.nearest)),
        )


def no_limit(eyes: int, bins: int) -> Floats:
    """How near at least is what is seen in each cell while no row is known."""
    return np.zeros(eyes * bins)


def distances(limit: Floats) -> Floats:
    """How far can be seen at most in each cell, inf where nothing stands in the way."""
    with np.errstate(divide="ignore"):
        return np.asarray(1.0 / limit)


def touched_by(rows: Rows, limit: Floats) -> Touched:
    """Rows by cells within the `limit`, which is raised here by every row that spans a whole bin."""
    low, high = rows.table[12:14].astype(np.int64)
    found = [_touched(rows, low, high, part, limit) for part in slices_of(high - low + 2, CHUNK)]
    if len(found) == 1:
        return found[0]
    nothing = Touched(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
    return Touched(*(np.concatenate(column) for column in zip(nothing, *found, strict=True)))


def within(touched: Touched, limit: Floats) -> Touched:
    """Those still within the limit."""
    near = (touched.nearest >= limit.take(touched.cell)).nonzero()[0]
    return Touched(touched.row.take(near), touched.cell.take(near), touched.nearest.take(near))


def _touched(rows: Rows, low: Ints, high: Ints, part: slice, limit: Floats) -> Touched:
    """Each row at all edges of the bins `low` to `high` it lies in; what is said of an edge is meant of the
    bin that begins there, and nothing of each row's last edge."""
    bins, table, low = rows.bins, rows.table[:, part], low[part]
    count = high[part] - low + 2
    tail, edge = edges_between(low, count)
    number = edge & (bins - 1)
    cell = number + (rows.eye[part] * bins).repeat(count)
    way_x, way_y = (table[8:10] / table[10]).repeat(count, axis=1)
    edge_x, edge_y = edges_of(bins)
    way_y *= edge_x.take(number)
    way_x *= edge_y.take(number)
    nearness = np.subtract(way_y, way_x, out=way_y)
    least, most = np.zeros((2, len(edge)))
    np.minimum(nearness[:-1], nearness[1:], out=least[:-1])
    np.maximum(nearness[:-1], nearness[1:], out=most[:-1])
    least[_spanless(table, low, tail, tail - count + 1)] = 0.0
    np.maximum.at(limit, cell, least)
    most *= bulge(bins)
    np.minimum(most, (ROUNDED / table[11]).repeat(count), out=most)
    most[tail] = -1.0
    near = (most >= limit.take(cell)).nonzero()[0]
    row = np.arange(part.start, part.start + len(count)).repeat(count).take(near)
    return Touched(row, cell.take(near), most.take(near))


def _spanless(table: Floats, low: Ints, tail: Ints, head: Ints) -> Ints:
    """Of the edges, each row's from `head` to `tail`, those whose bin it does not span."""
    found = np.empty((5, len(low)), dtype=np.int64)
    found[0], found[1], found[2] = head, tail, tail - 1
    # An end this near to an edge may lie on its other side.
    found[3:] = table[12:14] + _EITHER_SIDE
    found[3:] += head - low
    return found


_EITHER_SIDE = np.array(((NEAR_EDGE,), (-NEAR_EDGE,)))


@cache
def bulge(bins: int) -> float:
    """By how much a wall within a bin may be nearer than at both of its edges, on a straight line: the chord of
    the circle lies nearer to its middle than its ends; a little more, for rounding."""
    x, y = edges_of(bins)
    chord = np.hypot(x[1:] + x[:-1], y[1:] + y[:-1]) / 2
    return float(ROUNDED / chord.min())


class Farthest:
    """The largest limit of any number of neighbouring cells, by two looks at a table of powers of two."""

    def __init__(self, cells: Floats) -> None:
        """Of the limits (eyes, bins)."""
        self.bins, self.of_eye, self._cells = cells.shape[1], cells.max(axis=1), cells

    def between(self, eye: Ints, low: Ints, count: Ints) -> Floats:
        """Over the bins low .. low + count - 1 of each eye; 1 <= count <= bins."""
        eyes, bins = self._cells.shape
        table = self._table(int(count.max(initial=1)).bit_length()).reshape(-1)
        first, second = _looks(bins, eyes)
        at = low & (bins - 1)
        at += eye * (2 * bins)
        at += first.take(count)
        found = table.take(at)
        at += second.take(count)
        return np.asarray(np.maximum(found, table.take(at), out=found))

    def _table(self, powers: int) -> Floats:
        """The largest of 1, 2, 4, ... cells from each one on, for two turns."""
        eyes, bins = self._cells.shape
        table = np.empty((powers, eyes, 2 * bins))
        table[0, :, :bins] = table[0, :, bins:] = self._cells
        for power in range(1, powers):
            # What is found beyond two turns is never asked for.
            half, step = table[power - 1], 1 << (power - 1)
            np.maximum(half[:, :-step], half[:, step:], out=table[power, :, :-step])
        return table


@cache
def _looks(bins: int, eyes: int) -> tuple[Ints, Ints]:
    """By the number of cells: where the table of the power of two at or below it begins, and how far on from
    there the second look is."""
    power = np.array([0, *(number.bit_length() - 1 for number in range(1, bins + 1))])
    return power * (eyes * 2 * bins), np.arange(bins + 1) - (1 << power)
