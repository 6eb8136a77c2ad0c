"""BI-02 and BI-03 as they open and close with what people do."""

import pytest

from daicho.oversight.violations import service as violations
from tests.integration.bringins import PHONE, Visit, a_visit, going
from tests.support.office import Office

pytestmark = pytest.mark.anyio


@pytest.fixture
async def visit(office: Office) -> Visit:
    return await a_visit(office)


async def test_a_private_thing_in_the_server_room_is_a_fault_until_somebody_settles_it(
    visit: Visit,
) -> None:
    body = {
        "section": visit.office.sections["nippori"], "floor": visit.floor, "area": "a2",
        "item": PHONE,
    }  # fmt: skip
    find = await (await visit.client("kato")).post("/private-finds", body, status=201)
    (told,) = await visit.violations("BI-02")
    assert (told["grade"], told["subject_name"]) == ("major", "日の里区民事務所 1階 a2")
    ito = await visit.client("ito")
    path = f"/private-finds/{find.json()['id']}/settlement"
    await ito.post(path, {"answer": "持ち主が持ち帰った"}, status=200)
    assert await visit.violations("BI-02") == []


async def test_an_exception_ends_with_its_last_day(visit: Visit) -> None:
    bring_in = await visit.inside(**visit.strict())
    await violations.sweep(visit.office.now)
    assert await visit.violations("BI-02") == []
    visit.office.later(days=1)
    swept = await violations.sweep(visit.office.now)
    assert (swept.found["BI-02"], swept.opened) == (1, 1)
    (told,) = await visit.violations("BI-02")
    assert told["subject_name"] == "日の里区民事務所 1階 2022-0001"
    await visit.act("kato", bring_in, "exit", going(1), state="closed")
    assert await visit.violations("BI-02") == []


async def test_a_delivery_without_a_witness_is_a_fault_until_one_is_named(visit: Visit) -> None:
    body = {
        "section": visit.office.sections["nippori"], "what": "複合機1台", "company": "架空運輸",
        "direction": "out",
    }  # fmt: skip
    delivery = await (await visit.client("sato")).post("/deliveries", body, status=201)
    (told,) = await visit.violations("BI-03")
    assert told["grade"] == "minor"
    named = {"witness": visit.office.staff["sato"], "why": "記入漏れ"}
    path = f"/deliveries/{delivery.json()['id']}/witness"
    await (await visit.client("kato")).post(path, named, status=200)
    assert await visit.violations("BI-03") == []
