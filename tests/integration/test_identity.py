"""Signing in, rights, and who decides, through HTTP on both engines."""

from datetime import date

import httpx
import pytest

from daicho.foundation.history.service import change
from daicho.foundation.identity import service, signing
from daicho.foundation.kernel.actor import SYSTEM
from daicho.foundation.kernel.errors import Forbidden
from tests.support.office import Office

pytestmark = pytest.mark.anyio
PASSWORD = "long enough 4 a test"


async def _sign_in(office: Office, account: str, password: str) -> httpx.Response:
    client = await office.client()
    return await client.post("/session", {"account": account, "password": password})


async def _with_password(office: Office, account: str) -> None:
    actor = SYSTEM
    await signing.create_account(f"{account}-2", office.staff[account], PASSWORD, actor, office.now)


async def test_the_right_password_opens_a_session_that_knows_the_person(office: Office) -> None:
    await _with_password(office, "sato")
    answer = await _sign_in(office, "sato-2", PASSWORD)
    assert answer.status_code == 201
    me = answer.json()
    assert me["name"] == "佐藤 花"
    assert me["section_name"] == "日の里区民事務所"
    assert "changePassword" in me["may"]
    assert "registerSection" not in me["may"]
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()


async def test_a_wrong_password_and_an_unknown_account_read_the_same(office: Office) -> None:
    await _with_password(office, "sato")
    wrong = await _sign_in(office, "sato-2", "not the password")
    unknown = await _sign_in(office, "nobody", "not the password")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert wrong.json()["code"] == "sign-in-failed"


async def test_repeated_failures_slow_down_and_never_lock_out(office: Office) -> None:
    await _with_password(office, "sato")
    for _ in range(signing.FREE_ATTEMPTS):
        await _sign_in(office, "sato-2", "not the password")
    hasty = await _sign_in(office, "sato-2", PASSWORD)
    assert hasty.status_code == 429
    assert int(hasty.headers["retry-after"]) > 0
    office.later(seconds=hasty.json()["facts"]["retry_after"])
    assert (await _sign_in(office, "sato-2", PASSWORD)).status_code == 201


async def test_a_session_ends_when_idle_and_when_signed_out(office: Office) -> None:
    client = await office.client("sato")
    assert (await client.get("/session")).status_code == 200
    office.later(minutes=61)
    assert (await client.get("/session")).json()["code"] == "not-signed-in"
    fresh = await office.client("sato")
    assert (await fresh.delete("/session")).status_code == 204
    assert (await fresh.get("/session")).status_code == 401


async def test_a_changed_password_ends_every_session_of_the_account(office: Office) -> None:
    await _with_password(office, "sato")
    client = await office.client("sato-2")
    body = {"current": PASSWORD, "new": "an even longer one"}
    await client.post("/session/password", body, status=200)
    assert (await client.get("/session")).status_code == 401
    assert (await _sign_in(office, "sato-2", "an even longer one")).status_code == 201


async def test_nobody_else_may_register_people(office: Office) -> None:
    body = {"staff_id": "S9000", "name": "試験 者", "kana": "しけん しゃ"}
    refused = await (await office.client("sato")).post("/people", body)
    assert (refused.status_code, refused.json()["code"]) == (403, "role-missing")
    await (await office.client("admin")).post("/people", body, status=201)
    async with change(SYSTEM, office.now):
        assert (await service.names(["S9000"])) == {"S9000": "試験 者"}


async def test_a_request_from_another_site_is_refused(office: Office) -> None:
    client = await office.client("admin")
    client.raw.headers["Origin"] = "https://elsewhere.example"
    refused = await client.post("/people", {"staff_id": "S9", "name": "x", "kana": "x"})
    assert refused.json()["code"] == "cross-site-refused"


async def test_a_form_post_is_refused(office: Office) -> None:
    client = await office.client("admin")
    answer = await client.raw.post("/api/people", data={"staff_id": "S9"}, headers=office.key())
    assert answer.json()["code"] == "json-only"


async def test_the_same_key_gives_the_same_answer_and_another_body_is_refused(
    office: Office,
) -> None:
    client = await office.client("admin")
    body = {"name": "東出張所", "kind": "office", "parent": office.sections["kumin"]}
    first = await client.post("/sections", body, key="the-same-key", status=201)
    again = await client.post("/sections", body, key="the-same-key")
    assert (again.status_code, again.json()) == (201, first.json())
    other = await client.post("/sections", {**body, "name": "西出張所"}, key="the-same-key")
    assert (other.status_code, other.json()["code"]) == (422, "key-reused")


async def test_staff_see_their_own_section_and_heads_the_sections_below(office: Office) -> None:
    mine = (await (await office.client("sato")).get("/staff")).json()["items"]
    assert {p["section_name"] for p in mine} == {"日の里区民事務所"}
    below = (await (await office.client("mori")).get("/staff")).json()["items"]
    assert {p["section_name"] for p in below} == {"区民課", "日の里区民事務所", "町野区民事務所"}
    other = await (await office.client("sato")).get("/staff", section=office.sections["koseki"])
    assert other.json()["items"] == []


async def _decided(office: Office, account: str, excluded: set[str], section: str) -> str | None:
    """Let this person decide on something; on whose behalf it was."""
    actor = await office.actor(account)
    barred = frozenset(office.staff[name] for name in excluded)
    async with change(actor, office.now) as c:
        await service.decide(
            c, section=office.sections[section], excluded=barred, subject="take-out:x",
            act="Approved", on=office.now.date(),
        )  # fmt: skip
        return c.on_behalf_of


async def test_a_head_decides_and_never_on_their_own_request(office: Office) -> None:
    assert await _decided(office, "yamada", {"sato"}, "nippori") is None
    with pytest.raises(Forbidden, match="own-request"):
        await _decided(office, "yamada", {"yamada"}, "nippori")
    with pytest.raises(Forbidden, match="not-the-decider"):
        await _decided(office, "suzuki", {"sato"}, "nippori")


async def test_an_office_of_three_borrows_its_approver_from_the_parent(office: Office) -> None:
    with pytest.raises(Forbidden, match="not-the-decider"):
        await _decided(office, "mori", {"higashi"}, "machiya")
    assert await _decided(office, "mori", {"nishi"}, "machiya") is None


async def test_deputies_decide_in_order_and_the_head_reads_it_afterwards(office: Office) -> None:
    for rank, name in enumerate(("kato", "ito"), start=1):
        await service.appoint_deputy(
            office.sections["nippori"], office.staff["yamada"], office.staff[name],
            SYSTEM, office.now, rank=rank,
            valid_from=date(2023, 2, 1), valid_to=date(2023, 3, 31),
        )  # fmt: skip
    assert await _decided(office, "kato", {"sato"}, "nippori") == office.staff["yamada"]
    with pytest.raises(Forbidden, match="not-the-decider"):
        await _decided(office, "ito", {"sato"}, "nippori")
    assert await _decided(office, "ito", {"kato"}, "nippori") == office.staff["yamada"]
    waiting = await service.proxy_decisions_to_review(office.staff["yamada"])
    assert [w.person for w in waiting] == [office.staff["kato"], office.staff["ito"]]
    head = await office.client("yamada")
    await head.post(f"/proxy-decisions/{waiting[0].id}/review", status=200)
    again = await head.post(f"/proxy-decisions/{waiting[0].id}/review")
    assert again.json()["code"] == "already-reviewed"
    foreign = await (await office.client("mori")).post(f"/proxy-decisions/{waiting[1].id}/review")
    assert foreign.status_code == 404


async def test_a_resident_number_in_a_name_is_refused_without_echo(office: Office) -> None:
    body = {"staff_id": "S9001", "name": "123456789018", "kana": "x"}
    refused = await (await office.client("admin")).post("/people", body)
    assert refused.json()["code"] == "resident-number-in-text"
    assert "123456789018" not in refused.text
