"""`daicho labels`: QR labels on a sheet, as a PDF; the print is logged like one from the pages."""

import argparse
import asyncio
from datetime import datetime
from pathlib import Path

from daicho.cli.telling import Answer
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import SYSTEM, Actor, Duty
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.errors import Forbidden, Invalid
from daicho.things.labels.sheets import SHEETS

PRINTERS = frozenset({"custodian", "facility_admin", "system_admin"})


def add_arguments(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    names = " ".join(sheet.name for sheet in SHEETS)
    verb = verbs.add_parser("labels", help="QRラベルの用紙を作る / QR labels on a sheet")
    verb.add_argument("codes", nargs="+", metavar="CODE", help="管理コード / control codes")
    verb.add_argument("--sheet", required=True, metavar="NAME", help=f"用紙 / sheet: {names}")
    verb.add_argument(
        "--out", required=True, type=Path, metavar="FILE.pdf", help="書出し先 / where to"
    )
    verb.add_argument(
        "--start", type=int, default=1, metavar="N", help="開始位置。左上が1 / first cell"
    )
    verb.add_argument("--as", dest="account", metavar="ACCOUNT", help="印刷する人 / who prints")
    verb.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    wanted = [codes.read(code) for code in args.codes]
    pages = asyncio.run(_printed(args, wanted))
    _write(args.out, pages)
    told = {"out": str(args.out), "labels": len(wanted), "sheet": args.sheet}
    Answer(args).tell(told, f"{args.out}: ラベル {len(wanted)} 枚 / labels")
    return 0


def _write(out: Path, pages: bytes) -> None:
    try:
        out.write_bytes(pages)
    except OSError as error:
        raise Invalid("file-unwritable", file=str(out), reason=error.strerror) from error


async def _printed(args: argparse.Namespace, wanted: list[str]) -> bytes:
    from daicho.cli.opened import opened
    from daicho.foundation.settings import from_environment
    from daicho.things.assets.service import labels as labels_of_assets
    from daicho.things.labels import service

    if not await asyncio.to_thread(args.out.parent.is_dir):
        raise Invalid("no-such-folder", folder=str(args.out.parent))
    settings = from_environment()
    service.draw_for((labels_of_assets,), label_url=settings.label_url)
    async with opened(settings) as now:
        actor = await _actor(args.account, now)
        done = await service.record_print(wanted, args.sheet, actor, now, start=args.start)
        return await service.pages(str(done.id), actor, now)


async def _actor(account: str | None, now: datetime) -> Actor:
    """Who prints: a person who may, or whoever runs this machine; the history then says `system`."""
    from daicho.foundation.identity import service as identity

    if account is None:
        reach = frozenset(section.id for section in await identity.sections())
        duty = Duty(section="", role="system_admin", title="", reach=reach)
        return Actor(person=SYSTEM.person, account=SYSTEM.account, duties=(duty,))
    actor = await identity.actor_of(account, today(now))
    if not actor.roles & PRINTERS:
        raise Forbidden("role-missing", role=sorted(PRINTERS))
    return actor
