"""Use cases around a label's life: blanks in batches, another label for the same thing, the first reading."""

from datetime import datetime

from daicho.foundation.history.model import Key
from daicho.foundation.history.service import Change, Done, change
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.errors import Missing, Refused
from daicho.foundation.kernel.ids import new_id
from daicho.foundation.kernel.text import refuse_resident_numbers
from daicho.places.floors import storage
from daicho.places.floors.storage import WantedPlace
from daicho.things.labels import codebook, model, paper, service
from daicho.things.labels.codebook import CODES
from daicho.things.labels.model import Label, LabelCode


async def print_blanks(
    count: int, section: str, sheet: str, actor: Actor, now: datetime, key: Key | None = None, *,
    start: int = 1, printer: str | None = None,
) -> Done:  # fmt: skip
    """A batch of codes without a thing, logged as a print: whoever scans one first registers a thing with it."""
    await service.require_room(sheet, start, count)
    async with change(actor, now, key) as c:
        if section not in actor.reach(paper.PRINTS):
            raise Missing("unknown-section", section=section)
        await identity.require_section(section)
        batch = new_id()
        made = [model.blank(identity.fresh_code(), section, batch, now) for _ in range(count)]
        for one in made:
            await c.add(CODES, one, act="Made")
        labels = [Label(one.code, kind="blank", section=section) for one in made]
        done = await service.log_print(c, labels, sheet, start=start, printer=printer)
    return done


async def register_place(
    code: str, wanted: WantedPlace, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """A storage place whose door carries a printed blank already."""
    refuse_resident_numbers(wanted.name, place="name")
    async with change(actor, now, key) as c:
        if wanted.section not in actor.reach(storage.KEEPS):
            raise Missing("unknown-section", section=wanted.section)
        await codebook.claim(c, code, wanted.section, "place")
        done = await storage.add_place(c, wanted, code)
    return done


async def void_blanks(
    print_id: str, why: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """The blanks of a print that belong to nothing yet are void: a batch that was lost labels nothing any more."""
    async with change(actor, now, key) as c:
        printed = await service.require_print(print_id, actor)
        if printed.section not in actor.reach(paper.PRINTS):
            raise Missing("unknown-label-print", id=print_id)
        known = await codebook.entries(printed.codes)
        blank = [one for one in known.values() if one.state == "blank"]
        if not blank:
            raise Refused("no-blanks-left", id=print_id)
        for one in sorted(blank, key=lambda each: each.code):
            await c.amend(CODES, model.lost(one, now), act="Voided", why=why)
        done = c.done(id=print_id, state="void")
    return done


async def reissue(
    code: str, why: str, actor: Actor, now: datetime, key: Key | None = None, *,
    blank: str | None = None,
) -> Done:  # fmt: skip
    """ラベルの再発行: the old code is void and leads to the thing still; `blank` is a printed one at hand."""
    async with change(actor, now, key) as c:
        (label,) = await service.labels_of([code], actor, today(now))
        if label.section not in actor.reach(paper.PRINTS):
            raise Missing("unknown-code", code=codes.printed(code))
        fresh = identity.fresh_code() if blank is None else await _blank(blank, actor)
        known = await codebook.entry(label.code)
        issued = model.reissue(label, known, fresh, now)
        await _write(c, known, issued.old, act="Voided", why=why)
        await _write(c, None if isinstance(fresh, str) else fresh, issued.new, act="Issued")
        if blank is not None:
            await codebook.read(c, blank, label.thing, label.section)
        done = c.done(code=codes.printed(issued.new.code), state="current")
    return done


async def _blank(code: str, actor: Actor) -> LabelCode:
    known = await codebook.entry(code)
    if known is None or known.section not in actor.reach():
        raise Missing("unknown-code", code=codes.printed(code))
    return known


async def _write(
    c: Change, known: LabelCode | None, row: LabelCode, *, act: str, why: str | None = None
) -> None:
    if known is None:
        await c.add(CODES, row, act=act, why=why)
    else:
        await c.amend(CODES, row, act=act, why=why)


async def confirm(code: str, actor: Actor, now: datetime, key: Key | None = None) -> Done:
    """The label was read where it sticks; once is enough, a void one does not count."""
    async with change(actor, now, key) as c:
        (label,) = await service.labels_of([code], actor, today(now))
        if label.kind == "blank":
            raise Refused("label-is-blank", code=codes.printed(code))
        model.printable(await codebook.entry(code), code)
        if await codebook.was_read(code):
            raise Refused("label-read-before", code=codes.printed(code))
        await codebook.read(c, code, label.thing, label.section)
        done = c.done(code=codes.printed(code), state="current")
    return done
