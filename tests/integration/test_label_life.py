"""A label's life over HTTP: printed, read, replaced; sheets, printers, the log, MD-02 and MD-03."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from daicho.foundation.kernel import codes
from daicho.oversight.violations import service as violations
from tests.integration.things import placed, registered, some_things
from tests.support.office import Client, Office

pytestmark = pytest.mark.anyio

GRID = {
    "title": "窓口の棚用", "columns": 3, "rows": 4, "width": 60.0, "height": 50.0, "left": 10.0, "top": 20.0,
    "pitch_x": 65.0, "pitch_y": 60.0, "corner": 2.0,
}  # fmt: skip


async def printed(client: Client, wanted: list[str], sheet: str = "a4-24", **more: Any) -> str:
    body = {"codes": wanted, "sheet": sheet} | more
    return str((await client.post("/labels", body, status=201)).json()["id"])


async def resolved(client: Client, code: str) -> dict[str, Any]:
    answer = await client.get(f"/codes/{code}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def open_rules(office: Office) -> set[str]:
    await violations.sweep(office.now)
    client = await office.client("yamada")
    return {v["rule"] for v in (await client.get("/violations")).json()["items"]}


def read(png: bytes) -> list[str]:
    return [one.text for one in zxingcpp.read_barcodes(Image.open(BytesIO(png)))]


# Sheets and printers ------------------------------------------------------------------------------


async def test_a_measured_sheet_is_printed_on_until_it_is_withdrawn(office: Office) -> None:
    kato = await office.client("kato")
    asset = await registered(office, await placed(office, "nippori"))

    name = (await kato.post("/label-sheets", GRID, status=201)).json()["id"]
    first = await printed(kato, [asset], name, start=12)
    offered = (await kato.get("/label-sheets")).json()["items"]
    await kato.post(f"/label-sheets/{name}/withdrawal", status=200)
    refused = await kato.post("/labels", {"codes": [asset], "sheet": name})

    (mine,) = [sheet for sheet in offered if sheet["own"]]
    assert {key: mine[key] for key in GRID} == GRID
    assert (refused.status_code, refused.json()["code"]) == (409, "sheet-withdrawn")
    assert (await kato.get(f"/labels/sheets/{first}.pdf")).status_code == 200
    left = (await kato.get("/label-sheets")).json()["items"]
    assert name not in {sheet["name"] for sheet in left}


@pytest.mark.parametrize(
    ("wrong", "code", "mm"),
    [
        ({"left": 30.0}, "sheet-off-right", 10.0),
        ({"left": -1.25}, "sheet-off-left", 1.3),
        ({"top": 70.0}, "sheet-off-bottom", 3.0),
        ({"top": -2.0}, "sheet-off-top", 2.0),
        ({"pitch_x": 59.0}, "labels-overlap-across", 1.0),
        ({"pitch_y": 45.5}, "labels-overlap-down", 4.5),
    ],
)
async def test_a_sheet_that_does_not_fit_is_told_where_and_by_how_much(
    office: Office, wrong: dict[str, float], code: str, mm: float
) -> None:
    answer = await (await office.client("kato")).post("/label-sheets", GRID | wrong)

    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert answer.json()["facts"]["mm"] == mm


async def test_labels_too_small_to_read_are_no_sheet(office: Office) -> None:
    tiny = {"width": 10.0, "height": 60.0, "pitch_y": 60.0, "pitch_x": 10.0, "columns": 19}
    kato = await office.client("kato")

    answer = await kato.post("/label-sheets", GRID | tiny)

    if answer.status_code != 201:
        assert answer.json()["code"] == "sheet-unreadable"


async def test_a_printer_remembers_its_offset(office: Office) -> None:
    kato, minami = await office.client("kato"), await office.client("minami")
    asset = await registered(office, await placed(office, "nippori"))
    named = {"name": "窓口の複合機", "section": office.sections["nippori"]}
    printer = (await kato.post("/label-printers", named, status=201)).json()["id"]
    job = await printed(kato, [asset], printer=printer)
    before = _first_dark(await _pdf(kato, job))

    shift = {"offset_x": 5.0, "offset_y": 10.0}
    await kato.post(f"/label-printers/{printer}/amendment", shift, status=200)
    after = _first_dark(await _pdf(kato, job))

    assert after[0] - before[0] == pytest.approx(5.0, abs=0.2)
    assert after[1] - before[1] == pytest.approx(10.0, abs=0.2)
    same = await kato.post(f"/label-printers/{printer}/amendment", shift)
    assert same.json()["code"] == "nothing-changed"
    assert (await minami.get("/label-printers")).json()["items"] == []
    await kato.post(f"/label-printers/{printer}/withdrawal", status=200)
    assert (await kato.get("/label-printers")).json()["items"] == []
    assert (await kato.get(f"/labels/sheets/{job}.pdf")).status_code == 200


async def _pdf(client: Client, job: str) -> bytes:
    answer = await client.get(f"/labels/sheets/{job}.pdf")
    assert answer.status_code == 200, answer.text
    return answer.content


def _first_dark(pdf: bytes) -> tuple[float, float]:
    """Where the page is first dark, in millimetres from its upper left corner."""
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=300 / 72).to_pil().convert("L")
    box = page.point(lambda level: 255 if level < 128 else 0).getbbox()
    assert box is not None
    return box[0] / 300 * 25.4, box[1] / 300 * 25.4


async def test_the_test_page_says_the_offset(office: Office) -> None:
    kato = await office.client("kato")
    named = {"name": "窓口", "section": office.sections["nippori"], "offset_x": 1.5}
    printer = (await kato.post("/label-printers", named, status=201)).json()["id"]

    answer = await kato.get("/label-sheets/trials/a4-18.pdf", printer=printer)

    text = pypdfium2.PdfDocument(answer.content)[0].get_textpage().get_text_range()
    assert "+1.5" in text
    assert "18" in text


# Prints -------------------------------------------------------------------------------------------


async def test_the_log_says_who_printed_what_when_on_which_sheet(office: Office) -> None:
    kato = await office.client("kato")
    safe = await placed(office, "nippori")
    asset = await registered(office, safe)
    await printed(kato, [asset, safe], start=23)
    second = await printed(kato, [safe], "a4-65")

    items = (await kato.get("/labels/prints", limit=1)).json()
    rest = (await kato.get("/labels/prints", limit=1, after=items["next"])).json()

    assert [one["id"] for one in items["items"]] == [second]
    (first,) = rest["items"]
    assert (first["sheet"], first["start"], first["next_start"], first["pages"]) == (
        "a4-24",
        23,
        1,
        1,
    )
    assert (first["printed_by"], first["codes"]) == (office.staff["kato"], [asset, safe])
    assert first["printed_by_name"]
    assert first["printed_at"] == office.now.isoformat()
    assert rest["next"] is None


async def test_every_page_of_a_print_is_read_back(office: Office) -> None:
    kato = await office.client("kato")
    safe = await placed(office, "nippori")
    job = await printed(kato, [safe] * 30, "a4-27", start=23)

    pages = [(await kato.get(f"/labels/prints/{job}/pages/{n}")).json() for n in (1, 2)]
    beyond = await kato.get(f"/labels/prints/{job}/pages/3")

    assert pages == [
        {"page": 1, "pages": 2, "labels": 5, "read": 5},
        {"page": 2, "pages": 2, "labels": 25, "read": 25},
    ]
    assert (beyond.status_code, beyond.json()["code"]) == (404, "no-such-label-page")


async def test_a_tape_is_a_picture_in_the_dots_of_its_printer(office: Office) -> None:
    kato = await office.client("kato")
    asset = await registered(office, await placed(office, "nippori"))
    named = {"name": "テープ", "section": office.sections["nippori"], "dpi": 180}
    printer = (await kato.post("/label-printers", named, status=201)).json()["id"]

    one = await kato.get(f"/labels/{asset}.png", tape="tape-62x29", dpi=300)
    job = await printed(kato, [asset], "tape-50x25", printer=printer)
    archive = ZipFile(BytesIO((await kato.get(f"/labels/tapes/{job}.zip")).content))

    picture = Image.open(BytesIO(one.content))
    assert picture.size == (732, 343)
    assert round(picture.info["dpi"][0]) == 300
    assert read(one.content) == [codes.read(asset)]
    (name,) = archive.namelist()
    assert Image.open(BytesIO(archive.read(name))).size == (354, 177)
    assert read(archive.read(name)) == [codes.read(asset)]
    wrong = await kato.get(f"/labels/tapes/{await printed(kato, [asset])}.zip")
    assert wrong.json()["code"] == "not-a-tape"
    assert (await kato.get(f"/labels/{asset}.png", tape="tape-5x5")).json()["code"] == "tape-size"


# Another label ------------------------------------------------------------------------------------


async def test_a_replaced_label_is_void_and_still_leads_to_its_thing(office: Office) -> None:
    kato = await office.client("kato")
    things = await some_things(office)
    job = await printed(kato, [things.code])

    new = (
        await kato.post(f"/labels/{things.code}/reissue", {"why": "はがれた"}, status=200)
    ).json()
    old, now = await resolved(kato, things.code), await resolved(kato, new["code"])

    assert (old["label"]["state"], old["label"]["current"]) == ("void", new["code"])
    assert (now["label"]["state"], now["code"], now["name"]) == (
        "current",
        things.code,
        old["name"],
    )
    assert read((await kato.get(f"/labels/{things.code}.png")).content) == [codes.read(new["code"])]
    outdated = await kato.get(f"/labels/sheets/{job}.pdf")
    assert (outdated.status_code, outdated.json()["code"]) == (409, "label-void")
    unread = await kato.post(f"/labels/{things.code}/reading")
    assert unread.json()["code"] == "label-void"


async def test_a_thing_leaves_and_comes_back_by_its_new_label(office: Office) -> None:
    kato = await office.client("kato")
    things = await some_things(office)
    why = {"why": "印字が薄い"}
    code = (await kato.post(f"/labels/{things.code}/reissue", why, status=200)).json()["code"]
    safe = (await kato.post(f"/labels/{things.safe}/reissue", why, status=200)).json()["code"]
    wish = things.wish(["sato"]) | {"code": code}
    sato = await office.client("sato")

    take_out = (await sato.post("/take-outs", wish, status=201)).json()["id"]
    await things.act("yamada", take_out, "approval", state="approved")
    await things.act("kato", take_out, "hand-over", things.packing() | {"code": code})
    await things.act("sato", take_out, "return", {"code": code, "place": safe})
    await things.act("yamada", take_out, "verification", things.checked())

    assert await things.asset_state() == "in_storage"
    assert (await kato.get(f"/assets/{code}")).json()["code"] == things.code


async def test_a_badge_can_be_issued_again_and_identifies_only(office: Office) -> None:
    kato = await office.client("kato")
    staff = (await kato.get("/staff")).json()["items"]
    badge = next(str(s["code"]) for s in staff if s["staff_id"] == office.staff["sato"])

    new = (await kato.post(f"/labels/{badge}/reissue", {"why": "紛失"}, status=200)).json()["code"]

    lost, held = await resolved(kato, badge), await resolved(kato, new)
    assert (lost["label"]["state"], held["staff_id"]) == ("void", office.staff["sato"])
    assert held["actions"] == []


# MD-02 and MD-03 ----------------------------------------------------------------------------------


async def test_a_thing_whose_label_nobody_read_for_a_week_is_found(office: Office) -> None:
    asset = await registered(office, await placed(office, "nippori"))

    office.later(days=6)
    assert "MD-02" not in await open_rules(office)
    office.later(days=1)
    assert "MD-02" in await open_rules(office)
    kato, sato = await office.client("kato"), await office.client("sato")
    await printed(kato, [asset])
    (found,) = (await (await office.client("yamada")).get("/violations")).json()["items"]
    assert found["facts"]["printed"] is True
    await sato.post(f"/labels/{asset}/reading", status=200)
    assert (await (await office.client("yamada")).get("/violations")).json()["items"] == []
    assert (await sato.post(f"/labels/{asset}/reading")).json()["code"] == "label-read-before"


async def test_another_label_has_to_be_read_as_well(office: Office) -> None:
    asset = await registered(office, await placed(office, "nippori"))
    kato = await office.client("kato")
    await kato.post(f"/labels/{asset}/reading", status=200)
    office.later(days=30)
    assert "MD-02" not in await open_rules(office)

    kato = await office.client("kato")
    new = await kato.post(f"/labels/{asset}/reissue", {"why": "はがれた"}, status=200)
    assert "MD-02" not in await open_rules(office)
    office.later(days=7)
    assert "MD-02" in await open_rules(office)
    kato = await office.client("kato")
    await kato.post(f"/labels/{new.json()['code']}/reading", status=200)
    assert "MD-02" not in await open_rules(office)


async def test_a_thing_of_unknown_class_is_found_at_once(office: Office) -> None:
    asset = await registered(office, await placed(office, "nippori"), data_class=None)
    assert "MD-03" in await open_rules(office)

    kato = await office.client("kato")
    change = {"why": "確認した", "data_class": 1}
    await kato.post(f"/assets/{asset}/amendment", change, status=200)

    assert "MD-03" not in await open_rules(office)
