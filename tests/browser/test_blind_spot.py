"""The second journey: the demo's floor, with the blind spot drawn and its violation listed."""

import pytest
from playwright.sync_api import Browser, expect

from tests.support.demo import Demo

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


def test_the_head_finds_the_blind_spot_drawn_and_the_violation_listed(
    demo: Demo, browser: Browser
) -> None:
    head = demo.clerk(browser, "ogu-fuku")
    head.go("/floors")
    head.page.get_by_role("link", name="尾久区民事務所 1階").click()
    listed = head.page.get_by_role("button", name="統合端末が死角にある")
    expect(listed).to_be_visible()
    blind = head.page.locator("g.blind path")
    expect(blind.first).to_be_visible()
    listed.click()
    expect(head.page.get_by_text("どの監督席・カメラからも見えません").first).to_be_visible()
    assert head.troubles == []


def test_staff_are_not_shown_where_nobody_looks(demo: Demo, browser: Browser) -> None:
    staff = demo.clerk(browser, "ogu-2")
    staff.go("/floors")
    staff.page.get_by_role("link", name="尾久区民事務所 1階").click()
    expect(staff.page.get_by_role("button", name="区域", exact=True)).to_be_visible()
    expect(staff.page.get_by_role("button", name="死角", exact=True)).to_have_count(0)
    expect(staff.page.locator("g.blind path")).to_have_count(0)
