"""The demo's visits and deliveries: a maintenance company in January, one more on the demo's morning, a delivery, and
a medium used at a terminal."""

from datetime import date, datetime

from daicho.demo.stage import Stage
from daicho.foundation.kernel.clock import JST
from daicho.things.bringins import delivering, service
from daicho.things.bringins.delivering import Seen as Delivered
from daicho.things.bringins.model import Entering, Item, Leaving, Seen
from daicho.things.bringins.service import Visitor, Wish
from daicho.things.custody import uses

SITE = "nippori"
TOOLS = (
    Item("保守用ノートPC", "computer", "contractor", "HS-PC-0031"),
    Item("LANテスター", "measuring", "contractor", "LT-880-12"),
    Item("工具一式", "tool", "contractor"),
)


async def in_january(stage: Stage) -> None:
    """Asked for, approved, looked at at the door and out again in one afternoon; a cabinet is delivered."""
    visit = await _requested(stage, "nippori-1", _january(9, 30), date(2023, 1, 18))
    head = await stage.actor("nippori-fuku", _january(11))
    await service.approve(visit, head, _january(11))
    await _let_in(stage, visit, _january(13, 30))
    keeper = await stage.actor("nippori-hokan", _january(15, 20))
    leaving = Leaving(_all_of_them(), no_data_copied=True)
    await service.inspect_out(visit, leaving, keeper, _january(15, 20))
    await _delivered(stage, _january(16))
    await _used(stage, _january(16, 30))


async def this_morning(stage: Stage) -> None:
    """The same company is at work again; another visit waits for the head's decision."""
    visit = await _requested(stage, "nippori-1", _february(0), date(2023, 2, 20))
    head = await stage.actor("nippori-fuku", _february(10))
    await service.approve(visit, head, _february(10))
    await _let_in(stage, visit, _february(40))
    await _requested(stage, "nippori-2", _february(45), date(2023, 2, 24))


def _january(hour: int, minute: int = 0) -> datetime:
    return datetime(2023, 1, 18, hour, minute, tzinfo=JST)


def _february(minute: int) -> datetime:
    return datetime(2023, 2, 20, 9, minute, tzinfo=JST)


async def _requested(stage: Stage, account: str, at: datetime, day: date) -> str:
    wish = Wish(
        section=stage.sections[SITE], floor=stage.floors[SITE], area=None,
        purpose="統合端末の定期点検", bringer=Visitor("保坂 進", "架空保守サービス"), items=TOOLS,
        planned_in=day, planned_out=day,
    )  # fmt: skip
    return str((await service.request(wish, await stage.actor(account, at), at)).id)


def _all_of_them() -> tuple[Seen, ...]:
    return tuple(
        Seen(place, present=True, serial_read=item.serial or None)
        for place, item in enumerate(TOOLS)
    )


async def _let_in(stage: Stage, visit: str, at: datetime) -> None:
    keeper = await stage.actor("nippori-hokan", at)
    entering = Entering(_all_of_them(), malware_scan="clean", badge="来-03")
    await service.inspect_in(visit, entering, keeper, at)


async def _delivered(stage: Stage, at: datetime) -> None:
    seen = Delivered(
        section=stage.sections[SITE], what="施錠キャビネット1台の搬入", company="架空運輸",
        direction="in", delivered_at=at, floor=stage.floors[SITE], witness=stage.staff["nippori-2"],
    )  # fmt: skip
    await delivering.record(seen, await stage.actor("nippori-hokan", at), at)


async def _used(stage: Stage, at: datetime) -> None:
    """Statistics carried from one machine to another, and erased again."""
    clerk = await stage.actor("nippori-3", at)
    medium, terminal = stage.assets[f"{SITE}/usb-3"], stage.assets[f"{SITE}/business-1"]
    done = await uses.start(medium, terminal, "月次統計の移送", clerk, at)
    await uses.end(str(done.id), clerk, at.replace(minute=50), erased=True)
