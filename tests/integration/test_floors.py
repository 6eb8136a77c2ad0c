"""Drawing floors and putting them in force, through HTTP on both engines."""

import asyncio
import sqlite3

import asyncpg
import pytest

from daicho.foundation import db
from tests.support.office import Office
from tests.support.plans import cabinet, draw, new_floor, office_plan, put_in_force

pytestmark = pytest.mark.anyio


async def test_a_new_floor_opens_as_an_empty_drawing(office: Office) -> None:
    fujii = await office.client("fujii")
    floor = await new_floor(office, fujii)
    drawn = await fujii.get(f"/floors/{floor}/draft")
    assert drawn.status_code == 200
    assert drawn.json()["walls"] == []
    listed = (await fujii.get("/floors")).json()["items"]
    assert [(f["id"], f["version"], f["draft"]) for f in listed] == [(floor, None, False)]


async def test_a_saved_drawing_comes_back_with_the_tag_of_the_next_save(office: Office) -> None:
    fujii = await office.client("fujii")
    floor = await new_floor(office, fujii)
    tag = await draw(fujii, floor, office_plan())
    drawn = await fujii.get(f"/floors/{floor}/draft")
    assert drawn.headers["etag"] == f'"{tag}"'
    assert drawn.json()["terminals"][0]["id"] == "t1"
    assert (await fujii.get("/floors")).json()["items"][0]["draft"] is True


async def test_a_save_over_somebody_elses_save_is_refused_with_the_present_tag(
    office: Office,
) -> None:
    fujii, hara = await office.client("fujii"), await office.client("hara")
    floor = await new_floor(office, fujii)
    opened = (await hara.get(f"/floors/{floor}/draft")).headers["etag"]
    tag = await draw(fujii, floor, office_plan())
    late = await hara.put(f"/floors/{floor}/draft", office_plan(cabinet()), If_Match=opened)
    assert late.status_code == 412
    assert late.json()["code"] == "floor-changed"
    assert late.json()["facts"]["etag"] == tag


async def test_a_save_that_names_no_tag_is_refused(office: Office) -> None:
    fujii = await office.client("fujii")
    floor = await new_floor(office, fujii)
    answer = await fujii.put(f"/floors/{floor}/draft", office_plan())
    assert (answer.status_code, answer.json()["code"]) == (400, "if-match-missing")


async def test_a_wrong_document_is_refused_by_its_place_and_nothing_is_stored(
    office: Office,
) -> None:
    fujii = await office.client("fujii")
    floor = await new_floor(office, fujii)
    tag = (await fujii.get(f"/floors/{floor}/draft")).headers["etag"]
    plan = office_plan(cabinet() | {"to": [3000, 99_000_000]})
    answer = await fujii.put(f"/floors/{floor}/draft", plan, If_Match=tag)
    assert (answer.status_code, answer.json()["code"]) == (400, "floor-invalid")
    assert answer.json()["facts"]["place"] == "walls[0].to"
    assert (await fujii.get(f"/floors/{floor}/draft")).headers["etag"] == tag


async def test_whoever_drew_in_a_draft_cannot_publish_it(office: Office) -> None:
    fujii, hara = await office.client("fujii"), await office.client("hara")
    floor = await new_floor(office, fujii)
    await draw(fujii, floor, office_plan(cabinet()))
    await draw(hara, floor, office_plan())
    for person in (fujii, hara):
        own = await person.post(f"/floors/{floor}/publication", {"valid_from": "2023-02-20"})
        assert (own.status_code, own.json()["code"]) == (403, "own-draft")


async def test_another_person_publishes_and_the_floor_holds_from_that_day(office: Office) -> None:
    floor = await new_floor(office, await office.client("fujii"))
    await put_in_force(office, floor, office_plan(), "2023-02-20")
    sato = await office.client("sato")
    today = (await sato.get(f"/floors/{floor}")).json()
    assert (today["version"], today["valid_from"]) == (1, "2023-02-20")
    before = await sato.get(f"/floors/{floor}", on="2023-02-19")
    assert (before.status_code, before.json()["code"]) == (404, "floor-not-in-force")


async def test_a_later_version_leaves_the_earlier_days_as_they_were(office: Office) -> None:
    floor = await new_floor(office, await office.client("fujii"))
    await put_in_force(office, floor, office_plan())
    await put_in_force(office, floor, office_plan(cabinet()), "2023-03-01")
    sato = await office.client("sato")
    walls = [
        len((await sato.get(f"/floors/{floor}", on=day)).json()["document"]["walls"])
        for day in ("2023-02-20", "2023-02-28", "2023-03-01")
    ]
    assert walls == [0, 0, 1]
    versions = (await sato.get(f"/floors/{floor}/versions")).json()["items"]
    assert [(v["version"], v["state"]) for v in versions] == [(2, "published"), (1, "published")]
    assert versions[0]["drafted_by"]["name"] == "藤井 図"
    assert versions[0]["published_by"]["name"] == "原 建"


async def test_the_draft_is_the_first_line_of_the_versions_while_it_differs(
    office: Office,
) -> None:
    floor = await new_floor(office, await office.client("fujii"))
    await put_in_force(office, floor, office_plan())
    fujii = await office.client("fujii")
    await draw(fujii, floor, office_plan(cabinet()))
    first = (await fujii.get(f"/floors/{floor}/versions")).json()["items"][0]
    assert (first["version"], first["state"], first["valid_from"]) == (2, "draft", None)


@pytest.mark.parametrize(
    ("valid_from", "status", "code"),
    [("2023-02-19", 400, "valid-from-past"), ("2223-02-20", 400, "valid-from-too-far")],
)
async def test_a_version_starts_neither_in_the_past_nor_in_another_century(
    office: Office, valid_from: str, status: int, code: str
) -> None:
    floor = await new_floor(office, await office.client("fujii"))
    await put_in_force(office, floor, office_plan())
    await draw(await office.client("fujii"), floor, office_plan(cabinet()))
    hara = await office.client("hara")
    answer = await hara.post(f"/floors/{floor}/publication", {"valid_from": valid_from})
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_publishing_what_is_in_force_already_is_refused(office: Office) -> None:
    floor = await new_floor(office, await office.client("fujii"))
    await put_in_force(office, floor, office_plan())
    fujii = await office.client("fujii")
    await draw(fujii, floor, office_plan(cabinet()))
    await draw(fujii, floor, office_plan())
    hara = await office.client("hara")
    answer = await hara.post(f"/floors/{floor}/publication", {"valid_from": "2023-02-21"})
    assert (answer.status_code, answer.json()["code"]) == (409, "floor-unchanged")


async def test_a_publication_that_names_another_drawing_is_refused(office: Office) -> None:
    fujii, hara = await office.client("fujii"), await office.client("hara")
    floor = await new_floor(office, fujii)
    seen = await draw(fujii, floor, office_plan())
    await draw(fujii, floor, office_plan(cabinet()))
    body = {"valid_from": "2023-02-20", "etag": seen}
    answer = await hara.post(f"/floors/{floor}/publication", body)
    assert (answer.status_code, answer.json()["code"]) == (412, "floor-changed")


async def test_floors_of_other_sections_are_not_there(office: Office) -> None:
    floor = await new_floor(office, await office.client("fujii"), section="machiya")
    await put_in_force(office, floor, office_plan())
    sato, higashi = await office.client("sato"), await office.client("higashi")
    assert (await higashi.get(f"/floors/{floor}")).status_code == 200
    for path in (f"/floors/{floor}", f"/floors/{floor}/versions", f"/floors/{floor}/analysis"):
        answer = await sato.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown-floor")
    assert (await sato.get("/floors")).json()["items"] == []


async def test_only_facility_administrators_draw(office: Office) -> None:
    sato = await office.client("sato")
    body = {"name": "1階", "section": office.sections["nippori"]}
    assert (await sato.post("/floors", body)).status_code == 403


async def test_a_storage_place_is_registered_on_an_area_of_the_plan(office: Office) -> None:
    floor = await new_floor(office, await office.client("fujii"))
    await put_in_force(office, floor, office_plan())
    kato = await office.client("kato")
    body = {
        "name": "鍵付き書庫",
        "kind": "cabinet",
        "section": office.sections["nippori"],
        "floor": floor,
        "area": "a1",
    }
    code = (await kato.post("/places", body, status=201)).json()["code"]
    shown = (await kato.get("/places")).json()["items"]
    assert [(p["code"], p["area"], p["section_name"]) for p in shown] == [
        (code, "a1", "日の里区民事務所")
    ]
    wrong = await kato.post("/places", body | {"area": "nowhere"})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "unknown-area")
    higashi = await office.client("higashi")
    assert (await higashi.get("/places")).json()["items"] == []


async def test_places_are_listed_page_by_page(office: Office) -> None:
    kato = await office.client("kato")
    for number in range(5):
        body = {"name": f"棚{number}", "kind": "shelf", "section": office.sections["nippori"]}
        await kato.post("/places", body, status=201)
    first = (await kato.get("/places", limit=3)).json()
    second = (await kato.get("/places", limit=3, after=first["next"])).json()
    names = [p["name"] for p in first["items"] + second["items"]]
    assert sorted(names) == [f"棚{n}" for n in range(5)]
    assert second["next"] is None


async def test_of_many_saves_on_one_opened_drawing_one_is_kept(office: Office) -> None:
    fujii = await office.client("fujii")
    floor = await new_floor(office, fujii)
    for _ in range(2):
        tag = (await fujii.get(f"/floors/{floor}/draft")).headers["etag"]
        plans = [office_plan(cabinet(f"{tag[1:5]}-{number}")) for number in range(8)]
        saves = [fujii.put(f"/floors/{floor}/draft", plan, If_Match=tag) for plan in plans]
        answers = await asyncio.gather(*saves)
        assert sorted(a.status_code for a in answers) == [200, *[412] * 7]


async def test_a_publication_asked_for_again_with_its_key_is_carried_out_once(
    office: Office,
) -> None:
    floor = await new_floor(office, await office.client("fujii"))
    await draw(await office.client("fujii"), floor, office_plan())
    hara = await office.client("hara")
    asked = [
        hara.post(f"/floors/{floor}/publication", {"valid_from": "2023-02-20"}, key="the-same-key")
        for _ in range(4)
    ]
    answers = [(a.status_code, a.json()) for a in await asyncio.gather(*asked)]
    assert answers == [(200, {"id": floor, "state": "published"})] * 4
    assert len((await hara.get(f"/floors/{floor}/versions")).json()["items"]) == 1


async def test_a_residents_number_in_a_name_of_the_plan_is_refused_without_echo(
    office: Office,
) -> None:
    fujii = await office.client("fujii")
    floor = await new_floor(office, fujii)
    tag = (await fujii.get(f"/floors/{floor}/draft")).headers["etag"]
    plan = office_plan()
    plan["areas"][0]["name"] = "123456789018 の書庫"
    answer = await fujii.put(f"/floors/{floor}/draft", plan, If_Match=tag)
    assert (answer.status_code, answer.json()["code"]) == (400, "resident-number-in-text")
    assert "123456789018" not in answer.text


async def test_a_drawing_beyond_the_limit_is_told_so(office: Office) -> None:
    fujii = await office.client("fujii")
    floor = await new_floor(office, fujii)
    plan = office_plan() | {"name": "x" * 10_000_001}
    answer = await fujii.put(f"/floors/{floor}/draft", plan, If_Match="any")
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


async def test_the_database_itself_refuses_to_change_a_published_document(office: Office) -> None:
    floor = await new_floor(office, await office.client("fujii"))
    await put_in_force(office, floor, office_plan())
    for statement in ("UPDATE floor_document SET body = body", "DELETE FROM floor_document"):
        with pytest.raises((sqlite3.IntegrityError, asyncpg.RaiseError), match="never change"):
            async with db.write():
                await db.fetch(statement)
