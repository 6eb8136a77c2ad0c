"""Regions against rational numbers, on floors drawn as badly as can be."""

from dataclasses import replace
from math import hypot

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from daicho.places.sight.regions import seen_regions
from daicho.places.sight.scene import Eye, Scene
from tests.property.sight.test_regions_and_lines import HALF, PLACE, TARGETS, solids, tall_solids
from tests.support.exact_sight import seen_area
from tests.support.scenes import Solid, walls_from

# Relative to the floor's area.
EXACT = 1e-12
NOISE = st.sampled_from([0.0, 0.0, 1e-9, -1e-9, 3e-9])
FAR_OFF = st.sampled_from([0.0, 1e6, -1e6 + 0.25])
EYE_HEIGHT = st.sampled_from([1000.0, 1200.0, 1400.0, 1600.0])


@st.composite
def messy(draw: st.DrawFn, tall: bool) -> list[Solid]:
    """Crossing, overlapping and collinear walls, T-junctions, repeats, ends that miss by a billionth."""
    walls = draw(st.lists(tall_solids() if tall else solids(), max_size=5))
    extra: list[Solid] = []
    for x1, y1, x2, y2, bottom, top in walls:
        x, y = (x1 + x2) / 2 + draw(NOISE), (y1 + y2) / 2 + draw(NOISE)
        kind = draw(st.sampled_from(["none", "repeat", "half", "tee", "on"]))
        made: dict[str, Solid] = {
            "repeat": (x2, y2, x1, y1 + draw(NOISE), bottom, top),
            "half": (x1, y1, x, y, bottom, top),
            "tee": (x, y, x + 700.0, y - 300.0, bottom, top),
            "on": (x2, y2, 2 * x2 - x1 + draw(NOISE), 2 * y2 - y1, bottom, top),
        }
        extra += [made[kind]] if kind in made else []
    return [*walls, *extra]


def check(walls: list[Solid], eye: Eye, z_target: float, by: float) -> None:
    moved = [(x1 + by, y1 + by, x2 + by, y2 + by, *z) for x1, y1, x2, y2, *z in walls]
    eye = replace(eye, x=eye.x + by, y=eye.y + by)
    bounds = (by - HALF, by - HALF, by + HALF, by + HALF)
    region = seen_regions(Scene(walls_from(moved), bounds), [eye], z_target)[0]  # type: ignore[arg-type]
    exact = seen_area(moved, (eye.x, eye.y, eye.z), z_target, HALF, (by, by))  # type: ignore[arg-type]
    assert abs(region.area - float(exact)) <= EXACT * (2 * HALF) ** 2


@settings(max_examples=60, deadline=None)
@given(messy(tall=True), PLACE, PLACE, FAR_OFF)
def test_full_height_areas_are_exact(walls: list[Solid], x: float, y: float, by: float) -> None:
    check(walls, Eye(x, y, 1500.0), 1200.0, by)


@settings(max_examples=60, deadline=None)
@given(messy(tall=False), PLACE, PLACE, EYE_HEIGHT, TARGETS, FAR_OFF)
def test_areas_with_heights_are_exact(
    walls: list[Solid], x: float, y: float, z: float, z_target: float, by: float
) -> None:
    check(walls, Eye(x, y, z), z_target, by)


def test_a_wall_just_past_a_low_eye_hides_no_more_of_a_high_target_than_it_should() -> None:
    walls: list[Solid] = [(1500, 0, -1000, 500, 0, 1200), (-1000, 500, 1500, 1e-9, 0, 1200)]
    check(walls, Eye(0.5, 304.5, 1000.0), 2000.0, 0.0)


def test_walls_in_a_line_that_miss_it_by_next_to_nothing_are_not_taken_for_straight() -> None:
    walls: list[Solid] = [
        (1000, -1500, 1100, 1800, 0, 2700),
        (1100.0000000315842, 1800, 1200, 5100, 0, 2700),
        (-2800, -700, -1900, 1500, 0, 2700),
        (-1899.9999999332078, 1500, -1000, 3700, 0, 2700),
    ]
    check(walls, Eye(1021.5, -713.0, 1000.0), 1200.0, 0.0)


@settings(max_examples=60, deadline=None)
@given(
    tall_solids(), st.floats(0.05, 0.95), st.floats(-8.9, 0), st.sampled_from([1, -1]), EYE_HEIGHT
)
def test_an_eye_may_stand_as_near_a_wall_as_can_be_told(
    wall: Solid, share: float, digits: float, side: int, z: float
) -> None:
    x1, y1, x2, y2, *_ = wall
    length = hypot(x2 - x1, y2 - y1)
    assume(length)
    off = side * 10**digits / length
    x = x1 + share * (x2 - x1) - off * (y2 - y1)
    y = y1 + share * (y2 - y1) + off * (x2 - x1)
    assume(max(abs(x), abs(y)) < HALF - 2)
    check([wall], Eye(x, y, z), 1200.0, 0.0)


def test_an_eye_nearer_a_wall_than_a_billionth_stands_on_it_and_sees_both_sides() -> None:
    eye, bounds = Eye(-1741.5, -1082.0, 1000.0), (-HALF, -HALF, HALF, HALF)
    through: Solid = (-900.0, -2000.0, -2000.0, -800.0, 0.0, 2700.0)
    beside: Solid = (-2000.0, -800.0, -900.0, -1999.9999999995991, 0.0, 2700.0)
    region = seen_regions(Scene(walls_from([through, beside]), bounds), [eye], 1000.0)[0]
    assert region.area == (2 * HALF) ** 2
    check([through, (*beside[:3], -1999.99999999, 0.0, 2700.0)], eye, 1000.0, 0.0)
