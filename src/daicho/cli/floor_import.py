"""`daicho floor import`: a plan of another program becomes a floor document."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from daicho.foundation.kernel.errors import Invalid

if TYPE_CHECKING:
    from daicho.places.drawings.model import Converted, LayerChoice, TwoPoints, Wanted


def add_arguments(verbs: Any) -> None:
    """Hang `import` under `daicho floor`."""
    parser = verbs.add_parser(
        "import", help="CAD 図面を取り込む / turn a drawing into a floor document"
    )
    parser.add_argument("file", metavar="FILE.dxf", help="DXF, GeoJSON, daicho.floor/1, JWW, SXF")
    parser.add_argument(
        "--map", action="append", default=[], metavar="LAYER=KIND[:TOP_MM]",
        help="画層の種類 (wall partition cabinet counter door glass outline area skip)。"
        "なければ画層名から / what a layer is; by its name otherwise",
    )  # fmt: skip
    parser.add_argument("--unit", choices=("mm", "cm", "m", "inch", "foot"))
    parser.add_argument(
        "--scale",
        metavar="X1,Y1,X2,Y2=MM",
        help="2点とその間の長さ / two points and their distance",
    )
    parser.add_argument("--snap", type=float, default=10.0, metavar="MM", help="10")
    parser.add_argument("--name", help="図面の名前 / the floor's name (FILE)")
    parser.add_argument("--json", action="store_true", help="報告を JSON で / the report as JSON")
    parser.add_argument("--out", metavar="F", help="書き出す先 / where to write it (stdout)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 with the document on standard output or in a file, the report on standard error; 2 for bad input."""
    import msgspec

    from daicho.places.drawings.apart import drawings
    from daicho.places.drawings.model import Converted
    from daicho.places.drawings.worker import Asked
    from daicho.places.floors.document import canonical_bytes

    content = _read(args.file)
    asked = Asked("convert", Path(args.file).name, _wanted(args))
    made = msgspec.json.decode(drawings.run(asked, content), type=Converted)
    body = canonical_bytes(made.document) + b"\n"
    if args.out:
        _write(args.out, body)
    else:
        sys.stdout.buffer.write(body)
    _tell(args, made)
    return 0


def _read(name: str) -> bytes:
    from daicho.places.drawings.model import MOST_BYTES

    try:
        with Path(name).open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Invalid("file-unreadable", file=name, why=error.strerror or "?") from None
    if len(content) > MOST_BYTES:
        raise Invalid("drawing-too-large", what="bytes", most=MOST_BYTES)
    return content


def _write(name: str, body: bytes) -> None:
    try:
        Path(name).write_bytes(body)
    except OSError as error:
        raise Invalid("file-unreadable", file=name, why=error.strerror or "?") from None


def _wanted(args: argparse.Namespace) -> "Wanted":
    from daicho.places.drawings.model import Wanted

    return Wanted(
        floor_name=args.name or Path(args.file).stem or "-",
        layers=dict(_choice(text) for text in args.map),
        unit=args.unit,
        points=_points(args.scale) if args.scale else None,
        snap_mm=min(500.0, max(0.0, args.snap)),
        suggested=True,
    )


def _choice(text: str) -> "tuple[str, LayerChoice]":
    """`LAYER=KIND` or `LAYER=KIND:TOP`; an area's kind stands where a top would."""
    from daicho.places.drawings.model import As, LayerChoice
    from daicho.places.floors.model import AreaKind

    layer, _, kind = text.rpartition("=")
    become, _, more = kind.partition(":")
    if not layer or become not in get_args(As):
        raise Invalid("layer-map-wrong", text=text)
    if become == "area":
        if more and more not in get_args(AreaKind):
            raise Invalid("layer-map-wrong", text=text)
        return layer, LayerChoice("area", area_kind=more or None)  # type: ignore[arg-type]  # one of them
    top = _number(more, text) if more else None
    if top is not None and not 0 <= top <= 10_000:
        raise Invalid("layer-map-wrong", text=text)
    return layer, LayerChoice(become, top)  # type: ignore[arg-type]  # one of them


def _number(text: str, whole: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise Invalid("layer-map-wrong", text=whole) from None


def _points(text: str) -> "TwoPoints":
    from daicho.places.drawings.model import TwoPoints

    ends, _, length = text.partition("=")
    numbers = [_number(word, text) for word in (*ends.split(","), length)]
    if len(numbers) != 5:
        raise Invalid("layer-map-wrong", text=text)
    x1, y1, x2, y2, apart = numbers
    return TwoPoints((x1, y1), (x2, y2), apart)


def _tell(args: argparse.Namespace, made: "Converted") -> None:
    """What was taken, joined and left out: one line each, or the report as JSON."""
    import msgspec

    if args.json:
        sys.stderr.write(msgspec.json.encode(made.report).decode() + "\n")
        return
    from daicho.cli.floor_words import printable

    report = made.report
    taken = " ".join(f"{kind} {count}" for kind, count in sorted(report.taken.items()))
    sys.stderr.write(f"取り込み / taken: {taken}\n")
    if report.snapped.count:
        sys.stderr.write(f"つないだ端点 / ends joined: {report.snapped.count}\n")
    for left in report.left_out:
        line = f"除外 / left out: {left.layer} {left.reason} {left.count}"
        sys.stderr.write(printable(line) + "\n")
