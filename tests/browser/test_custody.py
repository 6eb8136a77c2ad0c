"""More days, a signature on the spot, and a thing that passes to another office, each by the right hands."""

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.support.demo import Clerk, Demo

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def _open(clerk: Clerk, path: str, name: str) -> Locator:
    """The drawer of the first row that holds this."""
    clerk.go(path)
    row = clerk.page.get_by_role("row").filter(has_text=name).first
    row.get_by_role("link").first.click()
    return clerk.page.get_by_role("dialog")


def test_more_days_are_asked_for_by_one_and_granted_by_another(
    demo: Demo, browser: Browser
) -> None:
    staff = demo.clerk(browser, "nippori-1")
    drawer = _open(staff, "/registers/take-outs?status=handed_over", "USBメモリ 2")
    staff.press("延長を申請")
    staff.page.get_by_label("新しい返却予定日").fill("2023-03-03")
    staff.page.get_by_label("延長する理由").fill("先方の作業が延びたため")
    staff.press("延長を申請")
    staff.sees("延長を申請しました")
    expect(drawer.get_by_role("region", name="延長の申請").get_by_text("承認待ち")).to_be_visible()

    head = demo.clerk(browser, "nippori-fuku")
    head.press("延長を承認する")
    head.sees("先方の作業が延びたため")
    head.page.get_by_role("form").get_by_role("button", name="延長を承認する").click()
    head.sees("記録しました")

    drawer = _open(staff, "/registers/take-outs?status=handed_over", "USBメモリ 2")
    expect(drawer.locator("dd", has_text="令和5年3月3日").first).to_be_visible()
    assert (staff.troubles, head.troubles) == ([], [])


def test_signatures_are_drawn_or_typed_on_the_spot_and_seen_afterwards(
    demo: Demo, browser: Browser
) -> None:
    """On a telephone; one that was begun and not used is not lost unseen."""
    code = demo.asset("minami-hokan", "USBメモリ 1")["code"]
    custodian = demo.clerk(browser, "minami-hokan", viewport={"width": 390, "height": 844})
    custodian.go(f"/q/{code}")
    custodian.press("引き渡す")
    for question in ("暗号化されていますか", "全員そろっていますか"):
        custodian.page.get_by_role("group", name=question).get_by_label("はい").check()
    custodian.press("枠の中に署名する")
    _draw(custodian)
    _send(custodian, "引き渡す")
    custodian.sees("まだ入っていない項目があります")
    _use(custodian)
    _send(custodian, "引き渡す")
    custodian.sees("引き渡しました")

    custodian.go(f"/q/{code}")
    custodian.press("返却を受け付ける")
    custodian.page.get_by_label("戻した場所").select_option(label="耐火金庫（金庫）")
    custodian.press("枠の中に署名する")
    custodian.page.get_by_label("書けないときは氏名を入力").fill("荻窪 健")
    custodian.page.get_by_label("署名する本人が入力しました").check()
    _use(custodian)
    _send(custodian, "返却を受け付ける")
    custodian.sees("返却を受け付けました")

    custodian.go("/registers/take-outs?status=returned")
    custodian.page.get_by_role("link").filter(has_text="2022-").first.click()
    for name in ("引渡し時の署名", "返却時の署名"):
        picture = custodian.page.get_by_role("dialog").get_by_role("img", name=name)
        expect(picture).to_be_visible()
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 640
    assert custodian.troubles == []


def _send(clerk: Clerk, name: str) -> None:
    clerk.page.get_by_role("form").get_by_role("button", name=name).click()


def _use(clerk: Clerk) -> None:
    clerk.press("この署名を使う")
    clerk.sees("署名を受け取りました")


def _draw(clerk: Clerk) -> None:
    sheet = clerk.page.locator("canvas")
    sheet.scroll_into_view_if_needed()
    box = sheet.bounding_box()
    assert box is not None
    clerk.page.mouse.move(box["x"] + 30, box["y"] + 60)
    clerk.page.mouse.down()
    for step in range(20):
        clerk.page.mouse.move(box["x"] + 30 + step * 10, box["y"] + 60 + step % 2 * 30)
    clerk.page.mouse.up()


def test_a_thing_passes_to_the_office_that_accepts_it(demo: Demo, browser: Browser) -> None:
    code = demo.asset("koseki-hokan", "USBメモリ 1")["code"]
    giver = demo.clerk(browser, "koseki-hokan")
    giver.go(f"/registers/assets?open={code}")
    _proposed(giver)

    receiver = demo.clerk(browser, "machiya-hokan")
    receiver.press("受け入れる")
    receiver.sees("町屋で使うため")
    receiver.page.get_by_label("保管する場所").select_option(label="耐火金庫（金庫）")
    receiver.page.get_by_role("form").get_by_role("button", name="受け入れる").click()
    receiver.sees("記録しました")

    drawer = _open(giver, "/registers/asset-transfers", "USBメモリ 1")
    expect(drawer.get_by_text("移管済").first).to_be_visible()
    with demo.api("machiya-hokan") as client:
        assert client.get(f"/api/assets/{code}").json()["section_name"] == "町屋区民事務所"
    assert (giver.troubles, receiver.troubles) == ([], [])


def test_a_transfer_under_way_and_a_declined_one_are_told_on_the_card_of_the_thing(
    demo: Demo, browser: Browser
) -> None:
    code = demo.asset("koseki-hokan", "USBメモリ 2")["code"]
    giver = demo.clerk(browser, "koseki-hokan")
    card = giver.page.get_by_role("dialog").get_by_role("region", name="移管", exact=True)
    giver.go(f"/registers/assets?open={code}")
    _proposed(giver)
    expect(card).to_contain_text("町屋区民事務所への移管")
    card.get_by_role("button", name="移管を取り下げる").click()
    card.get_by_role("form").get_by_role("button", name="移管を取り下げる").click()
    expect(card).to_contain_text("取下げ")
    giver.page.reload()
    _proposed(giver)
    expect(card).to_contain_text("町屋で使うため")

    receiver = demo.clerk(browser, "machiya-hokan")
    receiver.press("受け入れる")
    receiver.sees("町屋で使うため")
    receiver.press("受け入れない")
    receiver.page.get_by_role("form").get_by_role("textbox").fill("空きがないため")
    receiver.page.get_by_role("form").get_by_role("button", name="受け入れない").click()
    receiver.sees("記録しました")

    colleague = demo.clerk(browser, "koseki-1")
    colleague.go(f"/registers/assets?open={code}")
    told = colleague.page.get_by_role("dialog").get_by_role("region", name="移管", exact=True)
    expect(told).to_contain_text("町屋区民事務所への移管は断られました")
    expect(told).to_contain_text("空きがないため")
    expect(told.get_by_role("button")).to_have_count(0)
    assert (giver.troubles, receiver.troubles, colleague.troubles) == ([], [], [])


def _proposed(giver: Clerk) -> None:
    """The thing of the card on show is offered to another office."""
    giver.press("ほかの所属へ移管")
    giver.page.get_by_label("移管先の所属").select_option(label="町屋区民事務所")
    giver.page.get_by_label("移管する理由").fill("町屋で使うため")
    giver.page.get_by_role("form").get_by_role("button", name="ほかの所属へ移管").click()
    giver.sees("移管を申し出ました")


def test_words_are_looked_for_in_every_page_of_the_take_outs(demo: Demo, browser: Browser) -> None:
    oldest = _buried(demo, "nippori-1", "USBメモリ 3")
    clerk = demo.clerk(browser, "nippori-1")
    clerk.go("/registers/take-outs")
    clerk.sees("続きを読み込む")
    row = clerk.page.get_by_role("row").filter(has_text=oldest)
    expect(row).to_have_count(0)
    clerk.page.get_by_role("searchbox").last.fill(oldest)
    expect(row).to_have_count(1)
    expect(clerk.page.get_by_role("row")).to_have_count(2)
    assert clerk.troubles == []


def _buried(demo: Demo, account: str, name: str) -> str:
    """The number of the oldest take-out, after a page of newer ones was made and withdrawn again."""
    code = demo.asset(account, name)["code"]
    with demo.api(account) as client:
        me = client.get("/api/session").json()
        oldest = client.get("/api/take-outs", params={"limit": 200}).json()["items"][-1]
        wish = {
            "code": code, "purpose": "会議", "destination": "本庁舎",
            "carriers": [me["staff_id"]], "planned_return": me["today"],
        }  # fmt: skip
        for number in range(52):
            path = "/api/take-outs"
            for body in (wish, {}):
                key = {"Idempotency-Key": f"one-of-many-{number:04}-{len(body)}"}
                answer = client.post(path, json=body, headers=key)
                assert answer.status_code in (200, 201), answer.text
                path = f"/api/take-outs/{answer.json()['id']}/withdrawal"
    return str(oldest["number"])


def test_a_correction_meets_the_one_that_somebody_else_made_meanwhile(
    demo: Demo, browser: Browser
) -> None:
    code = demo.asset("minami-hokan", "USBメモリ 3")["code"]
    keeper = demo.clerk(browser, "minami-hokan")
    keeper.go(f"/registers/assets?open={code}")
    keeper.press("訂正")
    form = keeper.page.get_by_role("form", name="訂正する")
    form.get_by_role("textbox", name="型番").fill("UM-16")
    form.get_by_label("訂正の理由").fill("現物を確かめた")
    with demo.api("shisetsu-1") as client:
        meanwhile = {"model": "UM-64", "name": "USBメモリ 三", "why": "誤記"}
        key = {"Idempotency-Key": "the-correction-of-a-colleague"}
        answer = client.post(f"/api/assets/{code}/amendment", json=meanwhile, headers=key)
        assert answer.status_code == 200, answer.text
    form.get_by_role("button", name="訂正を記録する").click()
    expect(form.get_by_role("listitem").filter(has_text="型番")).to_contain_text("→ UM-64")
    expect(form.get_by_role("textbox", name="型番")).to_have_value("UM-16")
    expect(form.get_by_role("textbox", name="名称")).to_have_value("USBメモリ 三")
    form.get_by_role("button", name="訂正を記録する").click()
    keeper.sees("訂正を記録しました")
    told = demo.asset("minami-hokan", "USBメモリ 三")
    assert (told["model"], keeper.troubles) == ("UM-16", [])
