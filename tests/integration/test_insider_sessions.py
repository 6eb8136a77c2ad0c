"""A page of another site, a stolen cookie, a guesser of passwords, and somebody who wants to keep others out."""

import asyncio
import json

import anyio.to_thread
import pytest

from daicho.foundation import db
from daicho.foundation.history.notes import read_verifier
from daicho.foundation.identity import signing
from daicho.foundation.identity.model import log_origin
from daicho.foundation.kernel.actor import SYSTEM
from tests.support.office import ORIGIN, Office
from tests.support.server import Server

pytestmark = pytest.mark.anyio

PASSWORD = "long enough 4 a test"
BODY = {"staff_id": "S7777", "name": "試 験", "kana": "し けん"}

FOREIGN: tuple[dict[str, str], ...] = (
    {"Origin": "null"},
    {"Origin": "http://daicho.test.evil.example"},
    {"Origin": "http://daicho.test@evil.example"},
    {"Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"},
    {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
    {"Origin": ORIGIN, "Sec-Fetch-Site": "same-site"},
    {"Origin": ORIGIN, "Sec-Fetch-Site": "none"},
    {"Origin": "http://daicho.test:8080"},
    {"Origin": ""},
    {"Origin": "http://["},
)


@pytest.mark.parametrize("headers", FOREIGN)
async def test_another_site_changes_nothing(office: Office, headers: dict[str, str]) -> None:
    admin = await office.client("admin")
    sent = {**headers, **office.key()}
    for method, path in (("POST", "/api/people"), ("DELETE", "/api/session")):
        answer = await admin.raw.request(method, path, json=BODY, headers=sent)
        assert (answer.status_code, answer.json()["code"]) == (403, "cross-site-refused")
    assert (await admin.get("/session")).status_code == 200


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "",
     "text/plain; application/json", "application/jsonx"],
)  # fmt: skip
async def test_a_form_is_no_request(office: Office, kind: str) -> None:
    admin = await office.client("admin")
    sent = {"Content-Type": kind, **office.key()}
    answer = await admin.raw.post("/api/people", content=b"{}", headers=sent)
    assert (answer.status_code, answer.json()["code"]) == (400, "json-only")


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
async def test_a_method_cannot_be_put_into_a_header(office: Office, name: str) -> None:
    admin = await office.client("admin")
    answer = await admin.raw.get("/api/session?_method=DELETE", headers={name: "DELETE"})
    assert answer.status_code == 200
    assert (await admin.get("/session")).status_code == 200


async def test_reading_changes_nothing(office: Office) -> None:
    client = await office.client("admin")
    async with db.read():
        before = await db.fetch("SELECT size FROM log_state")
    for path in ("/assets", "/take-outs", "/tasks", "/history", "/violations", "/floors", "/staff"):
        assert (await client.get(path)).status_code == 200
    async with db.read():
        assert await db.fetch("SELECT size FROM log_state") == before


# Sessions -----------------------------------------------------------------------------------------


async def test_a_session_chosen_by_somebody_else_is_never_taken_up(office: Office) -> None:
    await signing.create_account("sato-1", office.staff["sato"], PASSWORD, SYSTEM, office.now)
    client = await office.client()
    client.raw.cookies.set(office.settings.cookie, "a-token-that-the-attacker-knows")
    answer = await client.post("/session", {"account": "sato-1", "password": PASSWORD})
    assert answer.status_code == 201
    token = answer.cookies[office.settings.cookie]
    assert token != "a-token-that-the-attacker-knows"
    assert len(token) >= 43
    async with db.read():
        rows = await db.fetch("SELECT * FROM session")
    assert token not in str(rows)


async def test_a_disabled_account_is_signed_out_at_once(office: Office) -> None:
    client = await office.client("sato")
    async with db.write():
        await db.fetch("UPDATE account SET disabled_at = $1 WHERE id = 'sato'", office.now
                       if db.bound().dialect == "postgres" else str(office.now))  # fmt: skip
    assert (await client.get("/session")).json()["code"] == "not-signed-in"


async def test_a_session_ends_after_twelve_hours_of_use(office: Office) -> None:
    client = await office.client("sato")
    for _ in range(24):
        assert (await client.get("/session")).status_code == 200
        office.later(minutes=30)
    assert (await client.get("/session")).status_code == 401


# Guessing and keeping others out ------------------------------------------------------------------


async def test_guesses_sent_at_once_are_counted_like_those_sent_in_turn(office: Office) -> None:
    await signing.create_account("sato-1", office.staff["sato"], PASSWORD, SYSTEM, office.now)
    client = await office.client()
    answers = await asyncio.gather(
        *(
            client.post("/session", {"account": "sato-1", "password": f"guess {n}"})
            for n in range(12)
        )
    )
    found = [answer.status_code for answer in answers]
    assert set(found) == {401, 429}
    assert found.count(401) <= signing.FREE_ATTEMPTS


async def test_a_stolen_session_does_not_guess_the_password_for_long(office: Office) -> None:
    await signing.create_account("sato-1", office.staff["sato"], PASSWORD, SYSTEM, office.now)
    client = await office.client("sato-1")
    found = [
        (
            await client.post("/session/password", {"current": f"guess {n}", "new": "x" * 12})
        ).status_code
        for n in range(signing.FREE_ATTEMPTS + 1)
    ]
    assert found == [403] * signing.FREE_ATTEMPTS + [429]


async def test_one_clerk_who_fails_does_not_shut_the_office_out(office: Office) -> None:
    await signing.create_account("kato-1", office.staff["kato"], PASSWORD, SYSTEM, office.now)
    client = await office.client()
    for number in range(12):
        await client.post("/session", {"account": f"nobody-{number}", "password": "wrong"})
    right = await client.post("/session", {"account": "kato-1", "password": PASSWORD})
    assert right.status_code == 201


# The log's name -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["みどり 区", "A + B", "みどり　区", "x" * 100, "a\u2028b"])
def test_a_municipality_of_any_name_has_a_log_that_can_sign(name: str) -> None:
    origin = log_origin(name)
    assert not any(c.isspace() or c == "+" for c in origin)
    assert len(origin) <= 100


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_a_register_is_founded_from_the_command_line_whatever_its_name(
    office: Office,
) -> None:
    folder = office.settings.data_dir / "founded"
    daicho = Server(folder).daicho

    def played() -> None:
        assert daicho("migrate").returncode == 0
        words = (
            "user",
            "add",
            "admin",
            "--staff-id",
            "A1",
            "--name",
            "管理 者",
            "--kana",
            "かんり しゃ",
        )
        post = ("--role", "security_manager", "--title", "管理者", "--municipality", "みどり + 区")
        added = daicho(*words, *post, said=PASSWORD + "\n")
        assert added.returncode == 0, added.stderr
        out = str(folder / "out.zip")
        made = daicho("export", "--out", out, "--as", "admin", "--json")
        assert made.returncode == 0, made.stderr
        assert read_verifier(json.loads(made.stdout)["key"]).name == "みどり-区.daicho"
        assert json.loads(made.stdout)["made_by"] == "A1"
        assert daicho("verify", out, "--key", json.loads(made.stdout)["key"]).returncode == 0
        assert daicho("fsck").returncode == 0

    await anyio.to_thread.run_sync(played)
