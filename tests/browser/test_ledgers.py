"""An old ledger and a list of the first of April, from a file on somebody's desk to the register, by two persons."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support.demo import Demo
from tests.support.ledgers import HEADINGS, as_csv, media_line
from tests.support.rooms import DESKTOP, PHONE, settle, window

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

AXE = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"
LOOK = "async () => (await axe.run(document)).violations.map(f => [f.id, f.nodes[0].html])"
SECTION = "日暮里区民事務所"
POSTS = ["職員番号", "氏名", "フリガナ", "新所属", "役割", "職名", "発令日"]


def lines(*last: list[str]) -> bytes:
    """Media without a storage place, in the encoding of an old spreadsheet."""
    some = [media_line(number, 所管課=SECTION, 保管場所="") for number in range(1, 4)]
    return as_csv([HEADINGS, *some, *last], titles=1)


def posts(staff: str = "A0010", fresh: str = "N-100") -> bytes:
    """One moves, one joins."""
    moves = [staff, "", "", "町屋区民事務所", "", "主事", "R5.4.1"]
    joins = [fresh, "渡邉 﨑", "わたなべ さき", SECTION, "保管責任者", "係長", "R5.4.1"]
    return as_csv([POSTS, moves, joins])


def test_a_ledger_with_a_broken_line_is_corrected_and_registered(
    demo: Demo, browser: Browser, tmp_path: Path
) -> None:
    broken, good = tmp_path / "broken.csv", tmp_path / "媒体台帳.csv"
    broken.write_bytes(lines(media_line(4, 所管課=SECTION, 保管場所="", 機密性="極秘")))
    good.write_bytes(lines())
    keeper = demo.clerk(browser, "nippori-hokan")
    keeper.go("/ledgers")
    page = keeper.page
    page.locator("input[type=file]").set_input_files(broken)
    keeper.sees("文字コード cp932")
    keeper.press("事前確認をする")
    keeper.sees("「極秘」は0から3までの整数ではありません。")
    expect(page.get_by_role("button", name="登録する")).to_have_count(0)

    page.locator("input[type=file]").set_input_files(good)
    expect(page.get_by_text("極秘")).to_have_count(0)
    keeper.press("事前確認をする")
    page.get_by_label("理由").fill("旧台帳からの移行")
    keeper.press("3件を登録する")
    keeper.sees("登録しました。")
    keeper.sees("媒体台帳.csv")
    with demo.api("nippori-hokan") as api:
        found = api.get("/api/assets", params={"q": "M-2019-000"}).json()["items"]
    assert [one["control_no"] for one in found] == [f"M-2019-000{n}" for n in (1, 2, 3)]
    assert keeper.troubles == []


def test_a_list_of_posts_is_proposed_by_one_and_approved_by_another(
    demo: Demo, browser: Browser, tmp_path: Path
) -> None:
    file = tmp_path / "異動.csv"
    file.write_bytes(posts())
    admin = demo.clerk(browser, "system-1")
    admin.go("/personnel")
    admin.page.locator("input[type=file]").set_input_files(file)
    admin.press("内容を確かめる")
    admin.sees("2行を読みました。変わる人 2人、変わらない人 0人、直す行 0行。")
    admin.press("この内容で申請する")
    admin.sees("申請しました。")
    admin.press("内容を見る")
    expect(admin.page.get_by_role("button", name="決定する")).to_have_count(0)

    other = demo.clerk(browser, "security-1")
    other.go("/personnel")
    other.press("内容を見る")
    other.sees("渡邉 﨑")
    with other.page.expect_download() as coming:
        other.page.get_by_role("link", name="引継書を全員分出す").click()
    assert Path(coming.value.path()).read_bytes().startswith(b"%PDF-")
    other.press("決定する")
    other.sees("決定済み")
    assert admin.troubles + other.troubles == []


@pytest.mark.parametrize("path", ["/ledgers", "/personnel"])
def test_axe_finds_nothing_on_these_pages(
    path: str, demo: Demo, browser: Browser, tmp_path: Path
) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(lines() if path == "/ledgers" else posts("A0011", "N-200"))
    with window(demo, browser, "system-1") as page:
        page.add_init_script(path=AXE)
        settle(page, path)
        page.locator("input[type=file]").set_input_files(file)
        step = "事前確認をする" if path == "/ledgers" else "内容を確かめる"
        page.get_by_role("button", name=step).click()
        page.locator("table, .people").first.wait_for()
        for size in (PHONE, DESKTOP):
            page.set_viewport_size(size)
            assert page.evaluate(LOOK) == []
            assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
