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

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.support.browser import launched  # noqa: E402 - the root is not on the path before
from tests.support.postgres import free_port  # noqa: E402 - the root is not on the path before

PICTURES = ROOT / "docs/pictures"
DAICHO = ROOT / ".venv/bin/daicho"
START_SECONDS = 30
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}

# Name, who looks, at what, on how large a screen; {floor} is the one with the most violations.
SHOTS = (
    ("floor", "security_manager", "/floors/{floor}", DESKTOP),
    ("tasks", "section_head", "/", DESKTOP),
    ("register", "custodian", "/registers/assets", DESKTOP),
    ("history", "auditor", "/history", DESKTOP),
    ("scan-phone", "staff", "/scan", PHONE),
)
SIGN_IN = """async account => (await fetch('/api/session', {
  method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(account)
})).status"""
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
        accounts = json.loads((Path(folder) / "demo-accounts.json").read_text(encoding="utf-8"))
        for name, role, path, size in SHOTS:
            account = next(each for each in accounts if each["role"] == role)
            take(browser, url, name, account, path, size)
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


def take(
    browser: Browser, url: str, name: str, account: dict[str, str], path: str, size: dict[str, int]
) -> None:
    context = browser.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        locale="ja-JP",
        timezone_id="Asia/Tokyo",
        reduced_motion="reduce",
    )
    try:
        page = context.new_page()
        sign_in(page, url, account)
        if "{floor}" in path:
            path = path.format(floor=page.evaluate(WORST_FLOOR))
        page.goto(url + path, wait_until="networkidle")
        page.screenshot(path=PICTURES / f"{name}.png")
    finally:
        context.close()


def sign_in(page: Page, url: str, account: dict[str, str]) -> None:
    page.goto(url, wait_until="networkidle")
    asked = {"account": account["account"], "password": account["password"]}
    status = page.evaluate(SIGN_IN, asked)
    if status != 201:
        raise RuntimeError(f"{account['account']} could not sign in: {status}")


if __name__ == "__main__":
    sys.exit(main())
