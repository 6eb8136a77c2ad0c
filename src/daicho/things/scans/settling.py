"""What is left for a person to decide: scans that did not fit, codes that should not be there, things in two places."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

import msgspec
from piccolo.columns import Column
from piccolo.query import OrderByRaw

from daicho.foundation import db
from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import Register, Row, load, rows
from daicho.foundation.history.service import Change, Done, change
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.errors import Missing, Refused
from daicho.things.custody import service as custody
from daicho.things.scans import keeping, model, tables
from daicho.things.scans.acts import Ready
from daicho.things.scans.keeping import DOUBLES, SCANS, STRAYS
from daicho.things.scans.model import DoubleLocation, Scan, Stray
from daicho.things.stocktake.model import StockTake


class Filter(msgspec.Struct, frozen=True):
    """What a list asks for; `code` has 13 characters, `state` None means every state that the list knows.

    `person`: only what this one scanned.
    """

    state: str | None = None
    section: str | None = None
    code: str | None = None
    after: str | None = None
    person: str | None = None


# Scans that did not fit ---------------------------------------------------------------------------


async def settle(
    scan_id: str, decision: Literal["apply", "discard"], note: str, actor: Actor, now: datetime,
    key: Key | None = None,
) -> Done:  # fmt: skip
    """Somebody who did not scan it decides whether it counts; `apply` is refused while it still does not fit."""
    if decision == "discard":
        return await _discard(scan_id, note, actor, now, key)
    async with db.read():
        scan = await _require(SCANS, scan_id, actor)
        model.apart(scan, (await involved([scan])).get(scan.thing, ()), actor)
        answers = await keeping.answers_of(scan)
    scanner = await identity.acting(scan.person, today(now))
    ready = Ready(scan, answers, scanner, key)
    decided = msgspec.structs.replace(scan, decided_by=actor.person, decided_at=now)
    try:
        applied = await keeping.carried_out(ready, now, recorder=actor, settled=decided, note=note)
    except Refused as refused:
        if scan.state != "conflict":
            raise Refused("scan-settled", scan=scan.id, state=scan.state) from refused
        raise
    return Done(id=applied.id, state=applied.state)


async def _discard(scan_id: str, note: str, actor: Actor, now: datetime, key: Key | None) -> Done:
    async with change(actor, now, key) as c:
        scan = await _require(SCANS, scan_id, actor)
        model.apart(scan, (await involved([scan])).get(scan.thing, ()), actor)
        discarded = model.discard(scan, actor, now, c.seal(note, place="note"))
        await c.amend(SCANS, discarded, act="Discarded")
        return c.done(id=scan.id, state=discarded.state)


async def involved(scans: Iterable[Scan]) -> dict[str, frozenset[str]]:
    """Thing -> who asked for the take-out that it is on, or carries it; of scans that hand over or bring back."""
    moved = sorted({scan.thing for scan in scans if scan.act in model.IN_TURN})
    held = await custody.held(moved) if moved else []
    return {one.asset.code: one.take_out.involved for one in held if one.take_out is not None}


async def conflicts(actor: Actor, wanted: Filter, *, limit: int) -> list[Scan]:
    """Scans that did not fit, newest first: `limit` and one more when there are more."""
    table = tables.Scan
    states = [wanted.state] if wanted.state else ["conflict", "applied", "discarded"]
    where = [*_within(table.section, actor, wanted), table.state.is_in(states)]
    if wanted.code is not None:
        where.append(table.thing == wanted.code)
    if wanted.person is not None:
        where.append(table.person == wanted.person)
    async with db.read():
        last = await load(SCANS, wanted.after) if wanted.after else None
        if last is not None:
            where.append(_older(table.happened_at, last.happened_at, table.id, last.id))
        order = OrderByRaw("happened_at DESC, id")
        return await rows(SCANS, *where, order=order, ascending=False, limit=limit + 1)


async def on_change(c: Change) -> None:
    """Reaction: the result of a stock-take is not approved while scans of it wait for a decision."""
    for recorded in c.recorded:
        if isinstance(recorded.row, StockTake) and recorded.row.state == "completed":
            waiting = (await waiting_in([recorded.row.id])).get(recorded.row.id)
            if waiting:
                raise Refused("scan-conflicts-open", conflicts=waiting)


async def waiting_in(stock_takes: Iterable[str]) -> dict[str, int]:
    """Stock-take -> how many of its scans wait for a decision, for those with some."""
    table, wanted = tables.Scan, sorted(set(stock_takes))
    if not wanted:
        return {}
    async with db.read():
        waiting = table.state.is_in(["conflict", "waiting"])
        found = await rows(SCANS, waiting, table.session.is_in(wanted))
    return dict(Counter(scan.session for scan in found if scan.session))


# Codes that should not be there -------------------------------------------------------------------


async def settle_stray(
    stray_id: str, note: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """What it was, in the words of somebody who did not scan it."""
    async with change(actor, now, key) as c:
        stray = await _require(STRAYS, stray_id, actor)
        settled = model.settle_stray(stray, actor, now, c.seal(note, place="note"))
        await c.amend(STRAYS, settled, act="Settled")
        return c.done(id=stray.id, state=settled.state)


async def strays(actor: Actor, wanted: Filter, *, limit: int) -> list[Stray]:
    """Codes that should not have been there, newest first: `limit` and one more when there are more."""
    table = tables.StrayScan
    where = [*_within(table.section, actor, wanted), *_with_state(table.state, wanted)]
    if wanted.code is not None:
        where.append(table.code == wanted.code)
    async with db.read():
        last = await load(STRAYS, wanted.after) if wanted.after else None
        if last is not None:
            where.append(_older(table.scanned_at, last.scanned_at, table.id, last.id))
        order = OrderByRaw("scanned_at DESC, id")
        return await rows(STRAYS, *where, order=order, ascending=False, limit=limit + 1)


async def open_strays() -> list[Stray]:
    """All that nobody has settled: what the rules MD-01 and DP-07 look at. Inside the caller's transaction."""
    return await rows(STRAYS, tables.StrayScan.state == "open", order=tables.StrayScan.scanned_at)


async def scans_made() -> int:
    """How many scans there are, inside the caller's transaction."""
    found = await db.fetch("SELECT count(*) AS scans FROM scan")
    return int(found[0]["scans"])


# Things in two places -----------------------------------------------------------------------------


async def settle_double(
    double_id: str, note: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """How it came, in the words of somebody who scanned neither."""
    async with change(actor, now, key) as c:
        double = await _require(DOUBLES, double_id, actor)
        both = await by_id([double.first, double.second])
        scanners = {scan.person for scan in both.values()}
        settled = model.settle_double(double, scanners, actor, now, c.seal(note, place="note"))
        await c.amend(DOUBLES, settled, act="Settled")
        return c.done(id=double.id, state=settled.state)


async def doubles(actor: Actor, wanted: Filter, *, limit: int) -> list[DoubleLocation]:
    """Things that were in two places: `limit` and one more when there are more."""
    table = tables.DoubleLocation
    where = [*_within(table.section, actor, wanted), *_with_state(table.state, wanted)]
    if wanted.after is not None:
        where.append(table.id < wanted.after)
    if wanted.code is not None:
        where.append(table.thing == wanted.code)
    async with db.read():
        return await rows(DOUBLES, *where, order=table.id, ascending=False, limit=limit + 1)


# Reading ------------------------------------------------------------------------------------------


async def by_id(wanted: Iterable[str]) -> dict[str, Scan]:
    """Scans by their ids."""
    known = sorted(set(wanted)) or [""]
    async with db.read():
        return {scan.id: scan for scan in await rows(SCANS, tables.Scan.id.is_in(known))}


async def _require(register: Register[Row], row_id: str, actor: Actor) -> Row:
    found = await load(register, row_id)
    if found is None or register.section_of(found) not in actor.reach():
        raise Missing("unknown-scan", scan=row_id)
    return found


def _within(section: Column, actor: Actor, wanted: Filter) -> list[Any]:
    reach = actor.reach() if wanted.section is None else actor.reach() & {wanted.section}
    return [section.is_in(sorted(reach) or [""])]


def _with_state(state: Column, wanted: Filter) -> list[Any]:
    return [] if wanted.state is None else [state == wanted.state]


def _older(at: Column, last_at: datetime, key: Column, last_key: str) -> Any:
    """What a list of the newest first goes on with."""
    return (at < last_at) | ((at == last_at) & (key < last_key))
