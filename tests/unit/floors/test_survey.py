"""What a survey says of areas and terminals."""

from typing import Any

import pytest

from daicho.places.floors.document import read_floor
from daicho.places.floors.seen import Survey
from daicho.places.floors.survey import survey
from tests.support.scenes import office

CABINET = {
    "id": "cabinet",
    "from": [4000, 3000],
    "to": [4000, 8000],
    "kind": "cabinet",
    "top": 1800,
}


def surveyed(floor: dict[str, Any], **options: Any) -> Survey:
    return survey(read_floor(floor), **options)


def test_an_open_office_has_no_blind_area() -> None:
    found = surveyed(office())
    assert found.viewpoints[0].visible_m2 == pytest.approx(96)
    assert [(one.area_m2, one.blind_m2) for one in found.areas] == [(36, 0), (60, 0)]
    assert found.terminals[0].seen_by == ("head",)
    assert found.terminals[0].area == "desk"


def test_a_cabinet_makes_a_blind_area_that_a_second_viewpoint_lights() -> None:
    floor = office()
    floor["walls"].append(CABINET)
    found = surveyed(floor)
    # From (1000, 5000) past the cabinet's lower end (4000, 3000) down to the wall at x = 4000 + 4500.
    assert found.areas[1].blind_m2 == pytest.approx(40)
    assert found.areas[0].blind_m2 == pytest.approx(3 * 8 - 3 * 4.5 / 2)
    assert found.terminals[0].seen_by == ()
    floor["viewpoints"].append({"id": "cam", "kind": "camera", "at": [11000, 7000], "eye": 2400})
    both = surveyed(floor)
    assert both.areas[1].blind_m2 == pytest.approx(0, abs=1e-9)
    assert both.terminals[0].seen_by == ("cam",)


def test_full_height_takes_the_counter_for_a_wall() -> None:
    found = surveyed(office(), full_height=True)
    assert found.areas[0].blind_m2 == pytest.approx(36)


def test_field_of_view_and_range_bound_who_sees_a_seat() -> None:
    floor = office()
    floor["viewpoints"][0] |= {"facing": 180, "fov": 90}
    assert surveyed(floor).terminals[0].seen_by == ()
    floor["viewpoints"][0] |= {"facing": 0, "range": 8000}
    assert surveyed(floor).terminals[0].seen_by == ()
    floor["viewpoints"][0] |= {"range": 8100}
    assert surveyed(floor).terminals[0].seen_by == ("head",)


def test_of_overlapping_areas_a_terminal_stands_in_the_first_kind_then_the_smallest() -> None:
    floor = office()
    around = [[8000, 5000], [10000, 5000], [10000, 7000], [8000, 7000]]
    inner = [[8500, 5200], [9500, 5200], [9500, 6000], [8500, 6000]]
    floor["areas"] += [
        {"id": "o", "kind": "office", "polygon": inner},
        {"id": "h", "kind": "handling", "polygon": around},
    ]
    assert surveyed(floor).terminals[0].area == "h"
    floor["areas"].append({"id": "c", "kind": "controlled", "polygon": floor["outline"]})
    assert surveyed(floor).terminals[0].area == "c"


def test_a_screen_that_faces_the_hall_is_exposed_to_it() -> None:
    floor = office()
    floor["terminals"][0]["screen"] = {"at": [9000, 4500], "facing": 270}
    found = surveyed(floor).terminals[0]
    assert found.exposed_to == ("hall",)
    assert found.screen_exposed_m2 > 3
    floor["walls"][0]["top"] = 2000
    assert surveyed(floor).terminals[0].exposed_to == ()


def test_where_public_areas_overlap_a_spot_counts_once() -> None:
    floor = office()
    floor["terminals"][0]["screen"] = {"at": [9000, 4500], "facing": 270}
    alone = surveyed(floor)
    floor["areas"].append(floor["areas"][0] | {"id": "hall-2"})
    both = surveyed(floor)
    assert both.terminals[0].exposed_to == ("hall", "hall-2")
    assert both.terminals[0].screen_exposed_m2 == pytest.approx(
        alone.terminals[0].screen_exposed_m2
    )


def test_holes_are_no_part_of_an_area() -> None:
    floor = office()
    floor["areas"][1]["holes"] = [[[5000, 4000], [6000, 4000], [6000, 5000], [5000, 5000]]]
    assert surveyed(floor).areas[1].area_m2 == pytest.approx(59)


def test_without_polygons_the_numbers_are_the_same() -> None:
    floor = office()
    floor["walls"].append(CABINET)
    with_them, without = surveyed(floor), surveyed(floor, polygons=False)
    assert without.areas[1].blind_m2 == with_them.areas[1].blind_m2
    assert not hasattr(without.areas[1].blind, "__len__")


def test_an_empty_floor_has_nothing_to_see() -> None:
    found = surveyed({"format": "daicho.floor/1", "name": "空"})
    assert (found.viewpoints, found.areas, found.terminals) == ((), (), ())


def test_a_lone_viewpoint_on_an_empty_floor_sees_nothing() -> None:
    floor = {"format": "daicho.floor/1", "name": "空"}
    eye = {"id": "v", "kind": "staff", "at": [5, 5]}
    assert surveyed(floor | {"viewpoints": [eye]}).viewpoints[0].visible_m2 == 0
