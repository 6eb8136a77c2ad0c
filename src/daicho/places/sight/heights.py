"""2.5D: between which scales about the eye a wall with a bottom and a top casts its shadow.

The line from the eye (height z_e) to a target (height z_t) that lies m >= 1 times as far away as the
wall passes the wall at z_e + (z_t - z_e) / m; it is blocked iff bottom <= that height < top. Solved
for m this gives one interval [near, far] a wall: the shadow of a wall is the wall's image scaled by
near, drawn out to its image scaled by far.
"""

from dataclasses import dataclass

import numpy as np

from daicho.places.sight.scene import Floats, Ints, Walls


@dataclass(frozen=True, slots=True)
class Some:
    """Walls of one kind: index, ends on the floor (x and y of the start, then of the end; shape (4, n)),
    middles (2, n), half lengths, and from which scale about the eye to which they cast their shadow."""

    wall: Ints
    ends: Floats
    middle: Floats
    half: Floats
    near: Floats
    far: Floats

    def __len__(self) -> int:
        return len(self.wall)


@dataclass(frozen=True, slots=True)
class Shade:
    """The walls that hide something from eyes at one height, sorted out once for all of them: those whose
    shadow has no end, and those with a finite one."""

    full: Some
    low: Some


def shade_of(walls: Walls, z_eye: float, z_target: float) -> Shade:
    near, far = shadow_scales(walls.bottom, walls.top, z_eye, z_target)
    ends = np.empty((4, len(walls)))
    ends[:2], ends[2:] = walls.start.T, walls.end.T
    endless = far == np.inf
    full = (endless & (near < np.inf)).nonzero()[0]
    low = (~endless & (near < far)).nonzero()[0]
    return Shade(*(_some(index, ends, near, far) for index in (full, low)))


def _some(wall: Ints, ends: Floats, near: Floats, far: Floats) -> Some:
    if not len(wall):
        return Some(wall, ends[:, :0], ends[:2, :0], near[:0], near[:0], far[:0])
    if len(wall) < len(near):
        ends, near, far = ends.take(wall, axis=1), near[wall], far[wall]
    half = ends[2:] - ends[:2]
    half /= 2
    middle = ends[:2] + half
    half *= half
    return Some(wall, ends, middle, np.sqrt(half[0] + half[1]), near, far)


def shadow_scales(
    bottom: Floats, top: Floats, z_eye: float, z_target: float
) -> tuple[Floats, Floats]:
    """(near, far) per wall; far is inf for a full occluder; near >= far means no shadow at all."""
    if z_eye == z_target:
        blocks = (bottom <= z_eye) & (z_eye < top)
        return np.ones(len(top)), np.where(blocks, np.inf, 0.0)
    with np.errstate(divide="ignore"):
        if z_eye > z_target:
            return _looking_down(bottom, top, z_eye, z_target)
        return _looking_up(bottom, top, z_eye, z_target)


def _looking_down(
    bottom: Floats, top: Floats, z_eye: float, z_target: float
) -> tuple[Floats, Floats]:
    # The line rises from z_target at the wall's foot (m = 1) towards z_eye, which it never reaches.
    drop = z_eye - z_target
    near = np.where(bottom >= z_eye, np.inf, np.maximum(1.0, drop / np.abs(z_eye - bottom)))
    far = np.where(top >= z_eye, np.inf, drop / np.abs(z_eye - top))
    return near, far


def _looking_up(
    bottom: Floats, top: Floats, z_eye: float, z_target: float
) -> tuple[Floats, Floats]:
    # The line falls from z_target (m = 1) towards z_eye, which it never reaches.
    rise = z_target - z_eye
    near = np.where(top <= z_eye, np.inf, np.maximum(1.0, rise / np.abs(top - z_eye)))
    far = np.where(bottom <= z_eye, np.inf, rise / np.abs(bottom - z_eye))
    return near, far
