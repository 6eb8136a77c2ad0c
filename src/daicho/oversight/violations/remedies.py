"""Use cases of remedies: asking for an exception, deciding about it with other eyes, ending it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Literal

import msgspec

from daicho.foundation import db
from daicho.foundation.history import sealed
from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import Register, load, rows
from daicho.foundation.history.service import Change, Done, change
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel.actor import SYSTEM, Actor, Role
from daicho.foundation.kernel.clock import JST, today
from daicho.foundation.kernel.errors import Missing
from daicho.foundation.kernel.ids import new_id
from daicho.oversight.violations import remedy_model, tables
from daicho.oversight.violations.episodes import VIOLATIONS
from daicho.oversight.violations.model import Violation
from daicho.oversight.violations.remedy_model import Remedy, Words

REMEDIES = Register("remedies", tables.Remedy, Remedy, "remedy")

Status = Literal["requested", "approved", "rejected", "ended", "expired", "all"]

ASKS: tuple[Role, ...] = ("facility_admin", "section_head", "security_manager")
"""Who asks for an exception, and who ends one; another of them, or the section's head, decides."""

_TABLE = tables.Remedy
_PAGE = 500


class Wanted(msgspec.Struct, frozen=True):
    """What is done instead, why, and the last day of it; in clear, the door seals the texts."""

    measure: str
    why: str
    until: date


# Asking, deciding, ending -------------------------------------------------------------------------------------------


async def request(
    violation_id: str, wanted: Wanted, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """Ask that a violation be excepted until a day; one request waits at a time."""
    async with change(actor, now, key) as c:
        violation = await load(VIOLATIONS, violation_id)
        if violation is None or violation.section not in actor.reach(ASKS):
            raise Missing("unknown-violation", violation=violation_id)
        words = Words(c.seal(wanted.measure, place="measure"), c.seal(wanted.why, place="why"))
        asked = remedy_model.request(
            violation, await _waiting(violation_id), words, wanted.until, remedy_id=new_id(),
            person=actor.person, now=now, today=today(now),
        )  # fmt: skip
        await c.add(REMEDIES, asked, act="Requested")
        done = c.done(id=asked.id, state=asked.state, status=201)
    return done


async def _waiting(violation_id: str) -> Remedy | None:
    found = await rows(REMEDIES, _TABLE.violation == violation_id, _TABLE.state == "requested")
    return found[0] if found else None


async def approve(remedy_id: str, actor: Actor, now: datetime, key: Key | None = None) -> Done:
    """A second person: the section's head (or who decides for them), or a security manager."""
    async with change(actor, now, key) as c:
        remedy = await _within(remedy_id, actor)
        await _decide(c, remedy, act="Approved")
        approved = remedy_model.approve(
            remedy, person=actor.person, on_behalf_of=c.on_behalf_of, now=now, today=today(now)
        )
        await c.amend(REMEDIES, approved, act="Approved")
        done = c.done(id=remedy_id, state=approved.state)
    return done


async def reject(
    remedy_id: str, why: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """The violation stays open."""
    async with change(actor, now, key) as c:
        remedy = await _within(remedy_id, actor)
        await _decide(c, remedy, act="Rejected")
        rejected = remedy_model.reject(
            remedy, person=actor.person, on_behalf_of=c.on_behalf_of, now=now,
            answer=c.seal(why, place="why"),
        )  # fmt: skip
        await c.amend(REMEDIES, rejected, act="Rejected")
        done = c.done(id=remedy_id, state=rejected.state)
    return done


async def end(
    remedy_id: str, why: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """The measure stops, or the request is taken back: the violation counts as open again. One person is enough."""
    async with change(actor, now, key) as c:
        remedy = await _within(remedy_id, actor, by=ASKS)
        answer = c.seal(why, place="why")
        ended = remedy_model.end(remedy, person=actor.person, now=now, answer=answer)
        await c.amend(REMEDIES, ended, act="Ended")
        done = c.done(id=remedy_id, state=ended.state)
    return done


async def end_with(c: Change, closed: Iterable[Violation]) -> None:
    """The cause is gone, so nothing is left to except: the machine ends what is open of these episodes."""
    wanted = [violation.id for violation in closed]
    for start in range(0, len(wanted), _PAGE):
        concerned = _TABLE.violation.is_in(wanted[start : start + _PAGE])
        for remedy in await rows(
            REMEDIES, concerned, _TABLE.state.is_in(sorted(remedy_model.OPEN))
        ):
            ended = remedy_model.end(remedy, person=SYSTEM.person, now=c.now, answer=None)
            await c.amend(REMEDIES, ended, act="Ended")


async def _within(remedy_id: str, actor: Actor, by: Iterable[Role] | None = None) -> Remedy:
    remedy = await load(REMEDIES, remedy_id)
    if remedy is None or remedy.section not in actor.reach(by):
        raise Missing("unknown-remedy", remedy=remedy_id)
    return remedy


async def _decide(c: Change, remedy: Remedy, *, act: str) -> None:
    """`own-request`, `not-the-decider`; the model counts the eyes once more."""
    if c.actor.holds("security_manager", remedy.section):
        return
    await identity.decide(
        c, section=remedy.section, excluded=frozenset({remedy.requested_by}),
        subject=f"{REMEDIES.subject}:{remedy.id}", act=act, on=today(c.now),
    )  # fmt: skip


# Reading ------------------------------------------------------------------------------------------------------------


def excepted_now(day: date) -> Any:
    """Condition on violations: a remedy excepts them on this day."""
    holding = _TABLE.select(_TABLE.violation).where(_TABLE.state == "approved", _TABLE.until >= day)
    return tables.Violation.id.is_in(holding)


def not_excepted(day: date) -> Any:
    holding = _TABLE.select(_TABLE.violation).where(_TABLE.state == "approved", _TABLE.until >= day)
    return tables.Violation.id.not_in(holding)


async def holding(violations: Iterable[str], day: date) -> dict[str, Remedy]:
    """Violation id -> the remedy that excepts it on a day, of several the one that lasts longest."""
    wanted, found = sorted(set(violations)), dict[str, Remedy]()
    async with db.read():
        for start in range(0, len(wanted), _PAGE):
            here = _TABLE.violation.is_in(wanted[start : start + _PAGE])
            some = await rows(REMEDIES, here, _TABLE.state == "approved", order=_TABLE.until)
            found |= {r.violation: r for r in some if remedy_model.excepts(r, day)}
    return found


class Somebody(msgspec.Struct, frozen=True):
    """A person as shown; the name is empty when it was erased."""

    staff_id: str
    name: str


class Shown(msgspec.Struct, frozen=True):
    """A remedy with its texts; `state` is `expired` once its last day is over, `may_decide` is the reader's."""

    id: str
    violation: str
    rule: str
    section: str
    state: Literal["requested", "approved", "rejected", "ended", "expired"]
    measure: str | None
    why: str | None
    until: date
    requested_by: Somebody
    requested_at: datetime
    approved_by: Somebody | None
    decided_by: Somebody | None
    decided_at: datetime | None
    ended_by: Somebody | None
    ended_at: datetime | None
    answer: str | None
    may_decide: bool


async def listed(
    actor: Actor, status: Status, day: date, *, limit: int, after: str | None = None
) -> list[Remedy]:
    """The remedies within reach, the newest first: `limit` and one more when there are more."""
    where = [_TABLE.section.is_in(sorted(actor.reach()) or [""]), *_with_status(status, day)]
    if after is not None:
        where.append(_TABLE.id < after)
    async with db.read():
        return await rows(REMEDIES, *where, order=_TABLE.id, ascending=False, limit=limit + 1)


def _with_status(status: Status, day: date) -> list[Any]:
    if status == "all":
        return []
    if status == "expired":
        return [_TABLE.state == "approved", _TABLE.until < day]
    if status == "approved":
        return [_TABLE.state == "approved", _TABLE.until >= day]
    return [_TABLE.state == status]


async def words(remedies: Iterable[Remedy]) -> tuple[dict[str, str], dict[str, str]]:
    """What these remedies name: commitment -> text, staff id -> name."""
    page = list(remedies)
    people = {p for r in page for p in (r.requested_by, r.decided_by, r.ended_by)}
    async with db.read():
        texts = await sealed.reveal(t for r in page for t in (r.measure, r.why, r.answer))
        return texts, await identity.names(people)


async def shown(remedies: Iterable[Remedy], actor: Actor, day: date) -> list[Shown]:
    """With names, texts, and whether this reader may decide; all within the reader's reach already."""
    page = list(remedies)
    async with db.read():
        texts, names = await words(page)
        concerned = tables.Violation.id.is_in(sorted({r.violation for r in page}) or [""])
        rules = {v.id: v.rule for v in await rows(VIOLATIONS, concerned)}
        able = {r.id: await may_decide(r, actor, day) for r in page}
    return [
        _shown(r, names, texts, rule=rules[r.violation], able=able[r.id], day=day) for r in page
    ]


async def may_decide(remedy: Remedy, actor: Actor, day: date) -> bool:
    """Whether this person is a second one whose decision is wanted."""
    if remedy.state != "requested" or remedy.requested_by == actor.person:
        return False
    if actor.holds("security_manager", remedy.section):
        return True
    eyes = frozenset({remedy.requested_by})
    return await identity.may_decide(remedy.section, actor.person, eyes, day)


def _shown(
    remedy: Remedy, names: dict[str, str], texts: dict[str, str], *, rule: str, able: bool,
    day: date,
) -> Shown:  # fmt: skip
    def person(staff_id: str | None) -> Somebody | None:
        return Somebody(staff_id, names.get(staff_id, "")) if staff_id else None

    def local(moment: datetime | None) -> datetime | None:
        return moment.astimezone(JST) if moment else None

    return Shown(
        id=remedy.id,
        violation=remedy.violation,
        rule=rule,
        section=remedy.section,
        state="expired" if remedy_model.is_expired(remedy, day) else remedy.state,
        measure=texts.get(remedy.measure),
        why=texts.get(remedy.why),
        until=remedy.until,
        requested_by=Somebody(remedy.requested_by, names.get(remedy.requested_by, "")),
        requested_at=remedy.requested_at.astimezone(JST),
        approved_by=person(remedy.decided_by) if remedy.state != "rejected" else None,
        decided_by=person(remedy.decided_by),
        decided_at=local(remedy.decided_at),
        ended_by=person(remedy.ended_by),
        ended_at=local(remedy.ended_at),
        answer=texts.get(remedy.answer or ""),
        may_decide=able,
    )
