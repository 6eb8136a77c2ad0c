"""The demo's stock-takes: every site counted in January, one office in the middle of it on the demo's morning."""

from datetime import date, datetime, timedelta

from daicho.demo.people import MEMBERS, SITES
from daicho.demo.stage import Stage
from daicho.foundation.kernel.clock import JST
from daicho.things.assets import service as assets
from daicho.things.stocktake import counting, service
from daicho.things.stocktake.model import Scope

COUNTED = datetime(2023, 1, 12, 13, 30, tzinfo=JST)
APPROVED = datetime(2023, 1, 13, 9, 20, tzinfo=JST)
BEGUN = datetime(2023, 2, 20, 9, 10, tzinfo=JST)
GOING_ON = "minamisenju"
"""Where a stock-take of the safe has just begun."""

THINGS = ("usb-1", "usb-2", "usb-3", "laptop", "juki", "business-1", "business-2")


async def in_january(stage: Stage) -> None:
    """The custodian counts, a member of the staff reads with them, the head approves what was found."""
    for site in SITES:
        stock_take = await _started(stage, site, (), COUNTED, date(2023, 1, 31))
        at = await _read(stage, stock_take, site, THINGS, COUNTED)
        keeper = await stage.actor(_of(site, "custodian"), at)
        await service.close(stock_take, keeper, at)
        head = await stage.actor(_of(site, "section_head"), APPROVED)
        await service.complete(stock_take, head, APPROVED)


async def this_morning(stage: Stage) -> None:
    """The safe of one office: some of it is read, the rest is still to be found."""
    safe = (stage.places[f"{GOING_ON}/safe"],)
    stock_take = await _started(stage, GOING_ON, safe, BEGUN, date(2023, 2, 24))
    await _read(stage, stock_take, GOING_ON, ("usb-1", "usb-2"), BEGUN)


async def _started(
    stage: Stage, site: str, places: tuple[str, ...], at: datetime, due: date
) -> str:
    keeper = await stage.actor(_of(site, "custodian"), at)
    done = await service.plan(Scope(stage.sections[site], places, due), keeper, at)
    await service.start(str(done.id), keeper, at)
    return str(done.id)


async def _read(
    stage: Stage, stock_take: str, site: str, things: tuple[str, ...], at: datetime
) -> datetime:
    """The label of the safe, then those of the things, every half minute one; when the last one was read."""
    clerk = await stage.actor(_of(site, "staff"), at)
    known = await assets.by_code(stage.assets[f"{site}/{key}"] for key in things)
    there = [code for code, asset in known.items() if asset.state != "taken_out"]
    labels = [stage.places[f"{site}/safe"], *there]
    for number, code in enumerate(labels, start=1):
        moment = at + timedelta(seconds=30 * number)
        await counting.count(stock_take, code, None, clerk, moment)
    return at + timedelta(seconds=30 * (len(labels) + 1))


def _of(site: str, role: str) -> str:
    """The first account of the site with this post."""
    return next(m.account for m in MEMBERS if m.section == site and m.role == role)
