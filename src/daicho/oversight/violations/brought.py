"""What the rules of bring-ins and deliveries look at, gathered inside the caller's transaction."""

from datetime import date, datetime, time

from daicho.foundation.kernel.clock import JST
from daicho.oversight.violations.finding import Reviewed
from daicho.oversight.violations.model import Concern
from daicho.oversight.violations.rules import bringins
from daicho.oversight.violations.thresholds import Limits
from daicho.things.bringins import reading


async def review_private(day: date, _limits: Limits) -> Reviewed:
    """BI-02."""
    inside, finds = await reading.inside(), await reading.open_finds()
    floors = {one.id: one.floor for one in inside} | {one.id: one.floor for one in finds}
    looked_at = await reading.counted(reading.BRING_INS) + await reading.counted(reading.FINDS)
    concerns = [
        Concern(found, section=found.facts["section"], floor=floors[found.subject.split(":")[1]])
        for found in bringins.check_private(inside, finds, day)
    ]
    return Reviewed(concerns, dict.fromkeys(bringins.PRIVATE_RULES, looked_at))


async def review_deliveries(day: date, _limits: Limits) -> Reviewed:
    """BI-03."""
    since = datetime.combine(day, time.min, JST) - bringins.REMEMBERED
    alone = await reading.unwitnessed(since)
    floors = {one.id: one.floor for one in alone}
    concerns = [
        Concern(found, section=found.facts["section"], floor=floors[found.subject.split(":")[1]])
        for found in bringins.check_deliveries(alone)
    ]
    looked_at = await reading.counted(reading.DELIVERIES)
    return Reviewed(concerns, dict.fromkeys(bringins.DELIVERY_RULES, looked_at))
