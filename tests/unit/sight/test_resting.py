"""Whether a view takes anything of a piece, told without an overlay."""

import shapely

from daicho.places.sight.resting import Resting
from daicho.places.sight.shapes import shapes_of

PIECE = shapely.box(0, 0, 10_000, 10_000).difference(shapely.box(2_000, 2_000, 8_000, 8_000))


def is_apart(view: shapely.Polygon) -> bool:
    resting = Resting()
    resting.add(shapes_of([PIECE]))
    shapely.prepare(view)
    return bool(resting.apart(view, shapes_of([PIECE]))[0])


def test_a_view_that_ends_where_the_piece_begins_takes_nothing() -> None:
    assert is_apart(shapely.box(2_000, 2_000, 8_000, 8_000))
    assert is_apart(shapely.box(2_000 - 1e-9, 2_000, 8_000, 8_000 + 1e-10))


def test_a_view_that_reaches_in_wherever_it_does_takes_something() -> None:
    for width in (1e-3, 1.0, 500.0):
        for at in (1_500.0, 3_333.3, 7_999.0):
            assert not is_apart(shapely.box(at, 1_000, at + width, 5_000))
    assert not is_apart(shapely.box(10, 20, 11, 21))
    assert not is_apart(shapely.box(-10, -10, 20_000, 20_000))


def test_a_piece_that_is_not_known_is_not_told_apart() -> None:
    far = shapely.box(20_000, 0, 30_000, 10)
    assert not Resting().apart(far, shapes_of([PIECE]))[0]
