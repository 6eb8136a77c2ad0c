"""What waits for a person: the desk's tasks, and what comes due within the next days."""

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from daicho.foundation import db
from daicho.foundation.calendar.model import Calendar
from daicho.foundation.kernel.actor import Actor, Role
from daicho.foundation.kernel.clock import today
from daicho.oversight.desk import tasks
from daicho.oversight.desk.task import Task
from daicho.oversight.reminders import model
from daicho.oversight.reminders.model import Kind, Notice
from daicho.oversight.violations import remedies
from daicho.things.assets import service as assets
from daicho.things.custody import listing as take_outs
from daicho.things.custody.model import TakeOut
from daicho.things.disposal import listing as disposals
from daicho.things.stocktake import listing as stock_takes

_MOST = 200
_KEEPS: frozenset[Role] = frozenset({"custodian", "section_head"})
_ANSWERS: frozenset[Role] = frozenset({"section_head", "security_manager", "facility_admin"})
_OF_TASKS: dict[str, Kind] = {kind: kind for kind in model.HEADINGS}
_SINCE: frozenset[Kind] = frozenset({"overdue", "verify", "approve", "disposal"})
"""Of these the mail says since when they wait."""


class _Reader(msgspec.Struct, frozen=True):
    """Whose digest it is, and of which day; `soon` is the next day on which the office is open."""

    actor: Actor
    now: datetime
    day: date
    soon: date

    def is_near(self, section: str, roles: frozenset[Role]) -> bool:
        """Whether the person has one of these posts in the section itself."""
        return any(d.section == section and d.role in roles for d in self.actor.duties)


async def notices(actor: Actor, now: datetime, calendar: Calendar) -> list[Notice]:
    """Everything that this person is reminded of today."""
    day = today(now)
    reader = _Reader(actor, now, day, calendar.days_after(day, 1))
    async with db.read():
        found = [*_of_tasks(await tasks.tasks_of(actor, now))]
        found += await _of_take_outs(reader)
        found += await _of_stock_takes(reader)
        found += await _of_disposals(reader)
        found += await _of_remedies(reader)
    return model.arranged(found)


def _of_tasks(found: Iterable[Task]) -> Iterable[Notice]:
    """One's own returns are told by their day, below; details of tasks name people and are left out."""
    for task in found:
        kind = _OF_TASKS.get(task.kind)
        if kind is not None:
            yield Notice(kind, task.title, today(task.since) if kind in _SINCE else None)


async def _of_take_outs(reader: _Reader) -> list[Notice]:
    wanted = take_outs.Filter(status="open")
    found = await take_outs.listed(reader.actor, wanted, reader.day, limit=_MOST)
    kinds = [(kind, one) for one in found if (kind := _coming(one, reader)) is not None]
    things = await assets.by_code(one.asset for _, one in kinds)
    return [Notice(kind, things[one.asset].name, one.planned_return) for kind, one in kinds]


def _coming(one: TakeOut, reader: _Reader) -> Kind | None:
    mine = reader.actor.person in {one.applicant, *one.carriers}
    if one.state == "approved" and mine:
        return "collect"
    if one.state != "handed_over" or not (mine or reader.is_near(one.section, _KEEPS)):
        return None
    if reader.day <= one.planned_return <= reader.soon:
        return "due"
    ends = one.kind == "unit_loan" and one.planned_return <= reader.day + model.LOAN_ENDS
    return "year_end" if ends and one.planned_return > reader.day else None


async def _of_stock_takes(reader: _Reader) -> list[Notice]:
    found = await stock_takes.listed(reader.actor, stock_takes.Filter(status="open"), limit=_MOST)
    return [
        Notice("stock_take_due", one.number, one.due)
        for one in found
        if reader.is_near(one.section, _KEEPS) and one.due <= reader.day + model.STOCK_TAKE_DUE
    ]


async def _of_disposals(reader: _Reader) -> list[Notice]:
    found = await disposals.listed(reader.actor, disposals.Filter(status="open"), limit=_MOST)
    return [
        Notice("disposal_stuck", one.number, today(one.requested_at))
        for one in found
        if (reader.actor.person == one.requester or reader.is_near(one.section, _KEEPS))
        and today(one.requested_at) + model.STUCK_AFTER <= reader.day
    ]


async def _of_remedies(reader: _Reader) -> list[Notice]:
    found = await remedies.listed(reader.actor, "approved", reader.day, limit=_MOST)
    return [
        Notice("remedy_ends", "", one.until)
        for one in found
        if (reader.actor.person == one.requested_by or reader.is_near(one.section, _ANSWERS))
        and one.until <= reader.day + model.REMEDY_ENDS
    ]
