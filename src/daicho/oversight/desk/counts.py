"""Which stock-takes wait for a person: to be begun, put in order, or approved."""

from datetime import datetime
from typing import Literal

import msgspec

from daicho.foundation.kernel.actor import Actor
from daicho.things.scans import settling
from daicho.things.stocktake import listing
from daicho.things.stocktake.listing import Filter, Shown

Next = Literal["start", "count", "settle", "approve"]

_MOST = 200


class Waiting(msgspec.Struct, frozen=True):
    """A session with the next step that this person could take, and since when it waits."""

    stock_take: Shown
    next: Next
    since: datetime


async def waiting(actor: Actor, now: datetime) -> list[Waiting]:
    """Inside the caller's transaction; work of an office only for those who have a post there."""
    found = await listing.listed(actor, Filter(status="open"), limit=_MOST)
    shown = await listing.shown(found, actor, now)
    near = {duty.section for duty in actor.duties}
    held_up = await settling.waiting_in(one.id for one in shown)
    told = [_next(one, near=one.section in near, held_up=one.id in held_up) for one in shown]
    return [one for one in told if one is not None]


def _next(one: Shown, *, near: bool, held_up: bool) -> Waiting | None:
    """What scans hold up, which somebody has to decide about first, is not approved yet."""
    if "completeStockTake" in one.actions and not held_up:
        return Waiting(one, "approve", one.closed_at or one.planned_at)
    if not near:
        return None
    if "startStockTake" in one.actions:
        return Waiting(one, "start", one.planned_at)
    if one.state == "counting" and "recordCount" in one.actions:
        return Waiting(one, "count", one.started_at or one.planned_at)
    if one.state == "reconciling" and one.unsettled and "recordCount" in one.actions:
        return Waiting(one, "settle", one.closed_at or one.planned_at)
    return None
