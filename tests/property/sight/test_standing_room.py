"""Where a terminal could stand: nothing lit breaks a rule by the ordinary analysis."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from daicho.places.sight.exposure import Screen, readable_region
from daicho.places.sight.fields import in_field
from daicho.places.sight.lines import is_free
from daicho.places.sight.scene import Eye, Scene
from daicho.places.sight.shapes import overlap
from daicho.places.sight.standing_room import (
    Pose,
    Watch,
    field_about_origin,
    standing_room,
    supervised,
)
from tests.support.scenes import Solid, room

REACH, ANGLE, PUBLIC_EYE = 3_000.0, 60.0, 1600.0
PUBLIC = shapely.box(-5_000.0, -5_000.0, 5_000.0, 0.0)
ALLOWED = shapely.box(-5_000.0, 0.0, 5_000.0, 5_000.0)
EYES = [Eye(-4_000.5, 4_500.5, 1400.0, 300.0, 200.0, 8_000.0), Eye(4_000.5, 200.5, 1600.0)]
GRID = st.integers(-8, 8).map(lambda step: 500.0 * step)
TOP = st.sampled_from([1000.0, 1400.0, 2700.0, 2700.0, 2700.0])


@st.composite
def chains(draw: st.DrawFn) -> list[Solid]:
    """Rooms' corners and lone partitions."""
    walls: list[Solid] = []
    for _ in range(draw(st.integers(0, 3))):
        top = draw(TOP)
        points = draw(st.lists(st.tuples(GRID, GRID), min_size=2, max_size=4))
        pairs = pairwise(points)
        walls += [(*a, *b, 0.0, top) for a, b in pairs if a != b]
    return walls


def lit(scene: Scene, pose: Pose) -> BaseGeometry:
    field = field_about_origin(pose, REACH, ANGLE)
    allowed = overlap(ALLOWED, supervised(scene, EYES, pose))
    return standing_room(scene, pose, allowed, [Watch(PUBLIC, field, PUBLIC_EYE)])


def exposed(scene: Scene, pose: Pose, x: float, y: float) -> float:
    screen = Screen(x, y, pose.height, pose.facing, pose.width)
    region = readable_region(scene, screen, public_eye=PUBLIC_EYE, reach=REACH, half_angle=ANGLE)
    return float(shapely.intersection(region, PUBLIC).area)


def is_seen(scene: Scene, pose: Pose, x: float, y: float) -> bool:
    """A seat beyond the floor is seen by nobody."""
    seat = (x + pose.seat[0], y + pose.seat[1], pose.seat[2])
    return max(map(abs, seat[:2])) <= 5_000.0 and any(
        in_field(eye, seat[:2]) and is_free(scene.walls, (eye.x, eye.y, eye.z), seat)
        for eye in EYES
    )


def spots_in(region: BaseGeometry, seed: int, count: int = 25) -> list[tuple[float, float]]:
    drawn = np.random.default_rng(seed).uniform((-5e3, 0), (5e3, 5e3), (300, 2))
    inside = drawn[shapely.contains_xy(region, drawn[:, 0], drawn[:, 1])]
    return [(float(x), float(y)) for x, y in inside[:count]]


@settings(max_examples=12, deadline=None)
@given(chains(), st.sampled_from([-90.0, -60.0, 0.0, 90.0, 215.0]), st.integers(0, 99))
def test_every_lit_spot_keeps_every_rule(walls: list[Solid], facing: float, seed: int) -> None:
    scene, pose = room(walls), Pose(1100.0, facing, 500.0, (0.0, 600.0, 1200.0))
    for x, y in spots_in(lit(scene, pose), seed):
        assert exposed(scene, pose, x, y) <= 1.0
        assert is_seen(scene, pose, x, y)


@pytest.mark.parametrize("facing", [-90.0, -45.0, 180.0])
def test_without_walls_whatever_stays_dark_breaks_a_rule(facing: float) -> None:
    scene, pose = room(), Pose(1100.0, facing, 500.0, (0.0, 600.0, 1200.0))
    dark = shapely.difference(ALLOWED, shapely.buffer(lit(scene, pose), 60.0))
    spots = spots_in(dark, seed=3)
    assert spots
    for x, y in spots:
        assert exposed(scene, pose, x, y) > 0 or not is_seen(scene, pose, x, y)


def test_a_wall_before_the_public_gives_room_behind_it() -> None:
    pose = Pose(1100.0, -90.0, 500.0, (0.0, 600.0, 1200.0))
    wall: Solid = (-4_000.0, 500.0, 3_000.0, 500.0, 0.0, 2700.0)
    spot = shapely.Point(-500.0, 1_000.0)
    assert not shapely.contains(lit(room(), pose), spot)
    assert shapely.contains(lit(room([wall]), pose), spot)


def test_a_wall_in_pieces_hides_as_much_as_one() -> None:
    pose = Pose(1100.0, -90.0, 500.0, (0.0, 600.0, 1200.0))
    pieces: list[Solid] = [
        (x, 500.0, x + 1_000.0, 500.0, 0.0, 2700.0) for x in np.arange(-4e3, 3e3, 1e3).tolist()
    ]
    whole = lit(room([(-4_000.0, 500.0, 3_000.0, 500.0, 0.0, 2700.0)]), pose)
    assert lit(room(pieces), pose).area == pytest.approx(whole.area, rel=0.01)
