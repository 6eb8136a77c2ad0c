"""`daicho verify`: check an evidence bundle with nothing but the bundle, and what was kept from earlier."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from daicho.cli.findings import told
from daicho.cli.telling import Answer
from daicho.foundation.kernel.errors import Invalid

if TYPE_CHECKING:
    from daicho.oversight.exports.checks import Problem
    from daicho.oversight.exports.verify import Verdict

_SHOWN = 20


def add_arguments(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser("verify", help="証拠一式を確かめる / check an evidence bundle")
    verb.add_argument("file", type=Path, metavar="FILE.zip")
    verb.add_argument(
        "--checkpoint", type=Path, metavar="FILE", help="以前に預かった checkpoint / one kept earlier"
    )  # fmt: skip
    verb.add_argument("--key", metavar="PUBKEY", help="公開鍵(またはそのファイル) / the public key")
    verb.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from daicho.oversight.exports.verify import read_key, verify

    try:
        checkpoint = args.checkpoint.read_text("utf-8") if args.checkpoint else None
        key = read_key(args.key) if args.key else None
        verdict = verify(args.file, key=key, checkpoint=checkpoint)
    except (OSError, UnicodeDecodeError) as wrong:
        raise Invalid("file-unreadable", file=str(getattr(wrong, "filename", "") or "?")) from wrong
    first = verdict.first
    facts = msgspec.to_builtins(verdict) | {"first": msgspec.to_builtins(first)}
    Answer(args).tell(facts, _passed(verdict) if verdict.ok else _failed(verdict))
    return 0 if verdict.ok else 1


def _passed(verdict: "Verdict") -> str:
    lines = [
        f"一致 / consistent: {verdict.municipality}",
        f"基準日時 / as of: {verdict.as_of}  作成 / made: {verdict.made_at}",
        f"履歴 / history: {verdict.size} 件、根 / root {verdict.root}",
        f"含む履歴 / entries: {verdict.entries}  台帳の行 / rows: {verdict.rows}",
        f"証拠のファイル / files of evidence: {verdict.evidence}{_left_out(verdict)}",
        f"公開鍵 / public key: {verdict.key}",
    ]
    if verdict.pinned:
        lines.append(f"外部の拠り所 / pinned by: {', '.join(verdict.pinned)}")
    else:
        lines.append(
            "内部の整合のみ (--key も --checkpoint も指定されていません) / "
            "self-consistent only: neither --key nor --checkpoint was given"
        )
    return "\n".join(lines)


_REASONS = {
    "personal": "個人情報を除いたため / names were left out",
    "too-much": "上限を超えるため / beyond the bound",
    "missing": "保存されていない / lost",
    "damaged": "保存時の内容と違う / no longer what was kept",
}


def _left_out(verdict: "Verdict") -> str:
    """Empty when every file is there."""
    told = (f"{count} {_REASONS.get(why, why)}" for why, count in verdict.left_out.items())
    return "".join(f"  含まない / left out: {one}" for one in told)


def _failed(verdict: "Verdict") -> str:
    """The first bad entry and file on the first line, what else was found below."""
    first = verdict.first
    others = [p for p in verdict.problems if p is not first][:_SHOWN]
    return "\n".join(_line(p) for p in ([first] if first else []) + others)


def _line(problem: "Problem") -> str:
    places = [f"seq {problem.seq}"] if problem.seq is not None else []
    places += [f"line {problem.line}"] if problem.line is not None else []
    where = " ".join(["NG", *places, problem.file])
    return f"{where}: {told(problem.code)}"
