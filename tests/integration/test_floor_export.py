"""A floor as of a day as a file, through HTTP on both engines."""

import json

import pypdfium2
import pytest

from daicho.places.drawings import reading
from daicho.places.floors.document import parse_floor
from tests.support.office import Client, Office
from tests.support.outside import sent
from tests.support.plans import FLOOR, cabinet, new_floor, office_plan, put_in_force

pytestmark = pytest.mark.anyio


async def floor_in_force(office: Office) -> str:
    floor = await new_floor(office, await office.client("fujii"))
    await put_in_force(office, floor, office_plan(cabinet()))
    return floor


async def exported(client: Client, floor: str, **query: object) -> bytes:
    answer = await client.get(f"/floors/{floor}/export", **query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    return answer.content


async def test_a_floor_leaves_as_its_document_and_as_geojson(office: Office) -> None:
    floor = await floor_in_force(office)
    fujii = await office.client("fujii")
    plain = parse_floor(await exported(fujii, floor, format="json"))
    assert plain.name == FLOOR
    there = reading.read("a.geojson", await exported(fujii, floor, format="geojson"))
    assert there.document == plain


async def test_what_left_as_geojson_comes_back_through_the_import(office: Office) -> None:
    floor = await floor_in_force(office)
    fujii = await office.client("fujii")
    body = sent("a.geojson", await exported(fujii, floor, format="geojson"), floor_name="写し")
    made = (await fujii.post("/drawings/conversion", body, status=200)).json()
    assert made["document"]["terminals"][0]["id"] == "t1"
    assert made["document"]["name"] == "写し"


async def test_the_drawing_is_an_attachment_and_never_shown_in_line(office: Office) -> None:
    floor = await floor_in_force(office)
    fujii = await office.client("fujii")
    seen = (await exported(fujii, floor, format="svg", sight="true")).decode()
    plain = (await exported(fujii, floor, format="svg")).decode()
    assert 'class="blind"' in seen.partition("</style>")[2]
    assert seen.count('class="blind"') == plain.count('class="blind"') + 1


def words_of(content: bytes) -> tuple[str, tuple[float, float]]:
    page = pypdfium2.PdfDocument(content)[0]
    return page.get_textpage().get_text_range(), page.get_size()


async def test_the_sheet_is_a3_and_says_what_it_shows(office: Office) -> None:
    floor = await floor_in_force(office)
    fujii = await office.client("fujii")
    content = await exported(fujii, floor, format="pdf", sight="true", on="2023-03-01")
    words, (wide, high) = words_of(content)
    assert (round(wide / 72 * 25.4), round(high / 72 * 25.4)) == (420, 297)
    for said in (
        FLOOR,
        "第1版",
        "令和5年2月20日",
        "令和5年3月1日",
        "縮尺 1:50",
        "死角",
        "監督席 v1",
    ):
        assert said in words, said
    assert "チェックポイント" in words


async def test_the_map_of_blind_spots_is_not_for_everybody(office: Office) -> None:
    floor = await floor_in_force(office)
    sato = await office.client("sato")
    refused = await sato.get(f"/floors/{floor}/export", format="pdf", sight="true")
    assert (refused.status_code, refused.json()["code"]) == (403, "sight-not-shown")
    words, _ = words_of(await exported(sato, floor, format="pdf"))
    assert "死角" not in words


async def test_floors_of_other_sections_and_other_days_are_not_there(office: Office) -> None:
    fujii = await office.client("fujii")
    floor = await new_floor(office, fujii, section="machiya")
    await put_in_force(office, floor, office_plan())
    sato = await office.client("sato")
    hidden = await sato.get(f"/floors/{floor}/export", format="json")
    assert (hidden.status_code, hidden.json()["code"]) == (404, "unknown-floor")
    early = await fujii.get(f"/floors/{floor}/export", format="json", on="2023-02-19")
    assert (early.status_code, early.json()["code"]) == (404, "floor-not-in-force")
    wrong = await fujii.get(f"/floors/{floor}/export", format="exe")
    assert wrong.status_code == 400


async def test_the_name_of_the_file_names_floor_version_and_day(office: Office) -> None:
    floor = await floor_in_force(office)
    fujii = await office.client("fujii")
    answer = await fujii.get(f"/floors/{floor}/export", format="json", on="2023-03-01")
    assert json.loads(answer.content)["format"] == "daicho.floor/1"
    assert answer.headers["content-disposition"].endswith("_v1_2023-03-01.json")
