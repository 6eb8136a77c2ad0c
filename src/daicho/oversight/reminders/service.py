"""Digests by mail: made once a person and day when their office opens, sent by the server's own round."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import msgspec

from daicho.foundation import db
from daicho.foundation.calendar import service as calendar
from daicho.foundation.calendar.model import Calendar, Calendars
from daicho.foundation.identity import mailing
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel.actor import Actor, Role
from daicho.foundation.kernel.clock import JST, today
from daicho.foundation.kernel.errors import Forbidden, Refused
from daicho.foundation.outbox import service as outbox
from daicho.foundation.outbox.model import Mail, State
from daicho.foundation.outbox.smtp import Route
from daicho.oversight.reminders import gathering, model
from daicho.oversight.reminders.model import Notice

WATCHES: tuple[Role, ...] = ("system_admin",)
"""Who looks after the mails."""

_KIND = "digest"
_COUNTED_DAYS = 30
_LOOKED_AHEAD = 400


class Reminded(msgspec.Struct, frozen=True):
    """What one look at the day did: digests made, and how many of them became mails."""

    people: int = 0
    mails: int = 0


async def remind(now: datetime, *, early: bool = False) -> Reminded:
    """Make today's digests of everybody whose office has opened; `early` before that, to be sent when it opens.

    Asked again on the same day, and by several servers at once, it makes none twice.
    """
    calendars = await calendar.current()
    if not await _any_open(calendars, now, early=early):
        return Reminded()
    made = Reminded()
    for person in await _waiting(today(now)):
        mails = await _remind_one(person, calendars, now, early=early)
        if mails is not None:
            made = Reminded(made.people + 1, made.mails + mails)
    return made


async def _any_open(calendars: Calendars, now: datetime, *, early: bool) -> bool:
    """Whether some office is open: on most rounds none has opened yet, or none opens today."""
    openings = [
        calendars.of(section.id).opens_at(today(now)) for section in await identity.sections()
    ]
    return any(at is not None and (early or at <= now) for at in openings)


async def _waiting(day: date) -> list[str]:
    """Who gets mail and has no digest of the day yet."""
    async with db.read():
        found = await db.fetch("SELECT person FROM digest WHERE day = $1", day)
        told = {row["person"] for row in found}
        return [person for person in await mailing.addressees() if person not in told]


async def _remind_one(
    person: str, calendars: Calendars, now: datetime, *, early: bool
) -> int | None:
    """How many mails the digest became; None when none was made now."""
    day = today(now)
    actor = await identity.acting(person, day)
    if actor.home is None:
        return None
    office = calendars.of(actor.home)
    opens = office.opens_at(day)
    if opens is None or (opens > now and not early):
        return None
    notices = await gathering.notices(actor, now, office)
    return await _put(person, notices, now, due=max(opens, now))


async def _put(
    person: str, notices: Sequence[Notice], now: datetime, *, due: datetime
) -> int | None:
    """The digest and its mail together, or neither: whoever comes second makes none."""
    day = today(now)
    words = model.digest(notices, day) if notices else None
    mail = outbox.letter(_KIND, person, words.subject, words.text, now, due=due) if words else None
    async with db.write():
        fresh = await db.fetch(
            "INSERT INTO digest (id, person, day, made_at, notices, mail)"
            " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING RETURNING id",
            f"{day.isoformat()}:{person}", person, day, now, len(notices),
            mail.mail.id if mail else None,
        )  # fmt: skip
        if not fresh:
            return None
        if mail is not None:
            await outbox.put(mail)
    return 0 if mail is None else 1


async def send_due(route: Route, now: datetime) -> outbox.Sent:
    """Hand over what is due."""
    return await outbox.send_due(route, mailing.addresses, now)


# Looking after it ---------------------------------------------------------------------------------------------------


class Run(msgspec.Struct, frozen=True):
    """The last day on which digests were made."""

    day: date
    at: datetime
    people: int
    mails: int


class Panel(msgspec.Struct, frozen=True):
    """How the reminders stand; `states` counts the mails of the last thirty days."""

    last: Run | None
    next: datetime | None
    states: dict[str, int]
    with_address: int
    without_address: int


async def _require_whole(actor: Actor) -> None:
    if not await identity.reaches_all(actor, WATCHES):
        raise Forbidden("reminders-need-whole")


async def panel(actor: Actor, now: datetime) -> Panel:
    """For who administers the whole municipality: `reminders-need-whole` otherwise."""
    await _require_whole(actor)
    async with db.read():
        reached = await mailing.reached(actor, today(now))
        last = await _last_run()
        states = await outbox.counts(now - timedelta(days=_COUNTED_DAYS))
    with_address = sum(one.address is not None for one in reached)
    plain = (await calendar.current()).of(None)
    return Panel(
        last=last,
        next=_next_opening(plain, now),
        states={state: states.get(state, 0) for state in ("queued", "sent", "failed")},
        with_address=with_address,
        without_address=len(reached) - with_address,
    )


async def _last_run() -> Run | None:
    found = await db.fetch(
        "SELECT day, count(*) AS people, count(mail) AS mails FROM digest"
        " WHERE day = (SELECT max(day) FROM digest) GROUP BY day"
    )
    if not found:
        return None
    day = _as_day(found[0]["day"])
    latest = await db.fetch("SELECT made_at FROM digest WHERE day = $1 ORDER BY made_at DESC", day)
    at = _as_moment(latest[0]["made_at"])
    return Run(day, at, found[0]["people"], found[0]["mails"])


def _as_day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _as_moment(value: datetime | str) -> datetime:
    told = datetime.fromisoformat(value) if isinstance(value, str) else value
    return told.astimezone(JST)


def _next_opening(office: Calendar, now: datetime) -> datetime | None:
    """When the office opens next."""
    days = (today(now) + timedelta(days=number) for number in range(_LOOKED_AHEAD))
    openings = (office.opens_at(day) for day in days)
    return next((at for at in openings if at is not None and at > now), None)


class MailShown(msgspec.Struct, frozen=True):
    """A mail without its words; `trouble` is what kept it from being taken."""

    id: str
    staff_id: str
    name: str
    subject: str
    made_at: datetime
    due: datetime
    state: State
    tries: int
    trouble: str | None
    sent_at: datetime | None
    actions: list[str]


async def mails(
    actor: Actor, state: State | None, *, limit: int, after: str | None = None
) -> list[MailShown]:
    """The newest first: `limit` and one more when there are more."""
    await _require_whole(actor)
    found = await outbox.listed(state, limit=limit, after=after)
    names = await identity.names(mail.person for mail in found)
    return [_shown(mail, names) for mail in found]


def _shown(mail: Mail, names: dict[str, str]) -> MailShown:
    return MailShown(
        id=mail.id,
        staff_id=mail.person,
        name=names.get(mail.person, ""),
        subject=mail.subject,
        made_at=mail.made_at.astimezone(JST),
        due=mail.due.astimezone(JST),
        state=mail.state,
        tries=mail.tries,
        trouble=mail.last_error,
        sent_at=mail.sent_at.astimezone(JST) if mail.sent_at else None,
        actions=["retryMail"] if mail.state != "sent" and mail.body else [],
    )


async def retry(mail_id: str, actor: Actor, now: datetime) -> Mail:
    """Try a mail again with the next round."""
    await _require_whole(actor)
    return await outbox.retry(mail_id, now)


async def run_now(actor: Actor, now: datetime) -> Reminded:
    """Today's digests of whoever has none yet; `office-closed` on a day without any open office."""
    await _require_whole(actor)
    if not await _any_open(await calendar.current(), now, early=True):
        raise Refused("office-closed", day=today(now).isoformat())
    return await remind(now, early=True)


async def mine(actor: Actor, now: datetime) -> Sequence[Notice]:
    """What this person's mail would say now."""
    office = (await calendar.current()).of(actor.home)
    return await gathering.notices(actor, now, office)
