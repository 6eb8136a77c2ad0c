"""The floor editor's paper and its advice: a picture under the plan by two points, and where a terminal could stand."""

import io
import math
import re
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, FilePayload, expect

from tests.support.demo import Demo
from tests.support.drawing import Draughtsman, draft_of, floor_of

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

DRAWER = "shisetsu-1"
WIDTH, HEIGHT = 600, 400
# The farthest place that is lit with as much room about it as what it catches on may take.
FARTHEST = """([x0, y0]) => {
  const lit = document.querySelector('svg[role=application] path.lit');
  const box = lit.getBBox();
  const isLit = (x, y) => lit.isPointInFill(new DOMPoint(x, y));
  const around = [-400, 0, 400].flatMap(dx => [-400, 0, 400].map(dy => [dx, dy]));
  let [best, apart] = [null, 0];
  for (let x = box.x; x < box.x + box.width; x += 100)
    for (let y = box.y; y < box.y + box.height; y += 100) {
      const far = Math.hypot(x - x0, -y - y0);
      if (far > apart && around.every(([dx, dy]) => isLit(x + dx, y + dy)))
        [best, apart] = [[x, -y], far];
    }
  return best;
}"""


def _desk(demo: Demo, browser: Browser, floor: str) -> Draughtsman:
    return Draughtsman(demo.clerk(browser, DRAWER), floor_of(demo, DRAWER, floor))


def _scan() -> FilePayload:
    """A plan as a scanner gives it: its outer walls in pixels, and nothing about their size."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), "white")
    ImageDraw.Draw(picture).rectangle((60, 60, 540, 340), outline="black", width=4)
    written = io.BytesIO()
    picture.save(written, "PNG")
    return {"name": "scan.png", "mimeType": "image/png", "buffer": written.getvalue()}


def _background(demo: Demo, floor: str) -> dict[str, Any]:
    with demo.api(DRAWER) as client:
        found: dict[str, Any] = client.get(f"/api/floors/{floor}/background").json()
    return found


def test_a_picture_is_laid_under_the_plan_by_two_points_and_their_distance(
    demo: Demo, browser: Browser
) -> None:
    desk = _desk(demo, browser, "町屋")
    floor, page = floor_of(demo, DRAWER, "町屋"), desk.page
    desk.opens("背景")
    desk.panel.get_by_label("背景にする画像").set_input_files(_scan())
    picture = desk.table.locator("image")
    expect(picture).to_have_attribute("width", str(WIDTH))
    assert _background(demo, floor)["placement"] is None
    desk.panel.get_by_role("button", name="2点を押して縮尺を合わせる").click()
    desk.click(2000, 3000)
    desk.click(6000, 3000)
    expect(desk.panel.get_by_text(re.compile(r"いまは(39|40)\d\dミリです"))).to_be_visible()
    length = desk.panel.get_by_label("実際の距離（ミリ）")
    length.fill("8000")
    length.press("Enter")
    expect(desk.panel.get_by_role("button", name="2点を押して縮尺を合わせる")).to_be_visible()
    page.wait_for_load_state("networkidle")
    lies = _background(demo, floor)["placement"]
    assert math.dist(lies["a"]["mm"], (2000, 3000)) < 60
    assert math.dist(lies["a"]["mm"], lies["b"]["mm"]) == pytest.approx(8000, abs=1)
    laid = picture.get_attribute("transform")
    page.reload()
    expect(picture).to_have_attribute("transform", laid or "")
    desk.opens("背景")
    desk.panel.get_by_role("button", name="背景図を外す").click()
    expect(picture).to_have_count(0)
    assert desk.clerk.troubles == []


def test_a_terminal_carried_to_where_it_could_stand_breaks_no_rule(
    demo: Demo, browser: Browser
) -> None:
    desk = _desk(demo, browser, "日暮里")
    floor = floor_of(demo, DRAWER, "日暮里")
    terminal = next(t for t in draft_of(demo, DRAWER, floor)["terminals"] if t["kind"] == "juki")
    screen = terminal["screen"]["at"]
    desk.click(*screen)
    desk.panel.get_by_role("button", name="ここに置ける場所を探す").click()
    expect(desk.page.get_by_text("配置の規則をすべて満たします")).to_be_visible()
    there = desk.page.evaluate(FARTHEST, screen)
    assert math.dist(there, screen) > 1000
    desk.pull((screen[0], screen[1]), (there[0], there[1]))
    expect(desk.table.locator("path.lit")).to_have_count(0)
    desk.is_saved()
    moved = next(t for t in draft_of(demo, DRAWER, floor)["terminals"] if t["kind"] == "juki")
    assert math.dist(moved["screen"]["at"], there) < 400
    desk.opens("違反")
    expect(desk.panel.get_by_text("違反は検出されていません")).to_be_visible()
    assert desk.clerk.troubles == []
