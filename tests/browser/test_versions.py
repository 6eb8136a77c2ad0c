"""From a draft to a layout in force: two persons, and the old floor read back by its date."""

from pathlib import Path

import ezdxf
import pytest
from playwright.sync_api import Browser, expect

from tests.support.demo import Clerk, Demo
from tests.support.drafts import Document, draw, floor_named, lower_the_cabinets
from tests.support.rooms import settle

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

DRAWS, APPROVES = "shisetsu-1", "shisetsu-2"
BLIND = "統合端末 死角"


def _propose(clerk: Clerk, floor: str) -> None:
    clerk.go(f"/floors/{floor}/proposal")
    clerk.sees("この図面はあなたが作図しました")
    clerk.page.get_by_label("変更の理由").fill("書庫を低くして見通しを確保する")
    clerk.press("この内容で申請する")
    clerk.sees("自分では承認できません")
    expect(clerk.page.get_by_role("button", name="承認して施行する")).to_have_count(0)


def _open_task(clerk: Clerk, name: str) -> None:
    clerk.go("/")
    row = clerk.page.get_by_role("listitem").filter(has_text="図面の承認待ち")
    row.filter(has_text=name).get_by_role("link").last.click()
    clerk.sees("施行の申請が承認を待っています")


def test_two_persons_put_a_draft_in_force_and_the_old_floor_is_read_back_by_date(
    demo: Demo, browser: Browser
) -> None:
    floor = floor_named(demo, "尾久")
    draw(demo, DRAWS, floor, lower_the_cabinets)
    drawer = demo.clerk(browser, DRAWS)
    _propose(drawer, floor)
    second = demo.clerk(browser, APPROVES)
    _open_task(second, "尾久")
    second.sees("書庫を低くして見通しを確保する")
    expect(second.page.get_by_role("heading", name="解消する違反 1件")).to_be_visible()
    expect(second.page.get_by_text("2,100 mm").first).to_be_visible()
    second.press("承認して施行する")
    second.sees("承認しました")
    second.page.get_by_role("link", name="図面を見る").click()
    _today_and_before(second)
    assert drawer.troubles + second.troubles == []


def _today_and_before(clerk: Clerk) -> None:
    """The slider brings the old layout back, and the keyboard the present one."""
    page = clerk.page
    clerk.sees("第2版（")
    expect(page.get_by_role("button", name=BLIND)).to_have_count(0)
    clerk.press("前の版")
    clerk.sees("（閲覧のみ）")
    clerk.sees("第1版（")
    expect(page.get_by_role("button", name=BLIND)).to_be_visible()
    expect(page.get_by_role("link", name="図面を編集")).to_have_count(0)
    page.get_by_role("slider", name="この日の図面").press("End")
    expect(page.get_by_role("button", name=BLIND)).to_have_count(0)
    clerk.sees("第2版（")


def _add_a_seat(document: Document) -> None:
    document["viewpoints"].append({"id": "v90", "kind": "staff", "at": [3000, 6000]})


def test_a_proposal_is_sent_back_with_its_reason_and_the_draft_stays(
    demo: Demo, browser: Browser
) -> None:
    floor = floor_named(demo, "町屋")
    draw(demo, DRAWS, floor, _add_a_seat)
    drawer = demo.clerk(browser, DRAWS)
    _propose(drawer, floor)
    second = demo.clerk(browser, APPROVES)
    _open_task(second, "町屋")
    added = second.page.locator("[data-change='viewpoint:v90']")
    expect(added).to_contain_class("added")
    second.page.get_by_role("button", name="追加 職員席 v90").hover()
    expect(added).to_contain_class("pointed")
    second.press("差し戻す")
    second.page.get_by_label("差し戻す理由").fill("席の向きを決めてください")
    second.press("差し戻す")
    second.sees("差し戻しました")
    drawer.go(f"/floors/{floor}/proposal")
    expect(drawer.page.get_by_role("button", name="この内容で申請する")).to_be_visible()
    drawer.page.get_by_role("textbox", name="施行日").fill("2023-04-01")
    drawer.sees("令和5年4月1日に施行する場合の比較です")
    assert drawer.troubles + second.troubles == []


def _drawing(folder: Path) -> Path:
    """Two rooms and a partition, as a drawing office would save them, with a gap at a corner."""
    document = ezdxf.new()  # type: ignore[attr-defined]
    document.header["$INSUNITS"] = 4
    space = document.modelspace()
    corners = [(0, 0), (12000, 0), (12000, 8000), (0, 8000)]
    space.add_lwpolyline(corners, close=True, dxfattribs={"layer": "A-壁"})
    space.add_line((6000, 0), (6000, 4996), dxfattribs={"layer": "A-壁"})
    space.add_line((6003, 5000), (9000, 5000), dxfattribs={"layer": "間仕切り"})
    space.add_line((0, 3000), (3000, 3000), dxfattribs={"layer": "寸法"})
    path = folder / "office.dxf"
    document.saveas(path)
    return path


def test_a_drawing_of_another_program_becomes_the_draft(
    demo: Demo, browser: Browser, tmp_path: Path
) -> None:
    floor = floor_named(demo, "日暮里")
    clerk = demo.clerk(browser, DRAWS)
    page = clerk.page
    settle(page, f"/floors/{floor}/import")
    page.get_by_label("図面のファイル").set_input_files(_drawing(tmp_path))
    expect(page.get_by_label("A-壁を何として取り込むか")).to_have_value("wall")
    expect(page.get_by_label("寸法を何として取り込むか")).to_have_value("skip")
    page.get_by_label("間仕切りの高さ（ミリ）").fill("1600")
    clerk.press("図面に変える")
    clerk.sees("離れていた端を1か所つなぎました")
    expect(page.get_by_text("1600", exact=True)).to_be_visible()
    clerk.press("下書きにする")
    page.wait_for_url(f"**/floors/{floor}/edit")
    with demo.api(DRAWS) as client:
        drawn = client.get(f"/api/floors/{floor}/draft").json()
    kinds = sorted(wall["kind"] for wall in drawn["walls"])
    assert kinds == ["partition", *["wall"] * 5]
    assert [w["top"] for w in drawn["walls"] if w["kind"] == "partition"] == [1600]
    assert clerk.troubles == []


def test_a_file_that_is_no_drawing_is_refused_in_one_sentence(
    demo: Demo, browser: Browser, tmp_path: Path
) -> None:
    clerk = demo.clerk(browser, DRAWS)
    settle(clerk.page, f"/floors/{floor_named(demo, '南千住')}/import")
    letter = tmp_path / "letter.dxf"
    letter.write_text("前略", encoding="utf-8")
    clerk.page.get_by_label("図面のファイル").set_input_files(letter)
    expect(clerk.page.get_by_role("alert")).to_contain_text("この形式は取り込めません")
    expect(clerk.page.get_by_role("button", name="図面に変える")).to_have_count(0)
