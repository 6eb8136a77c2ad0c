"""A drawing without units becomes a draft of the right size: by two of its points and the distance between them."""

from pathlib import Path

import ezdxf
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.demo import Demo
from tests.support.drafts import floor_named
from tests.support.drawing import ON_SCREEN
from tests.support.rooms import settle

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

DRAWER = "shisetsu-1"
UNITS_IN_METRE = 40
"""What this drawing office drew by, and told nobody."""
ON_PREVIEW = ON_SCREEN.replace("svg[role=application]", ".sheet svg")


def _drawing(folder: Path) -> Path:
    """An office of 12 m by 8 m with one wall across, in units of its own."""
    document = ezdxf.new()  # type: ignore[attr-defined]
    document.header["$INSUNITS"] = 0
    space = document.modelspace()
    wide, deep = 12 * UNITS_IN_METRE, 8 * UNITS_IN_METRE
    corners = [(0, 0), (wide, 0), (wide, deep), (0, deep)]
    space.add_lwpolyline(corners, close=True, dxfattribs={"layer": "壁"})
    space.add_line((wide / 2, 0), (wide / 2, deep / 2), dxfattribs={"layer": "壁"})
    path = folder / "office.dxf"
    document.saveas(path)
    return path


def _press(page: Page, x: float, y: float) -> None:
    page.mouse.move(*page.evaluate(ON_PREVIEW, [x, y]))
    page.mouse.down()
    page.mouse.up()


def test_two_points_and_their_distance_give_a_drawing_its_size(
    demo: Demo, browser: Browser, tmp_path: Path
) -> None:
    floor = floor_named(demo, "日暮里")
    clerk = demo.clerk(browser, DRAWER)
    page = clerk.page
    settle(page, f"/floors/{floor}/import")
    page.get_by_label("図面のファイル").set_input_files(_drawing(tmp_path))
    clerk.sees("この図面には単位が書かれていません")
    page.get_by_label("2点の距離で決める").check()
    clerk.sees("まだ決まっていないこと")
    expect(page.get_by_role("button", name="図面に変える")).to_be_disabled()
    page.get_by_role("button", name="点1を図で押す").click()
    page.get_by_role("group", name="取り込む図面").scroll_into_view_if_needed()
    _press(page, 2, 1)
    _press(page, 12 * UNITS_IN_METRE - 2, 1)
    second = page.get_by_role("group", name="点2の座標")
    expect(second.get_by_label("X")).to_have_value(str(12 * UNITS_IN_METRE))
    expect(second.get_by_label("Y")).to_have_value("0")
    page.get_by_label("2点の実際の距離（ミリ）").fill("12000")
    clerk.sees("横12メートル・縦8メートル")
    clerk.press("図面に変える")
    clerk.press("下書きにする")
    page.wait_for_url(f"**/floors/{floor}/edit")
    with demo.api(DRAWER) as client:
        drawn = client.get(f"/api/floors/{floor}/draft").json()
    points = [point for wall in drawn["walls"] for point in (wall["from"], wall["to"])]
    assert [max(x for x, _ in points), max(y for _, y in points)] == [12000, 8000]
    assert [6000, 4000] in points
    assert clerk.troubles == []
