"""Screen exposure: from where in public space a screen can be read.

Sight is symmetric: a point sees a part of the screen exactly where that part would see the point. So
one region each from the screen's left, centre and right, within the reading disc. The disc touches the
screen at its centre and lies along its normal: its diameter is the reading distance straight ahead, and
towards the sides the distance shrinks with the cosine, as the screen's apparent width does.
"""

import math
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from daicho.places.sight.fields import field_of
from daicho.places.sight.lines import is_free
from daicho.places.sight.regions import seen_regions
from daicho.places.sight.scene import Eye, Scene
from daicho.places.sight.shapes import overlap, together


@dataclass(frozen=True, slots=True)
class Screen:
    """Centre and height in mm, the normal's direction in degrees, width in mm."""

    x: float
    y: float
    z: float
    facing: float
    width: float


def readable_region(
    scene: Scene, screen: Screen, *, public_eye: float, reach: float, half_angle: float
) -> BaseGeometry:
    """Where an eye at height `public_eye` reads some part of the screen, walls considered; mm."""
    field = reading_field(screen, reach, half_angle)
    eyes = [Eye(x, y, screen.z, reach=reach + screen.width) for x, y in _points_of(scene, screen)]
    seen = [overlap(region, field) for region in seen_regions(scene, eyes, public_eye)]
    return together(seen)


def reading_field(screen: Screen, reach: float, half_angle: float) -> BaseGeometry:
    """The reading disc within `half_angle` degrees of the normal, walls not considered."""
    angle = math.radians(screen.facing)
    centre_x = screen.x + reach / 2 * math.cos(angle)
    centre_y = screen.y + reach / 2 * math.sin(angle)
    disc = field_of(Eye(centre_x, centre_y, screen.z, reach=reach / 2), reach)
    cone = field_of(
        Eye(screen.x, screen.y, screen.z, facing=screen.facing, fov=2 * half_angle), 2 * reach
    )
    shape = shapely.Polygon() if disc is None else disc
    return shape if cone is None else overlap(shape, cone)


def _points_of(scene: Scene, screen: Screen) -> list[tuple[float, float]]:
    """Left, centre and right; an end that a wall cuts off from the centre stands behind that wall and
    shows nothing on this side."""
    angle = math.radians(screen.facing)
    side_x, side_y = -math.sin(angle) * screen.width / 2, math.cos(angle) * screen.width / 2
    centre = (screen.x, screen.y, screen.z)
    ends = [
        (screen.x + side_x, screen.y + side_y, screen.z),
        (screen.x - side_x, screen.y - side_y, screen.z),
    ]
    kept = [end for end in ends if screen.width > 0 and is_free(scene.walls, centre, end)]
    return [point[:2] for point in (centre, *kept)]
