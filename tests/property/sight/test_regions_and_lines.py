"""Regions and straight lines are two computations of one thing: they must agree, whatever the walls."""

from collections.abc import Sequence

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from daicho.places.sight.fields import in_field
from daicho.places.sight.lines import is_free
from daicho.places.sight.regions import seen_regions
from daicho.places.sight.scene import Eye, Scene, Spot
from tests.support.scenes import Solid, room, walls_from

HALF = 5_000
# A coarse grid makes walls meet, overlap, repeat and run edge-on; the odd millimetre makes them miss.
COORDINATE = st.one_of(
    st.integers(-HALF // 500, HALF // 500).map(lambda step: 500.0 * step),
    st.integers(-HALF, HALF).map(float),
)
HEIGHT = st.sampled_from([0.0, 900.0, 1200.0, 1350.0, 1500.0, 1600.0, 1800.0, 2700.0])


@st.composite
def solids(draw: st.DrawFn) -> Solid:
    bottom, top = sorted((draw(HEIGHT), draw(HEIGHT)))
    x1, y1, x2, y2 = (draw(COORDINATE) for _ in range(4))
    return (x1, y1, x2 + (x1 == x2 and y1 == y2), y2, bottom, top)


@st.composite
def tall_solids(draw: st.DrawFn) -> Solid:
    return (*draw(solids())[:4], 0.0, 10_000.0)


# Half a millimetre off every grid: an eye on a wall is refused before sight is asked.
PLACE = st.integers(-HALF, HALF - 1).map(lambda step: step + 0.5)
EYES = st.builds(
    Eye,
    x=PLACE,
    y=PLACE,
    z=st.sampled_from([1000.0, 1200.0, 1400.0, 1600.0]),
    facing=st.integers(-180, 180).map(float),
    fov=st.sampled_from([360.0, 360.0, 200.0, 90.0]),
    reach=st.sampled_from([None, None, 3_000.0]),
)
WALLS = st.lists(solids(), max_size=12)
TARGETS = st.sampled_from([0.0, 1000.0, 1200.0, 1600.0, 2000.0])


def region_of(scene: Scene, one: Eye, z_target: float) -> BaseGeometry:
    return seen_regions(scene, [one], z_target)[0]


def probes(seed: int) -> list[tuple[float, float]]:
    """Places all over the room, the same for the same seed."""
    spots = np.random.default_rng(seed).uniform(-HALF, HALF, (60, 2))
    return [(float(x), float(y)) for x, y in spots]


def agrees(scene: Scene, one: Eye, z_target: float, spots: Sequence[tuple[float, float]]) -> bool:
    region = region_of(scene, one, z_target)
    for spot in spots:
        point = shapely.Point(spot)
        # The circle is drawn with chords, which are up to 0.1 mm off.
        if shapely.distance(shapely.boundary(region), point) < 0.5:
            continue
        line = is_free(scene.walls, (one.x, one.y, one.z), (*spot, z_target))
        if bool(shapely.covers(region, point)) != (line and in_field(one, spot)):
            return False
    return True


@settings(max_examples=150, deadline=None)
@given(WALLS, EYES, TARGETS, st.integers(0, 1000))
def test_a_point_lies_in_the_region_exactly_when_the_line_to_it_is_free(
    walls: list[Solid], one: Eye, z_target: float, seed: int
) -> None:
    assert agrees(room(walls), one, z_target, probes(seed))


SPOTS = st.tuples(COORDINATE, COORDINATE, HEIGHT)


@settings(max_examples=300, deadline=None)
@given(WALLS, SPOTS, SPOTS)
def test_sight_is_symmetric(walls: list[Solid], one: Spot, other: Spot) -> None:
    arrays = walls_from(walls)
    assert is_free(arrays, one, other) is is_free(arrays, other, one)


@settings(max_examples=100, deadline=None)
@given(WALLS, solids(), EYES, TARGETS)
def test_another_wall_never_lets_one_see_more(
    walls: list[Solid], added: Solid, one: Eye, z_target: float
) -> None:
    before = region_of(room(walls), one, z_target)
    after = region_of(room([*walls, added]), one, z_target)
    assert shapely.difference(after, before).area <= 1e-9 * (1 + before.area)


@settings(max_examples=100, deadline=None)
@given(WALLS, EYES, TARGETS, st.integers(1, 9))
def test_how_a_wall_is_cut_and_drawn_makes_no_difference(
    walls: list[Solid], one: Eye, z_target: float, cut: int
) -> None:
    """Turned round, drawn twice, cut in two at a T-junction, and covered by a shorter piece."""
    redrawn = [
        piece
        for x1, y1, x2, y2, bottom, top in walls
        for x, y in [(x1 + (x2 - x1) * cut / 10, y1 + (y2 - y1) * cut / 10)]
        for piece in (
            (x2, y2, x1, y1, bottom, top),
            (x1, y1, x, y, bottom, top),
            (x, y, x2, y2, bottom, top),
        )
    ]
    plain = region_of(room(walls), one, z_target)
    other = region_of(room(redrawn), one, z_target)
    assert shapely.symmetric_difference(plain, other, grid_size=1e-7).area <= 1e-6 * (
        1 + plain.area
    )
