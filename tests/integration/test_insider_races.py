"""Races around devices, conflicts and disposals: one of two wins, and every row stays what its history says."""

import asyncio
from collections import Counter as Tally

import pytest

from daicho.foundation.history.fsck import check
from daicho.oversight.exports.holdings import EXTRA_CHECKS, REGISTERS
from tests.integration.disposals import some_scrap
from tests.integration.things import some_things
from tests.support.office import Office
from tests.support.queue import Queue

pytestmark = pytest.mark.anyio


async def test_one_browser_of_many_claims_a_device(office: Office) -> None:
    keeper = await office.client("fujii")
    body = {"name": "窓口スキャナー", "section": office.sections["nippori"]}
    code = (await keeper.post("/devices", body, status=201)).json()["enrolment_code"]
    browsers = [await office.client() for _ in range(4)]

    answers = await asyncio.gather(
        *(browser.post("/devices/claim", {"code": code}) for browser in browsers)
    )

    assert Tally(answer.status_code for answer in answers) == {200: 1, 404: 3}
    assert (await check(REGISTERS, None, EXTRA_CHECKS)).findings == []


async def test_a_conflict_is_settled_once(office: Office) -> None:
    things = await some_things(office)
    queue = Queue(office)
    queue.scan("handOver", things.code, encrypted=True)
    office.later(minutes=5)
    take_out = await things.requested()
    await things.act("yamada", take_out, "approval", state="approved")
    (told,) = await queue.sync("kato")
    path = f"/scan-conflicts/{told['conflict']}/settlement"
    deciders = [await office.client(account) for account in ("ito", "yamada", "ono", "fujii")]
    decisions = ("apply", "discard", "apply", "discard")

    answers = await asyncio.gather(
        *(
            client.post(path, {"decision": decision, "note": "確認済み"})
            for client, decision in zip(deciders, decisions, strict=True)
        )
    )

    assert Tally(answer.status_code for answer in answers) == {200: 1, 409: 3}
    assert (await check(REGISTERS, None, EXTRA_CHECKS)).findings == []


async def test_a_disposal_is_decided_once(office: Office) -> None:
    scrap = await some_scrap(office)
    disposal = await scrap.requested()
    answers = await asyncio.gather(
        scrap.post("ono", f"/{disposal}/approval"),
        scrap.post("sato", f"/{disposal}/withdrawal"),
        scrap.post("ono", f"/{disposal}/rejection", {"reason": "不可"}),
        scrap.post("ono", f"/{disposal}/sanitisations", scrap.work(as_fact=True)),
    )
    assert all(answer.status_code in (200, 403, 409) for answer in answers)
    shown = await scrap.shown(disposal)
    assert (await scrap.asset_state()) == (
        "in_storage" if shown["state"] in ("rejected", "withdrawn") else "disposing"
    )
    assert (await check(REGISTERS, None, EXTRA_CHECKS)).findings == []
