"""Use cases of labels: a picture of one, sheets to print, and the log of what was printed."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from datetime import date, datetime

from daicho.foundation import db
from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import Register, load
from daicho.foundation.history.service import Done, change
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.errors import Missing
from daicho.foundation.kernel.ids import new_id
from daicho.places.floors import storage
from daicho.things.labels import model, tables
from daicho.things.labels.model import Label, LabelPrint

LABELS = Register("labels", tables.LabelPrint, LabelPrint, "label-print")

Source = Callable[[Actor, Collection[str]], Awaitable[list[Label]]]
"""Gives the labels of those codes that it knows and the person reaches."""

_sources: tuple[Source, ...] = ()
_label_url = ""


def draw_for(sources: Iterable[Source], *, label_url: str = "") -> None:
    """Who owns labelled things above this slice, and the address that a QR holds; app.py says so."""
    global _sources, _label_url
    _sources, _label_url = tuple(sources), label_url


async def labels_of(wanted: Sequence[str], actor: Actor, day: date) -> list[Label]:
    """The labels of these codes in their order; `unknown-code` for one that nobody here knows."""
    asked = frozenset(wanted)
    async with db.read():
        found = await _places(actor, asked)
        for source in _sources:
            found += await source(actor, asked)
        found += await _staff(actor, asked - {label.code for label in found}, day)
    known = {label.code: label for label in found}
    for code in wanted:
        if code not in known:
            raise Missing("unknown-code", code=codes.printed(code))
    return [known[code] for code in wanted]


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


async def picture(code: str, actor: Actor, now: datetime) -> bytes:
    """One label as a PNG."""
    from daicho.things.labels import drawing  # the libraries that draw load with the first label

    (label,) = await labels_of([code], actor, today(now))
    return await asyncio.to_thread(drawing.png, label, _label_url)


async def record_print(
    wanted: Sequence[str], sheet: str, actor: Actor, now: datetime, key: Key | None = None, *,
    start: int = 1,
) -> Done:  # fmt: skip
    """Log a print; the pages are drawn when they are fetched."""
    grid = model.sheet_named(sheet)
    tuple(model.cells(grid, start, len(wanted)))
    async with change(actor, now, key) as c:
        labels = await labels_of(wanted, actor, today(now))
        printed = LabelPrint(new_id(), sheet, start, tuple(wanted), labels[0].section)
        await c.add(LABELS, printed, act="Printed")
        done = c.done(id=printed.id, state="printed", status=201)
    return done


async def pages(print_id: str, actor: Actor, now: datetime) -> bytes:
    """A logged print as a PDF, for somebody who reaches everything on it."""
    from daicho.things.labels import drawing  # as above

    async with db.read():
        printed = await load(LABELS, print_id)
        if printed is None or printed.section not in actor.reach():
            raise Missing("unknown-label-print", id=print_id)
        labels = await labels_of(printed.codes, actor, today(now))
    grid = model.sheet_named(printed.sheet)
    return await asyncio.to_thread(drawing.pdf, labels, grid, printed.start, _label_url)
