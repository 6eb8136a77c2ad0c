"""Wall pieces as the eyes see them: turned counter-clockwise, with angle and least distance."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from daicho.places.sight.scene import Flags, Floats, Ints

# Nearer than this to the line of a wall, in mm, the eye sees the wall edge-on: it hides nothing.
EDGE_ON = 1e-9


@dataclass(frozen=True, slots=True)
class Rows:
    """One row a wall and eye, relative to the eye; `a` comes before `b` counter-clockwise.

    `index` counts among the walls that the rows were made of.
    `first` and `last` are angles in bins: `first` in [0, bins), `last` >= `first`.
    """

    index: Ints
    eye: Ints
    ax: Floats
    ay: Floats
    bx: Floats
    by: Floats
    dx: Floats
    dy: Floats
    cross: Floats
    nearest: Floats
    first: Floats
    last: Floats
    bins: int

    def __len__(self) -> int:
        return len(self.eye)

    def and_also(self, more: "Rows") -> "Rows":
        """These rows, then the others of the same bins."""
        joined: dict[str, Any] = {
            name: np.concatenate((getattr(self, name), getattr(more, name))) for name in COLUMNS
        }
        return Rows(**joined, bins=self.bins)


COLUMNS = tuple(field.name for field in fields(Rows) if field.name != "bins")


def rows_of(eye: Ints, a: Floats, b: Floats, bins: int) -> Rows:
    """`a` and `b` of shape (2, n): ends relative to the eye `eye[i]`; walls seen edge-on are dropped."""
    cross = a[0] * b[1] - a[1] * b[0]
    length = np.hypot(b[0] - a[0], b[1] - a[1])
    keep = np.flatnonzero(np.abs(cross) > EDGE_ON * length)
    cross, length = cross[keep], length[keep]
    turned = cross < 0
    ax, bx = _ordered(a[0][keep], b[0][keep], turned)
    ay, by = _ordered(a[1][keep], b[1][keep], turned)
    cross = np.abs(cross)
    dx, dy = bx - ax, by - ay
    along = np.clip(-(ax * dx + ay * dy) / (length * length), 0.0, 1.0)
    nearest = np.hypot(ax + along * dx, ay + along * dy)
    first = in_bins(ax, ay, bins)
    last = in_bins(bx, by, bins)
    last = np.where(last < first, last + bins, last)
    return Rows(keep, eye[keep], ax, ay, bx, by, dx, dy, cross, nearest, first, last, bins)


def in_bins(x: Floats, y: Floats, bins: int) -> Floats:
    """Direction as a number in [0, bins), growing counter-clockwise from -x. Not the angle but where the
    ray leaves the diamond |x| + |y| = 1, which orders directions alike and costs one division."""
    side = y / (np.abs(x) + np.abs(y))
    turn = (np.where(x < 0, np.copysign(2.0, y) - side, side) + 2.0) * (bins / 4)
    return np.where(turn >= bins, 0.0, turn)


def edges_of(bins: int) -> tuple[Floats, Floats]:
    """Unit vectors of the bins' edges, the last equal to the first."""
    turn = np.arange(bins + 1) * (4 / bins) - 2.0
    x = 1.0 - np.abs(turn)
    y = np.copysign(1.0 - np.abs(x), turn)
    y[-1] = y[0]
    length = np.hypot(x, y)
    return x / length, y / length


def _ordered(a: Floats, b: Floats, turned: Flags) -> tuple[Floats, Floats]:
    return np.where(turned, b, a), np.where(turned, a, b)
