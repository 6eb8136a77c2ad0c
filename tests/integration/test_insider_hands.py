"""Attacks on two pairs of eyes around take-outs, disposals and stock-takes, over HTTP."""

from typing import Any

import httpx
import pytest

from tests.integration.counts import Counts, a_stocked_office
from tests.integration.disposals import Scrap, some_scrap
from tests.integration.things import Things, some_things
from tests.support.office import Office
from tests.support.queue import Queue

pytestmark = pytest.mark.anyio


@pytest.fixture
async def things(office: Office) -> Things:
    return await some_things(office)


@pytest.fixture
async def scrap(office: Office) -> Scrap:
    return await some_scrap(office)


@pytest.fixture
async def counts(office: Office) -> Counts:
    return await a_stocked_office(office)


# Take-outs ----------------------------------------------------------------------------------------------------------


async def test_who_a_deputy_decided_for_does_not_carry_it_afterwards(things: Things) -> None:
    await things.depute("yamada", "suzuki")
    take_out = await things.requested()
    await things.act("suzuki", take_out, "approval", state="approved")
    await things.act("kato", take_out, "hand-over", things.packing(), state="handed_over")

    body = {"code": things.code, "to": [things.office.staff["yamada"]]}
    told = await things.act("kato", take_out, "transfer", body, status=403)

    assert told["code"] == "carrier-decided"


async def test_who_a_deputy_extended_it_for_does_not_carry_it_afterwards(things: Things) -> None:
    await things.depute("yamada", "suzuki")
    await things.appoint("mori", "section_head")
    take_out = await things.requested()
    await things.act("mori", take_out, "approval", state="approved")
    await things.act("kato", take_out, "hand-over", things.packing(), state="handed_over")
    more = {"planned_return": "2023-02-27", "reason": "延びた"}
    asked = await things.act("sato", take_out, "extensions", more, status=201)
    await things.act("suzuki", take_out, f"extensions/{asked['id']}/approval")

    body = {"code": things.code, "to": [things.office.staff["yamada"]]}
    told = await things.act("kato", take_out, "transfer", body, status=403)

    assert told["code"] == "carrier-decided"


async def test_one_person_of_a_contractor_named_twice_is_one(things: Things) -> None:
    client = await things.office.client("sato")
    company = {"company": "架空運送", "persons": ["運送 太郎", "運送　太郎"], "contract": "第3号"}
    answer = await client.post("/take-outs", things.wish([]) | {"contractor": company})
    assert (answer.status_code, answer.json()["code"]) == (400, "contractor-alone")


# Disposals ----------------------------------------------------------------------------------------------------------


async def test_who_did_the_work_before_the_permission_does_not_permit_it(scrap: Scrap) -> None:
    disposal = await scrap.requested()
    work = scrap.work(as_fact=True)
    answer = await scrap.post("ono", f"/{disposal}/sanitisations", work)
    assert answer.status_code == 200, answer.text

    assert await scrap.refused("ono", disposal, "approval") == (403, "decider-took-part")


async def test_who_gave_the_things_away_does_not_verify_that_they_are_gone(scrap: Scrap) -> None:
    disposal = await scrap.approved()
    for account, step, body in (
        ("sato", "sanitisations", scrap.work()),
        ("suzuki", "witnessing", {"lines": [scrap.disk]}),
        ("kato", "delivery", scrap.taking(leaves=False)),
    ):
        answer = await scrap.post(account, f"/{disposal}/{step}", body)
        assert answer.status_code == 200, (step, answer.text)

    assert await scrap.refused("kato", disposal, "verification") == (403, "verifier-took-part")


@pytest.mark.parametrize("year", ["0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00Z"])
async def test_work_of_another_age_is_refused(scrap: Scrap, year: str) -> None:
    disposal = await scrap.approved()
    work = scrap.work(performed_at=year, as_fact=True)
    assert await scrap.refused("sato", disposal, "sanitisations", work) == (
        400,
        "time-out-of-range",
    )


# Stock-takes --------------------------------------------------------------------------------------------------------


async def _moved_away(counts: Counts, medium: str) -> None:
    office = counts.office
    giver, taker = await office.client("kato"), await office.client("minami")
    keeper = await office.client("fujii")
    body: dict[str, Any] = {"name": "金庫", "kind": "safe", "section": office.sections["machiya"]}
    place = (await keeper.post("/places", body, status=201)).json()["code"]
    body = {"section": office.sections["machiya"], "place": place, "reason": "移管"}
    made = await giver.post(f"/assets/{counts.media[medium]}/transfer", body, status=201)
    await taker.post(f"/asset-transfers/{made.json()['id']}/acceptance", {}, status=200)


async def test_a_correction_moves_nothing_that_belongs_to_another_section_by_now(
    counts: Counts,
) -> None:
    await counts.started()
    await counts.scan(counts.media["a"], place=counts.places["west"])
    await counts.act("kato", "closing", state="reconciling")
    await _moved_away(counts, "a")
    line = (await counts.line("a"))["id"]
    await counts.on_line("sato", line, "correction", {"kind": "amend_register", "note": "西の棚"})
    told = await counts.on_line("kato", line, "application", status=409)
    assert told["code"] == "asset-passed-on"
    await counts.on_line("kato", line, "refusal", {"reason": "移管済み"}, state="open")
    await counts.settled(line)


async def test_nothing_that_belongs_to_another_section_by_now_is_reported_missing(
    counts: Counts,
) -> None:
    await counts.started()
    await counts.act("kato", "closing", state="reconciling")
    await _moved_away(counts, "a")
    line = (await counts.line("a"))["id"]
    await counts.on_line("kato", line, "missing", {"circumstances": "無い"}, state="none")
    assert (await counts.line("a"))["outcome"] == "out"
    keeper = await counts.office.client("minami")
    assert (await keeper.get(f"/assets/{counts.media['a']}")).json()["state"] == "in_storage"


async def test_what_passed_to_another_section_while_it_was_counted_is_not_missing(
    counts: Counts,
) -> None:
    await counts.started()
    await _moved_away(counts, "a")
    await counts.act("kato", "closing", state="reconciling")
    line = await counts.line("a")
    assert (line["outcome"], line["settling"]) == ("out", "none")


async def test_who_gave_up_scans_of_a_device_does_not_approve_the_result(counts: Counts) -> None:
    await counts.started()
    await counts.act("sato", "unsynced", {"device": "scanner-1", "unsynced": 3})
    await counts.all_here()
    await counts.act("kato", "closing", state="reconciling")
    for line in (await counts.whole(unsettled=True))["lines"]:
        await counts.settled(line["id"])
    head = await counts.office.client("yamada")
    queue = (await counts.whole())["queues"][0]["id"]
    await head.post(f"/stock-lines/queues/{queue}/write-off", {"reason": "紛失"}, status=200)

    told = await counts.act("yamada", "completion", {"unsynced": 0}, status=403)

    assert told["code"] == "own-request"


# Conflicts ----------------------------------------------------------------------------------------------------------


async def _handed_over_before_the_approval(things: Things, carrier: str) -> str:
    """The scan of it waits for a decision."""
    await things.requested("suzuki", carriers=[carrier])
    office = things.office
    queue = Queue(office)
    queue.scan("handOver", things.code, encrypted=True)
    office.later(minutes=10)
    found = (await (await office.client("yamada")).get("/take-outs")).json()["items"]
    await things.act("yamada", found[0]["id"], "approval", state="approved")
    (told,) = await queue.sync("kato")
    assert (told["state"], told["code"]) == ("conflict", "scan-older-than-state")
    return str(told["conflict"])


@pytest.mark.parametrize("decision", ["apply", "discard"])
async def test_who_carries_a_thing_settles_no_scan_of_its_take_out(
    things: Things, decision: str
) -> None:
    scan = await _handed_over_before_the_approval(things, "ito")
    client = await things.office.client("ito")
    settled = {"decision": decision, "note": "問題なし"}
    answer = await client.post(f"/scan-conflicts/{scan}/settlement", settled)
    assert (answer.status_code, answer.json()["code"]) == (403, "own-request")
    listed = (await client.get("/scan-conflicts")).json()["items"]
    assert [one["actions"] for one in listed] == [[]]


async def test_a_scan_is_not_applied_to_a_take_out_that_was_asked_for_on_a_later_day(
    things: Things,
) -> None:
    office = things.office
    queue = Queue(office)
    queue.scan("handOver", things.code, encrypted=True)
    (told,) = await queue.sync("kato")
    assert told["state"] == "conflict"
    office.later(days=1)
    take_out = await things.requested()
    await things.act("yamada", take_out, "approval", state="approved")

    answer = await _applied(things, told["conflict"])

    assert (answer.status_code, answer.json()["code"]) == (409, "scan-older-than-state")


async def test_nothing_comes_back_before_it_left(things: Things) -> None:
    queue = Queue(things.office)
    queue.scan("declareReturn", things.code, place=things.safe)
    (told,) = await queue.sync("sato")
    things.office.later(minutes=10)
    await things.out()

    answer = await _applied(things, told["conflict"])

    assert (answer.status_code, answer.json()["code"]) == (409, "scan-older-than-state")


async def _applied(things: Things, scan: str) -> httpx.Response:
    client = await things.office.client("ito")
    settled = {"decision": "apply", "note": "有効"}
    return await client.post(f"/scan-conflicts/{scan}/settlement", settled)
