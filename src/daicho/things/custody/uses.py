"""Use cases of the 外部記録媒体使用簿: a medium is used at a terminal, erased, and lies in its place again."""

from datetime import datetime
from typing import Literal

import msgspec

from daicho.foundation import db
from daicho.foundation.history import sealed
from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import Register, load, rows
from daicho.foundation.history.service import Done, change
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import JST
from daicho.foundation.kernel.errors import Missing
from daicho.foundation.kernel.ids import new_id
from daicho.things.assets import service as assets
from daicho.things.assets.model import Asset
from daicho.things.custody import tables, uses_model
from daicho.things.custody.uses_model import KEEPS, USES, MediaUse, Plan

MEDIA_USES = Register("media-uses", tables.MediaUse, MediaUse, "media-use")

Status = Literal["open", "ended"]


async def start(
    code: str, terminal: str, purpose: str, actor: Actor, now: datetime, key: Key | None = None, *,
    note: str | None = None,
) -> Done:  # fmt: skip
    """使用開始: the medium leaves its place for a terminal of the house."""
    async with change(actor, now, key) as c:
        medium = await assets.require(code, actor.reach())
        actor.towards(medium.section).needs(USES)
        at = await assets.require(terminal, actor.reach())
        plan = Plan(c.seal(purpose, place="purpose"), c.seal(note, place="note") if note else None)
        use = uses_model.start(medium, at, plan, use_id=new_id(), used_by=actor.person, now=now)
        await assets.use(c, medium)
        await c.add(MEDIA_USES, use, act="Started")
        done = c.done(id=use.id, code=codes.printed(use.asset), state="open", status=201)
    return done


async def end(
    use_id: str, actor: Actor, now: datetime, key: Key | None = None, *, erased: bool
) -> Done:
    """使用終了: with the data on it erased or not, the medium lies in its place again."""
    async with change(actor, now, key) as c:
        use = await load(MEDIA_USES, use_id)
        if use is None or use.section not in actor.reach():
            raise Missing("unknown-use", use=use_id)
        keeps = bool(actor.roles_over(use.section) & KEEPS)
        ended = uses_model.end(use, person=actor.person, keeps=keeps, erased=erased, now=now)
        await c.amend(MEDIA_USES, ended, act="Ended")
        medium = await assets.require(use.asset)
        if medium.state == "in_use" and medium.place is not None:
            await assets.keep(c, medium, medium.place)
        done = c.done(id=use.id, code=codes.printed(use.asset), state="ended")
    return done


# Reading ------------------------------------------------------------------------------------------


class UserOfMedium(msgspec.Struct, frozen=True):
    """A person as shown; the name is empty when it was erased."""

    staff_id: str
    name: str


class UseShown(msgspec.Struct, frozen=True):
    """A line of the 使用簿."""

    id: str
    code: str
    control_no: str
    name: str
    section: str
    section_name: str
    terminal: str
    terminal_name: str
    resident_side: bool
    used_by: UserOfMedium
    purpose: str | None
    note: str | None
    started_at: datetime
    ended_at: datetime | None
    ended_by: UserOfMedium | None
    erased: bool | None
    actions: list[str]


class Filter(msgspec.Struct, frozen=True):
    """What a list asks for; `code` is a medium's 13 characters."""

    status: Status | None = None
    section: str | None = None
    code: str | None = None


async def listed(
    actor: Actor, wanted: Filter, *, limit: int, after: str | None = None
) -> list[MediaUse]:
    """Those that fit, newest first: `limit` and one more when there are more."""
    table = tables.MediaUse
    reach = actor.reach() if wanted.section is None else actor.reach() & {wanted.section}
    where = [table.section.is_in(sorted(reach) or [""])]
    if wanted.status is not None:
        still = wanted.status == "open"
        where.append(table.ended_at.is_null() if still else table.ended_at.is_not_null())
    if wanted.code is not None:
        where.append(table.asset == wanted.code)
    if after is not None:
        where.append(table.id < after)
    async with db.read():
        return await rows(MEDIA_USES, *where, order=table.id, ascending=False, limit=limit + 1)


async def shown(page: list[MediaUse], actor: Actor) -> list[UseShown]:
    async with db.read():
        people = await identity.names(p for use in page for p in (use.used_by, use.ended_by))
        texts = await sealed.reveal(t for use in page for t in (use.purpose, use.note))
        things = await assets.by_code(c for use in page for c in (use.asset, use.terminal))
        sections = await identity.section_names()
    return [_line(use, actor, people, texts, things=things, sections=sections) for use in page]


def _line(
    use: MediaUse, actor: Actor, people: dict[str, str], texts: dict[str, str], *,
    things: dict[str, Asset], sections: dict[str, str],
) -> UseShown:  # fmt: skip
    def person(staff_id: str | None) -> UserOfMedium | None:
        return UserOfMedium(staff_id, people.get(staff_id, "")) if staff_id else None

    able = actor.person == use.used_by or bool(actor.roles_over(use.section) & KEEPS)
    return UseShown(
        id=use.id,
        code=codes.printed(use.asset),
        control_no=things[use.asset].control_no,
        name=things[use.asset].name,
        section=use.section,
        section_name=sections.get(use.section, ""),
        terminal=codes.printed(use.terminal),
        terminal_name=things[use.terminal].name,
        resident_side=use.resident_side,
        used_by=UserOfMedium(use.used_by, people.get(use.used_by, "")),
        purpose=texts.get(use.purpose),
        note=texts.get(use.note or ""),
        started_at=use.started_at.astimezone(JST),
        ended_at=use.ended_at.astimezone(JST) if use.ended_at else None,
        ended_by=person(use.ended_by),
        erased=use.erased,
        actions=["endMediaUse"] if able and use.ended_at is None else [],
    )
