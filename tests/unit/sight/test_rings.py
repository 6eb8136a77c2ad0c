"""Corners that are hardly any: which of them goes."""

import numpy as np
import pytest

from daicho.places.sight.rings import polygons_of

LONG = 10_000.0
TINY = 8e-7


def area_of(corners: list[tuple[float, float]]) -> tuple[float, int]:
    at = np.array(corners).T
    polygon = polygons_of(np.zeros(len(corners), dtype=np.int64), at, 1)[0]
    return polygon.area, max(0, len(polygon.exterior.coords) - 1)


@pytest.mark.parametrize("turn", range(5))
def test_of_two_corners_that_are_one_goes_the_one_within_a_straight_edge(turn: int) -> None:
    corners = [(0.0, 0.0), (LONG - TINY, 0.0), (LONG, 0.0), (LONG, LONG), (0.0, LONG)]
    assert area_of(corners[turn:] + corners[:turn]) == (LONG * LONG, 4)


@pytest.mark.parametrize("turn", range(5))
def test_a_corner_cut_off_by_next_to_nothing_is_put_back(turn: int) -> None:
    off = TINY / 2
    corners = [(0.0, 0.0), (LONG - off, 0.0), (LONG, off), (LONG, LONG), (0.0, LONG)]
    assert area_of(corners[turn:] + corners[:turn]) == (LONG * LONG, 4)


def test_a_ring_of_one_corner_again_and_again_is_nothing() -> None:
    assert area_of([(3.0, 4.0)] * 3)[0] == 0


def test_a_bend_that_takes_area_is_kept() -> None:
    bend = 5e-8
    corners = [(0.0, 0.0), (LONG / 2, -bend), (LONG, 0.0), (LONG, LONG), (0.0, LONG)]
    assert area_of(corners)[1] == 5
