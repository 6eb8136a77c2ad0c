"""Scans of a stock-take from a queue, two devices at once, and what an interrupted run left behind; over HTTP."""

import asyncio
from datetime import timedelta

import msgspec
import pytest

from daicho.foundation import db
from daicho.foundation.history import queries
from daicho.foundation.history.registers import load
from daicho.foundation.history.service import change
from daicho.foundation.kernel.actor import SYSTEM
from daicho.things.scans.keeping import SCANS
from tests.integration.counts import cabinet
from tests.integration.things import Things, some_things
from tests.support.office import Office
from tests.support.queue import Queue

pytestmark = pytest.mark.anyio


@pytest.fixture
async def things(office: Office) -> Things:
    return await some_things(office)


async def _approved(things: Things) -> str:
    take_out = await things.requested()
    await things.act("yamada", take_out, "approval", state="approved")
    return take_out


async def _counting(things: Things) -> str:
    keeper = await things.office.client("kato")
    body = {"section": things.office.sections["nippori"], "places": None, "due": "2023-03-31"}
    planned = (await keeper.post("/stock-takes", body, status=201)).json()
    await keeper.post(f"/stock-takes/{planned['id']}/start", status=200)
    return str(planned["id"])


async def test_a_stock_take_counted_offline_tells_an_outcome_for_each_scan(things: Things) -> None:
    session = await _counting(things)
    queue = Queue(things.office)
    things.office.later(minutes=1)
    queue.scan("recordCount", things.safe, session=session)
    things.office.later(seconds=5)
    queue.scan("recordCount", things.code, session=session)
    things.office.later(seconds=5)
    queue.scan("recordCount", things.code, session=session)
    things.office.later(minutes=30)

    told = await queue.sync("sato")
    again = await queue.sync("sato")

    assert [(t["state"], t["outcome"]) for t in told] == [
        ("done", "place_switched"), ("done", "here"), ("done", "already"),
    ]  # fmt: skip
    assert [(t["state"], t["outcome"]) for t in again] == [
        ("again", "place_switched"), ("again", "here"), ("again", "already"),
    ]  # fmt: skip


async def test_a_stock_take_knows_what_a_queue_sent_in_part_still_holds(things: Things) -> None:
    session = await _counting(things)
    queue = Queue(things.office)
    things.office.later(minutes=1)
    for _ in range(3):
        queue.scan("recordCount", things.code, place=things.safe, session=session)
    keeper = await things.office.client("kato")

    async def told() -> list[tuple[str, int]]:
        whole = (await keeper.get(f"/stock-takes/{session}")).json()
        return [(one["scanner"]["name"], one["unsynced"]) for one in whole["queues"]]

    await queue.sync("sato", queue.items[:1], held={session: 2})
    in_part = await told()
    await queue.sync("ito", queue.items[1:2], held={session: 1, "no-such-session": 4})
    by_another = await told()
    await queue.sync("sato", held={session: 0})

    assert (in_part, by_another, await told()) == ([("佐藤 花", 2)], [("伊藤 保", 1)], [])


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_a_count_counts_at_its_place_also_when_it_arrives_before_it(
    things: Things, order: tuple[int, int]
) -> None:
    session = await _counting(things)
    elsewhere = await cabinet(things.office, "西の棚")
    body = {"code": things.code, "place": elsewhere}
    things.office.later(minutes=1)
    other = await things.office.client("ito")
    await other.post(f"/stock-takes/{session}/scans", body, status=200)
    queue = Queue(things.office)
    things.office.later(minutes=1)
    switch = queue.scan("recordCount", things.safe, session=session)
    things.office.later(seconds=5)
    read = queue.scan("recordCount", things.code, session=session)
    things.office.later(minutes=1)

    for place in order:
        await queue.sync("sato", [(switch, read)[place]])

    whole = (await (await things.office.client("kato")).get(f"/stock-takes/{session}")).json()
    (line,) = whole["lines"]
    assert (line["outcome"], line["seen_by"]["name"]) == ("here", "佐藤 花")


async def test_a_count_from_before_the_list_was_frozen_is_a_conflict(things: Things) -> None:
    queue = Queue(things.office)
    early = queue.scan("recordCount", things.code, place=things.safe)
    things.office.later(minutes=1)
    early["session"] = await _counting(things)
    (told,) = await queue.sync("sato")
    assert (told["state"], told["code"]) == ("conflict", "scanned-before-start")


async def test_one_queue_sent_on_two_connections_at_once_is_carried_out_once(
    things: Things,
) -> None:
    take_out = await _approved(things)
    queue = Queue(things.office)
    queue.scan("handOver", things.code, encrypted=True)
    queue.scan("declareReturn", things.code, place=things.safe)
    clients = [await things.office.client("kato") for _ in range(4)]

    answers = await asyncio.gather(*(queue.sync(client) for client in clients))

    assert {t["state"] for told in answers for t in told} <= {"done", "again"}
    async with db.read():
        entries = await queries.listed(queries.Filter(subject=f"take-out:{take_out}"), limit=20)
        scans = await queries.listed(queries.Filter(register="scans"), limit=20)
    assert [e.entry.act for e in entries][:2] == ["Returned", "HandedOver"]
    assert len(scans) == 2


async def test_what_an_interrupted_run_left_waiting_is_carried_out_with_the_next_scan(
    things: Things,
) -> None:
    take_out = await _approved(things)
    queue = Queue(things.office)
    out = queue.scan("handOver", things.code, encrypted=True)
    things.office.later(minutes=1)
    back = queue.scan("declareReturn", things.code, place=things.safe)
    (told,) = await queue.sync("ito", [back])
    assert told["state"] == "conflict"
    async with db.read():
        left = await load(SCANS, told["conflict"])
    assert left is not None
    async with change(SYSTEM, things.office.now) as c:
        await c.amend(SCANS, msgspec.structs.replace(left, state="waiting"), act="TakenBack")

    await queue.sync("ito", [out])

    client = await things.office.client("kato")
    assert (await client.get(f"/take-outs/{take_out}")).json()["state"] == "returned"


async def test_a_clock_that_is_wrong_sets_nothing_back_that_another_device_did(
    things: Things,
) -> None:
    take_out = await _approved(things)
    wrong = Queue(things.office, clock=timedelta(hours=-9))
    wrong.scan("handOver", things.code, encrypted=True)
    things.office.later(minutes=2)
    right = Queue(things.office)
    right.scan("handOver", things.code, encrypted=True)
    (done,) = await right.sync("ito")
    (doubtful,) = await wrong.sync("kato")

    assert done["state"] == "done"
    assert (doubtful["state"], doubtful["code"]) == ("conflict", "clock-doubtful")
    client = await things.office.client("kato")
    shown = (await client.get(f"/take-outs/{take_out}")).json()
    assert shown["handed_over_by"]["name"] == "伊藤 保"


async def test_no_result_is_approved_while_a_scan_waits_for_a_decision(things: Things) -> None:
    queue = Queue(things.office)
    keeper, head = await things.office.client("kato"), await things.office.client("yamada")
    things.office.later(hours=-1)
    early = things.office.now
    things.office.later(hours=1)
    session = await _counting(things)
    things.office.later(minutes=1)
    body = {"code": things.code, "place": things.safe}
    await (await things.office.client("sato")).post(
        f"/stock-takes/{session}/scans", body, status=200
    )
    await keeper.post(f"/stock-takes/{session}/closing", status=200)
    scan = queue.scan("recordCount", things.code, session=session) | {
        "device_at": early.isoformat()
    }
    (told,) = await queue.sync("sato", [scan])
    assert (told["state"], told["code"]) == ("conflict", "scanned-before-start")

    path = f"/stock-takes/{session}/completion"
    refusal = (await head.post(path, {"unsynced": 0}, status=409)).json()
    kinds = [task["kind"] for task in (await head.get("/tasks")).json()["items"]]
    assert (refusal["code"], refusal["facts"]["conflicts"]) == ("scan-conflicts-open", 1)
    assert "scan" in kinds
    assert "stock_take" not in kinds

    decided = {"decision": "discard", "note": "数え始める前の読取り。"}
    await keeper.post(f"/scan-conflicts/{told['conflict']}/settlement", decided, status=200)
    await head.post(path, {"unsynced": 0}, status=200)
