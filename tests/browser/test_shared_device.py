"""A reader that several people use: taken into service, signed in on with badge and PIN, locked, and out of service."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.counter_work import asked_for, badge_of
from tests.support.demo import Clerk, Demo
from tests.support.rooms import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

AXE = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"
LOOK = """async () => (await axe.run(document)).violations
  .map(found => [found.id, found.nodes[0].html.slice(0, 160)])"""
ADMIN, STAFF, HEAD = "shisetsu-1", "nippori-1", "nippori-fuku"
PIN, OTHER_PIN = "730264", "918350"
NAME = "日暮里窓口のリーダー"


def _looked_at(page: Page) -> list[object]:
    found: list[object] = []
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        found += page.evaluate(LOOK)
        if page.evaluate("() => document.documentElement.scrollWidth") > size["width"]:
            found.append(("too wide", size))
    return found


def _enrolled(clerk: Clerk) -> str:
    """The code that is shown once."""
    clerk.go("/settings")
    clerk.page.get_by_role("link", name="共用端末").click()
    clerk.page.get_by_text("共用端末を加える").click()
    clerk.page.get_by_label("端末の名前").fill(NAME)
    clerk.page.get_by_label("置く所属").select_option(label="日暮里区民事務所")
    clerk.press("登録コードを発行する")
    clerk.sees(f"「{NAME}」の登録コード")
    return clerk.page.locator("p.code.big").inner_text()


def _pin_chosen(demo: Demo, browser: Browser, account: str, pin: str) -> None:
    clerk = demo.clerk(browser, account)
    clerk.page.locator("summary", has_text="利用者").click()
    clerk.press("PINを決める")
    clerk.page.get_by_label("今のパスワード").fill(demo.accounts[account]["password"])
    clerk.page.get_by_label("新しいPIN", exact=True).fill(pin)
    clerk.page.get_by_label("新しいPIN（もう一度）").fill(pin)
    clerk.press("このPINにする")
    clerk.sees("PINを決めました")
    clerk.page.context.close()


def _counter(demo: Demo, browser: Browser, code: str) -> Clerk:
    """The browser of the shared device, nobody signed in."""
    context = browser.new_context(
        base_url=demo.server.url, locale="ja-JP", timezone_id="Asia/Tokyo", viewport=DESKTOP
    )
    counter = Clerk(context.new_page())
    counter.page.clock.install()
    counter.page.add_init_script(path=AXE)
    counter.go("/")
    counter.page.get_by_text("この端末を共用端末にする").click()
    counter.page.get_by_label("登録コード").fill(code.lower())
    counter.press("この端末を登録する")
    counter.sees(f"日暮里区民事務所の共用端末「{NAME}」です")
    counter.sees("職員証のコードを読み取ってください")
    return counter


def _badge(counter: Clerk, demo: Demo, account: str, pin: str) -> None:
    counter.sees("職員証のコードを読み取ってください")
    # A page under Playwright's clock reads it for each key: it stands still while the reader's keys come.
    counter.page.clock.pause_at(counter.page.evaluate("Date.now()") / 1_000 + 1)
    counter.wedge(badge_of(demo, account))
    counter.page.clock.resume()
    expect(counter.page.get_by_label("PIN（6～12桁）")).to_be_focused()
    counter.page.get_by_label("PIN（6～12桁）").fill(pin)
    counter.press("サインイン")


def test_a_badge_opens_the_counter_and_the_own_secret_decides(demo: Demo, browser: Browser) -> None:
    asked_for(demo, STAFF, "USBメモリ 3")
    admin = demo.clerk(browser, ADMIN)
    admin.page.add_init_script(path=AXE)
    counter = _counter(demo, browser, _enrolled(admin))
    found = _looked_at(counter.page)
    for account, pin in ((STAFF, PIN), (HEAD, OTHER_PIN)):
        _pin_chosen(demo, browser, account, pin)
    _badge(counter, demo, STAFF, OTHER_PIN)
    counter.sees("できませんでした")
    counter.page.get_by_label("PIN（6～12桁）").fill(PIN)
    counter.press("サインイン")
    counter.sees("三枝 千尋さんが使っています")
    found += _looked_at(counter.page)
    counter.press("使い終わる")
    _badge(counter, demo, HEAD, OTHER_PIN)
    counter.sees("沢渡 誠さんが使っています")
    _decides_with_the_own_secret(counter, demo.accounts[HEAD]["password"])
    _locks_by_itself(counter, demo)
    _goes_out_of_service(admin, counter)
    found += _looked_at(admin.page)
    assert found == []


def _decides_with_the_own_secret(counter: Clerk, password: str) -> None:
    counter.go("/")
    row = counter.page.get_by_role("listitem").filter(has_text="USBメモリ 3")
    row.get_by_role("button", name="承認する").first.click()
    counter.sees("統計資料の提出")
    approve = counter.page.get_by_role("form").get_by_role("button", name="承認する", exact=True)
    approve.click()
    asking = counter.page.get_by_role("dialog", name="パスワードを入力してください")
    _thinks_again(asking, approve)
    asking.get_by_label("パスワード").fill("wrong horse")
    asking.get_by_role("button", name="続ける").click()
    expect(asking.get_by_role("alert")).to_be_visible()
    asking.get_by_label("パスワード").fill(password)
    asking.get_by_role("button", name="続ける").click()
    expect(asking).to_have_count(0)
    counter.sees("記録しました")


def _thinks_again(asking: Locator, pressed: Locator) -> None:
    """Nothing is decided, and the keyboard stands where it stood: the same key asks again."""
    asking.get_by_role("button", name="やめる").click()
    expect(asking).to_have_count(0)
    expect(pressed).to_be_focused()
    pressed.press("Enter")
    expect(asking).to_be_visible()
    asking.press("Escape")
    expect(pressed).to_be_focused()
    pressed.press("Enter")


def _locks_by_itself(counter: Clerk, demo: Demo) -> None:
    counter.page.clock.fast_forward(105_000)
    counter.sees("秒で終わります")
    counter.page.clock.fast_forward(20_000)
    over = counter.page.get_by_role("dialog", name="もう一度サインイン")
    expect(over).to_contain_text("しばらく操作がなかった")
    _badge(counter, demo, HEAD, OTHER_PIN)
    expect(over).to_have_count(0)
    counter.sees("沢渡 誠さんが使っています")


def _goes_out_of_service(admin: Clerk, counter: Clerk) -> None:
    admin.go("/devices")
    row = admin.page.get_by_role("listitem").filter(has_text=NAME)
    expect(row).to_contain_text("利用中")
    row.get_by_role("button", name="利用停止にする").click()
    row.get_by_role("button", name="利用停止にする").click()
    expect(row).to_contain_text("利用停止")
    counter.go("/")
    expect(counter.page.get_by_label("アカウント")).to_be_visible()
