"""`daicho export`: an evidence bundle for auditors, as one ZIP."""

import argparse
import asyncio
import os
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from daicho.cli.telling import Answer
from daicho.foundation.kernel.actor import SYSTEM, Actor
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.errors import Invalid


def add_arguments(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser("export", help="証拠一式を書き出す / write an evidence bundle")
    verb.add_argument(
        "--out", required=True, type=Path, metavar="FILE.zip", help="書出し先 / where to"
    )
    verb.add_argument("--as-of", metavar="T", help="基準日(時)。既定は現在 / the moment told of")
    verb.add_argument(
        "--register", action="append", metavar="R", help="台帳名(繰返し可) / a register; may be repeated"
    )  # fmt: skip
    verb.add_argument(
        "--no-personal", action="store_true", help="氏名・自由記述を開封しない / leave names and texts sealed"
    )  # fmt: skip
    verb.add_argument("--as", dest="account", metavar="ACCOUNT", help="行為者 / who takes it")
    verb.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    told = asyncio.run(_export(args))
    Answer(args).tell(
        told,
        f"{told['out']}: {told['entries']} 件 / entries, {told['size']} バイト / bytes\n"
        f"目録の SHA-256 / manifest: {told['manifest_sha256']}\n公開鍵 / public key: {told['key']}",
    )
    return 0


async def _export(args: argparse.Namespace) -> dict[str, Any]:
    from daicho.cli.opened import opened
    from daicho.foundation.settings import from_environment
    from daicho.oversight.exports import service
    from daicho.oversight.exports.history import moment
    from daicho.oversight.exports.holdings import holdings

    if not await asyncio.to_thread(args.out.parent.is_dir):
        raise Invalid("no-such-folder", folder=str(args.out.parent))
    source = holdings(from_environment())
    wanted = service.Wanted(args.register, moment(args.as_of, end=True), not args.no_personal)
    async with opened() as now:
        done = await service.make(source, wanted, await _actor(args.account, now), now)
        cut = await service.one(str(done.id))
        key = await service.verifier(source)
    await asyncio.to_thread(_copied, source.file(cut.id), args.out)
    return {**msgspec.to_builtins(cut), "out": str(args.out), "key": str(key)}


async def _actor(account: str | None, now: datetime) -> Actor:
    """Who takes it: a person who may, or whoever runs this machine; the history then says `system`."""
    from daicho.cli.opened import acting
    from daicho.foundation.identity.service import actor_of

    if account is None:
        return SYSTEM
    roles = (await actor_of(account, today(now))).roles
    return await acting(account, now, role="auditor" if "auditor" in roles else "security_manager")


def _copied(source: Path, out: Path) -> None:
    """The bundle at the place that was asked for, readable by its owner only."""
    descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file, source.open("rb") as kept:
        shutil.copyfileobj(kept, file)
