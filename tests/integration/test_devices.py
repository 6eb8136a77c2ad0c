"""Shared devices over HTTP: taken into service, signed in on with badge and PIN, and out of service at once."""

from typing import Any

import httpx
import pytest

from daicho.foundation.identity import service as identity
from daicho.foundation.identity import signing
from daicho.foundation.kernel import codes
from tests.support.counter import PASSWORD, PIN, Counter, counter_of
from tests.support.office import Client, Office

pytestmark = pytest.mark.anyio


@pytest.fixture
async def counter(office: Office) -> Counter:
    return await counter_of(office)


async def _enrolled(office: Office, account: str = "fujii") -> dict[str, Any]:
    client = await office.client(account)
    body = {"name": "窓口スキャナー", "section": office.sections["nippori"]}
    told: dict[str, Any] = (await client.post("/devices", body, status=201)).json()
    return told


def _code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def test_a_device_is_enrolled_claimed_and_known_by_its_cookie(office: Office) -> None:
    enrolled = await _enrolled(office)
    browser = await office.client()

    claimed = await browser.post("/devices/claim", {"code": enrolled["enrolment_code"]}, status=200)

    cookie = claimed.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    this = (await browser.get("/devices/this")).json()
    assert (this["name"], this["state"]) == ("窓口スキャナー", "active")
    listed = (await (await office.client("ono")).get("/devices")).json()["items"]
    assert [(d["id"], d["state"], d["actions"]) for d in listed] == [
        (enrolled["id"], "active", ["revokeDevice"])
    ]


async def test_an_enrolment_code_is_good_once_and_for_fifteen_minutes(office: Office) -> None:
    enrolled = await _enrolled(office)
    browser, other = await office.client(), await office.client()
    await browser.post("/devices/claim", {"code": enrolled["enrolment_code"]}, status=200)
    again = await other.post("/devices/claim", {"code": enrolled["enrolment_code"]})
    late = await _enrolled(office)
    office.later(minutes=15)
    too_late = await other.post("/devices/claim", {"code": late["enrolment_code"]})

    assert _code(again) == (404, "enrolment-code-wrong")
    assert _code(too_late) == (404, "enrolment-code-wrong")


async def test_enrolment_codes_cannot_be_guessed_without_end(office: Office) -> None:
    browser = await office.client()

    found = [
        (await browser.post("/devices/claim", {"code": "0000-0000"})).status_code for _ in "123456"
    ]

    assert found == [404] * 5 + [429]


async def test_only_who_keeps_devices_enrols_them_within_reach(office: Office) -> None:
    body = {"name": "窓口", "section": office.sections["nippori"]}
    for account in ("sato", "kato", "yamada", "shibata"):
        answer = await (await office.client(account)).post("/devices", body)
        assert _code(answer) == (403, "role-missing")
    unknown = await (await office.client("ono")).post("/devices", body | {"section": "nowhere"})
    assert _code(unknown) == (404, "unknown-section")


async def test_badge_and_pin_sign_in_on_an_enrolled_device_only(counter: Counter) -> None:
    elsewhere = await counter.office.client()
    refused = await elsewhere.post("/session/badge", {"badge": counter.badge, "pin": PIN})
    signed_in = await counter.sign_in()

    assert _code(refused) == (403, "device-not-enrolled")
    me = signed_in.json()
    assert (me["name"], me["own_secret"], me["device"]) == ("山田 司", False, counter.device)


async def test_a_wrong_pin_a_wrong_badge_and_a_person_without_pin_look_the_same(
    counter: Counter,
) -> None:
    wrong_pin = await counter.sign_in(pin="905318")
    nobody = await counter.sign_in(badge=codes.printed(identity.fresh_code()))
    pinless = await counter.sign_in(badge=await counter.badge_of("sato"))

    bodies = [answer.json() for answer in (wrong_pin, nobody, pinless)]
    assert [answer.status_code for answer in (wrong_pin, nobody, pinless)] == [401] * 3
    assert bodies[0] == bodies[1] == bodies[2]


async def test_pins_cannot_be_guessed_without_end(counter: Counter) -> None:
    found = [(await counter.sign_in(pin="905318")).status_code for _ in range(6)]
    assert found == [401] * signing.FREE_ATTEMPTS + [429]


async def test_guessing_at_a_badge_does_not_keep_its_owner_from_the_password(
    counter: Counter,
) -> None:
    for _ in range(6):
        await counter.sign_in(pin="905318")
    browser = await counter.office.client()
    credentials = {"account": "yamada", "password": PASSWORD}
    await browser.post("/session", credentials, status=201)


@pytest.mark.parametrize(
    ("pin", "code"),
    [
        ("12345", "pin-out-of-shape"),
        ("1234567890123", "pin-out-of-shape"),
        ("１２３４９７", "pin-out-of-shape"),
        ("000000", "pin-too-simple"),
        ("234567", "pin-too-simple"),
        ("987654", "pin-too-simple"),
        ("121212", "pin-too-simple"),
        ("123123", "pin-too-simple"),
        ("123321", "pin-too-simple"),
    ],
)
async def test_a_pin_that_everybody_tries_is_refused(counter: Counter, pin: str, code: str) -> None:
    client = await counter.office.client("yamada")
    assert _code(await client.post("/me/pin", {"password": PASSWORD, "pin": pin})) == (400, code)


async def test_a_pin_is_set_with_the_password_only(counter: Counter) -> None:
    client = await counter.office.client("yamada")
    refused = await client.post("/me/pin", {"password": "another one 9", "pin": "905318"})
    assert _code(refused) == (403, "password-wrong")


async def test_a_badge_session_locks_after_two_minutes(counter: Counter) -> None:
    await counter.sign_in()
    counter.office.later(seconds=100)
    assert (await counter.browser.get("/session")).status_code == 200
    counter.office.later(seconds=100)
    assert (await counter.browser.get("/session")).status_code == 200
    counter.office.later(seconds=120)
    assert _code(await counter.browser.get("/session")) == (401, "not-signed-in")


async def test_deciding_asks_for_the_own_secret_and_opens_for_two_minutes(counter: Counter) -> None:
    await counter.sign_in()
    decide = "/take-outs/nothing/approval"

    refused = await counter.browser.post(decide)
    wrong = await counter.browser.post("/session/confirmation", {"password": "not my password"})
    right = await counter.browser.post("/session/confirmation", {"password": PASSWORD}, status=200)
    allowed = await counter.browser.post(decide)
    counter.office.later(seconds=100)
    await counter.browser.get("/session")
    counter.office.later(seconds=30)
    closed = await counter.browser.post(decide)

    assert _code(refused) == (403, "own-secret-required")
    assert _code(wrong) == (403, "password-wrong")
    assert "until" in right.json()
    assert _code(allowed) == (404, "unknown-take-out")
    assert _code(closed) == (403, "own-secret-required")


async def test_one_sessions_confirmation_opens_no_other(counter: Counter) -> None:
    await counter.sign_in()
    await counter.browser.post("/session/confirmation", {"password": PASSWORD}, status=200)
    await counter.sign_in()
    refused = await counter.browser.post("/take-outs/nothing/approval")
    assert _code(refused) == (403, "own-secret-required")


async def test_a_revoked_device_signs_nobody_in_and_ends_who_is(counter: Counter) -> None:
    await counter.sign_in()
    ono = await counter.office.client("ono")

    await ono.post(f"/devices/{counter.device}/revocation", status=200)

    assert _code(await counter.browser.get("/session")) == (401, "not-signed-in")
    refused = await counter.sign_in()
    assert _code(refused) == (403, "device-revoked")
    again = await ono.post(f"/devices/{counter.device}/revocation")
    assert _code(again) == (409, "device-already-revoked")


async def test_a_badge_that_was_replaced_signs_nobody_in(counter: Counter) -> None:
    keeper = await counter.office.client("fujii")
    fresh = await keeper.post(
        f"/labels/{counter.badge}/reissue", {"why": "紛失した名札"}, status=200
    )
    assert (await counter.sign_in()).status_code == 401
    assert (await counter.sign_in(badge=fresh.json()["code"])).status_code == 201


async def test_no_secret_stands_in_the_history(counter: Counter, office: Office) -> None:
    client: Client = await office.client("shibata")
    text = (await client.get("/history", limit=200)).text
    assert PIN not in text
    assert "argon2" not in text
