"""Pages for everybody: axe finds nothing, and a take-out is asked for without a mouse."""

from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.demo import Demo
from tests.support.rooms import DESKTOP, PHONE, ROOMS, settle, window

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

AXE = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"
LOOK = """async rules => (await axe.run(document, rules ? {runOnly: rules} : {})).violations
  .map(found => [found.id, found.nodes[0].html.slice(0, 160)])"""
SCHEMES: dict[Literal["light", "dark"], list[str] | None] = {
    "light": None,
    "dark": ["color-contrast"],
}
"""What axe looks for: the scheme changes the colours alone."""
PEOPLE = ("nippori-1", "ogu-fuku", "kansa-1")
FIRM_TABS = 60


def _in_both_sizes(page: Page, rules: list[str] | None = None) -> list[Any]:
    found: list[Any] = []
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        found += page.evaluate(LOOK, rules)
    return found


@pytest.mark.parametrize("scheme", list(SCHEMES))
@pytest.mark.parametrize("account", PEOPLE)
def test_axe_finds_nothing_on_any_page_in_any_size_or_scheme(
    account: str, scheme: Literal["light", "dark"], demo: Demo, browser: Browser
) -> None:
    with window(demo, browser, account, scheme) as page:
        page.add_init_script(path=AXE)
        found = {}
        for path in ROOMS[account]:
            settle(page, path)
            found[path] = _in_both_sizes(page, SCHEMES[scheme])
    assert {path: told for path, told in found.items() if told} == {}


def test_axe_finds_nothing_at_the_door_and_in_an_open_drawer(demo: Demo, browser: Browser) -> None:
    with window(demo, browser, "nippori-hokan") as page:
        page.add_init_script(path=AXE)
        settle(page, "/registers/assets")
        page.locator("tbody a").first.click()
        page.get_by_role("button", name="訂正", exact=True).click()
        expect(page.get_by_role("form", name="訂正する")).to_be_visible()
        drawer = _in_both_sizes(page)
        page.context.clear_cookies()
        page.goto("/")
        expect(page.get_by_role("heading", name="サインイン")).to_be_visible()
        assert drawer + _in_both_sizes(page) == []


def _tab_to(page: Page, words: str, kind: str = "") -> None:
    """Tab until the focus stands on something of this name."""
    for _ in range(FIRM_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(
            """([words, kind]) => {
              const at = document.activeElement;
              const labels = [...(at.labels ?? [])].map(one => one.textContent).join(' ');
              const name = [at.getAttribute('aria-label') ?? '', labels, at.textContent].join(' ');
              return name.includes(words) && (kind === '' || at.localName === kind);
            }""",
            [words, kind],
        ):
            return
    raise AssertionError(f"the keyboard does not reach {words}")


def test_a_take_out_is_asked_for_with_the_keyboard_alone(demo: Demo, browser: Browser) -> None:
    opened = browser.new_context(base_url=demo.server.url, locale="ja-JP")
    page = opened.new_page()
    page.goto("/")
    page.get_by_label("アカウント").wait_for()
    for field, words in (
        ("アカウント", "machiya-1"),
        ("パスワード", demo.accounts["machiya-1"]["password"]),
    ):
        _tab_to(page, field, "input")
        page.keyboard.insert_text(words)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="やること")).to_be_visible()
    _tab_to(page, "スキャン", "a")
    page.keyboard.press("Enter")
    _tab_to(page, "この所属の一覧から選ぶ", "summary")
    page.keyboard.press("Enter")
    page.locator(".assets button", has_text="USBメモリ 2").wait_for()
    _tab_to(page, "USBメモリ 2", "button")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="持出しを申請").wait_for()
    _tab_to(page, "持出しを申請", "button")
    page.keyboard.press("Enter")
    for field, words, kind in (("目的", "研修", "textarea"), ("持出し先", "本庁舎", "input")):
        _tab_to(page, field, kind)
        page.keyboard.insert_text(words)
    _tab_to(page, "明日", "button")
    page.keyboard.press("Enter")
    page.get_by_label("土岐 隆之").wait_for()
    _tab_to(page, "土岐 隆之", "input")
    page.keyboard.press("Space")
    _tab_to(page, "持出しを申請", "button")
    page.keyboard.press("Enter")
    expect(page.get_by_text("申請しました")).to_be_visible()
    opened.close()
