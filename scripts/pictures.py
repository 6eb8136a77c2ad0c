"""`make demo-pictures`: the pictures of README and docs, taken in a browser from a demo of its own."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.support.browser import launched  # noqa: E402 - the root is not on the path before
from tests.support.postgres import free_port  # noqa: E402 - the root is not on the path before

PICTURES = ROOT / "docs/pictures"
DAICHO = ROOT / ".venv/bin/daicho"
START_SECONDS = 30
SETTLE_MILLISECONDS = 400
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
Pressed = Literal["button", "link"]

# Name, whose account, at what, on how large a screen, and what is pressed before (role, name).
SHOTS: tuple[tuple[str, str, str, dict[str, int], tuple[tuple[Pressed, str], ...]], ...] = (
    ("sign-in", "", "/", DESKTOP, ()),
    ("tasks", "ogu-fuku", "/", DESKTOP, (("button", "承認する"),)),
    ("tasks-phone", "ogu-fuku", "/", PHONE, ()),
    ("scan", "nippori-1", "/q/{code}", DESKTOP, ()),
    ("scan-phone", "nippori-1", "/q/{code}", PHONE, ()),
    ("floor", "ogu-fuku", "/floors/{floor}", DESKTOP, (("button", "統合端末が死角にある"),)),
    ("editor", "shisetsu-1", "/floors/{floor}/edit", DESKTOP, ()),
    ("settings", "security-1", "/settings", DESKTOP, ()),
    ("register", "nippori-hokan", "/registers/assets?open={code}", DESKTOP, ()),
    ("stock-take", "minami-hokan", "/stock-takes", DESKTOP, ()),
    ("disposal", "koseki-hokan", "/disposals", DESKTOP, ()),
    ("scan-modes-phone", "nippori-hokan", "/scan?mode=declareReturn", PHONE, ()),
    ("history", "kansa-1", "/history", DESKTOP, ()),
    ("exports", "kansa-1", "/exports", DESKTOP, ()),
)
COLOURS = 128
SIGN_IN = """async account => (await fetch('/api/session', {
  method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(account)
})).status"""
THING = """async () => (await (await fetch('/api/assets?kind=medium')).json()).items
  .find(one => one.section_name === '日暮里区民事務所' && one.state === 'in_storage').code"""
WORST_FLOOR = """async () => (await (await fetch('/api/floors')).json()).items
  .sort((one, other) => other.open_violations - one.open_violations)[0].id"""


def main() -> int:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder)) as url,
        sync_playwright() as playwright,
        launched(playwright, "--lang=ja-JP") as browser,
    ):
        told = (Path(folder) / "demo-accounts.json").read_text(encoding="utf-8")
        accounts = {each["account"]: each for each in json.loads(told)}
        for name, account, path, size, presses in SHOTS:
            with opened(browser, url, accounts.get(account), size) as page:
                show(page, path, presses)
                page.screenshot(path=PICTURES / f"{name}.png")
            shrink(PICTURES / f"{name}.png")
            print(f"docs/pictures/{name}.png")
    return 0


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A demo in `folder`, served on a free port of this machine; its address."""
    port = free_port()
    environment = {
        **os.environ,
        "DAICHO_DATA_DIR": str(folder),
        "DAICHO_DATABASE_URL": "",
        "DAICHO_HOST": "127.0.0.1",
        "DAICHO_PORT": str(port),
    }
    for verb in ("migrate", "demo"):
        subprocess.run([DAICHO, verb], env=environment, check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen([DAICHO, "serve"], env=environment, stdout=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=START_SECONDS)


def wait_for(port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=1)
            connection.request("GET", "/health/ready")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"no server on port {port} after {START_SECONDS} s")


@contextmanager
def opened(
    browser: Browser, url: str, account: dict[str, str] | None, size: dict[str, int]
) -> Iterator[Page]:
    context = browser.new_context(
        base_url=url,
        viewport={"width": size["width"], "height": size["height"]},
        locale="ja-JP",
        timezone_id="Asia/Tokyo",
        reduced_motion="reduce",
    )
    try:
        page = context.new_page()
        if account:
            sign_in(page, url, account)
        yield page
    finally:
        context.close()


def show(page: Page, path: str, presses: tuple[tuple[Pressed, str], ...]) -> None:
    """Opens a page of the demo and presses what leads to what is to be seen."""
    for name, search in (("{floor}", WORST_FLOOR), ("{code}", THING)):
        if name in path:
            path = path.replace(name, page.evaluate(search))
    page.goto(path, wait_until="networkidle")
    for role, name in presses:
        page.get_by_role(role, name=name).first.click()
        page.wait_for_load_state("networkidle")
    page.wait_for_timeout(SETTLE_MILLISECONDS)


def shrink(picture: Path) -> None:
    """Flat colours need no more than a palette."""
    with Image.open(picture) as drawn:
        small = drawn.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(picture, optimize=True)


def sign_in(page: Page, url: str, account: dict[str, str]) -> None:
    page.goto(url, wait_until="networkidle")
    asked = {"account": account["account"], "password": account["password"]}
    status = page.evaluate(SIGN_IN, asked)
    if status != 201:
        raise RuntimeError(f"{account['account']} could not sign in: {status}")


if __name__ == "__main__":
    sys.exit(main())
