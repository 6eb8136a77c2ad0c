"""A real browser for the tests: an installed Chromium, else the one Playwright downloads."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
)
"""The one without windows first: half the work of the whole browser for the same pages."""
FLAGS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)


class NoBrowser(RuntimeError):
    """No browser on this machine; `make test` gets one, and says how when it cannot."""


def find_browser(playwright: Playwright | None = None) -> Path | None:
    """`DAICHO_TEST_BROWSER`, an installed one, or Playwright's own download."""
    named = os.environ.get("DAICHO_TEST_BROWSER")
    installed = next((found for name in NAMES if (found := shutil.which(name))), None)
    if named or installed:
        return Path(named or str(installed))
    with nullcontext(playwright) if playwright else sync_playwright() as driving:
        own = Path(driving.chromium.executable_path)
    return own if own.is_file() else None


@contextmanager
def launched(playwright: Playwright, *flags: str) -> Iterator[Browser]:
    """A headless browser; as root it runs without its own sandbox."""
    program = find_browser(playwright)
    if program is None:
        raise NoBrowser("no browser found; `make test` gets one for itself")
    words = [*FLAGS, *flags]
    browser = playwright.chromium.launch(
        executable_path=program, args=words, chromium_sandbox=os.geteuid() != 0
    )
    try:
        yield browser
    finally:
        browser.close()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives every browser of a worker; there can be one only."""
    # A machine busy with other work is slow, not wrong: what never comes is told a little later.
    expect.set_options(timeout=20_000)
    with sync_playwright() as driving:
        yield driving


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One browser for each worker of the run; a test opens its own context."""
    with launched(playwright) as opened:
        yield opened
