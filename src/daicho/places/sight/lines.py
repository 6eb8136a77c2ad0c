"""Whether a straight line from an eye to a target is free, decided exactly.

Everything is closed, the top of a wall apart (bottom <= height < top): a line that only touches the end
of a wall, or runs along it, is blocked, so that a seat counts as seen only when it is seen clearly.
Floating point decides what is clear; what rounding could turn is decided again in rational numbers.
"""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from daicho.places.sight.ragged import slices_of
from daicho.places.sight.scene import Eye, Flags, Floats, Ints, Spot, Walls

# Bounds the relative rounding error of a 2x2 determinant of differences, with room to spare.
ROUNDING = 1e-14
# Heights this near to a wall's bottom or top, in mm, are decided exactly.
LEVEL = 1e-6
# Lines times walls looked at together: bounds the memory.
PAIRS = 50_000


def blocking_walls(walls: Walls, eye: Spot, target: Spot) -> Ints:
    """Indices of the walls that block the line, the nearest to the eye first."""
    if len(walls) == 0:
        return np.empty(0, np.int64)
    along, blocked = _met_walls(walls, np.arange(len(walls)), [eye], [target])
    found = np.flatnonzero(blocked)
    return np.asarray(found[np.argsort(along[found], kind="stable")], dtype=np.int64)


def is_free(walls: Walls, eye: Spot, target: Spot) -> bool:
    return len(blocking_walls(walls, eye, target)) == 0


def free_lines(walls: Walls, eyes: Sequence[Eye], spots: Sequence[Spot]) -> Flags:
    """Which lines no wall blocks: shape (spots, eyes)."""
    return np.asarray(blocked_lines(walls, eyes, spots) == 0)


def blocked_lines(walls: Walls, eyes: Sequence[Eye], spots: Sequence[Spot]) -> Ints:
    """How many walls block each line: shape (spots, eyes)."""
    count = np.zeros(len(spots) * len(eyes), dtype=np.int64)
    if len(walls) == 0 or len(count) == 0:
        return count.reshape(len(spots), len(eyes))
    targets = np.repeat(np.array(spots, dtype=float).reshape(-1, 3), len(eyes), axis=0)
    places = np.tile([(eye.x, eye.y, eye.z) for eye in eyes], (len(spots), 1))
    for part in slices_of(np.full(len(count), len(walls)), PAIRS):
        line, wall = _perhaps_met(walls, places[part], targets[part])
        line += part.start
        _, blocked = _met_walls(walls, wall, places[line], targets[line])
        np.add.at(count, line[blocked], 1)
    return count.reshape(len(spots), len(eyes))


def _perhaps_met(walls: Walls, places: Floats, targets: Floats) -> tuple[Ints, Ints]:
    """(line, wall) for which the straight line through place and target may meet the wall."""
    dx, dy = (targets - places)[:, :2].T
    size = max(np.abs(part[:, :2]).max() for part in (walls.start, walls.end, places, targets))
    doubt = 16 * ROUNDING * size * size
    own = (dx * places[:, 1] - dy * places[:, 0])[:, None]
    side_a = np.outer(dx, walls.start[:, 1]) - np.outer(dy, walls.start[:, 0]) - own
    side_b = np.outer(dx, walls.end[:, 1]) - np.outer(dy, walls.end[:, 0]) - own
    low, high = np.minimum(side_a, side_b), np.maximum(side_a, side_b)
    line, wall = np.nonzero((low <= doubt) & (high >= -doubt))
    return line, wall


def _met_walls(
    walls: Walls, chosen: Ints, eyes: Sequence[Spot] | Floats, targets: Sequence[Spot] | Floats
) -> tuple[Floats, Flags]:
    """Where along its line each chosen wall is met, and whether it blocks; one line a wall, or one for
    all (shape (1, 3))."""
    e, t = np.array(eyes, dtype=float), np.array(targets, dtype=float)
    some = walls.only(chosen)
    along, blocked, doubtful = _by_floats(some, e, t)
    for index in np.flatnonzero(doubtful):
        eye, target = (line[index % len(line)].tolist() for line in (e, t))
        blocked[index] = blocks_exactly(some, int(index), eye, target)
    return along, blocked


def _by_floats(walls: Walls, e: Floats, t: Floats) -> tuple[Floats, Flags, Flags]:
    """Where along the line each wall is met, whether it blocks, and whether rounding could matter."""
    d, wall = (t - e)[:, :2], walls.end - walls.start
    e2, t2 = e[:, :2], t[:, :2]
    start_side, start_sure = _side(d, walls.start - e2)
    end_side, end_sure = _side(d, walls.end - e2)
    eye_side, eye_sure = _side(wall, e2 - walls.start)
    target_side, target_sure = _side(wall, t2 - walls.start)
    apart = start_sure & end_sure & (start_side * end_side > 0)
    apart |= eye_sure & target_sure & (eye_side * target_side > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        along = np.nan_to_num(eye_side / (eye_side - target_side), posinf=0.0, neginf=0.0)
    height = e[:, 2] + along * (t[:, 2] - e[:, 2])
    blocked = ~apart & (walls.bottom <= height) & (height < walls.top)
    level = np.abs(height - walls.bottom) < LEVEL
    level |= np.abs(height - walls.top) < LEVEL
    sure = start_sure & end_sure & eye_sure & target_sure & ~level
    return along, blocked, ~apart & ~sure


def _side(d: Floats, to: Floats) -> tuple[Floats, Flags]:
    one, other = d[:, 0] * to[:, 1], d[:, 1] * to[:, 0]
    side = one - other
    return side, np.abs(side) > ROUNDING * (np.abs(one) + np.abs(other))


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
