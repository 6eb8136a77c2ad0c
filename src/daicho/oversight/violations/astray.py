"""What the rules of stray codes look at, gathered inside the caller's transaction."""

from collections.abc import Iterable
from datetime import date

from daicho.foundation.kernel.clock import today
from daicho.oversight.violations.finding import Reviewed
from daicho.oversight.violations.model import Concern
from daicho.oversight.violations.rules import strays
from daicho.oversight.violations.rules.strays import Reading
from daicho.oversight.violations.thresholds import Limits
from daicho.things.labels import codebook
from daicho.things.scans import settling
from daicho.things.stocktake import service as stocktake


async def review(_day: date, _limits: Limits) -> Reviewed:
    """MD-01 and DP-07. A blank that was made void carries nothing, and it stands written why."""
    found = [*await _scanned(), *await _counted()]
    explained = await codebook.never_labels({one.code for one in found if one.asset is None})
    readings = [one for one in found if one.code not in explained]
    told = strays.check(readings, await settling.scans_made())
    return Reviewed(
        [
            Concern(found, section=found.facts["section"], asset=found.facts["asset"])
            for found in told.found
        ],
        told.checked,
    )


async def _scanned() -> Iterable[Reading]:
    return [
        Reading(s.code, s.kind, s.section, today(s.scanned_at), asset=s.asset, stray=s.id)
        for s in await settling.open_strays()
    ]


async def _counted() -> Iterable[Reading]:
    """In the words of stock-takes: what is disposed of names its asset, what is unknown names none."""
    return [
        Reading(
            line.code, "disposed" if line.outcome == "disposed" else "unknown", line.section,
            today(line.seen_at), asset=line.asset, stock_take=line.stock_take,
        )
        for line in await stocktake.stray_lines()
        if line.seen_at is not None
    ]  # fmt: skip
