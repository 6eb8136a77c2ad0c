"""棚卸 over HTTP: from the plan to the approved result, every outcome, and everything that must not happen."""

import asyncio
import itertools
from datetime import timedelta

import pypdfium2
import pytest

from daicho.foundation import db
from daicho.foundation.history.fsck import check
from daicho.foundation.history.queries import bodies
from daicho.foundation.identity.service import fresh_code
from daicho.foundation.kernel import codes
from daicho.oversight.exports.holdings import EXTRA_CHECKS, REGISTERS
from daicho.things.labels import reading
from daicho.things.stocktake import counting
from tests.integration.counts import Counts, a_stocked_office
from tests.integration.things import placed, registered
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


async def test_every_outcome_is_told_with_the_scan(counts: Counts) -> None:
    machiya = await placed(counts.office, "machiya")
    foreign = await _of_machiya(counts.office, machiya)
    await counts.started()

    assert await counts.outcome(counts.media["a"]) == "no_place"
    assert await counts.outcome(counts.places["east"]) == "place_switched"
    assert await counts.outcome(counts.media["a"]) == "here"
    assert await counts.outcome(counts.media["a"]) == "already"
    assert await counts.outcome(counts.media["c"]) == "wrong_place"
    assert await counts.outcome(counts.media["b"], damaged=True) == "label_damaged"
    assert await counts.outcome(counts.media["loose"]) == "no_place"
    assert await counts.outcome(codes.printed(fresh_code())) == "unknown_code"
    assert await counts.outcome(foreign) == "elsewhere_section"
    await counts.act("kato", "closing", state="reconciling")
    assert (await counts.line("d"))["outcome"] == "missing"


async def _of_machiya(office: Office, place: str) -> str:
    client = await office.client("minami")
    body = {
        "name": "町野のUSB", "kind": "medium", "type": "usb", "model": "SU-32", "serial": "SN-M",
        "section": office.sections["machiya"], "place": place, "data_class": 2,
    }  # fmt: skip
    return str((await client.post("/assets", body, status=201)).json()["code"])


async def test_nothing_is_told_of_another_sections_thing(counts: Counts) -> None:
    foreign = await _of_machiya(counts.office, await placed(counts.office, "machiya"))
    await counts.started()
    await counts.scan(counts.places["east"])

    told = await counts.scan(foreign)
    line = await counts.line(foreign)

    assert set(told) == {"outcome", "code", "id", "place"}
    assert (line["name"], line["belongs_to"], line["asset_place"]) == (None, None, None)


async def test_each_scanner_stands_at_a_place_of_their_own(counts: Counts) -> None:
    await counts.started()
    await counts.scan(counts.places["east"], "sato")
    await counts.scan(counts.places["west"], "suzuki")

    assert await counts.outcome(counts.media["a"], "sato") == "here"
    assert await counts.outcome(counts.media["c"], "suzuki") == "here"
    assert (await counts.whole("suzuki"))["standing_at"]["name"] == "西の棚"


async def test_a_scan_may_name_its_place_itself(counts: Counts) -> None:
    await counts.started()
    told = await counts.scan(counts.media["a"], place=counts.places["west"])
    assert (told["outcome"], told["place"], told["belongs_to"]) == (
        "wrong_place",
        "西の棚",
        "東の棚",
    )


async def test_a_thing_carried_back_and_read_again_is_here(counts: Counts) -> None:
    await counts.started()
    await counts.scan(counts.media["a"], place=counts.places["west"])
    counts.office.later(minutes=1)
    assert await counts.outcome(counts.media["a"], place=counts.places["east"]) == "here"
    assert (await counts.line("a"))["settling"] == "none"


async def test_a_label_replaced_by_another_counts_as_damaged(counts: Counts) -> None:
    client = await counts.office.client("kato")
    reissued = await client.post(f"/labels/{counts.media['a']}/reissue", {"why": "汚れ"})
    await counts.started()
    await counts.scan(counts.places["east"])
    assert reissued.status_code in (200, 201), reissued.text
    assert await counts.outcome(counts.media["a"]) == "label_damaged"
    assert await counts.outcome(reissued.json()["code"]) in ("here", "already")


async def test_what_is_out_with_its_carriers_is_excused(counts: Counts) -> None:
    await _taken_out(counts, "d")
    await counts.started()
    await counts.act("kato", "closing", state="reconciling")
    line = await counts.line("d")
    assert (line["outcome"], line["settling"]) == ("out", "none")


async def _taken_out(counts: Counts, medium: str) -> str:
    office, code = counts.office, counts.media[medium]
    sato, yamada, kato = [await office.client(a) for a in ("sato", "yamada", "kato")]
    wish = {
        "code": code, "purpose": "説明会", "destination": "本庁舎", "planned_return": "2023-02-24",
        "carriers": [office.staff["sato"]],
    }  # fmt: skip
    take_out = (await sato.post("/take-outs", wish, status=201)).json()["id"]
    await yamada.post(f"/take-outs/{take_out}/approval", status=200)
    packing = {"code": code, "encrypted": True, "container": "鍵付きケース"}
    await kato.post(f"/take-outs/{take_out}/hand-over", packing, status=200)
    return str(take_out)


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


async def test_a_scan_sent_twice_with_one_key_is_one_scan(counts: Counts) -> None:
    await counts.started()
    client = await counts.office.client("sato")
    path, body = f"/stock-takes/{counts.session}/scans", {"code": counts.media["a"]}
    first = await client.post(path, body, key="the-same-scan")
    again = await client.post(path, body, key="the-same-scan")
    assert first.json() == again.json()
    assert first.json()["outcome"] == "no_place"


@pytest.mark.parametrize(
    ("hours", "code"), [(-48, "scanned-before-start"), (24, "scanned-in-the-future")]
)
async def test_a_scan_of_a_wrong_day_is_refused(counts: Counts, hours: int, code: str) -> None:
    await counts.started()
    at = (counts.office.now + timedelta(hours=hours)).isoformat()
    client = await counts.office.client("sato")
    path = f"/stock-takes/{counts.session}/scans"
    answer = await client.post(path, {"code": counts.media["a"], "at": at})
    assert answer.json()["code"] == code


async def test_a_place_of_another_section_and_a_badge_are_refused(counts: Counts) -> None:
    await counts.started()
    machiya = await placed(counts.office, "machiya")
    client = await counts.office.client("kato")
    badge = (await client.get("/staff")).json()["items"][0]["code"]
    assert (await counts.scan(machiya, status=400))["code"] == "place-of-another-section"
    assert (await counts.scan(badge, status=400))["code"] == "badge-is-no-thing"


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


async def test_scans_in_any_order_end_in_the_same_lines(counts: Counts) -> None:
    """What a queue brings late: two places, three readings of two things, every permutation."""
    office, actor = counts.office, await counts.office.actor("sato")
    start = office.now
    scans = [
        (counts.places["east"], 1), (counts.media["a"], 2), (counts.places["west"], 3),
        (counts.media["a"], 4), (counts.media["b"], 5),
    ]  # fmt: skip
    await counts.planned()
    ends = set()
    for order in list(itertools.permutations(scans))[:: 1 if _is_sqlite(office) else 12]:
        await _restarted(counts, start)
        for code, minute in [*order, order[0]]:
            await counting.count(
                counts.session, codes.read(code), None, actor, start + timedelta(hours=1),
                at=start + timedelta(minutes=minute),
            )  # fmt: skip
        lines = (await counts.whole())["lines"]
        ends.add(tuple(sorted((x["code"], x["outcome"], x["seen_at"]) for x in lines)))
    assert len(ends) == 1
    (end,) = ends
    assert {code: outcome for code, outcome, _ in end} == {
        counts.media["a"]: "wrong_place", counts.media["b"]: "wrong_place",
        counts.media["c"]: "pending", counts.media["d"]: "pending", counts.media["loose"]: "pending",
    }  # fmt: skip


def _is_sqlite(office: Office) -> bool:
    return not office.settings.on_postgres


async def _restarted(counts: Counts, start: object) -> None:
    """A fresh session of the same office; the one before is closed."""
    client = await counts.office.client("kato")
    state = (await counts.whole())["stock_take"]["state"]
    if state == "counting":
        await client.post(f"/stock-takes/{counts.session}/closing", status=200)
        async with db.write():
            await db.fetch(
                "UPDATE stock_take SET state = 'completed' WHERE id = $1", counts.session
            )
        await counts.planned()
    await counts.act("kato", "start")


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
