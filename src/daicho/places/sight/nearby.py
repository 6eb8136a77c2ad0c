"""Which full occluders can matter to an eye: the near ones first, then only those not behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from daicho.places.sight.cells import (
    NEAR_EDGE,
    ROUNDED,
    Farthest,
    Touched,
    distances,
    no_limit,
    touched_by,
    within,
)
from daicho.places.sight.heights import Shade, Some
from daicho.places.sight.rows import Rows, in_bins, rows_of
from daicho.places.sight.scene import Flags, Floats, Ints, Scene
from daicho.places.sight.shadows import Casts

# Walls that an eye looks at first, were they spread evenly, and by how much each next look reaches farther.
FIRST, FARTHER = 25.0, 5.0
# The first look reaches so far at least, in mm, or on a floor without an area it would never get farther.
LEAST = 100.0
# Walls times eyes gone through at once: what the processor keeps at hand.
AT_HAND = 8_192


@dataclass(frozen=True, slots=True)
class Sight:
    """What may be seen: rows of full occluders, the cells they lie in, and how far can be seen at most in each
    cell, inf where nothing stands in the way."""

    rows: Rows
    touched: Touched
    limit: Floats


class Lookers(NamedTuple):
    """Eyes of one height, and the walls as they are for them."""

    eyes: Ints
    shade: Shade


class Gaps(NamedTuple):
    """Eyes, their full occluders, and the squared distances (eyes, walls) of the walls' middles."""

    eyes: Ints
    walls: Some
    squared: Floats


class Chosen(NamedTuple):
    """Walls of eyes: the eye, where it stands (2, n), and the ends (4, n) of the wall's image."""

    eye: Ints
    at: Floats
    ends: Floats


def in_sight(
    scene: Scene, lookers: Sequence[Lookers], origin: Floats, box: Floats, bins: int
) -> Sight:
    """Every full occluder that may be seen from the eyes at `origin` (2, eyes), the `box` (min x, min y, max
    x, max y; shape (4, eyes)) that closes each eye's ring included. Each look reaches farther than the one
    before, as long as some eye sees farther, and leaves out what the walls found before hide."""
    reach = _first_look(scene, lookers)
    limit = no_limit(origin.shape[1], bins)
    gaps = [_gaps(group, origin) for group in lookers]
    near = [_near(gap, origin, reach) for gap in gaps]
    rows = rows_of(*_joined([_sides(box, origin), *near]), bins)
    touched = touched_by(rows, limit)
    corner = _farthest_corner(box, origin)[:, None]
    while (bounded := np.minimum(distances(limit).reshape(-1, bins), corner)).max() > reach:
        within_before, reach = reach, reach * FARTHER
        table = Farthest(bounded)
        found = _joined([_far(gap, origin, (within_before, reach), table) for gap in gaps])
        if len(found.eye):
            more = rows_of(*found, bins)
            touched = touched.and_also(touched_by(more, limit), len(rows))
            rows = rows.and_also(more)
    return Sight(rows, within(touched, limit), distances(limit))


def _farthest_corner(box: Floats, origin: Floats) -> Floats:
    """A distance from each eye beyond which its box has nothing."""
    side = np.maximum(origin - box[:2], box[2:] - origin)
    return np.asarray(np.sqrt(side[0] ** 2 + side[1] ** 2) * ROUNDED)


def _first_look(scene: Scene, lookers: Sequence[Lookers]) -> float:
    """The radius of the circle in which `FIRST` walls stand, were they spread evenly."""
    most = max((len(group.shade.full) for group in lookers), default=0)
    if most < 2 * FIRST:
        return float("inf")
    x0, y0, x1, y1 = scene.bounds
    return max(LEAST, float(np.sqrt((x1 - x0) * (y1 - y0) * FIRST / (most * np.pi))))


def _gaps(group: Lookers, origin: Floats) -> Gaps:
    eyes, walls = group.eyes, group.shade.full
    squared = np.empty((len(eyes), len(walls)))
    size = min(len(eyes), max(1, AT_HAND // max(1, len(walls))))
    scratch = np.empty((2, size, len(walls)))
    for at in range(0, len(eyes), size):
        some = eyes[at : at + size]
        way = scratch[:, : len(some)]
        np.subtract(walls.middle[:, None], origin[:, some, None], out=way)
        np.multiply(way, way, out=way)
        np.add(way[0], way[1], out=squared[at : at + size])
    return Gaps(eyes, walls, squared)


def _near(gap: Gaps, origin: Floats, reach: float) -> Chosen:
    """The walls that may stand no farther away than `reach`."""
    eye, wall, _ = _where(gap, gap.squared <= (gap.walls.half + reach) ** 2)
    return _chosen(gap, eye, wall, origin)


def _where(gap: Gaps, wanted: Flags) -> tuple[Ints, Ints, Ints]:
    """Eyes and walls, and their places in the flattened table."""
    place, many = wanted.reshape(-1).nonzero()[0], len(gap.walls)
    rows = np.arange(len(gap.eyes) + 1) * many
    after = place.searchsorted(rows)
    count = after[1:] - after[:-1]
    return gap.eyes.repeat(count), place - rows[:-1].repeat(count), place


def _chosen(gap: Gaps, eye: Ints, wall: Ints, origin: Floats) -> Chosen:
    at, scale = origin.take(eye, axis=1), gap.walls.near.take(wall)
    ends = gap.walls.ends.take(wall, axis=1)
    images = (scale != 1.0).nonzero()[0]
    if len(images):
        about = np.concatenate((at[:, images], at[:, images]))
        ends[:, images] = about + (ends[:, images] - about) * scale[images]
    return Chosen(eye, at, ends)


def _joined(found: Sequence[Chosen]) -> Chosen:
    if len(found) == 1:
        return found[0]
    eye = np.concatenate([some.eye for some in found])
    at, ends = (
        np.concatenate(column, axis=1)
        for column in zip(*((some.at, some.ends) for some in found), strict=True)
    )
    return Chosen(eye, at, ends)


def _sides(box: Floats, origin: Floats) -> Chosen:
    """The sides of the boxes, counter-clockwise."""
    eye = np.repeat(np.arange(origin.shape[1]), 4)
    ends = box[_SIDES].transpose(0, 2, 1).reshape(4, -1)
    return Chosen(eye, origin.take(eye, axis=1), ends)


# Of the box (min x, min y, max x, max y) by side: x and y of the start, then of the end.
_SIDES = np.array(((2, 0, 0, 2), (3, 3, 1, 1), (0, 0, 2, 2), (3, 1, 1, 3)))


def _far(gap: Gaps, origin: Floats, ring: tuple[float, float], table: Farthest) -> Chosen:
    """The walls between two distances that those found before may not hide."""
    (eyes, walls, squared), (inner, outer) = gap, ring
    farthest = np.minimum(table.of_eye.take(eyes) * ROUNDED, outer)
    seeing = (farthest > inner).nonzero()[0]
    if len(seeing) < len(eyes):
        gap = Gaps(eyes[seeing], walls, squared[seeing])
    up_to = walls.half + farthest[seeing, None]
    up_to *= up_to
    wanted = gap.squared <= up_to
    wanted &= gap.squared > (walls.half + inner) ** 2
    eye, wall, place = _where(gap, wanted)
    half, distance = walls.half.take(wall), np.sqrt(gap.squared.reshape(-1).take(place))
    x, y = walls.middle.take(wall, axis=1) - origin.take(eye, axis=1)
    open_to = _open_to(table, eye, in_bins(x, y, table.bins), half / distance)
    kept = (distance - half <= open_to * ROUNDED).nonzero()[0]
    return _chosen(gap, eye.take(kept), wall.take(kept), origin)


def _open_to(table: Farthest, eye: Ints, turn: Floats, slender: Floats) -> Floats:
    """How far can be seen in any direction of a disc about a wall, in the direction `turn` from the eye;
    `slender` (< 1) is its radius in parts of its distance."""
    bins = table.bins
    # asin(s) <= s pi/2, and a quarter of the diamond's turn is at most one radian's worth.
    half = slender * (np.pi / 2 * bins / 4) + NEAR_EDGE
    # One turn on, for no number to be negative: what is cut off then is the floor.
    turn += bins
    low, count = (turn - half).astype(np.int64), (turn + half).astype(np.int64)
    count -= low
    count += 1
    return table.between(eye, low, count)


def casts_of(lookers: Sequence[Lookers], origin: Floats, limit: Floats) -> Casts:
    """The walls whose finite shadows may begin nearer to the eye than its farthest full occluder."""
    bins = len(limit) // origin.shape[1]
    farthest = limit.reshape(-1, bins).max(axis=1)
    found = []
    for eyes, shade in lookers:
        low = shade.low
        x, y = low.middle[:, None] - origin[:, eyes, None]
        begins = (np.sqrt(x * x + y * y) - low.half) * low.near
        which, wall = np.nonzero(begins < farthest[eyes, None])
        found.append((eyes[which], low.ends[:, wall], low.near[wall], low.far[wall]))
    eye, near, far = (np.concatenate([some[part] for some in found]) for part in (0, 2, 3))
    order = np.argsort(eye, kind="stable")
    eye, ends = eye[order], np.concatenate([some[1] for some in found], axis=1)[:, order]
    rows = rows_of(eye, origin.take(eye, axis=1), ends, bins)
    kept = order[rows.index]
    return Casts(rows, near[kept], far[kept])
