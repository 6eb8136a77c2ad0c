"""Looking at a floor while it is being drawn, through HTTP on both engines."""

from typing import Any

import pytest

from tests.support.office import Client, Office
from tests.support.plans import cabinet, office_plan, terminal

pytestmark = pytest.mark.anyio

CAMERA: dict[str, Any] = {
    "id": "k1", "kind": "camera", "at": [1000, 7000], "eye": 2500, "facing": 315, "fov": 90,
    "camera": {"tilt": 30, "vfov": 40, "pixels": 1920},
}  # fmt: skip


async def _studied(client: Client, plan: dict[str, Any], query: str = "") -> dict[str, Any]:
    answer: dict[str, Any] = (await client.post(f"/studies{query}", plan, status=200)).json()
    return answer


async def _stepped(client: Client, study: str, **change: Any) -> dict[str, Any]:
    answer: dict[str, Any] = (
        await client.post(f"/studies/{study}/steps", change, status=200)
    ).json()
    return answer


def _rules(found: dict[str, Any]) -> list[str]:
    return [violation["rule"] for violation in found["violations"]]


async def test_a_study_says_what_is_seen_what_is_blind_and_what_is_wrong(office: Office) -> None:
    plan = office_plan(cabinet())
    plan["viewpoints"].append(CAMERA)
    found = await _studied(await office.client("fujii"), plan)
    assert _rules(found) == []
    assert [v["id"] for v in found["viewpoints"]] == ["v1", "k1"]
    assert found["areas"][0]["blind_m2"] > 0
    assert found["areas"][0]["blind"][0]["polygon"]
    assert found["terminals"][0]["seen_by"] == ["k1"]
    assert found["sight"] == [
        {"terminal": "t1", "viewpoint": "v1", "seen": False},
        {"terminal": "t1", "viewpoint": "k1", "seen": True},
    ]
    assert found["cameras"][0]["levels"][0]["level"] == "overview"


async def test_a_step_equals_a_study_of_the_changed_floor_and_sends_only_what_changed(
    office: Office,
) -> None:
    fujii = await office.client("fujii")
    plan = office_plan(cabinet())
    plan["viewpoints"].append(CAMERA | {"range": 1000})
    begun = await _studied(fujii, plan)
    moved = cabinet() | {"from": [3000, 3500], "to": [3000, 7500]}
    stepped = await _stepped(fujii, begun["study"], walls=[moved])
    plan["walls"] = [moved]
    whole = await _studied(fujii, plan)
    assert [v["id"] for v in stepped["viewpoints"]] == ["v1"]
    assert stepped["viewpoints"][0]["visible_m2"] == pytest.approx(
        whole["viewpoints"][0]["visible_m2"], rel=1e-9
    )
    assert stepped["areas"][0]["blind_m2"] == pytest.approx(whole["areas"][0]["blind_m2"], rel=1e-9)
    assert stepped["terminals"] == whole["terminals"]
    assert stepped["violations"] == whole["violations"]
    assert stepped["cameras"] == []
    assert (_rules(begun), _rules(stepped)) == (["TM-01"], [])


async def test_a_wall_that_is_being_drawn_counts_before_it_is_kept(office: Office) -> None:
    fujii = await office.client("fujii")
    begun = await _studied(fujii, office_plan())
    stepped = await _stepped(fujii, begun["study"], walls=[cabinet("fresh")])
    assert _rules(stepped) == ["TM-01"]
    again = await _stepped(fujii, begun["study"])
    assert (again["viewpoints"], again["areas"], _rules(again)) == ([], [], [])


async def test_what_is_removed_no_longer_hides_and_is_no_longer_judged(office: Office) -> None:
    fujii = await office.client("fujii")
    plan = office_plan(cabinet())
    plan["terminals"].append(terminal(id="t2", wire_lock=False))
    begun = await _studied(fujii, plan)
    assert _rules(begun) == ["TM-01", "TM-01", "TM-09"]
    stepped = await _stepped(fujii, begun["study"], removed=["c1", "t2", "gone-already"])
    assert _rules(stepped) == []
    assert [t["id"] for t in stepped["terminals"]] == ["t1"]


async def test_what_was_held_gives_the_same_steps(office: Office) -> None:
    fujii = await office.client("fujii")
    begun = await _studied(fujii, office_plan(cabinet()))
    held = await fujii.post(f"/studies/{begun['study']}/hold", {"ids": ["c1"]}, status=202)
    assert held.json() == {"held": True}
    moved = cabinet() | {"from": [3000, 3500], "to": [3000, 7500]}
    stepped = await _stepped(fujii, begun["study"], walls=[moved])
    assert _rules(stepped) == []


async def test_a_step_to_what_is_no_floor_is_refused_by_its_place(office: Office) -> None:
    fujii = await office.client("fujii")
    begun = await _studied(fujii, office_plan(cabinet()))
    path = f"/studies/{begun['study']}/steps"
    bent = await fujii.post(path, {"walls": [cabinet() | {"to": [3000, 1000]}]}, status=400)
    assert (bent.json()["code"], bent.json()["facts"]["place"]) == ("floor-invalid", "walls[0].to")
    over = cabinet() | {"from": [8000, 1000], "to": [8000, 5000]}
    on_eye = await fujii.post(path, {"walls": [over]}, status=400)
    assert on_eye.json()["facts"]["reason"] == "on-a-wall"


async def test_a_study_belongs_to_whoever_made_it(office: Office) -> None:
    begun = await _studied(await office.client("fujii"), office_plan())
    hara = await office.client("hara")
    bodies: dict[str, dict[str, Any]] = {"hold": {"ids": []}, "steps": {}}
    for act, body in bodies.items():
        answer = await hara.post(f"/studies/{begun['study']}/{act}", body, status=404)
        assert answer.json()["code"] == "unknown-study"


async def test_only_who_may_see_blind_areas_may_study_them(office: Office) -> None:
    sato = await office.client("sato")
    assert (await sato.post("/studies", office_plan())).status_code == 403


async def test_older_studies_of_a_person_make_room_for_newer_ones(office: Office) -> None:
    fujii = await office.client("fujii")
    begun = [await _studied(fujii, office_plan()) for _ in range(5)]
    await fujii.post(f"/studies/{begun[0]['study']}/steps", {}, status=404)
    await fujii.post(f"/studies/{begun[1]['study']}/steps", {}, status=200)


async def test_the_edition_and_the_height_are_asked_for_by_query(office: Office) -> None:
    plan = office_plan()
    plan["viewpoints"].append(CAMERA)
    found = await _studied(await office.client("ono"), plan, "?edition=2014&target_height=900")
    assert found["target_height"] == 900
    assert found["cameras"][0]["edition"] == "2014"
    assert [level["level"] for level in found["cameras"][0]["levels"]][-1] == "inspect"


async def test_a_drawing_that_is_no_floor_is_refused_as_a_check_refuses_it(office: Office) -> None:
    answer = await (await office.client("fujii")).post("/studies", {"format": "other"}, status=400)
    assert answer.json()["code"] == "floor-invalid"


async def test_a_blind_spot_is_answered_with_what_can_be_done_about_it(office: Office) -> None:
    fujii = await office.client("fujii")
    begun = await _studied(fujii, office_plan(cabinet()))
    path = f"/studies/{begun['study']}/fixes"
    fixes = (await fujii.post(path, {"key": "TM-01:terminal:t1"}, status=200)).json()["items"]
    kinds = [fix["kind"] for fix in fixes]
    assert {"add-viewpoint", "lower-wall"} <= set(kinds)
    assert kinds[-1] == "operational-remedy"
    other = await fujii.post(path, {"key": "TM-02:terminal:t1"}, status=404)
    assert other.json()["code"] == "unknown-violation"


async def test_a_floor_that_would_take_too_long_is_refused_in_one_sentence(office: Office) -> None:
    plan = office_plan()
    plan["viewpoints"] = [{"id": f"v{n}", "kind": "staff", "at": [n, 10]} for n in range(1, 500)]
    plan["terminals"] = [terminal(id=f"t{n}") for n in range(500)]
    fujii = await office.client("fujii")
    for path in ("/studies", "/floors/check"):
        answer = await fujii.post(path, plan, status=400)
        assert answer.json()["code"] == "floor-too-heavy"
        assert answer.json()["facts"]["list"] == "viewpoints"


async def test_the_room_for_a_terminal_is_told_with_the_rules_it_keeps(office: Office) -> None:
    fujii = await office.client("fujii")
    begun = await _studied(fujii, office_plan(cabinet()))
    path = f"/studies/{begun['study']}/room"
    room = (await fujii.post(path, {"terminal": "t1", "facing": 180}, status=200)).json()
    assert (room["terminal"], room["facing"]) == ("t1", 180)
    assert "TM-01" in room["rules"]
    assert 0 < room["m2"] < 80
    assert room["region"][0]["polygon"]
    other = await fujii.post(path, {"terminal": "t9"}, status=404)
    assert other.json()["code"] == "unknown-terminal"
