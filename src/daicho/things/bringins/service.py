"""Use cases of 持込み: asked for, decided, looked at when it comes and when it goes."""

from datetime import date, datetime

import msgspec

from daicho.foundation import db
from daicho.foundation.history.model import Key
from daicho.foundation.history.service import Change, Done, change
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import fiscal_year, today
from daicho.foundation.kernel.errors import Missing
from daicho.foundation.kernel.ids import new_id
from daicho.foundation.kernel.text import refuse_resident_numbers
from daicho.things.bringins import model, reading, spots
from daicho.things.bringins.model import ANYBODY, BringIn, Entering, Item, Leaving, Plan
from daicho.things.bringins.reading import BRING_INS


class Visitor(msgspec.Struct, frozen=True):
    """Who brings it from outside, in clear."""

    name: str
    company: str


class Wish(msgspec.Struct, frozen=True):
    """What somebody asks for, in clear; `bringer` is a staff id or a visitor."""

    section: str
    floor: str
    area: str | None
    purpose: str
    bringer: str | Visitor
    items: tuple[Item, ...]
    planned_in: date
    planned_out: date
    exception: str | None = None


async def request(wish: Wish, actor: Actor, now: datetime, key: Key | None = None) -> Done:
    """持込み申請."""
    async with change(actor, now, key) as c:
        await _refuse_strange(wish, actor)
        level = await spots.require_level(wish.floor, wish.area, actor.reach(), today(now))
        made = model.request(
            _plan(c, wish, level), bring_in_id=new_id(), requester=actor.person, now=now,
            serial_no=await next_no("bring_in", fiscal_year(today(now))),
        )  # fmt: skip
        await c.add(BRING_INS, made, act="Requested")
        done = c.done(id=made.id, state=made.state, status=201)
    return done


async def _refuse_strange(wish: Wish, actor: Actor) -> None:
    if wish.section not in actor.reach():
        raise Missing("unknown-section", section=wish.section)
    await identity.require_section(wish.section)
    actor.towards(wish.section).needs(ANYBODY)
    if isinstance(wish.bringer, str):
        await identity.require_person(wish.bringer)
    for item in wish.items:
        refuse_resident_numbers(item.name, place="items")


def _plan(c: Change, wish: Wish, level: int) -> Plan:
    visitor = wish.bringer if isinstance(wish.bringer, Visitor) else None
    return Plan(
        section=wish.section,
        floor=wish.floor,
        area=wish.area,
        level=level,
        purpose=c.seal(wish.purpose, place="purpose"),
        items=wish.items,
        planned_in=wish.planned_in,
        planned_out=wish.planned_out,
        bringer=wish.bringer if isinstance(wish.bringer, str) else None,
        visitor=c.seal(visitor.name, place="bringer") if visitor else None,
        company=c.seal(visitor.company, place="company") if visitor else None,
        exception=c.seal(wish.exception, place="exception") if wish.exception else None,
    )


async def next_no(table: str, year: int) -> int:
    """One more than the last of the fiscal year; the door lets one change at a time count."""
    query = f"SELECT max(serial_no) AS last FROM {table} WHERE fiscal_year = $1"  # noqa: S608  # our own names
    return ((await db.fetch(query, year))[0]["last"] or 0) + 1


# Deciding ----------------------------------------------------------------------------------------------------------


async def approve(bring_in_id: str, actor: Actor, now: datetime, key: Key | None = None) -> Done:
    """承認 by the decider of the section; of an exception by the 情報セキュリティ管理者."""
    async with change(actor, now, key) as c:
        bring_in = await _decidable(c, "approveBringIn", bring_in_id, act="Approved")
        return await _written(c, _decided(c, bring_in, "approved"), act="Approved")


async def reject(
    bring_in_id: str, reason: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """却下, by those who could have approved."""
    async with change(actor, now, key) as c:
        bring_in = await _decidable(c, "rejectBringIn", bring_in_id, act="Rejected")
        rejected = msgspec.structs.replace(
            _decided(c, bring_in, "rejected"), remark=c.seal(reason, place="reason"), closed_at=now
        )
        return await _written(c, rejected, act="Rejected")


async def _decidable(c: Change, operation: str, bring_in_id: str, *, act: str) -> BringIn:
    day = today(c.now)
    bring_in = await reading.decidable(bring_in_id, c.actor, day)
    model.permit(operation, bring_in, await reading.standing(c.actor, bring_in, day))
    if bring_in.exception is None:
        await identity.decide(
            c, section=bring_in.section, excluded=model.interested(bring_in),
            subject=BRING_INS.subject_of(bring_in), act=act, on=day,
        )  # fmt: skip
    return bring_in


def _decided(c: Change, bring_in: BringIn, state: model.State) -> BringIn:
    return msgspec.structs.replace(
        bring_in, state=state, decided_by=c.actor.person, decided_for=c.on_behalf_of,
        decided_at=c.now,
    )  # fmt: skip


async def withdraw(bring_in_id: str, actor: Actor, now: datetime, key: Key | None = None) -> Done:
    """取下げ by whoever asked, before anything came in."""
    async with change(actor, now, key) as c:
        bring_in = await reading.require(bring_in_id, actor)
        model.permit("withdrawBringIn", bring_in, actor.towards(bring_in.section))
        withdrawn = msgspec.structs.replace(bring_in, state="withdrawn", closed_at=now)
        return await _written(c, withdrawn, act="Withdrawn")


# At the door -------------------------------------------------------------------------------------------------------


async def inspect_in(
    bring_in_id: str, entering: Entering, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """持込み確認: what of the list is there, and clean, comes in."""
    async with change(actor, now, key) as c:
        bring_in = await reading.require(bring_in_id, actor)
        by = actor.towards(bring_in.section)
        came = model.inspect_in(bring_in, entering, by, now)
        act = "TurnedAway" if came.state == "turned_away" else "InspectedIn"
        return await _written(c, came, act=act)


async def inspect_out(
    bring_in_id: str, leaving: Leaving, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """搬出確認: the same things go, and none of our data on them."""
    for item in leaving.unlisted:
        refuse_resident_numbers(item.name, place="unlisted")
    async with change(actor, now, key) as c:
        bring_in = await reading.require(bring_in_id, actor)
        by = actor.towards(bring_in.section)
        return await _written(c, model.inspect_out(bring_in, leaving, by, now), act="InspectedOut")


async def resolve(
    bring_in_id: str, explanation: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """A difference at the door is settled, by another person than the one who found it."""
    async with change(actor, now, key) as c:
        bring_in = await reading.require(bring_in_id, actor)
        by = actor.towards(bring_in.section)
        sealed = c.seal(explanation, place="explanation")
        return await _written(c, model.resolve(bring_in, sealed, by, now), act="Resolved")


async def _written(c: Change, bring_in: BringIn, *, act: str) -> Done:
    await c.amend(BRING_INS, bring_in, act=act)
    return c.done(id=bring_in.id, state=bring_in.state)
