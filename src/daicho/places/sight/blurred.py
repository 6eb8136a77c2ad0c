"""What is seen from a place known only to within a distance: all that some point of it may see, or only
what every point of it sees.

Let q be hidden from the middle c by a wall whose ends keep farther than `blur` from the line c-q, and c
keep farther from the wall. Move the eye from c to any p within `blur`: every point of the moving line
stays within `blur` of c-q, so it never slips off an end, and p never passes through the wall: q is hidden
from p. So walls cut back to where lines through c pass their ends at that distance hide for all p what
they hide from c. Two walls that share an end and go off to either side of all these lines are one there.
In the same way walls lengthened by as much show from c only what every p sees. Walls from the ground are
reckoned with; where the target is higher than the eye a low wall hides only from its image outwards.
"""

from typing import NamedTuple

import numpy as np

from daicho.places.sight.cells import no_limit, touched_by, within
from daicho.places.sight.heights import shadow_scales
from daicho.places.sight.ragged import slices_of
from daicho.places.sight.rings import polygons_of
from daicho.places.sight.rows import EDGE_ON, Rows, rows_of
from daicho.places.sight.scene import Flags, Floats, Ints, Scene
from daicho.places.sight.shapes import Shapes
from daicho.places.sight.sweep import sweep

BINS = 64
# Middles times walls looked at together: bounds the memory.
PAIRS = 2_000_000
# Lengthened walls end here at the latest, in mm beyond their own end.
LONGEST = 1e5
# Chains of joints that come undone are followed so far.
ROUNDS = 6


class Blur(NamedTuple):
    """Heights of eye and target, how far is asked, and the distance in mm: > 0 for all that some point may
    see, < 0 for what every point sees."""

    z_eye: float
    z_target: float
    reach: float
    blur: float


def views_from(scene: Scene, middles: Floats, asked: Blur) -> Shapes:
    """One shape a middle (n, 2), within a square of half width `reach` about it."""
    found = [np.empty(0, dtype=object)]
    for part in slices_of(np.full(len(middles), len(scene.walls) + 4), PAIRS):
        found.append(_views(scene, middles[part], asked))
    return np.concatenate(found)


def _views(scene: Scene, middles: Floats, asked: Blur) -> Shapes:
    eye, start, end = _occluders(scene, middles, asked)
    box_eye, low, high = _boxes(middles, asked.reach)
    eye = np.concatenate((eye, box_eye))
    start, end = np.concatenate((start, low)), np.concatenate((end, high))
    rows = _rows(eye, middles, start, end)
    limit = no_limit(len(middles), BINS)
    touched = within(touched_by(rows, limit), limit)
    ring = sweep(rows, touched, middles.T)
    return polygons_of(ring.eye, ring.at, len(middles))


def _rows(eye: Ints, middles: Floats, start: Floats, end: Floats) -> Rows:
    return rows_of(eye, middles[eye].T, np.concatenate((start.T, end.T)), BINS)


def _boxes(middles: Floats, half: float) -> tuple[Ints, Floats, Floats]:
    corners = middles[:, None] + half * np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)])
    eye = np.repeat(np.arange(len(middles)), 4)
    return eye, corners.reshape(-1, 2), np.roll(corners, -1, axis=1).reshape(-1, 2)


def _occluders(scene: Scene, middles: Floats, asked: Blur) -> tuple[Ints, Floats, Floats]:
    """(middle, start, end) of each wall image, trimmed or lengthened."""
    walls, width = scene.walls, abs(asked.blur)
    near, far = shadow_scales(walls.bottom, walls.top, asked.z_eye, asked.z_target)
    hides = np.isinf(far) & np.isfinite(near)
    if asked.blur < 0:
        # Whatever hides anything may hide all of it.
        hides, near = near < far, np.ones(len(near))
    kept = np.flatnonzero(hides)
    middle = (walls.start[kept] + walls.end[kept]) / 2
    half = np.hypot(*(walls.end[kept] - walls.start[kept]).T) / 2
    away = np.hypot(*(middle - middles[:, None]).transpose(2, 0, 1)) - half
    eye, some = np.nonzero(away < asked.reach * np.sqrt(2))
    wall = kept[some]
    rows = _rows(eye, middles, walls.start[wall], walls.end[wall])
    eye, wall = eye[rows.index], wall[rows.index]
    if asked.blur < 0:
        return eye, *_placed(rows, middles[eye], *_lengthened(rows, width))
    distance = rows.cross / np.hypot(rows.dx, rows.dy)
    corners = _corners_of(scene, rows, wall)
    tall = near[wall] == 1.0
    a, b, real = _cut_back(rows, corners, tall, (width, distance > width))
    # From any p the image stands no farther than this from c.
    scale = near[wall] + (near[wall] - 1) * width / np.maximum(distance, EDGE_ON)
    start, end = _placed(rows, middles[eye], a * scale[:, None], b * scale[:, None])
    return eye[real], start[real], end[real]


def _placed(rows: Rows, origin: Floats, a: Floats, b: Floats) -> tuple[Floats, Floats]:
    return a + origin, b + origin


class Corners(NamedTuple):
    """Of each row the numbers of the places of `a` and `b`, different for every middle."""

    a: Ints
    b: Ints


def _corners_of(scene: Scene, rows: Rows, wall: Ints) -> Corners:
    ends = np.concatenate((scene.walls.start, scene.walls.end))
    places, number = np.unique(ends, axis=0, return_inverse=True)
    number = number.reshape(2, -1)
    start = scene.walls.start[wall]
    turned = (start[:, 0] != rows.px) | (start[:, 1] != rows.py)
    one, other = number[0][wall], number[1][wall]
    base = rows.eye * len(places)
    return Corners(base + np.where(turned, other, one), base + np.where(turned, one, other))


def _cut_back(
    rows: Rows, corners: Corners, tall: Flags, clear: tuple[float, Flags]
) -> tuple[Floats, Floats, Flags]:
    """Trimmed ends, and which walls are left, of those that keep farther than `clear[0]` from the middle.
    A joint holds only while both its walls are left."""
    width, real = clear
    for _ in range(ROUNDS):
        a, b, left = _trimmed(rows, width, *_joints(corners, tall & real))
        if (left | ~real).all():
            return a, b, real
        real = real & left
    none = np.zeros(len(rows), dtype=bool)
    a, b, left = _trimmed(rows, width, none, none)
    return a, b, real & left


def _joints(corners: Corners, firm: Flags) -> tuple[Flags, Flags]:
    """Ends (`a`, `b`) at which another wall goes on to the other side. Of full-height walls farther from
    the middle than it is blurred (`firm`) each keeps off every line of sight through the joint."""
    return (
        firm & np.isin(corners.a, corners.b[firm]),
        firm & np.isin(corners.b, corners.a[firm]),
    )


def _trimmed(
    rows: Rows, width: float, joint_a: Flags, joint_b: Flags
) -> tuple[Floats, Floats, Flags]:
    """Ends cut back, but at joints; and whether anything is left of the wall."""
    a, b = np.column_stack((rows.ax, rows.ay)), np.column_stack((rows.bx, rows.by))
    new_a = np.where(joint_a[:, None], a, _met(rows, _turned(a, width)))
    new_b = np.where(joint_b[:, None], b, _met(rows, _turned(b, -width)))
    d = b - a
    length = np.einsum("ij,ij->i", d, d)
    from_a = np.einsum("ij,ij->i", new_a - a, d) / length
    from_b = np.einsum("ij,ij->i", new_b - a, d) / length
    clear_a = joint_a | (np.hypot(*a.T) > width)
    clear_b = joint_b | (np.hypot(*b.T) > width)
    ordered = (from_a >= 0) & (from_a < from_b) & (from_b <= 1)
    return new_a, new_b, clear_a & clear_b & ordered


def _lengthened(rows: Rows, width: float) -> tuple[Floats, Floats]:
    """Ends drawn out so far that lines through the middle that miss them pass the true end at `width`."""
    a, b = np.column_stack((rows.ax, rows.ay)), np.column_stack((rows.bx, rows.by))
    d = (b - a) / np.hypot(rows.dx, rows.dy)[:, None]
    out_a = _along(_met(rows, _turned(a, -width)) - a, -d)
    out_b = _along(_met(rows, _turned(b, width)) - b, d)
    return a - d * out_a[:, None], b + d * out_b[:, None]


def _along(step: Floats, direction: Floats) -> Floats:
    """How far the step goes in the direction; as far as can be where it does not."""
    far = np.nan_to_num(np.einsum("ij,ij->i", step, direction), nan=LONGEST)
    return np.where((far > 0) & (far < LONGEST), far, LONGEST)


def _turned(end: Floats, width: float) -> Floats:
    """The direction counter-clockwise (clockwise for width < 0) in which a line from the middle passes
    the end at this distance."""
    distance = np.maximum(np.hypot(*end.T), EDGE_ON)
    sine = np.clip(width / distance, -1.0, 1.0)
    cosine = np.sqrt(1 - sine * sine)
    x, y = end.T
    return np.column_stack((x * cosine - y * sine, x * sine + y * cosine))


def _met(rows: Rows, direction: Floats) -> Floats:
    """Where lines from the middle meet the lines of the walls; NaN or behind where they do not."""
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = rows.cross / (direction[:, 0] * rows.dy - direction[:, 1] * rows.dx)
        return direction * np.where(scale > 0, scale, np.nan)[:, None]
