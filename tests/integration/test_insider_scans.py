"""Attacks through queues of scans and through shared devices, over HTTP."""

from typing import Any

import pytest

from daicho.foundation import db
from daicho.foundation.history import queries
from daicho.foundation.identity import signing
from tests.integration.counts import Counts, a_stocked_office
from tests.integration.things import Things, registered, some_things
from tests.support.counter import PASSWORD, counter_of
from tests.support.office import Office
from tests.support.queue import Queue

pytestmark = pytest.mark.anyio

MY_NUMBER = "123456789018"
"""Invented, with a valid check digit."""


@pytest.fixture
async def things(office: Office) -> Things:
    return await some_things(office)


@pytest.fixture
async def counts(office: Office) -> Counts:
    return await a_stocked_office(office)


# Devices ------------------------------------------------------------------------------------------------------------


async def test_a_session_opened_while_its_device_was_revoked_is_none(office: Office) -> None:
    counter = await counter_of(office, "kato")
    await (await office.client("ono")).post(f"/devices/{counter.device}/revocation", status=200)

    opened = await signing.open_session("kato", office.now, device=counter.device, level="badge")
    counter.browser.raw.cookies.set(office.settings.cookie, opened.token)

    assert (await counter.browser.get("/session")).status_code == 401


async def test_a_badge_session_lives_on_its_device_only(office: Office) -> None:
    counter = await counter_of(office, "kato")
    await counter.sign_in()
    token = counter.browser.raw.cookies[office.settings.cookie]
    elsewhere = await office.client()
    elsewhere.raw.cookies.set(office.settings.cookie, token)

    assert (await elsewhere.get("/session")).status_code == 401
    assert (await counter.browser.get("/session")).status_code == 200


async def test_nobody_stays_signed_in_on_a_shared_device(office: Office) -> None:
    counter = await counter_of(office, "kato")
    body = {"account": "kato", "password": PASSWORD}
    await counter.browser.post("/session", body, status=201)
    office.later(seconds=119)
    assert (await counter.browser.get("/session")).status_code == 200
    office.later(seconds=121)
    assert (await counter.browser.get("/session")).status_code == 401


async def test_another_pin_ends_what_the_one_before_opened(office: Office) -> None:
    counter = await counter_of(office, "kato")
    await counter.sign_in()
    client = await office.client("kato")
    await client.post("/me/pin", {"password": PASSWORD, "pin": "602847"}, status=200)

    assert (await counter.browser.get("/session")).status_code == 401
    assert (await client.get("/session")).status_code == 200


# Scope --------------------------------------------------------------------------------------------------------------


async def _of_machiya(office: Office) -> tuple[str, str]:
    """A medium of another office and its safe."""
    client = await office.client("fujii")
    body: dict[str, Any] = {
        "name": "町野の金庫",
        "kind": "safe",
        "section": office.sections["machiya"],
    }
    safe = str((await client.post("/places", body, status=201)).json()["code"])
    keeper = await office.client("minami")
    thing = {
        "name": "町野の媒体", "kind": "medium", "type": "usb", "model": "SU-32", "serial": "M-1",
        "section": office.sections["machiya"], "place": safe, "data_class": 2, "encrypted": True,
    }  # fmt: skip
    return str((await keeper.post("/assets", thing, status=201)).json()["code"]), safe


async def test_a_conflict_names_nothing_of_another_section(counts: Counts) -> None:
    office = counts.office
    theirs, _ = await _of_machiya(office)
    session = await counts.planned()
    queue = Queue(office)
    queue.scan("recordCount", theirs, place=counts.places["east"], session=session)
    (told,) = await queue.sync("sato")
    assert told["state"] == "conflict"

    answer = await (await office.client("sato")).get("/scan-conflicts")

    assert len(answer.json()["items"]) == 1
    assert "町野" not in answer.text


async def test_two_places_at_once_name_nothing_of_another_section(counts: Counts) -> None:
    office = counts.office
    theirs, safe = await _of_machiya(office)
    session = await counts.started()
    office.later(seconds=5)
    first, second = Queue(office), Queue(office)
    first.scan("recordCount", theirs, place=counts.places["east"], session=session)
    office.later(seconds=5)
    second.scan("lookUp", theirs, place=safe)
    await first.sync("sato")
    await second.sync("higashi")

    mine = await (await office.client("sato")).get("/double-locations")
    assert "町野" not in mine.text
    assert "東 渚" not in mine.text
    theirs_too = (await (await office.client("minami")).get("/double-locations")).json()["items"]
    assert [(d["section"], d["asset_name"]) for d in theirs_too] == [
        (office.sections["machiya"], "町野の媒体")
    ]


async def test_a_scan_takes_no_place_of_another_section(things: Things) -> None:
    _, safe = await _of_machiya(things.office)
    queue = Queue(things.office)
    queue.scan("lookUp", things.code, place=safe)
    (told,) = await queue.sync("sato")
    assert (told["state"], told.get("code")) == ("refused", "unknown-place")


# Items --------------------------------------------------------------------------------------------------------------


async def test_a_key_that_returns_with_another_code_is_refused(things: Things) -> None:
    other = await things.another_medium()
    queue = Queue(things.office)
    item = queue.scan("lookUp", things.code)
    await queue.sync("sato")
    (told,) = await queue.sync("sato", [{**item, "code": other}])
    assert (told["state"], told.get("code")) == ("refused", "key-reused")


async def test_a_scan_of_another_age_is_marked(things: Things) -> None:
    queue = Queue(things.office)
    item = queue.scan("lookUp", things.code)
    old = {**item, "key": "old-key-0001", "device_at": "1970-01-01T00:00:10+00:00"}
    (told,) = await queue.sync("sato", [old])
    assert told.get("clock") == "doubtful"


@pytest.mark.parametrize(
    "answers",
    [
        {"floor": "f", "area": "a\x00b"},
        {"area": MY_NUMBER},
        {"area": "x\x00"},
        {"floor": "f" * 64, "area": "x" * 64},
        {"floor": "f", "area": "氏名 山田"},
    ],
)
async def test_a_sighting_in_a_queue_names_an_area_or_is_refused(
    things: Things, answers: dict[str, Any]
) -> None:
    pc = await registered(
        things.office, None, kind="terminal", type="business_terminal", serial="T-1", data_class=1
    )
    queue = Queue(things.office)
    queue.scan("recordSighting", pc, **answers)
    (told,) = await queue.sync("sato")
    assert told["state"] == "refused", told


@pytest.mark.parametrize("change", [
    {"device_seq": 2**53}, {"device_seq": 0}, {"session": "x" * 36}, {"place": "\x00"},
    {"code": "\x00" * 13}, {"code": "０" * 200}, {"answers": {"a": [[[[]]]] * 5}},
    {"answers": {"container": "\x00"}}, {"device_at": "1970-01-01T00:00:00+14:00"},
    {"device_at": "2199-12-31T23:59:59-14:00"}, {"device_at": "2023-02-20T10:00:00.999999999Z"},
    {"act": "handOver", "answers": {"encrypted": True, "container": MY_NUMBER}},
    {"act": "handOver", "answers": {"encrypted": True, "signature": "0" * 64}},
    {"act": "recordCount", "session": "nowhere"}, {"act": "recordCount"},
    {"act": "recordCount", "answers": {"at": "0001-01-01T00:00:00+14:00"}},
    {"act": "declareReturn", "place": "0000-0000-0000-0"},
])  # fmt: skip
async def test_no_item_breaks_the_batch(things: Things, change: dict[str, Any]) -> None:
    queue = Queue(things.office)
    item = queue.scan("lookUp", things.code)
    good = queue.scan("lookUp", things.code)
    client = await things.office.client("kato")
    for device_now in (things.office.now.isoformat(), "2199-12-31T00:00:00+00:00"):
        body = {"device_now": device_now, "items": [item | change, good]}
        answer = await client.post("/scans", body)
        assert answer.status_code in (200, 400), answer.text


async def test_a_queue_that_undoes_itself_again_and_again_ends(things: Things) -> None:
    """Each scan comes before all that arrived until then; all would be carried out anew for each."""
    take_out = await things.requested()
    await things.act("yamada", take_out, "approval", state="approved")
    queue = Queue(things.office)
    for _ in range(30):
        things.office.later(seconds=1)
        queue.scan("handOver", things.code, encrypted=True)
    turned = [item | {"device_seq": 100 - item["device_seq"]} for item in queue.items]

    told = await queue.sync("kato", turned)

    assert [one.get("code") for one in told[:9]] == ["too-many-later-scans"] * 9
    assert {one["state"] for one in told[9:]} == {"done"}


async def test_a_scan_keeps_no_session_that_it_is_not_for(things: Things) -> None:
    queue = Queue(things.office)
    item = queue.scan("lookUp", things.code, session=MY_NUMBER)
    (told,) = await queue.sync("sato")
    assert told["state"] == "done"
    async with db.read():
        newest = await queries.newest(f"scan:{told['id']}")
    assert newest is not None
    assert newest.entry.after["session"] is None
    assert item["session"] == MY_NUMBER


async def test_counting_takes_no_time_without_zone_and_no_number_of_anybody(counts: Counts) -> None:
    await counts.started()
    scan = {"code": counts.media["a"], "at": "2023-02-20T10:00:00"}
    told = await counts.act("sato", "scans", scan, status=400)
    assert told["code"] == "request-invalid"
    told = await counts.act("sato", "unsynced", {"device": MY_NUMBER, "unsynced": 1}, status=400)
    assert told["code"] == "resident-number-in-text"
