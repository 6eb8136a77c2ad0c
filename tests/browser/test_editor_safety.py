"""Nothing that was drawn is lost: two people at one draft, a server that is away, a page that is closed."""

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.support.demo import Demo
from tests.support.drawing import HUMAN, Draughtsman, draft_of, floor_of

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

ONE, OTHER = "shisetsu-1", "shisetsu-2"


def _typed(desk: Draughtsman, key: str, *points: str) -> None:
    desk.take(key)
    for point in (*points, ""):
        desk.page.keyboard.type(point, delay=HUMAN)
        desk.page.keyboard.press("Enter")
    desk.page.keyboard.press("Escape")
    desk.take("v")


def _height(desk: Draughtsman, name: str, height: str) -> None:
    desk.opens("一覧")
    wall = desk.panel.get_by_role("button", name=name, exact=False).first
    if not wall.is_visible():
        desk.panel.get_by_text("壁・扉など").click()
    wall.click()
    desk.opens("数値")
    field = desk.panel.get_by_label("上端の高さ")
    field.fill(height)
    field.press("Enter")


def test_two_drawings_of_one_draft_become_one_and_only_what_clashes_is_asked(
    demo: Demo, browser: Browser
) -> None:
    floor = floor_of(demo, ONE, "日暮里")
    one = Draughtsman(demo.clerk(browser, ONE), floor)
    other = Draughtsman(demo.clerk(browser, OTHER), floor)
    _typed(one, "p", "@1000,1000", "1000,0")
    one.is_saved()
    _typed(other, "g", "@1000,2000", "1500,0")
    expect(other.page.get_by_text("ほかの人が保存した変更を1件取り込みました")).to_be_visible()
    other.is_saved()
    kinds = [wall["kind"] for wall in draft_of(demo, ONE, floor)["walls"][-2:]]
    assert sorted(kinds) == ["glass", "partition"]

    _height(other, "壁 w1", "2400")
    other.is_saved()
    _height(one, "壁 w1", "2500")
    asked = one.page.get_by_role("dialog", name="同じ物を、ほかの人も変更していました")
    expect(asked.get_by_role("group", name="壁 w1")).to_be_visible()
    asked.get_by_role("radio", name="自分の内容").check()
    asked.get_by_role("button", name="この内容にまとめる").click()
    expect(asked).to_have_count(0)
    one.is_saved()
    walls = {wall["id"]: wall for wall in draft_of(demo, ONE, floor)["walls"]}
    assert walls["w1"]["top"] == 2500
    assert sorted(wall["kind"] for wall in walls.values()).count("glass") == 1


def _away(route: Route) -> None:
    if route.request.method == "PUT":
        route.abort()
    else:
        route.continue_()


def test_what_could_not_be_saved_is_offered_again_after_the_page_was_closed(
    demo: Demo, browser: Browser
) -> None:
    floor = floor_of(demo, ONE, "町屋")
    desk = Draughtsman(demo.clerk(browser, ONE), floor)
    context = desk.page.context
    context.route("**/draft", _away)
    _typed(desk, "c", "@1000,1000", "1234,0")
    expect(desk.page.locator("p.save")).to_contain_text("未保存")
    desk.page.wait_for_timeout(1500)
    desk.page.close()
    context.unroute("**/draft")

    page = context.new_page()
    page.goto(f"/floors/{floor}/edit")
    page.get_by_role("button", name="続きから描く").click()
    expect(page.locator("p.save")).to_contain_text("保存済み")
    expect(page.locator("p.save")).not_to_contain_text("変更なし")
    assert draft_of(demo, ONE, floor)["walls"][-1]["to"] == [2234, 1000]


def test_leaving_by_a_link_saves_first(demo: Demo, browser: Browser) -> None:
    floor = floor_of(demo, ONE, "尾久")
    desk = Draughtsman(demo.clerk(browser, ONE), floor)
    _typed(desk, "c", "@1000,1000", "777,0")
    desk.page.get_by_role("link", name="図面に戻る").click()
    expect(desk.table).to_have_count(0)
    assert draft_of(demo, ONE, floor)["walls"][-1]["to"] == [1777, 1000]


def test_a_drawing_that_cannot_be_kept_says_so_and_stays_on_the_table(
    demo: Demo, browser: Browser
) -> None:
    floor = floor_of(demo, ONE, "南千住")
    desk = Draughtsman(demo.clerk(browser, ONE), floor)
    _typed(desk, "a", "@1000,1000", "3000,0", "-3000,1000", "2000,700")
    expect(desk.page.get_by_text("描いた内容はこの端末に残っています").first).to_be_visible()
    expect(desk.page.locator("p.save")).to_contain_text("未保存")
    desk.table.focus()
    desk.page.keyboard.press("Control+z")
    expect(desk.page.locator("p.save")).to_contain_text("保存済み")


def test_a_proposed_draft_is_read_and_not_drawn(demo: Demo, browser: Browser) -> None:
    floor = floor_of(demo, ONE, "戸籍")
    desk = Draughtsman(demo.clerk(browser, ONE), floor)
    _typed(desk, "c", "@1000,1000", "888,0")
    desk.is_saved()
    with demo.api(ONE) as client:
        etag = client.get(f"/api/floors/{floor}/draft").headers["etag"].strip('"')
        today = client.get("/api/session").json()["today"]
        wanted = {"valid_from": today, "why": "窓口の移設", "etag": etag}
        told = client.post(
            f"/api/floors/{floor}/proposal", json=wanted, headers={"Idempotency-Key": "P" * 26}
        )
        assert told.status_code == 201, told.text
    desk.clerk.go(f"/floors/{floor}/edit")
    expect(desk.page.get_by_text("この下書きは申請中のため、変更できません")).to_be_visible()
    expect(desk.page.get_by_role("link", name="申請の内容を見る")).to_be_visible()
    expect(desk.page.get_by_role("button", name="間仕切り").first).to_be_disabled()
    expect(desk.page.locator("p.save")).to_contain_text("閲覧のみ")
