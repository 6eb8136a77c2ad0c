"""The demo municipality on a server of its own, and clerks who use it in a real browser."""

import atexit
import fcntl
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, Page, expect

from tests.support.scratch import SHARED, in_memory
from tests.support.server import Server


class Demo:
    """The running demo and whom one can sign in as."""

    def __init__(self, server: Server) -> None:
        self.server = server
        told = (server.data_dir / "demo-accounts.json").read_text()
        self.accounts: dict[str, dict[str, str]] = {a["account"]: a for a in json.loads(told)}

    @contextmanager
    def api(self, account: str) -> Iterator[httpx.Client]:
        """A script signed in as this person."""
        headers = {"Origin": self.server.url}
        with httpx.Client(base_url=self.server.url, headers=headers) as client:
            answer = client.post("/api/session", json=self._credentials(account))
            assert answer.status_code == 201, answer.text
            yield client

    def _credentials(self, account: str) -> dict[str, str]:
        return {"account": account, "password": self.accounts[account]["password"]}

    def asset(self, account: str, name: str) -> dict[str, Any]:
        """The asset of this name in the person's section."""
        with self.api(account) as client:
            items = client.get("/api/assets", params={"q": name}).json()["items"]
        found: dict[str, Any] = next(a for a in items if a["name"] == name)
        return found

    def clerk(self, browser: Browser, account: str, **context: Any) -> "Clerk":
        """Somebody at a counter, signed in through the page."""
        opened = browser.new_context(
            base_url=self.server.url, locale="ja-JP", timezone_id="Asia/Tokyo", **context
        )
        clerk = Clerk(opened.new_page())
        clerk.sign_in(account, self.accounts[account]["password"])
        return clerk


class Clerk:
    """What a person does on the pages, in their words."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.troubles: list[str] = []
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.set_default_timeout(15_000)

    def sign_in(self, account: str, password: str) -> None:
        self.page.goto("/")
        self.page.get_by_label("アカウント").fill(account)
        self.page.get_by_label("パスワード", exact=True).fill(password)
        self.page.get_by_role("button", name="サインイン").click()
        expect(self.page.get_by_role("heading", name="やること")).to_be_visible()

    def go(self, path: str) -> None:
        self.page.goto(path)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=15_000)

    def wedge(self, code: str) -> None:
        wedge(self.page, code)


def wedge(page: Page, text: str) -> None:
    """A USB reader: real keys ended by Enter, whatever has the focus; each tells when it went down,
    as a keyboard's does, however busy the machine is by then."""
    keyboard = page.context.new_cdp_session(page)
    began = time.time()
    for place, key in enumerate((*text, "Enter")):
        stroke = {
            "key": key,
            "text": "\r" if key == "Enter" else key,
            "timestamp": began + place * 0.005,
        }
        keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", **stroke})
        keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", "key": key})
    keyboard.detach()


@cache
def _made() -> Path:
    """The demo's data folder as `daicho demo` leaves it: made once for all workers of a run."""
    named = os.environ.get(SHARED)
    folder = Path(named or tempfile.mkdtemp(prefix="daicho-demo-", dir=in_memory()))
    if not named:
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "var/demo-accounts.json").exists():
            (folder / "var").mkdir(exist_ok=True)
            made = Server(folder / "var").daicho("demo")
            assert made.returncode == 0, made.stderr
    return folder / "var"


@contextmanager
def demo_running(**environment: str) -> Iterator[Demo]:
    """A fresh copy of what `daicho demo` makes, under `daicho serve`."""
    with tempfile.TemporaryDirectory(prefix="daicho-demo-", dir=in_memory()) as name:
        folder = Path(name)
        shutil.copytree(_made(), folder, dirs_exist_ok=True)
        server = Server(folder)
        server.environment |= environment
        server.start()
        try:
            yield Demo(server)
        finally:
            server.stop()
