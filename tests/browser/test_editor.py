"""The floor editor: drawn with the mouse, by the keyboard alone and with a finger, judged while it is drawn."""

from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.demo import Demo
from tests.support.drawing import HUMAN, Draughtsman, draft_of, floor_of
from tests.support.rooms import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

DRAWER = "shisetsu-1"
AXE = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"
LOOK = """async () => (await axe.run(document)).violations
  .map(found => [found.id, found.nodes[0].html.slice(0, 160)])"""
FIRM_TABS = 120
NAME_OF_FOCUS = """() => {
  const at = document.activeElement;
  const labels = [...(at.labels ?? [])].map(one => one.textContent).join(' ');
  return [at.getAttribute('aria-label') ?? '', labels, at.localName].join(' ');
}"""


def _desk(demo: Demo, browser: Browser, floor: str = "日暮里", **context: Any) -> Draughtsman:
    clerk = demo.clerk(browser, DRAWER, **context)
    return Draughtsman(clerk, floor_of(demo, DRAWER, floor))


def _around(seat: list[float]) -> list[tuple[float, float]]:
    x, y = seat
    return [(x - 600, y - 400), (x - 600, y + 500), (x + 600, y + 500), (x + 600, y - 400)]


def test_a_partition_around_the_seat_makes_it_blind_and_undo_takes_that_back(
    demo: Demo, browser: Browser
) -> None:
    desk = _desk(demo, browser)
    floor = floor_of(demo, DRAWER, "日暮里")
    terminal = next(t for t in draft_of(demo, DRAWER, floor)["terminals"] if t["kind"] == "juki")
    desk.opens("違反")
    expect(desk.panel.get_by_text("違反は検出されていません")).to_be_visible()
    desk.take("p")
    for point in _around(terminal["seat"]["at"]):
        desk.click(*point)
    desk.page.keyboard.press("Enter")
    found = desk.panel.get_by_role("button", name="統合端末が死角にある")
    expect(found).to_contain_text("新たに発生")
    expect(desk.table.locator("text.unseen")).to_have_text("死角")
    assert desk.table.locator("g.blind path").count() > 0
    found.click()
    expect(desk.panel.get_by_text("どの監督席・カメラからも見えません").first).to_be_visible()
    desk.is_saved()
    desk.table.focus()
    for _ in range(3):
        desk.page.keyboard.press("Control+z")
    expect(found).to_have_count(0)
    expect(desk.table.locator("text.unseen")).to_have_count(0)
    desk.page.keyboard.press("Control+y")
    expect(desk.page.get_by_role("button", name="やり直す")).to_be_enabled()
    desk.page.keyboard.press("Control+z")
    desk.is_saved()
    assert desk.clerk.troubles == []


def _tab_to(page: Page, words: str) -> None:
    for _ in range(FIRM_TABS):
        page.keyboard.press("Tab")
        if words in page.evaluate(NAME_OF_FOCUS):
            return
    raise AssertionError(f"the keyboard does not reach {words}")


def test_a_wall_is_drawn_numbered_and_saved_by_the_keyboard_alone(
    demo: Demo, browser: Browser
) -> None:
    desk = _desk(demo, browser, "町屋")
    page, keys = desk.page, desk.page.keyboard
    _tab_to(page, "図面を描く場所")
    keys.press("p")
    for typed in ("@1000,1000", "2000,0", ""):
        keys.type(typed, delay=HUMAN)
        keys.press("Enter")
    _tab_to(page, "上端の高さ")
    keys.press("Control+a")
    keys.type("1450", delay=HUMAN)
    keys.press("Enter")
    desk.is_saved()
    floor = floor_of(demo, DRAWER, "町屋")
    drawn = draft_of(demo, DRAWER, floor)["walls"][-1]
    expected = {"kind": "partition", "from": [1000, 1000], "to": [3000, 1000], "top": 1450}
    assert {key: drawn[key] for key in expected} == expected
    keys.press("Escape")
    desk.table.focus()
    keys.press("v")
    keys.press("ArrowUp")
    keys.press("Alt+ArrowRight")
    keys.press("Control+s")
    expect(page.get_by_label("始点 Y")).to_have_value("1100")
    expect(page.get_by_label("始点 X")).to_have_value("1001")


def test_a_drag_moves_what_is_under_it_in_one_step(demo: Demo, browser: Browser) -> None:
    desk = _desk(demo, browser, "南千住")
    floor = floor_of(demo, DRAWER, "南千住")
    x, y = draft_of(demo, DRAWER, floor)["viewpoints"][0]["at"]
    desk.pull((x, y), (x + 1000, y - 1000))
    expect(desk.panel.get_by_role("heading", name="監督席 v1")).to_be_visible()
    desk.is_saved()
    moved = draft_of(demo, DRAWER, floor)["viewpoints"][0]["at"]
    assert moved != [x, y]
    desk.table.focus()
    desk.page.keyboard.press("Control+z")
    expect(desk.page.get_by_label("位置 X")).to_have_value(str(x))


def test_everything_on_the_plan_can_be_selected_from_the_list(demo: Demo, browser: Browser) -> None:
    desk = _desk(demo, browser, "南千住")
    desk.opens("一覧")
    desk.panel.get_by_role("button", name="監督席 v1").click()
    desk.panel.get_by_role("button", name="統合端末 t1").click(modifiers=["Shift"])
    desk.opens("数値")
    expect(desk.panel.get_by_role("heading", name="2個を選択中")).to_be_visible()
    expect(desk.panel.get_by_role("button", name="左をそろえる")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_editor(
    scheme: Literal["light", "dark"], demo: Demo, browser: Browser
) -> None:
    clerk = demo.clerk(browser, DRAWER, color_scheme=scheme)
    clerk.page.add_init_script(path=AXE)
    desk = Draughtsman(clerk, floor_of(demo, DRAWER, "尾久"))
    desk.take("p")
    found: list[Any] = []
    for panel in ("違反", "一覧", "背景", "数値"):
        desk.opens(panel)
        for size in (PHONE, DESKTOP):
            desk.page.set_viewport_size(size)
            found += desk.page.evaluate(LOOK)
    desk.page.get_by_role("button", name="キー操作").click()
    assert found + desk.page.evaluate(LOOK) == []


def test_the_editor_is_usable_on_a_phone_with_a_finger(demo: Demo, browser: Browser) -> None:
    desk = _desk(demo, browser, "戸籍", viewport=PHONE, has_touch=True)
    page = desk.page
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("button", name="間仕切り", exact=False).first.tap()
    desk.table.scroll_into_view_if_needed()
    for x, y in ((1500.0, 3000.0), (3500.0, 3000.0)):
        page.touchscreen.tap(*desk.at(x, y))
    expect(page.get_by_role("button", name="元に戻す")).to_be_enabled()
    desk.is_saved()
    assert desk.clerk.troubles == []
