"""The demo on a server of its own, shared by the browser tests of a worker."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.support.browser import browser, playwright
from tests.support.demo import Demo, demo_running

__all__ = ["browser", "playwright"]


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    """A fresh demo municipality for each file of tests."""
    with demo_running() as running:
        yield running


@pytest.fixture(autouse=True)
def windows(browser: Browser) -> Iterator[None]:
    """Closed after each test: pages left open go on asking their server, and a hundred of them fill the machine."""
    yield
    for context in list(browser.contexts):
        context.close()
