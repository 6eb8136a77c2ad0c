"""Putting mails in, handing them to the mail server, and telling how they stand; never from inside a change."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime, time
from typing import Any

import msgspec
from piccolo.columns import Column

from daicho.foundation import db
from daicho.foundation.history import sealed
from daicho.foundation.kernel.clock import JST, today
from daicho.foundation.kernel.errors import Missing
from daicho.foundation.kernel.ids import new_id
from daicho.foundation.outbox import model
from daicho.foundation.outbox.model import HELD, Mail, Outcome, State
from daicho.foundation.outbox.smtp import Letter, Route, deliver
from daicho.foundation.outbox.tables import Outbox

AddressBook = Callable[[Iterable[str]], Awaitable[Mapping[str, str]]]
"""Staff ids -> addresses of those who have one."""

_AT_ONCE = 20
_MOST_OLD = 500


class Written(msgspec.Struct, frozen=True):
    """A mail that is not in the outbox yet, and its words."""

    mail: Mail
    words: sealed.Opening


def letter(
    kind: str, person: str, subject: str, text: str, now: datetime, *, due: datetime
) -> Written:
    """A new mail to a person, by staff id."""
    words = sealed.seal(text, about=person)
    return Written(Mail(new_id(), kind, person, subject, words.commitment, now, due), words)


async def put(written: Written) -> None:
    """Into the outbox, inside the caller's transaction."""
    await sealed.keep([written.words])
    await Outbox.insert(Outbox(**msgspec.structs.asdict(written.mail)))


class Sent(msgspec.Struct, frozen=True):
    """How many mails were tried, and how many of them were taken."""

    tried: int = 0
    taken: int = 0


async def send_due(route: Route, addresses: AddressBook, now: datetime) -> Sent:
    """Try everything of today that is due; each mail is held by one process while it is tried."""
    await _give_up_old(now)
    sent = Sent()
    while mails := await _held(now):
        outcomes = await _try(mails, route, addresses, now)
        for mail, outcome in zip(mails, outcomes, strict=True):
            await _settle(model.tried(mail, outcome, now), now)
        taken = sum(outcome.trouble is None for outcome in outcomes)
        sent = Sent(sent.tried + len(mails), sent.taken + taken)
    return sent


async def _give_up_old(now: datetime) -> None:
    """Mails of earlier days: nobody is reminded of yesterday, and their words are erased."""
    midnight = datetime.combine(today(now), time.min, JST)
    old = (Outbox.state != "sent") & (Outbox.made_at < midnight) & (Outbox.body != "")
    async with db.read():
        found = await _mails(old, limit=_MOST_OLD)
    if found:
        async with db.write():
            for mail in found:
                await _replace(model.given_up(mail))
            await sealed.forget([mail.body for mail in found], now)


async def _held(now: datetime) -> list[Mail]:
    """The next few that are due; whoever comes second finds that they are due later."""
    waiting = (Outbox.state == "queued") & (Outbox.due <= now)
    async with db.read():
        found = await Outbox.select(Outbox.id).where(waiting).order_by(Outbox.due).limit(_AT_ONCE)
    if not found:
        return []
    async with db.write():
        held = await (
            Outbox.update({Outbox.due: now + HELD, Outbox.tries: Outbox.tries + 1})
            .where(waiting, Outbox.id.is_in([row["id"] for row in found]))
            .returning(Outbox.id)
        )
        return await _mails(Outbox.id.is_in([row["id"] for row in held] or [""]), limit=_AT_ONCE)


async def _try(
    mails: Sequence[Mail], route: Route, addresses: AddressBook, now: datetime
) -> list[Outcome]:
    """In the order of the mails; those without address or text are not even tried."""
    async with db.read():
        known = await addresses({mail.person for mail in mails})
        texts = await sealed.reveal(mail.body for mail in mails)
    letters = [
        Letter(mail.id, known[mail.person], mail.subject, texts[mail.body])
        for mail in mails
        if mail.person in known and mail.body in texts
    ]
    told = await asyncio.to_thread(deliver, route, letters, now) if letters else []
    by_id = {outcome.mail: outcome for outcome in told}
    return [by_id.get(mail.id, Outcome(mail.id, "no-address")) for mail in mails]


async def _settle(mail: Mail, now: datetime) -> None:
    """What became of a try; a mail that was taken needs its words no more."""
    async with db.write():
        await _replace(mail)
        if mail.state == "sent":
            await sealed.forget([mail.body], now)


async def _replace(mail: Mail) -> None:
    fields = msgspec.structs.asdict(mail).items()
    values: dict[Column | str, Any] = {name: value for name, value in fields if name != "id"}
    await Outbox.update(values).where(Outbox.id == mail.id)


async def retry(mail_id: str, now: datetime) -> Mail:
    """Try a mail again at once; asked twice it is the same."""
    async with db.write():
        found = await _mails(Outbox.id == mail_id, limit=1)
        if not found:
            raise Missing("unknown-mail", mail=mail_id)
        mail = model.again(found[0], now)
        await _replace(mail)
    return mail


async def listed(state: State | None, *, limit: int, after: str | None = None) -> list[Mail]:
    """The newest first: `limit` and one more when there are more."""
    where = [] if state is None else [Outbox.state == state]
    if after is not None:
        where.append(Outbox.id < after)
    async with db.read():
        return await _mails(*where, limit=limit + 1)


async def counts(since: datetime) -> dict[str, int]:
    """State -> how many of the mails made since then."""
    query = "SELECT state, count(*) AS mails FROM outbox WHERE made_at >= $1 GROUP BY state"
    async with db.read():
        return {row["state"]: row["mails"] for row in await db.fetch(query, since)}


async def _mails(*where: Any, limit: int) -> list[Mail]:
    query = Outbox.select().order_by(Outbox.id, ascending=False).limit(limit)
    found = await (query.where(*where) if where else query)
    return [msgspec.convert(row, Mail) for row in found]
