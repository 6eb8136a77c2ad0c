"""Operational remedies: asked for, decided by other eyes, expired by the calendar; on both engines."""

from datetime import date
from typing import Any

import httpx
import pytest

from daicho.oversight.violations import service
from daicho.oversight.violations.service import Swept
from tests.support.changes import WHY, blind_spot, in_force, kinds, rules, violations
from tests.support.office import Office
from tests.support.plans import cabinet, draw, office_plan

pytestmark = pytest.mark.anyio

MEASURE = "職員が常時座らず、席が空くときは必ず移動する"


async def _request(
    office: Office, violation: str, account: str = "fujii", until: str = "2023-03-31"
) -> httpx.Response:
    body = {"measure": MEASURE, "why": WHY, "until": until}
    return await (await office.client(account)).post(f"/violations/{violation}/remedies", body)


async def _decide(
    office: Office, remedy: str, account: str, step: str = "approval", body: Any = None
) -> httpx.Response:
    client = await office.client(account)
    return await client.post(f"/remedies/{remedy}/{step}", body or {})


async def _approved(office: Office, until: str = "2023-03-31") -> tuple[dict[str, Any], str]:
    """A blind spot excepted until a day; the violation and the remedy's id."""
    violation = await blind_spot(office)
    remedy = (await _request(office, violation["id"], until=until)).json()["id"]
    assert (await _decide(office, remedy, "yamada")).status_code == 200
    return violation, remedy


async def test_an_approved_remedy_excepts_the_violation_and_never_calls_it_solved(
    office: Office,
) -> None:
    violation, remedy = await _approved(office)
    yamada = await office.client("yamada")
    assert await violations(yamada) == []
    assert await violations(yamada, status="closed") == []
    (excepted,) = await violations(yamada, status="excepted")
    assert (excepted["id"], excepted["state"], excepted["closed_at"]) == (
        violation["id"], "excepted", None,
    )  # fmt: skip
    by = {"staff_id": office.staff["yamada"], "name": "山田 司"}
    assert excepted["remedy"] == {
        "id": remedy, "measure": MEASURE, "until": "2023-03-31", "approved_by": by,
    }  # fmt: skip
    assert [v["state"] for v in await violations(yamada, status="all")] == ["excepted"]
    (floor,) = (await yamada.get("/floors")).json()["items"]
    assert floor["open_violations"] == 0


async def test_it_expires_the_day_after_its_last_day_and_the_same_episode_is_open_again(
    office: Office,
) -> None:
    violation, remedy = await _approved(office, until="2023-02-22")
    office.later(days=2)
    assert await violations(await office.client("yamada")) == []
    swept = await service.sweep(office.now)
    assert (swept.found, swept.excepted, swept.is_open) == ({"TM-01": 1}, {"TM-01": 1}, False)
    office.later(days=1)
    yamada = await office.client("yamada")
    (again,) = await violations(yamada)
    assert (again["id"], again["episode"], again["state"]) == (violation["id"], 1, "open")
    swept = await service.sweep(office.now)
    assert (swept.found, swept.excepted, swept.is_open) == ({"TM-01": 1}, {}, True)
    (shown,) = (await yamada.get("/remedies", status="expired")).json()["items"]
    assert (shown["id"], shown["state"]) == (remedy, "expired")
    assert (await yamada.get("/remedies", status="approved")).json()["items"] == []


async def test_whoever_asked_decides_nothing_whatever_posts_they_hold(office: Office) -> None:
    violation = await blind_spot(office)
    for account in ("yamada", "ono"):
        remedy = (await _request(office, violation["id"], account)).json()["id"]
        for step, body in (("approval", {}), ("rejection", {"why": WHY})):
            refused = await _decide(office, remedy, account, step, body)
            assert (refused.status_code, refused.json()["code"]) == (403, "own-request")
        ended = await _decide(office, remedy, account, "end", {"why": "取下げ"})
        assert ended.json()["state"] == "ended"


async def test_the_head_of_the_section_or_a_security_manager_decides_and_nobody_else(
    office: Office,
) -> None:
    violation = await blind_spot(office)
    remedy = (await _request(office, violation["id"])).json()["id"]
    for account, wanted in {
        "hara": (403, "not-the-decider"), "mori": (403, "not-the-decider"),
        "sato": (403, "not-the-decider"), "nishi": (404, "unknown-remedy"),
    }.items():  # fmt: skip
        refused = await _decide(office, remedy, account)
        assert (refused.status_code, refused.json()["code"]) == wanted
    told = [await kinds(office, account) for account in ("yamada", "ono", "fujii", "mori")]
    assert [("remedy" in some) for some in told] == [True, True, False, False]
    assert (await _decide(office, remedy, "ono")).json()["state"] == "approved"
    assert "remedy" not in await kinds(office, "yamada")
    late = await _decide(office, remedy, "yamada")
    assert (late.status_code, late.json()["code"]) == (409, "remedy-not-requested")


async def test_when_the_head_asks_the_superior_decides(office: Office) -> None:
    violation = await blind_spot(office)
    remedy = (await _request(office, violation["id"], "yamada")).json()["id"]
    assert (await _decide(office, remedy, "mori")).json()["state"] == "approved"


async def test_a_rejected_request_leaves_the_violation_open_and_says_why(office: Office) -> None:
    violation = await blind_spot(office)
    remedy = (await _request(office, violation["id"])).json()["id"]
    await _decide(office, remedy, "yamada", "rejection", {"why": "棚を動かせる"})
    yamada = await office.client("yamada")
    assert [v["id"] for v in await violations(yamada)] == [violation["id"]]
    (shown,) = (await yamada.get("/remedies", status="rejected")).json()["items"]
    assert (shown["measure"], shown["answer"], shown["rule"]) == (MEASURE, "棚を動かせる", "TM-01")


async def test_one_request_waits_at_a_time_and_lasts_a_year_at_most(office: Office) -> None:
    violation = await blind_spot(office)
    wanted = {
        "2023-02-19": (400, "until-past"),
        "2024-02-22": (400, "until-too-far"),
        "2024-02-21": (201, None),
        "2023-03-01": (409, "already-requested"),
    }
    for until, expected in wanted.items():
        answer = await _request(office, violation["id"], until=until)
        assert (answer.status_code, answer.json().get("code")) == expected
    foreign = await _request(office, violation["id"], "nishi")
    assert (foreign.status_code, foreign.json()["code"]) == (404, "unknown-violation")
    assert (await _request(office, violation["id"], "sato")).status_code == 403


async def test_a_remedy_that_is_ended_leaves_the_violation_open_again(office: Office) -> None:
    violation, remedy = await _approved(office)
    await _decide(office, remedy, "fujii", "end", {"why": "措置をやめた"})
    assert [v["id"] for v in await violations(await office.client("yamada"))] == [violation["id"]]
    twice = await _decide(office, remedy, "fujii", "end", {"why": "もう一度"})
    assert (twice.status_code, twice.json()["code"]) == (409, "remedy-not-open")


async def test_when_the_cause_goes_the_violation_closes_and_the_remedy_ends_by_itself(
    office: Office,
) -> None:
    violation, remedy = await _approved(office)
    fujii, hara = await office.client("fujii"), await office.client("hara")
    await draw(fujii, violation["floor"], office_plan())
    publication = {"valid_from": "2023-02-20"}
    await hara.post(f"/floors/{violation['floor']}/publication", publication, status=200)
    yamada = await office.client("yamada")
    (closed,) = await violations(yamada, status="closed")
    assert (closed["id"], closed["state"], closed["remedy"]) == (violation["id"], "closed", None)
    (shown,) = (await yamada.get("/remedies", status="ended")).json()["items"]
    assert (shown["id"], shown["ended_by"]["staff_id"]) == (remedy, "system")
    late = await _request(office, violation["id"])
    assert (late.status_code, late.json()["code"]) == (409, "violation-closed")


async def test_a_remedy_of_one_episode_does_not_except_the_next(office: Office) -> None:
    violation, _ = await _approved(office)
    fujii, hara = await office.client("fujii"), await office.client("hara")
    publication = {"valid_from": "2023-02-20"}
    for plan in (office_plan(), office_plan(cabinet("c9"))):
        await draw(fujii, violation["floor"], plan)
        await hara.post(f"/floors/{violation['floor']}/publication", publication, status=200)
    (again,) = await violations(await office.client("yamada"))
    assert (again["episode"], again["state"], again["remedy"]) == (2, "open", None)


async def test_texts_never_stand_in_clear_and_residents_numbers_are_refused(
    office: Office,
) -> None:
    violation, remedy = await _approved(office)
    history = await (await office.client("shibata")).get("/history", subject=f"remedy:{remedy}")
    entries = history.json()["items"]
    assert {entry["act"] for entry in entries} == {"Requested", "Approved"}
    assert all(entry["after"]["measure"].startswith("c:") for entry in entries)
    body = {"measure": "個人番号 1234 5678 9018", "why": WHY, "until": "2023-03-31"}
    fujii = await office.client("fujii")
    refused = await fujii.post(f"/violations/{violation['id']}/remedies", body)
    assert (refused.status_code, refused.json()["code"]) == (400, "resident-number-in-text")


async def test_other_violations_of_the_floor_stay_open(office: Office) -> None:
    await in_force(office, cabinet(), wire_lock=False)
    yamada = await office.client("yamada")
    found = {v["rule"]: v["id"] for v in await violations(yamada)}
    remedy = (await _request(office, found["TM-01"])).json()["id"]
    await _decide(office, remedy, "yamada")
    assert await rules(yamada) == ["TM-09"]
    assert [v["rule"] for v in await violations(yamada, status="excepted")] == ["TM-01"]
    swept: Swept = await service.sweep(office.now, date(2023, 4, 1))
    assert swept.excepted == {}
