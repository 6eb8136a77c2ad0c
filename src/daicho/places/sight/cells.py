"""The circle about each eye in cells (eye * bins + bin): which rows lie in them, how far they let see."""

from functools import cache
from typing import NamedTuple

import numpy as np

from daicho.places.sight.ragged import slices_of, spread
from daicho.places.sight.rows import Rows, edges_of
from daicho.places.sight.scene import Flags, Floats, Ints

CHUNK = 2_000_000
# Bins: so much nearer to its edge a row's end may lie on either side of it, for rounding.
NEAR_EDGE = 1e-9
# What a limit may be short of, relatively.
ROUNDED = 1 + 1e-12


class Touched(NamedTuple):
    """Rows and the cells they lie in, as far as they may be seen there."""

    row: Ints
    cell: Ints

    def and_also(self, more: "Touched", after: int) -> "Touched":
        """These, then the others, whose rows count from `after`."""
        return Touched(
            np.concatenate((self.row, more.row + after)), np.concatenate((self.cell, more.cell))
        )


def no_limit(eyes: int, bins: int) -> Floats:
    """How far can be seen at most in each cell while no row is known."""
    return np.full(eyes * bins, np.inf)


def touched_by(rows: Rows, limit: Floats) -> Touched:
    """Rows by cells within the `limit`, which is lowered here by every row that spans a whole bin."""
    low = rows.first.astype(np.int64)
    count = rows.last.astype(np.int64) - low + 1
    found = [Touched(np.empty(0, np.int64), np.empty(0, np.int64))]
    for part in slices_of(count, CHUNK):
        owner, number = spread(low[part], count[part])
        row = owner + part.start
        cell = rows.eye[row] * rows.bins + (number & (rows.bins - 1))
        _lower(limit, rows, row, cell, number)
        found.append(within(rows, Touched(row, cell), limit))
    if len(found) == 2:
        return found[1]
    row, cell = (np.concatenate(column) for column in zip(*found, strict=True))
    return Touched(row, cell)


def within(rows: Rows, touched: Touched, limit: Floats) -> Touched:
    """Those still within the limit."""
    near = np.flatnonzero(rows.nearest[touched.row] <= limit[touched.cell] * ROUNDED)
    return Touched(touched.row[near], touched.cell[near])


def _lower(limit: Floats, rows: Rows, row: Ints, cell: Ints, number: Ints) -> None:
    """Along a wall the distance is convex in the angle, so the larger of the distances at the bin's two
    edges bounds it."""
    spans = np.flatnonzero(_spans(rows, row, number))
    row, cell, number = row[spans], cell[spans], number[spans] & (rows.bins - 1)
    edge_x, edge_y = edges_of(rows.bins)
    dx, dy, cross = rows.dx[row], rows.dy[row], rows.cross[row]
    # The eye is not in line with any row, yet an edge may run along one for rounding.
    with np.errstate(divide="ignore"):
        here = cross / np.abs(edge_x[number] * dy - edge_y[number] * dx)
        there = cross / np.abs(edge_x[number + 1] * dy - edge_y[number + 1] * dx)
    np.minimum.at(limit, cell, np.maximum(here, there))


def _spans(rows: Rows, row: Ints, number: Ints) -> Flags:
    begins, ends = np.ceil(rows.first + NEAR_EDGE), np.floor(rows.last - NEAR_EDGE)
    return np.asarray((number >= begins[row]) & (number < ends[row]))


class Farthest:
    """The largest limit of any number of neighbouring cells, by two looks at a table of powers of two."""

    def __init__(self, cells: Floats) -> None:
        """Of the limits (eyes, bins)."""
        bins = cells.shape[1]
        self.bins, self.of_eye = bins, cells.max(axis=1)
        table = np.empty((bins.bit_length(), len(cells), 2 * bins))
        table[0, :, :bins] = table[0, :, bins:] = cells
        for power in range(1, len(table)):
            # What is found beyond two turns is never asked for.
            half, step = table[power - 1], 1 << (power - 1)
            np.maximum(half[:, :-step], half[:, step:], out=table[power, :, :-step])
        self._table, self._size = table.reshape(-1), table.shape[1:]

    def between(self, eye: Ints, low: Ints, count: Ints) -> Floats:
        """Over the bins low .. low + count - 1 of each eye; 1 <= count <= bins."""
        power = _powers(self.bins)[count]
        eyes, width = self._size
        at = (power * eyes + eye) * width + (low & (self.bins - 1))
        return np.asarray(np.maximum(self._table[at], self._table[at + count - (1 << power)]))


@cache
def _powers(most: int) -> Ints:
    """The power of two at or below each number up to `most`."""
    return np.array([0, *(number.bit_length() - 1 for number in range(1, most + 1))])
