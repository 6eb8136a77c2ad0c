"""Evidence over HTTP: what is kept, what is turned away, and who may see it."""

import io
from hashlib import sha256
from typing import Any

import httpx
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from daicho.foundation.blobs import service as blobs
from daicho.things.evidence.model import MOST_BYTES, named
from tests.support.office import Client, Office

pytestmark = pytest.mark.anyio


def picture(form: str = "PNG", **how: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, form, **how)
    return out.getvalue()


def certificate() -> bytes:
    out = io.BytesIO()
    sheet = Canvas(out)
    sheet.drawString(72, 720, "CERTIFICATE")
    sheet.save()
    return out.getvalue()


async def sent(
    client: Client, content: bytes, said: str = "image/png", *, kind: str = "photo",
    section: str = "nippori", key: str | None = None,
) -> httpx.Response:  # fmt: skip
    headers = {"Idempotency-Key": key} if key else client.office.key()
    query = {"kind": kind, "section": client.office.sections[section]}
    return await client.raw.post(
        "/api/evidence", params=query, content=content, headers=headers | {"Content-Type": said}
    )


async def test_a_photograph_is_kept_and_given_back_as_an_attachment(office: Office) -> None:
    client = await office.client("kato")
    answer = await sent(client, picture())
    assert answer.status_code == 201, answer.text
    kept = answer.json()

    back = await client.raw.get(f"/api/evidence/{kept['id']}")

    assert back.status_code == 200
    assert len(back.content) == kept["bytes"]
    assert back.headers["content-type"] == kept["media_type"] == "image/png"
    assert back.headers["content-disposition"].startswith("attachment;")
    assert back.headers["x-content-type-options"] == "nosniff"
    digest = sha256(back.content).hexdigest()
    assert kept["id"] == named("photo", office.sections["nippori"], digest)
    assert (await blobs.fetch(digest)).body == back.content


async def test_where_a_photograph_was_taken_is_not_kept(office: Office) -> None:
    facts = Image.Exif()
    facts[0x010F] = "CAMERA-MAKER"
    client = await office.client("kato")

    answer = await sent(client, picture("JPEG", exif=facts), "image/jpeg")

    back = await client.raw.get(f"/api/evidence/{answer.json()['id']}")
    assert b"CAMERA-MAKER" in picture("JPEG", exif=facts)
    assert b"CAMERA-MAKER" not in back.content
    assert b"Exif" not in back.content


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
async def test_pictures_of_every_kind_that_telephones_take_are_kept(
    office: Office, form: str
) -> None:
    answer = await sent(await office.client("sato"), picture(form), f"image/{form.lower()}")

    assert answer.status_code == 201, answer.text
    assert answer.json()["media_type"] in ("image/png", "image/jpeg")


async def test_a_certificate_is_kept_as_it_came(office: Office) -> None:
    client = await office.client("kato")
    document = certificate()
    answer = await sent(client, document, "application/pdf", kind="certificate")

    back = await client.raw.get(f"/api/evidence/{answer.json()['id']}")

    assert back.content == document


async def test_the_same_file_is_the_same_evidence_and_the_same_request_is_answered_again(
    office: Office,
) -> None:
    client = await office.client("kato")
    first = await sent(client, picture(), key="the-same-key")
    again = await sent(client, picture(), key="the-same-key")
    anew = await sent(client, picture())
    other = await sent(await office.client("minami"), picture(), section="machiya")

    assert first.json() == again.json() == anew.json()
    assert [a.status_code for a in (first, again, anew, other)] == [201] * 4
    assert other.json()["id"] != first.json()["id"]


@pytest.mark.parametrize(
    ("content", "said", "kind", "code"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "image/png", "photo", "evidence-unreadable"),
        (b"%PDF-1.7 nothing", "application/pdf", "certificate", "evidence-unreadable"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png", "photo", "evidence-unknown-format"),
        (b"GIF89a", "image/png", "photo", "evidence-unknown-format"),
        (b"", "image/png", "photo", "evidence-too-large"),
    ],
)  # fmt: skip
async def test_what_cannot_be_opened_is_turned_away(
    office: Office, content: bytes, said: str, kind: str, code: str
) -> None:
    answer = await sent(await office.client("kato"), content, said, kind=kind)

    assert (answer.status_code, answer.json()["code"]) == (400, code)


async def test_a_file_that_is_sent_as_something_else_is_turned_away(office: Office) -> None:
    client = await office.client("kato")

    lying = await sent(client, picture("JPEG"), "image/png")
    page = await sent(client, certificate(), "application/pdf", kind="photo")
    html = await sent(client, b"<script>alert(1)</script>", "text/html")
    form = await sent(client, picture(), "multipart/form-data")

    assert lying.json()["code"] == "evidence-lies-about-its-type"
    assert page.json()["code"] == "evidence-of-another-kind"
    assert {html.json()["code"], form.json()["code"]} == {"file-type-refused"}


async def test_a_file_beyond_five_megabytes_is_turned_away(office: Office) -> None:
    answer = await sent(await office.client("kato"), b"\x00" * (MOST_BYTES + 1))

    assert answer.status_code == 413


async def test_evidence_of_another_section_does_not_exist(office: Office) -> None:
    answer = await sent(await office.client("kato"), picture())
    path = f"/api/evidence/{answer.json()['id']}"

    elsewhere = await (await office.client("higashi")).raw.get(path)
    auditor = await (await office.client("shibata")).raw.get(path)
    nobody = await (await office.client()).raw.get(path)
    there = await sent(await office.client("kato"), picture(), section="machiya")
    by_auditor = await sent(await office.client("shibata"), picture())

    assert [elsewhere.status_code, auditor.status_code, nobody.status_code] == [404, 200, 401]
    assert (there.status_code, there.json()["code"]) == (404, "unknown-section")
    assert by_auditor.status_code == 403
