"""搬入出 and private things found, over HTTP on both engines."""

import io
from typing import Any

import httpx
import pytest
from PIL import Image

from tests.integration.bringins import NOTEBOOK, PHONE, Visit, a_visit
from tests.integration.disposals import kept
from tests.integration.things import placed
from tests.support.office import Office

pytestmark = pytest.mark.anyio


@pytest.fixture
async def visit(office: Office) -> Visit:
    return await a_visit(office)


async def delivered(visit: Visit, account: str = "sato", **facts: Any) -> httpx.Response:
    body = {
        "section": visit.office.sections["nippori"], "what": "プリンター1台の搬入",
        "company": "架空運輸", "direction": "in", "floor": visit.floor, "area": "a2",
        "witness": visit.office.staff["sato"],
    }  # fmt: skip
    return await (await visit.client(account)).post("/deliveries", body | facts)


async def listed(visit: Visit, account: str = "kato", **wanted: Any) -> list[dict[str, Any]]:
    return list((await (await visit.client(account)).get("/deliveries", **wanted)).json()["items"])


async def test_a_delivery_names_what_came_who_brought_it_and_who_stood_by(visit: Visit) -> None:
    safe = await placed(visit.office, "nippori")
    assert (await delivered(visit, place=safe)).status_code == 201
    (told,) = await listed(visit)
    assert (told["number"], told["what"], told["company"]) == (
        "2022-0001", "プリンター1台の搬入", "架空運輸",
    )  # fmt: skip
    assert (told["witness"]["name"], told["witnessed"]) == ("佐藤 花", True)
    assert (told["area_name"], told["place"], told["actions"]) == ("サーバ室", safe, [])
    assert await listed(visit, witnessed=False) == []


async def test_who_stood_by_is_named_later_by_another_person(visit: Visit) -> None:
    delivery = (await delivered(visit, witness=None)).json()["id"]
    assert [d["actions"] for d in await listed(visit, witnessed=False)] == [["nameWitness"]]
    assert [d["actions"] for d in await listed(visit, "sato")] == [[]]
    kato, staff = await visit.client("kato"), visit.office.staff
    own = await kato.post(f"/deliveries/{delivery}/witness", {"witness": staff["kato"], "why": "x"})
    assert (own.status_code, own.json()["code"]) == (403, "own-witness")
    body = {"witness": staff["suzuki"], "why": "記入漏れ"}
    await kato.post(f"/deliveries/{delivery}/witness", body, status=200)
    again = await kato.post(f"/deliveries/{delivery}/witness", body)
    assert (again.status_code, again.json()["code"]) == (409, "witness-named")
    (told,) = await listed(visit)
    assert (told["witness"]["name"], told["witness_named_by"]["name"]) == ("鈴木 一", "加藤 守")


@pytest.mark.parametrize(("facts", "code"), [
    ({"delivered_at": "2023-02-21T10:00:00+09:00"}, "delivered-in-the-future"),
    ({"witness": "S9999"}, "unknown-person"),
    ({"place": "0123-4567-89AB-9"}, "unknown-place"),
    ({"area": "a9"}, "unknown-area"),
])  # fmt: skip
async def test_what_cannot_have_been_is_not_recorded(
    visit: Visit, facts: dict[str, Any], code: str
) -> None:
    answer = await delivered(visit, **facts)
    assert answer.status_code in (400, 404)
    assert answer.json()["code"] == code


async def test_deliveries_stay_within_reach(visit: Visit) -> None:
    delivery = (await delivered(visit, witness=None)).json()["id"]
    assert await listed(visit, "higashi") == []
    body = {"witness": visit.office.staff["minami"], "why": "x"}
    answer = await (await visit.client("minami")).post(f"/deliveries/{delivery}/witness", body)
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown-delivery")
    assert (await delivered(visit, "higashi")).status_code == 404


async def test_who_brought_it_signs_for_one_delivery_and_no_other(visit: Visit) -> None:
    signature = await signed(visit)
    assert (await delivered(visit, signature=signature)).status_code == 201
    (told,) = await listed(visit)
    assert told["signature"] == signature
    again = await delivered(visit, signature=signature)
    assert (again.status_code, again.json()["code"]) == (409, "signature-used")
    unknown = await delivered(visit, signature="0" * 64)
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown-evidence")


async def signed(visit: Visit) -> str:
    out = io.BytesIO()
    Image.new("RGB", (60, 20), "white").save(out, "PNG")
    return await kept(await visit.client("sato"), out.getvalue(), "image/png", "signature")


# Private things -----------------------------------------------------------------------------------


async def found(visit: Visit, account: str = "sato", **facts: Any) -> httpx.Response:
    body = {
        "section": visit.office.sections["nippori"], "floor": visit.floor, "area": "a2",
        "item": PHONE, "note": "机の上",
    }  # fmt: skip
    return await (await visit.client(account)).post("/private-finds", body | facts)


async def test_a_private_thing_is_settled_by_another_person(visit: Visit) -> None:
    find = (await found(visit, "kato")).json()
    assert find["state"] == "open"
    path, body = f"/private-finds/{find['id']}/settlement", {"answer": "持ち主が持ち帰った"}
    own = await (await visit.client("kato")).post(path, body)
    assert (own.status_code, own.json()["code"]) == (403, "own-find")
    ito = await visit.client("ito")
    assert (await ito.get("/private-finds")).json()["items"][0]["actions"] == ["settlePrivateFind"]
    await ito.post(path, body, status=200)
    again = await ito.post(path, body)
    assert (again.status_code, again.json()["code"]) == (409, "find-settled")
    (told,) = (await ito.get("/private-finds", status="settled")).json()["items"]
    assert (told["note"], told["answer"]) == ("机の上", "持ち主が持ち帰った")
    stranger = await visit.client("minami")
    assert (await stranger.get("/private-finds")).json()["items"] == []
    assert (await stranger.post(path, body)).status_code == 404


async def test_what_was_let_in_is_explained_by_that(visit: Visit) -> None:
    assert (await found(visit, item=PHONE)).json()["state"] == "open"
    bring_in = await visit.inside(**visit.strict())
    assert (await found(visit, item=PHONE)).json()["state"] == "explained"
    assert (await found(visit, item=NOTEBOOK)).json()["state"] == "open"
    told = await (await visit.client("kato")).get("/private-finds", status="explained")
    assert [f["bring_in"] for f in told.json()["items"]] == [bring_in]
