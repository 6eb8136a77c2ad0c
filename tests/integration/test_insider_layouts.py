"""Attacks on layouts in force, exceptions, limits and studies by people who know the system; on both engines."""

import asyncio
from datetime import date
from typing import Any

import pytest

from daicho.foundation.history.fsck import check
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel.actor import SYSTEM, Role
from daicho.oversight.exports.holdings import EXTRA_CHECKS, REGISTERS
from daicho.oversight.violations import analyses, service
from daicho.oversight.violations.analysis import Analysis, analyse
from tests.support.changes import WHY, blind_spot, floor_of, in_force, proposed, violations
from tests.support.office import Office
from tests.support.plans import cabinet, draw, office_plan

pytestmark = pytest.mark.anyio

REMEDY = {"measure": "席を空けない", "why": WHY, "until": "2023-03-31"}


async def _second_post(office: Office, account: str, section: str, role: Role) -> None:
    await identity.assign_post(
        office.staff[account], office.sections[section], role, SYSTEM, office.now,
        title="兼務", valid_from=date(2022, 4, 1),
    )  # fmt: skip


async def _codes(answers: list[Any]) -> list[tuple[int, str | None]]:
    return [(answer.status_code, answer.json().get("code")) for answer in answers]


async def test_no_second_post_and_no_deputy_makes_two_persons_of_one(office: Office) -> None:
    violation = await blind_spot(office)
    await _second_post(office, "fujii", "nippori", "section_head")
    await _second_post(office, "fujii", "ward", "security_manager")
    period = {"valid_from": "2023-02-01", "valid_to": "2023-03-31"}
    deputy = {
        "section": office.sections["nippori"], "principal": office.staff["yamada"],
        "person": office.staff["fujii"], "rank": 1, **period,
    }  # fmt: skip
    await (await office.client("admin")).post("/deputies", deputy, status=201)
    fujii = await office.client("fujii")
    asked = await fujii.post(f"/violations/{violation['id']}/remedies", REMEDY, status=201)
    refused = await fujii.post(f"/remedies/{asked.json()['id']}/approval", {})
    assert await _codes([refused]) == [(403, "own-request")]
    etag = await proposed(office, violation["floor"], office_plan(lock_minutes=4))
    publication = {"valid_from": "2023-02-20", "etag": etag}
    alone = await fujii.post(f"/floors/{violation['floor']}/publication", publication)
    assert await _codes([alone]) == [(403, "own-draft")]


async def test_a_deputy_does_not_approve_what_the_head_asked_to_except(office: Office) -> None:
    violation = await blind_spot(office)
    yamada, suzuki = await office.client("yamada"), await office.client("suzuki")
    period = {"valid_from": "2023-02-01", "valid_to": "2023-03-31"}
    deputy = {
        "section": office.sections["nippori"], "principal": office.staff["yamada"],
        "person": office.staff["suzuki"], "rank": 1, **period,
    }  # fmt: skip
    await yamada.post("/deputies", deputy, status=201)
    asked = await yamada.post(f"/violations/{violation['id']}/remedies", REMEDY, status=201)
    refused = await suzuki.post(f"/remedies/{asked.json()['id']}/approval", {})
    assert await _codes([refused]) == [(403, "not-the-decider")]


async def test_decisions_about_one_remedy_at_once_leave_one_of_them(office: Office) -> None:
    violation = await blind_spot(office)
    fujii, yamada, ono = [await office.client(who) for who in ("fujii", "yamada", "ono")]
    asked = await fujii.post(f"/violations/{violation['id']}/remedies", REMEDY, status=201)
    way = f"/remedies/{asked.json()['id']}"
    answers = await asyncio.gather(
        yamada.post(f"{way}/approval", {}),
        ono.post(f"{way}/approval", {}),
        ono.post(f"{way}/rejection", {"why": WHY}),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]


async def test_a_withdrawal_and_a_publication_at_once_do_not_both_happen(office: Office) -> None:
    floor = await floor_of(office)
    fujii, hara, ono = [await office.client(who) for who in ("fujii", "hara", "ono")]
    etag = await proposed(office, floor, office_plan(cabinet()))
    publication = {"valid_from": "2023-02-20", "etag": etag}
    *decided, limit = await asyncio.gather(
        hara.post(f"/floors/{floor}/publication", publication),
        fujii.post(f"/floors/{floor}/proposal/withdrawal", {}),
        hara.post(f"/floors/{floor}/publication", publication),
        hara.post(f"/floors/{floor}/proposal/return", {"why": WHY}),
        ono.post("/thresholds/passage_reach", {"value": 1500, "why": WHY}),
    )
    assert [answer.status_code for answer in decided].count(200) == 1
    assert limit.status_code == 200
    published = (await hara.get(f"/floors/{floor}/versions")).json()["items"]
    assert (published[0]["state"] == "published") is (
        200 in (decided[0].status_code, decided[2].status_code)
    )


async def test_after_all_of_it_the_history_explains_every_row_and_the_sweep_has_nothing_to_do(
    office: Office,
) -> None:
    violation = await blind_spot(office)
    fujii, yamada, ono = [await office.client(who) for who in ("fujii", "yamada", "ono")]
    asked = await fujii.post(f"/violations/{violation['id']}/remedies", REMEDY, status=201)
    await yamada.post(f"/remedies/{asked.json()['id']}/approval", {}, status=200)
    await ono.post("/thresholds/exposed_least", {"value": -0.0, "why": WHY}, status=200)
    for _ in range(2):
        swept = await service.sweep(office.now)
        assert (swept.opened, swept.closed, swept.is_open) == (0, 0, False)
    assert (await check(REGISTERS, None, EXTRA_CHECKS)).findings == []
    limits = (await ono.get("/rules")).text
    assert "-0.0" not in limits


async def test_the_same_key_does_not_ask_for_something_else(office: Office) -> None:
    violation = await blind_spot(office)
    floor, path = violation["floor"], f"/violations/{violation['id']}/remedies"
    fujii, ono = await office.client("fujii"), await office.client("ono")
    requests = (
        (fujii, path, REMEDY, REMEDY | {"measure": "見回る"}),
        (ono, "/thresholds/lock_minutes", {"value": 4, "why": WHY}, {"value": 60, "why": WHY}),
        (
            fujii,
            f"/floors/{floor}/areas/a1/reviews",
            {"result": "kept"},
            {"result": "change-needed"},
        ),
    )
    for number, (client, way, body, other) in enumerate(requests):
        key = f"one-key-{number:04}"
        first = await client.post(way, body, key=key)
        again = await client.post(way, body, key=key)
        changed = await client.post(way, other, key=key)
        assert (again.status_code, again.json()) == (first.status_code, first.json())
        assert await _codes([changed]) == [(422, "key-reused")]


async def test_many_who_compare_one_draft_have_it_computed_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    floor = await in_force(office, cabinet())
    await draw(await office.client("fujii"), floor, office_plan(cabinet("fresh")))
    looked = list[Any]()

    def counted(document: Any, **ways: Any) -> Analysis:
        looked.append(document)
        return analyse(document, **ways)

    monkeypatch.setattr(analyses, "analyse", counted)
    shibata = await office.client("shibata")
    answers = await asyncio.gather(*(shibata.get(f"/floors/{floor}/comparison") for _ in range(9)))
    assert {answer.status_code for answer in answers} == {200}
    assert len(looked) <= 2
    assert len(await violations(shibata)) == 1
