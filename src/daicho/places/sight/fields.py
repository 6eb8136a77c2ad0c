"""What an eye's field of view and reach leave of the plane: as a polygon, and as a yes or no."""

import math

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from daicho.places.sight.scene import Eye, Point

# A full circle becomes this many chords on a radius that gives the polygon the circle's exact area;
# a part of the circle is then off by less than 1e-7 of it.
CHORDS = 512
# Degrees and millimetres by which a point on the very edge of the field still counts as inside.
EDGE = 1e-9


def field_of(eye: Eye, far: float) -> BaseGeometry | None:
    """The sector the eye may see, None when that is everything; without a reach it is drawn to `far`."""
    if not has_field(eye):
        return None
    radius = far if eye.reach is None else eye.reach
    steps = max(2, math.ceil(CHORDS * eye.fov / 360))
    step = math.radians(eye.fov) / steps
    radius *= math.sqrt(step / math.sin(step))
    begin = math.radians(eye.facing - eye.fov / 2)
    angles = begin + step * np.arange(steps + (eye.fov < 360))
    arc = np.column_stack((eye.x + radius * np.cos(angles), eye.y + radius * np.sin(angles)))
    apex = [(eye.x, eye.y)] if eye.fov < 360 else []
    return shapely.Polygon([*apex, *arc.tolist()])


def has_field(eye: Eye) -> bool:
    """Whether there is anything that the eye may not see where nothing stands in the way."""
    return eye.reach is not None or eye.fov < 360


def in_field(eye: Eye, target: Point) -> bool:
    return in_reach(eye, target) and in_view(eye, target)


def in_reach(eye: Eye, target: Point) -> bool:
    distance = math.hypot(target[0] - eye.x, target[1] - eye.y)
    return eye.reach is None or distance <= eye.reach + EDGE


def in_view(eye: Eye, target: Point) -> bool:
    """Within the field of view in plan; straight above or below the eye everything is in view."""
    dx, dy = target[0] - eye.x, target[1] - eye.y
    if eye.fov >= 360 or (dx == 0 and dy == 0):
        return True
    off = math.degrees(math.atan2(dy, dx)) - eye.facing
    return abs(math.remainder(off, 360.0)) <= eye.fov / 2 + EDGE
