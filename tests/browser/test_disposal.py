"""廃棄 in the browser by four persons: request, permission, a contractor's work with a photograph, certificate, end."""

import io
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.test_accessibility import AXE, LOOK
from tests.support.demo import Clerk, Demo
from tests.support.rooms import DESKTOP, PHONE, settle, window

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

REQUESTER, MANAGER, KEEPER, HEAD = "machiya-1", "security-1", "machiya-hokan", "machiya-fuku"
THING = "USBメモリ 2"


def _photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (320, 240), "steelblue").save(out, "JPEG")
    return out.getvalue()


def _request(clerk: Clerk) -> str:
    """The address of the new disposal."""
    clerk.go("/disposals")
    clerk.press("廃棄を申請する")
    clerk.page.get_by_label(THING).check()
    clerk.page.get_by_label("理由").fill("容量が足りず更新したため")
    clerk.page.get_by_role("button", name="申請する", exact=True).click()
    clerk.sees("申請中")
    return clerk.page.url.partition("?")[2]


def _permit(clerk: Clerk, query: str) -> None:
    clerk.go(f"/disposals?{query}")
    clerk.sees("容量が足りず更新したため")
    clerk.press("廃棄を承認")
    clerk.sees("対象と理由を確かめて承認します。")
    clerk.page.get_by_role("button", name="廃棄を承認").last.click()
    clerk.sees("承認済")


def _hand_over(clerk: Clerk, query: str) -> None:
    clerk.go(f"/disposals?{query}")
    clerk.press("業者へ引き渡す")
    clerk.page.get_by_label("業者名").fill("架空リサイクル株式会社")
    clerk.page.get_by_label("契約").fill("令和4年度 単価契約")
    clerk.page.get_by_label("受け取った人", exact=False).first.fill("回収 一郎")
    _sign(clerk.page)
    clerk.page.get_by_role("button", name="業者へ引き渡す").last.click()
    clerk.sees("業者へ引渡し済")
    expect(clerk.page.get_by_role("img", name="受け取った人の署名")).to_be_visible()


def _sign(page: Page) -> None:
    """Whoever takes them draws a name; begun and not used, it holds the hand-over back."""
    page.get_by_role("button", name="枠の中に署名する").click()
    sheet = page.get_by_label("署名の枠。")
    sheet.scroll_into_view_if_needed()
    box = sheet.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 70, steps=4)
    page.mouse.up()
    expect(page.get_by_role("button", name="業者へ引き渡す").last).to_be_disabled()
    page.get_by_role("button", name="この署名を使う").click()
    expect(page.get_by_text("署名を受け取りました")).to_be_visible()


def _record(clerk: Clerk, query: str) -> None:
    """A weak method is refused with those that suffice; then the right one, with a photograph."""
    clerk.go(f"/disposals?{query}")
    clerk.press("消去・破壊を記録")
    clerk.page.get_by_label("方法").select_option("overwrite")
    clerk.page.get_by_label("用具").fill("破砕車 C-1")
    clerk.page.get_by_role("button", name="消去・破壊を記録").last.click()
    clerk.sees("のいずれかで実施してください")
    clerk.page.get_by_label("方法").select_option("shred")
    photo = FilePayload(name="photo.jpg", mimeType="image/jpeg", buffer=_photo())
    clerk.page.get_by_label("写真を加える").set_input_files([photo])
    expect(clerk.page.get_by_role("img", name="写真 1")).to_be_visible()
    clerk.page.get_by_role("button", name="消去・破壊を記録").last.click()
    clerk.sees("証明書待ち")


def _certify(clerk: Clerk, query: str, serial: str) -> None:
    """First with a digit turned round: every difference is told; then the corrected one takes its place."""
    clerk.go(f"/disposals?{query}")
    for number, told in (("C-2023-7", serial[::-1]), ("C-2023-8", serial)):
        clerk.press("証明書を登録")
        clerk.page.get_by_label("証明書の番号").fill(number)
        clerk.page.get_by_label("製造番号").fill(told)
        if number != "C-2023-7":
            clerk.page.get_by_label("差し替える証明書").select_option(label="C-2023-7")
        clerk.page.get_by_role("button", name="証明書を登録").last.click()
        clerk.sees("証明書と記録の相違" if told != serial else "完了確認待ち")


def _verify(clerk: Clerk, query: str) -> None:
    clerk.go(f"/disposals?{query}")
    clerk.press("完了を確認")
    clerk.sees("取り消せません")
    clerk.page.get_by_role("button", name="完了を確認").last.click()
    clerk.sees("今あなたがすることはありません。")


def test_four_persons_dispose_of_a_medium_from_request_to_certificate(
    demo: Demo, browser: Browser
) -> None:
    code, serial = _thing(demo)
    query = _request(demo.clerk(browser, REQUESTER))
    _permit(demo.clerk(browser, MANAGER), query)
    keeper = demo.clerk(browser, KEEPER)
    _hand_over(keeper, query)
    _record(keeper, query)
    _certify(keeper, query, serial)
    keeper.sees("できない理由")
    _verify(demo.clerk(browser, HEAD), query)

    with demo.api(HEAD) as client:
        assert client.get(f"/api/assets/{code}").json()["state"] == "disposed"
        record = client.get(f"/api/disposals/{query.removeprefix('open=')}/record")
        assert record.content.startswith(b"%PDF-")


def _thing(demo: Demo) -> tuple[str, str]:
    """Code and serial of the site's second medium."""
    with demo.api(KEEPER) as client:
        found = client.get("/api/assets", params={"q": THING, "limit": 200}).json()["items"]
    one = next(asset for asset in found if "町屋" in asset["section_name"])
    return one["code"], one["serial"]


def in_both_sizes(page: Page) -> list[Any]:
    found: list[Any] = []
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        found += page.evaluate(LOOK, None)
    return found


def test_axe_finds_nothing_on_the_pages_of_disposals(demo: Demo, browser: Browser) -> None:
    with demo.api("koseki-hokan") as client:
        (waiting,) = client.get("/api/disposals", params={"status": "open"}).json()["items"]
    with window(demo, browser, "koseki-hokan") as page:
        page.add_init_script(path=AXE)
        settle(page, "/disposals")
        found = in_both_sizes(page)
        page.get_by_role("button", name="廃棄を申請する").click()
        expect(page.get_by_label("理由")).to_be_visible()
        found += in_both_sizes(page)
        for step in ("消去・破壊を記録", "業者へ引き渡す"):
            settle(page, f"/disposals?open={waiting['id']}")
            page.get_by_role("button", name=step).first.click()
            found += in_both_sizes(page)
        settle(page, "/disposals?view=methods")
        found += in_both_sizes(page)
    assert found == []


def test_the_methods_of_a_day_stand_in_one_table(demo: Demo, browser: Browser) -> None:
    with window(demo, browser, "koseki-1") as page:
        settle(page, "/disposals")
        page.get_by_role("link", name="消去・破壊の方法").click()
        shred = page.get_by_role("row", name="細断")
        expect(shred.get_by_role("cell").first).to_have_text("破壊")
        edition = page.get_by_role("rowgroup").filter(has=shred)
        expect(edition).to_contain_text("NIST SP 800-88 Rev.1")
        expect(page.get_by_role("row", name="暗号鍵の消去").get_by_role("cell").first).to_have_text(
            "除去※"
        )
        expect(page.get_by_role("row", name="フォーマット")).to_contain_text("不可")
        page.get_by_label("基準日").fill("2026-01-05")
        expect(edition).to_contain_text("NIST SP 800-88 Rev.2")


def test_the_arrow_keys_lead_from_the_disposals_to_the_registers_beside_them(
    demo: Demo, browser: Browser
) -> None:
    with window(demo, browser, "koseki-1") as page:
        settle(page, "/disposals")
        tabs = page.get_by_role("navigation", name="台帳").get_by_role("link")
        here = tabs.filter(has_text="廃棄")
        expect(here).to_have_attribute("aria-current", "page")
        here.focus()
        page.keyboard.press("ArrowRight")
        expect(tabs.filter(has_text="持込み")).to_be_focused()
        page.keyboard.press("Home")
        expect(tabs.first).to_be_focused()
        page.keyboard.press("ArrowLeft")
        expect(tabs.last).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="棚卸")).to_be_visible()
