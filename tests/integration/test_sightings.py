"""Terminals seen where they stand, and areas reviewed: AR-04, TM-07, TM-10; on both engines."""

from typing import Any

import httpx
import pytest

from daicho.oversight.violations import service
from tests.integration.things import some_things
from tests.support.changes import floor_of, in_force, rules, terminal, violations
from tests.support.office import Office
from tests.support.plans import office_plan, put_in_force

pytestmark = pytest.mark.anyio

STORE = {
    "id": "b1", "name": "書庫", "kind": "storage", "level": None,
    "polygon": [[8000, 6000], [10000, 6000], [10000, 8000], [8000, 8000]], "holes": [],
}  # fmt: skip


async def _placed(office: Office, **facts: Any) -> tuple[str, str]:
    """A terminal in the handling area a1 of a floor that also has the storage area b1: code and floor."""
    code, floor = await terminal(office, **facts), await floor_of(office)
    plan = office_plan(asset=code)
    plan["areas"].append(STORE)
    await put_in_force(office, floor, plan)
    return code, floor


async def _see(office: Office, code: str, account: str = "sato", **where: Any) -> httpx.Response:
    client = await office.client(account)
    return await client.post("/sightings", {"code": code, **where})


async def test_a_terminal_seen_in_another_area_was_moved_without_leave(office: Office) -> None:
    code, floor = await _placed(office)
    yamada = await office.client("yamada")
    assert (await _see(office, code, floor=floor, area="a1")).status_code == 201
    assert await violations(yamada) == []
    await _see(office, code, floor=floor, area="b1")
    (found,) = await violations(yamada)
    bare = code.replace("-", "")
    assert (found["rule"], found["grade"], found["subject"]) == ("TM-07", "major", f"asset:{bare}")
    assert (found["floor"], found["subject_name"]) == (floor, "統合端末 1号")
    assert (found["facts"]["placed_areas"], found["facts"]["seen_area"]) == (["a1"], "b1")
    await _see(office, code, floor=floor, area="a1")
    assert await violations(yamada) == []


async def test_drawing_it_where_it_was_seen_settles_the_move(office: Office) -> None:
    code, floor = await _placed(office)
    await _see(office, code, floor=floor, area="b1")
    yamada = await office.client("yamada")
    assert await rules(yamada) == ["TM-07"]
    moved = office_plan(asset=code)
    moved["areas"].append(STORE | {"kind": "handling"})
    moved["terminals"][0]["seat"]["at"] = [9000, 7000]
    moved["terminals"][0]["screen"]["at"] = [9000, 6500]
    await put_in_force(office, floor, moved)
    assert await rules(yamada) == []


async def test_a_terminal_seen_on_another_floor_is_elsewhere(office: Office) -> None:
    code, _ = await _placed(office)
    other = await in_force(office)
    await _see(office, code, floor=other)
    assert await rules(await office.client("yamada")) == ["TM-07"]


async def test_a_storage_place_stands_for_its_floor_and_area(office: Office) -> None:
    code, floor = await _placed(office)
    fujii = await office.client("fujii")
    body = {
        "name": "棚", "kind": "shelf", "section": office.sections["nippori"], "floor": floor,
        "area": "b1",
    }  # fmt: skip
    place = (await fujii.post("/places", body, status=201)).json()["code"]
    await _see(office, code, place=place)
    assert await rules(await office.client("yamada")) == ["TM-07"]
    (seen,) = (await fujii.get("/sightings", asset=code)).json()["items"]
    assert (seen["place"], seen["place_name"], seen["floor"], seen["area"]) == (
        place, "棚", floor, "b1",
    )  # fmt: skip
    assert seen["seen_by"] == {"staff_id": office.staff["sato"], "name": "佐藤 花"}


async def test_seen_without_saying_where_is_seen(office: Office) -> None:
    code, _ = await _placed(office)
    assert (await _see(office, code)).json()["state"] == "seen"
    assert await rules(await office.client("yamada")) == []


async def test_ninety_days_after_it_was_placed_or_seen_a_terminal_is_due(office: Office) -> None:
    code, floor = await _placed(office)
    office.later(days=60)
    await _see(office, code, floor=floor, area="a1")
    office.later(days=90)
    assert (await service.sweep(office.now)).found == {}
    office.later(days=1)
    assert (await service.sweep(office.now)).found == {"TM-10": 1}
    (due,) = await violations(await office.client("yamada"))
    assert (due["facts"]["seen_on"], due["facts"]["due_on"]) == ("2023-04-21", "2023-07-20")
    await _see(office, code, floor=floor, area="a1")
    assert await violations(await office.client("yamada")) == []


async def test_terminals_of_class_1_need_not_be_seen_again(office: Office) -> None:
    code, _ = await _placed(office, data_class=1)
    await (await office.client("sato")).post(f"/labels/{code}/reading", status=200)
    office.later(days=200)
    assert (await service.sweep(office.now)).found == {}


async def test_what_is_no_terminal_or_not_there_is_not_seen(office: Office) -> None:
    code, floor = await _placed(office)
    medium = (await some_things(office)).code
    answers = [
        await _see(office, medium),
        await _see(office, code, floor=floor, area="zz"),
        await _see(office, code, area="a1"),
        await _see(office, code, account="higashi"),
        await _see(office, code, account="shibata"),
    ]
    assert [(a.status_code, a.json()["code"]) for a in answers] == [
        (409, "sighting-of-no-terminal"), (400, "unknown-area"), (400, "area-without-floor"),
        (404, "unknown-asset"), (403, "role-missing"),
    ]  # fmt: skip


async def test_scanning_a_terminal_offers_to_record_that_it_was_seen(office: Office) -> None:
    code, _ = await _placed(office)
    medium = (await some_things(office)).code
    sato, shibata = await office.client("sato"), await office.client("shibata")
    assert "recordSighting" in (await sato.get(f"/codes/{code}")).json()["actions"]
    assert "recordSighting" not in (await sato.get(f"/codes/{medium}")).json()["actions"]
    assert "recordSighting" not in (await shibata.get(f"/codes/{code}")).json()["actions"]


# Areas --------------------------------------------------------------------------------------------------------------


async def test_an_area_is_due_a_year_after_it_was_drawn_or_reviewed(office: Office) -> None:
    floor = await in_force(office)
    yamada = await office.client("yamada")
    (area,) = (await yamada.get(f"/floors/{floor}/areas")).json()["items"]
    assert (area["id"], area["kind"], area["due_on"]) == ("a1", "handling", "2024-02-20")
    assert (area["reviewed_on"], area["reviewed_by"]) == (None, None)
    office.later(days=365)
    assert (await service.sweep(office.now)).found == {}
    office.later(days=1)
    assert (await service.sweep(office.now)).found == {"AR-04": 1}
    yamada = await office.client("yamada")
    (due,) = await violations(yamada)
    assert (due["subject"], due["facts"]["due_on"]) == (f"area:{floor}:a1", "2024-02-20")
    review = {"result": "kept", "note": "現場と一致"}
    await yamada.post(f"/floors/{floor}/areas/a1/reviews", review, status=201)
    assert await violations(yamada) == []
    (area,) = (await yamada.get(f"/floors/{floor}/areas")).json()["items"]
    by = {"staff_id": office.staff["yamada"], "name": "山田 司"}
    assert (area["reviewed_on"], area["reviewed_by"]) == ("2024-02-21", by)
    assert area["due_on"] == "2025-02-21"


async def test_a_new_version_counts_for_the_areas_that_it_draws_anew(office: Office) -> None:
    floor = await in_force(office)
    office.later(days=300)
    plan = office_plan()
    plan["areas"][0]["name"] = "別の名"
    plan["areas"].append(STORE)
    await put_in_force(office, floor, plan, "2023-12-17")
    shown = (await (await office.client("yamada")).get(f"/floors/{floor}/areas")).json()["items"]
    assert [(a["id"], a["drawn_on"]) for a in shown] == [("a1", "2023-02-20"), ("b1", "2023-12-17")]


async def test_only_areas_in_force_are_reviewed_by_those_who_may(office: Office) -> None:
    floor = await in_force(office)
    review = {"result": "change-needed", "note": None}
    statuses = {
        account: (await (await office.client(account)).post(path, review)).status_code
        for account, path in {
            "sato": f"/floors/{floor}/areas/a1/reviews",
            "nishi": f"/floors/{floor}/areas/a1/reviews",
            "yamada": f"/floors/{floor}/areas/zz/reviews",
            "fujii": f"/floors/{floor}/areas/a1/reviews",
        }.items()
    }
    assert statuses == {"sato": 403, "nishi": 404, "yamada": 404, "fujii": 201}
