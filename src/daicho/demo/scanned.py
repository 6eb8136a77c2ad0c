"""The demo's shared scanner: a queue read while the network was down, and a strange label that was explained."""

from datetime import datetime, timedelta

from daicho.demo.stage import Stage
from daicho.foundation.identity import devices
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel.clock import JST
from daicho.things.scans import service, settling
from daicho.things.scans.service import Wanted

ENROLLED = datetime(2023, 2, 17, 13, 0, tzinfo=JST)
READ = datetime(2023, 2, 20, 8, 45, tzinfo=JST)
SYNCED = datetime(2023, 2, 20, 8, 52, tzinfo=JST)
EXPLAINED = datetime(2023, 2, 20, 9, 30, tzinfo=JST)
SITE = "nippori"


async def this_morning(stage: Stage) -> None:
    """Before the office opens, the custodian looks through the safe while the network is down."""
    await _device(stage)
    keeper = await stage.actor(f"{SITE}-hokan", READ)
    stranger = identity.fresh_code()
    codes = [stage.assets[f"{SITE}/{key}"] for key in ("usb-1", "usb-2", "laptop")]
    queue = [
        Wanted(
            key=f"demo-scan-{number:04}",
            act="lookUp",
            code=code,
            device_at=READ + timedelta(seconds=20 * number),
            device_seq=number,
            place=stage.places[f"{SITE}/safe"],
        )
        for number, code in enumerate([*codes, stranger], start=1)
    ]
    await service.sync(queue, SYNCED, keeper, SYNCED)
    other = await stage.actor(f"{SITE}-hokan2", EXPLAINED)
    for stray in await settling.strays(other, settling.Filter(code=stranger), limit=5):
        note = "試し刷りのラベル。本体には貼られておらず、裁断した。"
        await settling.settle_stray(stray.id, note, other, EXPLAINED)


async def _device(stage: Stage) -> None:
    """One scanner at the counter; the code is typed on it at once."""
    keeper = await stage.actor("shisetsu-1", ENROLLED)
    enrolled = await devices.enrol("窓口スキャナー", stage.sections[SITE], keeper, ENROLLED)
    await devices.claim(enrolled.enrolment_code or "", "demo", ENROLLED + timedelta(minutes=5))
