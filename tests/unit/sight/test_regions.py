"""Regions small enough to be worked out by hand."""

import math

import pytest
import shapely

from daicho.places.sight.regions import seen_regions
from daicho.places.sight.scene import Eye, Scene
from tests.support.scenes import Solid, eye, full, room

ROOM = 10_000.0**2


def area(scene: Scene, one: Eye, z_target: float = 1200.0) -> float:
    return float(seen_regions(scene, [one], z_target)[0].area)


def test_an_empty_room_is_seen_whole() -> None:
    assert area(room(), eye(1000, -2000)) == pytest.approx(ROOM, rel=1e-14)


def test_a_full_wall_hides_the_trapezoid_behind_it() -> None:
    # Seen from the centre, the wall at 1 m hides a strip that grows from 2 m to 10 m over 4 m.
    hidden = (2_000 + 10_000) / 2 * 4_000
    assert area(room(full((-1000, 1000, 1000, 1000))), eye()) == pytest.approx(ROOM - hidden)


def test_a_wall_below_the_eye_casts_a_finite_shadow() -> None:
    # From 1500 over a top of 1400 down to 1200: the shadow ends at three times the wall's distance.
    low: Solid = (-1000, 1000, 1000, 1000, 0, 1400)
    assert area(room([low]), eye()) == pytest.approx(ROOM - (2_000 + 6_000) / 2 * 2_000)


def test_what_lies_behind_a_finite_shadow_is_an_island_of_its_own() -> None:
    walls = full((-1000, 500, 1000, 500), (1000, 500, 1000, -500), (1000, -500, -1000, -500))
    walls += full((-1000, -500, -1000, 500))
    low = [(*wall[:4], 0.0, 1450.0) for wall in walls]
    region = seen_regions(room(low), [eye()], 1200.0)[0]
    # Six times the box is out of the room sideways; upwards the shadow ends at 3 m.
    assert region.geom_type == "MultiPolygon"
    assert region.area == pytest.approx(2_000 * 1_000 + ROOM - 10_000 * 6_000)


def test_a_wall_that_starts_above_the_floor_is_looked_under() -> None:
    # A raised panel from 1350 up: the shadow begins at twice the wall's distance and never ends.
    raised: Solid = (-1000, 1000, 1000, 1000, 1350, 2700)
    hidden = (4_000 + 10_000) / 2 * 3_000
    assert area(room([raised]), eye()) == pytest.approx(ROOM - hidden)


def test_a_raised_panel_that_ends_below_the_eye_hides_a_band() -> None:
    band: Solid = (-1000, 1000, 1000, 1000, 1350, 1400)
    assert area(room([band]), eye()) == pytest.approx(ROOM - (4_000 + 6_000) / 2 * 1_000)


def test_looking_up_a_low_wall_hides_only_what_is_far() -> None:
    # From 1000 up to 1600 over 1300: hidden from twice the wall's distance on.
    low: Solid = (-1000, 1000, 1000, 1000, 0, 1300)
    hidden = (4_000 + 10_000) / 2 * 3_000
    assert area(room([low]), eye(z=1000), 1600) == pytest.approx(ROOM - hidden)


def test_looking_up_a_raised_panel_hides_only_what_is_near() -> None:
    raised: Solid = (-1000, 1000, 1000, 1000, 1300, 2700)
    hidden = (2_000 + 4_000) / 2 * 1_000
    assert area(room([raised]), eye(z=1000), 1600) == pytest.approx(ROOM - hidden)


def test_walls_that_meet_in_a_t_leave_no_gap() -> None:
    walls = full((-5000, 1000, 5000, 1000), (333, 1000, 333, 5000))
    assert area(room(walls), eye()) == pytest.approx(10_000 * 6_000)


def test_crossing_walls_hide_what_either_hides() -> None:
    walls = full((-2000, 1000, 2000, 3000), (-2000, 3000, 2000, 1000))
    one, other = (seen_regions(room([wall]), [eye()], 1200.0)[0] for wall in walls)
    assert area(room(walls), eye()) == pytest.approx(shapely.intersection(one, other).area)


def test_a_wall_seen_edge_on_hides_nothing() -> None:
    assert area(room(full((1000, 0, 4000, 0))), eye()) == pytest.approx(ROOM)


def test_a_field_of_view_cuts_a_wedge() -> None:
    assert area(room(), eye(facing=90, fov=90)) == pytest.approx(ROOM / 4)
    assert area(room(), eye(facing=-90, fov=270)) == pytest.approx(ROOM * 3 / 4)


def test_a_reach_cuts_a_circle() -> None:
    assert area(room(), eye(reach=3000)) == pytest.approx(math.pi * 3000**2, rel=1e-9)
    assert area(room(), eye(facing=10, fov=40, reach=3000)) == pytest.approx(
        math.pi * 3000**2 / 9, rel=1e-6
    )


def test_an_eye_in_a_corner_of_the_bounds_sees_the_room() -> None:
    assert area(room(), eye(-5000, -5000)) == pytest.approx(ROOM)


def test_the_region_ends_at_the_outline_and_may_cross_its_bays() -> None:
    outline = shapely.Polygon(
        [(-5000, -5000), (5000, -5000), (5000, 0), (0, 0), (0, 5000), (-5000, 5000)]
    )
    scene = Scene(room().walls, room().bounds, outline)
    assert area(scene, eye(4000, -1000)) == pytest.approx(outline.area)


def test_many_eyes_at_once_see_what_each_sees_alone() -> None:
    scene = room([*full((-1000, 1000, 1000, 1000)), (2000, -3000, 2500, 3000, 200, 1450)])
    eyes = [eye(x, y, z) for x in (-4000, 100, 3000) for y in (-3500, 700) for z in (1300, 1600)]
    together = seen_regions(scene, eyes, 1200.0)
    assert [region.area for region in together] == [area(scene, one) for one in eyes]
