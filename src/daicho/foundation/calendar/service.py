"""Use cases of the calendar: closures and openings by day, hours of the week, and what holds now."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from daicho.foundation import db
from daicho.foundation.calendar import model, tables
from daicho.foundation.calendar.model import Calendars, Closure, Day, OfficeHours, Week
from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import Register, load, rows, selected
from daicho.foundation.history.service import Done, change
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel.actor import Actor, Role
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.errors import Forbidden, Missing
from daicho.foundation.kernel.ids import new_id
from daicho.foundation.kernel.text import refuse_resident_numbers

CLOSURES = Register("closures", tables.Closure, Closure, "closure")
HOURS = Register("office-hours", tables.OfficeHours, OfficeHours, "office-hours", key="section")

SETS: tuple[Role, ...] = ("facility_admin", "system_admin", "security_manager", "section_head")
"""Who sets closures and hours of the sections within reach; those of everybody who reaches everything."""


async def current() -> Calendars:
    """The calendars of all sections, inside the caller's transaction or in one of their own."""
    async with db.read():
        closures = await selected(CLOSURES, "WHERE withdrawn_at IS NULL")
        return model.calendars(closures, await selected(HOURS, "ORDER BY section"))


async def close(
    day: date, name: str, section: str | None, actor: Actor, now: datetime,
    key: Key | None = None, *, opens: bool,
) -> Done:  # fmt: skip
    """臨時の閉庁・開庁: `section` None is the whole municipality."""
    refuse_resident_numbers(name, place="name")
    async with change(actor, now, key) as c:
        await _require_reach(section, actor)
        holding = await selected(CLOSURES, "WHERE withdrawn_at IS NULL")
        wanted = Closure(new_id(), day, name, opens, section)
        made = await c.add(CLOSURES, model.close(wanted, holding, today(now)), act="Set")
        done = c.done(id=made.id, state="set", status=201)
    return done


async def withdraw(
    closure_id: str, why: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """A closure to come that does not take place."""
    async with change(actor, now, key) as c:
        found = await load(CLOSURES, closure_id)
        if found is None:
            raise Missing("unknown-closure", closure=closure_id)
        await _require_reach(found.section, actor)
        withdrawn = model.withdraw(found, now, today(now))
        await c.amend(CLOSURES, withdrawn, act="Withdrawn", why=why)
        done = c.done(id=closure_id, state="withdrawn")
    return done


async def set_hours(
    section: str, week: Week, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """開庁時間 of a section, Monday to Sunday."""
    async with change(actor, now, key) as c:
        await _require_reach(section, actor)
        wanted = model.hours(section, week)
        if await load(HOURS, section) is None:
            await c.add(HOURS, wanted, act="Set")
        else:
            await c.amend(HOURS, wanted, act="Set")
        done = c.done(id=section, state="set")
    return done


async def _require_reach(section: str | None, actor: Actor) -> None:
    if section is None:
        if not await identity.reaches_all(actor, SETS):
            raise Forbidden("closure-needs-whole")
    elif section not in actor.reach(SETS):
        raise Missing("unknown-section", section=section)
    else:
        await identity.require_section(section)


async def closures(actor: Actor, first: date, last: date) -> list[Closure]:
    """Those of everybody and of the sections within reach, the withdrawn too, by day."""
    table = tables.Closure
    async with db.read():
        found = await rows(CLOSURES, table.day >= first, table.day <= last, order=table.day)
    return [c for c in found if c.section is None or c.section in actor.reach()]


async def days(section: str, first: date, count: int, actor: Actor) -> Sequence[Day]:
    """So many days from `first` on, as the section has them."""
    if section not in actor.reach():
        raise Missing("unknown-section", section=section)
    calendar = (await current()).of(section)
    return [calendar.told(first + timedelta(days=number)) for number in range(count)]


async def week_of(section: str, actor: Actor) -> OfficeHours:
    """The hours of a section; without any of its own the usual ones."""
    if section not in actor.reach():
        raise Missing("unknown-section", section=section)
    async with db.read():
        return await load(HOURS, section) or OfficeHours(section, model.USUAL_WEEK)
