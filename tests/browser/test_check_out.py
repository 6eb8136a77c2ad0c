"""The first journey: a label before the camera, a request, two more pairs of eyes, and back again."""

from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.support.browser import launched
from tests.support.camera import film
from tests.support.demo import Clerk, Demo

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

STAFF, HEAD, CUSTODIAN, VERIFIER = "nippori-1", "nippori-fuku", "nippori-hokan", "nippori-hokan2"
THING = "USBメモリ 3"


def _camera(demo: Demo, code: str, folder: Path) -> list[str]:
    """Flags that show this asset's own label to the camera."""
    with demo.api(STAFF) as client:
        label = client.get(f"/api/labels/{code}.png")
    assert label.headers["content-type"] == "image/png"
    return [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film(label.content, folder / 'label.y4m')}",
    ]


def _task(clerk: Clerk, button: str) -> None:
    """Press the button of this thing's row in やること."""
    clerk.go("/")
    row = clerk.page.get_by_role("listitem").filter(has_text=THING)
    row.get_by_role("button", name=button).first.click()


def _request(clerk: Clerk) -> None:
    clerk.go("/scan")
    clerk.press("カメラで読む")
    clerk.sees(THING)
    clerk.press("持出しを申請")
    clerk.page.get_by_role("textbox", name="目的").fill("統計資料の提出")
    clerk.page.get_by_label("持出し先").fill("本庁舎 区民課")
    clerk.press("3日後")
    clerk.page.get_by_label("三枝 千尋").check()
    clerk.press("持出しを申請")
    clerk.sees("申請しました")


def _approve(clerk: Clerk) -> None:
    """Who decides reads first what is asked: why, where to, until when, by whom."""
    _task(clerk, "承認する")
    clerk.sees("統計資料の提出")
    clerk.sees("本庁舎 区民課")
    clerk.press("承認する")
    clerk.sees("記録しました")


def _hand_over(clerk: Clerk, code: str) -> None:
    """The label of the thing in hand is read, not the row believed: another one is refused."""
    _task(clerk, "引き渡す")
    expect(clerk.page.get_by_label("渡すもののラベル")).to_be_visible()
    clerk.wedge(code)
    expect(clerk.page.get_by_label("渡すもののラベル")).to_have_value(code)
    for question in ("暗号化されていますか", "全員そろっていますか"):
        clerk.page.get_by_role("group", name=question).get_by_label("はい").check()
    clerk.page.get_by_label("入れた容器").fill("鍵付きケース 3番")
    clerk.press("引き渡す")
    clerk.sees("記録しました")


def _give_back(clerk: Clerk, code: str) -> None:
    clerk.go("/scan")
    clerk.sees("ラベルを読み取ってください")
    clerk.wedge(code.lower())
    clerk.sees(THING)
    clerk.press("返却を受け付ける")
    clerk.page.get_by_label("戻した場所").select_option(label="耐火金庫（金庫）")
    clerk.press("返却を受け付ける")
    clerk.sees("返却を受け付けました")


def _verify(clerk: Clerk) -> None:
    _task(clerk, "返却を確認")
    for question in ("封印・外観", "ラベルは", "数は", "データは消去"):
        clerk.page.get_by_role("group", name=question).get_by_label("はい").check()
    clerk.page.get_by_role("group", name="ウイルス検査").get_by_label("異常なし").check()
    clerk.press("返却を確認")
    clerk.sees("記録しました")


def test_a_scanned_take_out_passes_five_hands_and_leaves_five_entries(
    demo: Demo, playwright: Playwright, tmp_path: Path
) -> None:
    code = demo.asset(STAFF, THING)["code"]
    with launched(playwright, *_camera(demo, code, tmp_path)) as browser:
        staff = demo.clerk(browser, STAFF, permissions=["camera"])
        _request(staff)
        head = demo.clerk(browser, HEAD)
        _approve(head)
        custodian = demo.clerk(browser, CUSTODIAN)
        _hand_over(custodian, code)
        _give_back(staff, code)
        verifier = demo.clerk(browser, VERIFIER)
        _verify(verifier)
        _five_entries(verifier)
        for clerk in (staff, head, custodian, verifier):
            assert clerk.troubles == []


def _five_entries(clerk: Clerk) -> None:
    """The timeline in the register's drawer: requested, approved, handed over, returned, verified."""
    clerk.go("/registers/take-outs")
    row = clerk.page.get_by_role("row").filter(has_text=THING).filter(has_text="完了")
    row.first.get_by_role("link").first.click()
    timeline = clerk.page.get_by_role("region", name="これまでの記録").get_by_role("list").first
    expect(timeline.locator("> li")).to_have_count(5)
    for person in ("三枝 千尋", "沢渡 誠", "風間 律子", "蓮見 薫"):
        expect(timeline.get_by_text(person).first).to_be_visible()
