"""Scans that a device kept are carried out, each once, in a change of its own, as of when it happened."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec

from daicho.foundation import db
from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import load
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.errors import KeyReused, Missing, Refused, Replayed
from daicho.places.floors.storage import require_place
from daicho.things.labels import codebook
from daicho.things.scans import acts, keeping, model, reading, turns
from daicho.things.scans.acts import Answers, Ready
from daicho.things.scans.keeping import SCANS
from daicho.things.scans.model import Deed, Moment, Scan
from daicho.things.scans.reading import Read
from daicho.things.stocktake import counting
from daicho.things.stocktake import service as stocktake

MOST = 200


class Wanted(msgspec.Struct, frozen=True):
    """A scan as the device tells it; `code` and `place` as they were read."""

    key: str
    act: Deed
    code: str
    device_at: datetime
    device_seq: int
    place: str | None = None
    session: str | None = None
    answers: dict[str, Any] = {}


class Told(msgspec.Struct, frozen=True):
    """What became of one scan: the row, or why it is none; `again` for a key that came before."""

    key: str
    scan: Scan | None
    again: bool = False
    refused: Refused | None = None


async def sync(
    wanted: Sequence[Wanted], device_now: datetime, actor: Actor, now: datetime
) -> list[Told]:
    """Carry out a batch in the order of the device; the answers come in the order of the request."""
    told: dict[int, Told] = {}
    order = sorted(range(len(wanted)), key=lambda n: (wanted[n].device_seq, n))
    for number in order:
        one = wanted[number]
        told[number] = await _take(one, model.moment(one.device_at, device_now, now), actor, now)
    return [told[number] for number in range(len(wanted))]


async def declare(scanner: str, held: Mapping[str, int], actor: Actor, now: datetime) -> None:
    """How many counts of each stock-take a device still holds; one that is over, or another's, is not held up."""
    for stock_take, unsynced in sorted(held.items()):
        async with db.read():
            known = await stocktake.queues_of(stock_take)
        if sum(queue.unsynced for queue in known if queue.device == scanner) == unsynced:
            continue
        with suppress(Refused):
            await counting.declare(stock_take, scanner, unsynced, actor, now)


async def _take(wanted: Wanted, moment: Moment, actor: Actor, now: datetime) -> Told:
    """Refusals of what is wrong in itself are told and not kept; what does not fit is kept as a conflict."""
    try:
        known = await _known(wanted, actor)
        if known is not None:
            return Told(wanted.key, known, again=True)
        ready = await _ready(wanted, moment, actor, now)
        return Told(wanted.key, await _carried_out(ready, now))
    except Replayed:
        return Told(wanted.key, await _row(wanted, actor), again=True)
    except Refused as refused:
        return Told(wanted.key, None, refused=refused)


async def _row(wanted: Wanted, actor: Actor) -> Scan | None:
    async with db.read():
        return await load(SCANS, model.scan_id(actor.person, wanted.key))


async def _known(wanted: Wanted, actor: Actor) -> Scan | None:
    """The scan that this key stands for; another scan under it is a mistake of the device."""
    known = await _row(wanted, actor)
    if known is None:
        return None
    if (known.act, known.code, known.device_seq, known.device_at) != (
        wanted.act, codes.read(wanted.code), wanted.device_seq, wanted.device_at,
    ):  # fmt: skip
        raise KeyReused("key-reused", operation=wanted.act)
    return known


async def _ready(wanted: Wanted, moment: Moment, actor: Actor, now: datetime) -> Ready:
    answers = acts.answers_of(wanted.act, wanted.answers)
    async with db.read():
        read = await _read(wanted, actor)
        _only_things(read, wanted.act)
        place = await _place(wanted, answers, read, actor)
    scan = Scan(
        id=model.scan_id(actor.person, wanted.key),
        person=actor.person,
        section=read.section,
        device=actor.device,
        act=wanted.act,
        code=read.code,
        thing=read.thing,
        place=place,
        session=wanted.session if wanted.act == "recordCount" else None,
        answers=None,
        happened_at=moment.at,
        device_at=wanted.device_at,
        device_seq=wanted.device_seq,
        clock_off=moment.off,
        clock=moment.clock,
        received_at=now,
    )
    return Ready(scan, answers, actor, _key(wanted), read.odd, read.asset is not None)


async def _read(wanted: Wanted, actor: Actor) -> Read:
    """A stock-take also tells what belongs to another section: its own words for that come later."""
    try:
        return await reading.read(wanted.code, actor)
    except Missing:
        if wanted.act != "recordCount":
            raise
        code = codes.read(wanted.code)
        return Read(code, code, actor.home or "")


def _only_things(read: Read, act: Deed) -> None:
    """Nothing else is handed over, comes back or is looked at."""
    named = act in ("lookUp", "recordCount") or read.odd == "unknown"
    if read.asset is None and not named:
        raise Missing("unknown-asset", code=codes.printed(read.code))


async def _place(wanted: Wanted, answers: Answers, read: Read, actor: Actor) -> str | None:
    """Within reach, or where the thing belongs."""
    said = wanted.place or answers.place
    if said is None:
        return None
    place = await codebook.thing_of(codes.read(said))
    home = read.asset.place if read.asset else None
    return (await require_place(place, None if place == home else actor.reach())).code


def _key(wanted: Wanted) -> Key:
    body = sha256(msgspec.json.encode(wanted, order="sorted")).hexdigest()
    return Key(wanted.key, f"POST /api/scans {wanted.act}", body)


async def _carried_out(ready: Ready, now: datetime) -> Scan:
    if ready.odd == "unknown" and ready.scan.act != "recordCount":
        return await keeping.unknown(ready, now)
    if ready.scan.act in model.IN_TURN:
        return await turns.in_turn(ready, now)
    return await keeping.attempt(ready, now)
