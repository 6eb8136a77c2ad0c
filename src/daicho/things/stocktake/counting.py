"""Counting: a scan finds its line on the frozen list; the label of a place says where the scanner stands."""

from datetime import datetime
from typing import Literal

import msgspec

from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import load, selected
from daicho.foundation.history.service import Change, Done, change
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.errors import Invalid, Missing
from daicho.foundation.kernel.ids import new_id
from daicho.foundation.kernel.text import refuse_resident_numbers_in
from daicho.places.floors import storage
from daicho.places.floors.storage import Place
from daicho.things.assets import service as assets
from daicho.things.assets.model import Asset
from daicho.things.labels import codebook
from daicho.things.stocktake import line_model, model, service, walk_model
from daicho.things.stocktake.line_model import Outcome, Scan, StockLine, StockQueue
from daicho.things.stocktake.model import StockTake
from daicho.things.stocktake.service import LINES, QUEUES, STOPS
from daicho.things.stocktake.walk_model import StockStop

Said = Outcome | Literal["already", "place_switched"]


class Counted(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a scan was: names of things stand in clear, nothing is told of another section's thing."""

    outcome: Said
    code: str
    id: str | None = None
    name: str | None = None
    place: str | None = None
    belongs_to: str | None = None


class Read(msgspec.Struct, frozen=True):
    """A scanned code, the place that the scan names if it does (both 13 characters), its label's state, and when.

    `sequence` is the device's own count of its scans.
    """

    code: str
    place: str | None
    damaged: bool
    at: datetime
    device: str | None = None
    sequence: int | None = None


async def count(
    stock_take_id: str, code: str, place: str | None, actor: Actor, now: datetime,
    key: Key | None = None, *, at: datetime | None = None, damaged: bool = False,
    device: str | None = None, sequence: int | None = None,
) -> Counted:  # fmt: skip
    """One scan of a session; `at` is when it was read, now unless a device brings it later."""
    read = Read(code, place, damaged, at or now, device, sequence)
    async with change(actor, now, key) as c:
        stock_take = await service.require(stock_take_id, actor)
        model.permit("recordCount", stock_take, actor.towards(stock_take.section))
        line_model.in_time(stock_take, read.at, now)
        spot = await storage.place(await codebook.thing_of(code))
        if spot is None:
            told = await _read_thing(c, stock_take, read)
        else:
            told = await _switch(c, stock_take, spot, read)
        c.result = msgspec.to_builtins(told)
    return told


# The scanner's place ------------------------------------------------------------------------------


async def _switch(c: Change, stock_take: StockTake, place: Place, read: Read) -> Counted:
    """From this moment on the scanner stands here; what arrived before and was read later moves along."""
    _of_section(place, stock_take)
    who = c.actor.person
    stop = StockStop(
        new_id(), stock_take.id, stock_take.section, who, place.code, read.at, read.device,
        read.sequence,
    )  # fmt: skip
    await c.add(STOPS, stop, act="Stopped")
    stops = await _stops(stock_take.id, who)
    concerned = await selected(
        LINES,
        "WHERE stock_take = $1 AND (seen_by = $2 OR CAST(unplaced AS TEXT) LIKE $3)",
        stock_take.id, who, f'%"by":"{who}"%',
    )  # fmt: skip
    for line in concerned:
        moved = line_model.moved_stop(line, who, stops)
        await service.refresh(c, moved, line, "Replaced")
    return Counted("place_switched", codes.printed(place.code), name=place.name)


def _of_section(place: Place, stock_take: StockTake) -> None:
    if place.section != stock_take.section:
        raise Invalid("place-of-another-section", place=codes.printed(place.code))


async def _stops(stock_take_id: str, scanner: str) -> list[StockStop]:
    """Where this person has stood so far: as many as they read labels of places."""
    return await selected(
        STOPS, "WHERE stock_take = $1 AND scanner = $2 ORDER BY id", stock_take_id, scanner
    )


async def place_of(stock_take: StockTake, actor: Actor, now: datetime) -> str | None:
    """Where this person stands now, for the page."""
    stops = await _stops(stock_take.id, actor.person)
    return walk_model.stood_at(stops, walk_model.unplaced(now, actor.person))


# The thing ----------------------------------------------------------------------------------------


async def _read_thing(c: Change, stock_take: StockTake, read: Read) -> Counted:
    label = await codebook.standing(read.code)
    thing = label.thing or read.code
    asset = await assets.find(thing)
    await _refuse_badges(asset, thing)
    told = await _told(read, stock_take)
    damaged = read.damaged or label.state == "void"
    scan = Scan(read.at, c.actor.person, told, damaged, read.device, read.sequence)
    line, said = await _recorded(c, stock_take, thing, asset, scan=scan)
    if asset is not None and not damaged:
        await codebook.notice(c, read.code, asset.code, asset.section)
    return await _answer(line, said, asset, c.actor)


async def _refuse_badges(asset: Asset | None, thing: str) -> None:
    if asset is None and await identity.person_by_code(thing) is not None:
        raise Invalid("badge-is-no-thing")


async def _told(read: Read, stock_take: StockTake) -> str | None:
    if read.place is None:
        return None
    place = await storage.require_place(await codebook.thing_of(read.place))
    _of_section(place, stock_take)
    return place.code


async def _recorded(
    c: Change, stock_take: StockTake, thing: str, asset: Asset | None, *, scan: Scan
) -> tuple[StockLine, Said]:
    """The line of this code after the scan, and what the scanner is told."""
    known = await selected(LINES, "WHERE stock_take = $1 AND code = $2", stock_take.id, thing)
    stops = await _stops(stock_take.id, scan.by) if scan.place is None else []
    if not known:
        fresh = line_model.beside(thing, asset, stock_take, new_id())
        line = await c.add(LINES, line_model.seen(fresh, scan, stops), act="Found")
        return line, line.outcome
    before = known[0]
    line = line_model.seen(before, scan, stops)
    await service.refresh(c, line, before, "Seen")
    same = line == before or line_model.tells_nothing_new(before, line)
    return line, "already" if same else line.outcome


async def _answer(line: StockLine, said: Said, asset: Asset | None, actor: Actor) -> Counted:
    within = asset is not None and asset.section in actor.reach()
    stray = asset is not None and asset.section != line.section
    return Counted(
        outcome=said,
        code=codes.printed(line.code),
        id=line.id,
        name=asset.name if asset is not None and within else None,
        place=await storage.place_name(line.seen_place) if line.seen_place else None,
        belongs_to=await _belonging(line, within=within, stray=stray),
    )


async def _belonging(line: StockLine, *, within: bool, stray: bool) -> str | None:
    """Where the thing belongs when it is not there: its place, or the section that misses it."""
    if stray:
        return await identity.section_name(line.belongs or "") if within else None
    wrong = line.outcome == "wrong_place" and line.asset_place is not None
    return await storage.place_name(line.asset_place or "") if wrong else None


# What devices still hold --------------------------------------------------------------------------


async def declare(
    stock_take_id: str, device: str, unsynced: int, actor: Actor, now: datetime,
    key: Key | None = None,
) -> Done:  # fmt: skip
    """A device says how many scans it still holds; the result is not approved before they are 0."""
    refuse_resident_numbers_in(device=device)
    async with change(actor, now, key) as c:
        stock_take = await service.require(stock_take_id, actor)
        model.permit("declareUnsynced", stock_take, actor.towards(stock_take.section))
        await tell(c, stock_take, device, unsynced)
        done = c.done(id=stock_take.id, state="told")
    return done


async def tell(c: Change, stock_take: StockTake, device: str, unsynced: int) -> None:
    """The same inside a change that brings scans of the device; a shared one has one number, whoever tells it."""
    known = await selected(
        QUEUES, "WHERE stock_take = $1 AND device = $2 ORDER BY id", stock_take.id, device
    )
    if not known:
        made = StockQueue(
            new_id(), stock_take.id, stock_take.section, c.actor.person, device, unsynced, c.now
        )
        await c.add(QUEUES, made, act="Told")
    elif known[0].unsynced != unsynced:
        told = msgspec.structs.replace(
            known[0], scanner=c.actor.person, unsynced=unsynced, told_at=c.now
        )
        await c.amend(QUEUES, told, act="Told")


async def write_off(
    queue_id: str, reason: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """A device that will never sync, lost or broken: its scans are given up, by one who keeps, with a reason."""
    async with change(actor, now, key) as c:
        queue = await load(QUEUES, queue_id)
        if queue is None or queue.section not in actor.reach():
            raise Missing("unknown-queue", queue=queue_id)
        stock_take = await service.require(queue.stock_take, actor)
        model.permit("writeOffQueue", stock_take, actor.towards(stock_take.section))
        given_up = msgspec.structs.replace(queue, unsynced=0, told_at=now)
        await c.amend(QUEUES, given_up, act="WrittenOff", why=reason)
        done = c.done(id=queue.id, state="written-off")
    return done
