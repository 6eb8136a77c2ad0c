"""`daicho demo`: the demo municipality in an empty database, and the accounts to look at it with."""

import argparse
import asyncio
import os
from pathlib import Path

import msgspec

from daicho.cli.migrate import migrate
from daicho.cli.opened import opened
from daicho.cli.telling import Answer
from daicho.foundation.identity.service import municipality
from daicho.foundation.kernel.clock import system_clock
from daicho.foundation.settings import Settings, from_environment

ACCOUNTS = "demo-accounts.json"


def add_arguments(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser(
        "demo", help="デモの自治体を作る（空のデータベースのみ）/ the demo municipality"
    )
    verb.add_argument(
        "--if-empty", action="store_true", help="空でなければ何もしない / else do nothing"
    )
    verb.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    settings = from_environment()
    migrate(settings)
    accounts = asyncio.run(_play(settings, if_empty=args.if_empty))
    if accounts is None:
        return 0
    told = {"accounts": str(accounts)}
    Answer(args).tell(told, f"デモを作りました。アカウント: {accounts} / accounts in {accounts}")
    return 0


async def _play(settings: Settings, *, if_empty: bool) -> Path | None:
    """The file of the accounts; None when there is a register already and that is fine."""
    from daicho.demo.story import play

    async with opened(settings):
        if if_empty and await municipality() is not None:
            return None
        logins = await play(system_clock())
    return _written(settings.data_dir / ACCOUNTS, msgspec.json.encode(logins))


def _written(path: Path, accounts: bytes) -> Path:
    """Passwords are for the one who made the demo: readable by the owner only."""
    path.unlink(missing_ok=True)
    opened_file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened_file, "wb") as file:
        file.write(msgspec.json.format(accounts, indent=1) + b"\n")
    return path
