"""A step is a new study where what is blind falls into many pieces, and where a wall comes next to an eye."""

from math import hypot

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from daicho.places.sight.scene import Eye
from daicho.places.sight.study import Study
from tests.property.sight.test_regions_and_lines import HALF, TARGETS, solids
from tests.property.sight.test_study import AREAS, SPOTS, check
from tests.support.scenes import Solid, room, walls_from


def strewn(seed: int, count: int) -> tuple[list[Solid], list[Eye]]:
    chance = np.random.default_rng(seed)
    rows = chance.uniform(-4_900, 4_900, (count, 2))
    ends = rows + chance.uniform(-200, 200, (count, 2))
    walls: list[Solid] = [
        (x1, y1, x2, y2, 0.0, 1_300.0)
        for (x1, y1), (x2, y2) in zip(rows.tolist(), ends.tolist(), strict=True)
    ]
    spots = chance.uniform(-4_000, 4_000, (5, 2)).tolist()
    return walls, [Eye(x, y, 1_250.0 if seed % 2 else 1_450.0) for x, y in spots]


@pytest.mark.parametrize("seed", range(4))
def test_a_wall_carried_through_a_strewn_hall(seed: int) -> None:
    rest, eyes = strewn(seed, 150)
    study = Study(room([(0, 0, 900, 300, 0, 1_800), *rest]), eyes, AREAS, 1_200.0, SPOTS)
    held = study.hold([0], [])
    for x, y in ((137.0, 55.0), (-900.0, 1_200.0), (eyes[0].x - 400.0, eyes[0].y - 100.0)):
        wall: Solid = (x, y, x + 900.0, y + 200.0, 0.0, 1_800.0)
        whole = Study(room([wall, *rest]), eyes, AREAS, 1_200.0, SPOTS)
        check(held, study, held.step(walls_from([wall]), []), whole, [])


@settings(max_examples=100, deadline=None)
@given(solids(), st.floats(0.05, 0.95), st.floats(-8, 1), st.sampled_from([1, -1]), TARGETS)
def test_a_wall_put_next_to_an_eye_hides_what_it_would_hide_from_a_new_study(
    wall: Solid, share: float, digits: float, side: int, z_target: float
) -> None:
    x1, y1, x2, y2, *_ = wall
    length = hypot(x2 - x1, y2 - y1)
    assume(length)
    off = side * 10**digits / length
    eye = Eye(
        x1 + share * (x2 - x1) - off * (y2 - y1), y1 + share * (y2 - y1) + off * (x2 - x1), 1_400.0
    )
    assume(max(abs(eye.x), abs(eye.y)) < HALF - 20)
    study = Study(room([]), [eye], AREAS, z_target)
    step = study.hold([], []).step(walls_from([wall]), [])
    seen = Study(room([wall]), [eye], AREAS, z_target).regions[0]
    ours = step.regions.get(0, study.regions[0])
    assert abs(ours.area - seen.area) <= 1e-12 * (2 * HALF) ** 2
