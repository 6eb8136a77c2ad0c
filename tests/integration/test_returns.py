"""What is found when a thing comes back: faults, malware, incidents, and who lets it out of quarantine."""

from typing import Any

import pytest

from daicho.oversight.violations.rules import media
from tests.integration.things import Things, signed, some_things
from tests.support.office import Office

pytestmark = pytest.mark.anyio

TOLD = {"circumstances": "封印が切られており、経緯が分からない。"}


@pytest.fixture
async def things(office: Office) -> Things:
    return await some_things(office)


async def back(things: Things) -> str:
    take_out = await things.out()
    await things.act("sato", take_out, "return", things.returning(), state="returned")
    return take_out


async def faulty(things: Things, **checks: Any) -> str:
    take_out = await back(things)
    found = things.checked() | checks
    await things.act("kato", take_out, "verification", found, state="discrepancy")
    return take_out


async def release(things: Things, account: str, status: int = 200) -> dict[str, Any]:
    client = await things.office.client(account)
    body = {"place": things.safe, "reason": "駆除と再検査を済ませた。"}
    answer = await client.post(f"/assets/{things.code}/release", body, status=status)
    told: dict[str, Any] = answer.json()
    return told


@pytest.mark.parametrize(
    "checks", [{"label_ok": False}, {"seal_ok": False}, {"malware_scan": "found"}]
)
async def test_one_fault_of_any_kind_is_a_discrepancy(
    things: Things, checks: dict[str, Any]
) -> None:
    take_out = await faulty(things, **checks)

    client = await things.office.client("yamada")
    shown = (await client.get(f"/take-outs/{take_out}")).json()
    assert {name: shown[name] for name in checks} == checks
    assert shown["checked_by"]["name"] == "加藤 守"
    assert shown["actions"] == ["resolveDiscrepancy", "escalateDiscrepancy"]


@pytest.mark.parametrize("scan", ["clean", "not_needed"])
async def test_everything_in_order_closes_it(things: Things, scan: str) -> None:
    take_out = await back(things)
    checks = things.checked() | {"label_ok": True, "malware_scan": scan}

    await things.act("kato", take_out, "verification", checks, state="verified")

    assert await things.asset_state() == "in_storage"


async def test_what_carries_malware_is_set_apart_also_when_explained(things: Things) -> None:
    take_out = await faulty(things, malware_scan="found")
    assert await things.asset_state() == "quarantined"

    explained = {"explanation": "既知の検体で、駆除した。"}
    await things.act("yamada", take_out, "resolution", explained, state="verified")

    assert await things.asset_state() == "quarantined"
    answer = await things.request("suzuki", carriers=["suzuki"])
    assert answer.json()["code"] == "asset-not-available"


async def test_another_person_than_the_verifier_releases_it(things: Things) -> None:
    take_out = await faulty(things, malware_scan="found")
    explained = {"explanation": "既知の検体で、駆除した。"}
    early = await release(things, "ito", 409)
    await things.act("yamada", take_out, "resolution", explained, state="verified")

    assert await waiting(things, "ito") == ["releaseAsset"]
    assert await waiting(things, "kato") == []
    own = await release(things, "kato", 403)
    await release(things, "ito")

    assert (early["code"], own["code"]) == ("discrepancy-open", "releaser-is-verifier")
    assert await things.asset_state() == "in_storage"


async def waiting(things: Things, account: str) -> list[str]:
    client = await things.office.client(account)
    items = (await client.get("/tasks")).json()["items"]
    return [t["operation"] for t in items if t["kind"] == "release"]


async def test_a_scan_of_what_is_set_apart_offers_its_release(things: Things) -> None:
    take_out = await faulty(things, malware_scan="found")
    explained = {"explanation": "既知の検体で、駆除した。"}
    await things.act("yamada", take_out, "resolution", explained, state="verified")

    async def offered(account: str) -> list[str]:
        client = await things.office.client(account)
        found = (await client.get(f"/codes/{things.code}")).json()
        return [name for name in found["actions"] if name == "releaseAsset"]

    assert await offered("ito") == ["releaseAsset"]
    assert await offered("kato") == []
    assert await offered("sato") == []


async def test_what_nobody_can_explain_is_an_incident(things: Things) -> None:
    take_out = await faulty(things, seal_ok=False)

    await things.act("yamada", take_out, "incident", TOLD, state="incident")

    assert await things.asset_state() == "quarantined"
    client = await things.office.client("yamada")
    shown = (await client.get(f"/take-outs/{take_out}")).json()
    assert (shown["remark"], shown["actions"]) == (TOLD["circumstances"], [])
    assert shown["closed_at"] is None
    listed = (await client.get("/take-outs", status="incident")).json()["items"]
    assert [item["id"] for item in listed] == [take_out]


async def incidents(things: Things, account: str) -> list[str | None]:
    client = await things.office.client(account)
    items = (await client.get("/tasks")).json()["items"]
    return [t["operation"] for t in items if t["kind"] == "incident"]


async def test_an_incident_waits_for_those_who_answer_until_another_closes_it(
    things: Things,
) -> None:
    take_out = await faulty(things, seal_ok=False)
    await things.act("yamada", take_out, "incident", TOLD, state="incident")
    found = {"findings": "封印の貼り忘れと分かり、手順を改めた。"}

    assert await incidents(things, "ono") == ["closeIncident"]
    assert await incidents(things, "yamada") == [None]
    assert await incidents(things, "kato") == []
    assert await waiting(things, "ito") == []
    assert (await release(things, "ito", 409))["code"] == "incident-open"
    own = await things.act("yamada", take_out, "closure", found, status=403)
    await things.act("ono", take_out, "closure", found, state="incident_closed")
    again = await things.act("ono", take_out, "closure", found, status=409)

    assert (own["code"], again["code"]) == ("closer-is-reporter", "incident-closed")
    assert await incidents(things, "ono") == await incidents(things, "yamada") == []
    assert await waiting(things, "ito") == ["releaseAsset"]
    await release(things, "ito")
    assert await things.asset_state() == "in_storage"


@pytest.mark.parametrize("account", ["sato", "kato", "suzuki"])
async def test_who_does_not_answer_for_the_section_escalates_nothing(
    things: Things, account: str
) -> None:
    take_out = await faulty(things, seal_ok=False)

    refusal = await things.act(account, take_out, "incident", TOLD, status=403)

    assert refusal["code"] == "role-missing"


async def test_what_is_not_set_apart_needs_no_release(things: Things) -> None:
    assert (await release(things, "ito", 409))["code"] == "asset-not-quarantined"


async def test_unerased_data_are_md_10_until_the_discrepancy_is_settled(things: Things) -> None:
    take_out = await faulty(things, erased=False)
    assert await rules(things) == ["MD-10"]

    explained = {"explanation": "消去を確認のうえ再実施した。"}
    await things.act("yamada", take_out, "resolution", explained, state="verified")

    assert await rules(things) == []


async def test_a_class_2_medium_without_a_container_is_md_07_while_it_is_out(
    things: Things,
) -> None:
    take_out = await things.requested()
    await things.act("yamada", take_out, "approval", state="approved")
    bare = things.packing() | {"container": None}
    await things.act("kato", take_out, "hand-over", bare, state="handed_over")
    assert await rules(things) == ["MD-07"]

    await things.act("sato", take_out, "return", things.returning(), state="returned")

    assert await rules(things) == []


async def rules(things: Things) -> list[str]:
    client = await things.office.client("yamada")
    items = (await client.get("/violations")).json()["items"]
    return [v["rule"] for v in items if v["rule"] in media.RULES]


# Signatures ---------------------------------------------------------------------------------------


async def test_a_signature_stands_with_the_hand_over_and_the_return(things: Things) -> None:
    first, second = await signed(things, 1), await signed(things, 2)
    take_out = await things.requested()
    await things.act("yamada", take_out, "approval", state="approved")
    packing = things.packing() | {"signature": first}
    await things.act("kato", take_out, "hand-over", packing, state="handed_over")
    returning = things.returning() | {"signature": second}
    await things.act("sato", take_out, "return", returning, state="returned")

    client = await things.office.client("sato")
    shown = (await client.get(f"/take-outs/{take_out}")).json()
    assert (shown["handed_over_signature"], shown["returned_signature"]) == (first, second)
    assert (await client.get(f"/evidence/{first}")).status_code == 200


@pytest.mark.parametrize("step", ["hand-over", "return", "transfer"])
async def test_a_signature_nobody_brought_signs_nothing(things: Things, step: str) -> None:
    bodies = {
        "hand-over": things.packing(),
        "return": things.returning(),
        "transfer": {"code": things.code, "to": [things.office.staff["suzuki"]]},
    }
    take_out = await things.requested()
    await things.act("yamada", take_out, "approval", state="approved")
    if step != "hand-over":
        await things.act("kato", take_out, "hand-over", things.packing(), state="handed_over")

    forged = bodies[step] | {"signature": "0" * 64}
    refusal = await things.act("kato", take_out, step, forged, status=404)

    assert refusal["code"] == "unknown-evidence"


async def test_a_signature_signs_once(things: Things) -> None:
    first, second = await signed(things, 1), await signed(things, 2)
    take_out = await things.requested()
    await things.act("yamada", take_out, "approval", state="approved")
    packing = things.packing() | {"signature": first}
    await things.act("kato", take_out, "hand-over", packing, state="handed_over")
    handing = {"code": things.code, "to": [things.office.staff["suzuki"]], "signature": second}
    await things.act("sato", take_out, "transfer", handing, state="handed_over")

    for used in (first, second):
        returning = things.returning() | {"signature": used}
        refusal = await things.act("suzuki", take_out, "return", returning, status=409)
        assert refusal["code"] == "signature-used"
    again = await signed(things, 1)
    assert again == first
    fresh = things.returning() | {"signature": await signed(things, 3)}
    await things.act("suzuki", take_out, "return", fresh, state="returned")


async def test_a_refused_act_leaves_its_signature_unused(things: Things) -> None:
    signature = await signed(things, 1)
    take_out = await things.requested()
    packing = things.packing() | {"signature": signature}
    await things.act("kato", take_out, "hand-over", packing, status=409)
    await things.act("yamada", take_out, "approval", state="approved")

    await things.act("kato", take_out, "hand-over", packing, state="handed_over")

    client = await things.office.client("shibata")
    told = (await client.get("/history", register="evidence")).json()["items"]
    assert [(one["act"], one["after"]["signs"]) for one in told] == [
        ("Signed", f"take-out:{take_out}"), ("Kept", None),
    ]  # fmt: skip


async def test_what_is_back_waits_for_its_check_wherever_it_is_shown(things: Things) -> None:
    await back(things)
    client = await things.office.client("kato")

    card = (await client.get(f"/codes/{things.code}")).json()
    listed = (await client.get("/assets", state="returned")).json()["items"]
    hits = (await client.get("/search", q=things.code)).json()["items"]

    assert (card["state"], card["place"]) == ("returned", things.safe)
    assert card["actions"][0] == "verifyReturn"
    assert [row["code"] for row in listed] == [things.code]
    assert [hit["state"] for hit in hits] == ["returned"]
    assert (await client.get("/assets", state="taken_out")).json()["items"] == []


async def test_what_lies_elsewhere_after_its_return_is_shown_there(things: Things) -> None:
    take_out = await things.out()
    other = await things.place("nippori")
    body = {"code": things.code, "place": other}

    await things.act("sato", take_out, "return", body, state="returned")

    client = await things.office.client("kato")
    assert (await client.get(f"/codes/{things.code}")).json()["place"] == other


async def test_what_vanishes_before_its_check_is_reported_lost(things: Things) -> None:
    take_out = await back(things)
    told = {"circumstances": "返却棚にない。"}

    await things.act("suzuki", take_out, "loss", told, state="lost")

    assert await things.asset_state() == "missing"
    await things.act("sato", take_out, "return", things.returning(), state="returned")
    assert await things.asset_state() == "returned"
