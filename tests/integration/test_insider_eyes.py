"""Attacks on four eyes: a clerk, a friendly head and an administrator look for a way to be two persons."""

import asyncio
from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from daicho.foundation.identity import service as identity
from daicho.foundation.identity import signing
from daicho.foundation.kernel.actor import SYSTEM
from tests.integration.things import Things, some_things
from tests.support.office import Client, Office
from tests.support.plans import draw, new_floor, office_plan

pytestmark = pytest.mark.anyio

PASSWORD = "long enough 4 a test"
PERIOD = {"valid_from": "2023-02-01", "valid_to": "2023-03-31"}


@pytest.fixture
async def things(office: Office) -> Things:
    return await some_things(office)


def deputy(office: Office, section: str, principal: str, person: str) -> dict[str, Any]:
    who = {"principal": office.staff[principal], "person": office.staff[person]}
    return {"section": office.sections[section], **who, "rank": 1, **PERIOD}


async def code_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")


# Deputies -----------------------------------------------------------------------------------------


async def test_a_head_cannot_name_deputies_of_another_section(office: Office) -> None:
    nishi = await office.client("nishi")
    answer = await nishi.post("/deputies", deputy(office, "nippori", "yamada", "nishi"))
    assert await code_of(answer) == (404, "unknown-section")


async def test_nobody_is_deputy_of_somebody_who_does_not_head_the_section(office: Office) -> None:
    yamada = await office.client("yamada")
    answer = await yamada.post("/deputies", deputy(office, "nippori", "suzuki", "sato"))
    assert await code_of(answer) == (400, "principal-not-head")


async def test_nobody_names_oneself_as_the_deputy_of_another(office: Office) -> None:
    mori = await office.client("mori")
    answer = await mori.post("/deputies", deputy(office, "nippori", "yamada", "mori"))
    assert await code_of(answer) == (403, "own-deputy")


async def test_a_head_names_a_deputy_for_the_own_section(office: Office) -> None:
    yamada = await office.client("yamada")
    await yamada.post("/deputies", deputy(office, "nippori", "yamada", "suzuki"), status=201)
    again = await yamada.post("/deputies", deputy(office, "nippori", "yamada", "yamada"))
    assert await code_of(again) == (400, "deputy-of-oneself")


async def test_a_deputy_does_not_approve_what_the_head_asked_for(things: Things) -> None:
    await things.depute("yamada", "suzuki")
    take_out = await things.requested("yamada", carriers=["sato"])
    refusal = await things.act("suzuki", take_out, "approval", status=403)
    assert refusal["code"] == "not-the-decider"
    assert refusal["facts"]["deciders"] == [things.office.staff["mori"]]


async def test_a_deputy_does_not_approve_what_the_head_carries(things: Things) -> None:
    await things.depute("yamada", "suzuki")
    take_out = await things.requested("sato", carriers=["yamada"])
    assert (await things.act("suzuki", take_out, "approval", status=403))["code"] == (
        "not-the-decider"
    )


@pytest.mark.parametrize("on", [date(2023, 1, 31), date(2023, 4, 1)])
async def test_a_deputy_decides_nothing_outside_the_period(things: Things, on: date) -> None:
    await things.depute("yamada", "suzuki")
    things.office.now += timedelta(days=(on - date(2023, 2, 20)).days)
    take_out = await things.requested(planned_return=(on + timedelta(days=3)).isoformat())
    refusal = await things.act("suzuki", take_out, "approval", status=403)
    assert refusal["code"] == "not-the-decider"


async def test_a_deputy_who_left_the_office_decides_nothing(things: Things) -> None:
    office = things.office
    await things.depute("yamada", "suzuki")
    deputy, admin = await office.client("suzuki"), await office.client("admin")
    told = (await admin.get("/history", register="posts", limit=200)).json()["items"]
    post = next(t for t in told if t["after"]["person"] == office.staff["suzuki"])["after"]["id"]
    await admin.post(f"/posts/{post}/end", {"valid_to": "2023-02-10"}, status=200)
    take_out = await things.requested()
    path = f"/take-outs/{take_out}/approval"
    refused = await deputy.post(path, status=401)
    assert refused.json()["code"] == "not-signed-in"


# Two posts, two accounts --------------------------------------------------------------------------


async def test_a_second_account_of_one_person_is_still_one_person(things: Things) -> None:
    office = things.office
    await signing.create_account("sato-2", office.staff["sato"], PASSWORD, SYSTEM, office.now)
    await things.appoint("sato", "section_head")
    await things.appoint("sato", "custodian")
    take_out = await things.requested("sato")
    assert (await things.act("sato-2", take_out, "approval", status=403))["code"] == "own-request"
    await things.act("yamada", take_out, "approval", state="approved")
    own = await things.act("sato-2", take_out, "hand-over", things.packing(), status=403)
    assert own["code"] == "officer-is-carrier"


async def test_an_administrator_gives_nobody_a_second_way_to_sign_in(office: Office) -> None:
    await signing.create_account("yamada-1", office.staff["yamada"], PASSWORD, SYSTEM, office.now)
    admin = await office.client("admin")
    body = {"account": "yamada-2", "person": office.staff["yamada"], "password": PASSWORD}
    assert await code_of(await admin.post("/accounts", body)) == (409, "person-has-account")


async def test_an_administrator_takes_no_post_for_themself(office: Office) -> None:
    admin = await office.client("admin")
    body = {
        "person": office.staff["admin"], "section": office.sections["nippori"],
        "role": "section_head", "title": "副所長", "valid_from": "2023-02-20",
    }  # fmt: skip
    assert await code_of(await admin.post("/posts", body)) == (403, "own-post")


async def test_an_administrator_of_one_office_administers_no_other(office: Office) -> None:
    await identity.assign_post(
        office.staff["takahashi"], office.sections["nippori"], "system_admin", SYSTEM, office.now,
        title="兼務", valid_from=date(2023, 2, 1),
    )  # fmt: skip
    client = await office.client("takahashi")
    post = {
        "person": office.staff["suzuki"], "section": office.sections["koseki"],
        "role": "section_head", "title": "課長", "valid_from": "2023-02-20",
    }  # fmt: skip
    section = {"name": "新設課", "kind": "section", "parent": office.sections["ward"]}
    named = deputy(office, "koseki", "goto", "suzuki")
    for path, body in (("/posts", post), ("/sections", section), ("/deputies", named)):
        assert await code_of(await client.post(path, body)) == (404, "unknown-section")
    told = await (await office.client("admin")).get("/history", register="posts", limit=200)
    foreign = [t["after"] for t in told.json()["items"] if t["after"]["role"] == "auditor"]
    ended = await client.post(f"/posts/{foreign[0]['id']}/end", {"valid_to": "2023-02-20"})
    assert await code_of(ended) == (404, "unknown-post")


async def test_nobody_is_registered_under_the_name_of_the_machine(office: Office) -> None:
    body = {"staff_id": "system", "name": "機械", "kana": "きかい"}
    answer = await (await office.client("admin")).post("/people", body)
    assert await code_of(answer) == (409, "person-reserved")


# Steps of one's own -------------------------------------------------------------------------------


async def test_an_applicant_does_not_verify_the_return(things: Things) -> None:
    take_out = await things.requested("kato", carriers=["sato"])
    await things.act("yamada", take_out, "approval", state="approved")
    await things.act("ito", take_out, "hand-over", things.packing(), state="handed_over")
    await things.act("sato", take_out, "return", things.returning(), state="returned")
    refusal = await things.act("kato", take_out, "verification", things.checked(), status=403)
    assert refusal["code"] == "verifier-is-applicant"
    await things.act("ito", take_out, "verification", things.checked(), state="verified")


async def test_an_applicant_does_not_explain_the_own_discrepancy(things: Things) -> None:
    take_out = await things.requested("yamada", carriers=["sato"])
    await things.act("mori", take_out, "approval", state="approved")
    await things.act("kato", take_out, "hand-over", things.packing(), state="handed_over")
    await things.act("sato", take_out, "return", things.returning(), state="returned")
    wrong = things.checked() | {"seal_ok": False}
    await things.act("kato", take_out, "verification", wrong, state="discrepancy")
    body = {"explanation": "封印は元から"}
    refusal = await things.act("yamada", take_out, "resolution", body, status=403)
    assert refusal["code"] == "verifier-is-applicant"
    await things.act("mori", take_out, "resolution", body, state="verified")


async def test_a_head_hands_over_only_where_the_office_has_no_custodian(things: Things) -> None:
    office, take_out = things.office, await things.requested()
    await things.act("yamada", take_out, "approval", state="approved")
    refusal = await things.act("yamada", take_out, "hand-over", things.packing(), status=403)
    assert refusal["code"] == "role-required"
    card = (await (await office.client("yamada")).get(f"/codes/{things.code}")).json()
    assert "handOver" not in card["actions"]
    told = await (await office.client("admin")).get("/history", register="posts", limit=200)
    for post in (t["after"] for t in told.json()["items"]):
        if (post["role"], post["section"]) == ("custodian", office.sections["nippori"]):
            await identity.end_post(post["id"], date(2023, 2, 19), SYSTEM, office.now)
    await things.act("yamada", take_out, "hand-over", things.packing(), state="handed_over")


async def test_only_the_applicant_withdraws(things: Things) -> None:
    take_out = await things.requested("sato", carriers=["suzuki"])
    for account in ("suzuki", "yamada", "kato"):
        refusal = await things.act(account, take_out, "withdrawal", status=403)
        assert refusal["code"] == "not-the-applicant"


async def test_a_key_of_somebody_else_replays_nothing(things: Things) -> None:
    office, take_out = things.office, await things.requested()
    path = f"/take-outs/{take_out}/approval"
    head = await office.client("yamada")
    await head.post(path, key="a-key-of-yamada", status=200)
    clerk = await (await office.client("sato")).post(path, key="a-key-of-yamada")
    assert clerk.status_code in {403, 409}
    elsewhere = await head.post(f"/take-outs/{take_out}/withdrawal", key="a-key-of-yamada")
    assert await code_of(elsewhere) == (422, "key-reused")


# Races --------------------------------------------------------------------------------------------


async def raced(*asked: tuple[Client, str, Any]) -> list[int]:
    answers = await asyncio.gather(*(client.post(path, body) for client, path, body in asked))
    return sorted(answer.status_code for answer in answers)


async def test_two_approvals_at_once_are_one_approval(things: Things) -> None:
    take_out = await things.requested()
    clients = [await things.office.client("yamada") for _ in range(6)]
    path = f"/take-outs/{take_out}/approval"
    assert await raced(*((c, path, {}) for c in clients)) == [200] + [409] * 5


async def test_approval_and_withdrawal_at_once_leave_one_state(things: Things) -> None:
    office, take_out = things.office, await things.requested()
    head, clerk = await office.client("yamada"), await office.client("sato")
    way = f"/take-outs/{take_out}"
    found = await raced(
        (head, f"{way}/approval", {}), (clerk, f"{way}/withdrawal", {}),
        (head, f"{way}/rejection", {"reason": "不要"}),
    )  # fmt: skip
    assert 500 not in found
    told = (await head.get("/history", subject=f"take-out:{take_out}")).json()["items"]
    acts = [t["act"] for t in reversed(told)]
    assert acts in (
        ["Requested", "Approved"], ["Requested", "Approved", "Withdrawn"],
        ["Requested", "Withdrawn"], ["Requested", "Rejected"],
    )  # fmt: skip


async def test_a_thing_is_handed_over_once(things: Things) -> None:
    take_out = await things.requested()
    await things.act("yamada", take_out, "approval", state="approved")
    officers = [await things.office.client(a) for a in ("kato", "ito", "kato", "ito")]
    path = f"/take-outs/{take_out}/hand-over"
    assert await raced(*((c, path, things.packing()) for c in officers)) == [200, 409, 409, 409]


async def test_one_key_sent_many_times_at_once_is_carried_out_once(things: Things) -> None:
    client = await things.office.client("sato")
    wish = things.wish(["sato"])
    answers = await asyncio.gather(
        *(client.post("/take-outs", wish, key="the-one-key") for _ in range(6))
    )
    assert {a.status_code for a in answers} == {201}
    assert len({a.json()["id"] for a in answers}) == 1


async def test_a_floor_is_published_once(office: Office) -> None:
    floor = await new_floor(office, await office.client("fujii"))
    await draw(await office.client("fujii"), floor, office_plan())
    publishers = [await office.client("hara") for _ in range(4)]
    body, path = {"valid_from": "2023-02-20"}, f"/floors/{floor}/publication"
    assert await raced(*((c, path, body) for c in publishers)) == [200, 409, 409, 409]
    own = await (await office.client("fujii")).post(path, body)
    assert await code_of(own) == (403, "own-draft")
