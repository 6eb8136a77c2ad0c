"""Wall pieces as the eyes see them: turned counter-clockwise, with angle and least distance."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from daicho.places.sight.scene import Floats, Ints

# Nearer than this to the line of a wall, in mm, the eye sees the wall edge-on: it hides nothing.
EDGE_ON = 1e-9


@dataclass(frozen=True, slots=True)
class Rows:
    """One row a wall and eye, relative to the eye; `a` comes before `b` counter-clockwise.

    `px, py` and `qx, qy` are the places of `a` and `b` on the floor, to the last bit those of the wall
    where its own ends are meant: so that what two eyes see of one wall has the same corners.
    `index` counts among the walls that the rows were made of.
    `first` and `last` are angles in bins: `first` in [0, bins), `last` >= `first`.
    """

    index: Ints
    eye: Ints
    ax: Floats
    ay: Floats
    bx: Floats
    by: Floats
    px: Floats
    py: Floats
    qx: Floats
    qy: Floats
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


def rows_of(eye: Ints, origin: Floats, start: Floats, end: Floats, bins: int) -> Rows:
    """Rows of walls from `start` to `end` on the floor, seen by eyes `eye[i]` at `origin[i]`; all of shape
    (n, 2). Walls seen edge-on are dropped."""
    a, b = (start - origin).T, (end - origin).T
    cross = a[0] * b[1] - a[1] * b[0]
    length = np.hypot(b[0] - a[0], b[1] - a[1])
    keep = np.flatnonzero(np.abs(cross) > EDGE_ON * length)
    cross, length = cross[keep], length[keep]
    one, other = np.vstack((a, start.T))[:, keep], np.vstack((b, end.T))[:, keep]
    turned = cross < 0
    (ax, ay, px, py), (bx, by, qx, qy) = (
        np.where(turned, other, one),
        np.where(turned, one, other),
    )
    dx, dy = bx - ax, by - ay
    cross = np.abs(cross)
    along = np.clip(-(ax * dx + ay * dy) / (length * length), 0.0, 1.0)
    nearest = np.hypot(ax + along * dx, ay + along * dy)
    first, last = in_bins(ax, ay, bins), in_bins(bx, by, bins)
    last = np.where(last < first, last + bins, last)
    return Rows(
        keep, eye[keep], ax, ay, bx, by, px, py, qx, qy, dx, dy, cross, nearest, first, last, bins
    )  # fmt: skip


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
