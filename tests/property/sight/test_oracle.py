"""The kernel against pysovist, an independent exact implementation (right, and slow)."""

import math

import numpy as np
import pysovist
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from daicho.places.sight.regions import seen_regions
from daicho.places.sight.scene import Eye
from tests.property.sight.test_regions_and_lines import PLACE, tall_solids
from tests.support.scenes import Solid, room

BOX = [
    (-5e3, -5e3, 5e3, -5e3),
    (5e3, -5e3, 5e3, 5e3),
    (5e3, 5e3, -5e3, 5e3),
    (-5e3, 5e3, -5e3, -5e3),
]


@settings(max_examples=60, deadline=None)
@given(st.lists(tall_solids(), max_size=15), PLACE, PLACE)
def test_full_height_areas_are_those_of_an_independent_implementation(
    walls: list[Solid], x: float, y: float
) -> None:
    ours = seen_regions(room(walls), [Eye(x, y, 1500.0)], 1200.0)[0].area / 1e6
    segments = np.array([*BOX, *(wall[:4] for wall in walls)]).reshape(-1, 2, 2) / 1000
    theirs = pysovist.isovist2d.isovist(pysovist.Plan(segments), (x / 1000, y / 1000))
    assume(not math.isnan(theirs.area))  # what it says of an eye on the line of a wall
    assert ours == pytest.approx(theirs.area, rel=1e-9)
