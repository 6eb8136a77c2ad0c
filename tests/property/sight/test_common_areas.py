"""What two shapes have in common, reckoned without an overlay, is what the overlay has."""

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from daicho.places.sight.clipped import common_areas, inside, less
from daicho.places.sight.cover import merged
from daicho.places.sight.shapes import shapes_of

SEEDS = st.integers(0, 2**32 - 1)
MAP = 1e6


def star(chance: np.random.Generator, corners: int, offset: float) -> BaseGeometry:
    """A shape with dents, often with a hole or in two parts."""
    turn = np.sort(chance.uniform(0, 2 * np.pi, corners))
    far = chance.uniform(500, 20_000, corners)
    middle = offset + chance.uniform(-5_000, 5_000, 2)
    corner = np.column_stack((np.cos(turn), np.sin(turn))) * far[:, None] + middle
    whole = shapely.make_valid(shapely.Polygon(corner), method="structure")
    x, y = middle
    hole = shapely.box(x - 300, y - 300, x + 300, y + 300)
    strip = shapely.box(x - 50, y - 30_000, x + 50, y + 30_000)
    without: BaseGeometry = shapely.difference(whole, [hole, strip][int(chance.integers(2))])
    return [whole, without][int(chance.integers(2))]


def pairs(seed: int, offset: float) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    ones = [star(chance, 40, offset) for _ in range(6)]
    others = [star(chance, int(chance.integers(3, 12)), offset) for _ in range(6)]
    return shapes_of(ones), shapes_of(others)


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.sampled_from([0.0, MAP]))
def test_areas_in_common_are_those_of_the_overlay(seed: int, offset: float) -> None:
    ones, others = pairs(seed, offset)
    wanted = shapely.area(shapely.intersection(ones, others))
    found = common_areas(ones, others)
    assert (np.abs(found - wanted) <= 1e-12 * (shapely.area(ones) + shapely.area(others))).all()


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_overlays_checked_by_their_areas_are_overlays(seed: int) -> None:
    ones, others = pairs(seed, 0.0)
    common = common_areas(ones, others)
    whole = shapely.area(ones)
    within, without = inside(ones, others, common), less(ones, others, whole - common)
    assert (np.abs(shapely.area(within) + shapely.area(without) - whole) <= 1e-10 * whole).all()
    assert (shapely.area(shapely.intersection(within, without)) <= 1e-9 * whole).all()


@settings(max_examples=30, deadline=None)
@given(SEEDS, st.sampled_from([0.0, MAP]))
def test_small_pieces_of_shapes_with_many_corners(seed: int, offset: float) -> None:
    chance = np.random.default_rng(seed)
    large = shapes_of([star(chance, 400, offset) for _ in range(3)])
    small = shapes_of([
        shapely.Polygon(offset + chance.uniform(-9_000, 9_000, 2) + chance.uniform(-300, 300, (3, 2)))
        for _ in range(60)
    ])  # fmt: skip
    views, pieces = np.repeat(large, 60), np.tile(small, 3)
    common, whole = common_areas(views, pieces), shapely.area(pieces)
    wanted = shapely.intersection(views, pieces)
    assert (np.abs(common - shapely.area(wanted)) <= 1e-12 * (1e6 + abs(offset) * 1e3)).all()
    within, without = inside(pieces, views, common), less(pieces, views, whole - common)
    assert (
        np.abs(shapely.area(within) + shapely.area(without) - whole) <= 1e-10 * whole + 1e-4
    ).all()
    assert (shapely.area(shapely.symmetric_difference(within, wanted)) <= 1e-3).all()


def test_an_overlay_that_does_not_add_up_is_made_again() -> None:
    ones, others = shapes_of([shapely.box(0, 0, 10, 10)]), shapes_of([shapely.box(0, 0, 5, 10)])
    assert less(ones, others, np.array([0.0]))[0].area == 50
    assert inside(ones, others, np.array([0.0]))[0].area == 50


def test_triangles_of_no_width_have_nothing_in_common_with_a_view() -> None:
    view = shapely.Polygon(
        [(1000, 500), (5000, 2499), (5000, -5000), (-5000, -5000), (-500, 0), (-4.5, 165.16666666666666),
         (-4.5, -4.5), (0, 0), (0, 166.66666666666666)]
    )  # fmt: skip
    piece = shapely.Polygon(
        [(250, 250), (0, 166.66666666666666), (0, 0), (-4.5, -1.5), (-4.5, 165.16666666666666), (-500, 0)]
    )  # fmt: skip
    assert common_areas(shapes_of([view]), shapes_of([piece]))[0] < 1e-6


def test_a_union_that_loses_area_is_made_again() -> None:
    """Seen with GEOS 3.14.1: of these two, 1.24 of 30.29 m² were lost."""
    bare = shapely.Polygon(
        [(-5000, -5000), (-5000, 2159.7014166363965), (-1371, 595), (-9, -140), (-507.02120141342766, -5000)]
    )  # fmt: skip
    lost = shapely.Polygon(
        [
            (-507.02120141342766, -5000),
            (-55.32047497211836, -592.0239454175687),
            (0, -587.2),
            (0, -5000),
        ]
    )
    whole = merged(shapes_of([bare]), shapes_of([lost]))
    assert whole.is_valid
    assert abs(whole.area - bare.area - lost.area) <= 1e-3
