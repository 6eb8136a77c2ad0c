"""`daicho floor`: analyses one floor document without a server or a database, and makes one of a drawing."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from daicho.cli import floor_import
from daicho.cli import floor_words as words

if TYPE_CHECKING:
    from daicho.oversight.violations.analysis import Analysis

GOOD, FOUND, BAD_INPUT = 0, 1, 2
STDIN = "-"
HIGHEST = 10_000


def add_arguments(verbs: Any) -> None:
    """Hang `floor` with its own verbs under `daicho`."""
    floor = verbs.add_parser("floor", help="図面の検査と取込み / check and import floor plans")
    own = floor.add_subparsers(metavar="VERB", required=True)
    floor_import.add_arguments(own)
    check = own.add_parser("check", help="死角と違反を調べる / find blind areas and violations")
    check.add_argument(
        "file", metavar="FILE.json", help="daicho.floor/1, - は標準入力 / - is stdin"
    )
    check.add_argument("--json", action="store_true", help="daicho.analysis/1")
    check.add_argument(
        "--target-height", type=_height, default=1200.0, metavar="MM",
        help="見る対象の高さ / height of what has to be seen (1200)",
    )  # fmt: skip
    check.add_argument(
        "--full-height", action="store_true", help="壁をすべて天井まで / every wall to the ceiling"
    )
    check.add_argument(
        "--no-polygons", action="store_true", help="領域の座標を省く / numbers without polygons"
    )
    check.add_argument("--lang", choices=("ja", "en"), default="ja")
    check.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 without violations, 1 with, 2 for bad input with one line on standard error."""
    from daicho.places.floors.model import FloorInvalid

    try:
        analysis = _analysis(args, _read(args.file))
    except OSError as error:
        return _complain(args, words.unreadable(error.strerror or str(error), args.lang))
    except FloorInvalid as invalid:
        return _complain(args, words.invalid(invalid.facts, args.lang))
    sys.stdout.write(_json(analysis) if args.json else words.report(analysis, args.lang))
    return FOUND if analysis.violations else GOOD


def _height(text: str) -> float:
    try:
        height = float(text)
    except ValueError:
        height = -1
    if not 0 <= height <= HIGHEST:
        raise argparse.ArgumentTypeError(f"{text}: 0..{HIGHEST} mm")
    return height


def _read(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == STDIN else Path(name).read_bytes()


def _analysis(args: argparse.Namespace, body: bytes) -> "Analysis":
    from daicho.oversight.violations.analysis import analyse
    from daicho.places.floors.document import parse_floor

    return analyse(
        parse_floor(body),
        target_height=args.target_height,
        full_height=args.full_height,
        polygons=args.json and not args.no_polygons,
    )


def _json(analysis: "Analysis") -> str:
    import msgspec

    return msgspec.json.encode(analysis).decode() + "\n"


def _complain(args: argparse.Namespace, sentence: str) -> int:
    name = "stdin" if args.file == STDIN else words.printable(args.file)
    sys.stderr.write(f"daicho: {name}: {sentence}\n")
    return BAD_INPUT
