"""`daicho sweep`: look at everything again, as the server does by itself once a day."""

import argparse
import asyncio
from datetime import date

from daicho.cli.opened import opened
from daicho.cli.telling import Answer
from daicho.foundation.kernel.errors import Invalid
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
    swept = asyncio.run(_sweep(_day(args.as_of)))
    Answer(args).tell(swept, _told(swept))
    return FOUND if swept.is_open else 0


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as wrong:
        raise Invalid("request-invalid", place="--as-of", reason="YYYY-MM-DD") from wrong


async def _sweep(as_of: date | None) -> Swept:
    async with opened() as now:
        return await service.sweep(now, as_of)


def _told(swept: Swept) -> str:
    lines = [
        f"{rule}  確認 {count} 件 / checked  該当 {swept.found.get(rule, 0)} 件 / found"
        f"  うち代替措置 {swept.excepted.get(rule, 0)} 件 / excepted"
        for rule, count in sorted(swept.checked.items())
    ]
    written = f"新たに開いた違反 {swept.opened} 件、解消した違反 {swept.closed} 件 / opened, closed"
    return "\n".join([*lines, written])
