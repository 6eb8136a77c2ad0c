"""Somebody at the drawing table of the floor editor: plan millimetres instead of pixels."""

import re
from typing import Any

from playwright.sync_api import Locator, expect

from tests.support.demo import Clerk, Demo

HUMAN = 60
"""Milliseconds between keys: faster would be a USB reader."""
MEASURES = "performance.getEntriesByName('daicho-live').map(one => one.duration)"
ON_SCREEN = """([x, y]) => {
  const to = document.querySelector('svg[role=application]').getScreenCTM();
  return [to.a * x + to.e, to.d * -y + to.f];
}"""


def floor_of(demo: Demo, account: str, name: str) -> str:
    """The id of the floor of this name."""
    with demo.api(account) as client:
        items = client.get("/api/floors").json()["items"]
    found: str = next(one["id"] for one in items if name in one["name"])
    return found


def draft_of(demo: Demo, account: str, floor: str) -> dict[str, Any]:
    """The draft as the server has it."""
    with demo.api(account) as client:
        found: dict[str, Any] = client.get(f"/api/floors/{floor}/draft").json()
    return found


class Draughtsman:
    """A clerk with a floor open on the table."""

    def __init__(self, clerk: Clerk, floor: str) -> None:
        self.clerk, self.page = clerk, clerk.page
        clerk.go(f"/floors/{floor}/edit")
        expect(self.table).to_be_visible()
        expect(self.panel.get_by_role("button", name="違反")).to_contain_text(re.compile(r"\d"))

    @property
    def table(self) -> Locator:
        return self.page.get_by_role("application")

    @property
    def panel(self) -> Locator:
        return self.page.get_by_role("complementary", name="詳細")

    def take(self, key: str) -> None:
        """Take a tool in hand by its key."""
        self.table.focus()
        self.page.keyboard.press(key)

    def at(self, x: float, y: float) -> tuple[float, float]:
        left, top = self.page.evaluate(ON_SCREEN, [x, y])
        return left, top

    def click(self, x: float, y: float) -> None:
        self.page.mouse.move(*self.at(x, y), steps=3)
        self.page.mouse.down()
        self.page.mouse.up()

    def pull(self, start: tuple[float, float], end: tuple[float, float], steps: int = 8) -> None:
        """Press, drag and let go."""
        self.page.mouse.move(*self.at(*start))
        self.page.mouse.down()
        self.page.mouse.move(*self.at(*end), steps=steps)
        self.page.mouse.up()

    def opens(self, panel: str) -> None:
        self.panel.get_by_role("button", name=panel).first.click()

    def is_saved(self) -> None:
        expect(self.page.locator("p.save")).to_contain_text("保存済み")
        expect(self.page.locator("p.save")).not_to_contain_text("変更なし")

    def delays(self) -> list[float]:
        """Milliseconds from each judged stroke to its shading."""
        found: list[float] = self.page.evaluate(MEASURES)
        return found
