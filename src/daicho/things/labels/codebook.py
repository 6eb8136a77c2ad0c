"""Which thing a label's code leads to, which code holds for a thing, and whether that label was ever read."""

from collections.abc import Collection, Iterable
from datetime import datetime

import msgspec
from piccolo.columns import Column
from piccolo.query.functions import Count

from daicho.foundation import db
from daicho.foundation.db import Question
from daicho.foundation.history import queries
from daicho.foundation.history.registers import Register, load, one, rows, selected, some
from daicho.foundation.history.service import Change
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.errors import Missing
from daicho.things.labels import model, tables
from daicho.things.labels.model import CodeState, Kind, LabelCode, LabelReading

CODES = Register("label-codes", tables.LabelCode, LabelCode, "label-code", key="code")
READINGS = Register(
    "label-readings", tables.LabelReading, LabelReading, "label-reading", key="code"
)

_PAGE = 500
_CURRENT = "WHERE thing = $1 AND state = 'current'"


class Standing(msgspec.Struct, frozen=True):
    """One scanned code: its thing (empty for a blank), what it is worth, and the code that holds now."""

    thing: str
    state: CodeState
    current: str
    read: bool


class Held(msgspec.Struct, frozen=True):
    """The label that holds for a thing: since when, if it is not its first, and whether it was ever read."""

    code: str
    since: datetime | None
    read: bool


def questions(code: str) -> list[Question]:
    """What `standing` asks about a code that nobody replaced."""
    return [one(CODES, code), some(CODES, _CURRENT, code), one(READINGS, code)]


async def entry(code: str) -> LabelCode | None:
    """What is known of a code beside the register that its thing stands in."""
    async with db.read():
        return await load(CODES, code)


async def thing_of(code: str) -> str:
    """The code that the register calls the thing by: replaced and replacing labels lead to it."""
    known = await entry(code)
    return known.thing if known and known.thing else code


async def entries(wanted: Collection[str]) -> dict[str, LabelCode]:
    """Code -> what is known of it."""
    async with db.read():
        return {row.code: row for row in await _among(tables.LabelCode.code, wanted)}


async def held(things: Collection[str]) -> dict[str, Held]:
    """Thing -> the label that holds for it."""
    async with db.read():
        later = {row.thing: row for row in await _of_things(things) if row.thing}
        current = {thing: later[thing].code if thing in later else thing for thing in things}
        read = await _read(current.values())
    return {
        thing: Held(code, later[thing].since if thing in later else None, code in read)
        for thing, code in current.items()
    }


async def standing(code: str) -> Standing:
    """What a scanned code is worth; one that nobody replaced is simply the code of its thing."""
    known = await entry(code)
    if known is not None and known.thing is None:
        return Standing("", known.state, code, read=False)
    thing = known.thing if known and known.thing else code
    current = (await held([thing]))[thing]
    return Standing(thing, known.state if known else "current", current.code, current.read)


class Voiding(msgspec.Struct, frozen=True):
    """Who made a label void, when, and why (the commitment of the words)."""

    by: str
    at: datetime
    why: str | None


async def voiding(code: str) -> Voiding | None:
    """How a code came to be void; inside a transaction."""
    told = await queries.listed(queries.Filter(subject=f"label-code:{code}", act="Voided"), limit=1)
    if not told:
        return None
    entry = told[0].entry
    return Voiding(entry.actor, entry.occurred_at, entry.why)


async def never_labels(wanted: Collection[str]) -> set[str]:
    """Those of these codes that were printed as blanks and made void before they belonged to anything."""
    known = await entries(wanted)
    return {code for code, row in known.items() if row.state == "void" and row.thing is None}


async def _of_things(things: Collection[str]) -> list[LabelCode]:
    """The codes that hold for these things where it is not the first one."""
    if len(things) == 1:
        return await selected(CODES, _CURRENT, *things)
    found = await _among(tables.LabelCode.thing, things)
    return [row for row in found if row.state == "current"]


async def _among(column: Column, wanted: Iterable[str]) -> list[LabelCode]:
    asked, found = sorted(set(wanted)), list[LabelCode]()
    for start in range(0, len(asked), _PAGE):
        found += await rows(CODES, column.is_in(asked[start : start + _PAGE]))
    return found


async def _read(wanted: Iterable[str]) -> set[str]:
    asked, found = sorted(set(wanted)), set[str]()
    if len(asked) == 1:
        return {code for code in asked if await load(READINGS, code)}
    table = tables.LabelReading
    for start in range(0, len(asked), _PAGE):
        page = await table.select(table.code).where(table.code.is_in(asked[start : start + _PAGE]))
        found.update(row["code"] for row in page)
    return found


async def claim(c: Change, code: str, section: str, kind: Kind = "asset") -> None:
    """A blank becomes the label of the thing that is being registered: it was just read."""
    known = await entry(code)
    if known is not None and known.section not in c.actor.reach():
        raise Missing("unknown-code", code=codes.printed(code))
    taken = msgspec.structs.replace(model.taken(known, code, c.now, kind), section=section)
    await c.amend(CODES, taken, act="Claimed")
    await read(c, code, code, section)


async def unclaimed(batches: Collection[str]) -> dict[str, int]:
    """Batch -> how many of its labels belong to nothing yet."""
    wanted = sorted(set(batches))
    if not wanted:
        return {}
    table = tables.LabelCode
    async with db.read():
        found = await (
            table.select(table.batch, Count())
            .where(table.batch.is_in(wanted), table.state == "blank")
            .group_by(table.batch)
        )
    return {row["batch"]: row["count"] for row in found}


async def read(c: Change, code: str, thing: str, section: str) -> None:
    """The first reading of a label."""
    await c.add(READINGS, LabelReading(code, thing, section, c.now, c.actor.person), act="Read")


async def notice(c: Change, scanned: str, thing: str, section: str) -> None:
    """A label that was read in the course of something else: the first time is remembered."""
    known = await entry(scanned)
    if (known is None or known.state == "current") and not await was_read(scanned):
        await read(c, scanned, thing, section)


async def was_read(code: str) -> bool:
    """Whether somebody read this label before."""
    async with db.read():
        return await load(READINGS, code) is not None
