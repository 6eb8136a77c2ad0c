"""棚卸 over HTTP: from the plan to the approved result, and everything that must not happen."""

import asyncio

import pypdfium2
import pytest

from daicho.foundation import db
from daicho.foundation.history.fsck import check
from daicho.foundation.history.queries import bodies
from daicho.foundation.identity.service import fresh_code
from daicho.foundation.kernel import codes
from daicho.oversight.exports.holdings import EXTRA_CHECKS, REGISTERS
from daicho.things.labels import reading
from tests.integration.counts import Counts, a_stocked_office
from tests.integration.things import Things, registered
from tests.support.office import Office

pytestmark = pytest.mark.anyio


@pytest.fixture
async def counts(office: Office) -> Counts:
    return await a_stocked_office(office)


async def test_a_stock_take_goes_from_its_plan_to_its_approved_result(counts: Counts) -> None:
    await counts.started()
    await counts.all_here()
    await counts.completed()

    told = (await counts.whole())["stock_take"]

    assert (told["state"], told["number"], told["expected"]) == ("completed", "2022-0001", 5)
    assert told["counts"] == {"here": 4, "no_place": 1}
    assert told["completed_by"]["name"] == "山田 司"


async def test_the_list_is_frozen_when_counting_starts(counts: Counts) -> None:
    await counts.started()
    late = await registered(counts.office, counts.places["east"], serial="SN-late")

    told = await counts.whole()
    await counts.scan(counts.places["east"])

    assert late not in {line["code"] for line in told["lines"]}
    assert told["stock_take"]["counts"] == {"pending": 5}
    assert await counts.outcome(late) == "here"
    assert not (await counts.line(late))["expected"]


async def test_a_correction_is_applied_by_another_person(counts: Counts) -> None:
    await counts.started()
    await counts.scan(counts.media["c"], place=counts.places["east"])
    await counts.act("kato", "closing")
    line = (await counts.line("c"))["id"]
    wanted = {"kind": "amend_register", "note": "東の棚で使うため"}

    await counts.on_line("kato", line, "correction", wanted, state="proposed")
    own = await counts.on_line("kato", line, "application", status=403)
    await counts.on_line("ito", line, "application", state="applied")

    assert own["code"] == "own-correction"
    assert (await counts.asset("c"))["place"] == counts.places["east"]
    assert (await counts.line("c"))["note"] == "東の棚で使うため"


async def test_a_declined_correction_leaves_the_line_open(counts: Counts) -> None:
    await counts.started()
    await counts.scan(counts.media["c"], place=counts.places["east"])
    await counts.act("kato", "closing")
    line = (await counts.line("c"))["id"]
    await counts.on_line("sato", line, "correction", {"kind": "put_right", "note": "戻す"})
    await counts.on_line("kato", line, "refusal", {"reason": "台帳を直す"}, state="open")
    assert (await counts.line("c"))["proposed_by"] is None


async def test_what_is_reported_missing_is_missing_in_the_register(counts: Counts) -> None:
    await counts.started()
    await counts.act("kato", "closing")
    line = (await counts.line("d"))["id"]

    body = {"circumstances": "2名で全ての棚を探した"}
    await counts.on_line("kato", line, "missing", body, state="reported")

    assert (await counts.asset("d"))["state"] == "missing"


async def test_what_is_found_while_putting_in_order_is_no_longer_missing(counts: Counts) -> None:
    await counts.started()
    await counts.act("kato", "closing")
    await counts.scan(counts.places["west"])
    assert await counts.outcome(counts.media["d"]) == "here"


async def test_a_result_with_open_lines_is_not_approved(counts: Counts) -> None:
    await counts.started()
    await counts.act("kato", "closing")
    told = await counts.act("yamada", "completion", {"unsynced": 0}, status=409)
    assert (told["code"], told["facts"]["unsettled"]) == ("lines-unsettled", 5)


async def test_a_result_is_not_approved_while_scans_wait_on_a_device(counts: Counts) -> None:
    await counts.started()
    await counts.all_here()
    await counts.act("suzuki", "unsynced", {"device": "d-1", "unsynced": 3}, state="told")
    await counts.act("kato", "closing")
    for line in (await counts.whole(unsettled=True))["lines"]:
        await counts.settled(line["id"])

    own = await counts.act("yamada", "completion", {"unsynced": 2}, status=409)
    await counts.act("suzuki", "unsynced", {"device": "d-1", "unsynced": 1})
    other = await counts.act("yamada", "completion", {"unsynced": 0}, status=409)
    await counts.act("suzuki", "unsynced", {"device": "d-1", "unsynced": 0})
    await counts.act("yamada", "completion", {"unsynced": 0}, state="completed")

    assert (own["code"], own["facts"]["unsynced"]) == ("scans-unsynced", 5)
    assert (other["code"], other["facts"]["unsynced"]) == ("scans-unsynced", 1)


async def test_a_device_that_was_lost_is_written_off_with_a_reason(counts: Counts) -> None:
    await counts.started()
    await counts.all_here()
    await counts.act("suzuki", "unsynced", {"device": "d-1", "unsynced": 3})
    (queue,) = (await counts.whole())["queues"]
    await counts.on_line("kato", f"queues/{queue['id']}", "write-off", {"reason": "水没"})
    await counts.completed()


@pytest.mark.parametrize("account", ["kato", "sato", "suzuki"])
async def test_who_took_part_does_not_approve_the_result(counts: Counts, account: str) -> None:
    await counts.started()
    await counts.all_here()
    await counts.act("kato", "closing")
    for line in (await counts.whole(unsettled=True))["lines"]:
        await counts.settled(line["id"])
    await counts.act(account, "completion", {"unsynced": 0}, status=403)


async def test_a_head_who_counted_leaves_the_approval_to_the_head_above(counts: Counts) -> None:
    await counts.started()
    await counts.all_here()
    await counts.scan(counts.media["a"], "yamada", place=counts.places["west"])
    await counts.act("kato", "closing")
    for line in (await counts.whole(unsettled=True))["lines"]:
        await counts.settled(line["id"])
    own = await counts.act("yamada", "completion", {"unsynced": 0}, status=403)
    assert own["code"] == "own-request"
    await counts.act("mori", "completion", {"unsynced": 0}, state="completed")


async def test_the_same_places_are_not_counted_twice_at_once(counts: Counts) -> None:
    await counts.started(places=[counts.places["east"]])
    await counts.started(places=[counts.places["west"]])
    await counts.planned()
    told = await counts.act("kato", "start", status=409)
    assert told["code"] == "already-being-counted"


async def test_only_the_places_of_the_plan_are_on_the_list(counts: Counts) -> None:
    await counts.started(places=[counts.places["east"]])
    told = await counts.whole()
    assert {line["code"] for line in told["lines"]} == {counts.media["a"], counts.media["b"]}


async def test_a_plan_is_cancelled_with_a_reason(counts: Counts) -> None:
    await counts.planned()
    await counts.act("kato", "cancellation", {"reason": "延期"}, state="cancelled")
    assert (await counts.act("kato", "start", status=409))["code"] == "stock-take-in-another-state"


@pytest.mark.parametrize("account", ["minami", "higashi", "inoue"])
async def test_another_office_sees_and_counts_nothing(counts: Counts, account: str) -> None:
    await counts.started()
    client = await counts.office.client(account)
    assert (await client.get(f"/stock-takes/{counts.session}")).status_code == 404
    assert (await counts.scan(counts.media["a"], account, status=404))["code"]
    assert (await client.get("/stock-takes")).json()["items"] == []


async def test_staff_count_and_do_not_lead(counts: Counts) -> None:
    await counts.planned()
    assert (await counts.act("sato", "start", status=403))["code"] == "role-missing"
    client = await counts.office.client("sato")
    told = (await client.get(f"/stock-takes/{counts.session}")).json()["stock_take"]
    assert told["actions"] == []


async def test_lists_are_paged_and_filtered(counts: Counts) -> None:
    await counts.started()
    await counts.scan(counts.places["east"])
    await counts.scan(counts.media["a"])
    first = await counts.whole(limit=3)
    rest = await counts.whole(limit=3, after=first["next"])
    assert len(first["lines"] + rest["lines"]) == 5
    assert rest["next"] is None
    here = await counts.whole(outcome="here")
    assert [line["code"] for line in here["lines"]] == [counts.media["a"]]
    client = await counts.office.client("kato")
    listed = (await client.get("/stock-takes", status="counting")).json()
    assert [one["id"] for one in listed["items"]] == [counts.session]


async def test_texts_and_names_stand_in_no_entry(counts: Counts) -> None:
    await counts.started()
    await counts.scan(counts.media["c"], place=counts.places["east"])
    await counts.act("kato", "closing")
    await counts.settled((await counts.line("c"))["id"])
    async with db.read():
        written = [body async for _, body in bodies()]
    assert not any("棚へ戻した".encode() in body or "佐藤".encode() in body for body in written)


async def test_every_row_is_what_its_history_says(counts: Counts) -> None:
    await counts.started()
    await counts.all_here()
    await counts.scan(codes.printed(fresh_code()), damaged=True)
    await counts.act("suzuki", "unsynced", {"device": "d-1", "unsynced": 0})
    await counts.completed()
    assert (await check(REGISTERS, None, EXTRA_CHECKS)).findings == []


async def test_the_receipt_tells_the_counts_and_carries_the_signed_head(counts: Counts) -> None:
    await counts.started()
    await counts.all_here()
    await counts.completed()
    client = await counts.office.client("kato")

    answer = await client.get(f"/stock-takes/{counts.session}/receipt")

    assert answer.headers["content-type"] == "application/pdf"
    assert "stock-take-2022-0001.pdf" in answer.headers["content-disposition"]
    pages = await asyncio.to_thread(reading.contents, answer.content)
    (checkpoint,) = pages[0]
    assert checkpoint.startswith("test.daicho\n")
    assert "棚卸結果書" in _words(answer.content)
    assert "山田 司" in _words(answer.content)
    outside = await (await counts.office.client("minami")).get(
        f"/stock-takes/{counts.session}/receipt"
    )
    assert outside.status_code == 404


def _words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


async def _told(counts: Counts, account: str) -> list[str]:
    client = await counts.office.client(account)
    tasks = (await client.get("/tasks")).json()["items"]
    return [t["detail"] for t in tasks if t["subject"] == f"stock-take:{counts.session}"]


async def test_what_waits_stands_among_the_tasks_of_those_who_do_it(counts: Counts) -> None:
    await counts.planned()
    assert (await _told(counts, "ito"), await _told(counts, "sato")) == (["start"], [])
    await counts.act("kato", "start")
    assert (await _told(counts, "sato"), await _told(counts, "fujii")) == (["count"], [])
    await counts.all_here()
    await counts.act("kato", "closing")
    assert (await _told(counts, "ito"), await _told(counts, "mori")) == (["settle"], [])
    for line in (await counts.whole(unsettled=True))["lines"]:
        await counts.settled(line["id"])
    assert (await _told(counts, "yamada"), await _told(counts, "kato")) == (["approve"], [])


async def test_what_is_back_and_unchecked_is_counted_where_it_lies(counts: Counts) -> None:
    there, gone = (
        Things(counts.office, counts.media["a"], counts.places["east"]),
        Things(counts.office, counts.media["d"], counts.places["west"]),
    )
    for thing in (there, gone):
        await thing.act("sato", await thing.out(), "return", thing.returning(), state="returned")
    await counts.started()
    await counts.scan(counts.places["east"])

    assert await counts.outcome(there.code) == "here"
    await counts.act("kato", "closing", state="reconciling")
    line = await counts.line("d")
    assert (line["outcome"], line["actions"]) == ("missing", ["reportMissing"])
    told = {"circumstances": "返却後に見当たらない"}
    await counts.on_line("kato", line["id"], "missing", told, state="reported")
    assert await gone.asset_state() == "missing"
