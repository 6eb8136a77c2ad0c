"""延長 over HTTP: more days for what is out, asked for by one person and decided by another."""

from typing import Any

import pytest

from tests.integration.things import Things, some_things
from tests.support.office import Office

pytestmark = pytest.mark.anyio

LATER = {"planned_return": "2023-03-03", "reason": "先方の都合で作業が延びた。"}


@pytest.fixture
async def things(office: Office) -> Things:
    return await some_things(office)


async def asked(things: Things, take_out: str, account: str = "sato") -> str:
    client = await things.office.client(account)
    told = await client.post(f"/take-outs/{take_out}/extensions", LATER, status=201)
    assert told.json()["state"] == "requested"
    return str(told.json()["id"])


async def shown(things: Things, take_out: str, account: str = "sato") -> dict[str, Any]:
    client = await things.office.client(account)
    found: dict[str, Any] = (await client.get(f"/take-outs/{take_out}")).json()
    return found


async def test_an_approved_extension_moves_the_day_and_leaves_the_thing_out(things: Things) -> None:
    take_out = await things.out()
    extension = await asked(things, take_out)

    head = await things.office.client("yamada")
    path = f"/take-outs/{take_out}/extensions/{extension}/approval"
    told = (await head.post(path, status=200)).json()

    assert told == {"id": extension, "state": "approved"}
    now = await shown(things, take_out)
    assert (now["state"], now["planned_return"]) == ("handed_over", "2023-03-03")
    (one,) = now["extensions"]
    assert (one["before"], one["planned_return"], one["state"]) == (
        "2023-02-24", "2023-03-03", "approved",
    )  # fmt: skip
    assert one["reason"] == LATER["reason"]
    assert one["requested_by"]["name"] == "佐藤 花"
    assert one["decided_by"]["name"] == "山田 司"


async def test_an_overdue_take_out_is_extended_and_overdue_no_longer(things: Things) -> None:
    take_out = await things.out(planned_return="2023-02-21")
    things.office.later(days=2)
    extension = await asked(things, take_out)
    head = await things.office.client("yamada")
    assert "MD-05" in await rules(things)

    await head.post(f"/take-outs/{take_out}/extensions/{extension}/approval", status=200)

    assert (await shown(things, take_out))["overdue"] is False
    assert "MD-05" not in await rules(things)


async def rules(things: Things) -> list[str]:
    client = await things.office.client("yamada")
    return [v["rule"] for v in (await client.get("/violations")).json()["items"]]


async def test_a_rejected_extension_leaves_the_day_and_tells_why(things: Things) -> None:
    take_out = await things.out()
    extension = await asked(things, take_out)
    head = await things.office.client("yamada")

    path = f"/take-outs/{take_out}/extensions/{extension}/rejection"
    await head.post(path, {"reason": "予定どおり返却すること。"}, status=200)

    now = await shown(things, take_out)
    assert now["planned_return"] == "2023-02-24"
    assert (now["extensions"][0]["state"], now["extensions"][0]["answer"]) == (
        "rejected", "予定どおり返却すること。",
    )  # fmt: skip
    await asked(things, take_out)


async def test_nobody_decides_about_more_days_of_their_own(things: Things) -> None:
    take_out = await things.out()
    extension = await asked(things, take_out, "yamada")
    head, above = await things.office.client("yamada"), await things.office.client("mori")
    path = f"/take-outs/{take_out}/extensions/{extension}/approval"

    own = await head.post(path, status=403)
    await above.post(path, status=200)

    assert own.json()["code"] == "own-request"


@pytest.mark.parametrize("account", ["sato", "kato", "suzuki"])
async def test_who_is_not_the_decider_extends_nothing(things: Things, account: str) -> None:
    take_out = await things.out()
    extension = await asked(things, take_out)
    client = await things.office.client(account)

    refusal = await client.post(
        f"/take-outs/{take_out}/extensions/{extension}/approval", status=403
    )

    assert refusal.json()["code"] in ("own-request", "not-the-decider")
    assert (await shown(things, take_out))["planned_return"] == "2023-02-24"


async def test_a_deputy_extends_on_behalf_of_the_head(things: Things) -> None:
    await things.depute("yamada", "suzuki")
    take_out = await things.out()
    extension = await asked(things, take_out)
    deputy = await things.office.client("suzuki")

    await deputy.post(f"/take-outs/{take_out}/extensions/{extension}/approval", status=200)

    (one,) = (await shown(things, take_out))["extensions"]
    assert one["decided_for"]["name"] == "山田 司"
    head = await things.office.client("yamada")
    kinds = [t["kind"] for t in (await head.get("/tasks")).json()["items"]]
    assert "after_review" in kinds


async def test_one_extension_is_asked_for_at_a_time(things: Things) -> None:
    take_out = await things.out()
    await asked(things, take_out)
    client = await things.office.client("suzuki")

    again = await client.post(f"/take-outs/{take_out}/extensions", LATER, status=409)

    assert again.json()["code"] == "extension-requested"
    assert "requestExtension" not in (await shown(things, take_out))["actions"]


@pytest.mark.parametrize(
    ("planned", "code"),
    [
        ("2023-02-24", "extension-not-later"),
        ("2023-02-22", "extension-not-later"),
        ("2023-02-01", "planned-return-out-of-range"),
        ("2024-03-27", "planned-return-out-of-range"),
    ],
)
async def test_an_extension_is_for_a_later_day_within_reason(
    things: Things, planned: str, code: str
) -> None:
    take_out = await things.out()
    client = await things.office.client("sato")

    refusal = await client.post(
        f"/take-outs/{take_out}/extensions", LATER | {"planned_return": planned}, status=400
    )

    assert refusal.json()["code"] == code


async def test_what_is_not_out_is_not_extended(things: Things) -> None:
    take_out = await things.requested()
    client = await things.office.client("sato")

    refusal = await client.post(f"/take-outs/{take_out}/extensions", LATER, status=409)

    assert refusal.json()["code"] == "take-out-in-another-state"


async def test_an_extension_lapses_with_the_return(things: Things) -> None:
    take_out = await things.out()
    extension = await asked(things, take_out)
    await things.act("sato", take_out, "return", things.returning(), state="returned")
    head = await things.office.client("yamada")

    path = f"/take-outs/{take_out}/extensions/{extension}/approval"
    refusal = await head.post(path, status=409)

    assert refusal.json()["code"] == "extension-in-another-state"
    assert (await shown(things, take_out))["extensions"][0]["state"] == "lapsed"


async def test_an_extension_belongs_to_its_take_out(things: Things) -> None:
    take_out = await things.out()
    head, stranger = await things.office.client("yamada"), await things.office.client("nishi")
    extension = await asked(things, take_out)

    unknown = await head.post(f"/take-outs/{take_out}/extensions/none/approval", status=404)
    far = await stranger.post(f"/take-outs/{take_out}/extensions/{extension}/approval", status=404)

    assert unknown.json()["code"] == "unknown-extension"
    assert far.json()["code"] == "unknown-take-out"


async def test_who_extended_it_does_not_carry_it_afterwards(things: Things) -> None:
    await things.appoint("takahashi", "section_head")
    take_out = await things.out()
    extension = await asked(things, take_out)
    other = await things.office.client("takahashi")
    await other.post(f"/take-outs/{take_out}/extensions/{extension}/approval", status=200)

    to = {"code": things.code, "to": [things.office.staff["takahashi"]]}
    refusal = await things.act("kato", take_out, "transfer", to, status=403)

    assert refusal["code"] == "carrier-decided"


async def test_the_decider_finds_it_among_what_waits(things: Things) -> None:
    take_out = await things.out()
    extension = await asked(things, take_out)

    async def waiting(account: str) -> list[tuple[str, str]]:
        client = await things.office.client(account)
        items = (await client.get("/tasks")).json()["items"]
        return [(t["operation"], t["id"]) for t in items if t["kind"] == "extension"]

    assert await waiting("yamada") == [("approveExtension", extension)]
    assert await waiting("kato") == []
    one = (await shown(things, take_out, "yamada"))["extensions"][0]
    assert one["actions"] == ["approveExtension", "rejectExtension"]
