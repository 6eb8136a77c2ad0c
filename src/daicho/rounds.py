"""What the server does by the clock: sign the head of the history, look at all dates once a day, remind by mail."""

import asyncio
from datetime import date, datetime

import structlog

from daicho.foundation import db
from daicho.foundation.history.checkpoints import Signer
from daicho.foundation.kernel.clock import Clock, today
from daicho.foundation.outbox.service import Sent
from daicho.foundation.outbox.smtp import Route
from daicho.oversight.reminders import service as reminders
from daicho.oversight.violations import service as violations

log = structlog.get_logger()

FIRST = 60
EVERY = 3600
"""Seconds: soon after the start, for servers that are switched off at night; then hourly."""

POSTING = 60
"""Seconds between two looks at whether an office has opened or a mail is due."""


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


async def keep_reminding(route: Route, clock: Clock) -> None:
    """Until cancelled: digests when offices open, mails when they are due."""
    await asyncio.sleep(FIRST)
    while True:
        try:
            await one_posting(route, clock())
        except Exception as error:
            log.error("posting-failed", exc_info=error)
        await asyncio.sleep(POSTING)


async def one_posting(route: Route, now: datetime) -> Sent:
    """Make the digests that are not made yet, and hand over what is due."""
    made = await reminders.remind(now)
    if made.people:
        log.info("reminded", people=made.people, mails=made.mails)
    sent = await reminders.send_due(route, now)
    if sent.tried:
        log.info("mails-sent", tried=sent.tried, taken=sent.taken)
    return sent


async def one_round(signer: Signer | None, now: datetime, swept: date | None) -> date:
    """Look at the dates if the day is new, then sign; the day that is now looked at."""
    if swept != today(now):
        told = await violations.sweep(now)
        log.info("swept", opened=told.opened, closed=told.closed)
    if signer is not None:
        async with db.write():
            await signer.checkpoint(now)
    return today(now)
