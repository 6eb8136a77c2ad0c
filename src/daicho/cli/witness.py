"""`daicho witness`: keep checkpoints outside the register, and cosign what was seen to grow."""

import argparse
from pathlib import Path

import msgspec

from daicho.cli.telling import Answer
from daicho.foundation.history.notes import NoteInvalid
from daicho.foundation.kernel.clock import system_clock
from daicho.foundation.kernel.errors import Invalid, Refused
from daicho.oversight.exports import witness
from daicho.oversight.exports.verify import read_key


def add_arguments(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser(
        "witness", help="checkpoint を外部で保管する / keep checkpoints outside"
    )
    acts = verb.add_subparsers(metavar="ACT", required=True)
    add = acts.add_parser(
        "add", help="一式を確かめて checkpoint を預かる / check a bundle, keep its checkpoint"
    )
    add.add_argument("file", type=Path, metavar="FILE.zip")
    add.add_argument("--key", metavar="PUBKEY", help="初回に必要な公開鍵 / the log's key, at first")
    add.set_defaults(run=_add)
    listing = acts.add_parser("list", help="預かった checkpoint の一覧 / what is held")
    listing.set_defaults(run=_list)
    cosign = acts.add_parser("cosign", help="最新の checkpoint に連署する / cosign the newest")
    cosign.add_argument(
        "--name", required=True, help="連署者の名 / the witness's name, as on its key"
    )
    cosign.set_defaults(run=_cosign)
    for act in (add, listing, cosign):
        act.add_argument(
            "--folder", type=Path, required=True, help="保管フォルダー / where they are kept"
        )
        act.add_argument("--json", action="store_true", help="JSON で答える / answer in JSON")


def _add(args: argparse.Namespace) -> int:
    from daicho.cli.findings import told

    try:
        held, _ = witness.add(args.folder, args.file, read_key(args.key) if args.key else None)
    except Refused as refused:
        if refused.code != "witness-refuses":
            raise
        first = refused.facts
        where = f"{first['file']} seq {first['seq']}" if first["seq"] is not None else first["file"]
        Answer(args).tell(first, f"NG {where}: {told(first['problem'])}")
        return 1
    except OSError as wrong:
        raise Invalid("file-unreadable", file=str(wrong.filename)) from wrong
    except NoteInvalid as wrong:
        raise Invalid("witness-key-missing", option="--key") from wrong
    Answer(args).tell(held, f"預かりました / held: {held.size} 件 / entries, {held.root}")
    return 0


def _list(args: argparse.Namespace) -> int:
    held = witness.listed(args.folder)
    lines = [f"{h.size}\t{h.root}\t{'連署済 / cosigned' if h.cosigned else '-'}" for h in held]
    Answer(args).tell(msgspec.to_builtins(held), "\n".join(lines) or "なし / none")
    return 0


def _cosign(args: argparse.Namespace) -> int:
    note = witness.cosign(args.folder, args.name, system_clock())
    key = witness.own_verifier(args.folder, args.name)
    Answer(args).tell({"note": note, "key": key}, f"{note}\n連署者の公開鍵 / witness key: {key}")
    return 0
