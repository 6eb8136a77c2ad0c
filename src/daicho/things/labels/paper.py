"""What labels are printed on and with: own sheets, and printers with what is remembered of them."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from daicho.foundation import db
from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import Register, load, rows
from daicho.foundation.history.service import Done, change
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import Actor, Role
from daicho.foundation.kernel.errors import Invalid, Missing, Refused
from daicho.foundation.kernel.ids import new_id
from daicho.foundation.kernel.text import refuse_resident_numbers
from daicho.things.labels import sheets, tables
from daicho.things.labels.model import Label, Printer
from daicho.things.labels.sheets import Grid, OwnSheet, Sheet

SHEETS = Register("label-sheets", tables.LabelSheet, OwnSheet, "label-sheet", key="name")
PRINTERS = Register("label-printers", tables.LabelPrinter, Printer, "label-printer")

PRINTS: tuple[Role, ...] = ("custodian", "facility_admin", "system_admin")
"""Who prints labels, and keeps what they are printed on."""


# Sheets -------------------------------------------------------------------------------------------


async def sheet(name: str) -> Sheet:
    """A ready-made sheet, a tape, or one of the municipality's own, withdrawn or not."""
    found = sheets.ready_made(name)
    if found is not None:
        return found
    return sheets.own(await _own(name))


async def sheet_on_offer(name: str) -> Sheet:
    """The same for a new print: a withdrawn one is refused."""
    found = sheets.ready_made(name)
    if found is not None:
        return found
    known = await _own(name)
    if known.withdrawn_at is not None:
        raise Refused("sheet-withdrawn", sheet=known.title)
    return sheets.own(known)


async def _own(name: str) -> OwnSheet:
    async with db.read():
        found = await load(SHEETS, name)
    if found is None:
        raise sheets.unknown(name)
    return found


async def offered() -> list[Sheet]:
    """Everything that can be printed on now: own sheets first."""
    async with db.read():
        kept = await rows(SHEETS, tables.LabelSheet.withdrawn_at.is_null())
    known = sorted(kept, key=lambda row: row.number)
    return [*map(sheets.own, known), *sheets.SHEETS, *sheets.TAPES]


async def add_sheet(measured: Grid, actor: Actor, now: datetime, key: Key | None = None) -> Done:
    """A grid of one's own; it must lie on the paper, and every label of it must read back."""
    refuse_resident_numbers(measured.title, place="title")
    facts = msgspec.structs.asdict(measured)
    grid = Sheet(name="own", **facts)
    sheets.refuse_misfit(grid)
    await asyncio.to_thread(_refuse_unreadable, grid)
    async with change(actor, now, key) as c:
        number = await _next_number()
        made = OwnSheet(name=f"own-{number}", number=number, made_at=now, **facts)
        await c.add(SHEETS, made, act="Registered")
        done = c.done(id=made.name, state="in_use", status=201)
    return done


def _refuse_unreadable(grid: Sheet) -> None:
    """Labels with every kind of words on a whole page, drawn and read."""
    from daicho.things.labels import drawing, reading  # the libraries load with the first sheet

    labels = [_specimen(number) for number in range(grid.cells)]
    (found,) = reading.contents(drawing.pdf(labels, grid))
    lacking = reading.missing([label.code for label in labels], found)
    if lacking:
        raise Invalid("sheet-unreadable", unread=len(lacking), cells=grid.cells)


def _specimen(number: int) -> Label:
    """A label that no thing has."""
    body = "".join(codes.ALPHABET[(number * 7 + place * 5) % 32] for place in range(12))
    return Label(codes.make(body), "asset", "", f"M-2022-{number:04}", "見本 髙﨑𠮷槗")


async def _next_number() -> int:
    """One more than the last; the door lets one change at a time count."""
    found = await db.fetch("SELECT max(number) AS last FROM label_sheet")
    return (found[0]["last"] or 0) + 1


async def withdraw_sheet(name: str, actor: Actor, now: datetime, key: Key | None = None) -> Done:
    """Nobody prints on it any more."""
    async with change(actor, now, key) as c:
        withdrawn = sheets.withdraw(await _own(name), now)
        await c.amend(SHEETS, withdrawn, act="Withdrawn")
        done = c.done(id=name, state="withdrawn")
    return done


# Printers -----------------------------------------------------------------------------------------


async def printers(actor: Actor) -> list[Printer]:
    """The printers in use of the sections that this person reaches, by name."""
    table = tables.LabelPrinter
    reach = table.section.is_in(sorted(actor.reach()) or [""])
    async with db.read():
        return await rows(PRINTERS, reach, table.withdrawn_at.is_null(), order=table.name)


async def printer(printer_id: str, actor: Actor) -> Printer:
    """A printer within reach; else `unknown-printer`."""
    found = await known_printer(printer_id)
    if found is None or found.section not in actor.reach():
        raise Missing("unknown-printer", id=printer_id)
    return found


async def known_printer(printer_id: str | None) -> Printer | None:
    """The printer that a print names, withdrawn or not."""
    if printer_id is None:
        return None
    async with db.read():
        return await load(PRINTERS, printer_id)


async def printer_names(wanted: set[str]) -> dict[str, str]:
    """Printer id -> name."""
    async with db.read():
        found = await rows(PRINTERS, tables.LabelPrinter.id.is_in(sorted(wanted) or [""]))
    return {one.id: one.name for one in found}


async def add_printer(
    name: str, section: str, facts: Mapping[str, Any], actor: Actor, now: datetime,
    key: Key | None = None,
) -> Done:  # fmt: skip
    """A printer by the name that people call it."""
    refuse_resident_numbers(name, place="name")
    async with change(actor, now, key) as c:
        if section not in actor.reach(PRINTS):
            raise Missing("unknown-section", section=section)
        await identity.require_section(section)
        made = Printer(id=new_id(), name=name, section=section, **facts)
        await c.add(PRINTERS, made, act="Registered")
        done = c.done(id=made.id, state="in_use", status=201)
    return done


async def amend_printer(
    printer_id: str, changed: Mapping[str, Any], actor: Actor, now: datetime,
    key: Key | None = None,
) -> Done:  # fmt: skip
    """What the test page showed; the next print already lies right."""
    refuse_resident_numbers(str(changed.get("name", "")), place="name")
    async with change(actor, now, key) as c:
        known = await _own_printer(printer_id, actor)
        amended = msgspec.structs.replace(known, **changed)
        if amended == known:
            raise Refused("nothing-changed", code=known.name)
        await c.amend(PRINTERS, amended, act="Amended")
        done = c.done(id=printer_id, state="in_use")
    return done


async def withdraw_printer(
    printer_id: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """It is not there any more."""
    async with change(actor, now, key) as c:
        known = await _own_printer(printer_id, actor)
        if known.withdrawn_at is not None:
            raise Refused("printer-withdrawn", printer=known.name)
        await c.amend(PRINTERS, msgspec.structs.replace(known, withdrawn_at=now), act="Withdrawn")
        done = c.done(id=printer_id, state="withdrawn")
    return done


async def _own_printer(printer_id: str, actor: Actor) -> Printer:
    found = await printer(printer_id, actor)
    if found.section not in actor.reach(PRINTS):
        raise Missing("unknown-printer", id=printer_id)
    return found
