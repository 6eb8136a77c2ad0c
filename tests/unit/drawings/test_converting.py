"""Strokes into floors: corners that meet, what is left out, areas with holes."""

import math
from itertools import pairwise

import pytest

from daicho.foundation.kernel.errors import Invalid
from daicho.places.drawings import mending
from daicho.places.drawings.converting import convert
from daicho.places.drawings.inspecting import inspect
from daicho.places.drawings.model import Converted, Drawing, LayerChoice, Stroke, TwoPoints, Wanted
from daicho.places.drawings.regions import regions
from daicho.places.floors.document import canonical_bytes, parse_floor
from daicho.places.floors.model import Point

WALLS = {"w": LayerChoice("wall")}


def line(*points: Point, layer: str = "w", closed: bool = False) -> Stroke:
    return Stroke(layer, (points,), closed)


def made(*strokes: Stroke, unit: str | None = "mm", **wanted: object) -> Converted:
    drawing = Drawing("dxf", unit, list(strokes))  # type: ignore[arg-type]  # a literal in every test
    asked = Wanted(**{"floor_name": "1階", "layers": WALLS, **wanted})  # type: ignore[arg-type]  # as above
    result = convert(drawing, asked)
    assert parse_floor(canonical_bytes(result.document)) == result.document
    return result


def left(result: Converted) -> dict[str, int]:
    return {one.reason: one.count for one in result.report.left_out}


def test_corners_that_almost_meet_become_one_point() -> None:
    result = made(line((0, 0), (5_000, 0)), line((5_006, 7), (5_006, 4_000)))
    assert list(result.document.walls[1].start) == [5_000, 0]
    assert [m.id for m in result.report.snapped.items] == ["w2"]
    apart = made(line((0, 0), (5_000, 0)), line((5_006, 9), (5_006, 4_000)))
    assert list(apart.document.walls[1].start) == [5_006, 9]


def test_ends_do_not_pull_each_other_along() -> None:
    drawn = [((float(x), 0.0), (float(x), 1_000.0)) for x in range(0, 80, 8)]
    joined, _ = mending.meet(drawn, 10)
    assert max(math.dist(a[0], b[0]) for a, b in zip(drawn, joined, strict=True)) == 8
    assert len({start for start, _ in joined}) == 5


def test_a_wall_that_stops_short_of_another_reaches_through_it() -> None:
    result = made(line((0, 0), (8_000, 0)), line((4_000, 9), (4_000, 3_000)))
    assert list(result.document.walls[1].start) == [4_000, -1]
    assert result.report.snapped.count == 1


def test_a_wall_that_crosses_another_stays_as_it_is() -> None:
    result = made(line((0, 0), (8_000, 0)), line((4_000, -5), (4_000, 3_000)))
    assert result.report.snapped.count == 0


def test_what_has_no_length_and_what_is_drawn_twice_is_left_out_and_counted() -> None:
    result = made(
        line((0, 0), (5_000, 0)),
        line((5_000, 0), (0, 0)),
        line((1, 1), (4, 4)),
        line((9, 9), (9, 9)),
    )
    assert len(result.document.walls) == 1
    assert left(result) == {"duplicate": 1, "zero-length": 2}


def test_the_swing_of_a_door_hides_nothing() -> None:
    swing = Stroke("d", (((0, 0), (300, 300), (0, 900)),), kind="curve")
    leaf = line((0, 0), (900, 0), layer="d")
    result = made(swing, leaf, layers={"d": LayerChoice("door")})
    assert [wall.kind for wall in result.document.walls] == ["door"]
    assert left(result) == {"door-swing": 1}


def test_a_stray_thing_kilometres_away_is_left_out() -> None:
    far = line((9e7, 9e7), (9e7, 9.1e7))
    result = made(line((0, 0), (5_000, 0)), line((0, 0), (0, 5_000)), far)
    assert left(result) == {"too-far": 1}
    assert result.report.moved is None


def test_two_points_say_more_than_the_unit_of_the_header() -> None:
    points = TwoPoints((0, 0), (100, 0), 5_000)
    result = made(line((0, 0), (100, 0)), unit="inch", points=points)
    assert list(result.document.walls[0].end) == [5_000, 0]


def test_a_layer_that_is_not_named_is_skipped_unless_suggestions_are_wanted() -> None:
    drawn = (line((0, 0), (5_000, 0), layer="壁"),)
    with pytest.raises(Invalid, match="drawing-nothing-usable"):
        made(*drawn, layers={})
    assert made(*drawn, layers={}, suggested=True).report.taken == {"wall": 1}


def test_rings_in_rings_are_holes_and_islands() -> None:
    def square(low: float, high: float) -> tuple[Point, ...]:
        return ((low, low), (high, low), (high, high), (low, high))

    rings = (square(0, 9_000), square(2_000, 7_000), square(3_000, 4_000))
    found, lost = regions([Stroke("a", rings, True, "fill")])
    assert (sorted(len(holes) for _, holes in found), lost) == ([0, 1], 0)


def test_lines_that_close_a_room_make_an_area() -> None:
    room = [(0, 0), (4_000, 0), (4_000, 3_000), (0, 3_000), (0, 0)]
    sides = [line(a, b, layer="a") for a, b in pairwise(room)]
    result = made(*sides, layers={"a": LayerChoice("area", area_kind="handling")})
    assert [area.kind for area in result.document.areas] == ["handling"]


def test_a_ring_that_crosses_itself_becomes_the_areas_it_encloses() -> None:
    bow = line((0, 0), (4_000, 4_000), (4_000, 0), (0, 4_000), layer="a", closed=True)
    assert len(made(bow, layers={"a": LayerChoice("area")}).document.areas) == 2


def test_the_largest_ring_is_the_outline() -> None:
    small = line((0, 0), (900, 0), (900, 900), layer="o", closed=True)
    large = line((0, 0), (9_000, 0), (9_000, 9_000), layer="o", closed=True)
    result = made(small, large, layers={"o": LayerChoice("outline")})
    assert result.document.outline is not None
    assert max(x for x, _ in result.document.outline) == 9_000
    assert left(result) == {"not-the-largest": 1}


def test_no_end_moves_farther_than_asked() -> None:
    joined, alone = mending.meet([((0, 0), (100, 0)), ((103, 0), (200, 0))], 5)
    assert list(joined[1][0]) == [100, 0]
    assert alone == [True, False, False, True]


def test_a_drawing_with_very_many_things_is_shown_in_part() -> None:
    strokes = [line(*((float(x), float(y)) for x in range(60))) for y in range(5_001)]
    seen = inspect(Drawing("dxf", "mm", strokes))
    assert (len(seen.preview), seen.truncated) == (5_000, True)
    assert list(seen.preview[0].path[-1]) == [59, 0]
    assert sum(len(one.path) for one in seen.preview) < 200_000
    assert seen.layers[0].objects == 5_001
