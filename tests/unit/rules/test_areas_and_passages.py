"""AR-02 and TM-06: areas that contradict each other, and screens that are read by who walks past."""

import math
from typing import Any

import pytest

from daicho.oversight.violations.analysis import FLOOR_RULES, RULES, analyse
from daicho.oversight.violations.rules.found import Found
from daicho.places.floors.document import read_floor
from daicho.places.floors.thresholds import FloorThresholds
from tests.support.scenes import office


def area(
    area_id: str, kind: str, corners: tuple[int, int, int, int], level: int | None = None
) -> dict[str, Any]:
    x0, y0, x1, y1 = corners
    ring = [[x0, y0], [x1, y0], [x1, y1], [x0, y1]]
    return {"id": area_id, "name": area_id, "kind": kind, "polygon": ring, "level": level}


DESK = area("desk", "handling", (6000, 3000, 12000, 6400), 1)
WAY = area("way", "passage", (6000, 6500, 12000, 8000))


def found(floor: dict[str, Any], thresholds: FloorThresholds | None = None) -> list[Found]:
    told = analyse(
        read_floor(floor), rules=FLOOR_RULES, thresholds=thresholds or FloorThresholds()
    ).violations
    return [one for one in told if one.rule in ("AR-02", "TM-06")]


def faced(*walls: dict[str, Any], way: dict[str, Any] = WAY, **terminal: Any) -> dict[str, Any]:
    """The screen stands at (9000, 5500) and faces north, towards the passage a metre away."""
    floor = office(areas=[DESK, way])
    floor["terminals"][0] |= terminal
    floor["walls"] += walls
    return floor


def test_a_screen_that_faces_a_passage_a_metre_away_is_read_in_passing() -> None:
    (told,) = found(faced())
    assert (told.rule, told.grade, told.subject) == ("TM-06", "minor", "terminal:t1")
    # A sector of 2 m and 60 degrees, less the triangle before the passage begins.
    expected = math.pi * 4 / 6 - math.tan(math.radians(30))
    assert told.facts["exposed_m2"] == pytest.approx(expected, rel=1e-4)
    assert list(told.facts["areas"]) == ["way"]
    assert (told.facts["reach"], told.facts["half_angle"]) == (2000.0, 30.0)
    assert told.facts["region"]


def test_without_a_filter_it_is_read_from_further_aside() -> None:
    (filtered,), (bare,) = found(faced()), found(faced(privacy_filter=False))
    assert bare.facts["exposed_m2"] > filtered.facts["exposed_m2"]
    assert bare.facts["half_angle"] == 60.0


SCREEN = {"id": "s", "from": [6000, 6450], "to": [12000, 6450], "kind": "partition", "top": 1800}


@pytest.mark.parametrize(
    "floor",
    [
        faced(SCREEN),
        faced(way=area("way", "passage", (6000, 7600, 12000, 8000))),
        faced(screen={"at": [9000, 5500], "facing": 270}),
        faced(way=area("way", "office", (6000, 6500, 12000, 8000))),
    ],
    ids=["behind a partition", "further than two metres", "turned away", "no passage"],
)
def test_nobody_reads_it(floor: dict[str, Any]) -> None:
    assert found(floor) == []


def test_a_low_partition_hides_nothing_from_who_walks_upright() -> None:
    (told,) = found(faced(SCREEN | {"top": 1050}))
    assert told.rule == "TM-06"


def test_how_near_a_passage_has_to_be_is_a_threshold() -> None:
    assert found(faced(), FloorThresholds(passage_reach=900.0)) == []


def test_a_passage_over_a_handling_area_shares_ground_that_it_may_not() -> None:
    floor = office(areas=[area("way", "passage", (0, 6000, 7000, 8000)), DESK])
    (told,) = found(floor)
    assert (told.rule, told.subject, told.grade) == ("AR-02", "area:desk", "minor")
    (other,) = told.facts["overlaps"]
    assert (other["area"], other["area_kind"]) == ("way", "passage")
    assert other["m2"] == pytest.approx(0.4)
    assert other["region"]


def test_two_levels_on_the_same_ground_contradict_each_other() -> None:
    server = area("server", "controlled", (8000, 4000, 10000, 6000), 2)
    (told,) = found(office(areas=[DESK, server]))
    assert (told.subject, told.facts["overlaps"][0]["area"]) == ("area:server", "desk")
    assert found(office(areas=[DESK, server | {"level": 1}])) == []
    assert found(office(areas=[DESK, server | {"level": None}])) == []


def test_an_area_with_a_hole_for_the_other_shares_nothing() -> None:
    server = area("server", "controlled", (8000, 4000, 10000, 6000), 2)
    assert found(office(areas=[DESK | {"holes": [server["polygon"]]}, server])) == []


@pytest.mark.parametrize(
    "other",
    [
        area("o", "office", (0, 0, 12000, 8000)),
        area("o", "storage", (6000, 3000, 8000, 5000)),
        area("o", "public", (0, 0, 12000, 3000)),
        area("o", "public", (0, 0, 12000, 3001)),
    ],
    ids=["an office around it", "a storage room in it", "next to it", "within the tolerance"],
)
def test_areas_that_go_together_are_no_violation(other: dict[str, Any]) -> None:
    assert found(office(areas=[DESK, other])) == []


def test_checking_a_file_keeps_to_its_eight_rules() -> None:
    floor = faced(way=area("way", "passage", (6000, 6300, 12000, 8000)))
    told = analyse(read_floor(floor))
    assert told.violations == ()
    assert tuple(told.checked) == RULES
    assert set(FLOOR_RULES) - set(RULES) == {"AR-02", "TM-06"}
    assert {one.rule for one in found(floor)} == {"AR-02", "TM-06"}
