"""Four eyes over HTTP count persons: no second post, no deputy's chair makes two of one."""

import pytest

from tests.integration.things import Things, some_things
from tests.support.office import Office

pytestmark = pytest.mark.anyio


@pytest.fixture
async def things(office: Office) -> Things:
    return await some_things(office)


async def test_an_applicant_who_heads_the_section_needs_the_parent_section(things: Things) -> None:
    take_out = await things.requested("yamada", carriers=["sato"])

    assert (await things.act("yamada", take_out, "approval", status=403))["code"] == "own-request"
    await things.act("mori", take_out, "approval", state="approved")


async def test_a_head_who_carries_does_not_decide(things: Things) -> None:
    take_out = await things.requested("sato", carriers=["yamada"])

    assert (await things.act("yamada", take_out, "approval", status=403))["code"] == "own-request"


async def test_staff_do_not_approve(things: Things) -> None:
    take_out = await things.requested()

    refusal = await things.act("suzuki", take_out, "approval", status=403)

    assert refusal["code"] == "not-the-decider"
    assert refusal["facts"]["deciders"] == [things.office.staff["yamada"]]


async def test_a_deputy_approves_on_behalf_of_the_head(things: Things) -> None:
    await things.depute("yamada", "suzuki")
    take_out = await things.requested()

    await things.act("suzuki", take_out, "approval", state="approved")

    client = await things.office.client("yamada")
    shown = (await client.get(f"/take-outs/{take_out}")).json()
    assert shown["approved_by"]["name"] == "鈴木 一"
    assert shown["approved_on_behalf_of"]["name"] == "山田 司"


async def test_a_deputy_who_applied_does_not_decide(things: Things) -> None:
    await things.depute("yamada", "suzuki")
    take_out = await things.requested("suzuki", carriers=["suzuki"])

    assert (await things.act("suzuki", take_out, "approval", status=403))["code"] == "own-request"


async def test_a_custodian_who_carries_neither_hands_over_nor_verifies(things: Things) -> None:
    take_out = await things.requested("sato", carriers=["kato"])
    await things.act("yamada", take_out, "approval", state="approved")

    own = await things.act("kato", take_out, "hand-over", things.packing(), status=403)
    assert own["code"] == "officer-is-carrier"
    await things.act("ito", take_out, "hand-over", things.packing(), state="handed_over")
    await things.act("kato", take_out, "return", things.returning(), state="returned")
    own = await things.act("kato", take_out, "verification", things.checked(), status=403)
    assert own["code"] == "verifier-is-carrier"


async def test_a_second_post_gives_nobody_a_second_pair_of_eyes(things: Things) -> None:
    await things.appoint("sato", "custodian")
    await things.appoint("sato", "section_head")
    take_out = await things.requested("sato", carriers=["sato"])

    assert (await things.act("sato", take_out, "approval", status=403))["code"] == "own-request"
    await things.act("yamada", take_out, "approval", state="approved")
    refusal = await things.act("sato", take_out, "hand-over", things.packing(), status=403)
    assert refusal["code"] == "officer-is-carrier"
