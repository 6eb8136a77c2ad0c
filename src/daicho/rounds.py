"""What the server does by the clock: sign the history's head every hour, look at all dates once a day."""

import asyncio
from datetime import date, datetime

import structlog

from daicho.foundation import db
from daicho.foundation.history.checkpoints import Signer
from daicho.foundation.kernel.clock import Clock, today
from daicho.oversight.violations import service as violations

log = structlog.get_logger()

FIRST = 60
EVERY = 3600
"""Seconds: soon after the start, for servers that are switched off at night; then hourly."""


async def keep_going(signer: Signer | None, clock: Clock) -> None:
    """Until cancelled; a round that fails is told in the log and tried again at the next."""
    swept: date | None = None
    await asyncio.sleep(FIRST)
    while True:
        try:
            swept = await one_round(signer, clock(), swept)
        except Exception as error:
            log.error("round-failed", exc_info=error)
        await asyncio.sleep(EVERY)


async def one_round(signer: Signer | None, now: datetime, swept: date | None) -> date:
    """Look at the dates if the day is new, then sign; the day that is now looked at."""
    if swept != today(now):
        told = await violations.sweep(now)
        log.info("swept", opened=told.opened, closed=told.closed)
    if signer is not None:
        async with db.write():
            await signer.checkpoint(now)
    return today(now)
