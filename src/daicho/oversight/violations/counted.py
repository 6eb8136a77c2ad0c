"""What the rules of stock-takes look at, gathered inside the caller's transaction."""

from collections.abc import Iterable
from datetime import date

from daicho.foundation.calendar import service as calendar
from daicho.oversight.violations.finding import Reviewed
from daicho.oversight.violations.model import Concern
from daicho.oversight.violations.rules import counts
from daicho.oversight.violations.rules.counts import Store
from daicho.oversight.violations.rules.found import Found
from daicho.oversight.violations.thresholds import Limits
from daicho.things.assets import kept
from daicho.things.stocktake import service as stocktake


async def review_lines(day: date, limits: Limits) -> Reviewed:
    """MD-11 and MD-13 in the sessions that go on."""
    unsettled = [*await stocktake.misplaced_lines(), *await stocktake.missing_lines(day)]
    told = counts.check_lines(
        await stocktake.running(), unsettled, day,
        looked_at=await stocktake.lines_running(), thresholds=limits.counts,
        calendars=await calendar.current(),
    )  # fmt: skip
    owners = {line.code: line.belongs or line.section for line in unsettled}
    return Reviewed([_of_thing(found, owners) for found in told.found], told.checked)


def _of_thing(found: Found, owners: dict[str, str]) -> Concern:
    """What turns up elsewhere concerns the section that it belongs to."""
    asset = found.facts["asset"]
    return Concern(found, section=owners[asset], asset=asset)


async def review_cycle(day: date, limits: Limits) -> Reviewed:
    """MD-12 over every section that keeps something."""
    stores = [Store(one.section, one.place, one.since) for one in await kept.everywhere()]
    told = counts.check_cycle(stores, await stocktake.completed(), day, limits.counts)
    return Reviewed(list(_of_sections(told.found)), told.checked)


def _of_sections(found: Iterable[Found]) -> Iterable[Concern]:
    for one in found:
        yield Concern(one, section=one.facts["section"])
