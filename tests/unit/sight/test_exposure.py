"""From where a screen is read."""

import math

import pytest
import shapely

from daicho.places.sight.exposure import Screen, readable_region, reading_field
from daicho.places.sight.scene import Scene
from tests.support.scenes import full, room

UP = Screen(0, 0, 1100, facing=90, width=500)


def readable(scene: Scene, screen: Screen = UP, half_angle: float = 60) -> float:
    region = readable_region(scene, screen, public_eye=1600, reach=5000, half_angle=half_angle)
    return float(region.area)


def test_the_disc_touches_the_screen_and_reaches_five_metres_straight_ahead() -> None:
    field = reading_field(UP, 5000, 60)
    assert field.bounds[3] == pytest.approx(5000, rel=1e-4)
    assert shapely.covers(field, shapely.Point(0, 4990))
    assert not shapely.covers(field, shapely.Point(0, 5010))
    # 60 degrees off the normal the width seen halves, and so does the distance.
    off = math.radians(59.9)
    for distance, inside in ((2_490, True), (2_530, False)):
        spot = shapely.Point(distance * math.sin(off), distance * math.cos(off))
        assert bool(shapely.covers(field, spot)) is inside


def test_without_walls_the_whole_reading_field_is_readable() -> None:
    # r^2 (a + sin a cos a) is the area of a disc of diameter 2r within the angle a of the tangent's normal.
    for angle in (30, 60):
        a = math.radians(angle)
        wanted = 2 * 2500**2 * (a + math.sin(a) * math.cos(a))
        assert readable(room(), half_angle=angle) == pytest.approx(wanted, rel=1e-5)


def test_nothing_is_read_from_behind_the_screen() -> None:
    region = readable_region(room(), UP, public_eye=1600, reach=5000, half_angle=60)
    assert region.bounds[1] >= -1e-6


def test_a_full_wall_in_front_hides_the_screen() -> None:
    assert readable(room(full((-5000, 300, 5000, 300)))) < 1_000_000
    assert readable(room(full((-5000, 1, 5000, 1)))) < 10_000


def test_a_counter_below_the_screen_hides_nothing() -> None:
    low = [(-5000.0, 300.0, 5000.0, 300.0, 0.0, 1100.0)]
    assert readable(room(low)) == pytest.approx(readable(room()))


def test_a_screen_whose_centre_is_hidden_is_read_at_its_end() -> None:
    post = room(full((-200, 100, 200, 100)))
    narrow = Screen(0, 0, 1100, facing=90, width=0)
    assert readable(post) > 5 * readable(post, narrow)


def test_an_end_that_pokes_through_a_wall_shows_nothing_on_the_other_side() -> None:
    wall = room(full((240, -5000, 240, 5000)))
    region = readable_region(wall, UP, public_eye=1600, reach=5000, half_angle=60)
    assert region.bounds[2] <= 240 + 1e-6
