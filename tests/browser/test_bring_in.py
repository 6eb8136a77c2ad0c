"""持込み in the browser: asked for by one, let in by another, looked at by a third; what differs is settled."""

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.test_accessibility import AXE
from tests.browser.test_disposal import in_both_sizes
from tests.support.demo import Clerk, Demo
from tests.support.rooms import settle, window

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

REQUESTER, HEAD, KEEPER = "machiya-1", "machiya-fuku", "machiya-hokan"
FLOOR = "町屋区民事務所 1階"
NOTEBOOK, METER = "HS-PC-0077", "LT-880-77"


def _list(page: Page) -> None:
    """Two things with serial numbers, as a maintenance company writes them down."""
    page.get_by_label("1 点目の品名").fill("保守用ノートPC")
    page.get_by_label("製造番号").fill(NOTEBOOK)
    page.get_by_role("button", name="物品を加える").click()
    page.get_by_label("2 点目の品名").fill("LANテスター")
    page.get_by_label("種類").last.select_option("measuring")
    page.get_by_label("製造番号").last.fill(METER)


def _today(page: Page) -> None:
    """It comes and goes on this day."""
    for button in page.get_by_role("button", name="今日", exact=True).all():
        button.click()


def _request(clerk: Clerk) -> str:
    """The address of the new bring-in."""
    clerk.go("/bring-ins")
    clerk.press("持込みを申請する")
    page = clerk.page
    page.get_by_label("会社名").fill("架空保守サービス")
    page.get_by_label("氏名").fill("保坂 進")
    page.get_by_label("図面").select_option(label=FLOOR)
    page.get_by_label("目的").fill("統合端末の定期点検")
    _list(page)
    _today(page)
    page.get_by_role("button", name="申請する", exact=True).click()
    clerk.sees("申請中")
    return page.url.partition("?")[2]


def _approve(clerk: Clerk, query: str) -> None:
    clerk.go(f"/bring-ins?{query}")
    clerk.sees("統合端末の定期点検")
    clerk.press("持込みを承認")
    clerk.sees("物品・場所・期間を確かめて承認します。")
    clerk.page.get_by_role("button", name="持込みを承認").last.click()
    clerk.sees("承認済")


def _read(clerk: Clerk, *serials: str) -> None:
    for serial in serials:
        clerk.wedge(serial)


def _let_in(clerk: Clerk, query: str) -> None:
    """Another number than the list says stops it at the door; the right one, read again, lets it in."""
    clerk.go(f"/bring-ins?{query}")
    clerk.press("持込みを確認")
    first = clerk.page.get_by_label(f"申請は {NOTEBOOK}")
    _read(clerk, "HS-PC-9999")
    expect(first).to_have_value("HS-PC-9999")
    clerk.page.get_by_label("異常なし").check()
    clerk.page.get_by_role("button", name="持込みを確認").last.click()
    clerk.sees("製造番号が申請と違います")
    _read(clerk, NOTEBOOK.lower(), METER)
    expect(clerk.page.get_by_label(f"申請は {METER}")).to_have_value(METER)
    clerk.page.get_by_role("button", name="持込みを確認").last.click()
    clerk.sees("持込み中")


def _let_out(clerk: Clerk, query: str) -> None:
    """One thing of the list is not shown at the door, and one goes along that never came."""
    clerk.go(f"/bring-ins?{query}")
    clerk.press("搬出を確認")
    _read(clerk, NOTEBOOK)
    expect(clerk.page.get_by_label(f"申請は {NOTEBOOK}")).to_have_value(NOTEBOOK)
    clerk.page.get_by_role("group", name="LANテスター").get_by_label("持ち帰る").uncheck()
    clerk.press("一覧にない物品がある")
    clerk.page.get_by_label("1 点目の品名").fill("USBメモリ")
    clerk.page.get_by_label("庁内のデータが複写されていない").check()
    clerk.page.get_by_role("button", name="搬出を確認").last.click()
    clerk.sees("相違あり")
    expect(clerk.page.get_by_role("button", name="相違を解決")).to_have_count(0)


def _settle(clerk: Clerk, query: str) -> None:
    clerk.go(f"/bring-ins?{query}")
    expect(clerk.page.get_by_role("row", name="USBメモリ")).to_contain_text("一覧にない物品")
    clerk.press("相違を解決")
    clerk.page.get_by_label("相違の説明と対応").fill(
        "テスターは別便で返却済み。USBメモリは空であることを確認した。"
    )
    clerk.page.get_by_role("button", name="相違を解決").last.click()
    clerk.sees("持ち帰り確認済")
    clerk.sees("テスターは別便で返却済み")


def test_what_a_company_brings_is_let_in_and_out_by_three_and_a_difference_is_settled(
    demo: Demo, browser: Browser
) -> None:
    query = _request(demo.clerk(browser, REQUESTER))
    head, keeper = demo.clerk(browser, HEAD), demo.clerk(browser, KEEPER)
    _approve(head, query)
    _let_in(keeper, query)
    _let_out(keeper, query)
    _settle(head, query)

    with demo.api(KEEPER) as client:
        told = client.get(f"/api/bring-ins/{query.removeprefix('open=')}").json()
    assert told["state"] == "closed"
    assert [one["name"] for one in told["unlisted"]] == ["USBメモリ"]
    assert [one["serial_read"] for one in told["seen_in"]] == [NOTEBOOK.lower(), METER]


PHONE_OF_HIS = "個人の携帯電話"


def _ask_for_own_telephone(clerk: Clerk) -> None:
    """Into the whole floor, the server room with it."""
    clerk.go("/bring-ins")
    clerk.press("持込みを申請する")
    page = clerk.page
    page.get_by_label("自分", exact=True).check()
    page.get_by_label("図面").select_option(label="戸籍住民課 本庁舎1階")
    page.get_by_label("目的").fill("緊急時の連絡")
    page.get_by_label("1 点目の品名").fill(PHONE_OF_HIS)
    page.get_by_label("所有").select_option("private")
    _today(page)


def _send(clerk: Clerk) -> Locator:
    return clerk.page.get_by_role("button", name="申請する", exact=True)


def test_a_private_thing_is_not_asked_into_a_server_room_without_an_exception(
    demo: Demo, browser: Browser
) -> None:
    clerk = demo.clerk(browser, "koseki-1")
    _ask_for_own_telephone(clerk)
    area = clerk.page.get_by_label("区域")
    for place in ("フロア全体", "サーバ室（管理区域）"):
        area.select_option(label=place)
        clerk.sees("区分2以上の場所に私物は持ち込めません。")
        expect(_send(clerk)).to_be_disabled()
    area.select_option(label="待合ロビー（来庁者）")
    expect(clerk.page.get_by_label("例外の理由")).to_have_count(0)
    expect(_send(clerk)).to_be_enabled()


def test_the_server_refuses_what_the_page_did_not_know_and_an_exception_is_not_the_heads(
    demo: Demo, browser: Browser
) -> None:
    """The page that still shows the room's former level is told by the server, and nothing typed is lost."""
    clerk = demo.clerk(browser, "koseki-1")
    clerk.page.route("**/api/bring-ins", _without_exception)
    _ask_for_own_telephone(clerk)
    clerk.page.get_by_label("例外の理由").fill("当直の緊急連絡のため")
    _send(clerk).click()
    clerk.sees("区分 2 の場所に私物（個人の携帯電話）は持ち込めません")
    clerk.page.unroute("**/api/bring-ins")
    _send(clerk).click()
    clerk.sees("申請中")
    clerk.sees("当直の緊急連絡のため")
    address = clerk.page.url.partition("?")[2]
    assert _steps(demo, "koseki-kacho", address) == []
    assert _steps(demo, "security-1", address) == ["approveBringIn", "rejectBringIn"]


def _steps(demo: Demo, account: str, query: str) -> list[str]:
    """What this person can do with it."""
    with demo.api(account) as client:
        told = client.get(f"/api/bring-ins/{query.removeprefix('open=')}").json()
    return list(told["actions"])


def _without_exception(route: Route) -> None:
    """As a page sends it that knows of no such level."""
    if route.request.method == "POST":
        route.continue_(post_data={**(route.request.post_data_json or {}), "exception": None})
    else:
        route.continue_()


def test_axe_finds_nothing_on_the_pages_of_what_is_brought(demo: Demo, browser: Browser) -> None:
    with demo.api("nippori-hokan") as client:
        rows = client.get("/api/bring-ins", params={"status": "inside"}).json()["items"]
    with window(demo, browser, "nippori-hokan") as page:
        page.add_init_script(path=AXE)
        found = []
        for tab in ("visits", "deliveries", "finds", "uses"):
            settle(page, f"/bring-ins?tab={tab}")
            found += in_both_sizes(page)
        settle(page, f"/bring-ins?open={rows[0]['id']}")
        page.get_by_role("button", name="搬出を確認").click()
        found += in_both_sizes(page)
    assert found == []
