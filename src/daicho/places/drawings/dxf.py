"""DXF read into strokes: blocks taken apart within limits, curves as short lines, names in any encoding.

Runs in the process that reads drawings: the library is loaded with the first file.
"""

import io
import math
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from daicho.foundation.kernel.errors import Invalid
from daicho.places.drawings import model
from daicho.places.drawings.model import Drawing, Kind, Stroke, Unit
from daicho.places.floors.model import Point

DEEPEST: Final = 16
MOST_BLOCKS: Final = 50_000
"""Blocks placed in blocks, counted one by one: what multiplies stops here."""
MOST_POINTS: Final = 2_000_000
FINENESS: Final = 5e-4
"""How far a chord may leave its curve, as a part of the curve's size."""
BINARY: Final = b"AutoCAD Binary DXF"

_UNITS: Final[dict[int, Unit]] = {1: "inch", 2: "foot", 4: "mm", 5: "cm", 6: "m"}
_CURVES: Final = {"ARC", "CIRCLE", "ELLIPSE", "SPLINE"}
_FILLS: Final = {"HATCH", "MPOLYGON"}
_FACES: Final = {"SOLID", "TRACE"}
_HEADER: Final = 65_536


def read(content: bytes) -> Drawing:
    """The model space of a DXF; `drawing-unreadable` and `drawing-too-large` otherwise."""
    document, whole = _document(content)
    drawing = Drawing("dxf", _UNITS.get(_whole(document.header.get("$INSUNITS", 0))))
    if not whole:
        drawing.warnings.append({"code": "drawing-damaged"})
    drawing.hidden = _hidden(document)
    walk = _Walk(drawing)
    walk.layout(document.modelspace())
    return drawing


def _whole(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _document(content: bytes) -> tuple[Any, bool]:
    """The library's document, and whether it is whole; what is not quite right is read by its patient reader."""
    from ezdxf.document import (
        Drawing as Document,
    )  # a second and a half to load, as nothing else here
    from ezdxf.lldxf.tagger import binary_tags_loader

    if content.startswith(BINARY):
        return Document.load(binary_tags_loader(content, errors="surrogateescape")), True
    text = content.decode(encoding_of(content), errors="surrogateescape").replace("\r\n", "\n")
    try:
        return Document.read(io.StringIO(text)), content.rstrip().endswith(b"EOF")
    except MemoryError:
        raise
    except Exception:  # whatever the quick reader stumbles over, the patient one may get past
        return _patiently(content), False


def _patiently(content: bytes) -> Any:
    from ezdxf import recover

    document, _ = recover.read(io.BytesIO(content))
    return document


# Encodings ---------------------------------------------------------------------------------------

_VERSION = re.compile(rb"\$ACADVER\s+1\s+AC(\d{4})")
_CODEPAGE = re.compile(rb"\$DWGCODEPAGE\s+3\s+([\w\-]{1,20})")
_FIRST_UTF8 = 1021


def encoding_of(content: bytes) -> str:
    """What the header says, unless the bytes say otherwise: Japanese programs often claim to be Western."""
    head = content[:_HEADER]
    version, page = _VERSION.search(head), _CODEPAGE.search(head)
    if version is not None and int(version[1]) >= _FIRST_UTF8:
        return "utf-8" if _decodes(content, "utf-8") or not _is_cp932(content) else "cp932"
    declared = page[1].decode("ascii").lower() if page else ""
    if declared in ("ansi_932", "dos932", "shift_jis"):
        return "cp932"
    if not content.isascii() and _decodes(content, "utf-8"):
        return "utf-8"
    return "cp932" if _is_cp932(content) else _codec(declared)


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


_COMMON = re.compile(rb"(?:[\x00-\x7f]|[\x81-\x98][\x40-\x7e\x80-\xfc])*\Z")
"""CP932 of signs, kana and the first level of kanji; letters with accents are none of these."""


def _is_cp932(content: bytes) -> bool:
    return not content.isascii() and _COMMON.match(content) is not None


def _codec(declared: str) -> str:
    from ezdxf.tools.codepage import toencoding

    return str(toencoding(declared or "ansi_1252"))


def _clean(name: str) -> str:
    """A layer's name as it can be shown and sent."""
    from ezdxf.lldxf.encoding import decode_dxf_unicode, has_dxf_unicode

    text = decode_dxf_unicode(name) if has_dxf_unicode(name) else name
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return shown[: model.LONGEST_LAYER]


def _hidden(document: Any) -> frozenset[str]:
    """Layers that the drawing itself does not show."""
    return frozenset(
        _clean(str(layer.dxf.name))
        for layer in document.layers
        if layer.is_off() or layer.is_frozen()
    )


# Walking through blocks --------------------------------------------------------------------------


class _Walk:
    """Goes through a layout and the blocks placed in it, counting as it goes."""

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._blocks = 0
        self._points = 0
        self._local: dict[str, list[Stroke | Any]] = {}
        self._names: dict[str, str] = {}

    def layout(self, layout: Any) -> None:
        for item in self._things(layout):
            if isinstance(item, Stroke):
                self._keep(item)
            else:
                self._place(item, None, layer=self._layer(item), depth=1)

    def _keep(self, stroke: Stroke) -> None:
        drawing = self._drawing
        self._points += sum(map(len, stroke.rings))
        if len(drawing.strokes) >= model.MOST_STROKES or self._points > MOST_POINTS:
            raise Invalid("drawing-too-large", what="objects", most=model.MOST_STROKES)
        if not all(math.isfinite(x + y) for ring in stroke.rings for x, y in ring):
            drawing.leave_out("not-finite", stroke.layer)
        else:
            drawing.strokes.append(stroke)

    def _place(self, insert: Any, outer: Any, *, layer: str, depth: int) -> None:
        """A block at its place; what lies on layer 0 inside takes the layer of the block."""
        if depth > DEEPEST:
            self._drawing.leave_out("nested-too-deep", layer)
            return
        for one in self._copies(insert):
            matrix = one.matrix44() if outer is None else one.matrix44() @ outer
            for item in self._of_block(one):
                if isinstance(item, Stroke):
                    self._keep(_moved(item, matrix, item.layer if item.layer != "0" else layer))
                else:
                    inner = self._layer(item)
                    self._place(
                        item, matrix, layer=layer if inner == "0" else inner, depth=depth + 1
                    )

    def _copies(self, insert: Any) -> Iterable[Any]:
        """An insert, or the many that a grid of them stands for."""
        count = max(1, int(insert.mcount))
        self._blocks += count
        if self._blocks > MOST_BLOCKS:
            raise Invalid("drawing-too-large", what="blocks", most=MOST_BLOCKS)
        return insert.multi_insert() if count > 1 else (insert,)

    def _of_block(self, insert: Any) -> list[Stroke | Any]:
        block = insert.block()
        if block is None:
            return []
        name = str(block.name)
        if name not in self._local:
            self._local[name] = list(self._things(block))
        return self._local[name]

    def _things(self, layout: Any) -> Iterator[Stroke | Any]:
        """The strokes of a layout, and its inserts as they are."""
        for entity in layout:
            kind = entity.dxftype()
            if kind == "INSERT":
                yield entity
            elif kind == "MLINE":
                yield from self._strokes_of(entity.virtual_entities())
            else:
                yield from self._strokes_of((entity,))

    def _strokes_of(self, entities: Iterable[Any]) -> Iterator[Stroke]:
        for entity in entities:
            layer = self._layer(entity)
            try:
                stroke = _stroke(entity, layer)
            except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError):
                stroke = None  # a broken entity; the others may be whole
            if stroke is None:
                self._drawing.leave_out("not-a-line", layer)
            else:
                yield stroke

    def _layer(self, entity: Any) -> str:
        name = str(entity.dxf.get("layer", "0"))
        if name not in self._names:
            if len(self._names) >= model.MOST_LAYERS:
                raise Invalid("drawing-too-large", what="layers", most=model.MOST_LAYERS)
            self._names[name] = _clean(name) or "0"
        return self._names[name]


def _moved(stroke: Stroke, matrix: Any, layer: str) -> Stroke:
    rings = tuple(
        tuple((p.x, p.y) for p in matrix.transform_vertices([(x, y, 0) for x, y in ring]))
        for ring in stroke.rings
    )
    return Stroke(layer, rings, stroke.closed, stroke.kind)


# One entity --------------------------------------------------------------------------------------


def _stroke(entity: Any, layer: str) -> Stroke | None:
    """What an entity draws on the floor; None when it draws no line."""
    kind = entity.dxftype()
    read = _READERS.get(kind)
    return None if read is None else read(entity, layer)


def _line(entity: Any, layer: str) -> Stroke:
    start, end = entity.dxf.start, entity.dxf.end
    return Stroke(layer, (((start.x, start.y), (end.x, end.y)),))


def _outline(entity: Any, layer: str) -> Stroke | None:
    """Polylines with their bulges, and single curves."""
    from ezdxf.path import make_path

    path = make_path(entity)
    points = _flat(path)
    if len(points) < 2:
        return None
    kind: Kind = "curve" if entity.dxftype() in _CURVES else "line"
    return _shape(layer, points, kind, bool(path.is_closed))


def _shape(layer: str, points: list[Point], kind: Kind, closed: bool) -> Stroke:
    closed = closed and len(points) > 3
    return Stroke(layer, (tuple(points[:-1] if closed else points),), closed, kind)


def _face(entity: Any, layer: str) -> Stroke | None:
    points = [(p.x, p.y) for p in entity.wcs_vertices(close=False)]
    return Stroke(layer, (tuple(points),), True, "fill") if len(points) > 2 else None


def _fill(entity: Any, layer: str) -> Stroke | None:
    from ezdxf.path import from_hatch

    rings = [tuple(_flat(path)) for path in from_hatch(entity)]
    kept = tuple(ring[:-1] if ring[0] == ring[-1] else ring for ring in rings if len(ring) > 3)
    return Stroke(layer, kept, True, "fill") if kept else None


def _flat(path: Any) -> list[Point]:
    """A path as points: curves become chords that leave them by a small part of their size."""
    if not path.has_curves:
        return [(p.x, p.y) for p in path.control_vertices()]
    corners = path.control_vertices()
    xs, ys = [p.x for p in corners], [p.y for p in corners]
    size = max(max(xs) - min(xs), max(ys) - min(ys))
    if not 0 < size < math.inf:
        return [(p.x, p.y) for p in corners]
    return [(p.x, p.y) for p in path.flattening(size * FINENESS, segments=4)]


_READERS: Final[dict[str, Callable[[Any, str], Stroke | None]]] = {
    "LINE": _line,
    "LWPOLYLINE": _outline,
    "POLYLINE": _outline,
    **dict.fromkeys(_CURVES, _outline),
    **dict.fromkeys(_FILLS, _fill),
    **dict.fromkeys(_FACES, _face),
}
