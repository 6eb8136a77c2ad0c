"""Eyes on walls."""

import math

import numpy as np
import pytest

from daicho.places.sight.standing import eyes_on_walls, nearest_free_point
from tests.support.scenes import Solid, walls_from

WALL: Solid = (0, 0, 4000, 0, 0, 1500)


def found(x: float, y: float, z: float, wall: Solid = WALL) -> list[tuple[int, int]]:
    return eyes_on_walls(walls_from([wall]), np.array([(x, y)]), np.array([z]))


def test_an_eye_within_a_millimetre_of_a_wall_stands_on_it() -> None:
    assert found(2000, 0, 1400) == [(0, 0)]
    assert found(2000, 0.9, 1400) == [(0, 0)]
    assert found(2000, 1.0, 1400) == []


def test_an_eye_may_look_over_a_wall_or_under_it() -> None:
    assert found(2000, 0, 1500) == []
    assert found(2000, 0, 500, (0, 0, 4000, 0, 600, 1500)) == []


def test_the_nearest_free_point_is_beside_the_wall() -> None:
    x, y = nearest_free_point(walls_from([WALL]), (1500.0, 0.25), 1400)
    assert (x, y) == pytest.approx((1500.0, 2.0), abs=1e-3)


def test_the_nearest_free_point_in_a_corner_is_clear_of_both_walls() -> None:
    walls = walls_from([WALL, (0, 0, 0, 4000, 0, 1500)])
    x, y = nearest_free_point(walls, (0.5, 0.5), 1400)
    assert found(x, y, 1400) == []
    assert math.hypot(x - 0.5, y - 0.5) < 5
