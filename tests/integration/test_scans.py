"""Scans that a device kept, over HTTP: each carried out once, conflicts kept for somebody to decide."""

from datetime import timedelta
from typing import Any

import pytest

from daicho.foundation import db
from daicho.foundation.history import queries
from daicho.foundation.history.fsck import check
from daicho.foundation.identity import service as identity
from daicho.foundation.identity import signing
from daicho.foundation.kernel import codes
from daicho.oversight.exports.holdings import EXTRA_CHECKS, REGISTERS
from tests.integration.things import Things, registered, some_things
from tests.support.counter import counter_of
from tests.support.office import Office
from tests.support.queue import Queue

pytestmark = pytest.mark.anyio

Told = dict[str, Any]


@pytest.fixture
async def things(office: Office) -> Things:
    return await some_things(office)


async def _approved(things: Things, planned_return: str = "2023-02-24") -> str:
    take_out = await things.requested(planned_return=planned_return)
    await things.act("yamada", take_out, "approval", state="approved")
    return take_out


async def _shown(things: Things, take_out: str) -> Told:
    client = await things.office.client("kato")
    told: Told = (await client.get(f"/take-outs/{take_out}")).json()
    return told


async def test_five_scans_made_offline_stand_in_the_history_once_each(things: Things) -> None:
    take_out = await _approved(things)
    queue = Queue(things.office)
    queue.scan("lookUp", things.code)
    queue.scan("handOver", things.code, encrypted=True, container="鍵付きケース")
    queue.scan("lookUp", things.code)
    queue.scan("declareReturn", things.code, place=things.safe)
    queue.scan("lookUp", things.safe)
    things.office.later(hours=1)

    first = await queue.sync("kato")
    again = await queue.sync("kato")

    assert [told["state"] for told in first] == ["done"] * 5
    assert [told["state"] for told in again] == ["again"] * 5
    assert first[1]["id"] == take_out
    shown = await _shown(things, take_out)
    assert (shown["state"], shown["container"]) == ("returned", "鍵付きケース")
    async with db.read():
        scanned = await queries.listed(queries.Filter(register="scans"), limit=50)
    assert len(scanned) == 5


async def test_an_act_happened_when_it_was_scanned_and_is_recorded_when_it_arrives(
    things: Things,
) -> None:
    take_out = await _approved(things)
    queue = Queue(things.office)
    scanned_at = things.office.later(minutes=3)
    queue.scan("handOver", things.code, encrypted=True)
    arrived_at = things.office.later(hours=2)

    await queue.sync("kato")

    async with db.read():
        told = await queries.newest(f"take-out:{take_out}")
    assert told is not None
    assert (told.entry.occurred_at, told.entry.recorded_at) == (scanned_at, arrived_at)
    assert (await _shown(things, take_out))["handed_over_at"] == scanned_at.isoformat()


async def test_a_return_that_arrives_before_its_hand_over_waits_for_it(things: Things) -> None:
    take_out = await _approved(things)
    queue = Queue(things.office)
    out = queue.scan("handOver", things.code, encrypted=True)
    back = queue.scan("declareReturn", things.code, place=things.safe)
    things.office.later(hours=1)

    (early,) = await queue.sync("kato", [back])
    (late,) = await queue.sync("kato", [out])
    (settled,) = await queue.sync("kato", [back])

    assert (early["state"], early["code"]) == ("conflict", "take-out-in-another-state")
    assert "title" in early
    assert "detail" in early
    assert late["state"] == "done"
    assert settled["state"] == "again"
    assert (await _shown(things, take_out))["state"] == "returned"


async def test_an_earlier_hand_over_takes_the_place_of_a_later_one(things: Things) -> None:
    take_out = await _approved(things)
    first, second = Queue(things.office), Queue(things.office)
    first.scan("handOver", things.code, encrypted=True, container="青い箱")
    earlier = things.office.now
    things.office.later(minutes=1)
    second.scan("handOver", things.code, encrypted=True, container="赤い箱")
    things.office.later(hours=1)

    (by_ito,) = await second.sync("ito")
    (by_kato,) = await first.sync("kato")
    (loser,) = await second.sync("ito")

    assert (by_ito["state"], by_kato["state"], loser["state"]) == ("done", "done", "conflict")
    shown = await _shown(things, take_out)
    assert shown["handed_over_by"]["name"] == "加藤 守"
    assert shown["handed_over_at"] == earlier.isoformat()
    assert shown["container"] == "青い箱"
    async with db.read():
        told = await queries.listed(queries.Filter(subject=f"take-out:{take_out}"), limit=10)
    assert [t.entry.act for t in told][:3] == ["HandedOver", "TakenBack", "HandedOver"]
    assert told[1].entry.corrects == told[2].entry.seq


async def test_what_somebody_verified_meanwhile_is_not_undone(things: Things) -> None:
    take_out = await _approved(things)
    late = Queue(things.office)
    late.scan("handOver", things.code, encrypted=True)
    things.office.later(minutes=1)
    await things.act("ito", take_out, "hand-over", things.packing(), state="handed_over")
    await things.act("sato", take_out, "return", things.returning(), state="returned")
    await things.act("ito", take_out, "verification", things.checked(), state="verified")

    (told,) = await late.sync("kato")

    assert (told["state"], told["code"]) == ("conflict", "no-take-out-open")
    assert (await _shown(things, take_out))["handed_over_by"]["name"] == "伊藤 保"


async def test_a_scan_of_an_older_take_out_changes_no_newer_one(things: Things) -> None:
    old = Queue(things.office)
    old.scan("handOver", things.code, encrypted=True)
    things.office.later(minutes=5)
    take_out = await _approved(things)

    (told,) = await old.sync("kato")

    assert (told["state"], told["code"]) == ("conflict", "scan-older-than-state")
    assert (await _shown(things, take_out))["state"] == "approved"


async def test_a_conflict_is_settled_by_somebody_else_and_says_on_whose_behalf(
    things: Things,
) -> None:
    old = Queue(things.office)
    old.scan("handOver", things.code, encrypted=True)
    things.office.later(minutes=5)
    take_out = await _approved(things)
    (told,) = await old.sync("kato")
    kato, ito = await things.office.client("kato"), await things.office.client("ito")
    path = f"/scan-conflicts/{told['conflict']}/settlement"
    body = {"decision": "apply", "note": "承認の前に渡していた"}

    own = await kato.post(path, body)
    applied = await ito.post(path, body, status=200)
    again = await ito.post(path, body)

    assert (own.status_code, own.json()["code"]) == (403, "own-scan")
    assert applied.json() == {"id": told["conflict"], "state": "applied"}
    assert (again.status_code, again.json()["code"]) == (409, "scan-settled")
    async with db.read():
        entry = await queries.newest(f"take-out:{take_out}")
    assert entry is not None
    staff = things.office.staff
    assert (entry.entry.actor, entry.entry.on_behalf_of) == (staff["ito"], staff["kato"])
    assert (await _shown(things, take_out))["handed_over_by"]["name"] == "加藤 守"


async def test_a_conflict_may_be_discarded_and_stays_on_record(things: Things) -> None:
    queue = Queue(things.office)
    queue.scan("handOver", things.code, encrypted=True)
    (told,) = await queue.sync("kato")
    yamada = await things.office.client("yamada")

    waiting = (await yamada.get("/scan-conflicts")).json()["items"]
    path = f"/scan-conflicts/{told['conflict']}/settlement"
    await yamada.post(path, {"decision": "discard", "note": "読み間違い"}, status=200)
    left = (await yamada.get("/scan-conflicts")).json()["items"]
    discarded = (await yamada.get("/scan-conflicts", status="discarded")).json()["items"]

    assert [(c["refusal"], c["actions"]) for c in waiting] == [
        ("no-take-out-open", ["settleScanConflict"])
    ]
    assert left == []
    assert [(c["note"], c["decided_by"]["name"]) for c in discarded] == [("読み間違い", "山田 司")]


async def test_a_settlement_sent_twice_with_one_key_is_one(things: Things) -> None:
    old = Queue(things.office)
    old.scan("handOver", things.code, encrypted=True)
    things.office.later(minutes=5)
    await _approved(things)
    (told,) = await old.sync("kato")
    ito = await things.office.client("ito")
    path = f"/scan-conflicts/{told['conflict']}/settlement"
    body = {"decision": "apply", "note": "承認の前に渡していた"}

    first = await ito.post(path, body, key="one-settlement")
    second = await ito.post(path, body, key="one-settlement")

    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json()


async def test_a_carrier_who_hands_over_to_himself_is_a_conflict(things: Things) -> None:
    take_out = await things.requested(carriers=["kato"])
    await things.act("yamada", take_out, "approval", state="approved")
    queue = Queue(things.office)
    queue.scan("handOver", things.code, encrypted=True)
    (told,) = await queue.sync("kato")
    assert (told["state"], told["code"]) == ("conflict", "officer-is-carrier")


@pytest.mark.parametrize(
    ("act", "code", "answers", "refusal"),
    [
        ("handOver", None, {}, "answers-invalid"),
        ("handOver", None, {"encrypted": "maybe"}, "answers-invalid"),
        ("handOver", None, {"encrypted": True, "more": 1}, "answers-invalid"),
        ("declareReturn", None, {}, "place-missing"),
        ("recordCount", None, {}, "session-missing"),
        ("lookUp", "https://example.org/", {}, "not-one-of-ours"),
        (
            "handOver",
            None,
            {"encrypted": True, "container": "123456789018"},
            "resident-number-in-text",
        ),
    ],
)
async def test_what_is_wrong_in_itself_is_refused_and_not_kept(
    things: Things, act: str, code: str | None, answers: dict[str, Any], refusal: str
) -> None:
    await _approved(things)
    queue = Queue(things.office)
    queue.scan(act, code or things.code, **answers)
    (told,) = await queue.sync("kato")
    assert (told["state"], told["code"]) == ("refused", refusal)
    async with db.read():
        assert await queries.listed(queries.Filter(register="scans"), limit=5) == []


async def test_a_key_that_returns_with_another_scan_is_refused(things: Things) -> None:
    queue = Queue(things.office)
    queue.scan("lookUp", things.code)
    await queue.sync("kato")
    queue.items[0]["act"] = "recordSighting"
    (told,) = await queue.sync("kato")
    assert (told["state"], told["code"]) == ("refused", "key-reused")


async def test_a_thing_of_another_office_is_unknown(things: Things) -> None:
    queue = Queue(things.office)
    queue.scan("lookUp", things.code)
    (told,) = await queue.sync("higashi")
    assert (told["state"], told["code"]) == ("refused", "unknown-code")
    ono = await things.office.client("ono")
    assert (await ono.get("/stray-scans")).json()["items"] == []


async def test_a_clock_a_day_off_is_put_right_and_marked(things: Things) -> None:
    take_out = await _approved(things)
    queue = Queue(things.office, clock=timedelta(days=-1))
    queue.scan("handOver", things.code, encrypted=True)
    scanned_at = things.office.now
    things.office.later(minutes=10)

    (told,) = await queue.sync("kato")

    assert (told["state"], told["clock"]) == ("done", "doubtful")
    assert (await _shown(things, take_out))["handed_over_at"] == scanned_at.isoformat()


async def test_a_time_without_zone_is_refused(things: Things) -> None:
    kato = await things.office.client("kato")
    item = {
        "key": "a-key-of-a-scan", "act": "lookUp", "code": things.code,
        "device_at": "2023-02-20T10:00:00", "device_seq": 1,
    }  # fmt: skip
    answer = await kato.post("/scans", {"device_now": "2023-02-20T10:00:00+09:00", "items": [item]})
    assert (answer.status_code, answer.json()["code"]) == (400, "time-without-zone")


async def test_every_row_is_what_its_history_says(things: Things) -> None:
    await _approved(things)
    first, second = Queue(things.office), Queue(things.office)
    first.scan("handOver", things.code, encrypted=True, container="青い箱")
    things.office.later(seconds=10)
    second.scan("handOver", things.code, encrypted=True, place=things.safe)
    second.scan("declareReturn", things.code, place=things.safe)
    await second.sync("ito")
    await first.sync("kato")
    assert (await check(REGISTERS, None, EXTRA_CHECKS)).findings == []


async def test_a_hundred_scans_are_answered_in_the_order_of_the_request(things: Things) -> None:
    queue = Queue(things.office)
    for _ in range(100):
        queue.scan("lookUp", things.code)
    told = await queue.sync("kato", list(reversed(queue.items)))
    assert [t["key"] for t in told] == [item["key"] for item in reversed(queue.items)]
    assert {t["state"] for t in told} == {"done"}


async def test_the_queue_of_a_revoked_device_is_refused_as_a_whole(things: Things) -> None:
    office = things.office
    counter = await counter_of(office, "kato")
    await counter.sign_in()
    queue = Queue(office)
    queue.scan("lookUp", things.code)
    (told,) = await queue.sync(counter.browser)
    queue.scan("lookUp", things.code)
    await (await office.client("ono")).post(f"/devices/{counter.device}/revocation", status=200)

    opened = await signing.open_session("kato", office.now)
    counter.browser.raw.cookies.set(office.settings.cookie, opened.token)
    body = {"device_now": office.now.isoformat(), "items": queue.items}
    answer = await counter.browser.post("/scans", body)

    assert told["state"] == "done"
    assert (answer.status_code, answer.json()["code"]) == (403, "device-revoked")
    async with db.read():
        assert len(await queries.listed(queries.Filter(register="scans"), limit=5)) == 1


async def test_a_badge_session_hands_over_and_the_history_names_the_device(things: Things) -> None:
    take_out = await _approved(things)
    counter = await counter_of(things.office, "kato")
    await counter.sign_in()
    queue = Queue(things.office)
    queue.scan("handOver", things.code, encrypted=True)
    (told,) = await queue.sync(counter.browser)
    assert (told["state"], told["id"]) == ("done", take_out)
    async with db.read():
        newest = await queries.newest(f"take-out:{take_out}")
    assert newest is not None
    assert newest.entry.device == counter.device


async def test_the_same_thing_at_two_places_within_two_minutes_is_noticed(things: Things) -> None:
    elsewhere = await things.place("nippori")
    first, second = Queue(things.office), Queue(things.office)
    first.scan("lookUp", things.code, place=things.safe)
    things.office.later(seconds=90)
    second.scan("lookUp", things.code, place=elsewhere)
    things.office.later(minutes=1)
    second.scan("lookUp", things.code, place=elsewhere)
    await second.sync("ito")
    await first.sync("kato")

    yamada, kato = await things.office.client("yamada"), await things.office.client("kato")
    (double,) = (await yamada.get("/double-locations")).json()["items"]
    own = await kato.post(f"/double-locations/{double['id']}/settlement", {"note": "見間違い"})
    await yamada.post(
        f"/double-locations/{double['id']}/settlement",
        {"note": "写しのラベルを回収した"},
        status=200,
    )

    assert (double["seconds_apart"], double["actions"]) == (90, ["settleDoubleLocation"])
    assert [r["scanned_by"]["name"] for r in double["readings"]] == ["加藤 守", "伊藤 保"]
    assert (own.status_code, own.json()["code"]) == (403, "own-scan")
    assert (await yamada.get("/double-locations")).json()["items"] == []


async def test_a_code_that_nothing_carries_is_a_stray_until_somebody_explains_it(
    things: Things,
) -> None:
    stranger = codes.printed(identity.fresh_code())
    queue = Queue(things.office)
    queue.scan("lookUp", stranger)
    queue.scan("handOver", stranger, encrypted=True)
    told = await queue.sync("kato")
    again = await queue.sync("kato")

    assert [(t["state"], t["code"]) for t in told + again] == [("refused", "unknown-code")] * 4
    ito = await things.office.client("ito")
    strays = (await ito.get("/stray-scans")).json()["items"]
    assert [(s["code"], s["kind"], s["actions"]) for s in strays] == [
        (stranger, "unknown", ["settleStrayScan"])
    ] * 2
    for stray in strays:
        path = f"/stray-scans/{stray['id']}/settlement"
        await ito.post(path, {"note": "他庁のラベルだった"}, status=200)
    assert (await ito.get("/stray-scans")).json()["items"] == []
    assert (
        len((await ito.get("/stray-scans", status="settled", code=stranger)).json()["items"]) == 2
    )


async def test_a_label_that_was_replaced_still_works_and_is_a_stray(things: Things) -> None:
    keeper = await things.office.client("kato")
    await keeper.post(f"/labels/{things.code}/reissue", {"why": "はがれた"}, status=200)
    queue = Queue(things.office)
    queue.scan("lookUp", things.code)
    (told,) = await queue.sync("kato")
    assert told["state"] == "done"
    (stray,) = (await keeper.get("/stray-scans")).json()["items"]
    assert (stray["kind"], stray["asset_name"]) == ("void", "持出し用USBメモリ")


async def test_a_sighting_from_a_queue_was_seen_when_it_was_scanned(things: Things) -> None:
    terminal = await registered(
        things.office, None, kind="terminal", type="business_terminal", serial="T-1", data_class=1
    )
    queue = Queue(things.office)
    seen_at = things.office.now
    queue.scan("recordSighting", terminal)
    things.office.later(hours=3)
    (told,) = await queue.sync("sato")
    client = await things.office.client("sato")
    (sighting,) = (await client.get("/sightings", asset=terminal)).json()["items"]
    assert told["state"] == "done"
    assert sighting["id"] == told["id"]
    assert sighting["seen_at"] == seen_at.isoformat()


async def test_conflicts_are_paged_newest_first(things: Things) -> None:
    queue = Queue(things.office)
    for _ in range(5):
        queue.scan("handOver", things.code, encrypted=True)
        things.office.later(seconds=40)
    told = await queue.sync("kato")
    client = await things.office.client("kato")

    seen: list[str] = []
    after = None
    for _ in range(3):
        query = {"after": after} if after else {}
        page = (await client.get("/scan-conflicts", limit=2, **query)).json()
        seen += [item["id"] for item in page["items"]]
        after = page["next"]

    assert after is None
    assert seen == [t["conflict"] for t in reversed(told)]
