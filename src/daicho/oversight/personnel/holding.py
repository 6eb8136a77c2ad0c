"""What people hold when they go: things that are out, media in use, things brought in, deputies' duties, open tasks."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

import msgspec

from daicho.foundation.identity import service as identity
from daicho.foundation.identity import taking_in
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import today
from daicho.oversight.desk.task import Task
from daicho.oversight.desk.tasks import tasks_of
from daicho.things.assets import service as assets
from daicho.things.bringins import reading as bring_ins
from daicho.things.custody import listing as take_outs
from daicho.things.custody import uses

_MOST = 2000


class Held(msgspec.Struct, frozen=True):
    """One thing to hand over or bring to an end."""

    kind: str
    subject: str
    title: str
    detail: str
    due: date | None = None


async def held(staff: Collection[str], actor: Actor, now: datetime) -> dict[str, list[Held]]:
    """Staff id -> what they hold, of these people, as far as the asker reaches."""
    found: dict[str, list[Held]] = {person: [] for person in staff}
    for persons, one in [
        *await _take_outs(actor, today(now)), *await _uses(actor), *await _bring_ins(actor),
        *await _deputies(staff, today(now)),
    ]:  # fmt: skip
        for person in set(persons) & found.keys():
            found[person].append(one)
    return found


async def _take_outs(actor: Actor, day: date) -> list[tuple[Iterable[str], Held]]:
    open_ones = take_outs.Filter(status="open")
    rows = await take_outs.listed(actor, open_ones, day, limit=_MOST)
    named = await assets.by_code(row.asset for row in rows)
    return [
        (
            {row.applicant, *row.carriers},
            Held("take_out", f"take-out:{row.id}", named[row.asset].name,
                 f"{row.fiscal_year}-{row.serial_no:04} {named[row.asset].control_no}",
                 row.planned_return),
        )
        for row in rows
    ]  # fmt: skip


async def _uses(actor: Actor) -> list[tuple[Iterable[str], Held]]:
    rows = await uses.listed(actor, uses.Filter(status="open"), limit=_MOST)
    named = await assets.by_code(row.asset for row in rows)
    return [
        ((row.used_by,), Held("media_use", f"asset:{row.asset}", named[row.asset].name,
                              named[row.asset].control_no))
        for row in rows
    ]  # fmt: skip


async def _bring_ins(actor: Actor) -> list[tuple[Iterable[str], Held]]:
    reach = actor.reach()
    return [
        (
            {row.requester, row.bringer or row.requester},
            Held("bring_in", f"bring-in:{row.id}", "、".join(item.name for item in row.items),
                 f"{row.fiscal_year}-{row.serial_no:04}", row.planned_out),
        )
        for row in await bring_ins.inside()
        if row.section in reach
    ]  # fmt: skip


async def _deputies(staff: Collection[str], day: date) -> list[tuple[Iterable[str], Held]]:
    sections = await identity.section_names()
    return [
        ((row.person, row.principal), Held("deputy", f"deputy:{row.id}", sections.get(row.section, ""),
                                           f"{row.valid_from} – {row.valid_to}", row.valid_to))
        for row in await taking_in.deputies(staff)
        if row.valid_to >= day
    ]  # fmt: skip


async def tasks(person: str, now: datetime) -> list[Task]:
    """What waits for somebody."""
    return await tasks_of(await identity.acting(person, today(now)), now)
