"""Wall pieces as the eyes see them: turned counter-clockwise, with angle and least distance."""

from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np

from daicho.places.sight.scene import Flags, Floats, Ints

# Nearer than this to the line of a wall, in mm, the eye sees the wall edge-on: it hides nothing.
EDGE_ON = 1e-9


@dataclass(frozen=True, slots=True)
class Rows:
    """One row a wall and eye, relative to the eye; `a` comes before `b` counter-clockwise.

    `first` and `last` are angles in bins: `first` in [0, bins), `last` >= `first`.
    """

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

    def within(self, reach: Floats) -> Self:
        """Without the rows that lie wholly beyond `reach`, one distance an eye."""
        keep = self.nearest <= reach[self.eye]
        columns = {
            field.name: getattr(self, field.name)[keep]
            for field in fields(self)
            if field.name != "bins"
        }
        return replace(self, **columns)


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
    return Rows(eye[keep], ax, ay, bx, by, dx, dy, cross, nearest, first, last, bins)


def in_bins(x: Floats, y: Floats, bins: int) -> Floats:
    """Direction as a number in [0, bins)."""
    turn = (np.arctan2(y, x) + np.pi) * (bins / (2 * np.pi))
    return np.where(turn >= bins, 0.0, turn)


def edges_of(bins: int) -> tuple[Floats, Floats]:
    """Unit vectors of the bins' edges, the last equal to the first."""
    angle = np.arange(bins + 1) * (2 * np.pi / bins) - np.pi
    angle[-1] = angle[0]
    return np.cos(angle), np.sin(angle)


def _ordered(a: Floats, b: Floats, turned: Flags) -> tuple[Floats, Floats]:
    return np.where(turned, b, a), np.where(turned, a, b)
