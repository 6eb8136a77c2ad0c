"""Labels from the page: chosen in the list, laid on a used sheet, read back, printed; a blank becomes a thing."""

from io import BytesIO
from pathlib import Path
from secrets import token_hex
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.support.demo import Demo, wedge
from tests.support.rooms import DESKTOP, PHONE, settle, window

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

AXE = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"
LOOK = """async () => (await axe.run(document)).violations
  .map(found => [found.id, found.nodes[0].html.slice(0, 160)])"""
KEEPER = "nippori-hokan"


def read(pdf: bytes) -> list[str]:
    page: Image.Image = pypdfium2.PdfDocument(BytesIO(pdf))[0].render(scale=300 / 72).to_pil()
    return [one.text for one in zxingcpp.read_barcodes(page)]


def fetched(page: Page, name: str) -> bytes:
    link = page.get_by_role("link", name=name).first
    answer = page.context.request.get(link.get_attribute("href") or "")
    assert answer.status == 200, answer.text()
    return answer.body()


def looked_at(page: Page) -> list[Any]:
    found: list[Any] = []
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        found += page.evaluate(LOOK)
        if page.evaluate("() => document.documentElement.scrollWidth") > size["width"]:
            found.append(("too wide", size))
    return found


def test_ticked_things_are_printed_from_the_first_free_cell(demo: Demo, browser: Browser) -> None:
    with window(demo, browser, KEEPER) as page:
        page.add_init_script(path=AXE)
        settle(page, "/registers/assets")
        page.get_by_role("button", name="表示中のラベルを印刷").click()
        expect(page.get_by_text("7件を選択中")).to_be_visible()
        page.get_by_role("checkbox", name="USBメモリ 1").uncheck()
        first = page.get_by_role("radio", checked=True)
        first.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowRight")
        expect(page.get_by_text("5番目の枠から印刷します")).to_be_visible()
        page.get_by_role("radio", name="2番の枠（使用済み）", exact=True).click()
        expect(page.get_by_text("2番目の枠から印刷します")).to_be_visible()
        found = looked_at(page)
        page.get_by_role("button", name="6枚の紙面を作る").click()
        expect(page.get_by_text("6枚すべてのQRが読み取れることを確かめました")).to_be_visible()
        assert len(read(fetched(page, "紙面を開く"))) == 6
        settle(page, "/labels?tab=log")
        expect(page.get_by_role("listitem").filter(has_text="6枚（用紙1枚）")).to_be_visible()
        assert found + looked_at(page) == []


def test_a_scan_adds_to_what_is_printed(demo: Demo, browser: Browser) -> None:
    code = demo.asset(KEEPER, "USBメモリ 2")["code"].replace("-", "")
    with window(demo, browser, KEEPER) as page:
        settle(page, "/labels")
        page.locator("main li").first.wait_for()
        wedge(page, code)
        expect(page.get_by_text("USBメモリ 2 を加えました")).to_be_visible()
        expect(page.get_by_text("1件を選択中")).to_be_visible()


def test_a_blank_that_is_scanned_becomes_the_label_of_a_thing(demo: Demo, browser: Browser) -> None:
    with window(demo, browser, KEEPER) as page:
        page.add_init_script(path=AXE)
        settle(page, "/labels?tab=blanks")
        page.get_by_label("枚数").fill("2")
        page.get_by_role("button", name="白ラベル2枚の紙面を作る").click()
        blank, _ = read(fetched(page, "紙面を開く"))
        settle(page, "/scan")
        wedge(page, blank)
        expect(page.get_by_role("heading", name="白ラベル")).to_be_visible()
        assert looked_at(page) == []
        page.get_by_role("link", name="このラベルで登録する").click()
        form = page.get_by_role("dialog", name="新しく登録")
        for field, words in (("名称", "鍵箱の媒体"), ("型番", "UM-64"), ("製造番号", "B-0001")):
            form.get_by_label(field).fill(words)
        form.get_by_role("button", name="登録する").click()
        expect(page.get_by_role("heading", name="鍵箱の媒体")).to_be_visible()
    assert demo.asset(KEEPER, "鍵箱の媒体")["code"].replace("-", "") == blank


def test_a_sheet_that_does_not_fit_says_so_before_it_is_sent(demo: Demo, browser: Browser) -> None:
    with window(demo, browser, KEEPER) as page:
        page.add_init_script(path=AXE)
        settle(page, "/labels?tab=paper")
        page.get_by_label("用紙の呼び名").fill("棚札")
        page.get_by_label("左の余白").fill("20")
        expect(page.get_by_text("右に 8 mm 出ています")).to_be_visible()
        expect(page.get_by_role("button", name="この用紙を追加する")).to_be_disabled()
        page.get_by_label("左の余白").fill("6")
        page.get_by_role("button", name="この用紙を追加する").click()
        expect(page.get_by_role("link", name="棚札 の試し刷り")).to_be_visible()
        assert looked_at(page) == []
        settle(page, "/labels?tab=printers")
        page.get_by_label("呼び名").fill("窓口の複合機")
        page.get_by_label("右へずらす").fill("1.5")
        page.get_by_role("button", name="記録する").click()
        expect(page.get_by_text("右へ 1.5 mm")).to_be_visible()
        expect(page.get_by_label("呼び名")).to_have_value("")
        page.mouse.move(0, 0)
        assert looked_at(page) == []


def test_another_label_makes_the_old_one_void(demo: Demo, browser: Browser) -> None:
    old = demo.asset(KEEPER, "USBメモリ 3")["code"].replace("-", "")
    with window(demo, browser, KEEPER) as page:
        settle(page, "/registers/assets")
        page.get_by_role("link", name="M-2022-0006").click()
        page.get_by_role("button", name="ラベルを再発行").click()
        page.get_by_label("再発行の理由").fill("はがれた")
        page.get_by_role("button", name="再発行する").click()
        expect(page.get_by_text("新しいラベルは")).to_be_visible()
        settle(page, f"/q/{old}")
        expect(page.get_by_text("このラベルは無効です")).to_be_visible()
        expect(page.get_by_role("heading", name="USBメモリ 3")).to_be_visible()
        _is_told(page, old, "void")


def test_a_camera_that_opens_a_label_of_what_is_no_more_tells_it(
    demo: Demo, browser: Browser
) -> None:
    """A telephone's own camera opens the address by itself: the page says what is odd, and the reading is kept."""
    gone, lost = _destroyed_and_lost(demo)
    with window(demo, browser, "koseki-hokan") as page:
        page.add_init_script(path=AXE)
        for code, words, kind in (
            (gone, "台帳では「廃棄済」です", "disposed"),
            (lost, "品物に付いたことのないラベルです", "void"),
        ):
            settle(page, f"/q/{code}")
            expect(page.get_by_role("alert")).to_contain_text(words)
            _is_told(page, code, kind)
            assert looked_at(page) == []
        settle(page, "/registers/assets")
        page.evaluate("code => location.assign(`/q/${code}`)", gone)
        expect(page.get_by_role("alert")).to_be_visible()
        page.wait_for_load_state("networkidle")
        _is_told(page, gone, "disposed")  # once only: a link of ours is no reading


def _destroyed_and_lost(demo: Demo) -> tuple[str, str]:
    """The codes of a disk that was shredded, and of a blank label that was made void."""
    with demo.api("koseki-hokan") as client:
        (gone,) = client.get("/api/assets", params={"state": "disposed"}).json()["items"]
        body: dict[str, Any] = {"count": 1, "section": gone["section"], "sheet": "a4-44"}
        job = client.post("/api/labels/blanks", json=body, headers=_key()).json()["id"]
        (lost,) = client.get(f"/api/labels/prints/{job}").json()["codes"]
        path, why = f"/api/labels/prints/{job}/void", {"why": "一束を紛失"}
        assert client.post(path, json=why, headers=_key()).status_code == 200
    return gone["code"].replace("-", ""), lost.replace("-", "")


def _key() -> dict[str, str]:
    return {"Idempotency-Key": token_hex(16)}


def _is_told(page: Page, code: str, *kinds: str) -> None:
    """Strays that wait for an explanation, by whom the reading was not made."""
    for _ in range(50):
        told = page.context.request.get("/api/stray-scans", params={"code": code}).json()["items"]
        if told:
            break
        page.wait_for_timeout(100)
    assert tuple(one["kind"] for one in told) == kinds
