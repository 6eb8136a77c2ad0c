"""What must not matter on a whole floor: where it lies, and what does not block sight."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daicho.places.floors.document import read_floor
from daicho.places.floors.seen import Survey
from daicho.places.floors.survey import survey
from tests.support.scenes import office

GRID = st.integers(-10, 10).map(lambda step: step * 250)
CORNER = st.tuples(GRID, GRID)
SEGMENTS = st.lists(st.tuples(CORNER, CORNER).filter(lambda ends: ends[0] != ends[1]), max_size=8)
TOPS = st.sampled_from([1000, 1350, 1450, 2700])


def floor_of(segments: list[Any], tops: list[int], kind: str, by: int = 0) -> dict[str, Any]:
    """Walls in the office with an eye and seats off their grid, all moved by `by` mm in x and y."""
    middle = 4_000 + by
    walls = [
        {"id": f"w{index}", "from": [x1 + middle, y1 + middle], "to": [x2 + middle, y2 + middle],
         "kind": kind, "top": top, "open": kind == "door"}
        for index, (((x1, y1), (x2, y2)), top) in enumerate(zip(segments, tops, strict=True))
    ]  # fmt: skip
    plain = office()
    area = plain["areas"][1] | {"polygon": _moved(plain["areas"][1]["polygon"], by)}
    return office(
        outline=_moved(plain["outline"], by),
        walls=walls,
        areas=[area],
        viewpoints=[{"id": "v", "kind": "camera", "at": [by + 4_110, by + 4_190], "eye": 1500}],
        terminals=[
            {"id": "t", "kind": "juki", "seat": {"at": [by + 9_130, by + 6_110]},
             "screen": {"at": [by + 9_130, by + 5_610]}}
        ],
    )  # fmt: skip


def _moved(ring: list[list[int]], by: int) -> list[list[int]]:
    return [[x + by, y + by] for x, y in ring]


def seen(floor: dict[str, Any]) -> Survey:
    return survey(read_floor(floor), polygons=False)


@st.composite
def drawn(draw: st.DrawFn) -> tuple[list[Any], list[int]]:
    segments = draw(SEGMENTS)
    return segments, [draw(TOPS) for _ in segments]


@settings(max_examples=60, deadline=None)
@given(drawn())
def test_a_floor_a_kilometre_away_gives_the_same_areas(walls: tuple[list[Any], list[int]]) -> None:
    here = seen(floor_of(*walls, kind="wall"))
    there = seen(floor_of(*walls, kind="wall", by=1_000_000))
    assert there.viewpoints[0].visible_m2 == pytest.approx(here.viewpoints[0].visible_m2, rel=1e-11)
    assert there.areas[0].blind_m2 == pytest.approx(here.areas[0].blind_m2, rel=1e-9, abs=1e-9)
    assert there.terminals[0].seen_by == here.terminals[0].seen_by


@settings(max_examples=40, deadline=None)
@given(drawn(), st.sampled_from(["glass", "door"]))
def test_glass_and_open_doors_hide_nothing(walls: tuple[list[Any], list[int]], kind: str) -> None:
    assert seen(floor_of(*walls, kind=kind)) == seen(floor_of([], [], kind="wall"))
