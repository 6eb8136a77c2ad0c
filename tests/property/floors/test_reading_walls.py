"""Walls read all at once are what they are one by one, and wrong ones are refused in the same words."""

from typing import Any

import hypothesis.strategies as st
from hypothesis import given

from daicho.places.floors.document import read_things
from daicho.places.floors.model import FloorInvalid

number = st.one_of(
    st.integers(-20_000, 20_000),
    st.floats(-1e4, 1e4),
    st.sampled_from([-0.0, 1e7, -1e7, 2e7, float("nan"), float("inf"), 10**400, True, None, "1"]),
)
good_number = st.one_of(st.integers(-20_000, 20_000), st.sampled_from([0.5, -0.0, 1e7]))
height = st.one_of(st.integers(0, 10_000), st.sampled_from([-1, 10_001, 2700.5, -0.0, None, False]))
ids = st.sampled_from(
    ["w1", "w2", "壁", "", "  ", "a" * 64, "a" * 65, "a\nb", "a\u2028", "\ud800", 7]
)


def walls(coordinate: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Walls as they may be sent, many of them wrong."""
    point = st.lists(coordinate, min_size=2, max_size=2)
    return st.fixed_dictionaries(
        {"id": ids, "from": point, "to": point, "kind": st.sampled_from(["wall", "glass", "x"])},
        optional={"bottom": height, "top": height, "open": st.sampled_from([True, False, 0])},
    )


def _read(found: Any) -> Any:
    try:
        return read_things({"walls": found}).walls
    except FloorInvalid as invalid:
        return (invalid.reason, invalid.place.removeprefix("walls[0]"))


@given(st.lists(st.one_of(walls(number), walls(good_number)), max_size=4))
def test_walls_together_are_what_they_are_alone(found: list[dict[str, Any]]) -> None:
    alone = [_read([wall]) for wall in found]
    wrong = [one for one in alone if isinstance(one[0], str)]
    together = _read(found)
    if wrong:
        reason, place = together
        assert (reason, place.partition("]")[2] or place) == wrong[0]
    else:
        assert together == tuple(wall for (wall,) in alone)


@given(walls(good_number), st.sampled_from(["colour", "From", "id "]))
def test_an_unknown_key_is_refused_wherever_it_stands(wall: dict[str, Any], key: str) -> None:
    assert _read([wall | {key: 1}])[0] == "unknown-key"


def test_every_coordinate_of_a_wall_read_at_once_is_free_of_minus_zero() -> None:
    plain = {"id": "w", "from": [-0.0, 1], "to": [2, 3], "kind": "wall", "bottom": -0.0}
    (wall,) = read_things({"walls": [plain]}).walls
    assert (str(wall.start[0]), str(wall.bottom)) == ("0.0", "0.0")
