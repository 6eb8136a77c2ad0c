"""The scanner in its modes: a list with blockers and one commit, and a queue that outlives the server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Playwright, ViewportSize, expect

from tests.support.browser import launched
from tests.support.camera import film
from tests.support.counter_work import (
    approved,
    counting,
    entries,
    handed_over,
    kept_by_the_browser,
    place_of,
    still_held,
)
from tests.support.demo import Clerk, Demo, demo_running
from tests.support.rooms import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

AXE = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"
LOOK = """async () => (await axe.run(document)).violations
  .map(found => [found.id, found.nodes[0].html.slice(0, 160)])"""
STAFF, HEAD, KEEPER, OTHER_KEEPER = "nippori-1", "nippori-fuku", "nippori-hokan", "nippori-hokan2"
SENT_AFTER = 60_000


@pytest.fixture
def demo() -> Iterator[Demo]:
    """Fresh for each test: things that went out are not at hand for the next."""
    with demo_running() as running:
        yield running


def _code(demo: Demo, name: str) -> str:
    return str(demo.asset(KEEPER, name)["code"]).replace("-", "")


def _open(clerk: Clerk, mode: str) -> None:
    """The scanner in this mode, listening."""
    clerk.go(f"/scan?mode={mode}")
    clerk.sees("ラベルを読み取ってください")


def _row(page: Page, name: str) -> Locator:
    return (
        page.get_by_role("region", name="読み取ったもの")
        .get_by_role("listitem")
        .filter(has_text=name)
    )


def _note(clerk: Clerk, words: str) -> None:
    expect(clerk.page.locator(".note")).to_contain_text(words)


def _commit_hand_over(clerk: Clerk, count: int) -> None:
    clerk.press(f"{count}件を引き渡す")
    for question in ("暗号化されていますか", "運ぶ人"):
        clerk.page.get_by_role("group", name=question).get_by_label("はい").check()
    clerk.page.get_by_label("入れた容器").fill("鍵付きケース 3番")
    clerk.press(f"{count}件を記録する")


def _is_kept(clerk: Clerk) -> None:
    """Written down on the device: a page that is left before has not kept what was pressed last."""
    expect(clerk.page.get_by_role("button", name="取り消す", exact=True)).to_be_visible()


def _is_recorded(clerk: Clerk, name: str) -> None:
    expect(_row(clerk.page, name)).to_contain_text("記録しました", timeout=SENT_AFTER)


def test_a_list_is_committed_in_part_and_taken_back_in_time(demo: Demo, browser: Browser) -> None:
    take_out = approved(demo, STAFF, HEAD, "USBメモリ 1")
    clerk = demo.clerk(browser, KEEPER)
    clerk.page.add_init_script(path=AXE)
    _open(clerk, "handOver")
    clerk.wedge(_code(demo, "USBメモリ 1"))
    _note(clerk, "USBメモリ 1 を一覧に加えました")
    clerk.wedge(_code(demo, "USBメモリ 3").lower())
    _note(clerk, "承認された持出しがありません")
    clerk.wedge(f"HTTPS://DAICHO.EXAMPLE/Q/{_code(demo, 'USBメモリ 1')}")
    _note(clerk, "USBメモリ 1 はもう読み取っています")
    clerk.wedge("4901234567894")
    _note(clerk, "4901-2345-6789-4")
    expect(_row(clerk.page, "USBメモリ")).to_have_count(2)
    found = [_looked_at(clerk.page, size) for size in (PHONE, DESKTOP)]
    _commit_hand_over(clerk, 1)
    clerk.press("取り消す")
    expect(_row(clerk.page, "USBメモリ 1")).to_contain_text("まだ記録していません")
    clerk.page.reload()
    expect(_row(clerk.page, "USBメモリ 3")).to_contain_text("できません")
    _commit_hand_over(clerk, 1)
    _is_recorded(clerk, "USBメモリ 1")
    expect(_row(clerk.page, "USBメモリ 3")).to_contain_text("できません")
    acts = [entry["act"] for entry in entries(demo, "kansa-1", subject=f"take-out:{take_out}")]
    assert acts.count("HandedOver") == 1
    assert found == [[], []]
    assert clerk.troubles == []


def _looked_at(page: Page, size: ViewportSize) -> list[object]:
    page.set_viewport_size(size)
    found: list[object] = page.evaluate(LOOK)
    if page.evaluate("() => document.documentElement.scrollWidth") > size["width"]:
        found.append("too wide")
    return found


def test_what_came_back_is_taken_back_where_the_place_label_says(
    demo: Demo, browser: Browser
) -> None:
    handed_over(demo, KEEPER, approved(demo, STAFF, HEAD, "USBメモリ 1"), "USBメモリ 1")
    clerk = demo.clerk(browser, KEEPER)
    _open(clerk, "declareReturn")
    clerk.wedge(_code(demo, "USBメモリ 1"))
    _note(clerk, "USBメモリ 1 を一覧に加えました")
    expect(clerk.page.get_by_role("button", name="1件の返却を受け付ける")).to_be_disabled()
    clerk.wedge(place_of(demo, KEEPER, "耐火金庫"))
    _note(clerk, "場所：耐火金庫")
    clerk.press("1件の返却を受け付ける")
    _is_recorded(clerk, "USBメモリ 1")
    assert demo.asset(KEEPER, "USBメモリ 1")["place_name"] == "耐火金庫"


def test_the_camera_reads_one_label_after_another_for_the_way_out_and_back(
    demo: Demo, playwright: Playwright, tmp_path: Path
) -> None:
    take_out = approved(demo, STAFF, HEAD, "USBメモリ 3")
    with demo.api(KEEPER) as client:
        label = client.get(f"/api/labels/{_code(demo, 'USBメモリ 3')}.png").content
    shown = film(label, tmp_path / "label.y4m")
    flags = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    with launched(playwright, *flags, f"--use-file-for-fake-video-capture={shown}") as browser:
        clerk = demo.clerk(browser, KEEPER, permissions=["camera"])
        clerk.go("/scan?mode=handOver")
        clerk.press("カメラで読む")
        _note(clerk, "USBメモリ 3")
        expect(_row(clerk.page, "USBメモリ 3")).to_have_count(1)
        _commit_hand_over(clerk, 1)
        _is_recorded(clerk, "USBメモリ 3")
        clerk.go("/scan?mode=declareReturn")
        clerk.page.get_by_label("いまいる場所").select_option(label="耐火金庫")
        clerk.press("カメラで読む")
        _note(clerk, "USBメモリ 3")
        clerk.press("1件の返却を受け付ける")
        _is_recorded(clerk, "USBメモリ 3")
        assert clerk.troubles == []
    acts = [entry["act"] for entry in entries(demo, "kansa-1", subject=f"take-out:{take_out}")]
    assert (acts.count("HandedOver"), acts.count("Returned")) == (1, 1)


def _scan_all_offline(clerk: Clerk, out: str, others: list[str], safe: str) -> None:
    """A hand-over, its return, and three things looked up."""
    _open(clerk, "handOver")
    clerk.sees("サーバーに届きません。")
    clerk.wedge(out)
    _note(clerk, "端末に保存しました")
    _commit_hand_over(clerk, 1)
    _is_kept(clerk)
    _open(clerk, "declareReturn")
    clerk.wedge(safe)
    _note(clerk, "場所：耐火金庫")
    clerk.wedge(out)
    _note(clerk, "端末に保存しました")
    clerk.press("1件の返却を受け付ける")
    _is_kept(clerk)
    clerk.go("/scan")
    clerk.sees("ラベルを読み取ってください")
    for code in others:
        clerk.wedge(code)
        expect(clerk.page.get_by_role("heading", name="端末に保存しました")).to_be_visible()
        clerk.press("次をスキャンする")


def test_five_scans_made_while_the_server_is_down_stand_in_the_history_exactly_once(
    demo: Demo, browser: Browser
) -> None:
    before = len(entries(demo, "kansa-1", register="scans"))
    take_out = approved(demo, STAFF, HEAD, "USBメモリ 1")
    out, safe = _code(demo, "USBメモリ 1"), place_of(demo, KEEPER, "耐火金庫")
    others = [_code(demo, name) for name in ("USBメモリ 3", "ノートパソコン")] + [safe]
    clerk = demo.clerk(browser, KEEPER)
    clerk.go("/scan")
    kept_by_the_browser(clerk.page)
    demo.server.kill()
    _scan_all_offline(clerk, out, others, safe)
    clerk.sees("オフライン：5件を端末に保存")
    demo.server.start()
    expect(clerk.page.get_by_text("オフライン：")).to_have_count(0, timeout=SENT_AFTER)
    clerk.go("/scan?mode=declareReturn")
    _is_recorded(clerk, "USBメモリ 1")
    clerk.page.reload()
    _is_recorded(clerk, "USBメモリ 1")
    assert len(entries(demo, "kansa-1", register="scans")) - before == 5
    acts = [entry["act"] for entry in entries(demo, "kansa-1", subject=f"take-out:{take_out}")]
    assert (acts.count("HandedOver"), acts.count("Returned")) == (1, 1)


def test_no_answer_of_the_server_lies_in_the_cache(demo: Demo, browser: Browser) -> None:
    clerk = demo.clerk(browser, KEEPER)
    clerk.go("/scan")
    kept_by_the_browser(clerk.page)
    clerk.go("/registers/assets")
    clerk.sees("USBメモリ 1")
    kept = clerk.page.evaluate("""async () => {
      const names = await caches.keys();
      const all = await Promise.all(names.map(async name => (await caches.open(name)).keys()));
      return all.flat().map(one => new URL(one.url).pathname);
    }""")
    assert "/" in kept
    assert [path for path in kept if path.startswith(("/api", "/health"))] == []
    assert {path.split("/")[1] for path in kept if path.count("/") > 1} == {"assets"}


def test_a_scan_that_came_too_late_is_decided_by_somebody_else(
    demo: Demo, browser: Browser
) -> None:
    take_out = approved(demo, STAFF, HEAD, "USBメモリ 3")
    code = _code(demo, "USBメモリ 3")
    late = demo.clerk(browser, KEEPER)
    _open(late, "handOver")
    kept_by_the_browser(late.page)
    late.page.context.set_offline(True)
    late.wedge(code)
    _note(late, "端末に保存しました")
    _commit_hand_over(late, 1)
    handed_over(demo, OTHER_KEEPER, take_out, "USBメモリ 3")
    late.page.context.set_offline(False)
    attention = late.page.get_by_role("region", name="要確認")
    expect(attention).to_contain_text("USBメモリ 3", timeout=SENT_AFTER)
    late.page.reload()
    expect(attention).to_contain_text("サーバーに残っています")
    assert _clocks(demo) == ["right"]
    other = demo.clerk(browser, OTHER_KEEPER)
    task = other.page.get_by_role("listitem").filter(has_text="読取りの要確認")
    task.get_by_role("link", name="内容を見る").click()
    row = other.page.get_by_role("listitem").filter(has_text="USBメモリ 3")
    row.get_by_label("理由").fill("先に渡した人の記録が正しい")
    row.get_by_role("button", name="記録しない").click()
    other.sees("要確認の読み取りはありません")


def _clocks(demo: Demo) -> list[str]:
    """The demo lives years before the device: its clock is far off, and no matter."""
    with demo.api(OTHER_KEEPER) as client:
        return [one["clock"] for one in client.get("/api/scan-conflicts").json()["items"]]


def test_a_hand_over_set_back_by_an_earlier_one_comes_back_to_its_device(
    demo: Demo, browser: Browser
) -> None:
    approved(demo, STAFF, HEAD, "USBメモリ 3")
    code = _code(demo, "USBメモリ 3")
    early = demo.clerk(browser, KEEPER)
    _open(early, "handOver")
    kept_by_the_browser(early.page)
    early.page.context.set_offline(True)
    early.wedge(code)
    _note(early, "端末に保存しました")
    _commit_hand_over(early, 1)
    later = demo.clerk(browser, OTHER_KEEPER)
    _open(later, "handOver")
    later.wedge(code)
    _commit_hand_over(later, 1)
    _is_recorded(later, "USBメモリ 3")
    early.page.context.set_offline(False)
    _is_recorded(early, "USBメモリ 3")
    later.page.reload()
    attention = later.page.get_by_role("region", name="要確認")
    expect(attention).to_contain_text("USBメモリ 3", timeout=SENT_AFTER)
    expect(_row(later.page, "USBメモリ 3")).to_have_count(0)
    later.press("確かめた（一覧から外す）")
    expect(attention).to_have_count(0)
    later.page.reload()
    later.sees("ラベルを読み取ってください")
    expect(attention).to_have_count(0)


def test_a_stock_take_is_told_of_counts_that_wait_and_of_a_damaged_label(
    demo: Demo, browser: Browser
) -> None:
    stock_take = counting(demo, KEEPER)
    clerk = demo.clerk(browser, KEEPER)
    _open(clerk, "recordCount")
    kept_by_the_browser(clerk.page)
    clerk.wedge(place_of(demo, KEEPER, "耐火金庫"))
    _note(clerk, "場所：耐火金庫")
    clerk.page.route("**/api/scans", lambda asked: asked.fulfill(status=500, body="{}"))
    clerk.page.get_by_label("次に数える物のラベルが傷んでいる").check()
    with clerk.page.expect_response("**/unsynced") as told:
        clerk.wedge(_code(demo, "USBメモリ 1"))
    assert told.value.status == 200
    waiting = still_held(demo, KEEPER, stock_take)
    clerk.page.unroute("**/api/scans")
    clerk.press("いま送る")
    expect(_row(clerk.page, "USBメモリ 1")).to_contain_text("ラベル破損・耐火金庫")
    expect(clerk.page.get_by_label("次に数える物のラベルが傷んでいる")).not_to_be_checked()
    expect(clerk.page.get_by_role("button", name="いま送る")).to_have_count(0)
    assert (waiting, still_held(demo, KEEPER, stock_take)) == ([1], [])
