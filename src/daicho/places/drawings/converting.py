"""A drawing into a floor document: scale, layers, walls that meet, areas, and a report of what was done."""

import math
import statistics
from typing import Any, Final, get_args

import msgspec

from daicho.foundation.kernel.errors import Invalid
from daicho.places.drawings import mending
from daicho.places.drawings.mending import Segment
from daicho.places.drawings.model import (
    TOPS,
    As,
    Converted,
    Drawing,
    ImportReport,
    JoinedEnd,
    LayerChoice,
    LeftOut,
    Snapped,
    Stroke,
    Wanted,
    scale_of,
)
from daicho.places.drawings.naming import suggestion
from daicho.places.drawings.regions import Region, regions, size
from daicho.places.floors.document import (
    FARTHEST,
    LONGEST_NAME,
    MOST_AREAS,
    MOST_WALLS,
    read_floor,
)
from daicho.places.floors.model import FORMAT, FloorDocument, Point, WallKind

FAR_OFF: Final = 1_000_000.0
"""mm: a drawing with a coordinate beyond this is brought to the origin."""
MOST_TOLD: Final = 100
SMALLEST_MOVE: Final = 0.01
WALLS: Final = frozenset(get_args(WallKind))


def convert(drawing: Drawing, wanted: Wanted) -> Converted:
    """A document that `read_floor` took; a refusal with a code otherwise."""
    if drawing.document is not None:
        return _as_it_is(drawing.document, wanted)
    scale = scale_of(wanted.unit or drawing.unit, wanted.points)
    work = _Work(drawing, wanted)
    chosen = work.chosen(scale)
    if not chosen:
        raise Invalid("drawing-nothing-usable", format=drawing.format)
    shift, chosen = work.brought_near(chosen)
    walls, snapped = work.walls(chosen)
    outline = work.outline(chosen)
    areas = work.areas(chosen)
    if not walls and not areas and outline is None:
        raise Invalid("drawing-nothing-usable", format=drawing.format)
    document = read_floor(
        {
            "format": FORMAT,
            "name": wanted.floor_name,
            "outline": outline,
            "walls": walls,
            "areas": areas,
        }
    )
    taken: dict[str, int] = {}
    for kind in (*(w["kind"] for w in walls), *["area"] * len(areas)):
        taken[kind] = taken.get(kind, 0) + 1
    report = ImportReport(
        taken=taken | ({"outline": 1} if outline is not None else {}),
        snapped=snapped,
        left_out=work.left_out(),
        moved=shift,
        scale=scale,
    )
    return Converted(document, report)


def _as_it_is(floor: FloorDocument, wanted: Wanted) -> Converted:
    """A floor stays the floor it is, under the name that was asked for."""
    document = msgspec.structs.replace(floor, name=wanted.floor_name)
    taken = {
        kind: count
        for kind in ("walls", "areas", "viewpoints", "terminals")
        if (count := len(getattr(document, kind)))
    }
    return Converted(document, ImportReport(taken, Snapped(), (), None, 1.0))


class _Work:
    """One conversion: the choices, and the count of what was left out."""

    def __init__(self, drawing: Drawing, wanted: Wanted) -> None:
        self._drawing = drawing
        self._wanted = wanted
        self._refuse_unknown_layers()

    def _refuse_unknown_layers(self) -> None:
        known = {s.layer for s in self._drawing.strokes}
        known |= {layer for _, layer in self._drawing.unseen}
        for name in self._wanted.layers:
            if name not in known:
                raise Invalid("drawing-unknown-layer", layer=name)

    def choice(self, layer: str) -> LayerChoice:
        given = self._wanted.layers.get(layer)
        if given is not None:
            return given
        hidden = layer in self._drawing.hidden
        return LayerChoice(suggestion(layer) if self._wanted.suggested and not hidden else "skip")

    def left_out(self) -> tuple[LeftOut, ...]:
        found = sorted(self._drawing.unseen.items())
        return tuple(LeftOut(reason, layer, count) for (reason, layer), count in found)

    # Where ---------------------------------------------------------------------------------------

    def chosen(self, scale: float) -> list[Stroke]:
        """The strokes of the layers that were chosen, in mm."""
        found = []
        for stroke in self._drawing.strokes:
            become = self.choice(stroke.layer).become
            if become == "skip":
                self._drawing.leave_out("layer-skipped", stroke.layer)
            elif become == "door" and stroke.kind == "curve":
                self._drawing.leave_out("door-swing", stroke.layer)
            else:
                found.append(_scaled(stroke, scale))
        return found

    def brought_near(self, strokes: list[Stroke]) -> tuple[Point | None, list[Stroke]]:
        """Far-off drawings moved to the origin; what lies kilometres from all the rest is left out."""
        middle = tuple(
            statistics.median(ring[0][axis] for stroke in strokes for ring in stroke.rings)
            for axis in (0, 1)
        )
        near = []
        for stroke in strokes:
            if all(
                abs(value - middle[axis]) < FARTHEST / 2
                for ring in stroke.rings
                for point in ring
                for axis, value in enumerate(point)
            ):
                near.append(stroke)
            else:
                self._drawing.leave_out("too-far", stroke.layer)
        points = [point for stroke in near for ring in stroke.rings for point in ring]
        if not points:
            raise Invalid("drawing-nothing-usable", format=self._drawing.format)
        if max(abs(value) for point in points for value in point) <= FAR_OFF:
            return None, near
        dx, dy = (-float(math.floor(min(point[axis] for point in points))) for axis in (0, 1))
        return (dx, dy), [_shifted(stroke, dx, dy) for stroke in near]

    # Walls ---------------------------------------------------------------------------------------

    def walls(self, strokes: list[Stroke]) -> tuple[list[dict[str, Any]], Snapped]:
        layers, drawn = self._segments(strokes)
        reach = self._wanted.snap_mm
        met, alone = mending.meet(drawn, reach)
        self._refuse_many(met, layers)
        mended = [_rounded(s) for s in mending.reach_walls(met, alone, reach)] if met else []
        kept: list[dict[str, Any]] = []
        moves: list[JoinedEnd] = []
        seen: set[tuple[Any, ...]] = set()
        for layer, before, after in zip(layers, drawn, mended, strict=True):
            wall = self._wall(layer, after)
            key = (*sorted(after), wall["kind"], wall["top"])
            if after[0] == after[1]:
                self._drawing.leave_out("zero-length", layer)
            elif key in seen:
                self._drawing.leave_out("duplicate", layer)
            else:
                seen.add(key)
                wall["id"] = f"w{len(kept) + 1}"
                kept.append(wall)
                moves += _moves(wall["id"], before, after)
        return kept, Snapped(len(moves), tuple(moves[:MOST_TOLD]))

    def _segments(self, strokes: list[Stroke]) -> tuple[list[str], list[Segment]]:
        layers, found = [], []
        for stroke in strokes:
            if self.choice(stroke.layer).become not in WALLS:
                continue
            for ring in stroke.rings:
                after = (*ring[1:], ring[0]) if stroke.closed else ring[1:]
                some = list(zip(ring, after, strict=False))
                found += some
                layers += [stroke.layer] * len(some)
        return layers, found

    def _refuse_many(self, segments: list[Segment], layers: list[str]) -> None:
        """Counted without what would be left out anyway."""
        if len(segments) <= MOST_WALLS:
            return
        distinct = {(*sorted(s), w) for s, w in zip(segments, layers, strict=True) if s[0] != s[1]}
        if len(distinct) > MOST_WALLS:
            raise Invalid("drawing-too-large", what="walls", most=MOST_WALLS)

    def _wall(self, layer: str, segment: Segment) -> dict[str, Any]:
        choice = self.choice(layer)
        kind: As = choice.become
        top = TOPS[kind] if choice.top is None else choice.top  # type: ignore[index]  # one of WALLS
        return {"id": "", "from": segment[0], "to": segment[1], "kind": kind, "top": top}

    # Areas ---------------------------------------------------------------------------------------

    def _regions(self, strokes: list[Stroke], become: As) -> list[tuple[str, Region]]:
        by_layer: dict[str, list[Stroke]] = {}
        for stroke in strokes:
            if self.choice(stroke.layer).become == become:
                by_layer.setdefault(stroke.layer, []).append(stroke)
        found = []
        for layer, some in by_layer.items():
            closed, lost = regions(some)
            found += [(layer, region) for region in closed]
            if lost:
                self._drawing.leave_out("not-a-region", layer, lost)
        return found

    def outline(self, strokes: list[Stroke]) -> list[Point] | None:
        """The largest region of the outline's layers, without holes."""
        found = sorted(self._regions(strokes, "outline"), key=lambda each: -size(each[1]))
        for layer, _ in found[1:]:
            self._drawing.leave_out("not-the-largest", layer)
        return list(found[0][1][0]) if found else None

    def areas(self, strokes: list[Stroke]) -> list[dict[str, Any]]:
        found = self._regions(strokes, "area")
        if len(found) > MOST_AREAS:
            raise Invalid("drawing-too-large", what="areas", most=MOST_AREAS)
        return [
            {
                "id": f"a{number}",
                "name": f"{layer[: LONGEST_NAME - 10]} {number}",
                "kind": self.choice(layer).area_kind or "office",
                "polygon": list(region[0]),
                "holes": [list(hole) for hole in region[1]],
            }
            for number, (layer, region) in enumerate(found, 1)
        ]


def _scaled(stroke: Stroke, scale: float) -> Stroke:
    rings = tuple(tuple((x * scale, y * scale) for x, y in ring) for ring in stroke.rings)
    return msgspec.structs.replace(stroke, rings=rings)


def _shifted(stroke: Stroke, dx: float, dy: float) -> Stroke:
    rings = tuple(tuple((x + dx, y + dy) for x, y in ring) for ring in stroke.rings)
    return msgspec.structs.replace(stroke, rings=rings)


def _rounded(segment: Segment) -> Segment:
    (x1, y1), (x2, y2) = segment
    return ((round(x1, 2), round(y1, 2)), (round(x2, 2), round(y2, 2)))


def _moves(wall: str, before: Segment, after: Segment) -> list[JoinedEnd]:
    return [
        JoinedEnd(wall, (round(old[0], 2), round(old[1], 2)), new)
        for old, new in zip(before, after, strict=True)
        if math.dist(old, new) > SMALLEST_MOVE
    ]
