"""What a drawing holds, before anybody says what its layers are."""

import math
from collections.abc import Iterable
from typing import Any, Final, get_args

from daicho.foundation.kernel.errors import Invalid
from daicho.places.drawings.model import MM, Drawing, DrawingLayer, DrawnPath, Inspection, Stroke
from daicho.places.drawings.naming import suggestion
from daicho.places.floors.model import FloorDocument, Point, WallKind

MOST_PATHS: Final = 5_000
MOST_POINTS: Final = 200_000
"""Of all paths together: a page can draw so many, and a line carries them."""
LEAST_MM, MOST_MM = 1_000.0, 2_000_000.0
"""A floor is larger than a metre and smaller than two kilometres: the unit is doubtful otherwise."""

Bounds = tuple[float, float, float, float]


def inspect(drawing: Drawing) -> Inspection:
    """Raises `drawing-nothing-usable` for a drawing in which nothing is drawn."""
    if drawing.document is not None:
        drawing.strokes = list(_strokes(drawing.document))
    elif not drawing.strokes:
        raise Invalid("drawing-nothing-usable", format=drawing.format)
    bounds = bounds_of(drawing.strokes)
    shown = drawing.strokes[:MOST_PATHS]
    corners = MOST_POINTS // max(1, len(shown))
    return Inspection(
        format=drawing.format,
        unit=drawing.unit,
        bounds=bounds,
        layers=tuple(_layers(drawing)),
        preview=tuple(DrawnPath(s.layer, _thinned(s, corners)) for s in shown),
        truncated=len(drawing.strokes) > MOST_PATHS,
        warnings=tuple(_warnings(drawing, bounds)),
    )


def bounds_of(strokes: Iterable[Stroke]) -> Bounds | None:
    points = [point for stroke in strokes for ring in stroke.rings for point in ring]
    if not points:
        return None
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs), min(ys), max(xs), max(ys))


def _layers(drawing: Drawing) -> list[DrawingLayer]:
    counted: dict[str, int] = {}
    for stroke in drawing.strokes:
        counted[stroke.layer] = counted.get(stroke.layer, 0) + 1
    for (_, layer), count in drawing.unseen.items():
        counted[layer] = counted.get(layer, 0) + count
    drawn = {stroke.layer for stroke in drawing.strokes}
    return [
        DrawingLayer(
            name,
            counted[name],
            suggestion(name) if name in drawn - drawing.hidden else "skip",
        )
        for name in sorted(counted)
    ]


def _thinned(stroke: Stroke, most: int) -> tuple[Point, ...]:
    """The first ring, closed by repetition, with fewer corners when it has very many."""
    ring = stroke.rings[0]
    step = math.ceil(len(ring) / most)
    shown = ring if step == 1 else (*ring[::step], ring[-1])
    return (*shown, shown[0]) if stroke.closed else shown


def _warnings(drawing: Drawing, bounds: Bounds | None) -> list[dict[str, Any]]:
    found = list(drawing.warnings)
    if drawing.document is None and drawing.unit is None:
        found.append({"code": "drawing-without-unit"})
    if drawing.unit is not None and bounds is not None:
        size = max(bounds[2] - bounds[0], bounds[3] - bounds[1]) * MM[drawing.unit]
        if not LEAST_MM <= size <= MOST_MM:
            found.append({"code": "drawing-size-odd", "unit": drawing.unit, "size_mm": size})
    if drawing.hidden:
        shown = sorted(drawing.hidden)
        found.append({"code": "drawing-hides-layers", "layers": shown[:20], "count": len(shown)})
    for reason in ("not-finite", "nested-too-deep"):
        count = sum(n for (why, _), n in drawing.unseen.items() if why == reason)
        if count:
            found.append({"code": f"drawing-{reason}", "count": count})
    return found


def _strokes(document: FloorDocument) -> Iterable[Stroke]:
    """A floor as it would lie in a drawing: a layer for each kind."""
    kinds: tuple[WallKind, ...] = get_args(WallKind)
    for kind in kinds:
        yield from (Stroke(kind, ((w.start, w.end),)) for w in document.walls if w.kind == kind)
    if document.outline is not None:
        yield Stroke("outline", (document.outline,), True)
    yield from (Stroke("area", (a.polygon, *a.holes), True) for a in document.areas)
