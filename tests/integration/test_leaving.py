"""Who leaves on 31 March: until midnight as ever, from the first of April neither signed in nor let in."""

from datetime import datetime

import httpx
import pytest

from daicho.foundation.identity import service as identity
from daicho.foundation.identity import signing
from daicho.foundation.kernel.actor import SYSTEM
from daicho.foundation.kernel.clock import JST
from tests.integration.test_personnel import NIPPORI, approve, line, proposed
from tests.support.counter import Counter, counter_of
from tests.support.office import Office

pytestmark = pytest.mark.anyio

PASSWORD = "long enough 4 a test"


@pytest.fixture
async def counter(office: Office) -> Counter:
    """The shared device; 鈴木, who is about to leave, has a PIN and a password."""
    return await counter_of(office, "suzuki")


async def carried_out(office: Office, *lines: list[str]) -> None:
    change = await proposed(await office.client("admin"), *lines)
    assert (await approve(await office.client("ono"), change))["state"] == "approved"


def at(office: Office, month: int, day: int, hour: int, minute: int = 0) -> None:
    office.now = datetime(2023, month, day, hour, minute, tzinfo=JST)


async def enters(office: Office, account: str, password: str = PASSWORD) -> httpx.Response:
    client = await office.client()
    return await client.post("/session", {"account": account, "password": password})


async def test_who_leaves_is_signed_out_at_midnight(office: Office) -> None:
    await carried_out(office, line(office.staff["suzuki"]))
    at(office, 3, 31, 23, 30)
    suzuki = await office.client("suzuki")
    assert (await suzuki.get("/tasks")).status_code == 200
    at(office, 3, 31, 23, 59)
    assert (await suzuki.get("/session")).status_code == 200
    at(office, 4, 1, 0, 1)
    for path in ("/session", "/tasks", "/assets"):
        answer = await suzuki.get(path)
        assert (answer.status_code, answer.json()["code"]) == (401, "not-signed-in")


async def test_who_has_left_comes_in_by_neither_password_nor_badge(counter: Counter) -> None:
    office = counter.office
    password = "the own secret 7"  # of an invented person
    await carried_out(office, line(office.staff["suzuki"]))
    at(office, 3, 31, 9)
    assert (await enters(office, "suzuki", password)).status_code == 201
    assert (await counter.sign_in()).status_code == 201
    at(office, 4, 1, 9)
    for answer in (await enters(office, "suzuki", password), await counter.sign_in()):
        assert (answer.status_code, answer.json()["code"]) == (401, "no-post-in-force")
        assert "set-cookie" not in answer.headers
    wrong = await enters(office, "suzuki", "not the password")
    assert wrong.json()["code"] == "sign-in-failed"


async def test_who_moves_to_another_section_stays_signed_in(office: Office) -> None:
    await carried_out(office, line(office.staff["sato"], "町野区民事務所"))
    at(office, 3, 31, 23, 30)
    sato = await office.client("sato")
    before = (await sato.get("/session")).json()["section_name"]
    at(office, 4, 1, 0, 1)
    after = (await sato.get("/session")).json()["section_name"]
    assert (before, after) == (NIPPORI, "町野区民事務所")


async def test_who_joins_comes_in_from_the_first_day_of_the_post(office: Office) -> None:
    await carried_out(office, line("N-100", NIPPORI, role="保管責任者", name="渡邉 﨑"))
    await signing.create_account("watanabe", "N-100", PASSWORD, SYSTEM, office.now)
    at(office, 3, 31, 9)
    early = await enters(office, "watanabe")
    assert (early.status_code, early.json()["code"]) == (401, "no-post-in-force")
    at(office, 4, 1, 9)
    assert (await enters(office, "watanabe")).status_code == 201


async def test_who_comes_back_comes_in_again(office: Office) -> None:
    await signing.create_account("suzuki-2", office.staff["suzuki"], PASSWORD, SYSTEM, office.now)
    await carried_out(office, line(office.staff["suzuki"]))
    at(office, 4, 3, 9)
    assert (await enters(office, "suzuki-2")).status_code == 401
    await identity.assign_post(
        office.staff["suzuki"], office.sections["nippori"], "staff", SYSTEM, office.now,
        title="会計年度任用職員", valid_from=office.now.date(),
    )  # fmt: skip
    assert (await enters(office, "suzuki-2")).status_code == 201
