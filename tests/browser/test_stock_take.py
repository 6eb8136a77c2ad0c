"""A stock-take in a real browser: planned, counted with six outcomes, put in order by two, approved by a third."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect

from daicho.foundation.identity.service import fresh_code
from daicho.foundation.kernel import codes
from tests.support.browser import launched
from tests.support.demo import Clerk, Demo

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

STAFF, CUSTODIAN, HEAD = "nippori-1", "nippori-hokan", "nippori-fuku"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SIX = ("あった", "違う場所", "場所なし", "未登録のコード", "ラベル破損", "所在不明")


class Labels:
    """The codes of the office's places and things, by name."""

    def __init__(self, demo: Demo) -> None:
        with demo.api(CUSTODIAN) as client:
            section = client.get("/api/session").json()["section"]
            query = {"section": section, "limit": 200}
            self.places = _by_name(client.get("/api/places", params=query).json())
            self.things = _by_name(client.get("/api/assets", params=query).json())
            body = {
                "name": "置き場のない媒体", "kind": "medium", "type": "usb", "model": "UM-32",
                "serial": "UM-LOOSE", "section": section, "data_class": 1,
            }  # fmt: skip
            made = client.post(
                "/api/assets", json=body, headers={"Idempotency-Key": "loose-medium"}
            )
            assert made.status_code == 201, made.text
            self.things["置き場のない媒体"] = made.json()["code"]


def _by_name(page: dict[str, Any]) -> dict[str, str]:
    return {item["name"]: item["code"] for item in page["items"]}


def _planned(clerk: Clerk) -> str:
    """The address of the session that goes on now."""
    clerk.go("/stock-takes")
    clerk.page.get_by_text("棚卸を計画する", exact=True).click()
    clerk.press("1週間後")
    clerk.press("計画する")
    clerk.sees("日暮里区民事務所の棚卸")
    clerk.press("棚卸を始める")
    clerk.sees("一覧として固定されます")
    clerk.press("棚卸を始める")
    clerk.sees("まず保管場所のラベルを読み取ってください")
    return re.sub(r"^https?://[^/]+", "", clerk.page.url)


def _reads(clerk: Clerk, code: str, outcome: str) -> None:
    """A scan, and what stands large above afterwards."""
    clerk.wedge(code)
    expect(_scanner(clerk.page).get_by_role("status")).to_contain_text(outcome, timeout=20_000)


def _scanner(page: Page) -> Any:
    return page.get_by_role("region", name="棚卸の読取り")


def _count(clerk: Clerk, labels: Labels, address: str) -> None:
    clerk.go(address)
    clerk.sees("まず保管場所のラベルを読み取ってください")
    _reads(clerk, labels.places["耐火金庫"], "場所を切り替えた")
    _reads(clerk, labels.things["USBメモリ 1"], "あった")
    _reads(clerk, labels.things["USBメモリ 1"], "数えた後")
    _reads(clerk, labels.places["施錠キャビネット"], "場所を切り替えた")
    _reads(clerk, labels.things["USBメモリ 3"], "違う場所")
    _reads(clerk, codes.printed(fresh_code()), "未登録のコード")
    _reads(clerk, labels.things["置き場のない媒体"], "場所なし")
    for terminal in ("統合端末", "窓口端末 2"):
        _reads(clerk, labels.things[terminal], terminal)
    _damaged(clerk, labels.things["窓口端末 1"])


def _damaged(clerk: Clerk, code: str) -> None:
    """A label that no reader takes: typed by hand, and said to be damaged."""
    clerk.page.get_by_label("次に数える物のラベルが傷んでいる").check()
    clerk.page.get_by_label("管理コードを手で入力").fill(code)
    clerk.page.get_by_role("button", name="数える", exact=True).click()
    expect(_scanner(clerk.page).get_by_role("status")).to_contain_text("ラベル破損", timeout=20_000)


def _close(clerk: Clerk, address: str) -> None:
    clerk.go(address)
    clerk.press("数え終わる")
    clerk.sees("所在不明になります")
    clerk.press("数え終わる")
    for outcome in SIX:
        expect(clerk.page.get_by_role("group", name="結果で絞り込む")).to_contain_text(
            outcome, timeout=20_000
        )


def _line(clerk: Clerk, name: str) -> Any:
    return clerk.page.get_by_role("listitem").filter(has_text=name)


def _propose(clerk: Clerk, address: str, name: str, note: str) -> None:
    clerk.go(address)
    line = _line(clerk, name)
    line.get_by_role("button", name="直し方を提案").click()
    line.get_by_label("理由・どう直すか").fill(note)
    line.get_by_role("button", name="直し方を提案").click()
    expect(line).to_contain_text("提案あり")


def _apply(clerk: Clerk, address: str, name: str) -> None:
    clerk.go(address)
    line = _line(clerk, name)
    line.get_by_role("button", name="提案を実施").click()
    line.get_by_role("button", name="提案を実施").click()
    expect(line).to_contain_text("直した")


def _report_missing(clerk: Clerk, address: str) -> None:
    clerk.go(address)
    line = _line(clerk, "ノートパソコン")
    line.get_by_role("button", name="所在不明を報告").click()
    line.get_by_label("どこをどう探したか").fill("2名で事務室と書庫の全ての棚を探した")
    line.get_by_role("button", name="所在不明を報告").click()
    expect(line).to_contain_text("報告済")


ODD = {
    "USBメモリ 3": "使う場所に近い棚で保管する",
    "台帳にないコード": "他団体の古いラベルなので外した",
    "置き場のない媒体": "棚で保管する",
    "窓口端末 1": "ラベルを貼り直した",
}


def test_a_stock_take_with_six_outcomes_is_put_in_order_by_two_and_approved_by_a_third(
    demo: Demo, playwright: Playwright, tmp_path: Path
) -> None:
    labels = Labels(demo)
    with launched(playwright) as browser:
        keeper = demo.clerk(browser, CUSTODIAN)
        address = _planned(keeper)
        counter = demo.clerk(browser, STAFF, **PHONE)
        _count(counter, labels, address)
        _close(keeper, address)
        for name, note in ODD.items():
            _propose(counter, address, name, note)
            _apply(keeper, address, name)
        _report_missing(keeper, address)
        head = demo.clerk(browser, HEAD)
        head.go(address)
        head.press("結果を承認する")
        head.press("結果を承認する")
        expect(head.page.get_by_text("完了", exact=True).first).to_be_visible()
        with head.page.expect_download() as loading:
            head.page.get_by_role("link", name="棚卸結果書").click()
        loading.value.save_as(tmp_path / "receipt.pdf")
        assert [c.troubles for c in (keeper, counter, head)] == [[], [], []]
    assert (tmp_path / "receipt.pdf").read_bytes().startswith(b"%PDF")
    _look_at_the_register(demo, labels, address)


def _look_at_the_register(demo: Demo, labels: Labels, address: str) -> None:
    with demo.api(CUSTODIAN) as client:
        told = client.get(f"/api{address}").json()["stock_take"]
        things = {a["name"]: a for a in client.get("/api/assets").json()["items"]}
    assert told["state"] == "completed"
    assert told["counts"] == {
        "here": 3, "wrong_place": 1, "no_place": 1, "unknown_code": 1, "label_damaged": 1,
        "missing": 1, "out": 1,
    }  # fmt: skip
    assert things["USBメモリ 3"]["place"] == labels.places["施錠キャビネット"]
    assert things["置き場のない媒体"]["state"] == "in_storage"
    assert things["ノートパソコン"]["state"] == "missing"
