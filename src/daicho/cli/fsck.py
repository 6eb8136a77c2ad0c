"""`daicho fsck`: rebuild every table from the history and compare; recompute every hash."""

import argparse
import asyncio
from typing import TYPE_CHECKING

import msgspec

from daicho.cli.findings import told
from daicho.cli.telling import Answer

if TYPE_CHECKING:
    from daicho.foundation.history.fsck import Finding, Report


def add_arguments(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser(
        "fsck", help="台帳を履歴と突き合わせる / check the register against its history"
    )
    verb.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    report = asyncio.run(_checked())
    facts = msgspec.to_builtins(report) | {"ok": not report.findings}
    Answer(args).tell(facts, _sentence(report))
    return 1 if report.findings else 0


async def _checked() -> "Report":
    from daicho.cli.opened import opened
    from daicho.foundation.history.checkpoints import last_signed
    from daicho.foundation.history.fsck import check
    from daicho.foundation.settings import KEYS, from_environment
    from daicho.oversight.exports.holdings import EXTRA_CHECKS, REGISTERS, holdings
    from daicho.oversight.exports.service import verifier

    settings = from_environment()
    async with opened(settings):
        key = await verifier(holdings(settings))
        held = await asyncio.to_thread(last_signed, settings.data_dir / KEYS)
        return await check(REGISTERS, key, EXTRA_CHECKS, held=held)


def _sentence(report: "Report") -> str:
    counts = (
        f"履歴 / entries: {report.entries}  checkpoint: {report.checkpoints}"
        f"  行 / rows: {report.rows}  封印値 / sealed texts: {report.texts}"
    )
    if not report.findings:
        return f"一致 / clean\n{counts}"
    return "\n".join([*(_line(finding) for finding in report.findings), counts])


def _line(finding: "Finding") -> str:
    places = [finding.table]
    places += [f"seq {finding.seq}"] if finding.seq is not None else []
    places += [finding.subject] if finding.subject else []
    return f"NG {' '.join(places)}: {told(finding.code, finding.facts)}"
