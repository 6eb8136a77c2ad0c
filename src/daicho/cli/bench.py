"""`daicho bench`: measures this machine with the checkout's benchmarks; they are not part of the installed product."""

import argparse
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from daicho.foundation.kernel.errors import Invalid

GOOD = 0
SIZES = {"walls": (250, 2_000, 20_000), "eyes": (1, 10, 50, 100)}
CHECKOUT = Path(__file__).parents[3]


def add_arguments(verbs: Any) -> None:
    """Hang `bench` with what it measures under `daicho`."""
    bench = verbs.add_parser("bench", help="速さを測る / measure how fast it is")
    names = bench.add_subparsers(metavar="NAME", required=True)
    sight = names.add_parser("sight", help="死角の計算 / computing what is seen")
    sight.add_argument("--quick", action="store_true", help="小さい図面だけ / small floors only")
    for size, said in (("walls", "壁の数 / walls"), ("eyes", "監督位置の数 / viewpoints")):
        sight.add_argument(f"--{size}", type=int, nargs="+", choices=SIZES[size], help=said)
    sight.add_argument("--json", action="store_true", help="JSON で答える / answer in JSON")
    custody = names.add_parser("custody", help="引渡しと照会 / handing over and looking up")
    custody.add_argument("--quick", action="store_true", help="少ない件数で / fewer requests")
    custody.add_argument("--json", action="store_true", help="JSON で答える / answer in JSON")
    bench.set_defaults(run=run)
    sight.set_defaults(run=run, module="sight", table="table")
    custody.set_defaults(run=run, module="custody.running", table="custody.running")


def run(args: argparse.Namespace) -> int:
    """A table on standard output, progress on standard error; 2 where the benchmarks are not at hand."""
    if not (CHECKOUT / "benchmarks" / "sight.py").is_file():
        raise Invalid("benchmarks-missing", folder=str(CHECKOUT))
    sys.path.insert(0, str(CHECKOUT))
    sizes = {size: tuple(chosen) for size in SIZES if (chosen := getattr(args, size, None))}
    report = import_module(f"benchmarks.{args.module}").run(quick=args.quick, tell=_tell, **sizes)
    shown = msgspec.json.encode(report).decode() if args.json else _table(args.table, report)
    sys.stdout.write(shown.rstrip("\n") + "\n")
    return GOOD


def _table(module: str, report: Any) -> str:
    return str(import_module(f"benchmarks.{module}").table(report))


def _tell(words: str) -> None:
    sys.stderr.write(words + "\n")
