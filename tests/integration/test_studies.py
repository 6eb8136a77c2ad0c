"""Looking at a floor while it is being drawn, through HTTP on both engines."""

import asyncio
import threading
from collections.abc import Iterable
from typing import Any

import pytest

from daicho.oversight.violations import studies
from daicho.oversight.violations.live import LiveStudy, Looking
from daicho.places.floors.model import FloorDocument
from daicho.places.floors.second_look import Grip
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
    """Of a study or a step."""
    keys = found.get("keys") or [violation["key"] for violation in found["violations"]]
    return [key.split(":")[0] for key in keys]


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
    assert stepped["sight"] == [{"terminal": "t1", "viewpoint": "v1", "seen": True}]
    assert (stepped["violations"], stepped["keys"], whole["violations"]) == ([], [], [])
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
    assert (stepped["terminals"][0]["id"], stepped["sight"][0]["seen"]) == ("t1", True)
    nothing = await _stepped(fujii, begun["study"], removed=["t2"])
    assert (nothing["terminals"], nothing["sight"]) == ([], [])


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


async def test_nobody_fills_the_line_in_which_everybody_waits(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    fujii, hara = await office.client("fujii"), await office.client("hara")
    go_on, whole = threading.Event(), LiveStudy.__init__

    def slowly(study: LiveStudy, document: FloorDocument, looking: Looking) -> None:
        assert go_on.wait(30)
        whole(study, document, looking)

    monkeypatch.setattr(LiveStudy, "__init__", slowly)
    flood = [asyncio.create_task(fujii.post("/studies", office_plan())) for _ in range(9)]
    refused, _ = await asyncio.wait(flood, return_when=asyncio.FIRST_COMPLETED)
    other = asyncio.create_task(hara.post("/studies", office_plan()))
    go_on.set()
    answers = [answer.status_code for answer in await asyncio.gather(*flood)]
    assert answers.count(200) >= studies.WAITING
    assert (await other).status_code == 200
    told = refused.pop().result()
    assert (told.status_code, told.json()["code"]) == (429, "studies-busy")
    assert told.headers["retry-after"] == "5"
    await fujii.post("/studies", office_plan(), status=200)


async def test_what_is_held_again_and_again_is_made_ready_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    fujii, ready, go_on = await office.client("fujii"), list[frozenset[str]](), threading.Event()
    whole = LiveStudy.hold

    def counted(study: LiveStudy, ids: Iterable[str]) -> Grip:
        ready.append(frozenset(ids))
        assert go_on.wait(30)
        return whole(study, ids)

    monkeypatch.setattr(LiveStudy, "hold", counted)
    begun = await _studied(fujii, office_plan(cabinet()))
    for _ in range(30):
        await fujii.post(f"/studies/{begun['study']}/hold", {"ids": ["c1"]}, status=202)
    go_on.set()
    moved = cabinet() | {"from": [3000, 3500], "to": [3000, 7500]}
    for _ in range(5):
        await _stepped(fujii, begun["study"], walls=[moved])
    assert 1 <= len(ready) <= 2  # the threads that hold


@pytest.mark.parametrize("key", [0, [], {"key": "x"}, None, "x" * 201])
async def test_a_wrong_key_of_a_violation_is_told_by_its_place(office: Office, key: Any) -> None:
    fujii = await office.client("fujii")
    begun = await _studied(fujii, office_plan())
    answer = await fujii.post(f"/studies/{begun['study']}/fixes", {"key": key}, status=400)
    assert (answer.json()["code"], answer.json()["facts"]["place"]) == ("request-invalid", "key")
