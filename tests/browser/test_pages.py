"""Every page opens for those who have it: quietly, from our own host alone, and no wider than a phone."""

from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.support.demo import Demo, wedge
from tests.support.rooms import PHONE, ROOMS, settle, window

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

REACH = "() => document.documentElement.scrollWidth"
WORDS = "持ち出す前に書きかけた目的"


def _listen(page: Page) -> tuple[list[str], set[str]]:
    """What the page complains about, and the hosts that it asks."""
    complaints: list[str] = []
    hosts: set[str] = set()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None,
    )
    page.on("request", lambda asked: hosts.add(urlsplit(asked.url).netloc))
    return complaints, hosts


@pytest.mark.parametrize("account", list(ROOMS))
def test_every_page_of_a_role_opens_quietly_on_a_desk_and_on_a_phone(
    account: str, demo: Demo, browser: Browser
) -> None:
    with window(demo, browser, account) as page:
        complaints, hosts = _listen(page)
        for path in ROOMS[account]:
            settle(page, path)
        page.set_viewport_size(PHONE)
        wide = {}
        for path in ROOMS[account]:
            settle(page, path)
            wide[path] = page.evaluate(REACH)
    assert complaints == []
    assert hosts - {""} == {urlsplit(demo.server.url).netloc}
    assert {path: width for path, width in wide.items() if width > PHONE["width"]} == {}


def test_the_label_in_the_drawer_is_the_label_of_the_thing(demo: Demo, browser: Browser) -> None:
    with window(demo, browser, "nippori-hokan") as page:
        settle(page, "/registers/assets")
        page.get_by_role("link", name="M-2022-0004").click()
        picture = page.get_by_role("img", name="ラベル")
        expect(picture).to_be_visible()
        code = (picture.get_attribute("alt") or "").split()[-1]
        png = page.context.request.get(picture.get_attribute("src") or "").body()
        assert page.evaluate("() => document.querySelector('figure img').naturalWidth") > 0
    read = [one.text for one in zxingcpp.read_barcodes(Image.open(BytesIO(png)))]
    assert read, "no code in the label"
    assert code.replace("-", "") in read[0].replace("-", "")


def test_what_the_auditor_downloads_verifies(demo: Demo, browser: Browser, tmp_path: Path) -> None:
    with window(demo, browser, "kansa-1") as page:
        settle(page, "/exports")
        page.get_by_role("button", name="監査資料のZIPを作る").click()
        ready = page.get_by_role("status").get_by_role("link", name="ダウンロード")
        with page.expect_download() as download:
            ready.click()
        bundle = tmp_path / "bundle.zip"
        download.value.save_as(bundle)
    verified = demo.server.daicho("verify", str(bundle))
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_a_session_that_ends_asks_again_and_keeps_what_was_typed(
    demo: Demo, browser: Browser
) -> None:
    with window(demo, browser, "machiya-2") as page:
        settle(page, "/scan")
        page.get_by_text("この所属の一覧から選ぶ").click()
        page.locator(".assets button", has_text="USBメモリ 2").click()
        page.get_by_role("button", name="持出しを申請").click()
        page.get_by_label("目的").fill(WORDS)
        page.get_by_label("持出し先").fill("本庁舎")
        page.get_by_role("button", name="明日").click()
        page.get_by_label("早乙女 翠").check()
        page.context.clear_cookies()
        page.get_by_role("button", name="持出しを申請").click()
        again = page.get_by_role("dialog", name="もう一度サインイン")
        again.get_by_label("アカウント").fill("machiya-2")
        again.get_by_label("パスワード", exact=True).fill(demo.accounts["machiya-2"]["password"])
        assert page.get_by_label("目的").input_value() == WORDS
        again.get_by_role("button", name="サインイン").click()
        expect(page.get_by_text("申請しました")).to_be_visible()


def test_a_server_out_of_reach_is_told_in_one_calm_bar(demo: Demo, browser: Browser) -> None:
    with window(demo, browser, "nippori-1") as page:
        settle(page, "/registers/assets")
        page.context.set_offline(True)
        page.get_by_role("link", name="持出し", exact=True).click()
        expect(page.get_by_text("サーバーに届きません。")).to_have_count(1)
        page.context.set_offline(False)
        page.get_by_role("button", name="いま確かめる").click()
        expect(page.get_by_text("サーバーに届きません。")).to_have_count(0)
        expect(page.locator("tbody tr").first).to_be_visible()


@pytest.mark.parametrize("form", ["{code}", "HTTPS://DAICHO.LOCAL/Q/{code}", "full width"])
def test_a_reader_that_fires_into_a_field_leaves_the_field_as_it_was(
    form: str, demo: Demo, browser: Browser
) -> None:
    code = demo.asset("nippori-1", "USBメモリ 1")["code"].replace("-", "").lower()
    burst = form.format(code=code)
    if form == "full width":
        burst = "".join(chr(ord(one) + 0xFEE0) for one in code)
    with window(demo, browser, "nippori-1") as page:
        settle(page, "/registers/assets")
        field = page.get_by_label("この台帳で探す")
        field.fill("端末")
        page.get_by_text("3件").first.wait_for()
        field.select_text()
        wedge(page, burst)
        expect(page.get_by_text("を読み取りました")).to_be_visible()
        assert field.input_value() == "端末"
        page.get_by_role("button", name="この品を開く").click()
        expect(page.get_by_role("heading", name="USBメモリ 1")).to_be_visible()


def test_an_unknown_code_stays_listed_with_its_reason(demo: Demo, browser: Browser) -> None:
    with window(demo, browser, "nippori-1") as page:
        settle(page, "/scan")
        wedge(page, "4901234567894")
        expect(page.get_by_role("heading", name="読み取れましたが、使えません")).to_be_visible()
        page.get_by_role("button", name="次をスキャンする").click()
        expect(page.get_by_role("listitem").filter(has_text="4901-2345-6789-4")).to_be_visible()
