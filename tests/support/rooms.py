"""The pages by the role that opens them, and a browser window already signed in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.support.demo import Demo

DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
COMMON = ("/", "/scan", "/floors", "/registers/assets", "/registers/take-outs", "/stock-takes")
ROOMS = {
    "nippori-1": COMMON,
    "ogu-fuku": (*COMMON, "/registers/places", "/registers/floors", "/registers/violations"),
    "shisetsu-1": ("/", "/floors", "/registers/floors", "/registers/places"),
    "kansa-1": ("/", "/floors", "/registers/violations", "/history", "/exports"),
}
"""A clerk, a head, a facility administrator and an auditor."""


@contextmanager
def window(
    demo: Demo, browser: Browser, account: str, scheme: Literal["light", "dark"] = "light"
) -> Iterator[Page]:
    """A page of somebody who signed in before it was opened; not yet anywhere."""
    context = browser.new_context(
        base_url=demo.server.url,
        locale="ja-JP",
        timezone_id="Asia/Tokyo",
        viewport=DESKTOP,
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    try:
        enter(demo, context, account)
        yield context.new_page()
    finally:
        context.close()


def enter(demo: Demo, context: BrowserContext, account: str) -> None:
    """Signs in without the form: its test stands elsewhere."""
    known = demo.accounts[account]
    told = {"account": account, "password": known["password"]}
    answer = context.request.post("/api/session", data=told, headers={"Origin": demo.server.url})
    assert answer.status == 201, answer.text()


def settle(page: Page, path: str) -> None:
    """Opens a page of ours and waits until it shows what it asked for."""
    page.goto(path)
    page.locator("main h1").first.wait_for(state="attached")
    page.locator(".skeleton:visible").wait_for(state="detached")
