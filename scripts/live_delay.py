"""How long the editor's shading is behind the pointer: `live_delay.py [FLOOR NAME]`, on a demo of its own."""

import statistics
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.support.browser import launched  # noqa: E402 - the root is not on the path before
from tests.support.demo import demo_running  # noqa: E402 - the root is not on the path before
from tests.support.drawing import (  # noqa: E402 - the root is not on the path before
    Draughtsman,
    draft_of,
    floor_of,
)

DRAWER = "shisetsu-1"
ROUNDS = 6
STEPS = 40
FRAME_MILLISECONDS = 16


def main(name: str) -> int:
    with (
        demo_running() as demo,
        sync_playwright() as playwright,
        launched(playwright) as browser,
    ):
        floor = floor_of(demo, DRAWER, name)
        desk = Draughtsman(demo.clerk(browser, DRAWER), floor)
        drawn = draft_of(demo, DRAWER, floor)
        wall = next(one for one in drawn["walls"] if one["kind"] == "partition")
        told("wall", dragged(desk, *middle(wall)))
        told("viewpoint", dragged(desk, *drawn["viewpoints"][0]["at"]))
    return 0


def middle(wall: dict[str, list[float]]) -> tuple[float, float]:
    (x1, y1), (x2, y2) = wall["from"], wall["to"]
    return (x1 + x2) / 2, (y1 + y2) / 2


def dragged(desk: Draughtsman, x: float, y: float) -> list[float]:
    """Select, so that the server makes ready; then to and fro at the pace of a hand."""
    desk.click(x, y)
    desk.page.wait_for_timeout(1500)
    desk.page.evaluate("performance.clearMeasures()")
    left, top = desk.at(x, y)
    desk.page.mouse.move(left, top)
    desk.page.mouse.down()
    for step in range(ROUNDS * STEPS):
        way = abs(step % STEPS - STEPS / 2) - STEPS / 4
        desk.page.mouse.move(left + 4 * way, top + 2 * way)
        desk.page.wait_for_timeout(FRAME_MILLISECONDS)
    desk.page.keyboard.press("Escape")
    desk.page.mouse.up()
    desk.page.wait_for_timeout(500)
    return desk.delays()


def told(what: str, delays: list[float]) -> None:
    ordered = sorted(delays)
    p95 = ordered[int(0.95 * (len(ordered) - 1))]
    print(
        f"{what}: {len(ordered)} steps, median {statistics.median(ordered):.0f} ms, p95 {p95:.0f} ms"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "日暮里"))
