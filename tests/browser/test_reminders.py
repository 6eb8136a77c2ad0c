"""Reminders and the calendar in a real browser: an address, a mail on loopback, a day that is closed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support.demo import Demo, demo_running
from tests.support.mail import MailServer, serving
from tests.support.rooms import DESKTOP, PHONE, settle, window

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

AXE = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"
LOOK = "async () => (await axe.run(document)).violations.map(f => [f.id, f.nodes[0].html])"


@pytest.fixture(scope="module")
def post() -> Iterator[MailServer]:
    with serving(MailServer()) as server:
        yield server


@pytest.fixture(scope="module")
def demo(post: MailServer) -> Iterator[Demo]:
    """A demo whose server knows a mail server."""
    mail = {"DAICHO_SMTP_URL": post.url(), "DAICHO_MAIL_FROM": "daicho@ward.example"}
    with demo_running(**mail) as running:
        yield running


def test_who_gives_an_address_gets_what_waits_for_them(
    demo: Demo, browser: Browser, post: MailServer
) -> None:
    head = demo.clerk(browser, "ogu-fuku")
    head.go("/my-mail")
    head.sees("アドレスがないため、メールは送られません。")
    head.sees("承認を待っています")
    head.page.get_by_label("メールアドレス").fill("kunieda@ward.example")
    head.press("このアドレスにする")
    head.sees("kunieda@ward.example に送ります。")

    admin = demo.clerk(browser, "system-1")
    admin.go("/reminders")
    admin.sees("daicho@ward.example")
    admin.sees("アドレスあり 1人")
    admin.press("今日の分を今作る")
    admin.sees("1人を確認し、1通を作りました。")
    admin.press("送信待ち")
    admin.sees("国枝 祥子")

    assert demo.server.daicho("sweep").returncode in (0, 1)
    assert post.recipients() == ["kunieda@ward.example"]
    assert "承認を待っています" in post.taken[0].get_content()
    admin.press("送信済み")
    admin.sees("国枝 祥子")
    assert head.troubles + admin.troubles == []


def test_a_day_is_closed_and_opened_again_on_the_calendar(demo: Demo, browser: Browser) -> None:
    keeper = demo.clerk(browser, "shisetsu-1")
    keeper.go("/calendar")
    page = keeper.page
    expect(page.get_by_role("cell", name="天皇誕生日")).to_be_visible()
    page.get_by_text("臨時の閉庁・開庁を加える").click()
    page.locator("input[type=date]").fill("2023-02-24")
    page.get_by_label("理由", exact=True).fill("停電工事")
    keeper.press("決める")
    expect(page.get_by_role("cell", name="停電工事")).to_contain_text("閉庁")

    page.get_by_role("button", name="取りやめる").click()
    page.get_by_label("取りやめる理由").fill("工事の中止")
    keeper.press("取りやめる")
    expect(page.get_by_role("cell", name="停電工事")).to_have_count(0)
    keeper.sees("取りやめ")
    assert keeper.troubles == []


def test_a_clerk_reads_the_calendar_and_changes_nothing(demo: Demo, browser: Browser) -> None:
    clerk = demo.clerk(browser, "nippori-1")
    clerk.go("/calendar")
    clerk.sees("開庁時間")
    expect(clerk.page.get_by_role("button", name="開庁時間を決める")).to_have_count(0)
    expect(clerk.page.get_by_text("臨時の閉庁・開庁を加える")).to_have_count(0)
    assert clerk.page.locator("select option").count() == 1


@pytest.mark.parametrize("path", ["/calendar", "/reminders", "/my-mail"])
def test_axe_finds_nothing_on_these_pages(path: str, demo: Demo, browser: Browser) -> None:
    with window(demo, browser, "system-1") as page:
        page.add_init_script(path=AXE)
        settle(page, path)
        for size in (PHONE, DESKTOP):
            page.set_viewport_size(size)
            assert page.evaluate(LOOK) == []
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide == size["width"]
