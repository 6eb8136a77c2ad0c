"""AR-01 and TM-01 to TM-11: each rule opens on its own cause and gives its evidence."""

import json
from typing import Any

import msgspec
import pytest

from daicho.oversight.violations.analysis import RULES, Analysis, analyse
from daicho.places.floors.document import read_floor
from daicho.places.floors.thresholds import FloorThresholds
from tests.support.scenes import office

CABINET = {
    "id": "cabinet",
    "from": [4000, 3000],
    "to": [4000, 8000],
    "kind": "cabinet",
    "top": 1800,
}


def analysed(change: dict[str, Any] | None = None, **floor: Any) -> Analysis:
    document = office(**floor)
    document["terminals"][0] |= change or {}
    return analyse(read_floor(document))


def rules(analysis: Analysis) -> list[str]:
    return [violation.rule for violation in analysis.violations]


def test_a_well_placed_terminal_breaks_no_rule_and_every_rule_was_asked() -> None:
    analysis = analysed()
    assert analysis.violations == ()
    assert analysis.checked == dict.fromkeys(RULES, 1)
    assert RULES == ("AR-01", "TM-01", "TM-02", "TM-03", "TM-05", "TM-08", "TM-09", "TM-11")


CAUSES: list[tuple[dict[str, Any], str, str]] = [
    ({"seat": {"at": [9000, 6000], "policy": "assigned"}}, "TM-03", "observation"),
    ({"lock_minutes": 6}, "TM-08", "minor"),
    ({"privacy_filter": False}, "TM-08", "minor"),
    ({"wire_lock": False}, "TM-09", "minor"),
    ({"auth_factors": 1}, "TM-11", "major"),
    ({"screen": {"at": [9000, 4500], "facing": 270}}, "TM-02", "major"),
    ({"screen": {"at": [20000, 5500], "facing": 90}}, "AR-01", "major"),
]


@pytest.mark.parametrize(("change", "rule", "grade"), CAUSES)
def test_each_cause_opens_its_rule_alone(change: dict[str, Any], rule: str, grade: str) -> None:
    (found,) = analysed(change).violations
    assert (found.rule, found.grade) == (rule, grade)
    assert (found.subject, found.key) == ("terminal:t1", f"{rule}:terminal:t1")
    json.dumps(msgspec.to_builtins(found.facts), allow_nan=False)


@pytest.mark.parametrize("kind", ["office", "storage", "passage"])
def test_a_terminal_in_an_area_for_something_else_stands_outside_a_handling_area(kind: str) -> None:
    areas = [area | {"kind": kind} for area in office()["areas"][1:]]
    (found,) = analysed(areas=areas).violations
    assert (found.rule, found.grade) == ("TM-05", "major")
    assert (found.facts["area"], found.facts["area_kind"]) == ("desk", kind)


def test_a_hidden_seat_names_the_walls_that_hide_it() -> None:
    walls = [*office()["walls"], CABINET]
    (found,) = analysed(walls=walls).violations
    (witness,) = found.facts["nearest"]
    assert (found.rule, found.grade) == ("TM-01", "observation")
    assert (witness["viewpoint"], witness["because"]) == ("head", "blocked")
    assert witness["walls"] == ["cabinet"]
    assert witness["ray"] == [[1000, 5000, 1200], [9000, 6000, 1200]]


def test_without_any_viewpoint_no_seat_is_supervised() -> None:
    (found,) = analysed(viewpoints=[]).violations
    assert (found.rule, found.facts["viewpoints"]) == ("TM-01", 0)


@pytest.mark.parametrize(
    ("kind", "at", "expected"),
    [
        ("staff", [9000, 6300], ["TM-01"]),
        ("staff", [9000, 6301], []),
        ("supervisor", [9000, 6300], []),
    ],
)
def test_nobody_supervises_the_seat_he_sits_on(
    kind: str, at: list[float], expected: list[str]
) -> None:
    own = {"id": "own", "kind": kind, "at": at, "eye": 1200}
    analysis = analysed(viewpoints=[own])
    assert rules(analysis) == expected
    assert analysis.terminals[0].seen_by == ("own",)


def test_a_business_terminal_answers_only_for_its_screen_and_its_lock() -> None:
    everything = {
        "kind": "business",
        "seat": {"at": [9000, 6000], "policy": "assigned"},
        "screen": {"at": [9000, 2500], "facing": 270},
        "privacy_filter": False,
        "lock_minutes": 60,
        "wire_lock": False,
        "auth_factors": 1,
    }
    analysis = analysed(everything, viewpoints=[])
    assert rules(analysis) == ["TM-02", "TM-09"]
    assert analysis.checked["TM-01"] == 0


def test_an_exposed_screen_gives_the_region_it_is_read_from() -> None:
    (found,) = analysed({"screen": {"at": [9000, 4500], "facing": 270}}).violations
    assert found.facts["areas"].keys() == {"hall"}
    assert found.facts["exposed_m2"] == pytest.approx(found.facts["areas"]["hall"])
    assert len(found.facts["region"]) == 1


def test_thresholds_are_an_argument() -> None:
    document = office()
    document["terminals"][0]["lock_minutes"] = 10
    lenient = FloorThresholds(lock_minutes=15)
    assert analyse(read_floor(document), thresholds=lenient).violations == ()


def test_the_analysis_is_written_exactly_as_the_format_says() -> None:
    document = office(walls=[*office()["walls"], CABINET])
    plain = json.loads(msgspec.json.encode(analyse(read_floor(document))))
    assert list(plain) == [
        "format", "target_height", "viewpoints", "areas", "terminals", "violations",
    ]  # fmt: skip
    assert (plain["format"], plain["target_height"]) == ("daicho.analysis/1", 1200)
    assert plain["viewpoints"][0].keys() == {"id", "visible_m2", "region"}
    assert plain["areas"][0].keys() == {"id", "area_m2", "blind_m2", "blind"}
    assert plain["areas"][1]["blind"][0].keys() == {"polygon", "holes"}
    assert plain["terminals"][0].keys() == {
        "id", "area", "seen_by", "screen_exposed_m2", "exposed_to",
    }  # fmt: skip
    assert plain["violations"][0].keys() == {"rule", "subject", "key", "grade", "facts"}
    numbers = json.loads(msgspec.json.encode(analyse(read_floor(document), polygons=False)))
    assert "region" not in numbers["viewpoints"][0]
    assert "blind" not in numbers["areas"][0]
