"""Scans from a device out of service, codes that should not be there, things in two places; over HTTP."""

from typing import Any

import msgspec
import pytest

from daicho.foundation import db
from daicho.foundation.history import queries
from daicho.foundation.history.service import change
from daicho.foundation.identity import service as identity
from daicho.foundation.identity import signing
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import SYSTEM
from daicho.things.assets import service as assets
from daicho.things.assets.model import State
from tests.integration.things import Things, registered, some_things
from tests.support.counter import counter_of
from tests.support.office import Office
from tests.support.queue import Queue

pytestmark = pytest.mark.anyio

Told = dict[str, Any]


@pytest.fixture
async def things(office: Office) -> Things:
    return await some_things(office)


async def _approved(things: Things, planned_return: str = "2023-02-24") -> str:
    take_out = await things.requested(planned_return=planned_return)
    await things.act("yamada", take_out, "approval", state="approved")
    return take_out


async def test_the_queue_of_a_revoked_device_is_refused_as_a_whole(things: Things) -> None:
    office = things.office
    counter = await counter_of(office, "kato")
    await counter.sign_in()
    queue = Queue(office)
    queue.scan("lookUp", things.code)
    (told,) = await queue.sync(counter.browser)
    queue.scan("lookUp", things.code)
    await (await office.client("ono")).post(f"/devices/{counter.device}/revocation", status=200)

    opened = await signing.open_session("kato", office.now)
    counter.browser.raw.cookies.set(office.settings.cookie, opened.token)
    body = {"device_now": office.now.isoformat(), "items": queue.items}
    answer = await counter.browser.post("/scans", body)

    assert told["state"] == "done"
    assert (answer.status_code, answer.json()["code"]) == (403, "device-revoked")
    async with db.read():
        assert len(await queries.listed(queries.Filter(register="scans"), limit=5)) == 1


async def test_a_badge_session_hands_over_and_the_history_names_the_device(things: Things) -> None:
    take_out = await _approved(things)
    counter = await counter_of(things.office, "kato")
    await counter.sign_in()
    queue = Queue(things.office)
    queue.scan("handOver", things.code, encrypted=True)
    (told,) = await queue.sync(counter.browser)
    assert (told["state"], told["id"]) == ("done", take_out)
    async with db.read():
        newest = await queries.newest(f"take-out:{take_out}")
    assert newest is not None
    assert newest.entry.device == counter.device


async def test_the_same_thing_at_two_places_within_two_minutes_is_noticed(things: Things) -> None:
    elsewhere = await things.place("nippori")
    first, second = Queue(things.office), Queue(things.office)
    first.scan("lookUp", things.code, place=things.safe)
    things.office.later(seconds=90)
    second.scan("lookUp", things.code, place=elsewhere)
    things.office.later(minutes=1)
    second.scan("lookUp", things.code, place=elsewhere)
    await second.sync("ito")
    await first.sync("kato")

    yamada, kato = await things.office.client("yamada"), await things.office.client("kato")
    (double,) = (await yamada.get("/double-locations")).json()["items"]
    own = await kato.post(f"/double-locations/{double['id']}/settlement", {"note": "見間違い"})
    await yamada.post(
        f"/double-locations/{double['id']}/settlement",
        {"note": "写しのラベルを回収した"},
        status=200,
    )

    assert (double["seconds_apart"], double["actions"]) == (90, ["settleDoubleLocation"])
    assert [r["scanned_by"]["name"] for r in double["readings"]] == ["加藤 守", "伊藤 保"]
    assert (own.status_code, own.json()["code"]) == (403, "own-scan")
    assert (await yamada.get("/double-locations")).json()["items"] == []


async def test_a_code_that_nothing_carries_is_a_stray_until_somebody_explains_it(
    things: Things,
) -> None:
    stranger = codes.printed(identity.fresh_code())
    queue = Queue(things.office)
    queue.scan("lookUp", stranger)
    queue.scan("handOver", stranger, encrypted=True)
    told = await queue.sync("kato")
    again = await queue.sync("kato")

    assert [(t["state"], t["code"]) for t in told + again] == [("refused", "unknown-code")] * 4
    ito = await things.office.client("ito")
    strays = (await ito.get("/stray-scans")).json()["items"]
    assert [(s["code"], s["kind"], s["actions"]) for s in strays] == [
        (stranger, "unknown", ["settleStrayScan"])
    ] * 2
    for stray in strays:
        path = f"/stray-scans/{stray['id']}/settlement"
        await ito.post(path, {"note": "他庁のラベルだった"}, status=200)
    assert (await ito.get("/stray-scans")).json()["items"] == []
    assert (
        len((await ito.get("/stray-scans", status="settled", code=stranger)).json()["items"]) == 2
    )


async def test_a_label_that_was_replaced_still_works_and_is_a_stray(things: Things) -> None:
    keeper = await things.office.client("kato")
    await keeper.post(f"/labels/{things.code}/reissue", {"why": "はがれた"}, status=200)
    queue = Queue(things.office)
    queue.scan("lookUp", things.code)
    (told,) = await queue.sync("kato")
    assert told["state"] == "done"
    (stray,) = (await keeper.get("/stray-scans")).json()["items"]
    assert (stray["kind"], stray["asset_name"]) == ("void", "持出し用USBメモリ")


async def test_a_sighting_from_a_queue_was_seen_when_it_was_scanned(things: Things) -> None:
    terminal = await registered(
        things.office, None, kind="terminal", type="business_terminal", serial="T-1", data_class=1
    )
    queue = Queue(things.office)
    seen_at = things.office.now
    queue.scan("recordSighting", terminal)
    things.office.later(hours=3)
    (told,) = await queue.sync("sato")
    client = await things.office.client("sato")
    (sighting,) = (await client.get("/sightings", asset=terminal)).json()["items"]
    assert told["state"] == "done"
    assert sighting["id"] == told["id"]
    assert sighting["seen_at"] == seen_at.isoformat()


async def test_conflicts_are_paged_newest_first(things: Things) -> None:
    queue = Queue(things.office)
    for _ in range(5):
        queue.scan("handOver", things.code, encrypted=True)
        things.office.later(seconds=40)
    told = await queue.sync("kato")
    client = await things.office.client("kato")

    seen: list[str] = []
    after: str | None = None
    for _ in range(3):
        query = {"after": after} if after else {}
        page = (await client.get("/scan-conflicts", limit=2, **query)).json()
        seen += [item["id"] for item in page["items"]]
        after = page["next"]

    assert after is None
    assert seen == [t["conflict"] for t in reversed(told)]


async def _violations(things: Things) -> list[tuple[str, str]]:
    client = await things.office.client("yamada")
    found = (await client.get("/violations")).json()["items"]
    return sorted((v["rule"], v["subject"]) for v in found)


async def test_a_stray_code_is_a_violation_until_somebody_explains_it(things: Things) -> None:
    stranger = identity.fresh_code()
    queue = Queue(things.office)
    queue.scan("lookUp", codes.printed(stranger))
    await queue.sync("kato")
    assert await _violations(things) == [("MD-01", f"label:{stranger}")]

    ito = await things.office.client("ito")
    (stray,) = (await ito.get("/stray-scans")).json()["items"]
    await ito.post(f"/stray-scans/{stray['id']}/settlement", {"note": "試し刷り"}, status=200)

    assert await _violations(things) == []


@pytest.mark.parametrize("state", ["disposed", "lease_returned"])
async def test_what_is_gone_for_good_and_is_scanned_again_is_a_violation(
    things: Things, state: State
) -> None:
    code = codes.read(things.code)
    async with change(SYSTEM, things.office.now) as c:
        asset = await assets.require(code)
        await c.amend(
            assets.ASSETS,
            msgspec.structs.replace(asset, state=state, place=None),
            act="Disposed",
        )
    queue = Queue(things.office)
    queue.scan("lookUp", things.code)
    (told,) = await queue.sync("kato")
    assert told["state"] == "done"
    assert await _violations(things) == [("DP-07", f"asset:{code}")]


async def test_a_conflict_is_a_task_of_those_who_may_settle_it(things: Things) -> None:
    queue = Queue(things.office)
    queue.scan("handOver", things.code, encrypted=True)
    (told,) = await queue.sync("kato")
    tasks = {}
    for account in ("kato", "ito", "yamada", "sato", "fujii"):
        client = await things.office.client(account)
        items = (await client.get("/tasks")).json()["items"]
        tasks[account] = [(t["operation"], t["id"]) for t in items if t["kind"] == "scan"]
    wanted = [("settleScanConflict", told["conflict"])]
    assert tasks == {"kato": [], "ito": wanted, "yamada": wanted, "sato": [], "fujii": []}
