"""Where a terminal could stand: every position of its screen at which the placement rules hold.

What an area or an eye allows is an exact polygon. Who reads the screen through gaps between walls is
settled square by square: a square is lit only when no point of it can be read, which one sweep from its
middle proves when the walls are first trimmed by the square's half diagonal, for whatever the trimmed
walls hide from the middle the walls hide from the whole square. It is given up when the same sweep with
lengthened walls proves the contrary, and cut in four otherwise, down to the tolerance.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from daicho.places.sight.blurred import Blur, views_from
from daicho.places.sight.exposure import Screen, reading_field
from daicho.places.sight.regions import seen_regions
from daicho.places.sight.scene import Eye, Flags, Floats, Point, Scene, Spot
from daicho.places.sight.shapes import Shapes, overlap, parted, shapes_of, together

# Squares begin this wide, in mm.
WIDEST = 1600.0
# So many squares are judged together.
AT_ONCE = 512
# What is lit keeps this far, in mm, from the border, where rounding and chords decide.
CLEAR = 0.5
# Corners of a buffer lie this little outside the round they stand for.
ROUND = 1.03
# By this part of the blur a field may be drawn with fewer corners.
PLAINER = 0.2


@dataclass(frozen=True, slots=True)
class Watch:
    """People in `area` with eyes at height `eye` must not read the screen within `field` (a polygon about
    a screen at the origin) of it, save on `least` mm² in all."""

    area: BaseGeometry
    field: BaseGeometry
    eye: float
    least: float = 1.0


@dataclass(frozen=True, slots=True)
class Pose:
    """How the terminal stands: the screen's height, facing and width; the seat point from its centre."""

    height: float
    facing: float
    width: float
    seat: Spot


def field_about_origin(pose: Pose, reach: float, half_angle: float) -> BaseGeometry:
    """The reading field of a `Watch`, as exposure has it."""
    return reading_field(Screen(0.0, 0.0, pose.height, pose.facing, pose.width), reach, half_angle)


def supervised(
    scene: Scene, eyes: Sequence[Eye], pose: Pose, own: Sequence[float] = ()
) -> BaseGeometry:
    """Screen positions whose seat some eye sees; `own[i]`: an eye nearer to the seat than this sits on it."""
    regions = seen_regions(scene, eyes, pose.seat[2])
    for index, distance in enumerate(own):
        if distance > 0:
            around = shapely.Point(eyes[index].x, eyes[index].y).buffer(ROUND * distance)
            regions[index] = shapely.difference(regions[index], around)
    seats = together(regions)
    return affinity.translate(seats, -pose.seat[0], -pose.seat[1])


def standing_room(
    scene: Scene,
    pose: Pose,
    allowed: BaseGeometry,
    watches: Sequence[Watch],
    *,
    tolerance: float = 50.0,
    enough: Callable[[], bool] = lambda: False,
) -> BaseGeometry:
    """The part of `allowed` where no watch reads the screen: never a spot too many, and short of the true
    border by about `tolerance` mm, or by more once the caller has waited long `enough`. `allowed` already
    holds what areas and `supervised` allow."""
    room = allowed
    for watch in watches:
        if room.is_empty or watch.area.is_empty:
            continue
        squares = partial(_judged, scene, pose, watch)
        room = overlap(room, _unread(squares, room, tolerance=tolerance, enough=enough))
    return shapely.buffer(room, -CLEAR, join_style="mitre")


def _unread(
    judged: Callable[[Floats, float], tuple[Flags, Flags]],
    room: BaseGeometry,
    *,
    tolerance: float,
    enough: Callable[[], bool],
) -> BaseGeometry:
    half = WIDEST / 2
    lit: list[BaseGeometry] = []
    shapely.prepare(room)
    middles = _grid(room.bounds, half)
    while True:
        squares = _squares(middles, half)
        met = shapely.intersects(room, squares)
        middles, squares = middles[met], squares[met]
        open_ = [np.empty((0, 2))]
        for at in range(0, len(middles), AT_ONCE):
            if enough():
                return together(lit)
            some = slice(at, at + AT_ONCE)
            safe, hopeless = judged(middles[some], half)
            lit.extend(squares[some][safe])
            open_.append(middles[some][~safe & ~hopeless])
        left = np.concatenate(open_)
        if half * 2 <= tolerance or not len(left):
            return together(lit)
        half /= 2
        middles = _quarters(left, half)


def _judged(
    scene: Scene, pose: Pose, watch: Watch, middles: Floats, half: float
) -> tuple[Flags, Flags]:
    """Which squares nobody can read into anywhere, and which are read everywhere."""
    blur = half * float(np.sqrt(2))
    zones = _zones(watch, middles, _grown(watch.field, blur))
    safe = shapely.area(zones) <= 0
    hopeless = np.zeros(len(middles), dtype=bool)
    asked = np.flatnonzero(~safe)
    reach = float(np.abs(watch.field.bounds).max()) * 1.5 + 2 * blur + pose.width
    exposed = np.zeros(len(asked))
    for off in _screen_points(pose):
        seen = views_from(scene, middles[asked] + off, Blur(pose.height, watch.eye, reach, blur))
        exposed += shapely.area(parted(zones[asked], seen)[0])
    safe[asked] = exposed <= watch.least
    asked = np.flatnonzero(~safe)
    inner = _zones(watch, middles[asked], _grown(watch.field, -blur))
    seen = views_from(scene, middles[asked], Blur(pose.height, watch.eye, reach, -blur))
    hopeless[asked] = shapely.area(parted(inner, seen)[0]) > 2 * watch.least
    return safe, hopeless


def _grown(field: BaseGeometry, by: float) -> BaseGeometry:
    """A plainer shape that holds all points within `by` of the field, or for by < 0 only points that keep
    as far inside it."""
    plainer = PLAINER * abs(by)
    wide = shapely.buffer(field, ROUND * by + (plainer if by > 0 else -plainer))
    return shapely.simplify(wide, plainer)


def _zones(watch: Watch, middles: Floats, field: BaseGeometry) -> Shapes:
    """The part of the watched area within the field, for a screen in each middle."""
    if field.is_empty or not isinstance(field, shapely.Polygon) or not len(middles):
        return np.full(len(middles), shapely.Polygon(), dtype=object)
    ring = shapely.get_coordinates(field.exterior)
    fields = np.asarray(shapely.polygons(ring + middles[:, None]), dtype=object)
    zones = np.full(len(middles), shapely.Polygon(), dtype=object)
    met = np.flatnonzero(shapely.intersects(watch.area, fields))
    zones[met] = parted(fields[met], shapes_of([watch.area] * len(met)))[0]
    return zones


def _screen_points(pose: Pose) -> list[Point]:
    """Left, centre and right of the screen from its centre."""
    angle = np.radians(pose.facing)
    side = (-np.sin(angle) * pose.width / 2, np.cos(angle) * pose.width / 2)
    ends = [side, (-side[0], -side[1])] if pose.width > 0 else []
    return [(0.0, 0.0), *((float(x), float(y)) for x, y in ends)]


def _grid(bounds: tuple[float, float, float, float], half: float) -> Floats:
    x0, y0, x1, y1 = bounds
    x, y = np.arange(x0 + half, x1 + half, 2 * half), np.arange(y0 + half, y1 + half, 2 * half)
    return np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)


def _quarters(middles: Floats, half: float) -> Floats:
    steps = np.array([(-half, -half), (half, -half), (-half, half), (half, half)])
    return np.asarray((middles[:, None] + steps).reshape(-1, 2))


def _squares(middles: Floats, half: float) -> Shapes:
    x, y = middles.T
    return np.asarray(shapely.box(x - half, y - half, x + half, y + half), dtype=object)
