"""Use cases of labels: a picture of one, sheets to print, and the log of what was printed."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec

from daicho.foundation import db
from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import Register, load, rows
from daicho.foundation.history.service import Change, Done, change
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import JST, today
from daicho.foundation.kernel.errors import Missing, Refused
from daicho.foundation.kernel.ids import new_id
from daicho.places.floors import storage
from daicho.things.labels import codebook, model, paper, sheets, tables
from daicho.things.labels.model import Label, LabelPrint
from daicho.things.labels.sheets import Sheet

if TYPE_CHECKING:
    from daicho.things.labels.drawing import Offset

LABELS = Register("labels", tables.LabelPrint, LabelPrint, "label-print")

Source = Callable[[Actor, Collection[str]], Awaitable[list[Label]]]
"""Gives the labels of those codes that it knows and the person reaches."""

TAPE_DPI = 300
"""Dots per inch of a tape when no printer is named."""

_sources: tuple[Source, ...] = ()
_label_url = ""


def draw_for(sources: Iterable[Source], *, label_url: str = "") -> None:
    """Who owns labelled things above this slice, and the address that a QR holds; app.py says so."""
    global _sources, _label_url
    _sources, _label_url = tuple(sources), label_url


# What is on a label -------------------------------------------------------------------------------


async def labels_of(wanted: Sequence[str], actor: Actor, day: date) -> list[Label]:
    """The labels that hold for these codes, in their order; `unknown-code` for one that nobody here knows.

    A code that was replaced leads to its thing, and the thing to the code that it carries now.
    """
    async with db.read():
        known = await codebook.entries(wanted)
        things = {code: (known[code].thing if code in known else None) or code for code in wanted}
        found = {label.code: label for label in await _things(actor, set(things.values()), day)}
        held = await codebook.held(found)
    reach = actor.reach()
    blank = {c: _blank(e) for c, e in known.items() if e.state == "blank" and e.section in reach}
    current = {
        thing: msgspec.structs.replace(label, code=held[thing].code, thing=thing)
        for thing, label in found.items()
    } | blank
    for code in wanted:
        if things[code] not in current:
            raise Missing("unknown-code", code=codes.printed(code))
    return [current[things[code]] for code in wanted]


def _blank(entry: model.LabelCode) -> Label:
    return Label(entry.code, kind="blank", section=entry.section)


async def _things(actor: Actor, asked: Collection[str], day: date) -> list[Label]:
    found = await _places(actor, asked)
    for source in _sources:
        found += await source(actor, asked)
    return found + await _staff(actor, set(asked) - {label.code for label in found}, day)


async def _places(actor: Actor, wanted: Collection[str]) -> list[Label]:
    reach = actor.reach()
    found = [await storage.require_place(code) for code in await storage.place_names(wanted)]
    return [Label(p.code, kind="place", section=p.section) for p in found if p.section in reach]


async def _staff(actor: Actor, wanted: Collection[str], day: date) -> list[Label]:
    badges = [code for code in wanted if await identity.person_by_code(code)]
    staff = await identity.staff_of(actor.reach(), day) if badges else []
    return [
        Label(codes.read(person.code), kind="staff", section=person.section)
        for person in staff
        if codes.read(person.code) in badges
    ]


# Pictures -----------------------------------------------------------------------------------------


async def picture(code: str, actor: Actor, now: datetime) -> bytes:
    """One label as a PNG for the screen."""
    from daicho.things.labels import pictures  # the libraries that draw load with the first label

    (label,) = await labels_of([code], actor, today(now))
    return await asyncio.to_thread(pictures.png, label, _label_url)


async def tape_picture(code: str, size: str, dpi: int, actor: Actor, now: datetime) -> bytes:
    """One label in the size of a tape, to the dot, as a PNG that was read back."""
    (label,) = await labels_of([code], actor, today(now))
    return await asyncio.to_thread(_readable_tape, label, sheets.sheet_named(size), dpi)


def _readable_tape(label: Label, size: Sheet, dpi: int) -> bytes:
    from daicho.things.labels import pictures, reading  # as above

    drawn = pictures.tape_png(label, size, dpi, _label_url)
    if reading.content(drawn) != [model.payload(label.code, _label_url)]:
        raise Refused("label-unreadable", codes=[codes.printed(label.code)], unread=1)
    return drawn


# Printing -----------------------------------------------------------------------------------------


async def record_print(
    wanted: Sequence[str], sheet: str, actor: Actor, now: datetime, key: Key | None = None, *,
    start: int = 1, printer: str | None = None,
) -> Done:  # fmt: skip
    """Log a print; the pages are drawn and read back when they are fetched."""
    await require_room(sheet, start, len(wanted))
    async with change(actor, now, key) as c:
        labels = await labels_of(wanted, actor, today(now))
        done = await log_print(c, labels, sheet, start=start, printer=printer)
    return done


async def require_room(sheet: str, start: int, count: int) -> None:
    """The sheet is there, and has a cell to start with."""
    tuple(sheets.cells(await paper.sheet_on_offer(sheet), start, count))


async def log_print(
    c: Change, labels: Sequence[Label], sheet: str, *, start: int, printer: str | None
) -> Done:
    """What is printed, inside the caller's change."""
    if printer is not None:
        await paper.printer(printer, c.actor)
    printed = LabelPrint(
        new_id(),
        sheet,
        start,
        tuple(label.code for label in labels),
        labels[0].section,
        printer,
        c.now,
        c.actor.person,
    )
    await c.add(LABELS, printed, act="Printed")
    return c.done(id=printed.id, state="printed", status=201)


async def printed(wanted: Collection[str]) -> set[str]:
    """Those of these codes that were ever printed."""
    table = tables.LabelPrint
    async with db.read():
        logged = await table.select(table.codes).output(load_json=True)
    return {code for row in logged for code in row["codes"]} & set(wanted)


async def require_print(print_id: str, actor: Actor) -> LabelPrint:
    """A print within reach; else `unknown-label-print`."""
    async with db.read():
        printed = await load(LABELS, print_id)
    if printed is None or printed.section not in actor.reach():
        raise Missing("unknown-label-print", id=print_id)
    return printed


class Work(msgspec.Struct, frozen=True):
    """Everything that drawing a print takes, read in one transaction."""

    printed: LabelPrint
    labels: list[Label]
    sheet: Sheet
    offset: tuple[float, float]

    @property
    def pages(self) -> int:
        return sheets.pages(self.sheet, self.printed.start, len(self.labels))


async def work(print_id: str, actor: Actor, now: datetime) -> Work:
    """A logged print for somebody who reaches everything on it; codes replaced since then are refused."""
    async with db.read():
        printed = await require_print(print_id, actor)
        known = await codebook.entries(printed.codes)
        for code in printed.codes:
            model.printable(known.get(code), code)
        labels = await labels_of(printed.codes, actor, today(now))
        grid = await paper.sheet(printed.sheet)
        on = await paper.known_printer(printed.printer)
    return Work(printed, labels, grid, (on.offset_x, on.offset_y) if on else (0.0, 0.0))


async def pages(print_id: str, actor: Actor, now: datetime) -> bytes:
    """A logged print as a PDF of which every label was read back; `label-unreadable` otherwise."""
    there = await work(print_id, actor, now)
    return await asyncio.to_thread(_readable, there)


def _readable(there: Work) -> bytes:
    from daicho.things.labels import drawing, reading  # as above

    drawn = drawing.pdf(there.labels, there.sheet, there.printed.start, _label_url, _offset(there))
    refuse_unread(there.labels, reading.codes_on(drawn, len(there.labels)))
    return drawn


def _offset(there: Work) -> "Offset":
    from daicho.things.labels.drawing import Offset  # as above

    return Offset(*there.offset)


def refuse_unread(labels: Iterable[Label], found: Sequence[str]) -> None:
    """A page with a label that nobody could scan is not offered."""
    seen = set(found)
    lost = [label for label in labels if model.payload(label.code, _label_url) not in seen]
    if lost:
        shown = [codes.printed(label.code) for label in lost[:10]]
        raise Refused("label-unreadable", codes=shown, unread=len(lost))


class PageRead(msgspec.Struct, frozen=True):
    """One page of a print, drawn and read back: `read` of `labels`."""

    page: int
    pages: int
    labels: int
    read: int


async def read_page(print_id: str, page: int, actor: Actor, now: datetime) -> PageRead:
    """What a scanner finds on one page (from 1): large prints are looked at page by page."""
    there = await work(print_id, actor, now)
    if not 1 <= page <= there.pages:
        raise Missing("no-such-label-page", page=page, pages=there.pages)
    return await asyncio.to_thread(_page_read, there, page)


def _page_read(there: Work, page: int) -> PageRead:
    from daicho.things.labels import drawing, reading  # as above

    begin = max(0, (page - 1) * there.sheet.cells - (there.printed.start - 1))
    end = page * there.sheet.cells - (there.printed.start - 1)
    labels = there.labels[begin:end]
    first = there.printed.start if page == 1 else 1
    drawn = drawing.pdf(labels, there.sheet, first, _label_url, _offset(there))
    (found,) = reading.contents(drawn)
    wanted = [model.payload(label.code, _label_url) for label in labels]
    unread = reading.missing(wanted, found)
    return PageRead(page, there.pages, len(labels), len(labels) - len(unread))


async def tapes(print_id: str, actor: Actor, now: datetime) -> bytes:
    """A print on tape as a ZIP of pictures, each in the dots of its printer."""
    there = await work(print_id, actor, now)
    if not there.sheet.is_tape:
        raise Refused("not-a-tape", sheet=there.sheet.title)
    on = await paper.known_printer(there.printed.printer)
    return await asyncio.to_thread(_zipped, there, on.dpi if on else TAPE_DPI)


def _zipped(there: Work, dpi: int) -> bytes:
    from io import BytesIO
    from zipfile import ZIP_STORED, ZipFile, ZipInfo

    out = BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for number, label in enumerate(there.labels, start=1):
            name = ZipInfo(f"{number:04}-{codes.printed(label.code)}.png")
            archive.writestr(name, _readable_tape(label, there.sheet, dpi))
    return out.getvalue()


async def trial(sheet: str, printer: str | None, actor: Actor) -> bytes:
    """The test page of a sheet on a printer."""
    from daicho.things.labels import drawing  # as above

    grid = await paper.sheet(sheet)
    on = await paper.printer(printer, actor) if printer else None
    offset = drawing.Offset(on.offset_x, on.offset_y) if on else drawing.STRAIGHT
    return await asyncio.to_thread(drawing.trial, grid, offset)


# The log ------------------------------------------------------------------------------------------


async def prints(actor: Actor, *, limit: int, after: str | None = None) -> list[LabelPrint]:
    """What was printed of the sections within reach, the newest first: `limit` and one more."""
    table = tables.LabelPrint
    where = [table.section.is_in(sorted(actor.reach()) or [""])]
    if after is not None:
        where.append(table.id < after)
    async with db.read():
        return await rows(LABELS, *where, order=table.id, ascending=False, limit=limit + 1)


class PrintShown(msgspec.Struct, frozen=True):
    """A print as the log shows it; `next_start` is the first cell that it left free."""

    id: str
    sheet: str
    sheet_title: str
    start: int
    next_start: int
    pages: int
    labels: int
    codes: list[str]
    section: str
    section_name: str
    printer: str | None
    printer_name: str | None
    printed_at: datetime | None
    printed_by: str | None
    printed_by_name: str | None
    unclaimed: int


async def shown(printed: Sequence[LabelPrint], *, most: int = 5) -> list[PrintShown]:
    """Prints with the names of sheets, printers and people, their first codes, and how many blanks are left of each."""
    async with db.read():
        sections = await identity.section_names()
        people = await identity.names(one.printed_by for one in printed)
        devices = await paper.printer_names({one.printer for one in printed if one.printer})
        grids = {one.sheet: await paper.sheet(one.sheet) for one in printed}
        first = await codebook.entries({one.codes[0] for one in printed})
        left = await codebook.unclaimed({e.batch for e in first.values() if e.batch})
    return [
        PrintShown(
            id=one.id,
            sheet=one.sheet,
            sheet_title=grids[one.sheet].title,
            start=one.start,
            next_start=sheets.next_cell(grids[one.sheet], one.start, len(one.codes)),
            pages=sheets.pages(grids[one.sheet], one.start, len(one.codes)),
            labels=len(one.codes),
            codes=[codes.printed(code) for code in one.codes[:most]],
            section=one.section,
            section_name=sections.get(one.section, ""),
            printer=one.printer,
            printer_name=devices.get(one.printer or ""),
            printed_at=one.printed_at.astimezone(JST) if one.printed_at else None,
            printed_by=one.printed_by,
            printed_by_name=people.get(one.printed_by or ""),
            unclaimed=left.get(first[one.codes[0]].batch or "", 0) if one.codes[0] in first else 0,
        )
        for one in printed
    ]
