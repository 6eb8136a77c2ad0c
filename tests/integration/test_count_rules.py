"""MD-11 to MD-13, ST-01 and ST-02 as they open and close with what people do."""

from typing import Any

import pytest

from daicho.oversight.violations import service as violations
from tests.integration.counts import Counts, a_stocked_office, cabinet
from tests.integration.things import registered
from tests.support.office import Office

pytestmark = pytest.mark.anyio


@pytest.fixture
async def counts(office: Office) -> Counts:
    return await a_stocked_office(office)


async def found(office: Office, *rules: str, account: str = "yamada") -> list[dict[str, Any]]:
    client = await office.client(account)
    items = (await client.get("/violations", limit=200)).json()["items"]
    return [v for v in items if v["rule"] in rules]


async def test_a_thing_read_at_another_place_is_at_fault_until_the_register_follows(
    counts: Counts,
) -> None:
    await counts.started()
    await counts.scan(counts.media["c"], place=counts.places["east"])
    (open_one,) = await found(counts.office, "MD-11")
    assert open_one["grade"] == "minor"
    assert open_one["subject_name"] == "媒体 c"

    await counts.act("kato", "closing")
    await counts.settled((await counts.line("c"))["id"], "amend_register")

    assert await found(counts.office, "MD-11") == []


async def test_a_thing_found_in_another_office_concerns_the_office_that_misses_it(
    counts: Counts,
) -> None:
    shelf = await cabinet(counts.office, "町野の棚", "machiya")
    client = await counts.office.client("minami")
    body = {
        "name": "町野のUSB", "kind": "medium", "type": "usb", "model": "SU-32", "serial": "SN-M",
        "section": counts.office.sections["machiya"], "place": shelf, "data_class": 2,
    }  # fmt: skip
    foreign = (await client.post("/assets", body, status=201)).json()["code"]
    await counts.started()
    await counts.scan(foreign, place=counts.places["east"])

    assert await found(counts.office, "MD-11") == []
    (theirs,) = await found(counts.office, "MD-11", account="nishi")
    assert theirs["subject_name"] == "町野のUSB"


async def test_what_is_missing_is_at_fault_after_one_business_day_until_it_is_reported(
    counts: Counts,
) -> None:
    await counts.started()
    await counts.act("kato", "closing")
    counts.office.later(days=1)
    await violations.sweep(counts.office.now)
    assert await found(counts.office, "MD-13") == []

    counts.office.later(days=1)
    await violations.sweep(counts.office.now)
    assert len(await found(counts.office, "MD-13")) == 5

    line = (await counts.line("d"))["id"]
    await counts.on_line("kato", line, "missing", {"circumstances": "全ての棚を探した"})
    assert len(await found(counts.office, "MD-13")) == 4
    assert len(await found(counts.office, "MD-04")) == 1


async def test_a_section_that_does_not_count_within_the_quarter_is_at_fault_until_it_did(
    counts: Counts,
) -> None:
    counts.office.later(days=90)
    await violations.sweep(counts.office.now)
    (open_one,) = await found(counts.office, "MD-12")
    assert (open_one["facts"]["due"], open_one["facts"]["places"]) == ("2023-05-20", 3)

    await counts.started(due="2023-05-31")
    await counts.all_here()
    await counts.completed()

    assert await found(counts.office, "MD-12") == []


async def test_strict_data_behind_no_lock_are_at_fault_until_they_are_moved(
    counts: Counts,
) -> None:
    shelf = await cabinet(counts.office, "開放棚", lockable=False, classes=[0, 1])
    code = await registered(counts.office, shelf, serial="SN-open", data_class=2)
    assert {v["rule"] for v in await found(counts.office, "ST-01", "ST-02")} == {"ST-01", "ST-02"}

    client = await counts.office.client("kato")
    moved = {"place": counts.places["east"], "why": "施錠できる棚へ"}
    await client.post(f"/assets/{code}/amendment", moved, status=200)

    assert await found(counts.office, "ST-01", "ST-02") == []
