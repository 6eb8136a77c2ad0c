"""Proposals: every one that is made does away with the violation, on the floor computed from nothing."""

from typing import Any

import pytest

from daicho.foundation.kernel.errors import Missing
from daicho.oversight.violations.fixes import proposals, told
from daicho.oversight.violations.live import LiveStudy, Looking
from daicho.oversight.violations.live_changes import applied
from daicho.places.floors.document import canonical_bytes, parse_floor, read_floor
from tests.support.plans import office_plan, terminal
from tests.support.scenes import office

HALL = {"id": "hall", "name": "待合", "kind": "public",
        "polygon": [[0, 0], [12000, 0], [12000, 3000], [0, 3000]]}  # fmt: skip
DESK = {"id": "desk", "name": "取扱", "kind": "handling", "level": 1,
        "polygon": [[0, 3000], [12000, 3000], [12000, 8000], [0, 8000]]}  # fmt: skip


def _screen(**changed: Any) -> dict[str, Any]:
    return {"at": [9000, 5500], "facing": 90, **changed}


def _one(**changed: Any) -> list[dict[str, Any]]:
    return [
        {"id": "t1", "kind": "juki", "seat": {"at": [9000, 6000]}, "screen": _screen(), **changed}
    ]


def _partition(**changed: Any) -> dict[str, Any]:
    return {"id": "p", "from": [5000, 3500], "to": [5000, 7500], "kind": "partition", **changed}


FLOORS: dict[str, tuple[str, dict[str, Any], set[str]]] = {
    "a partition hides the seat": (
        "TM-01:terminal:t1",
        office(walls=[_partition(top=1800)]),
        {"add-viewpoint", "lower-wall"},
    ),
    "a wall to the ceiling hides the seat": (
        "TM-01:terminal:t1",
        office(walls=[_partition(kind="wall")]),
        {"add-viewpoint"},
    ),
    "a closed door hides the seat": (
        "TM-01:terminal:t1",
        office(walls=[_partition(kind="door")]),
        {"add-viewpoint", "open-door"},
    ),
    "two cabinets hide the seat": (
        "TM-01:terminal:t1",
        office(walls=[_partition(kind="cabinet", top=1500), _partition(id="q", top=1900)]),
        {"add-viewpoint", "lower-wall"},
    ),
    "nobody watches": ("TM-01:terminal:t1", office(viewpoints=[]), {"add-viewpoint"}),
    "the screen faces the hall": (
        "TM-02:terminal:t1",
        office(terminals=_one(screen=_screen(facing=270))),
        {"turn-screen"},
    ),
    "the screen is read from the side": (
        "TM-02:terminal:t1",
        office(terminals=_one(screen=_screen(facing=150, at=[9000, 3600]), privacy_filter=False)),
        {"turn-screen", "fit-filter"},
    ),
    "somebody's own desk": (
        "TM-03:terminal:t1",
        office(terminals=_one(seat={"at": [9000, 6000], "policy": "assigned"})),
        {"share-seat"},
    ),
    "no area": ("AR-01:terminal:t1", office(areas=[HALL]), {"add-area"}),
    "an area for something else": (
        "TM-05:terminal:t1",
        office(areas=[HALL, DESK | {"kind": "office"}]),
        {"add-area"},
    ),
    "locks late and has no filter": (
        "TM-08:terminal:t1",
        office(terminals=_one(lock_minutes=30, privacy_filter=False)),
        {"set-lock", "fit-filter"},
    ),
    "not fastened": (
        "TM-09:terminal:t1",
        office(terminals=_one(wire_lock=False)),
        {"fit-wire-lock"},
    ),
    "one factor": ("TM-11:terminal:t1", office(terminals=_one(auth_factors=1)), {"second-factor"}),
    "a passage before the screen": (
        "TM-06:terminal:t1",
        office(areas=[DESK | {"polygon": [[0, 3000], [12000, 3000], [12000, 6600], [0, 6600]]},
                      {"id": "way", "kind": "passage",
                       "polygon": [[0, 6600], [12000, 6600], [12000, 8000], [0, 8000]]}]),
        {"turn-screen"},
    ),
}  # fmt: skip


def _study(plan: dict[str, Any]) -> LiveStudy:
    return LiveStudy(read_floor(plan), Looking())


@pytest.mark.parametrize("case", FLOORS)
def test_what_is_proposed_does_away_with_the_violation(case: str) -> None:
    key, plan, kinds = FLOORS[case]
    study = _study(plan)
    before = {found.key for found in study.whole.violations}
    assert key in before
    fixes = proposals(study, key)
    assert {fix.kind for fix in fixes} - {"move-terminal"} == kinds | {"operational-remedy"}
    for fix in fixes[:-1]:
        changed = parse_floor(canonical_bytes(applied(study.document, fix.change)))
        after = {found.key for found in LiveStudy(changed, Looking()).whole.violations}
        assert after <= before - {key}, fix.told()


def test_a_new_viewpoint_stands_inside_and_clear_of_everything() -> None:
    plan = office(walls=[_partition(kind="wall")])
    (fix, *_) = told(proposals(_study(plan), "TM-01:terminal:t1"))
    x, y = fix["at"]
    assert 5400 <= x <= 12000
    assert 3000 <= y <= 8000


def test_a_wall_is_lowered_to_just_below_the_line_of_sight() -> None:
    plan = office_plan(
        _partition(id="c", **{"from": [5000, 1000], "to": [5000, 5000], "top": 1800})
    )
    fixes = told(proposals(_study(plan), "TM-01:terminal:t1"))
    (lowered,) = [fix for fix in fixes if fix["kind"] == "lower-wall"]
    assert lowered == {"kind": "lower-wall", "wall": "c", "top": 1250.0, "viewpoint": "v1"}


def test_a_cabinet_in_the_way_of_several_is_proposed_once_and_lowered_least() -> None:
    cabinet = _partition(id="c", kind="cabinet", top=1800)
    plan = office(walls=[cabinet])
    eye = {**plan["viewpoints"][0]}
    plan["viewpoints"] = [eye | {"id": f"v{n}", "eye": 1300 + 50 * n} for n in range(3)]
    fixes = told(proposals(_study(plan), "TM-01:terminal:t1"))
    (lowered,) = [fix for fix in fixes if fix["kind"] == "lower-wall"]
    assert lowered["wall"] == "c"
    assert lowered["viewpoint"] == "v2"


def test_the_screen_is_turned_as_little_as_possible() -> None:
    plan = office(terminals=_one(screen=_screen(facing=270, at=[9000, 3500])))
    fixes = told(proposals(_study(plan), "TM-02:terminal:t1"))
    (turned,) = [fix for fix in fixes if fix["kind"] == "turn-screen"]
    assert turned["facing"] in (25, 155)


def test_what_only_a_remedy_by_hand_helps_says_so() -> None:
    area = DESK | {"id": "other", "level": 2}
    study = _study(office(areas=[HALL, DESK, area]))
    (key,) = [one.key for one in study.whole.violations if one.rule == "AR-02"]
    assert told(proposals(study, key)) == [{"kind": "operational-remedy"}]


def test_a_violation_that_is_not_there_has_no_proposals() -> None:
    with pytest.raises(Missing):
        proposals(_study(office_plan(**terminal())), "TM-01:terminal:t1")
