"""`daicho user add`: the first people of an empty register, and an administrator's own way in."""

import argparse
import asyncio
import sys
from datetime import datetime
from typing import get_args

import msgspec

from daicho.cli.opened import acting, opened
from daicho.cli.telling import Answer
from daicho.foundation.identity import service, signing
from daicho.foundation.identity.model import log_origin
from daicho.foundation.kernel.actor import Role
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.errors import Missing
from daicho.foundation.kernel.text import Key, Name, Short


def add_arguments(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser("user", help="職員とアカウント / people and accounts")
    acts = verb.add_subparsers(metavar="ACT", required=True)
    add = acts.add_parser("add", help="職員、発令、アカウントを登録 / a person, a post, an account")
    add.add_argument("account")
    add.add_argument("--staff-id", required=True)
    add.add_argument("--name", required=True)
    add.add_argument("--kana", required=True)
    add.add_argument("--section", help="所属の名称。無ければ最上位 / name of the section")
    add.add_argument("--role", required=True, choices=get_args(Role))
    add.add_argument("--title", required=True)
    add.add_argument("--as", dest="acting", help="操作する人のアカウント / who does this")
    add.add_argument("--municipality", help="空の台帳での最初の登録 / found an empty register")
    add.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    for word in (args.account, args.staff_id):
        msgspec.convert(word, Key)
    for word in (args.name, args.kana, args.municipality or "-"):
        msgspec.convert(word, Name)
    msgspec.convert(args.title, Short)
    password = sys.stdin.readline().rstrip("\n")
    account = asyncio.run(_add(args, password))
    Answer(args).tell({"account": account}, f"登録しました / added: {account}")
    return 0


async def _add(args: argparse.Namespace, password: str) -> str:
    async with opened() as now:
        if args.municipality:
            await _found(args.municipality, now)
        actor = await acting(
            args.acting, now, role="system_admin", founding=bool(args.municipality)
        )
        section = await _section(args.section)
        await service.register_person(args.staff_id, args.name, args.kana, actor, now)
        await service.assign_post(
            args.staff_id, section, args.role, actor, now, title=args.title, valid_from=today(now)
        )
        await signing.create_account(args.account, args.staff_id, password, actor, now)
    return str(args.account)


async def _found(name: str, now: datetime) -> None:
    actor = await acting(None, now, role="system_admin", founding=True)
    await service.found_municipality(name, actor, now, origin=log_origin(name))
    await service.register_section(name, "municipality", actor, now, parent=None)


async def _section(name: str | None) -> str:
    known = await service.sections()
    wanted = [s for s in known if (s.name == name if name else s.parent is None)]
    if len(wanted) != 1:
        raise Missing("unknown-section", section=name or "-")
    return wanted[0].id
