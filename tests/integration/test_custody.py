"""持出し over HTTP: from the request to the verified return, and everything that must not happen."""

import asyncio
import sqlite3
from typing import Any

import asyncpg
import msgspec
import pytest

from daicho.foundation import db
from daicho.foundation.history.queries import Filter, bodies, listed
from daicho.foundation.history.registers import load
from daicho.foundation.history.service import change
from daicho.foundation.kernel.actor import SYSTEM
from daicho.things.custody import finding, service
from tests.integration.things import Things, some_things
from tests.support.office import Office

pytestmark = pytest.mark.anyio


@pytest.fixture
async def things(office: Office) -> Things:
    return await some_things(office)


async def test_a_medium_goes_out_and_comes_back(things: Things) -> None:
    take_out = await things.requested()
    await things.act("yamada", take_out, "approval", state="approved")
    await things.act("kato", take_out, "hand-over", things.packing(), state="handed_over")
    assert await things.asset_state() == "taken_out"

    await things.act("sato", take_out, "return", things.returning(), state="returned")
    assert await things.asset_state() == "returned"

    await things.act("kato", take_out, "verification", things.checked(), state="verified")
    assert await things.asset_state() == "in_storage"


async def test_a_take_out_tells_who_did_what(things: Things) -> None:
    take_out = await things.out()
    client = await things.office.client("sato")

    shown = (await client.get(f"/take-outs/{take_out}")).json()

    assert shown["number"] == "2022-0001"
    assert shown["purpose"] == "出張窓口での本人確認"
    assert shown["destination"] == "町野区民事務所"
    assert shown["container"] == "鍵付きケース"
    assert shown["applicant"] == {"staff_id": things.office.staff["sato"], "name": "佐藤 花"}
    assert shown["approved_by"]["name"] == "山田 司"
    assert shown["handed_over_by"]["name"] == "加藤 守"
    assert shown["actions"] == [
        "declareReturn", "requestExtension", "transferTakeOut", "reportLoss",
    ]  # fmt: skip


async def test_texts_stand_in_no_entry(things: Things) -> None:
    await things.out()
    async with db.read():
        written = [body async for _, body in bodies()]

    assert not any("本人確認".encode() in body or "ケース".encode() in body for body in written)


async def test_an_asset_already_requested_cannot_be_requested_again(things: Things) -> None:
    await things.requested()

    answer = await things.request("suzuki", carriers=["suzuki"])

    assert (answer.status_code, answer.json()["code"]) == (409, "already-requested")


async def test_an_asset_already_out_cannot_be_taken_out_again(things: Things) -> None:
    await things.out()

    answer = await things.request("suzuki", carriers=["suzuki"])

    assert (answer.status_code, answer.json()["code"]) == (409, "already-out")


async def test_of_fifty_racing_requests_one_wins(things: Things) -> None:
    clients = [await things.office.client(a) for a in ("sato", "suzuki", "takahashi")]
    body = things.wish(["sato"])

    answers = await asyncio.gather(*(clients[n % 3].post("/take-outs", body) for n in range(50)))

    assert sorted(a.status_code for a in answers) == [201] + [409] * 49
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {"already-requested"}


async def test_a_request_sent_twice_with_one_key_is_one_request(things: Things) -> None:
    client = await things.office.client("sato")
    body = things.wish(["sato"])

    first = await client.post("/take-outs", body, key="the-same-key")
    again = await client.post("/take-outs", body, key="the-same-key")
    other = await client.post("/take-outs", body | {"purpose": "別"}, key="the-same-key")

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert first.json() == again.json()


async def test_a_request_not_collected_in_time_no_longer_blocks(things: Things) -> None:
    first = await things.requested(planned_return="2023-02-21")
    things.office.later(days=2)

    second = await things.requested("suzuki", carriers=["suzuki"])

    client = await things.office.client("yamada")
    shown = (await client.get(f"/take-outs/{first}")).json()
    assert (shown["state"], shown["expired"]) == ("expired", True)
    assert (await client.get(f"/take-outs/{second}")).json()["number"] == "2022-0002"


async def test_an_expired_request_cannot_be_approved(things: Things) -> None:
    take_out = await things.requested(planned_return="2023-02-20")
    things.office.later(days=1)

    refusal = await things.act("yamada", take_out, "approval", status=409)

    assert refusal["code"] == "take-out-expired"


@pytest.mark.parametrize("planned", ["2023-02-19", "2024-03-27"])
async def test_a_return_is_planned_within_400_days(things: Things, planned: str) -> None:
    answer = await things.request("sato", planned_return=planned)

    assert (answer.status_code, answer.json()["code"]) == (400, "planned-return-out-of-range")
    assert answer.json()["facts"]["latest"] == "2024-03-26"


async def test_a_carrier_from_another_section_is_refused(things: Things) -> None:
    answer = await things.request("sato", carriers=["sato", "higashi"])

    assert (answer.status_code, answer.json()["code"]) == (400, "carrier-not-of-section")
    assert answer.json()["facts"]["carriers"] == [things.office.staff["higashi"]]


async def test_another_section_sees_neither_asset_nor_take_out(things: Things) -> None:
    take_out = await things.requested()
    stranger = await things.office.client("higashi")

    assert (await things.request("higashi", carriers=["higashi"])).status_code == 404
    assert (await stranger.get(f"/take-outs/{take_out}")).status_code == 404
    assert (await stranger.get("/take-outs")).json()["items"] == []
    refusal = await things.act("nishi", take_out, "approval", status=404)
    assert refusal["code"] == "unknown-take-out"


@pytest.mark.parametrize("data_class", [2, 3, None])
async def test_class_2_and_unknown_leave_encrypted_only(
    office: Office, data_class: int | None
) -> None:
    things = await some_things(office, data_class=data_class)
    take_out = await things.requested()
    await things.act("yamada", take_out, "approval", state="approved")

    open_packing = things.packing() | {"encrypted": False}
    refusal = await things.act("kato", take_out, "hand-over", open_packing, status=409)

    assert refusal["code"] == "encryption-required"
    assert await things.asset_state() == "in_storage"


async def test_the_scanned_label_must_be_the_asset_of_the_take_out(things: Things) -> None:
    other = await things.another_medium()
    take_out = await things.requested()
    await things.act("yamada", take_out, "approval", state="approved")

    packing = things.packing() | {"code": other}
    refusal = await things.act("kato", take_out, "hand-over", packing, status=409)

    assert refusal["code"] == "another-asset-scanned"


async def test_nothing_is_handed_over_without_an_approval(things: Things) -> None:
    take_out = await things.requested()

    refusal = await things.act("kato", take_out, "hand-over", things.packing(), status=409)

    assert refusal["code"] == "take-out-in-another-state"


async def test_a_false_check_is_a_discrepancy_until_it_is_explained(things: Things) -> None:
    take_out = await things.out()
    await things.act("sato", take_out, "return", things.returning(), state="returned")
    unerased = things.checked() | {"erased": False}

    await things.act("kato", take_out, "verification", unerased, state="discrepancy")
    assert await things.asset_state() == "returned"
    answer = await things.request("suzuki", carriers=["suzuki"])
    assert answer.json()["code"] == "already-out"

    explained = {"explanation": "消去を確認のうえ再実施した。"}
    await things.act("yamada", take_out, "resolution", explained, state="verified")
    assert await things.asset_state() == "in_storage"


async def test_a_thing_is_returned_to_a_place_of_its_section(things: Things) -> None:
    take_out = await things.out()
    elsewhere = await things.place("machiya")

    returning = things.returning() | {"place": elsewhere}
    refusal = await things.act("sato", take_out, "return", returning, status=404)

    assert refusal["code"] == "unknown-place"


async def test_what_was_lost_is_missing_and_may_come_back(things: Things) -> None:
    take_out = await things.out()

    told = {"circumstances": "車内に見当たらない。"}
    await things.act("sato", take_out, "loss", told, state="lost")
    assert await things.asset_state() == "missing"
    answer = await things.request("suzuki", carriers=["suzuki"])
    assert answer.json()["code"] == "asset-not-available"

    await things.act("sato", take_out, "return", things.returning(), state="returned")
    await things.act("kato", take_out, "verification", things.checked(), state="verified")
    assert await things.asset_state() == "in_storage"


async def test_what_is_absent_without_a_take_out_is_missing_until_found(things: Things) -> None:
    sato, kato = await things.office.client("sato"), await things.office.client("kato")

    told = {"circumstances": "棚にない。"}
    await sato.post(f"/assets/{things.code}/absence", told, status=200)
    assert await things.asset_state() == "missing"
    await kato.post(f"/assets/{things.code}/found", {"place": things.safe}, status=200)
    assert await things.asset_state() == "in_storage"


async def test_the_applicant_withdraws_and_nobody_else(things: Things) -> None:
    take_out = await things.requested()

    assert (await things.act("suzuki", take_out, "withdrawal", status=403))["code"] == (
        "not-the-applicant"
    )
    await things.act("sato", take_out, "withdrawal", state="withdrawn")
    await things.requested("suzuki", carriers=["suzuki"])


async def test_a_rejected_request_keeps_its_reason(things: Things) -> None:
    take_out = await things.requested()

    await things.act("yamada", take_out, "rejection", {"reason": "目的が不明"}, state="rejected")

    client = await things.office.client("sato")
    shown = (await client.get(f"/take-outs/{take_out}")).json()
    assert (shown["remark"], shown["approved_by"]) == ("目的が不明", None)


async def test_lists_tell_expired_from_open(things: Things) -> None:
    late = await things.requested(planned_return="2023-02-20")

    async def ids(status: str) -> list[str]:
        client = await things.office.client("yamada")
        items = (await client.get("/take-outs", status=status)).json()["items"]
        return [item["id"] for item in items]

    assert (await ids("open"), await ids("requested"), await ids("expired")) == ([late], [late], [])
    things.office.later(days=1)
    assert (await ids("open"), await ids("requested"), await ids("expired")) == ([], [], [late])


async def test_an_overdue_take_out_says_so(things: Things) -> None:
    take_out = await things.out(planned_return="2023-02-21")
    things.office.later(days=2)
    client = await things.office.client("yamada")

    assert (await client.get(f"/take-outs/{take_out}")).json()["overdue"] is True


async def test_lists_go_on_where_they_stopped(things: Things) -> None:
    seen: list[str] = []
    for _ in range(3):
        take_out = await things.requested()
        await things.act("sato", take_out, "withdrawal", state="withdrawn")
        seen.insert(0, take_out)
    client = await things.office.client("sato")

    first = (await client.get("/take-outs", limit=2)).json()
    rest = (await client.get("/take-outs", limit=2, after=first["next"])).json()

    assert [i["id"] for i in first["items"] + rest["items"]] == seen
    assert rest["next"] is None


async def test_take_outs_are_looked_for_by_all_that_a_list_shows_of_them(
    things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many others were made since: the engine opens them a few at a time until there are enough."""
    monkeypatch.setattr(finding, "BATCH", 2)
    wanted = await things.requested(carriers=["sato", "suzuki"])
    await things.act("sato", wanted, "withdrawal", state="withdrawn")
    client = await things.office.client("sato")
    others: list[str] = []
    for _ in range(5):
        body = things.wish(["sato"]) | {"destination": "本庁舎３階", "purpose": "会議"}
        others.insert(0, (await client.post("/take-outs", body, status=201)).json()["id"])
        await things.act("sato", others[0], "withdrawal", state="withdrawn")

    async def found(q: str, **query: Any) -> list[str]:
        answer = await client.get("/take-outs", q=q, **query)
        assert answer.status_code == 200, answer.text
        return [one["id"] for one in answer.json()["items"]]

    carrier = (await client.get(f"/take-outs/{wanted}")).json()["carriers"][1]["name"]
    for words in ("町野区", "出張窓口", carrier):
        assert await found(words) == [wanted], words
    assert await found("２０２２－０００６") == others[:1]
    for words in ("本庁舎3", "会議", "日の里"):
        assert (await found(words, limit=200))[:5] == others, words
    assert await found(things.code.lower(), limit=200) == [*others, wanted]
    assert await found("町野区", status="open") == await found("どこにもない") == []
    first = (await client.get("/take-outs", q="会議", limit=2)).json()
    second = (await client.get("/take-outs", q="会議", limit=2, after=first["next"])).json()
    last = (await client.get("/take-outs", q="会議", limit=2, after=second["next"])).json()
    assert [one["id"] for page in (first, second, last) for one in page["items"]] == others
    assert last["next"] is None
    stranger = await things.office.client("higashi")
    assert (await stranger.get("/take-outs", q="町野区")).json()["items"] == []


async def test_actions_name_the_next_step_of_each_person(things: Things) -> None:
    take_out = await things.requested()

    async def actions(account: str) -> Any:
        client = await things.office.client(account)
        return (await client.get(f"/take-outs/{take_out}")).json()["actions"]

    assert await actions("yamada") == ["approveTakeOut", "rejectTakeOut"]
    assert await actions("sato") == ["withdrawTakeOut"]
    assert await actions("kato") == []
    await things.act("yamada", take_out, "approval", state="approved")
    assert await actions("kato") == ["handOver", "reportLoss"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"planned_return": "2023-02-30"},
        {"carriers": []},
        {"purpose": ""},
        {"purpose": "a\u0000b"},
        {"code": "javascript:alert(1)"},
        {"unknown": 1},
    ],
)
async def test_a_request_that_cannot_be_read_is_refused(
    things: Things, wrong: dict[str, Any]
) -> None:
    client = await things.office.client("sato")

    answer = await client.post("/take-outs", things.wish(["sato"]) | wrong)

    assert answer.status_code == 400
    assert (await client.get("/take-outs")).json()["items"] == []


async def test_the_database_itself_refuses_a_second_open_take_out(things: Things) -> None:
    """Also past every rule of ours."""
    take_out = await things.requested()
    async with db.read():
        first = await load(service.TAKE_OUTS, take_out)
    assert first is not None
    second = msgspec.structs.replace(first, id="another", serial_no=99, state="handed_over")

    with pytest.raises((sqlite3.IntegrityError, asyncpg.UniqueViolationError)):
        async with change(SYSTEM, things.office.now) as c:
            await c.add(service.TAKE_OUTS, second, act="Requested")


async def test_a_residents_number_is_refused_in_every_text(things: Things) -> None:
    client = await things.office.client("sato")
    number = {"purpose": "123456789018 の確認"}

    answer = await client.post("/take-outs", things.wish(["sato"]) | number)

    assert (answer.status_code, answer.json()["code"]) == (400, "resident-number-in-text")
    assert "123456789018" not in answer.text


async def test_every_entry_of_one_hand_over_belongs_to_one_change(things: Things) -> None:
    await things.out()

    async with db.read():
        told = await listed(Filter(act="HandedOver"), limit=5)
        together = await listed(Filter(), limit=50)

    (handed,) = (t.entry for t in told)
    same = [t.entry for t in together if t.entry.change == handed.change]
    assert [(e.register, e.act) for e in same] == [
        ("take-outs", "HandedOver"),
        ("label-readings", "Read"),
        ("assets", "TakenOut"),
    ]
    assert handed.actor == things.office.staff["kato"]
