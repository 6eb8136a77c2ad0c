"""A hundred scans that waited without a connection are carried out in the time that somebody waits for."""

from time import perf_counter

import pytest

from tests.integration.things import Things, placed, registered
from tests.support.office import Office
from tests.support.queue import Queue

pytestmark = [pytest.mark.anyio, pytest.mark.slow, pytest.mark.timeout(180)]

SECONDS = 2.0


async def test_a_hundred_scans_are_synced_in_less_than_two_seconds(office: Office) -> None:
    safe = await placed(office, "nippori")
    queue = Queue(office)
    for number in range(50):
        code = await registered(office, safe, serial=f"SN-{number:04}")
        things = Things(office, code, safe)
        take_out = await things.requested()
        await things.act("yamada", take_out, "approval", state="approved")
        queue.scan("handOver", code, encrypted=True, container="鍵付きケース")
    for item in list(queue.items):
        queue.scan("declareReturn", item["code"], place=safe)
    office.later(hours=1)
    client = await office.client("kato")

    begun = perf_counter()
    told = await queue.sync(client)
    seconds = perf_counter() - begun

    assert [t["state"] for t in told] == ["done"] * 100
    assert seconds < SECONDS
