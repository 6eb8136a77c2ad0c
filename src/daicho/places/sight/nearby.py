"""Which full occluders can matter to an eye: the near ones first, then only those not behind them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from daicho.places.sight.heights import Shade
from daicho.places.sight.rows import Rows, rows_of
from daicho.places.sight.scene import Eye, Floats, Ints, Scene
from daicho.places.sight.shadows import Casts
from daicho.places.sight.sweep import reach_per_cell

# Walls that an eye looks at first; below twice as many the first look costs more than it spares.
FIRST = 400.0


@dataclass(frozen=True, slots=True)
class Gaps:
    """One eye's full occluders: index, image scale, and a distance they are no nearer than."""

    eye: Eye
    wall: Ints
    scale: Floats
    distance: Floats


def rows_in_sight(
    scene: Scene, eyes: Sequence[Eye], shades: Sequence[Shade], box: Floats, bins: int
) -> tuple[Rows, Floats]:
    """Rows of every full occluder that may be seen, the `box` (min x, min y, max x, max y) that closes
    each eye's ring included, and how far can be seen at most in each cell (see `reach_per_cell`)."""
    first = _first_look(scene, shades)
    origin = np.array([(eye.x, eye.y) for eye in eyes])
    size = np.abs(box - np.tile(origin, 2))
    reach = np.hypot(size[:, ::2].max(axis=1), size[:, 1::2].max(axis=1))
    gaps = [_gaps(eye, shade) for eye, shade in zip(eyes, shades, strict=True)]
    boxes = _boxes(box, origin, bins)
    near = [np.flatnonzero(g.distance <= min(first, r)) for g, r in zip(gaps, reach, strict=True)]
    rows = boxes.and_also(_rows(scene, gaps, near, bins))
    limit = reach_per_cell(rows, len(eyes))
    seen_to = np.minimum(reach, limit.reshape(len(eyes), bins).max(axis=1) * (1 + 1e-12))
    rest = [
        np.flatnonzero((g.distance > first) & (g.distance <= r))
        for g, r in zip(gaps, seen_to, strict=True)
    ]
    more = _rows(scene, gaps, rest, bins)
    return rows.and_also(more), np.minimum(limit, reach_per_cell(more, len(eyes)))


def _first_look(scene: Scene, shades: Sequence[Shade]) -> float:
    """The radius of the circle in which `FIRST` walls stand, were they spread evenly."""
    most = max((len(shade.full) for shade in shades), default=0)
    if most < 2 * FIRST:
        return float("inf")
    x0, y0, x1, y1 = scene.bounds
    return float(np.sqrt((x1 - x0) * (y1 - y0) * FIRST / (most * np.pi)))


def _gaps(eye: Eye, shade: Shade) -> Gaps:
    # An image scaled by more than 1 stands farther away than its wall.
    return Gaps(eye, shade.full, shade.scale, away(eye, shade.full_middle, shade.full_half))


def away(eye: Eye, middle: Floats, half: Floats) -> Floats:
    """A distance that walls with these middles and half lengths are no nearer than; it may be < 0."""
    x, y = middle[:, 0] - eye.x, middle[:, 1] - eye.y
    return np.asarray(np.sqrt(x * x + y * y) - half)


def _rows(scene: Scene, gaps: Sequence[Gaps], chosen: Sequence[Ints], bins: int) -> Rows:
    counts = [len(some) for some in chosen]
    eye_of = np.repeat(np.arange(len(gaps)), counts)
    origin = np.repeat([(gap.eye.x, gap.eye.y) for gap in gaps], counts, axis=0)
    pairs = list(zip(gaps, chosen, strict=True))
    wall = np.concatenate([gap.wall[some] for gap, some in pairs])
    scale = np.concatenate([gap.scale[some] for gap, some in pairs])
    start, end = scene.walls.start[wall], scene.walls.end[wall]
    images = np.flatnonzero(scale != 1.0)
    at, by = origin[images], scale[images, None]
    start[images] = at + (start[images] - at) * by
    end[images] = at + (end[images] - at) * by
    return rows_of(eye_of, origin, start, end, bins)


def casts_of(scene: Scene, eyes: Sequence[Eye], shades: Sequence[Shade], limit: Floats) -> Casts:
    """The walls whose finite shadows may begin nearer to the eye than its farthest full occluder."""
    bins = len(limit) // len(eyes)
    seen_to = limit.reshape(len(eyes), bins).max(axis=1)
    eye_of, near, far, walls = [], [], [], []
    for index, (eye, shade) in enumerate(zip(eyes, shades, strict=True)):
        from_eye = away(eye, shade.low_middle, shade.low_half) * shade.near
        kept = from_eye < seen_to[index]
        eye_of.append(np.full(int(kept.sum()), index))
        walls.append(shade.low[kept])
        near.append(shade.near[kept])
        far.append(shade.far[kept])
    owner, wall = np.concatenate(eye_of), np.concatenate(walls)
    origin = np.array([(eye.x, eye.y) for eye in eyes])[owner]
    rows = rows_of(owner, origin, scene.walls.start[wall], scene.walls.end[wall], bins)
    return Casts(rows, np.concatenate(near)[rows.index], np.concatenate(far)[rows.index])


def _boxes(box: Floats, origin: Floats, bins: int) -> Rows:
    x0, y0, x1, y1 = box.T
    corner = np.stack(((x1, y1), (x0, y1), (x0, y0), (x1, y0))).transpose(2, 0, 1)
    eye = np.repeat(np.arange(len(box)), 4)
    following = np.roll(corner, -1, axis=1).reshape(-1, 2)
    return rows_of(eye, origin[eye], corner.reshape(-1, 2), following, bins)
