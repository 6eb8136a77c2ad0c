"""Nothing acknowledged is ever lost: hand-overs while the server is killed again and again."""

import asyncio
import itertools
import json
import os
import random
import shutil
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from daicho.foundation import db
from daicho.foundation.history.registers import load
from daicho.foundation.identity import service as identity
from daicho.foundation.identity import signing
from daicho.foundation.kernel.clock import system_clock, today
from daicho.foundation.kernel.codes import read
from daicho.foundation.settings import Settings
from daicho.places.floors.storage import WantedPlace, register_place
from daicho.schema import TABLES
from daicho.things.assets import service as assets
from daicho.things.assets.model import Wanted
from daicho.things.custody import service as custody
from daicho.things.custody.wanting import Wanted as WantedTakeOut
from tests.support.office import Template
from tests.support.server import Server

LONG = bool(os.environ.get("DAICHO_TRUST"))
KILLS, HAND_OVERS, CLIENTS = (20, 1000, 4) if LONG else (4, 200, 4)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


async def _approved(settings: Settings, template: Template) -> tuple[list[tuple[str, str]], str]:
    """(take-out, code) of as many approved take-outs as will be handed over, and a session."""
    await db.bind(db.connect(settings), TABLES)
    now = system_clock()
    try:
        people = {a: await identity.actor_of(a, today(now)) for a in ("sato", "yamada", "kato")}
        section = template.ward.sections["nippori"]
        place = read(
            str(
                (
                    await register_place(WantedPlace("金庫", "safe", section), people["kato"], now)
                ).code
            )
        )
        made = []
        for number in range(HAND_OVERS):
            wanted = Wanted(
                kind="medium", type="usb", name=f"試験媒体 {number}", model="UM", serial=f"{number}",
                section=section, data_class=1, place=place,
            )  # fmt: skip
            code = str((await assets.register(wanted, people["kato"], now)).code)
            wish = WantedTakeOut(
                purpose="試験", destination="本庁", carriers=(template.ward.staff["sato"],),
                planned_return=today(now) + timedelta(days=7),
            )  # fmt: skip
            request = await custody.request(read(code), wish, people["sato"], now)
            take_out = str(request.id)
            await custody.approve(take_out, people["yamada"], now)
            made.append((take_out, code))
        return made, (await signing.open_session("kato", now)).token
    finally:
        await db.unbind()


async def _hand_over(client: httpx.AsyncClient, take_out: str, code: str, key: str) -> None:
    """Ask until an answer comes: the same key makes the repetition harmless."""
    while True:
        try:
            answer = await client.post(
                f"/api/take-outs/{take_out}/hand-over",
                json={"code": code, "encrypted": True, "container": "鍵付きケース"},
                headers={"Idempotency-Key": key},
            )
        except httpx.TransportError:
            await asyncio.sleep(0.05)
            continue
        assert answer.status_code == 200, answer.text
        return


async def _clients(server: Server, waiting: list[tuple[str, str]], token: str) -> list[str]:
    """Several clerks at once; the take-outs whose hand-over was acknowledged."""
    acknowledged: list[str] = []
    numbers = itertools.count()

    async def one() -> None:
        headers = {"Origin": server.url}
        async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=10) as client:
            client.cookies.set("daicho", token)
            while waiting:
                take_out, code = waiting.pop()
                await _hand_over(client, take_out, code, f"kill-test-{next(numbers):06}")
                acknowledged.append(take_out)

    async def killer() -> None:
        chance = random.Random(20230220)  # noqa: S311  # when to kill, not a secret
        for _ in range(KILLS):
            await asyncio.sleep(chance.uniform(0.02, 0.2))
            assert waiting, "all was handed over before the last kill"
            server.kill()
            await asyncio.to_thread(server.start)

    await asyncio.gather(killer(), *(one() for _ in range(CLIENTS)))
    return acknowledged


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_no_acknowledged_hand_over_is_lost_when_the_server_is_killed(
    template: Template, tmp_path: Path
) -> None:
    shutil.copy(template.settings.data_dir / "daicho.sqlite", tmp_path / "daicho.sqlite")
    waiting, token = asyncio.run(_approved(Settings(data_dir=tmp_path), template))
    server = Server(tmp_path)
    server.start()
    try:
        acknowledged = asyncio.run(_clients(server, waiting, token))
    finally:
        server.stop()
    assert len(acknowledged) == HAND_OVERS
    checked = server.daicho("fsck", "--json")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    missing = asyncio.run(_not_handed_over(Settings(data_dir=tmp_path), acknowledged))
    assert missing == []
    assert json.loads(checked.stdout)["entries"] > HAND_OVERS


async def _not_handed_over(settings: Settings, take_outs: list[str]) -> list[str]:
    await db.bind(db.connect(settings), TABLES)
    try:
        async with db.read():
            held = [t for i in take_outs if (t := await load(custody.TAKE_OUTS, i)) is not None]
        assert len(held) == len(take_outs)
        return [t.id for t in held if t.state != "handed_over"]
    finally:
        await db.unbind()
