"""Use cases of stock-takes: planning, freezing the list, closing the counting, approving the result."""

from datetime import date, datetime

import msgspec

from daicho.foundation import db
from daicho.foundation.history import queries
from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import Register, load, rows, selected
from daicho.foundation.history.service import Change, Done, change
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import fiscal_year, today
from daicho.foundation.kernel.errors import Missing
from daicho.foundation.kernel.ids import new_id
from daicho.places.floors.storage import require_place
from daicho.things.assets import service as assets
from daicho.things.assets.finding import Filter
from daicho.things.assets.model import Asset
from daicho.things.stocktake import line_model, model, tables
from daicho.things.stocktake.line_model import UNSETTLED, StockLine, StockQueue
from daicho.things.stocktake.model import (
    KEEPERS,
    RUNNING,
    Scope,
    StockTake,
)
from daicho.things.stocktake.walk_model import StockStop

STOCK_TAKES = Register("stock-takes", tables.StockTake, StockTake, "stock-take")
LINES = Register("stock-lines", tables.StockLine, StockLine, "stock-line")
STOPS = Register("stock-stops", tables.StockStop, StockStop, "stock-stop")
QUEUES = Register("stock-queues", tables.StockQueue, StockQueue, "stock-queue")

_PAGE = 500
_RUNNING = ", ".join(f"'{state}'" for state in sorted(RUNNING))


# From plan to approval ----------------------------------------------------------------------------


async def plan(wanted: Scope, actor: Actor, now: datetime, key: Key | None = None) -> Done:
    """棚卸の計画: which places of a section, by when."""
    async with change(actor, now, key) as c:
        if wanted.section not in actor.reach(KEEPERS):
            raise Missing("unknown-section", section=wanted.section)
        await identity.require_section(wanted.section)
        for place in wanted.places:
            await require_place(place, {wanted.section})
        number = await _next_no(fiscal_year(today(now)))
        made = model.plan(
            wanted, stock_take_id=new_id(), serial_no=number, by=actor.person, now=now
        )
        await c.add(STOCK_TAKES, made, act="Planned")
        done = c.done(id=made.id, state=made.state, status=201)
    return done


async def _next_no(year: int) -> int:
    """One more than the last of the fiscal year; the door lets one change at a time count."""
    found = await db.fetch(
        "SELECT max(serial_no) AS last FROM stock_take WHERE fiscal_year = $1", year
    )
    return (found[0]["last"] or 0) + 1


async def start(stock_take_id: str, actor: Actor, now: datetime, key: Key | None = None) -> Done:
    """The list of what should be there is frozen as it is now."""
    async with change(actor, now, key, alone=True) as c:
        planned = await require(stock_take_id, actor)
        expected = [a for a in await _things_of(planned.section, actor) if _belongs(a, planned)]
        running = await selected(
            STOCK_TAKES, f"WHERE section = $1 AND state IN ({_RUNNING})", planned.section
        )
        by = actor.towards(planned.section)
        started = model.start(planned, by, now, expected=len(expected), running=running)
        await c.amend(STOCK_TAKES, started, act="Started")
        for asset in expected:
            await c.add(LINES, line_model.listed(asset, started, new_id()), act="Listed")
        done = c.done(id=started.id, state=started.state)
    return done


def _belongs(asset: Asset, stock_take: StockTake) -> bool:
    return line_model.is_expected(asset, stock_take)


async def _things_of(section: str, actor: Actor) -> list[Asset]:
    found: list[Asset] = []
    after: str | None = None
    while True:
        page = await assets.listed(actor, Filter(section=section), limit=_PAGE, after=after)
        found += page[:_PAGE]
        if len(page) <= _PAGE:
            return found
        after = found[-1].control_no


async def close(stock_take_id: str, actor: Actor, now: datetime, key: Key | None = None) -> Done:
    """数え終わり: what nobody saw is missing, or is out with its carriers."""
    async with change(actor, now, key, alone=True) as c:
        counting = await require(stock_take_id, actor)
        closed = model.close(counting, actor.towards(counting.section), now)
        await c.amend(STOCK_TAKES, closed, act="Closed")
        table = tables.StockLine
        unseen = await rows(LINES, table.stock_take == closed.id, table.outcome == "pending")
        known = await assets.by_code(line.asset for line in unseen)
        for line in unseen:
            asset = known[line.asset or ""]
            missed = line_model.missed(line, asset.state)
            if missed.outcome == "missing" and line_model.passed_on(line, asset):
                missed = line_model.excused(missed)
            await c.amend(LINES, missed, act="Missed" if missed.outcome == "missing" else "Excused")
        done = c.done(id=closed.id, state=closed.state)
    return done


async def cancel(
    stock_take_id: str, reason: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """A plan that is not carried out."""
    async with change(actor, now, key) as c:
        planned = await require(stock_take_id, actor)
        cancelled = model.cancel(planned, actor.towards(planned.section))
        await c.amend(STOCK_TAKES, cancelled, act="Cancelled", why=reason)
        done = c.done(id=cancelled.id, state=cancelled.state)
    return done


async def complete(
    stock_take_id: str, actor: Actor, now: datetime, key: Key | None = None, *, unsynced: int = 0
) -> Done:
    """結果の承認 by the section's decider, who neither led the session nor counted in it."""
    async with change(actor, now, key) as c:
        found = await decidable(stock_take_id, actor, now)
        unsettled = await unsettled_in(found.id)
        waiting = unsynced + sum(queue.unsynced for queue in await queues_of(found.id))
        by = actor.towards(found.section)
        completed = model.complete(found, by, now, unsettled=unsettled, unsynced=waiting)
        await identity.decide(
            c, section=found.section, excluded=await took_part(found),
            subject=STOCK_TAKES.subject_of(found), act="Completed", on=today(now),
        )  # fmt: skip
        signed = msgspec.structs.replace(completed, completed_for=c.on_behalf_of)
        await c.amend(STOCK_TAKES, signed, act="Completed")
        done = c.done(id=signed.id, state=signed.state)
    return done


# Reading ------------------------------------------------------------------------------------------


async def require(stock_take_id: str, actor: Actor) -> StockTake:
    """A session within reach; else `unknown-stock-take`."""
    async with db.read():
        found = await load(STOCK_TAKES, stock_take_id)
    if found is None or found.section not in actor.reach():
        raise Missing("unknown-stock-take", stock_take=stock_take_id)
    return found


async def decidable(stock_take_id: str, actor: Actor, now: datetime) -> StockTake:
    """Within reach, or for this person to approve: a deputy may come from another section."""
    async with db.read():
        found = await load(STOCK_TAKES, stock_take_id)
        if found is not None and await may_complete(found, actor, now):
            return found
    return await require(stock_take_id, actor)


async def may_complete(stock_take: StockTake, actor: Actor, now: datetime) -> bool:
    """Whether the approval of its result is this person's, today."""
    if stock_take.state not in model.STEPS["completeStockTake"].states:
        return False
    excluded = await took_part(stock_take)
    return await identity.may_decide(stock_take.section, actor.person, excluded, today(now))


async def took_part(stock_take: StockTake) -> frozenset[str]:
    """Who led the session, counted in it, gave up scans or settled what it found: none of them approves the result."""
    found = await db.fetch(
        "SELECT DISTINCT seen_by AS person FROM stock_line WHERE stock_take = $1"
        " UNION SELECT DISTINCT proposed_by FROM stock_line WHERE stock_take = $1"
        " UNION SELECT DISTINCT settled_by FROM stock_line WHERE stock_take = $1",
        stock_take.id,
    )
    led = {stock_take.started_by, stock_take.closed_by, *await _gave_up(stock_take.id)}
    return frozenset(person for person in {*led, *(row["person"] for row in found)} if person)


async def _gave_up(stock_take_id: str) -> set[str]:
    """Who wrote off what devices still held: their scans might have said otherwise."""
    queues = await queues_of(stock_take_id)
    told = [
        told
        for queue in queues
        for told in await queries.listed(
            queries.Filter(subject=QUEUES.subject_of(queue), act="WrittenOff"), limit=20
        )
    ]
    return {one.entry.actor for one in told}


async def unsettled_in(stock_take_id: str) -> int:
    """How many lines still want something."""
    table = tables.StockLine
    wanted = table.settling.is_in(sorted(UNSETTLED))
    found: int = await table.count().where(table.stock_take == stock_take_id, wanted)
    return found


async def queues_of(stock_take_id: str) -> list[StockQueue]:
    """What devices said they still hold."""
    return await selected(QUEUES, "WHERE stock_take = $1 ORDER BY id", stock_take_id)


async def running() -> list[StockTake]:
    """Every session that is being counted or put in order."""
    async with db.read():
        return await selected(STOCK_TAKES, f"WHERE state IN ({_RUNNING}) ORDER BY id")


async def completed() -> list[StockTake]:
    """Every session whose result was approved."""
    async with db.read():
        return await selected(STOCK_TAKES, "WHERE state = 'completed' ORDER BY id")


async def misplaced_lines() -> list[StockLine]:
    """Unsettled lines of what was read elsewhere; all of them are of sessions that go on."""
    elsewhere = "outcome IN ('wrong_place', 'elsewhere_section')"
    async with db.read():
        return await selected(
            LINES, f"WHERE settling IN ('open', 'proposed') AND {elsewhere} ORDER BY id"
        )


async def missing_lines(before: date) -> list[StockLine]:
    """Unsettled lines of what nobody found in sessions whose counting ended before a day."""
    closed = [
        session.id
        for session in await running()
        if session.closed_at is not None and today(session.closed_at) < before
    ]
    if not closed:
        return []
    table = tables.StockLine
    missing = (table.outcome == "missing", table.settling.is_in(sorted(UNSETTLED)))
    async with db.read():
        return await rows(LINES, table.stock_take.is_in(closed), *missing)


async def lines_running() -> int:
    """How many lines the sessions that go on have together."""
    async with db.read():
        found = await db.fetch(
            "SELECT count(*) AS lines FROM stock_line WHERE stock_take IN"
            " (SELECT id FROM stock_take WHERE state IN ('counting', 'reconciling'))"
        )
    return int(found[0]["lines"])


async def stray_lines() -> list[StockLine]:
    """Unknown codes and things disposed of that were read in some session and are not dealt with."""
    stray = "outcome IN ('unknown_code', 'disposed')"
    async with db.read():
        return await selected(LINES, f"WHERE settling IN ('open', 'proposed') AND {stray}")


async def refresh(c: Change, line: StockLine, before: StockLine, act: str) -> None:
    """Write a line that changed; nothing when it did not."""
    if line != before:
        await c.amend(LINES, line, act=act)
