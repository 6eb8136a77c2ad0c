"""Whether a straight line from an eye to a target is free, decided exactly.

Everything is closed, the top of a wall apart (bottom <= height < top): a line that only touches the end
of a wall, or runs along it, is blocked, so that a seat counts as seen only when it is seen clearly.
Floating point decides what is clear; what rounding could turn is decided again in rational numbers.
"""

from fractions import Fraction

import numpy as np

from daicho.places.sight.scene import Flags, Floats, Ints, Spot, Walls

# Bounds the relative rounding error of a 2x2 determinant of differences, with room to spare.
ROUNDING = 1e-14
# Heights this near to a wall's bottom or top, in mm, are decided exactly.
LEVEL = 1e-6


def blocking_walls(walls: Walls, eye: Spot, target: Spot) -> Ints:
    """Indices of the walls that block the line, the nearest to the eye first."""
    if len(walls) == 0:
        return np.empty(0, np.int64)
    along, blocked, doubtful = _by_floats(walls, eye, target)
    for index in np.flatnonzero(doubtful):
        blocked[index] = blocks_exactly(walls, int(index), eye, target)
    found = np.flatnonzero(blocked)
    return np.asarray(found[np.argsort(along[found], kind="stable")], dtype=np.int64)


def is_free(walls: Walls, eye: Spot, target: Spot) -> bool:
    return len(blocking_walls(walls, eye, target)) == 0


def _by_floats(walls: Walls, eye: Spot, target: Spot) -> tuple[Floats, Flags, Flags]:
    """Where along the line each wall is met, whether it blocks, and whether rounding could matter."""
    e, t = np.array(eye[:2]), np.array(target[:2])
    d, wall = t - e, walls.end - walls.start
    start_side, start_sure = _side(d[0], d[1], walls.start - e)
    end_side, end_sure = _side(d[0], d[1], walls.end - e)
    eye_side, eye_sure = _side(wall[:, 0], wall[:, 1], e - walls.start)
    target_side, target_sure = _side(wall[:, 0], wall[:, 1], t - walls.start)
    apart = start_sure & end_sure & (start_side * end_side > 0)
    apart |= eye_sure & target_sure & (eye_side * target_side > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        along = np.nan_to_num(eye_side / (eye_side - target_side), posinf=0.0, neginf=0.0)
    height = eye[2] + along * (target[2] - eye[2])
    blocked = ~apart & (walls.bottom <= height) & (height < walls.top)
    level = np.abs(height - walls.bottom) < LEVEL
    level |= np.abs(height - walls.top) < LEVEL
    sure = start_sure & end_sure & eye_sure & target_sure & ~level
    return along, blocked, ~apart & ~sure


def _side(dx: Floats, dy: Floats, to: Floats) -> tuple[Floats, Flags]:
    side = dx * to[:, 1] - dy * to[:, 0]
    size = np.abs(dx * to[:, 1]) + np.abs(dy * to[:, 0])
    return side, np.abs(side) > ROUNDING * size


def blocks_exactly(walls: Walls, index: int, eye: Spot, target: Spot) -> bool:
    """The same question for one wall in rational numbers."""
    ex, ey, ez = (Fraction(c) for c in eye)
    tx, ty, tz = (Fraction(c) for c in target)
    a = tuple(Fraction(c) for c in walls.start[index].tolist())
    b = tuple(Fraction(c) for c in walls.end[index].tolist())
    met = _met(a, b, (ex, ey), (tx, ty))
    if met is None:
        return False
    low, high = sorted(ez + m * (tz - ez) for m in met)
    return high >= Fraction(float(walls.bottom[index])) and low < Fraction(float(walls.top[index]))


Exact = tuple[Fraction, ...]


def _met(a: Exact, b: Exact, eye: Exact, target: Exact) -> tuple[Fraction, Fraction] | None:
    """The part of the line, as two numbers in [0, 1], that lies on the wall in plan."""
    d, w = _from(eye, target), _from(a, b)
    slant = _cross(d, w)
    if slant != 0:
        along = _cross(_from(eye, a), w) / slant
        across = _cross(_from(eye, a), d) / slant
        return (along, along) if 0 <= along <= 1 and 0 <= across <= 1 else None
    if _cross(w, _from(a, eye)) != 0:
        return None
    return _overlap_along(a, b, eye, d)


def _overlap_along(a: Exact, b: Exact, eye: Exact, d: Exact) -> tuple[Fraction, Fraction] | None:
    length = _dot(d, d)
    if length == 0:
        # The target stands straight above or below the eye: on the wall's line, perhaps on the wall.
        on_wall = _dot(_from(eye, a), _from(eye, b)) <= 0
        return (Fraction(0), Fraction(1)) if on_wall else None
    low, high = sorted((_dot(_from(eye, a), d) / length, _dot(_from(eye, b), d) / length))
    low, high = max(low, Fraction(0)), min(high, Fraction(1))
    return (low, high) if low <= high else None


def _from(a: Exact, b: Exact) -> Exact:
    return (b[0] - a[0], b[1] - a[1])


def _cross(a: Exact, b: Exact) -> Fraction:
    return a[0] * b[1] - a[1] * b[0]


def _dot(a: Exact, b: Exact) -> Fraction:
    return a[0] * b[0] + a[1] * b[1]
