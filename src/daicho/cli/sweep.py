"""`daicho sweep`: look at everything again and remind by mail, as the server does by itself once a day."""

import argparse
import asyncio
from datetime import date

import msgspec

from daicho.cli.opened import opened
from daicho.cli.telling import Answer
from daicho.foundation.kernel.errors import Invalid
from daicho.foundation.outbox.smtp import route_of
from daicho.foundation.settings import from_environment
from daicho.oversight.reminders import service as reminders
from daicho.oversight.violations import service
from daicho.oversight.violations.service import Swept

FOUND = 1


def add_arguments(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser("sweep", help="すべての規則を評価し直す / evaluate every rule again")
    verb.add_argument(
        "--as-of", metavar="DATE", help="この日が今日であるとして / as if today were this day"
    )
    verb.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when nothing is wrong that no remedy excepts, 1 otherwise."""
    swept, posted = asyncio.run(_sweep(_day(args.as_of)))
    facts = msgspec.to_builtins(swept) | {"reminded": msgspec.to_builtins(posted)}
    Answer(args).tell(facts, "\n".join([_told(swept), _posted(posted)]))
    return FOUND if swept.is_open else 0


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as wrong:
        raise Invalid("request-invalid", place="--as-of", reason="YYYY-MM-DD") from wrong


class Posted(msgspec.Struct, frozen=True):
    """Digests made, mails among them, and how many mails a server took."""

    people: int
    mails: int
    taken: int


async def _sweep(as_of: date | None) -> tuple[Swept, Posted | None]:
    """Nobody is reminded of a day that is not today, nor without a mail server."""
    settings = from_environment()
    route = route_of(settings)
    async with opened(settings) as now:
        swept = await service.sweep(now, as_of)
        if route is None or as_of is not None:
            return swept, None
        made = await reminders.remind(now, early=True)
        sent = await reminders.send_due(route, now)
        return swept, Posted(made.people, made.mails, sent.taken)


def _posted(posted: Posted | None) -> str:
    if posted is None:
        return "お知らせメールは作りません / no reminders by mail"
    return (
        f"お知らせ {posted.people} 人分、メール {posted.mails} 通、送信済み {posted.taken} 通"
        " / reminders, mails, sent"
    )


def _told(swept: Swept) -> str:
    lines = [
        f"{rule}  確認 {count} 件 / checked  該当 {swept.found.get(rule, 0)} 件 / found"
        f"  うち代替措置 {swept.excepted.get(rule, 0)} 件 / excepted"
        for rule, count in sorted(swept.checked.items())
    ]
    written = f"新たに開いた違反 {swept.opened} 件、解消した違反 {swept.closed} 件 / opened, closed"
    return "\n".join([*lines, written])
