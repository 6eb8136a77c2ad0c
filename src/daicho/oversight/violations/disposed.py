"""What the rules of disposals look at, gathered inside the caller's transaction."""

from datetime import date, datetime, time

from daicho.foundation.kernel.clock import JST
from daicho.oversight.violations.finding import Reviewed
from daicho.oversight.violations.model import Concern
from daicho.oversight.violations.rules import disposals
from daicho.oversight.violations.thresholds import Limits
from daicho.things.disposal import reading


async def review(day: date, limits: Limits) -> Reviewed:
    """DP-01 to DP-06, DP-08, DP-09."""
    since = datetime.combine(day, time.min, JST) - disposals.REMEMBERED
    looked_at = await reading.looked_at(since)
    owners = {case.disposal.id: case.disposal.section for case in looked_at}
    told = disposals.check(looked_at, day, limits.disposals)
    return Reviewed(
        [
            Concern(found, section=owners[found.subject.split(":")[1]], asset=found.facts["asset"])
            for found in told.found
        ],
        told.checked,
    )
