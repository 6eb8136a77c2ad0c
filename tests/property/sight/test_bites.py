"""Polygons less a quad by arithmetic are what the overlay leaves of them, or left to it."""

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from daicho.places.sight.bites import Whole
from daicho.places.sight.shapes import shapes_of
from tests.property.sight.test_common_areas import MAP, SEEDS, star


def quad(chance: np.random.Generator, offset: float, grid: float) -> BaseGeometry:
    """What a wall casts from an eye: two ends, nearer and farther."""
    eye, a = chance.uniform(-9_000, 9_000, 2), chance.uniform(-9_000, 9_000, 2)
    b = a + chance.uniform(-3_000, 3_000, 2)
    if grid:
        eye, a, b = (np.round(some / grid) * grid for some in (eye, a, b))
    near, far = sorted(chance.uniform(1, 4, 2))
    ring = [a * near, b * near, b * far, a * far]
    return shapely.Polygon([corner + eye + offset for corner in ring])


@settings(max_examples=150, deadline=None)
@given(SEEDS, st.sampled_from([0.0, MAP]))
def test_what_a_quad_leaves_is_what_the_overlay_leaves(seed: int, offset: float) -> None:
    chance = np.random.default_rng(seed)
    shapes = shapes_of([star(chance, int(chance.integers(3, 30)), offset) for _ in range(8)])
    quads = shapes_of([quad(chance, offset, 0.0) for _ in range(8)])
    found = Whole(shapes).less(quads)
    wanted = shapely.difference(shapes, quads)
    clear = ~shapely.is_missing(found)
    apart = shapely.area(shapely.symmetric_difference(found[clear], wanted[clear]))
    assert shapely.is_valid(found[clear]).all()
    assert (apart <= 1e-12 * shapely.area(shapes[clear])).all()


@settings(max_examples=150, deadline=None)
@given(SEEDS, st.sampled_from([100.0, 1000.0]))
def test_edges_that_meet_are_left_to_overlays_or_right(seed: int, grid: float) -> None:
    chance = np.random.default_rng(seed)
    steps = chance.integers(-6, 6, (8, 4)) * grid
    boxes = shapely.box(*(np.minimum(steps[:, :2], steps[:, 2:]).T), *(steps[:, :2] + grid).T)
    quads = shapes_of([quad(chance, 0.0, grid) for _ in range(8)])
    found = Whole(boxes).less(quads)
    clear = ~shapely.is_missing(found)
    wanted = shapely.difference(boxes[clear], quads[clear])
    assert (np.abs(shapely.area(found[clear]) - shapely.area(wanted)) <= 1e-6).all()


def test_a_quad_within_leaves_a_hole_and_one_across_two_parts() -> None:
    square = shapely.box(0, 0, 100, 100)
    within, across = shapely.box(20, 20, 40, 40), shapely.box(-10, 20, 110, 40)
    around, aside = shapely.box(-10, -10, 110, 110), shapely.box(200, 0, 300, 10)
    found = Whole(shapes_of([square] * 4)).less(shapes_of([within, across, around, aside]))
    assert found[0].area == 9600
    assert len(found[0].interiors) == 1
    assert sorted(part.area for part in found[1].geoms) == [2000, 6000]
    assert found[2].is_empty
    assert found[3] is square


def test_what_is_no_convex_quad_is_left_to_overlays() -> None:
    square = shapely.box(0, 0, 100, 100)
    dart = shapely.Polygon([(0, 0), (50, 10), (100, 0), (50, 100)])
    others = shapes_of([dart, shapely.Point(50, 50).buffer(20), None])  # type: ignore[list-item]
    found = Whole(shapes_of([square] * 3)).less(others)
    assert found[0] is None
    assert found[1] is None
    assert found[2] is square
