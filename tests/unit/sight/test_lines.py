"""Single sight lines: what blocks, what does not, and the cases rounding could turn."""

import pytest

from daicho.places.sight.lines import blocking_walls, is_free
from daicho.places.sight.scene import Spot, no_walls
from tests.support.scenes import Solid, walls_from

EYE: Spot = (0, 0, 1600)
TARGET: Spot = (4000, 0, 1200)


def free(wall: Solid, eye: Spot = EYE, target: Spot = TARGET) -> bool:
    return is_free(walls_from([wall]), eye, target)


def test_nothing_blocks_where_there_are_no_walls() -> None:
    assert is_free(no_walls(), EYE, TARGET)


@pytest.mark.parametrize(
    ("bottom", "top", "expected"),
    [
        (0, 1399, True),
        (0, 1400, True),  # the line passes just over the top: bottom <= height < top
        (0, 1401, False),
        (1400, 2700, False),
        (1401, 2700, True),
    ],
)
def test_a_wall_blocks_from_its_bottom_to_below_its_top(
    bottom: float, top: float, expected: bool
) -> None:
    assert free((2000, -500, 2000, 500, bottom, top)) is expected


def test_a_line_that_touches_the_end_of_a_wall_is_blocked() -> None:
    assert not free((2000, 0, 2000, 500, 0, 2700))
    assert free((2000, 1, 2000, 500, 0, 2700))


def test_a_line_along_a_wall_is_blocked() -> None:
    assert not free((1000, 0, 3000, 0, 0, 2700))
    assert free((5000, 0, 6000, 0, 0, 2700))
    assert free((1000, 0, 3000, 0, 0, 1200))


def test_a_seat_straight_below_the_eye_is_seen_unless_a_wall_stands_between() -> None:
    below: Spot = (0, 0, 1000)
    assert free((2000, -500, 2000, 500, 0, 2700), target=below)
    assert not free((0, -500, 0, 500, 0, 1300), target=below)


def test_blocking_walls_come_nearest_first() -> None:
    walls = walls_from([(3000, -1, 3000, 1, 0, 2700), (1000, -1, 1000, 1, 0, 2700)])
    assert blocking_walls(walls, EYE, TARGET).tolist() == [1, 0]
    assert blocking_walls(walls, TARGET, EYE).tolist() == [0, 1]


def test_two_walls_that_share_a_corner_leave_no_gap_for_a_slanted_line() -> None:
    # The line runs through the very corner (0.1, 0.3), which binary floats cannot hold.
    corner = (0.1, 0.3)
    walls = walls_from([(*corner, -7.3, 5.1, 0, 2700), (*corner, 9.9, 4.7, 0, 2700)])
    assert not is_free(walls, (0.1, -50.0, 1500), (0.1, 50.0, 1500))
