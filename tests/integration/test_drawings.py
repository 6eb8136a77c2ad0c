"""Importing plans and laying pictures under a draft, through HTTP on both engines."""

import asyncio
import io
import json
import sqlite3
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import httpx
import pytest
from PIL import Image

from daicho.foundation import db
from daicho.places.floors.document import parse_floor
from tests.support import outside
from tests.support.office import Client, Office
from tests.support.outside import sent
from tests.support.plans import draw, new_floor, office_plan

pytestmark = pytest.mark.anyio

LAYERS = {
    "壁": {"as": "wall", "top": 2800},
    "間仕切": {"as": "partition"},
    "区域": {"as": "area", "area_kind": "handling"},
}


async def converted(client: Client, content: bytes, name: str = "a.dxf", **more: Any) -> Any:
    body = sent(name, content, **{"floor_name": "1階", "layers": LAYERS, **more})
    return (await client.post("/drawings/conversion", body, status=200)).json()


async def refused(client: Client, path: str, body: dict[str, Any], put: bool = False) -> str:
    answer = await (client.put(path, body) if put else client.post(path, body))
    assert answer.status_code in (400, 404, 409), answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    told = answer.json()
    assert told["detail"] != told["code"]
    return str(told["code"])


async def test_a_drawing_tells_its_layers_with_what_their_names_suggest(office: Office) -> None:
    fujii = await office.client("fujii")
    body = sent("1階.dxf", outside.office_dxf())
    seen = (await fujii.post("/drawings/inspection", body, status=200)).json()
    assert (seen["format"], seen["unit"], seen["truncated"]) == ("dxf", "mm", False)
    assert seen["bounds"] == [0, 0, 10000, 8000]
    told = {layer["name"]: layer["suggestion"] for layer in seen["layers"]}
    assert told == {
        "壁": "wall", "間仕切": "partition", "建具": "door", "区域": "area", "文字": "skip",
    }  # fmt: skip
    assert {path["layer"] for path in seen["preview"]} == {"壁", "間仕切", "建具", "区域"}


async def test_a_drawing_becomes_a_draft_that_can_be_saved(office: Office) -> None:
    fujii = await office.client("fujii")
    made = await converted(fujii, outside.office_dxf())
    document, report = made["document"], made["report"]
    assert document["name"] == "1階"
    assert report["taken"] == {"wall": 4, "partition": 1, "area": 1}
    assert {wall["top"] for wall in document["walls"]} == {2800, 1600}
    assert document["areas"][0]["kind"] == "handling"
    assert len(document["areas"][0]["holes"]) == 1
    left = {(one["reason"], one["layer"]): one["count"] for one in report["left_out"]}
    assert left == {("layer-skipped", "建具"): 2, ("not-a-line", "文字"): 1}
    floor = await new_floor(office, fujii)
    await draw(fujii, floor, document)


async def test_gaps_at_walls_are_closed_and_told(office: Office) -> None:
    fujii = await office.client("fujii")
    made = await converted(fujii, outside.office_dxf())
    assert made["report"]["snapped"]["count"] == 2
    assert made["report"]["snapped"]["items"][0] == {
        "id": "w5", "from": [5000, 8], "to": [5000, -1],
    }  # fmt: skip
    loose = await converted(fujii, outside.office_dxf(), snap_mm=0)
    assert loose["report"]["snapped"]["count"] == 0


async def test_a_drawing_without_a_unit_is_measured_by_two_points(office: Office) -> None:
    fujii = await office.client("fujii")
    content = outside.office_dxf(units=0, scale=0.02)
    body = sent("a.dxf", content, floor_name="1階", layers=LAYERS)
    assert await refused(fujii, "/drawings/conversion", body) == "drawing-needs-scale"
    points = {"a": [0, 0], "b": [200, 0], "length_mm": 10_000}
    made = await converted(fujii, content, points=points)
    assert made["report"]["scale"] == pytest.approx(50)
    assert max(wall["to"][0] for wall in made["document"]["walls"]) == pytest.approx(10_000)
    same = points | {"b": [0, 0]}
    assert await refused(fujii, "/drawings/conversion", body | {"points": same}) == "points-meet"


async def test_a_drawing_far_from_the_origin_is_brought_near_and_it_is_told(
    office: Office,
) -> None:
    fujii = await office.client("fujii")
    made = await converted(fujii, outside.office_dxf(at=35_000_000))
    assert made["report"]["moved"] == [-35_000_000, -35_000_000]
    assert min(wall["from"][0] for wall in made["document"]["walls"]) == 0


async def test_layer_names_in_cp932_are_read(office: Office) -> None:
    fujii = await office.client("fujii")
    drawing = outside.new_dxf(version="R2000")
    drawing.header["$DWGCODEPAGE"] = "ANSI_932"
    drawing.encoding = "cp932"
    drawing.modelspace().add_line((0, 0), (5000, 0), dxfattribs={"layer": "外壁"})
    honest = outside.dxf_bytes(drawing, "cp932")
    claims_western = honest.replace(b"ANSI_932", b"ANSI_1252")
    for content in (honest, claims_western):
        body = sent("jw.dxf", content)
        seen = (await fujii.post("/drawings/inspection", body, status=200)).json()
        assert [(one["name"], one["suggestion"]) for one in seen["layers"]] == [("外壁", "wall")]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.dxf", outside.picture(), "drawing-lies-about-its-type"),
        ("a.dwg", b"AC1032" + b"\0" * 50, "drawing-unknown-format"),
        ("a.dxf", outside.dxf_bytes(outside.new_dxf()), "drawing-nothing-usable"),
        ("a.dxf", outside.nested_blocks(9, 10), "drawing-too-large"),
        ("a.json", b'{"format": "daicho.floor/1", "name": ""}', "floor-invalid"),
    ],
)
async def test_what_is_no_drawing_is_refused_in_one_sentence(
    office: Office, name: str, content: bytes, code: str
) -> None:
    fujii = await office.client("fujii")
    assert await refused(fujii, "/drawings/inspection", sent(name, content)) == code


async def test_a_layer_that_is_not_there_is_refused(office: Office) -> None:
    fujii = await office.client("fujii")
    body = sent("a.dxf", outside.office_dxf(), floor_name="1階", layers={"ない": {"as": "wall"}})
    assert await refused(fujii, "/drawings/conversion", body) == "drawing-unknown-layer"


async def test_our_own_floors_come_back_whole(office: Office) -> None:
    fujii = await office.client("fujii")
    plan = office_plan()
    made = await converted(fujii, json.dumps(plan).encode(), "floor.json", layers={})
    assert parse_floor(json.dumps(made["document"])) == parse_floor(
        json.dumps(plan | {"name": "1階"})
    )


async def test_one_file_is_opened_at_a_time_and_few_wait(office: Office) -> None:
    fujii = await office.client("fujii")
    body = sent("a.dxf", outside.office_dxf())
    asked = [fujii.post("/drawings/inspection", body) for _ in range(7)]
    answers = await asyncio.gather(*asked)
    assert sorted(a.status_code for a in answers) == [200] * 4 + [429] * 3
    busy = next(a for a in answers if a.status_code == 429)
    assert (busy.json()["code"], busy.headers["retry-after"]) == ("drawings-busy", "10")


async def test_a_file_too_many_is_turned_away_before_it_is_read(office: Office) -> None:
    fujii, hara = await office.client("fujii"), await office.client("hara")
    go_on, begun = asyncio.Event(), 0

    async def slow() -> AsyncIterator[bytes]:
        nonlocal begun
        begun += 1
        await go_on.wait()
        yield json.dumps(sent("a.dxf", outside.office_dxf())).encode()

    way, plain = "/api/drawings/inspection", {"Content-Type": "application/json"}
    asked = [
        asyncio.create_task(fujii.raw.post(way, content=slow(), headers=plain)) for _ in range(4)
    ]
    while begun < 4:
        await asyncio.sleep(0.01)
    fifth = await fujii.post("/drawings/inspection", sent("a.dxf", b"x"))
    assert (fifth.status_code, fifth.json()["code"]) == (429, "drawings-busy")
    other = await hara.post("/drawings/inspection", sent("a.dxf", outside.office_dxf()))
    assert other.status_code == 200
    go_on.set()
    assert [answer.status_code for answer in await asyncio.gather(*asked)] == [200] * 4
    await fujii.post("/drawings/inspection", sent("a.dxf", outside.office_dxf()), status=200)


async def test_only_facility_administrators_import(office: Office) -> None:
    for account in ("sato", "kato"):
        client = await office.client(account)
        answer = await client.post("/drawings/inspection", sent("a.dxf", outside.office_dxf()))
        assert (answer.status_code, answer.json()["code"]) == (403, "role-missing")


async def test_other_handlers_keep_their_smaller_limit(office: Office) -> None:
    fujii = await office.client("fujii")
    large = sent("a.dxf", b"\0" * 9_000_000)
    assert (await fujii.post("/drawings/inspection", large)).status_code == 400
    assert (await fujii.post("/floors", large)).status_code == 413
    larger = {"name": "a.dxf", "content": "A" * 49_000_000}
    assert (await fujii.post("/drawings/inspection", larger)).status_code == 413


# Backgrounds --------------------------------------------------------------------------------------


async def laid(
    office: Office, name: str, content: bytes, **more: Any
) -> tuple[Client, str, httpx.Response]:
    fujii = await office.client("fujii")
    floor = await new_floor(office, fujii)
    body = sent(name, content, **more)
    return fujii, floor, await fujii.put(f"/floors/{floor}/background", body)


PLACING = {
    "a": {"px": [0, 0], "mm": [0, 8000]},
    "b": {"px": [600, 400], "mm": [10000, 0]},
    "opacity": 0.4,
}


async def test_a_picture_is_laid_under_a_draft_placed_and_removed(office: Office) -> None:
    fujii, floor, answer = await laid(office, "一階.png", outside.picture())
    assert answer.status_code == 200, answer.text
    shown = answer.json()
    assert (shown["width"], shown["height"], shown["pages"]) == (600, 400, 1)
    path = f"/floors/{floor}/background"
    assert (await fujii.get(path)).json()["placement"] is None
    placed = await fujii.put(f"{path}/placement", PLACING)
    assert placed.status_code == 200, placed.text
    assert (await fujii.get(path)).json()["placement"] == PLACING
    drawn = await fujii.get(f"{path}/picture", sha=shown["sha256"])
    assert drawn.headers["content-type"] == "image/png"
    assert "immutable" in drawn.headers["cache-control"]
    assert Image.open(io.BytesIO(drawn.content)).size == (600, 400)
    gone = await fujii.post(f"{path}/removal", {}, key="remove-it-once", status=200)
    again = await fujii.post(f"{path}/removal", {}, key="remove-it-once", status=200)
    assert gone.json() == again.json() == {"id": floor, "state": "removed"}
    assert await refused(fujii, f"{path}/removal", {}) == "no-background"
    assert (await fujii.get(path)).json()["code"] == "no-background"


async def test_laying_a_picture_leaves_no_entry(office: Office) -> None:
    fujii, _, _ = await laid(office, "a.png", outside.picture())
    entries = (await fujii.get("/history")).json()["items"]
    assert [e["act"] for e in entries if e["register"].startswith("floor")][:1] == ["Registered"]


async def test_another_picture_takes_the_place_of_the_first(office: Office) -> None:
    fujii, floor, first = await laid(office, "a.png", outside.picture())
    path = f"/floors/{floor}/background"
    await fujii.put(f"{path}/placement", PLACING)
    second = await fujii.put(path, sent("b.jpg", outside.picture("JPEG", (500, 300))))
    assert second.json()["sha256"] != first.json()["sha256"]
    now = (await fujii.get(path)).json()
    assert (now["name"], now["placement"]) == ("b.jpg", None)
    stale = await fujii.get(f"{path}/picture", sha=first.json()["sha256"])
    assert (stale.status_code, stale.json()["code"]) == (404, "no-background")


async def test_what_a_photograph_says_about_its_maker_is_dropped(office: Office) -> None:
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "場所の秘密", 6
    photo = outside.picture("JPEG", (300, 200), exif=exif)
    fujii, floor, answer = await laid(office, "photo.jpg", photo)
    assert (answer.json()["width"], answer.json()["height"]) == (200, 300)
    kept = (await fujii.get(f"/floors/{floor}/background/picture")).content
    assert not dict(Image.open(io.BytesIO(kept)).getexif())
    assert "場所の秘密".encode() not in kept


async def test_a_page_of_a_pdf_becomes_a_picture(office: Office) -> None:
    fujii, floor, answer = await laid(office, "plan.pdf", outside.pdf(3), page=2)
    shown = answer.json()
    assert shown["pages"] == 3
    assert max(shown["width"], shown["height"]) <= 4000
    body = sent("plan.pdf", outside.pdf(3), page=4)
    code = await refused(fujii, f"/floors/{floor}/background", body, put=True)
    assert code == "drawing-page-missing"


SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.png", SVG, "drawing-svg-refused"),
        ("a.png", outside.picture("JPEG"), "drawing-lies-about-its-type"),
        ("a.pdf", outside.pdf(size=(141_421, 141_421)), "drawing-too-large"),
    ],
)
async def test_what_is_no_background_is_refused_in_one_sentence(
    office: Office, name: str, content: bytes, code: str
) -> None:
    fujii = await office.client("fujii")
    floor = await new_floor(office, fujii)
    path = f"/floors/{floor}/background"
    assert await refused(fujii, path, sent(name, content), put=True) == code
    assert (await fujii.get(path)).status_code == 404


async def test_backgrounds_of_other_sections_are_not_there(office: Office) -> None:
    _, floor, _ = await laid(office, "a.png", outside.picture())
    path = f"/floors/{floor}/background"
    sato = await office.client("sato")
    assert (await sato.get(path)).status_code == 403
    fujii = await office.client("fujii")
    unknown = await fujii.put("/floors/nowhere/background", sent("a.png", outside.picture()))
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown-floor")


async def test_the_database_itself_refuses_to_change_a_kept_file(office: Office) -> None:
    await laid(office, "a.png", outside.picture())
    for statement in ("UPDATE blob SET size = 1", "DELETE FROM blob"):
        with pytest.raises((sqlite3.IntegrityError, asyncpg.RaiseError), match="never change"):
            async with db.write():
                await db.fetch(statement)
