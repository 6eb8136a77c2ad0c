"""From hand to hand over HTTP: while a thing is out, and from section to section."""

from typing import Any

import pytest

from tests.integration.things import Things, some_things
from tests.support.office import Client, Office

pytestmark = pytest.mark.anyio


@pytest.fixture
async def things(office: Office) -> Things:
    return await some_things(office)


def to(things: Things, *accounts: str) -> dict[str, Any]:
    return {"code": things.code, "to": [things.office.staff[a] for a in accounts]}


# While it is out ----------------------------------------------------------------------------------


@pytest.mark.parametrize("account", ["sato", "kato", "yamada"])
async def test_it_passes_to_other_carriers_in_one_step(things: Things, account: str) -> None:
    take_out = await things.out()

    await things.act(account, take_out, "transfer", to(things, "suzuki"), state="handed_over")

    client = await things.office.client("suzuki")
    shown = (await client.get(f"/take-outs/{take_out}")).json()
    assert [c["name"] for c in shown["carriers"]] == ["鈴木 一"]
    (passed,) = shown["passes"]
    assert [c["name"] for c in passed["before"]] == ["佐藤 花"]
    assert passed["by"]["staff_id"] == things.office.staff[account]
    assert passed["at"] == "2023-02-20T10:00:00+09:00"


async def test_who_takes_it_does_not_record_it_alone(things: Things) -> None:
    await things.appoint("takahashi", "custodian")
    take_out = await things.out()

    refusal = await things.act(
        "takahashi", take_out, "transfer", to(things, "takahashi"), status=403
    )
    stranger = await things.act("suzuki", take_out, "transfer", to(things, "suzuki"), status=403)

    assert (refusal["code"], stranger["code"]) == ("taker-tells", "role-required")


@pytest.mark.parametrize(
    ("accounts", "status", "code"),
    [
        (["yamada"], 403, "carrier-decided"),
        (["kato"], 403, "officer-is-carrier"),
        (["higashi"], 400, "carrier-not-of-section"),
        (["sato"], 409, "nothing-changed"),
    ],
)
async def test_it_passes_only_to_who_had_no_say(
    things: Things, accounts: list[str], status: int, code: str
) -> None:
    take_out = await things.out()

    refusal = await things.act("sato", take_out, "transfer", to(things, *accounts), status=status)

    assert refusal["code"] == code


async def test_who_carried_it_before_does_not_verify_it(things: Things) -> None:
    take_out = await things.requested("sato", carriers=["ito"])
    await things.act("yamada", take_out, "approval", state="approved")
    await things.act("kato", take_out, "hand-over", things.packing(), state="handed_over")
    await things.act("ito", take_out, "transfer", to(things, "suzuki"), state="handed_over")
    await things.act("suzuki", take_out, "return", things.returning(), state="returned")

    refusal = await things.act("ito", take_out, "verification", things.checked(), status=403)

    assert refusal["code"] == "verifier-is-carrier"


async def test_another_label_passes_nothing_on(things: Things) -> None:
    other = await things.another_medium()
    take_out = await things.out()

    refusal = await things.act(
        "sato", take_out, "transfer", to(things, "suzuki") | {"code": other}, status=409
    )

    assert refusal["code"] == "another-asset-scanned"


# From section to section --------------------------------------------------------------------------


async def proposed(things: Things, place: str | None = None) -> str:
    client = await things.office.client("kato")
    body = {
        "section": things.office.sections["machiya"],
        "reason": "町野で使うことになった。",
        "place": place,
    }
    told = await client.post(f"/assets/{things.code}/transfer", body, status=201)
    assert told.json()["state"] == "proposed"
    return str(told.json()["id"])


async def section_of(things: Things) -> str:
    client = await things.office.client("fujii")
    return str((await client.get(f"/assets/{things.code}")).json()["section_name"])


async def test_a_proposed_thing_belongs_to_who_accepts_it(things: Things) -> None:
    safe = await things.place("machiya")
    transfer = await proposed(things)
    assert await section_of(things) == "日の里区民事務所"

    receiver = await things.office.client("minami")
    tasks = (await receiver.get("/tasks")).json()["items"]
    assert [(t["operation"], t["id"]) for t in tasks] == [("acceptTransfer", transfer)]
    (waiting,) = (await receiver.get("/asset-transfers", status="proposed")).json()["items"]
    assert waiting["actions"] == ["acceptTransfer", "declineTransfer"]
    assert waiting["asset_name"] == "持出し用USBメモリ"
    path = f"/asset-transfers/{transfer}/acceptance"
    told = (await receiver.post(path, {"place": safe}, status=200)).json()

    assert told == {"id": transfer, "state": "accepted"}
    assert await section_of(things) == "町野区民事務所"
    assert (await receiver.get(f"/assets/{things.code}")).json()["place"] == safe
    giver = await things.office.client("kato")
    assert (await giver.get(f"/assets/{things.code}")).status_code == 404
    shown = (await giver.get(f"/asset-transfers/{transfer}")).json()
    assert (shown["reason"], shown["actions"]) == ("町野で使うことになった。", [])


async def test_who_keeps_things_on_both_sides_passes_them_in_one_step(things: Things) -> None:
    safe = await things.place("machiya")
    keeper = await things.office.client("fujii")
    body = {"section": things.office.sections["machiya"], "reason": "配置換え", "place": safe}

    told = await keeper.post(f"/assets/{things.code}/transfer", body, status=201)

    assert told.json()["state"] == "accepted"
    assert await section_of(things) == "町野区民事務所"


async def test_one_step_names_a_place_of_the_receiving_section(things: Things) -> None:
    keeper = await things.office.client("fujii")
    body = {"section": things.office.sections["machiya"], "reason": "配置換え"}

    nowhere = await keeper.post(f"/assets/{things.code}/transfer", body, status=400)
    elsewhere = await keeper.post(
        f"/assets/{things.code}/transfer", body | {"place": things.safe}, status=404
    )

    assert (nowhere.json()["code"], elsewhere.json()["code"]) == ("place-required", "unknown-place")


async def test_an_open_take_out_blocks_a_transfer_and_its_acceptance(things: Things) -> None:
    safe = await things.place("machiya")
    transfer = await proposed(things)
    await things.requested()
    receiver = await things.office.client("minami")

    path = f"/asset-transfers/{transfer}/acceptance"
    refusal = await receiver.post(path, {"place": safe}, status=409)

    assert refusal.json()["code"] == "already-requested"


async def test_one_transfer_of_a_thing_is_proposed_at_a_time(things: Things) -> None:
    await proposed(things)
    client = await things.office.client("ito")
    body = {"section": things.office.sections["kumin"], "reason": "別の所属へ"}

    refusal = await client.post(f"/assets/{things.code}/transfer", body, status=409)

    assert refusal.json()["code"] == "transfer-proposed"


async def card(things: Things, account: str = "kato") -> dict[str, Any]:
    told: dict[str, Any] = (
        await (await things.office.client(account)).get(f"/codes/{things.code}")
    ).json()
    return told


async def test_what_is_proposed_already_is_not_offered_again(things: Things) -> None:
    assert "transferAsset" in (await card(things))["actions"]
    transfer = await proposed(things)

    told = await card(things)

    assert "transferAsset" not in told["actions"]
    (why,) = [b for b in told["blockers"] if b["operation"] == "transferAsset"]
    assert (why["code"], why["facts"]["transfer"]) == ("transfer-proposed", transfer)
    assert "withdrawTransfer" in told["actions"]
    assert told["transfer"] == transfer
    assert "transferAsset" not in (await card(things, "sato"))["actions"]


async def test_a_request_that_expired_keeps_nothing_from_being_given_away(things: Things) -> None:
    await things.requested(planned_return="2023-02-20")
    assert "transferAsset" not in (await card(things))["actions"]
    things.office.later(days=1)

    assert "transferAsset" in (await card(things))["actions"]
    await proposed(things)


async def test_acceptance_is_offered_when_it_would_not_be_refused(things: Things) -> None:
    transfer = await proposed(things, await things.place("machiya"))
    take_out = await things.requested()
    receiver = await things.office.client("minami")

    shown = (await receiver.get(f"/asset-transfers/{transfer}")).json()
    refusal = await receiver.post(f"/asset-transfers/{transfer}/acceptance", {}, status=409)

    assert shown["actions"] == ["declineTransfer"]
    assert [(b["operation"], b["code"]) for b in shown["blockers"]] == [
        ("acceptTransfer", refusal.json()["code"])
    ]
    assert (await receiver.get("/tasks")).json()["items"] == []
    await things.act("sato", take_out, "withdrawal", state="withdrawn")
    shown = (await receiver.get(f"/asset-transfers/{transfer}")).json()
    assert (shown["actions"], shown["blockers"]) == (["acceptTransfer", "declineTransfer"], [])


async def test_what_is_to_be_disposed_of_is_not_accepted(things: Things) -> None:
    transfer = await proposed(things, await things.place("machiya"))
    body = {"codes": [things.code], "reason": "故障", "outcome": "destroy", "ownership": "own"}
    await (await things.office.client("sato")).post("/disposals", body, status=201)
    receiver = await things.office.client("minami")

    shown = (await receiver.get(f"/asset-transfers/{transfer}")).json()
    refusal = await receiver.post(f"/asset-transfers/{transfer}/acceptance", {}, status=409)

    assert shown["actions"] == ["declineTransfer"]
    assert [b["code"] for b in shown["blockers"]] == [refusal.json()["code"]]


async def test_a_declined_transfer_stays_and_tells_why(things: Things) -> None:
    transfer = await proposed(things)
    receiver, giver = await things.office.client("minami"), await things.office.client("kato")

    path = f"/asset-transfers/{transfer}/refusal"
    await receiver.post(path, {"reason": "使い道がない。"}, status=200)

    shown = (await giver.get(f"/asset-transfers/{transfer}")).json()
    assert (shown["state"], shown["answer"]) == ("declined", "使い道がない。")
    assert await section_of(things) == "日の里区民事務所"


async def told_of(things: Things, account: str) -> list[str]:
    client = await things.office.client(account)
    items = (await client.get("/tasks")).json()["items"]
    return [t["detail"] for t in items if t["kind"] == "transfer_declined"]


async def test_who_proposed_a_transfer_is_told_that_it_was_declined(things: Things) -> None:
    transfer = await proposed(things)
    receiver = await things.office.client("minami")
    assert await told_of(things, "kato") == []

    path = f"/asset-transfers/{transfer}/refusal"
    await receiver.post(path, {"reason": "使い道がない。"}, status=200)

    (detail,) = await told_of(things, "kato")
    assert "使い道がない。" in detail
    assert await told_of(things, "minami") == []
    await proposed(things)
    assert await told_of(things, "kato") == []


async def test_the_news_of_a_declined_transfer_grows_old(things: Things) -> None:
    transfer = await proposed(things)
    receiver = await things.office.client("minami")
    path = f"/asset-transfers/{transfer}/refusal"
    await receiver.post(path, {"reason": "使い道がない。"}, status=200)

    things.office.later(days=14)

    assert await told_of(things, "kato") == []


async def test_the_giver_withdraws_what_nobody_answered(things: Things) -> None:
    transfer = await proposed(things)
    giver, receiver = await things.office.client("ito"), await things.office.client("minami")

    await giver.post(f"/asset-transfers/{transfer}/withdrawal", status=200)

    path = f"/asset-transfers/{transfer}/acceptance"
    refusal = await receiver.post(path, {}, status=409)
    assert refusal.json()["code"] == "transfer-in-another-state"


@pytest.mark.parametrize(
    ("account", "code"),
    [
        ("higashi", "role-missing"),
        ("nishi", "role-missing"),
        ("inoue", "role-missing"),
        ("kato", "role-required"),
    ],
)
async def test_only_a_keeper_over_there_accepts(things: Things, account: str, code: str) -> None:
    safe = await things.place("machiya")
    transfer = await proposed(things, safe)
    client = await things.office.client(account)

    answer = await client.post(f"/asset-transfers/{transfer}/acceptance", {}, status=403)

    assert answer.json()["code"] == code
    assert await section_of(things) == "日の里区民事務所"


async def test_a_third_section_sees_no_transfer(things: Things) -> None:
    transfer = await proposed(things)
    client = await things.office.client("goto")

    assert (await client.get(f"/asset-transfers/{transfer}")).status_code == 404
    assert (await client.get("/asset-transfers")).json()["items"] == []


@pytest.mark.parametrize("account", ["sato", "yamada", "minami"])
async def test_only_its_keeper_gives_a_thing_away(things: Things, account: str) -> None:
    client = await things.office.client(account)
    body = {"section": things.office.sections["machiya"], "reason": "配置換え"}

    answer = await client.post(f"/assets/{things.code}/transfer", body)

    assert answer.status_code in (403, 404)


async def test_a_thing_does_not_pass_to_where_it_is(things: Things) -> None:
    client = await things.office.client("kato")
    body = {
        "section": things.office.sections["nippori"], "reason": "配置換え", "place": things.safe,
    }  # fmt: skip

    refusal = await client.post(f"/assets/{things.code}/transfer", body, status=400)

    assert refusal.json()["code"] == "same-section"


async def test_lists_of_transfers_go_on_where_they_stopped(things: Things) -> None:
    first = await proposed(things)
    giver = await things.office.client("kato")
    await giver.post(f"/asset-transfers/{first}/withdrawal", status=200)
    second = await proposed(things)

    page = (await giver.get("/asset-transfers", limit=1, code=things.code)).json()
    rest = (await giver.get("/asset-transfers", limit=1, after=page["next"])).json()

    assert [i["id"] for i in page["items"] + rest["items"]] == [second, first]
    assert rest["next"] is None


async def test_what_is_wrong_with_a_thing_passes_with_it(office: Office) -> None:
    things = await some_things(office, data_class=None)
    safe = await things.place("machiya")
    keeper = await office.client("fujii")
    body = {"section": office.sections["machiya"], "reason": "配置換え", "place": safe}

    await keeper.post(f"/assets/{things.code}/transfer", body, status=201)

    async def sections(client: Client) -> list[str]:
        items = (await client.get("/violations")).json()["items"]
        return [v["rule"] for v in items if v["rule"] == "MD-03"]

    assert await sections(await office.client("yamada")) == []
    assert await sections(await office.client("nishi")) == ["MD-03"]
