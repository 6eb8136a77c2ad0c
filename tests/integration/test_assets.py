"""Assets over HTTP: registering, amending, finding."""

from typing import Any

import pytest

from tests.integration.things import placed, registered
from tests.support.office import Office

pytestmark = pytest.mark.anyio


@pytest.fixture
async def safe(office: Office) -> str:
    return await placed(office, "nippori")


async def found(office: Office, account: str = "kato", **query: Any) -> list[str]:
    client = await office.client(account)
    items = (await client.get("/assets", **query)).json()["items"]
    return [item["control_no"] for item in items]


async def test_a_registered_medium_is_shown_with_names(office: Office, safe: str) -> None:
    code = await registered(office, safe)
    client = await office.client("sato")

    shown = (await client.get(f"/assets/{code}")).json()

    assert shown["code"] == code
    assert (shown["state"], shown["place"], shown["place_name"]) == ("in_storage", safe, "金庫")
    assert (shown["control_no"], shown["registered_on"]) == ("M-2022-0001", "2023-02-20")
    assert shown["section_name"] == "日の里区民事務所"


async def test_control_numbers_follow_each_other_by_kind(office: Office, safe: str) -> None:
    for serial in ("A", "B"):
        await registered(office, safe, serial=serial)
    await registered(office, safe, serial="C", control_no="M-2022-0009")
    await registered(office, safe, serial="D")
    await registered(
        office, None, serial="E", kind="terminal", type="juki_terminal", lock_minutes=5
    )

    assert await found(office) == [
        "M-2022-0001", "M-2022-0002", "M-2022-0009", "M-2022-0010", "T-2022-0001",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"control_no": "M-2022-0001", "serial": "other"}, "control-number-taken"),
        ({}, "serial-registered"),
    ],
)
async def test_numbers_are_given_once(
    office: Office, safe: str, facts: dict[str, Any], code: str
) -> None:
    await registered(office, safe)
    client = await office.client("kato")
    body = {
        "name": "別のもの", "kind": "medium", "type": "usb", "model": "SU-32",
        "serial": "SN-0001", "section": office.sections["nippori"],
    }  # fmt: skip

    answer = await client.post("/assets", body | facts)

    assert (answer.status_code, answer.json()["code"]) == (409, code)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"type": "laptop"}, "type-not-of-kind"),
        ({"lock_minutes": 5}, "not-a-terminal"),
        ({"data_class": 4}, "request-invalid"),
        ({"name": "a\u0007b"}, "request-invalid"),
        ({"serial": "x" * 101}, "request-invalid"),
        ({"place": "0000-0000-0000-0"}, "wrong-check-character"),
        ({"colour": "red"}, "request-invalid"),
    ],
)
async def test_what_cannot_be_registered_is_refused(
    office: Office, wrong: dict[str, Any], code: str
) -> None:
    client = await office.client("kato")
    body = {
        "name": "USB", "kind": "medium", "type": "usb", "model": "S", "serial": "1",
        "section": office.sections["nippori"],
    }  # fmt: skip

    answer = await client.post("/assets", body | wrong)

    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert await found(office) == []


async def test_a_custodian_registers_for_their_own_section_only(office: Office) -> None:
    client = await office.client("minami")
    body = {
        "name": "USB", "kind": "medium", "type": "usb", "model": "S", "serial": "1",
        "section": office.sections["nippori"],
    }  # fmt: skip

    assert (await client.post("/assets", body)).status_code == 404
    assert (await (await office.client("sato")).post("/assets", body)).status_code == 403


async def test_an_amendment_keeps_what_was_before(office: Office, safe: str) -> None:
    code = await registered(office, safe)
    client = await office.client("kato")

    amended = await client.post(
        f"/assets/{code}/amendment", {"data_class": None, "why": "区分を見直すため"}, status=200
    )

    assert amended.json() == {"code": code, "state": "in_storage"}
    assert (await client.get(f"/assets/{code}")).json()["data_class"] is None
    same = await client.post(f"/assets/{code}/amendment", {"data_class": None, "why": "再度"})
    assert (same.status_code, same.json()["code"]) == (409, "nothing-changed")


async def test_nobody_overwrites_unseen_what_somebody_else_corrected(
    office: Office, safe: str
) -> None:
    code = await registered(office, safe)
    path = f"/assets/{code}/amendment"
    first, second = await office.client("kato"), await office.client("fujii")
    seen = {"model": "SU-32", "place": safe, "maker": None}
    await first.post(path, {"model": "SU-64", "was": {"model": "SU-32"}, "why": "誤記"}, status=200)

    late = await second.post(path, {"model": "SU-16", "was": seen, "why": "誤記"})
    assert (late.status_code, late.json()["code"]) == (412, "asset-amended-meanwhile")
    assert late.json()["facts"]["fields"] == ["model"]
    assert (await second.get(f"/assets/{code}")).json()["model"] == "SU-64"
    beside = {"maker": "架空電機", "was": {"maker": None, "place": safe}, "why": "追記"}
    await second.post(path, beside, status=200)
    again = {"model": "SU-16", "was": {"model": "SU-64"}, "why": "現物を確かめた"}
    await second.post(path, again, status=200)
    told = (await first.get(f"/assets/{code}")).json()
    assert (told["model"], told["maker"]) == ("SU-16", "架空電機")
    wrong = await first.post(path, {"model": "A", "was": {"section": "x"}, "why": "誤記"})
    assert wrong.status_code == 400


async def test_who_may_not_amend_is_told_so_or_sees_nothing(office: Office, safe: str) -> None:
    code = await registered(office, safe)
    change = {"name": "x", "why": "y"}

    async def amend(account: str) -> int:
        client = await office.client(account)
        return (await client.post(f"/assets/{code}/amendment", change)).status_code

    assert [await amend(a) for a in ("sato", "minami", "fujii")] == [403, 404, 200]


async def test_another_section_does_not_see_the_asset(office: Office, safe: str) -> None:
    code = await registered(office, safe)
    stranger = await office.client("higashi")

    assert (await stranger.get(f"/assets/{code}")).status_code == 404
    assert await found(office, "higashi") == []
    assert await found(office, "higashi", section=office.sections["nippori"]) == []
    assert await found(office, "shibata") == ["M-2022-0001"]


@pytest.mark.parametrize(
    ("q", "matches"),
    [
        ("usb", True),
        ("ＵＳＢ", True),
        ("持出し", True),
        ("sn-0001", True),
        ("M-2022", True),
        ("100%", False),
        ("_", False),
        ("!", False),
        ("' OR 1=1", False),
    ],
)
async def test_a_word_finds_what_contains_it(
    office: Office, safe: str, q: str, *, matches: bool
) -> None:
    await registered(office, safe)

    assert await found(office, q=q) == (["M-2022-0001"] if matches else [])


async def test_a_wildcard_in_a_word_means_itself(office: Office, safe: str) -> None:
    await registered(office, safe, name="容量100%_使用")
    await registered(office, safe, name="容量1000", serial="B")

    assert await found(office, q="100%") == ["M-2022-0001"]
    assert await found(office, q="0%_") == ["M-2022-0001"]


async def test_the_whole_code_finds_its_asset(office: Office, safe: str) -> None:
    code = await registered(office, safe)

    assert await found(office, q=code.lower()) == ["M-2022-0001"]


async def test_filters_combine_and_lists_go_on(office: Office, safe: str) -> None:
    for serial in "ABCDE":
        await registered(office, safe, serial=serial)
    client = await office.client("kato")

    first = (await client.get("/assets", kind="medium", state="in_storage", limit=3)).json()
    rest = (await client.get("/assets", kind="medium", limit=3, after=first["next"])).json()

    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (3, 2, None)
    assert await found(office, kind="device") == []
    assert await found(office, state="draft") == []


@pytest.mark.parametrize(
    "query", [{"limit": 0}, {"limit": 201}, {"kind": "car"}, {"state": "x"}, {"q": "a\x00b"}]
)
async def test_a_list_that_cannot_be_asked_for_is_refused(
    office: Office, query: dict[str, Any]
) -> None:
    client = await office.client("kato")

    assert (await client.get("/assets", **query)).status_code == 400
