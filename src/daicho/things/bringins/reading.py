"""The registers of what is brought in, found and delivered, and how they are read: within reach."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from daicho.foundation import db
from daicho.foundation.history.registers import Register, load, rows, selected
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel.actor import Actor, Standing
from daicho.foundation.kernel.errors import Missing
from daicho.things.bringins import model, tables
from daicho.things.bringins.delivery_model import Delivery
from daicho.things.bringins.found_model import PrivateFind
from daicho.things.bringins.model import BringIn

BRING_INS = Register("bring-ins", tables.BringIn, BringIn, "bring-in")
FINDS = Register("private-finds", tables.PrivateFind, PrivateFind, "private-find")
DELIVERIES = Register("deliveries", tables.Delivery, Delivery, "delivery")

_TABLE = tables.BringIn


async def standing(actor: Actor, bring_in: BringIn, day: date) -> Standing:
    """What this person is towards it."""
    decides = bring_in.state == "requested" and await _may_decide(actor, bring_in, day)
    return actor.towards(bring_in.section, decides=decides)


async def _may_decide(actor: Actor, bring_in: BringIn, day: date) -> bool:
    excluded = model.interested(bring_in)
    if bring_in.exception is not None:
        return actor.person not in excluded and actor.holds("security_manager", bring_in.section)
    return await identity.may_decide(bring_in.section, actor.person, excluded, day)


async def require(bring_in_id: str, actor: Actor) -> BringIn:
    """One within reach; else `unknown-bring-in`."""
    async with db.read():
        found = await load(BRING_INS, bring_in_id)
    if found is None or found.section not in actor.reach():
        raise Missing("unknown-bring-in", bring_in=bring_in_id)
    return found


async def decidable(bring_in_id: str, actor: Actor, day: date) -> BringIn:
    """Within reach, or for this person to decide: a deputy may come from another section."""
    found = await load(BRING_INS, bring_in_id)
    if found is not None and await _may_decide(actor, found, day):
        return found
    return await require(bring_in_id, actor)


async def require_find(find_id: str, actor: Actor) -> PrivateFind:
    async with db.read():
        found = await load(FINDS, find_id)
    if found is None or found.section not in actor.reach():
        raise Missing("unknown-find", find=find_id)
    return found


async def require_delivery(delivery_id: str, actor: Actor) -> Delivery:
    async with db.read():
        found = await load(DELIVERIES, delivery_id)
    if found is None or found.section not in actor.reach():
        raise Missing("unknown-delivery", delivery=delivery_id)
    return found


async def found(*where: Any, limit: int | None = None) -> list[BringIn]:
    """Those that fulfil these conditions, newest first."""
    async with db.read():
        return await rows(BRING_INS, *where, order=_TABLE.id, ascending=False, limit=limit)


async def inside(section: str | None = None) -> list[BringIn]:
    """What is in our rooms now, of one section or of all, a difference that is not settled included."""
    here = "WHERE state IN ('inside', 'discrepancy')"
    async with db.read():
        if section is None:
            return await selected(BRING_INS, f"{here} ORDER BY id")
        return await selected(BRING_INS, f"{here} AND section = $1 ORDER BY id", section)


async def open_finds() -> list[PrivateFind]:
    async with db.read():
        return await selected(FINDS, "WHERE state = 'open' ORDER BY id")


async def unwitnessed(since: datetime) -> list[Delivery]:
    """Deliveries since a moment for which nobody is named as having stood by."""
    async with db.read():
        return await selected(
            DELIVERIES, "WHERE witness IS NULL AND delivered_at >= $1 ORDER BY id", since
        )


async def counted(register: Register[Any]) -> int:
    """How many rows a register has."""
    table: Any = register.table
    async with db.read():
        total: int = await table.count()
    return total


def within(table: Any, actor: Actor, section: str | None, after: str | None) -> Sequence[Any]:
    """The conditions of a list: the person's reach or one section of it, and what comes after an id."""
    reach = actor.reach() if section is None else actor.reach() & {section}
    where = [table.section.is_in(sorted(reach) or [""])]
    return where if after is None else [*where, table.id < after]
