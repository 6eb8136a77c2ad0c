"""Scans that a device kept, over HTTP: each carried out once, conflicts kept for somebody to decide."""

from datetime import timedelta
from typing import Any

import pytest

from daicho.foundation import db
from daicho.foundation.history import queries
from daicho.foundation.history.fsck import check
from daicho.oversight.exports.holdings import EXTRA_CHECKS, REGISTERS
from tests.integration.things import Things, signed, some_things
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
    mine = [await _own_conflicts(things, account) for account in ("ito", "kato")]
    sent = second.items[0]
    assert [[(c["device_seq"], c["device_at"]) for c in found] for found in mine] == [
        [(sent["device_seq"], sent["device_at"])], [],
    ]  # fmt: skip


async def test_a_return_that_is_carried_out_anew_keeps_its_signature(things: Things) -> None:
    take_out = await _approved(things)
    signature = await signed(things, 1)
    late, early = Queue(things.office), Queue(things.office)
    things.office.later(minutes=1)
    early.scan("handOver", things.code, encrypted=True, container="earlier")
    things.office.later(minutes=1)
    late.scan("handOver", things.code, encrypted=True, container="later")
    things.office.later(minutes=1)
    late.scan("declareReturn", things.code, place=things.safe, signature=signature)

    await late.sync("kato")
    (told,) = await early.sync("ito")

    assert told["state"] == "done"
    shown = await _shown(things, take_out)
    assert (shown["state"], shown["container"]) == ("returned", "earlier")
    assert shown["returned_signature"] == signature


async def _own_conflicts(things: Things, account: str) -> list[Told]:
    client = await things.office.client(account)
    found: list[Told] = (await client.get("/scan-conflicts", mine=True)).json()["items"]
    return found


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
