"""The thresholds that hold: the defaults, and what somebody set, read inside the caller's transaction."""

from datetime import datetime

import msgspec

from daicho.foundation import db
from daicho.foundation.db import Question
from daicho.foundation.history import queries
from daicho.foundation.history.registers import Register, selected, some
from daicho.foundation.kernel.clock import JST
from daicho.oversight.violations import tables, thresholds
from daicho.oversight.violations.thresholds import Limits, Setting

THRESHOLDS = Register("thresholds", tables.Threshold, Setting, "threshold", key="name")

_EVERY = "ORDER BY name"


def asking() -> Question:
    """What `settings` asks."""
    return some(THRESHOLDS, _EVERY)


async def settings() -> dict[str, float]:
    """Name -> value of what was ever set."""
    async with db.read():
        return {setting.name: setting.value for setting in await selected(THRESHOLDS, _EVERY)}


async def current() -> Limits:
    """What holds now."""
    return thresholds.limits_of(await settings())


class Set(msgspec.Struct, frozen=True):
    """Who set a threshold last, and when."""

    by: str
    at: datetime


async def last_set() -> dict[str, Set]:
    """Name -> its newest entry, for what was ever set."""
    found: dict[str, Set] = {}
    async with db.read():
        for name in await settings():
            wanted = queries.Filter(subject=f"{THRESHOLDS.subject}:{name}")
            for told in await queries.listed(wanted, limit=1):
                found[name] = Set(told.entry.actor, told.entry.recorded_at.astimezone(JST))
    return found
