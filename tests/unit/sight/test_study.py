"""A study's steps, by hand: what is told, and how eyes and walls are numbered."""

import pytest
import shapely

from daicho.places.sight.scene import no_walls
from daicho.places.sight.study import Study
from tests.support.scenes import eye, full, room, walls_from

AREA = shapely.box(-2_000.0, -2_000.0, 2_000.0, 2_000.0)
WALL = full((1_000.0, -500.0, 1_000.0, 500.0))
SPOT = (3_000.0, 0.0, 1200.0)


def study() -> Study:
    return Study(room(WALL), [eye(), eye(0.0, 4_000.0)], [AREA], 1200.0, [SPOT])


def test_a_study_tells_regions_blind_parts_and_free_lines() -> None:
    found = study()
    assert [region.area < 1e8 for region in found.regions] == [True, True]
    assert found.blind[0].area > 0
    assert found.free == [[False, True]]


def test_nothing_moved_is_nothing_told() -> None:
    step = study().hold([0], [0]).step(walls_from(WALL), [eye()])
    assert (step.regions, step.blind) == ({}, {})
    assert step.free == [[False, True]]


def test_a_wall_taken_away_shows_what_it_hid() -> None:
    step = study().hold([0], []).step(no_walls(), [])
    assert sorted(step.regions) == [0, 1]
    assert step.regions[0].area == pytest.approx(1e8)
    assert step.blind[0].is_empty
    assert step.free == [[True, True]]


def test_an_eye_taken_away_sees_nothing() -> None:
    step = study().hold([], [1]).step(no_walls(), [])
    assert step.regions[1].is_empty
    assert step.blind[0].area > study().blind[0].area
    assert step.free == [[False, False]]


def test_new_eyes_are_numbered_on_from_the_last() -> None:
    step = study().hold([], []).step(no_walls(), [eye(3_000.0, 3_000.0)])
    assert list(step.regions) == [2]
    assert step.free == [[False, True, True]]


def test_a_spot_may_move_in_a_step() -> None:
    step = study().hold([], []).step(no_walls(), [], [(0.0, 3_000.0, 1200.0)])
    assert step.free == [[True, True]]
