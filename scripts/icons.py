"""Draws the icons of the installed pages from frontend/public/icon.svg, with an installed Chromium."""

import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.support.browser import launched  # noqa: E402 - the root is not on the path before

PUBLIC = ROOT / "frontend" / "public"
SIZES = {"icon-192.png": 192, "icon-512.png": 512, "icon-maskable-512.png": 512}
ROUNDED = 'rx="12"'
"""The corner of the drawing; where the system cuts its own shape, the colour reaches the edge."""


def draw(browser: Browser, name: str, size: int) -> None:
    svg = (PUBLIC / "icon.svg").read_text()
    if "maskable" in name:
        svg = svg.replace(ROUNDED, "")
    page = browser.new_page(viewport={"width": size, "height": size})
    page.set_content(f"<style>*{{margin:0}}svg{{display:block;width:{size}px}}</style>{svg}")
    page.screenshot(path=PUBLIC / name, omit_background=True)
    page.close()


def main() -> int:
    with sync_playwright() as driving, launched(driving) as browser:
        for name, size in SIZES.items():
            draw(browser, name, size)
    return 0


if __name__ == "__main__":
    sys.exit(main())
