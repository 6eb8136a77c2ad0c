"""Loans to a unit, contractors who carry, and what is told at the hand-over, over HTTP."""

from datetime import datetime
from typing import Any

import httpx
import pytest

from daicho.foundation import db
from daicho.foundation.history.queries import bodies
from daicho.foundation.kernel.clock import JST
from daicho.oversight.violations.rules import media
from daicho.oversight.violations.service import sweep
from tests.integration.things import Things, some_things
from tests.support.office import Office

pytestmark = pytest.mark.anyio

COMPANY = {
    "company": "架空システム株式会社",
    "persons": ["作業 太郎", "作業 次郎"],
    "contract": "令和4年度 保守委託契約",
}


@pytest.fixture
async def things(office: Office) -> Things:
    return await some_things(office)


async def ask(things: Things, **facts: Any) -> httpx.Response:
    client = await things.office.client("sato")
    return await client.post("/take-outs", things.wish(["sato"]) | facts)


async def shown(things: Things, take_out: str) -> dict[str, Any]:
    client = await things.office.client("sato")
    found: dict[str, Any] = (await client.get(f"/take-outs/{take_out}")).json()
    return found


async def approved(things: Things, **facts: Any) -> str:
    told = await ask(things, **facts)
    assert told.status_code == 201, told.text
    take_out = str(told.json()["id"])
    await things.act("yamada", take_out, "approval", state="approved")
    return take_out


# Loans --------------------------------------------------------------------------------------------


async def test_a_loan_lasts_until_the_end_of_the_fiscal_year_and_stays_inside(
    things: Things,
) -> None:
    wish = things.wish(["sato"])
    del wish["planned_return"]
    client = await things.office.client("sato")

    told = await client.post("/take-outs", wish | {"kind": "unit_loan"}, status=201)

    found = await shown(things, told.json()["id"])
    assert (found["kind"], found["planned_return"], found["outside"]) == (
        "unit_loan", "2023-03-31", False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"planned_return": "2023-04-01"}, "planned-return-out-of-range"),
        ({"outside": True}, "loan-stays-inside"),
        ({"contractor": COMPANY}, "loan-stays-inside"),
    ],
)
async def test_a_loan_neither_outlives_the_year_nor_leaves_the_house(
    things: Things, facts: dict[str, Any], code: str
) -> None:
    refusal = await ask(things, kind="unit_loan", **facts)

    assert (refusal.status_code, refusal.json()["code"]) == (400, code)


async def test_a_loan_is_extended_to_the_end_of_the_year_at_most(things: Things) -> None:
    take_out = await approved(things, kind="unit_loan")
    await things.act("kato", take_out, "hand-over", things.packing(), state="handed_over")
    client = await things.office.client("sato")
    more = {"planned_return": "2023-04-01", "reason": "来年度も使う。"}

    refusal = await client.post(f"/take-outs/{take_out}/extensions", more, status=400)
    more["planned_return"] = "2023-03-31"
    await client.post(f"/take-outs/{take_out}/extensions", more, status=201)

    assert refusal.json()["code"] == "planned-return-out-of-range"


async def test_a_take_out_needs_a_day_to_come_back(things: Things) -> None:
    refusal = await ask(things, planned_return=None)

    assert (refusal.status_code, refusal.json()["code"]) == (400, "planned-return-required")


# Contractors --------------------------------------------------------------------------------------


async def test_two_of_a_company_carry_and_their_names_are_sealed(things: Things) -> None:
    take_out = await approved(things, contractor=COMPANY, carriers=[], planned_return="2023-02-20")

    found = await shown(things, take_out)
    assert found["contractor"] == COMPANY
    assert found["carriers"] == []
    async with db.read():
        written = [body async for _, body in bodies()]
    for word in ("架空システム", "作業", "保守委託"):
        assert not any(word.encode() in body for body in written)


@pytest.mark.parametrize(("carriers", "allowed"), [([], False), (["sato"], True)])
async def test_one_person_of_a_company_never_carries_alone(
    things: Things, carriers: list[str], *, allowed: bool
) -> None:
    answer = await ask(
        things,
        contractor=COMPANY | {"persons": ["作業 太郎"]},
        carriers=[things.office.staff[c] for c in carriers],
    )

    assert answer.status_code == (201 if allowed else 400)
    assert allowed or answer.json()["code"] == "contractor-alone"


async def test_without_a_company_somebody_of_the_section_carries(things: Things) -> None:
    refusal = await ask(things, carriers=[])

    assert (refusal.status_code, refusal.json()["code"]) == (400, "carrier-required")


async def test_a_contractor_gets_it_on_the_day_it_comes_back_and_no_longer(things: Things) -> None:
    take_out = await approved(things, contractor=COMPANY, carriers=[], planned_return="2023-02-21")

    early = await things.act("kato", take_out, "hand-over", things.packing(), status=409)
    things.office.later(days=1)
    await things.act("kato", take_out, "hand-over", things.packing(), state="handed_over")
    client = await things.office.client("sato")
    more = {"planned_return": "2023-02-28", "reason": "作業が終わらない。"}
    refusal = await client.post(f"/take-outs/{take_out}/extensions", more, status=409)

    assert (early["code"], refusal.json()["code"]) == ("contractor-same-day", "contractor-same-day")


async def test_what_a_contractor_keeps_overnight_is_md_15_and_no_md_05(things: Things) -> None:
    take_out = await approved(things, contractor=COMPANY, carriers=[], planned_return="2023-02-20")
    await things.act("kato", take_out, "hand-over", things.packing(), state="handed_over")
    assert await found(things) == {}

    await sweep(things.office.later(days=1))

    assert await found(things) == {"MD-15": "major"}


async def test_a_loan_still_out_in_april_is_md_09(things: Things) -> None:
    take_out = await approved(things, kind="unit_loan", planned_return="2023-03-31")
    await things.act("kato", take_out, "hand-over", things.packing(), state="handed_over")

    await sweep(datetime(2023, 3, 31, 9, 0, tzinfo=JST))
    assert await found(things) == {}
    await sweep(datetime(2023, 4, 1, 9, 0, tzinfo=JST))

    assert await found(things) == {"MD-05": "minor", "MD-09": "minor"}


async def found(things: Things) -> dict[str, str]:
    client = await things.office.client("yamada")
    items = (await client.get("/violations")).json()["items"]
    return {v["rule"]: v["grade"] for v in items if v["rule"] in media.RULES}


# The hand-over ------------------------------------------------------------------------------------


async def test_the_way_it_travels_is_what_the_hand_over_says(things: Things) -> None:
    take_out = await approved(things, transport="public_transport")
    packing = things.packing() | {"transport": "official_car", "carriers_present": True}

    await things.act("kato", take_out, "hand-over", packing, state="handed_over")

    found = await shown(things, take_out)
    assert (found["transport"], found["carriers_present"], found["outside"]) == (
        "official_car", True, True,
    )  # fmt: skip


async def test_nothing_is_handed_to_who_is_not_there(things: Things) -> None:
    take_out = await approved(things)

    refusal = await things.act(
        "kato", take_out, "hand-over", things.packing() | {"carriers_present": False}, status=409
    )

    assert refusal["code"] == "carriers-not-present"
    assert await things.asset_state() == "in_storage"
