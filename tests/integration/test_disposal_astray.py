"""Things that vanish while they wait for their disposal, and terminals whose disposal ends their place; over HTTP."""

from datetime import timedelta
from typing import Any

import pytest

from daicho.oversight.violations.service import sweep
from tests.integration.disposals import Scrap, some_scrap
from tests.integration.test_paper import printed
from tests.integration.things import Things, some_things
from tests.support.changes import floor_of, rules, terminal
from tests.support.office import Office
from tests.support.plans import cabinet, office_plan, put_in_force

pytestmark = pytest.mark.anyio

GONE = {"circumstances": "廃棄待ちの棚にない。"}


@pytest.fixture
async def scrap(office: Office) -> Scrap:
    return await some_scrap(office)


async def vanished(scrap: Scrap, account: str = "suzuki") -> None:
    client = await scrap.office.client(account)
    assert "reportAbsence" in (await client.get(f"/codes/{scrap.disk}")).json()["actions"]
    await client.post(f"/assets/{scrap.disk}/absence", GONE, status=200)


async def found(scrap: Scrap) -> None:
    client = await scrap.office.client("kato")
    key = scrap.office.key()
    body = {"place": scrap.safe}
    told = [
        await client.raw.post(f"/api/assets/{scrap.disk}/found", json=body, headers=key)
        for _ in range(2)
    ]
    assert [one.status_code for one in told] == [200, 200]
    assert [one.json()["state"] for one in told] == [await scrap.asset_state()] * 2


# Absence ----------------------------------------------------------------------------------------------


async def test_what_waits_for_its_destruction_can_be_reported_absent(scrap: Scrap) -> None:
    disposal = await scrap.approved()

    await vanished(scrap)

    assert await scrap.asset_state() == "missing"
    shown = await scrap.shown(disposal)
    assert (shown["state"], shown["lines"][0]["absent"]) == ("approved", True)
    assert "MD-04" in await rules(await scrap.office.client("ono"))


async def test_nothing_is_done_with_what_is_absent(scrap: Scrap) -> None:
    disposal = await scrap.approved()
    await vanished(scrap)

    work = await scrap.refused("kato", disposal, "sanitisations", scrap.work())
    taken = await scrap.refused("kato", disposal, "delivery", scrap.taking(leaves=False))

    assert work == taken == (409, "things-absent")


async def test_no_disposal_is_completed_before_what_vanished_is_found(scrap: Scrap) -> None:
    disposal = await scrap.approved()
    await scrap.act("kato", disposal, "sanitisations", scrap.work(), state="sanitised")
    await scrap.act("ito", disposal, "witnessing", {"lines": [scrap.disk]}, state="evidenced")
    await vanished(scrap)

    assert await scrap.refused("yamada", disposal, "verification") == (409, "things-absent")
    shown = await scrap.shown(disposal, "yamada")
    why = {b["operation"]: b["code"] for b in shown["blockers"]}
    assert why["verifyDisposal"] == "things-absent"
    await found(scrap)
    assert await scrap.asset_state() == "disposing"
    await scrap.act("yamada", disposal, "verification", state="completed")
    assert await scrap.asset_state() == "disposed"


async def test_a_rejected_disposal_leaves_what_is_absent_missing(scrap: Scrap) -> None:
    disposal = await scrap.requested()
    await vanished(scrap)

    await scrap.act("ono", disposal, "rejection", {"reason": "所在の確認が先"}, state="rejected")

    assert await scrap.asset_state() == "missing"
    await found(scrap)
    assert await scrap.asset_state() == "in_storage"


async def test_what_was_set_apart_when_it_vanished_is_still_set_apart_when_it_is_found(
    office: Office,
) -> None:
    things = await some_things(office)
    take_out = await things.out()
    await things.act("sato", take_out, "return", things.returning(), state="returned")
    infected = things.checked() | {"malware_scan": "found"}
    await things.act("kato", take_out, "verification", infected, state="discrepancy")
    told = {"explanation": "駆除した。"}
    await things.act("yamada", take_out, "resolution", told, state="verified")
    await _missed_in_a_stock_take(things)
    assert await things.asset_state() == "missing"

    client = await office.client("kato")
    body = {"place": things.safe}
    answer = await client.post(f"/assets/{things.code}/found", body, status=200)

    assert answer.json()["state"] == "quarantined"
    assert await things.asset_state() == "quarantined"


async def _missed_in_a_stock_take(things: Things) -> None:
    keeper = await things.office.client("kato")
    body = {"section": things.office.sections["nippori"], "due": "2023-03-31"}
    session = (await keeper.post("/stock-takes", body, status=201)).json()["id"]
    await keeper.post(f"/stock-takes/{session}/start", status=200)
    await keeper.post(f"/stock-takes/{session}/closing", status=200)
    (line,) = (await keeper.get(f"/stock-takes/{session}")).json()["lines"]
    await keeper.post(f"/stock-lines/{line['id']}/missing", GONE, status=200)


# Struck off as lost -----------------------------------------------------------------------------------


LOST = {
    "reason": "棚と廃棄物置場を二人で探したが見つからない。",
    "incident": "事故報告 令和4年度第3号",
}


def losing(*codes: str) -> dict[str, Any]:
    return {"codes": list(codes), **LOST}


async def test_a_disposal_goes_on_without_what_is_struck_off_as_lost(scrap: Scrap) -> None:
    disposal = await scrap.approved(codes=[scrap.disk, scrap.stick])
    await vanished(scrap)
    work = scrap.work(scrap.stick)
    await scrap.act("kato", disposal, "sanitisations", work, state="sanitising")
    seen = {"lines": [scrap.stick]}
    shown = await scrap.shown(disposal, "ono")
    assert ("strikeOffLost" in shown["actions"], shown["strikeable"]) == (True, [scrap.disk])
    tasks = (await (await scrap.office.client("ono")).get("/tasks")).json()["items"]
    assert "strikeOffLost" in [task["operation"] for task in tasks]

    await scrap.act("ono", disposal, "strike-off", losing(scrap.disk), state="evidenced")

    shown = await scrap.shown(disposal, "yamada")
    lost, kept = (
        next(x for x in shown["lines"] if x["code"] == c) for c in (scrap.disk, scrap.stick)
    )
    assert (lost["state"], lost["gaps"], lost["absent"]) == ("lost", [], False)
    assert (lost["lost_by"]["name"], lost["lost_why"]) == ("小野 衛", LOST["reason"])
    assert (lost["incident"], kept["state"]) == (LOST["incident"], "sanitised")
    assert await scrap.refused("ito", disposal, "witnessing", {"lines": [scrap.disk]}) == (
        409, "nothing-to-witness",
    )  # fmt: skip
    await scrap.act("ito", disposal, "witnessing", seen, state="evidenced")
    assert await scrap.refused("ono", disposal, "verification") == (403, "verifier-took-part")
    await scrap.act("yamada", disposal, "verification", state="completed")
    assert [await scrap.asset_state(c) for c in (scrap.disk, scrap.stick)] == [
        "missing",
        "disposed",
    ]


async def test_what_is_found_after_it_was_struck_off_wants_a_disposal_of_its_own(
    scrap: Scrap,
) -> None:
    disposal = await scrap.approved(codes=[scrap.disk, scrap.stick])
    await vanished(scrap)
    await scrap.act("ono", disposal, "strike-off", losing(scrap.disk), state="approved")

    await found(scrap)

    assert await scrap.asset_state() == "in_storage"
    work = await scrap.refused("kato", disposal, "sanitisations", scrap.work())
    assert work == (409, "line-struck-off")
    await scrap.requested()


async def test_a_disposal_of_which_everything_is_lost_still_ends_with_a_verification(
    scrap: Scrap,
) -> None:
    disposal = await scrap.approved()
    await vanished(scrap)
    await scrap.act("ono", disposal, "strike-off", losing(scrap.disk), state="evidenced")

    await scrap.act("yamada", disposal, "verification", state="completed")

    assert await scrap.asset_state() == "missing"
    assert "MD-04" in await rules(await scrap.office.client("ono"))


async def test_neither_who_asked_nor_who_reported_it_missing_strikes_it_off(scrap: Scrap) -> None:
    by_reporter = await scrap.approved()
    await vanished(scrap, "ono")
    took_part = (403, "striker-took-part")
    body = losing(scrap.disk)
    assert await scrap.refused("ono", by_reporter, "strike-off", body) == took_part
    assert (await scrap.shown(by_reporter, "ono"))["strikeable"] == []
    await found(scrap)
    await vanished(scrap)
    assert (await scrap.shown(by_reporter, "ono"))["strikeable"] == [scrap.disk]

    own = await scrap.requested("ono", codes=[scrap.stick])
    await scrap.act("yamada", own, "approval", state="approved")
    client = await scrap.office.client("suzuki")
    await client.post(f"/assets/{scrap.stick}/absence", GONE, status=200)
    assert await scrap.refused("ono", own, "strike-off", losing(scrap.stick)) == took_part


async def test_only_what_is_missing_is_struck_off_and_only_by_the_security_manager(
    scrap: Scrap,
) -> None:
    disposal = await scrap.approved(codes=[scrap.disk, scrap.stick])
    both = losing(scrap.disk, scrap.stick)
    assert await scrap.refused("ono", disposal, "strike-off", both) == (
        409, "nothing-to-strike-off",
    )  # fmt: skip
    await vanished(scrap)
    assert await scrap.refused("ono", disposal, "strike-off", both) == (409, "things-not-absent")
    assert await scrap.refused("yamada", disposal, "strike-off", losing(scrap.disk)) == (
        403, "role-missing",
    )  # fmt: skip


async def test_a_disposal_of_a_proved_and_a_lost_thing_ends_and_its_paper_tells_of_both(
    scrap: Scrap,
) -> None:
    disposal = await scrap.approved(codes=[scrap.disk, scrap.stick])
    await scrap.act("kato", disposal, "sanitisations", scrap.work(scrap.stick), state="sanitising")
    await vanished(scrap)
    await scrap.act("ono", disposal, "strike-off", losing(scrap.disk), state="evidenced")
    keeper, path = await scrap.office.client("kato"), f"/disposals/{disposal}/record"
    pending = (await printed(keeper, path)).pages[0]
    await scrap.act("yamada", disposal, "verification", state="completed")

    paper = (await printed(keeper, path)).pages[0]
    told = ("紛失（廃棄の対象から除外）", LOST["incident"], LOST["reason"], "小野 衛")
    assert [words for words in told if words not in paper or words not in pending] == []
    second = paper.index("2. ")
    parts = (paper[paper.index("1. ") : second], paper[second:])
    lost, proved = sorted(parts, key=lambda part: "細断機" in part)
    assert ("紛失による除外" in lost, "細断" in lost) == (True, False)
    assert ("紛失" in proved, "細断" in proved, "不足 なし" in proved) == (False, True, True)
    assert ("状態 完了" in paper.replace("\n", " "), "完了日時" in paper) == (True, True)


# Terminals --------------------------------------------------------------------------------------------


async def _placed(office: Office, *walls: dict[str, Any]) -> tuple[str, str]:
    code, floor = await terminal(office), await floor_of(office)
    await put_in_force(office, floor, office_plan(*walls, asset=code))
    return code, floor


async def _disposed_of(scrap: Scrap, code: str, **facts: Any) -> None:
    disposal = await scrap.approved(codes=[code], **facts)
    await scrap.act("kato", disposal, "sanitisations", scrap.work(code), state="sanitised")
    await scrap.act("ito", disposal, "witnessing", {"lines": [code]}, state="evidenced")
    await scrap.act("yamada", disposal, "verification", state="completed")


async def _terminals(office: Office, floor: str, **query: Any) -> list[str]:
    shown = (await (await office.client("yamada")).get(f"/floors/{floor}", **query)).json()
    return [t["id"] for t in shown["document"]["terminals"]]


@pytest.mark.parametrize(
    ("facts", "state"),
    [({}, "disposed"), ({"outcome": "lease_return", "ownership": "lease"}, "lease_returned")],
)
async def test_a_terminal_that_is_gone_stands_nowhere_and_is_judged_no_more(
    scrap: Scrap, facts: dict[str, Any], state: str
) -> None:
    office = scrap.office
    code, floor = await _placed(office, cabinet())
    assert await rules(await office.client("yamada")) == ["TM-01"]
    office.later(days=1)
    head = await office.client("yamada")

    await _disposed_of(scrap, code, **facts)

    assert await scrap.asset_state(code) == state
    assert await rules(head) == []
    assert await _terminals(office, floor) == []
    yesterday = (office.now.date() - timedelta(days=1)).isoformat()
    assert await _terminals(office, floor, on=yesterday) == ["t1"]
    assert (await sweep(office.now)).found == {}
    assert "recordSighting" not in (await head.get(f"/codes/{code}")).json()["actions"]


async def test_its_place_ends_in_the_same_change(scrap: Scrap) -> None:
    code, _ = await _placed(scrap.office)
    scrap.office.later(days=1)
    await _disposed_of(scrap, code)
    client = await scrap.office.client("shibata")

    listed = (await client.get("/history", register="placements")).json()["items"]
    ended = next(one for one in listed if one["act"] == "Removed")
    disposed = next(
        one for one in (await client.get("/history", register="assets")).json()["items"]
        if one["act"] == "Disposed"
    )  # fmt: skip

    assert ended["after"]["valid_to"] == scrap.office.now.date().isoformat()
    assert ended["change"] == disposed["change"]
