"""What is done in place of a rule, what the rules go by, and their pages for everybody."""

from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.demo import Clerk, Demo
from tests.support.drafts import draw, floor_named, lower_the_cabinets
from tests.support.rooms import DESKTOP, PHONE, settle, window

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

AXE = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"
LOOK = """async rules => (await axe.run(document, rules ? {runOnly: rules} : {})).violations
  .map(found => [found.id, found.nodes[0].html.slice(0, 160)])"""
REACH = "() => document.documentElement.scrollWidth"
BLIND = "統合端末が死角にある"
MEASURE = "副所長が1時間ごとに巡回し、記録する"


def _ask(clerk: Clerk, floor: str) -> None:
    clerk.go(f"/floors/{floor}")
    clerk.page.get_by_role("button", name=BLIND).click()
    clerk.sees("令和4年度 情報セキュリティ監査報告書")
    clerk.press("代替措置を申請")
    form = clerk.page.get_by_role("form", name="代替措置を申請する")
    form.get_by_label("代わりに行うこと").fill(MEASURE)
    form.get_by_label("すぐに直せない理由").fill("書庫の移設が年度末になるため")
    form.get_by_role("button", name="3か月").click()
    form.get_by_role("button", name="代替措置を申請する").click()
    clerk.sees("自分で申請した代替措置は承認できません")


def _approve(clerk: Clerk) -> None:
    clerk.go("/")
    row = clerk.page.get_by_role("listitem").filter(has_text="代替措置の承認待ち")
    row.get_by_role("button", name="内容を確かめて決める").click()
    clerk.sees(MEASURE)
    row.get_by_role("button", name="承認する", exact=True).click()
    clerk.sees("記録しました")


def test_what_two_persons_agreed_on_in_place_of_a_rule_is_shown_and_nothing_is_solved(
    demo: Demo, browser: Browser
) -> None:
    floor = floor_named(demo, "尾久")
    head = demo.clerk(browser, "ogu-fuku")
    _ask(head, floor)
    security = demo.clerk(browser, "security-1")
    _approve(security)
    head.go(f"/floors/{floor}")
    blind = head.page.get_by_role("button", name=BLIND)
    expect(blind).to_contain_text("代替措置中")
    head.sees("解消したわけではありません")
    blind.click()
    head.sees("違反は解消していません")
    expect(head.page.get_by_role("button", name="統合端末 死角")).to_be_visible()
    head.go("/registers/violations?status=excepted")
    row = head.page.get_by_role("row").filter(has_text=BLIND)
    expect(row).to_contain_text("代替措置中")
    assert head.troubles + security.troubles == []


def test_what_puts_a_blind_terminal_right_is_tried_and_drawn(demo: Demo, browser: Browser) -> None:
    clerk = demo.clerk(browser, "security-2")
    page = clerk.page
    clerk.go(f"/floors/{floor_named(demo, '尾久')}")
    page.get_by_role("button", name=BLIND).click()
    clerk.press("直し方を図面で調べる")
    page.get_by_role("button", name="監督席を加える（向き").click(timeout=60_000)
    expect(page.locator("g.fix circle")).to_be_visible()
    page.get_by_role("button", name="画面を移す").click()
    expect(page.locator("g.fix").get_by_text("ここなら可")).to_be_visible()
    assert clerk.troubles == []


def test_the_security_manager_sets_a_limit_with_a_reason_that_stays(
    demo: Demo, browser: Browser
) -> None:
    clerk = demo.clerk(browser, "security-1")
    page = clerk.page
    settle(page, "/settings")
    page.get_by_role("button", name="区域を見直す間隔を変える").click()
    form = page.get_by_role("form", name="区域を見直す間隔を変える")
    form.get_by_label("新しい値").fill("600")
    form.get_by_label("理由").fill("手順書の改定")
    expect(form.get_by_role("button", name="この値にする")).to_be_disabled()
    form.get_by_label("新しい値").fill("24")
    form.get_by_role("button", name="この値にする").click()
    clerk.sees("しきい値を変えました")
    clerk.sees("守屋 堅さんが")
    page.get_by_role("button", name="区域を見直す間隔のこれまでの変更").click()
    timeline = page.get_by_role("region", name="これまでの記録")
    expect(timeline).to_contain_text("手順書の改定")
    assert clerk.troubles == []


def test_others_read_the_limits_but_do_not_set_them(demo: Demo, browser: Browser) -> None:
    clerk = demo.clerk(browser, "nippori-1")
    settle(clerk.page, "/settings")
    clerk.sees("画面を読める距離")
    expect(clerk.page.get_by_role("button", name="変える")).to_have_count(0)


def test_an_area_is_reviewed_on_the_page_of_its_floor(demo: Demo, browser: Browser) -> None:
    clerk = demo.clerk(browser, "shisetsu-1")
    settle(clerk.page, f"/floors/{floor_named(demo, '日暮里')}")
    clerk.page.get_by_text("区域と見直し").click()
    clerk.press("書庫の見直しを記録")
    clerk.page.get_by_label("このままでよい").check()
    clerk.press("見直しを記録する")
    clerk.sees("見直しを記録しました")
    clerk.sees("（築山 図南）")


def test_a_terminal_is_seen_where_its_label_was_read(demo: Demo, browser: Browser) -> None:
    with demo.api("ogu-2") as client:
        items = client.get("/api/assets", params={"q": "統合端末"}).json()["items"]
    clerk = demo.clerk(browser, "ogu-2")
    clerk.go(f"/q/{items[0]['code']}")
    clerk.press("現物確認を記録")
    clerk.page.get_by_label("図面のとおり（尾久区民事務所 1階・住基取扱区域）").check()
    clerk.press("現物確認を記録")
    clerk.sees("現物を確認したことを記録しました")
    assert clerk.troubles == []


def _pages(floor: str) -> tuple[str, ...]:
    address = f"/floors/{floor}"
    return (address, f"{address}/proposal", f"{address}/import", "/settings")


def _checked(page: Page, rules: list[str] | None) -> list[Any]:
    """What axe finds in both sizes, and how far a phone would have to scroll sideways."""
    found: list[Any] = []
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        found += page.evaluate(LOOK, rules)
    width = page.evaluate(REACH)
    return [*found, width] if width > PHONE["width"] else found


@pytest.mark.parametrize(("scheme", "rules"), [("light", None), ("dark", ["color-contrast"])])
def test_axe_finds_nothing_on_the_pages_of_a_draft_and_they_fit_a_phone(
    scheme: Literal["light", "dark"], rules: list[str] | None, demo: Demo, browser: Browser
) -> None:
    floor = floor_named(demo, "尾久")
    draw(demo, "shisetsu-1", floor, lower_the_cabinets)
    found = {}
    with window(demo, browser, "shisetsu-2", scheme) as page:
        page.add_init_script(path=AXE)
        for path in _pages(floor):
            settle(page, path)
            found[path] = _checked(page, rules)
        settle(page, f"/floors/{floor}")
        page.get_by_role("button", name="執務席に統合端末がある").click()
        page.get_by_role("button", name="代替措置を申請").click()
        found["form"] = _checked(page, rules)
    assert {path: told for path, told in found.items() if told} == {}
