"""外部記録媒体使用簿 over HTTP: a medium at a terminal, on both engines."""

from typing import Any

import httpx
import pytest

from tests.integration.things import Things, registered, some_things
from tests.support.office import Office

pytestmark = pytest.mark.anyio


class Desk:
    """The office's medium, a business terminal and a 統合端末."""

    def __init__(self, things: Things, terminal: str, juki: str) -> None:
        self.things, self.office = things, things.office
        self.terminal, self.juki = terminal, juki

    async def start(self, account: str = "sato", **facts: Any) -> httpx.Response:
        body = {"terminal": self.terminal, "purpose": "統計資料の移送"}
        client = await self.office.client(account)
        return await client.post(f"/assets/{self.things.code}/uses", body | facts)

    async def end(self, use: str, account: str = "sato", erased: bool = True) -> httpx.Response:
        client = await self.office.client(account)
        return await client.post(f"/media-uses/{use}/end", {"erased": erased})

    async def listed(self, account: str = "kato", **wanted: Any) -> list[dict[str, Any]]:
        client = await self.office.client(account)
        return list((await client.get("/media-uses", **wanted)).json()["items"])


@pytest.fixture
async def desk(office: Office) -> Desk:
    things = await some_things(office)
    facts = {"kind": "terminal", "model": "DT-1", "place": None}
    business = await registered(
        office, None, name="窓口端末", type="business_terminal", serial="T-1",
        **{k: v for k, v in facts.items() if k != "place"},
    )  # fmt: skip
    juki = await registered(
        office, None, name="統合端末", type="juki_terminal", serial="T-2", kind="terminal",
        model="DT-1",
    )  # fmt: skip
    return Desk(things, business, juki)


async def test_a_use_from_its_start_to_the_erasure(desk: Desk) -> None:
    use = (await desk.start()).json()
    assert (use["state"], await desk.things.asset_state()) == ("open", "in_use")
    assert [u["actions"] for u in await desk.listed(status="open")] == [["endMediaUse"]]
    desk.office.later(minutes=20)
    assert (await desk.end(use["id"])).json()["state"] == "ended"
    assert await desk.things.asset_state() == "in_storage"
    (told,) = await desk.listed(code=desk.things.code)
    assert (told["purpose"], told["terminal_name"], told["erased"]) == (
        "統計資料の移送", "窓口端末", True,
    )  # fmt: skip
    assert (told["used_by"]["name"], told["resident_side"], told["actions"]) == (
        "佐藤 花",
        False,
        [],
    )
    assert await desk.listed(status="open") == []


async def test_a_medium_is_used_once_at_a_time(desk: Desk) -> None:
    await desk.start()
    again = await desk.start("suzuki")
    assert (again.status_code, again.json()["code"]) == (409, "asset-not-available")


async def test_what_is_used_is_not_taken_out(desk: Desk) -> None:
    await desk.start()
    answer = await desk.things.request("sato")
    assert answer.status_code == 409
    assert answer.json()["code"] == "asset-not-available"


async def test_what_is_out_is_not_used(desk: Desk) -> None:
    await desk.things.out()
    answer = await desk.start()
    assert (answer.status_code, answer.json()["code"]) == (409, "asset-not-available")


async def test_at_a_terminal_with_resident_data_the_leave_is_named(desk: Desk) -> None:
    bare = await desk.start(terminal=desk.juki)
    assert (bare.status_code, bare.json()["code"]) == (400, "leave-for-resident-side")
    assert (await desk.start(terminal=desk.juki, note="許可 第3号")).status_code == 201
    (told,) = await desk.listed()
    assert (told["resident_side"], told["note"]) == (True, "許可 第3号")


async def test_only_media_are_used_and_only_at_terminals(desk: Desk) -> None:
    swapped = await desk.start(terminal=desk.things.code)
    assert (swapped.status_code, swapped.json()["code"]) == (400, "not-used-at-a-terminal")
    sato = await desk.office.client("sato")
    body = {"terminal": desk.terminal, "purpose": "x"}
    answer = await sato.post(f"/assets/{desk.juki}/uses", body)
    assert (answer.status_code, answer.json()["code"]) == (400, "not-a-medium")


async def test_the_user_or_a_custodian_ends_it_once(desk: Desk) -> None:
    use = (await desk.start()).json()["id"]
    assert (await desk.end(use, "suzuki")).json()["code"] == "not-the-user"
    assert (await desk.end(use, "kato", erased=False)).status_code == 200
    assert (await desk.end(use)).json()["code"] == "use-ended"
    (told,) = await desk.listed()
    assert (told["ended_by"]["name"], told["erased"]) == ("加藤 守", False)


async def test_uses_stay_within_reach(desk: Desk) -> None:
    use = (await desk.start()).json()["id"]
    assert await desk.listed("minami") == []
    assert (await desk.end(use, "minami")).status_code == 404
    assert (await desk.start("higashi")).status_code == 404
