"""`daicho ledger`: an old ledger looked through line by line, or taken in as a whole."""

import argparse
import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from daicho.cli.telling import Answer
from daicho.foundation.kernel.errors import Forbidden, Invalid

if TYPE_CHECKING:
    from daicho.oversight.imports.service import Asked, LineTold, Report

KINDS = ("assets", "media", "places", "people")
FOUND_SOMETHING = 1


def add_arguments(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser("ledger", help="旧台帳を取り込む / take an old ledger in")
    steps = verb.add_subparsers(metavar="STEP", required=True)
    for name, told, run in (
        ("check", "1行ずつ確かめる。何も書かない / a dry run", check),
        (
            "import",
            "全部を取り込む。1行でも直せなければ何も書かない / all of it or nothing",
            take_in,
        ),
    ):
        step = steps.add_parser(name, help=told)
        step.add_argument("file", type=Path, metavar="FILE", help="CSV (UTF-8, CP932), XLSX, XLS")
        step.add_argument("--kind", required=True, choices=KINDS, help="何の台帳か / what it holds")
        step.add_argument(
            "--as", dest="account", required=True, metavar="ACCOUNT", help="取り込む人 / who"
        )
        step.add_argument("--map", action="append", default=[], metavar="FIELD=HEADING",
                          help="項目と列の見出し。なければ見出しから / a field's column")  # fmt: skip
        step.add_argument("--default", action="append", default=[], metavar="FIELD=TEXT",
                          help="全行に共通の値 / where there is no column")  # fmt: skip
        step.add_argument("--why", default="台帳の取込み", metavar="TEXT", help="訂正の理由 / why")
        step.add_argument("--json", action="store_true", help="JSON で答える / answer in JSON")
        step.set_defaults(run=run)


def check(args: argparse.Namespace) -> int:
    """0 when every line fits, 1 when lines are refused."""
    report, _ = asyncio.run(_run(args, write=False))
    _tell(args, report)
    return FOUND_SOMETHING if report.refused else 0


def take_in(args: argparse.Namespace) -> int:
    """0 when all of it was taken in; otherwise nothing was."""
    report, done = asyncio.run(_run(args, write=True))
    _tell(args, report, done)
    return FOUND_SOMETHING if done is None else 0


async def _run(args: argparse.Namespace, *, write: bool) -> "tuple[Report, str | None]":
    from daicho.cli.opened import opened
    from daicho.foundation.identity import service as identity
    from daicho.foundation.kernel.clock import today
    from daicho.oversight.imports import service

    async with opened() as now:
        actor = await identity.actor_of(args.account, today(now))
        if not actor.roles & set(service.TAKES_IN):
            raise Forbidden("role-required", roles=list(service.TAKES_IN))
        content = await asyncio.to_thread(_read, args.file)
        headings = await service.inspect(args.kind, args.file.name, content, actor)
        columns = {column.heading: column.index for column in headings.columns}
        asked = _asked(args, content, headings.guessed, columns)
        report = await service.trial(asked, actor, now)
        if not write or report.refused:
            return report, None
        done = await service.carry_out(asked, report.confirm, args.why, actor, now)
        return report, done.id


def _read(file: Path) -> bytes:
    from daicho.oversight.imports.model import MOST_BYTES

    try:
        with file.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise Invalid("file-unreadable", file=str(file), why=error.strerror or "?") from None
    if len(content) > MOST_BYTES:
        raise Invalid("ledger-too-large", most_mb=MOST_BYTES // 1_000_000)
    return content


def _asked(
    args: argparse.Namespace, content: bytes, guessed: dict[str, int], columns: dict[str, int]
) -> "Asked":
    from daicho.oversight.imports.service import Asked

    chosen = {field: _column(heading, columns) for field, heading in map(_pair, args.map)}
    kept = {field: column for field, column in guessed.items() if column not in chosen.values()}
    return Asked(args.kind, args.file.name, content, kept | chosen, dict(map(_pair, args.default)))


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise Invalid("ledger-option-wrong", text=text)
    return name, value


def _column(heading: str, columns: dict[str, int]) -> int:
    if heading not in columns:
        raise Invalid("ledger-heading-unknown", heading=heading, headings=list(columns))
    return columns[heading]


def _tell(args: argparse.Namespace, report: "Report", done: str | None = None) -> None:
    """What becomes of the lines in one line; each refused line and each correction in its own."""
    for line in () if args.json else report.items:
        for text in _spelled(line):
            sys.stdout.write(text + "\n")
    counts = f"新規 {report.new} 訂正 {report.changed} 変更なし {report.same} 不可 {report.refused}"
    state = "取り込みました / taken in" if done else "何も書いていません / nothing was written"
    facts: dict[str, Any] = {"id": done, "report": report}
    Answer(args).tell(facts, f"{counts} — {state}")


def _spelled(line: "LineTold") -> list[str]:
    faults = [f"{line.line}: {f.column or '-'}: {f.detail} / {f.title}" for f in line.faults]
    changes = [f"{line.line}: {line.code}: {c.field}: {c.before} → {c.after}" for c in line.changes]
    return [*faults, *changes]
