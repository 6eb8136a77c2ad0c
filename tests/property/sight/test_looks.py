"""An eye looks at near walls first and leaves out those behind them: on no floor may that change what it sees."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from daicho.places.sight.cells import Farthest
from daicho.places.sight.nearby import FIRST
from daicho.places.sight.regions import seen_regions
from daicho.places.sight.scene import Eye, Scene, Walls

HALF = 20_000.0
Z_TARGET = 1_200.0
# Fewer walls than two first looks hold are all looked at together.
AT_ONCE = int(2 * FIRST) - 1
SEEDS = st.integers(0, 2**32 - 1)


def strewn(seed: int, count: int, longest: float) -> Walls:
    """Full occluders here and there, long and short, some along the axes, some meeting others. Towards a high
    target the low ones hide only from an image of theirs outwards."""
    chance = np.random.default_rng(seed)
    start = chance.uniform(-HALF, HALF, (count, 2))
    way = chance.normal(size=(count, 2)) * chance.uniform(50, longest, (count, 1))
    way[::3, 0] = 0.0
    start[1::4] = start[::4][: len(start[1::4])]
    end = np.clip(start + way, -HALF, HALF)
    start = np.clip(start, -HALF, HALF)
    return Walls(start, end, np.zeros(count), chance.choice([1_500.0, 1_600.0, 9_000.0], count))


def eyes_of(seed: int, count: int) -> list[Eye]:
    places = np.random.default_rng(seed + 1).uniform(-0.9 * HALF, 0.9 * HALF, (count, 2))
    return [Eye(float(x), float(y), 1_450.0) for x, y in places]


def on_a_floor(walls: Walls) -> Scene:
    return Scene(walls, (-HALF, -HALF, HALF, HALF))


def shared(walls: Walls, eye: Eye, z_target: float) -> BaseGeometry:
    """What is seen through each handful of the walls alone, and so through all of them."""
    region: BaseGeometry = shapely.box(-HALF, -HALF, HALF, HALF)
    for at in range(0, len(walls), AT_ONCE):
        some = walls.only(np.arange(at, min(len(walls), at + AT_ONCE)))
        region = region.intersection(seen_regions(on_a_floor(some), [eye], z_target)[0])
    return region


@settings(max_examples=25, deadline=None)
@given(
    seed=SEEDS,
    longest=st.sampled_from([300.0, 1_500.0, 8_000.0]),
    z_target=st.sampled_from([Z_TARGET, 1_480.0, 2_000.0]),
)
def test_many_walls_hide_what_each_handful_of_them_hides(
    seed: int, longest: float, z_target: float
) -> None:
    walls, eyes = strewn(seed, 4 * AT_ONCE, longest), eyes_of(seed, 2)
    for eye, seen in zip(eyes, seen_regions(on_a_floor(walls), eyes, z_target), strict=True):
        off = seen.symmetric_difference(shared(walls, eye, z_target)).area
        assert off <= 1e-9 * (2 * HALF) ** 2


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS, longest=st.sampled_from([300.0, 1_500.0, 8_000.0]))
def test_an_eye_sees_alone_what_it_sees_among_others(seed: int, longest: float) -> None:
    scene, eyes = on_a_floor(strewn(seed, 4 * AT_ONCE, longest)), eyes_of(seed, 7)
    for eye, seen in zip(eyes, seen_regions(scene, eyes, Z_TARGET), strict=True):
        alone = seen_regions(scene, [eye], Z_TARGET)[0]
        assert shapely.equals_exact(seen, alone, tolerance=1e-6)


@pytest.mark.parametrize("flat", [0, 1])
def test_a_floor_without_an_area_is_looked_at_to_its_end(flat: int) -> None:
    walls = strewn(1, 4 * AT_ONCE, 300.0)
    walls.start[:, flat] = walls.end[:, flat] = 0.0
    bounds = (0.0, -HALF, 0.0, HALF) if flat == 0 else (-HALF, 0.0, HALF, 0.0)
    seen = seen_regions(Scene(walls, bounds), [Eye(0.5, 0.5, 1_450.0)], Z_TARGET)
    assert seen[0].area == 0.0


@given(
    limits=st.lists(st.floats(0, 1e6), min_size=16, max_size=16),
    low=st.integers(-40, 40),
    count=st.integers(1, 8),
)
def test_the_farthest_of_neighbouring_cells_is_found_around_the_circle(
    limits: list[float], low: int, count: int
) -> None:
    cells = np.array(limits).reshape(2, 8)
    found = Farthest(cells).between(
        np.array([0, 1]), np.array([low, low]), np.array([count, count])
    )
    around = [(low + step) % 8 for step in range(count)]
    assert found.tolist() == cells[:, around].max(axis=1).tolist()
