"""Wall pieces as the eyes see them: turned counter-clockwise, with angle and least distance."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from daicho.places.sight.scene import Floats, Ints

# Nearer than this to the line of a wall, in mm, the eye sees the wall edge-on: it hides nothing.
EDGE_ON = 1e-9


class Part:
    """Some lines of a table of rows by a name of their own."""

    def __init__(self, lines: int | slice) -> None:
        self._lines = lines

    def __get__(self, rows: "Rows", kind: type) -> Floats:
        part: Floats = rows.table[self._lines]
        return part


@dataclass(frozen=True, slots=True)
class Rows:
    """One row a wall and eye, relative to the eye; `a` comes before `b` counter-clockwise.

    `p` and `q` are the places of `a` and `b` on the floor, to the last bit those of the wall where its own
    ends are meant: so that what two eyes see of one wall has the same corners. `d` is the way from `a` to
    `b`; all five have the shape (2, rows). `index` counts among the walls that the rows were made of.
    `first` and `last` are angles in bins: `first` in [0, bins), `last` >= `first`.

    `table` (14, rows) holds them all, so that rows are joined and picked in one go.
    """

    index: Ints
    eye: Ints
    table: Floats
    bins: int

    a, p, b, q, d = (Part(slice(line, line + 2)) for line in range(0, 10, 2))
    ax, ay, px, py, bx, by, qx, qy, dx, dy = (Part(line) for line in range(10))
    cross, nearest, first, last = (Part(line) for line in range(10, 14))

    def __len__(self) -> int:
        return len(self.eye)

    def and_also(self, more: "Rows") -> "Rows":
        """These rows, then the others of the same bins."""
        return Rows(
            np.concatenate((self.index, more.index)),
            np.concatenate((self.eye, more.eye)),
            np.concatenate((self.table, more.table), axis=1),
            self.bins,
        )


def rows_of(eye: Ints, origin: Floats, ends: Floats, bins: int) -> Rows:
    """Rows of walls with `ends` on the floor (x and y of the start, then of the end; shape (4, n)), seen by
    eyes `eye[i]` at `origin[:, i]`. Walls seen edge-on are dropped. `bins` is a power of two."""
    index = np.arange(len(eye))
    from_eye = ends.reshape(2, 2, -1) - origin
    (ax, ay), (bx, by) = from_eye
    cross = ax * by - ay * bx
    keep = np.abs(cross) > EDGE_ON * _lengths(bx - ax, by - ay)
    if not keep.all():
        index = np.flatnonzero(keep)
        eye, cross = eye[index], cross[index]
        from_eye, ends = from_eye[:, :, index], ends[:, index]
    table = np.empty((14, len(index)))
    both, turned = table[:8].reshape(2, 4, -1), cross < 0
    both[:, :2], both[:, 2:] = from_eye, ends.reshape(2, 2, -1)
    both[:] = np.where(turned, both[::-1], both)
    np.subtract(table[4:6], table[0:2], out=table[8:10])
    np.abs(cross, out=table[10])
    table[11] = _nearest(table[0:2], table[8:10])
    table[12], last = in_bins(both[:, 0], both[:, 1], bins)
    last[last < table[12]] += bins
    table[13] = last
    return Rows(index, eye, table, bins)


def _lengths(x: Floats, y: Floats) -> Floats:
    return np.asarray(np.sqrt(x * x + y * y))


def _nearest(a: Floats, d: Floats) -> Floats:
    """Least distance of each piece from the eye."""
    along = -(a[0] * d[0] + a[1] * d[1]) / (d[0] * d[0] + d[1] * d[1])
    at = a + np.minimum(np.maximum(along, 0.0), 1.0) * d
    return _lengths(at[0], at[1])


def in_bins(x: Floats, y: Floats, bins: int) -> Floats:
    """Direction as a number in [0, bins), growing counter-clockwise from -x. Not the angle but where the
    ray leaves the diamond |x| + |y| = 1, which orders directions alike and costs one division."""
    turn = x / (np.abs(x) + np.abs(y))
    np.subtract(1.0, turn, out=turn)
    np.copysign(turn, y, out=turn)
    turn += 2.0
    turn *= bins / 4
    turn[turn >= bins] = 0.0
    return np.asarray(turn)


@cache
def edges_of(bins: int) -> tuple[Floats, Floats]:
    """Unit vectors of the bins' edges, the last equal to the first."""
    turn = np.arange(bins + 1) * (4 / bins) - 2.0
    x = 1.0 - np.abs(turn)
    y = np.copysign(1.0 - np.abs(x), turn)
    y[-1] = y[0]
    length = np.hypot(x, y)
    x, y = x / length, y / length
    x.flags.writeable = y.flags.writeable = False
    return x, y
