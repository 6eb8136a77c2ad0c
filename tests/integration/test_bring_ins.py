"""持込み over HTTP: from the request to the door and out again, on both engines."""

from typing import Any

import pytest

from tests.integration.bringins import CABLE, NOTEBOOK, PHONE, Visit, a_visit, coming, going, seen
from tests.support.office import Office

pytestmark = pytest.mark.anyio


@pytest.fixture
async def visit(office: Office) -> Visit:
    return await a_visit(office)


async def test_a_visit_from_the_request_until_everything_is_out(visit: Visit) -> None:
    bring_in = await visit.inside()
    visit.office.later(hours=2)
    await visit.act("kato", bring_in, "exit", going(), state="closed")
    told = await visit.shown(bring_in)
    assert (told["number"], told["level"], told["area_name"]) == ("2022-0001", 1, "取扱区域")
    assert (told["visitor"], told["company"]) == ("保守 次郎", "架空保守サービス")
    assert (told["purpose"], told["badge"]) == ("統合端末の保守点検", "来-07")
    assert told["decided_by"]["name"] == "山田 司"
    assert told["inspected_out_by"]["name"] == "加藤 守"
    assert told["actions"] == []


async def test_names_and_purposes_stand_in_no_row_and_no_entry(visit: Visit) -> None:
    bring_in = await visit.inside()
    told = await (await visit.client("shibata")).get("/history", subject=f"bring-in:{bring_in}")
    assert told.json()["items"]
    for after in (item["after"] for item in told.json()["items"]):
        assert after["visitor"].startswith("c:")
        assert after["company"].startswith("c:")
        assert after["purpose"].startswith("c:")


async def test_private_things_do_not_come_where_level_two_holds(visit: Visit) -> None:
    answer = await visit.request(items=[PHONE], area="a2")
    assert (answer.status_code, answer.json()["code"]) == (409, "private-equipment")
    assert (await visit.request(items=[PHONE])).status_code == 201
    whole_floor = await visit.request(items=[PHONE], area=None)
    assert whole_floor.json()["code"] == "private-equipment"


async def test_an_exception_is_for_the_security_manager_to_decide(visit: Visit) -> None:
    bring_in = await visit.requested(**visit.strict())
    assert await visit.refused("yamada", bring_in, "approval") == (403, "not-the-decider")
    assert (await visit.shown(bring_in, "ono"))["actions"] == ["approveBringIn", "rejectBringIn"]
    await visit.act("ono", bring_in, "approval", state="approved")


async def test_an_exception_nobody_needs_is_not_asked_for(visit: Visit) -> None:
    answer = await visit.request(exception={"why": "x"})
    assert (answer.status_code, answer.json()["code"]) == (400, "no-exception-needed")


async def test_neither_who_asks_nor_who_brings_decides(visit: Visit) -> None:
    own = await visit.requested("yamada")
    assert await visit.refused("yamada", own, "approval") == (403, "own-request")
    await visit.act("mori", own, "approval", state="approved")
    brought = await visit.requested(bringer=visit.office.staff["yamada"])
    assert await visit.refused("yamada", brought, "approval") == (403, "own-request")


async def test_whoever_brings_it_does_not_inspect_it(visit: Visit) -> None:
    bring_in = await visit.approved(bringer=visit.office.staff["kato"])
    assert await visit.refused("kato", bring_in, "entry", coming()) == (403, "inspector-brings")
    await visit.act("ito", bring_in, "entry", coming(), state="inside")
    assert await visit.refused("kato", bring_in, "exit", going()) == (403, "inspector-brings")


async def test_staff_let_nothing_in(visit: Visit) -> None:
    bring_in = await visit.approved()
    assert await visit.refused("sato", bring_in, "entry", coming()) == (403, "role-missing")


async def test_what_is_rejected_or_withdrawn_does_not_come_in(visit: Visit) -> None:
    rejected, withdrawn = await visit.requested(), await visit.requested()
    await visit.act("yamada", rejected, "rejection", {"reason": "予定が重なる"}, state="rejected")
    await visit.act("sato", withdrawn, "withdrawal", state="withdrawn")
    for bring_in in (rejected, withdrawn):
        told = await visit.refused("kato", bring_in, "entry", coming())
        assert told == (409, "bring-in-in-another-state")
    assert (await visit.shown(rejected))["remark"] == "予定が重なる"


async def test_only_who_asked_withdraws(visit: Visit) -> None:
    bring_in = await visit.requested()
    assert await visit.refused("suzuki", bring_in, "withdrawal") == (403, "not-the-requester")


async def test_it_comes_in_on_its_days_only(visit: Visit) -> None:
    days = {"planned_in": "2023-02-21", "planned_out": "2023-02-22"}
    bring_in = await visit.approved(**days)
    assert await visit.refused("kato", bring_in, "entry", coming()) == (409, "bring-in-too-early")
    visit.office.later(days=3)
    assert await visit.refused("kato", bring_in, "entry", coming()) == (409, "bring-in-expired")


@pytest.mark.parametrize(("body", "code"), [
    (coming(1), "items-not-covered"),
    (coming(items=seen(2, present=False)), "nothing-brought"),
    (coming(items=seen(2, serial_read="NB-999")), "serial-differs"),
    (coming(malware_scan="not_needed"), "malware-scan-needed"),
    (coming(items=[*seen(2), {"index": 1, "present": True}]), "items-not-covered"),
])  # fmt: skip
async def test_the_door_stays_shut(visit: Visit, body: dict[str, object], code: str) -> None:
    bring_in = await visit.approved()
    assert (await visit.refused("kato", bring_in, "entry", body))[1] == code
    assert (await visit.shown(bring_in))["state"] == "approved"


async def test_a_machine_with_malware_is_turned_away_and_that_is_recorded(visit: Visit) -> None:
    bring_in = await visit.approved()
    await visit.act("kato", bring_in, "entry", coming(malware_scan="found"), state="turned_away")
    assert await visit.refused("kato", bring_in, "exit", going()) == (
        409, "bring-in-in-another-state",
    )  # fmt: skip


@pytest.mark.parametrize("body", [
    going(items=[{"index": 0, "present": False}, {"index": 1, "present": True}]),
    going(items=[{"index": 0, "present": True, "serial_read": "NB-101"}, {"index": 1, "present": True}]),
    going(no_data_copied=False),
    going(unlisted=[PHONE]),
])  # fmt: skip
async def test_a_difference_at_the_door_is_settled_by_somebody_else(
    visit: Visit, body: dict[str, object]
) -> None:
    bring_in = await visit.inside()
    await visit.act("yamada", bring_in, "exit", body, state="discrepancy")
    told = {"explanation": "記載の誤り。現物を確認した。"}
    assert await visit.refused("yamada", bring_in, "resolution", told) == (403, "own-inspection")
    await visit.act("ono", bring_in, "resolution", told, state="closed")
    assert (await visit.shown(bring_in))["resolution"] == told["explanation"]


async def test_the_serial_number_is_compared_as_people_read_it(visit: Visit) -> None:
    bring_in = await visit.approved(items=[NOTEBOOK])
    body = coming(items=[{"index": 0, "present": True, "serial_read": " nb-100 "}])
    await visit.act("kato", bring_in, "entry", body, state="inside")


async def test_what_did_not_come_need_not_go(visit: Visit) -> None:
    bring_in = await visit.approved()
    items = [{"index": 0, "present": True}, {"index": 1, "present": False}]
    await visit.act("kato", bring_in, "entry", coming(items=items), state="inside")
    assert await visit.refused("kato", bring_in, "exit", going(2)) == (400, "items-not-covered")
    await visit.act("kato", bring_in, "exit", going(1), state="closed")


async def test_a_key_used_twice_lets_it_in_once(visit: Visit) -> None:
    bring_in, kato = await visit.approved(), await visit.client("kato")
    answers = [
        await kato.post(f"/bring-ins/{bring_in}/entry", coming(), key="same-key-twice")
        for _ in range(2)
    ]
    assert [a.status_code for a in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    told = await (await visit.client("shibata")).get("/history", subject=f"bring-in:{bring_in}")
    assert [t["act"] for t in told.json()["items"]] == ["InspectedIn", "Approved", "Requested"]


async def test_the_last_list_of_a_contractor_is_a_template(visit: Visit) -> None:
    await visit.requested()
    visit.office.later(minutes=5)
    await visit.requested(items=[NOTEBOOK])
    await visit.requested(bringer={"name": "別 太郎", "company": "別会社"}, items=[CABLE])
    section = visit.office.sections["nippori"]
    told = await (await visit.client("sato")).get("/bring-ins/tool-lists", section=section)
    lists = {each["company"]: [i["name"] for i in each["items"]] for each in told.json()["items"]}
    assert lists == {"架空保守サービス": ["保守用ノートPC"], "別会社": ["LANケーブル"]}
    stranger = await (await visit.client("higashi")).get("/bring-ins/tool-lists", section=section)
    assert stranger.json()["items"] == []


@pytest.mark.parametrize(("facts", "code"), [
    ({"planned_in": "2023-02-19"}, "bring-in-days-wrong"),
    ({"planned_out": "2023-02-19"}, "bring-in-days-wrong"),
    ({"items": [NOTEBOOK, NOTEBOOK]}, "item-listed-twice"),
    ({"area": "a9"}, "unknown-area"),
    ({"floor": "x"}, "unknown-floor"),
    ({"bringer": "S9999"}, "unknown-person"),
])  # fmt: skip
async def test_what_nobody_could_bring_is_refused(
    visit: Visit, facts: dict[str, Any], code: str
) -> None:
    assert (await visit.request(**facts)).json()["code"] == code


async def test_lists_are_filtered_paged_and_kept_within_reach(visit: Visit) -> None:
    first, second = await visit.requested(), await visit.inside()
    kato = await visit.client("kato")
    page = (await kato.get("/bring-ins", limit=1)).json()
    assert [b["id"] for b in page["items"]] == [second]
    rest = (await kato.get("/bring-ins", limit=1, after=page["next"])).json()
    assert ([b["id"] for b in rest["items"]], rest["next"]) == ([first], None)
    assert [b["id"] for b in (await kato.get("/bring-ins", status="inside")).json()["items"]] == [
        second
    ]
    assert (await kato.get("/bring-ins", status="overstayed")).json()["items"] == []
    visit.office.later(days=1)
    kato = await visit.client("kato")
    overstayed = (await kato.get("/bring-ins", status="overstayed")).json()["items"]
    assert [(b["id"], b["overstayed"]) for b in overstayed] == [(second, True)]
    higashi = await visit.client("higashi")
    assert (await higashi.get("/bring-ins")).json()["items"] == []
    assert (await higashi.get(f"/bring-ins/{first}")).status_code == 404


async def tasks_of(visit: Visit, account: str) -> list[tuple[str, str]]:
    told = await (await visit.client(account)).get("/tasks")
    return [(t["operation"], t["title"]) for t in told.json()["items"] if t["kind"] == "bring_in"]


async def test_each_step_waits_for_whoever_takes_it(visit: Visit) -> None:
    title = "架空保守サービス 保守 次郎"
    bring_in = await visit.requested()
    assert await tasks_of(visit, "yamada") == [("approveBringIn", title)]
    assert await tasks_of(visit, "kato") == []
    await visit.act("yamada", bring_in, "approval", state="approved")
    assert await tasks_of(visit, "kato") == [("inspectIn", title)]
    await visit.act("kato", bring_in, "entry", coming(), state="inside")
    assert await tasks_of(visit, "kato") == [("inspectOut", title)]
    await visit.act("kato", bring_in, "exit", going(no_data_copied=False), state="discrepancy")
    assert await tasks_of(visit, "yamada") == [("resolveBringIn", title)]
    assert await tasks_of(visit, "kato") == await tasks_of(visit, "sato") == []
