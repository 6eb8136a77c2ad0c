"""Floors that would take too long are refused by their counts; everything that an office may need passes."""

import random
from typing import Any

import pytest

from daicho.foundation.kernel.errors import Invalid
from daicho.oversight.violations.analysis import analyse
from daicho.places.floors.model import Area, FloorDocument, Screen, Seat, Terminal, Viewpoint, Wall
from daicho.places.floors.work import check_work


def _floor(
    *, walls: int = 0, viewpoints: int = 0, areas: int = 0, terminals: int = 0, apart: float = 10.0
) -> FloorDocument:
    """So many of each, areas side by side (or, with `apart` 0, all on one spot)."""
    return FloorDocument(
        name="床",
        walls=tuple(
            Wall(id=f"w{n}", start=(n, 0.0), end=(n, 5.0), kind="wall") for n in range(walls)
        ),
        viewpoints=tuple(
            Viewpoint(id=f"v{n}", kind="staff", at=(n + 0.5, 9.0)) for n in range(viewpoints)
        ),
        areas=tuple(_area(n, n * apart) for n in range(areas)),
        terminals=tuple(
            Terminal(id=f"t{n}", kind="juki", seat=Seat((n, 8.0)), screen=Screen((n, 7.0)))
            for n in range(terminals)
        ),
    )


def _area(number: int, x: float) -> Area:
    ring = ((x, 0.0), (x + 9, 0.0), (x + 9, 9.0), (x, 9.0))
    return Area(id=f"a{number}", name="区域", kind="public", polygon=ring)


@pytest.mark.parametrize(
    "counts",
    [
        {"walls": 50_000, "viewpoints": 10, "areas": 20, "terminals": 20},
        {"walls": 2_000, "viewpoints": 100, "areas": 50, "terminals": 50},
        {"walls": 2_000, "viewpoints": 500},
        {"areas": 2_000, "viewpoints": 10, "terminals": 100},
        {},
    ],
)
def test_large_floors_pass(counts: dict[str, Any]) -> None:
    check_work(_floor(**counts))


@pytest.mark.parametrize(
    ("counts", "named"),
    [
        ({"walls": 50_000, "viewpoints": 500}, "walls"),
        ({"walls": 2_000, "viewpoints": 500, "terminals": 2_000}, "terminals"),
        ({"areas": 1, "terminals": 2_000}, "terminals"),
        ({"areas": 2_000, "apart": 0.0}, "areas"),
        ({"walls": 50_000, "viewpoints": 10, "areas": 2_000}, "areas"),
    ],
)
def test_too_much_is_refused_with_the_list_to_shorten(counts: dict[str, Any], named: str) -> None:
    with pytest.raises(Invalid) as refused:
        analyse(_floor(**counts))
    assert refused.value.code == "floor-too-heavy"
    assert refused.value.facts["list"] == named
    assert 0 < refused.value.facts["most"] < refused.value.facts["count"]


def test_a_list_as_short_as_was_asked_for_is_no_longer_the_trouble() -> None:
    with pytest.raises(Invalid) as refused:
        check_work(_floor(walls=30_000, viewpoints=100))
    check_work(_floor(walls=refused.value.facts["most"], viewpoints=100))


def test_a_hall_where_everybody_sees_thousands_of_things_is_refused_before_the_work_is_done() -> (
    None
):
    chance = random.Random(3)  # noqa: S311 - the same hall each time
    spots = [(chance.uniform(0, 80_000), chance.uniform(0, 80_000)) for _ in range(2_100)]
    hall = FloorDocument(
        name="広間",
        walls=tuple(
            Wall(id=f"w{n}", start=(x, y), end=(x + 150, y + 40), kind="wall")
            for n, (x, y) in enumerate(spots[100:])
        ),
        areas=(Area(id="a", name="広間", kind="office", polygon=_square(80_000)),),
        viewpoints=tuple(
            Viewpoint(id=f"v{n}", kind="staff", at=at) for n, at in enumerate(spots[:100])
        ),
    )
    with pytest.raises(Invalid) as refused:
        analyse(hall)
    assert refused.value.facts["list"] == "viewpoints"


def _square(side: float) -> Any:
    return ((0.0, 0.0), (side, 0.0), (side, side), (0.0, side))


def test_thousands_of_low_things_in_everybodys_view_are_refused_before_the_work_is_done() -> None:
    chance = random.Random(8)  # noqa: S311 - the same floor every time
    spots = [(chance.uniform(0, 9e4), chance.uniform(0, 9e4)) for _ in range(20_000)]
    document = FloorDocument(
        name="床",
        walls=tuple(
            Wall(
                id=f"w{n}", start=spot, end=(spot[0] + 200, spot[1] + 60), kind="counter", top=1300
            )
            for n, spot in enumerate(spots)
        ),
        viewpoints=tuple(
            Viewpoint(id=f"v{n}", kind="staff", at=(9_000.0 * n + 0.5, 4e4)) for n in range(10)
        ),
    )
    with pytest.raises(Invalid, match="floor-too-heavy") as refused:
        analyse(document)
    assert refused.value.facts["list"] == "viewpoints"
    assert 0 < refused.value.facts["most"] < 10
