"""Labels over HTTP: a picture of anything that has a label, sheets, and who may print them."""

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from daicho.foundation.kernel import codes
from tests.integration.things import placed, registered
from tests.support.office import Office

pytestmark = pytest.mark.anyio


async def badge(office: Office, account: str) -> str:
    client = await office.client("kato")
    staff = (await client.get("/staff")).json()["items"]
    return next(str(s["code"]) for s in staff if s["staff_id"] == office.staff[account])


async def test_assets_places_and_badges_have_labels(office: Office) -> None:
    safe = await placed(office, "nippori")
    asset = await registered(office, safe)
    client = await office.client("sato")

    for code in (asset, safe, await badge(office, "sato")):
        answer = await client.get(f"/labels/{code}.png")

        assert answer.headers["content-type"] == "image/png"
        (read,) = zxingcpp.read_barcodes(Image.open(BytesIO(answer.content)))
        assert read.text == codes.read(code)


async def test_a_label_out_of_reach_is_unknown(office: Office) -> None:
    asset = await registered(office, await placed(office, "nippori"))
    stranger = await office.client("higashi")

    answer = await stranger.get(f"/labels/{asset}.png")

    assert (answer.status_code, answer.json()["code"]) == (404, "unknown-code")


@pytest.mark.parametrize("file", ["x.png", "0123456789ABC.gif", "a" * 13 + ".png"])
async def test_what_is_no_label_is_refused(office: Office, file: str) -> None:
    client = await office.client("sato")

    assert (await client.get(f"/labels/{file}")).status_code in (400, 404, 405)


async def test_a_print_is_logged_and_gives_a_pdf(office: Office) -> None:
    safe = await placed(office, "nippori")
    asset = await registered(office, safe)
    kato, minami = await office.client("kato"), await office.client("minami")

    body = {"codes": [asset, safe], "sheet": "a4-24", "start": 5}
    printed = (await kato.post("/labels", body, status=201)).json()
    pages = await kato.get(f"/labels/sheets/{printed['id']}.pdf")

    assert pages.headers["content-type"] == "application/pdf"
    assert pages.content.startswith(b"%PDF-")
    assert (await minami.get(f"/labels/sheets/{printed['id']}.pdf")).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"sheet": "a5"}, "unknown-label-sheet"),
        ({"start": 25}, "start-outside-sheet"),
        ({"codes": []}, "request-invalid"),
        ({"codes": ["0000-0000-0000-1"]}, "wrong-check-character"),
    ],
)
async def test_a_print_that_cannot_be_is_not_logged(
    office: Office, wrong: dict[str, object], code: str
) -> None:
    asset = await registered(office, await placed(office, "nippori"))
    client = await office.client("kato")

    answer = await client.post("/labels", {"codes": [asset], "sheet": "a4-24"} | wrong)

    assert answer.status_code in (400, 404)
    assert answer.json()["code"] == code


async def test_staff_see_labels_and_print_none(office: Office) -> None:
    asset = await registered(office, await placed(office, "nippori"))
    client = await office.client("sato")

    answer = await client.post("/labels", {"codes": [asset], "sheet": "a4-24"})

    assert answer.status_code == 403


async def test_the_sheets_there_are(office: Office) -> None:
    client = await office.client("sato")

    sheets = (await client.get("/label-sheets")).json()["items"]

    (known,) = [sheet for sheet in sheets if sheet["name"] == "a4-24"]
    assert (known["title"], known["rows"], known["columns"]) == ("A4 24面 (66×33.9 mm)", 8, 3)
    assert (known["width"], known["pitch_x"], known["left"]) == (66.0, 66.0, 6.0)
    assert not known["own"]
    assert {"a4-10", "a4-18", "a4-27", "a4-40", "a4-65", "tape-62x29"} <= {
        s["name"] for s in sheets
    }
