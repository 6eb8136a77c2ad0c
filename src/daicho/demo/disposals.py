"""The demo's disposals: a disk destroyed before a witness in January, another one approved on the demo's morning."""

from datetime import datetime

from daicho.demo.stage import Stage
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.clock import JST
from daicho.things.assets import service as assets
from daicho.things.assets.model import Wanted
from daicho.things.disposal import service
from daicho.things.disposal.service import Told, Wish
from daicho.things.labels import issuing
from daicho.things.labels import service as labels

SITE = "koseki"


async def in_january(stage: Stage) -> None:
    """Asked for by one, permitted by the security manager, done, witnessed and verified by three more."""
    code = await _disk(stage, "取外しHDD 1", "HD-0001", _january(9, 30))
    disposal = await _requested(stage, code, "koseki-1", _january(9, 45))
    await service.approve(disposal, await stage.actor("security-1", _january(10)), _january(10, 30))
    work = Told(
        codes=(code,), method="shred", tool="細断機 SH-20", place="on_premises",
        performed_at=_january(11), by_contractor=False, result="done",
    )  # fmt: skip
    keeper = await stage.actor("koseki-hokan", _january(11))
    await service.record(disposal, work, keeper, _january(11, 10))
    witness = await stage.actor("koseki-2", _january(11))
    await service.witness(disposal, (code,), witness, _january(11, 15))
    head = await stage.actor("koseki-kacho", _january(11))
    await service.verify(disposal, head, _january(11, 40))


async def this_morning(stage: Stage) -> None:
    """It waits in the safe for somebody to destroy it."""
    code = await _disk(stage, "取外しHDD 2", "HD-0002", _february(35))
    disposal = await _requested(stage, code, "koseki-2", _february(40))
    manager = await stage.actor("security-2", _february(50))
    await service.approve(disposal, manager, _february(50))


def _january(hour: int, minute: int = 0) -> datetime:
    return datetime(2023, 1, 12, hour, minute, tzinfo=JST)


def _february(minute: int) -> datetime:
    return datetime(2023, 2, 20, 9, minute, tzinfo=JST)


async def _disk(stage: Stage, name: str, serial: str, at: datetime) -> str:
    """Taken out of an old terminal, registered, labelled and put into the safe."""
    actor = await stage.actor("koseki-hokan", at)
    wanted = Wanted(
        name, "medium", "hdd", "HD-4T", serial, stage.sections[SITE], maker="架空電機",
        place=stage.places[f"{SITE}/safe"], data_class=3, encrypted=True,
    )  # fmt: skip
    done = await assets.register(wanted, actor, at)
    code = codes.read(str(done.code))
    await labels.record_print([code], "a4-24", actor, at)
    await issuing.confirm(code, actor, at)
    return code


async def _requested(stage: Stage, code: str, account: str, at: datetime) -> str:
    wish = Wish((code,), "端末の更新で取り外したため", "destroy", "own")
    done = await service.request(wish, await stage.actor(account, at), at)
    return str(done.id)
