"""Paper over HTTP: 決裁欄, registers and forms as PDF, opened and read back, on both engines."""

from typing import Any

import pypdfium2
import pytest
import zxingcpp

from tests.integration.things import Things, some_things
from tests.support.office import Client, Office

pytestmark = pytest.mark.anyio

EVERY = (
    "assets", "media", "take-outs", "media-uses", "bring-ins", "deliveries", "private-finds",
    "disposals", "stock-takes", "violations",
)  # fmt: skip


class Printed:
    """A PDF as somebody holds it: the words of each page, and the codes on the first."""

    def __init__(self, body: bytes) -> None:
        document = pypdfium2.PdfDocument(body)
        self.sizes = [page.get_size() for page in document]
        self.pages = [page.get_textpage().get_text_bounded() for page in document]
        self.codes = [self._codes(page) for page in document]

    def _codes(self, page: Any) -> list[str]:
        picture = page.render(scale=300 / 72).to_pil().convert("L")
        return [found.text for found in zxingcpp.read_barcodes(picture)]


async def printed(client: Client, path: str, **query: Any) -> Printed:
    answer = await client.get(path, **query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    return Printed(answer.content)


@pytest.fixture
async def things(office: Office) -> Things:
    return await some_things(office)


async def set_boxes(
    office: Office, titles: list[str], *, account: str = "yamada", **more: Any
) -> None:
    body = {"section": office.sections["nippori"], "sheet": "any", "titles": titles} | more
    await (await office.client(account)).post("/paper/approval-boxes", body, status=200)


# Registers ----------------------------------------------------------------------------------------


async def test_every_register_prints_even_when_it_is_empty(office: Office) -> None:
    kato = await office.client("kato")
    for name in EVERY:
        paper = await printed(kato, f"/paper/registers/{name}")
        assert (len(paper.pages), "1／1 頁" in paper.pages[0]) == (1, True)
        assert "0 件" in paper.pages[0], name
        wide, high = paper.sizes[0]
        assert (round(wide / 72 * 25.4), round(high / 72 * 25.4)) == (297, 210)


async def test_a_register_shows_its_lines_its_boxes_and_the_signed_head(things: Things) -> None:
    office = things.office
    await things.out()
    await set_boxes(office, ["所長", "副所長", "主査"])
    section = office.sections["nippori"]
    paper = await printed(
        await office.client("kato"), "/paper/registers/take-outs", section=section
    )
    page = paper.pages[0].replace("\r\n", "")
    for words in (
        "持出し・返却簿",
        "日の里区民事務所",
        "全期間",
        "1 件",
        "所長",
        "副所長",
        "主査",
        "佐藤",
        "持出中",
    ):
        assert words in page, words
    (code,) = paper.codes[0]
    assert code.startswith("test.daicho\n")


async def test_a_period_leaves_out_what_lies_outside(things: Things) -> None:
    await things.out()
    kato = await things.office.client("kato")
    query = {"from": "2023-02-21", "to": "2023-02-28"}
    assert "0 件" in (await printed(kato, "/paper/registers/take-outs", **query)).pages[0]
    query = {"from": "2023-02-20", "to": "2023-02-20"}
    assert "1 件" in (await printed(kato, "/paper/registers/take-outs", **query)).pages[0]
    wrong = await kato.get(
        "/paper/registers/take-outs", **{"from": "2023-02-20", "to": "2023-02-19"}
    )
    assert (wrong.status_code, wrong.json()["code"]) == (400, "period-wrong")


async def test_a_register_prints_what_its_page_was_narrowed_to(things: Things) -> None:
    await things.out()
    kato, path = await things.office.client("kato"), "/paper/registers/take-outs"
    out = (await printed(kato, path, status="handed_over")).pages[0]
    assert ("1 件" in out, "絞込み 状態 持出中" in out) == (True, True)
    assert "0 件" in (await printed(kato, path, status="verified")).pages[0]
    for words, told in (("町野区", "1 件"), (things.code.lower(), "1 件"), ("違う用務", "0 件")):
        page = (await printed(kato, path, q=words)).pages[0]
        assert (told in page, f"検索 {words}" in page) == (True, True), words
    assets = await printed(kato, "/paper/registers/assets", kind="terminal", q="SN-0001")
    assert all(words in assets.pages[0] for words in ("0 件", "種別 端末", "検索 SN-0001"))
    for query in ({"status": "burnt"}, {"kind": "medium"}):
        answer = await kato.get(path, **query)
        assert (answer.status_code, answer.json()["code"]) == (400, "filter-unknown")


async def test_a_long_register_counts_its_pages(things: Things) -> None:
    kato = await things.office.client("kato")
    for number in range(60):
        body = {
            "name": f"媒体 {number}", "kind": "medium", "type": "usb", "model": "SU-32",
            "serial": f"SN-1{number:03}", "section": things.office.sections["nippori"],
            "place": things.safe, "data_class": 1,
        }  # fmt: skip
        await kato.post("/assets", body, status=201)
    paper = await printed(kato, "/paper/registers/media")
    pages = len(paper.pages)
    assert pages > 1
    assert [f"{n}／{pages} 頁" in page for n, page in enumerate(paper.pages, start=1)] == [
        True
    ] * pages
    whole = "".join(paper.pages)
    assert all(f"SN-1{number:03}" in whole for number in range(60))
    assert all("管理番号" in page for page in paper.pages)


async def test_nothing_of_another_section_is_printed(things: Things) -> None:
    await things.out()
    minami = await things.office.client("minami")
    paper = await printed(minami, "/paper/registers/take-outs")
    assert "0 件" in paper.pages[0]
    section = things.office.sections["nippori"]
    answer = await minami.get("/paper/registers/take-outs", section=section)
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown-section")


async def test_there_is_no_register_of_another_name(office: Office) -> None:
    answer = await (await office.client("kato")).get("/paper/registers/secrets")
    assert answer.status_code in (400, 404)


# Approval boxes -----------------------------------------------------------------------------------


async def boxes(client: Client, section: str) -> dict[str, tuple[list[str], bool]]:
    found = (await client.get("/paper/approval-boxes", section=section)).json()["items"]
    return {one["sheet"]: (one["titles"], one["own"]) for one in found}


async def test_boxes_come_from_the_section_or_the_one_above(office: Office) -> None:
    kato, section = await office.client("kato"), office.sections["nippori"]
    assert (await boxes(kato, section))["take-out"] == (["課長", "係長", "担当"], False)
    mori = office.sections["kumin"]
    await set_boxes(office, ["区民課長"], account="mori", section=mori)
    assert (await boxes(kato, section))["take-out"] == (["区民課長"], False)
    await set_boxes(office, [], sheet="take-out")
    told = await boxes(kato, section)
    assert (told["take-out"], told["disposal"]) == (([], True), (["区民課長"], False))


async def test_boxes_are_set_by_who_answers_for_the_section(office: Office) -> None:
    body = {"section": office.sections["machiya"], "sheet": "any", "titles": ["所長"]}
    yamada = await office.client("yamada")
    told = await yamada.post("/paper/approval-boxes", body, status=404)
    assert told.json()["code"] == "unknown-section"
    told = await (await office.client("kato")).post("/paper/approval-boxes", body, status=403)
    assert told.json()["code"] == "role-missing"
    body["section"] = office.sections["nippori"]
    await yamada.post("/paper/approval-boxes", body, status=200)
    told = await yamada.post("/paper/approval-boxes", body, status=409)
    assert told.json()["code"] == "nothing-changed"
    for titles in (["x" * 13], [""], ["a\nb"], ["所長"] * 7):
        await yamada.post("/paper/approval-boxes", body | {"titles": titles}, status=400)


# Single forms -------------------------------------------------------------------------------------


async def test_a_take_out_prints_as_a_request_and_then_as_a_permit(things: Things) -> None:
    office = things.office
    take_out = await things.requested()
    kato = await office.client("kato")
    before = (await printed(kato, f"/paper/forms/take-out/{take_out}")).pages[0]
    assert "持出し申請書" in before
    await things.act("yamada", take_out, "approval", state="approved")
    paper = await printed(kato, f"/paper/forms/take-out/{take_out}")
    for words in ("持出し許可書", "2022-0001", "出張窓口での本人確認", "山田 司", "課長"):
        assert words in paper.pages[0], words
    assert paper.codes[0][0].startswith("test.daicho\n")
    answer = await (await office.client("minami")).get(f"/paper/forms/take-out/{take_out}")
    assert answer.status_code == 404


async def test_a_disposal_prints_with_what_it_is_about(things: Things) -> None:
    kato = await things.office.client("kato")
    body = {"codes": [things.code], "reason": "老朽化", "outcome": "destroy", "ownership": "own"}
    made = (await kato.post("/disposals", body, status=201)).json()["id"]
    page = (await printed(kato, f"/paper/forms/disposal/{made}")).pages[0]
    for words in ("廃棄申請書", "老朽化", "SN-0001", "加藤 守"):
        assert words in page, words
    assert (await kato.get("/paper/forms/disposal/none")).status_code == 404
