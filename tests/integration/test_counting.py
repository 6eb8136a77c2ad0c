"""Counting over HTTP: every outcome of a scan, where its scanner stood, and the order in which scans arrive."""

import itertools
from datetime import timedelta

import pytest

from daicho.foundation import db
from daicho.foundation.identity.service import fresh_code
from daicho.foundation.kernel import codes
from daicho.things.stocktake import counting
from tests.integration.counts import Counts, a_stocked_office
from tests.integration.things import placed
from tests.support.office import Office

pytestmark = pytest.mark.anyio


@pytest.fixture
async def counts(office: Office) -> Counts:
    return await a_stocked_office(office)


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


async def test_a_recount_without_a_place_does_not_unsay_where_the_thing_lay(counts: Counts) -> None:
    await counts.started()
    assert await counts.outcome(counts.media["a"], place=counts.places["east"]) == "here"
    counts.office.later(minutes=1)
    assert await counts.outcome(counts.media["a"], "suzuki") == "already"
    line = await counts.line("a")
    assert (line["outcome"], line["settling"]) == ("here", "none")


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
