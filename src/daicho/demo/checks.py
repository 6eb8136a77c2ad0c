"""What people went to look at: every terminal each quarter, every area once in the year."""

from datetime import datetime

from daicho.demo.people import MEMBERS, SITES
from daicho.demo.plans import Document
from daicho.demo.stage import Stage
from daicho.foundation.kernel.clock import JST
from daicho.places.floors import areas
from daicho.things.placements import sightings
from daicho.things.placements.sightings import Spotted

SEEN = (
    datetime(2022, 7, 6, 16, 30, tzinfo=JST),
    datetime(2022, 10, 5, 16, 30, tzinfo=JST),
)
REVIEWED = datetime(2022, 12, 6, 14, 0, tzinfo=JST)
SEEN_LAST = datetime(2023, 1, 11, 16, 30, tzinfo=JST)

STANDS_IN = {"juki": "住基取扱区域", "business-1": "事務室", "business-2": "事務室"}
"""Terminal -> the name of the area that it stands in."""


async def play(stage: Stage) -> None:
    """In the order of time."""
    for at in SEEN:
        await _round(stage, at)
    await _reviews(stage)
    await _round(stage, SEEN_LAST)


async def _round(stage: Stage, at: datetime) -> None:
    """The custodian of each site goes to its terminals."""
    for site in SITES:
        account = next(m.account for m in MEMBERS if m.section == site and m.role == "custodian")
        actor = await stage.actor(account, at)
        for terminal, name in STANDS_IN.items():
            where = Spotted(floor=stage.floors[site], area=_area(stage.plans[site], name))
            await sightings.record(stage.assets[f"{site}/{terminal}"], where, actor, at)


def _area(plan: Document, name: str) -> str:
    return next(str(area["id"]) for area in plan["areas"] if area["name"] == name)


async def _reviews(stage: Stage) -> None:
    """A facility administrator walks through the sites with the plans in the hand."""
    actor = await stage.actor("shisetsu-2", REVIEWED)
    for site in SITES:
        for area in stage.plans[site]["areas"]:
            await areas.review(stage.floors[site], area["id"], actor, REVIEWED, result="kept")
