"""GeoJSON: our floors back and forth, every property kept; other programs' features as strokes."""

import json
import math
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from daicho.foundation.kernel.errors import Invalid
from daicho.places.drawings import model
from daicho.places.drawings.model import Drawing, Stroke
from daicho.places.floors.document import canonical_bytes, read_floor
from daicho.places.floors.model import FORMAT, FloorDocument, Point

MARK: Final = "daicho"
OF: Final = {"wall": "walls", "area": "areas", "viewpoint": "viewpoints", "terminal": "terminals"}
LAYER_KEYS: Final = ("layer", "DrawingLayer", "LAYER", "kind", "class", "type", "category")
NAMELESS: Final = "-"
METRES_A_DEGREE: Final = 111_320.0
LARGEST_SITE: Final = 0.05
"""Degrees; what spans less and lies elsewhere than at 0, 0 was measured on the globe."""

# Our floors --------------------------------------------------------------------------------------


def written(document: FloorDocument) -> bytes:
    """A FeatureCollection in the floor's own millimetres; `read` gives the same document back."""
    plain = json.loads(canonical_bytes(document))
    features = [
        _feature(kind, one, SHAPES[kind](one)) for kind, many in OF.items() for one in plain[many]
    ]
    if plain["outline"] is not None:
        ring = {"type": "Polygon", "coordinates": [_closed(plain["outline"])]}
        features.insert(0, _feature("outline", {"id": "outline"}, ring))
    whole = {
        "type": "FeatureCollection",
        MARK: {"format": FORMAT, "name": plain["name"], "unit": "mm"},
        "features": features,
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def _feature(kind: str, thing: dict[str, Any], geometry: dict[str, Any]) -> dict[str, Any]:
    properties = {MARK: kind, **thing}
    return {
        "type": "Feature",
        "id": f"{kind}/{thing['id']}",
        "geometry": geometry,
        "properties": properties,
    }


def _closed(ring: list[Any]) -> list[Any]:
    return [*ring, ring[0]]


def _wall(thing: dict[str, Any]) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": [thing["from"], thing["to"]]}


def _area(thing: dict[str, Any]) -> dict[str, Any]:
    rings = [thing["polygon"], *thing["holes"]]
    return {"type": "Polygon", "coordinates": [_closed(ring) for ring in rings]}


def _viewpoint(thing: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Point", "coordinates": thing["at"]}


def _terminal(thing: dict[str, Any]) -> dict[str, Any]:
    """From the seat to the screen."""
    ends = [thing["seat"]["at"], thing["screen"]["at"]]
    return {"type": "LineString", "coordinates": ends}


SHAPES: Final = {"wall": _wall, "area": _area, "viewpoint": _viewpoint, "terminal": _terminal}


def _is_ours(features: list[dict[str, Any]]) -> bool:
    known = {*OF, "outline"}
    return any((f.get("properties") or {}).get(MARK) in known for f in features)


def _ours(whole: dict[str, Any], features: list[dict[str, Any]]) -> FloorDocument:
    """Where the geometry was moved in another program, it counts, and not the properties."""
    head = whole.get(MARK)
    name = head.get("name", NAMELESS) if isinstance(head, dict) else NAMELESS
    found: dict[str, Any] = {"format": FORMAT, "name": name, "outline": None}
    for index, feature in enumerate(features):
        properties = dict(feature.get("properties") or {})
        kind = properties.pop(MARK, None)
        try:
            shape = (feature.get("geometry") or {})["coordinates"]
            if kind == "outline":
                found["outline"] = shape[0]
            elif kind in OF:
                found.setdefault(OF[kind], []).append(_thing(kind, properties, shape))
        except (LookupError, TypeError, ValueError):
            raise Invalid("drawing-unreadable", format="geojson", reason=f"features[{index}]") from None  # fmt: skip
    return read_floor(found)


def _thing(kind: str, properties: dict[str, Any], shape: Any) -> dict[str, Any]:
    thing = {key: _unpacked(value) for key, value in properties.items()}
    if kind == "wall":
        return thing | {"from": shape[0], "to": shape[-1]}
    if kind == "area":
        return thing | {"polygon": shape[0], "holes": shape[1:]}
    if kind == "viewpoint":
        return thing | {"at": shape}
    seat, screen = dict(thing["seat"]), dict(thing["screen"])
    return thing | {"seat": seat | {"at": shape[0]}, "screen": screen | {"at": shape[-1]}}


def _unpacked(value: Any) -> Any:
    """Programs that know flat tables only keep an object as its JSON text."""
    return json.loads(value) if isinstance(value, str) and value.startswith("{") else value


# Anybody's ---------------------------------------------------------------------------------------


def read(whole: dict[str, Any]) -> Drawing:
    """Plain JSON values that say they are GeoJSON."""
    features = list(_features(whole))
    if _is_ours(features):
        return Drawing("geojson", "mm", document=_ours(whole, features))
    drawing = Drawing("geojson", None)
    for feature in features:
        layer = _layer_of(feature.get("properties"))
        for geometry in _simple(feature.get("geometry"), 0):
            _take(drawing, geometry, layer)
    _flatten_globe(drawing)
    return drawing


def _features(whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    kind = whole.get("type")
    if kind == "Feature":
        yield whole
    elif kind == "FeatureCollection":
        many = whole.get("features")
        yield from (one for one in many if isinstance(one, dict)) if isinstance(many, list) else ()
    else:
        yield {"properties": {}, "geometry": whole}


def _layer_of(properties: Any) -> str:
    if isinstance(properties, dict):
        for key in LAYER_KEYS:
            value = properties.get(key)
            if isinstance(value, str) and value.strip():
                shown = "".join(
                    c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in value
                )
                return shown[: model.LONGEST_LAYER]
    return NAMELESS


_PARTS: Final = {
    "MultiLineString": "LineString",
    "MultiPolygon": "Polygon",
    "MultiPoint": "Point",
}


def _simple(geometry: Any, depth: int) -> Iterator[tuple[str, Any]]:
    """(type, coordinates) of every part; collections are opened, within reason."""
    if not isinstance(geometry, dict) or depth > 8:
        return
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    inner = geometry.get("geometries")
    if kind == "GeometryCollection" and isinstance(inner, list):
        for one in inner:
            yield from _simple(one, depth + 1)
    elif kind in _PARTS and isinstance(coordinates, list):
        yield from ((_PARTS[kind], part) for part in coordinates)
    else:
        yield str(kind), coordinates


def _take(drawing: Drawing, geometry: tuple[str, Any], layer: str) -> None:
    if len(drawing.strokes) >= model.MOST_STROKES:
        raise Invalid("drawing-too-large", what="objects", most=model.MOST_STROKES)
    kind, coordinates = geometry
    stroke = None
    if kind == "LineString" and (path := _path(coordinates)) is not None:
        stroke = Stroke(layer, (path,))
    elif kind == "Polygon" and isinstance(coordinates, list):
        rings = [ring for ring in map(_path, coordinates) if ring is not None and len(ring) > 3]
        if rings and len(rings) == len(coordinates):
            stroke = Stroke(layer, tuple(ring[:-1] for ring in rings), True, "fill")
    if stroke is None:
        drawing.leave_out("not-a-line", layer)
    else:
        drawing.strokes.append(stroke)


def _path(coordinates: Any) -> tuple[Point, ...] | None:
    if not isinstance(coordinates, list) or len(coordinates) < 2:
        return None
    points = [_point(one) for one in coordinates]
    return None if None in points else tuple(p for p in points if p is not None)


def _point(value: Any) -> Point | None:
    if not isinstance(value, list) or len(value) < 2:
        return None
    x, y = value[:2]
    for one in (x, y):
        if isinstance(one, bool) or not isinstance(one, int | float) or not -1e15 < one < 1e15:
            return None
    return (float(x), float(y))


def _flatten_globe(drawing: Drawing) -> None:
    """Degrees become metres about the middle of the drawing, and it is told."""
    points = [point for stroke in drawing.strokes for ring in stroke.rings for point in ring]
    if not points:
        return
    xs, ys = [x for x, _ in points], [y for _, y in points]
    west, east, south, north = min(xs), max(xs), min(ys), max(ys)
    near = max(east - west, north - south) < LARGEST_SITE
    if not near or max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 85:
        return
    if abs(west) < 1 and abs(south) < 1:
        return
    across = METRES_A_DEGREE * math.cos(math.radians((south + north) / 2))
    drawing.strokes = [_on_floor(s, (west, south), across) for s in drawing.strokes]
    drawing.unit = "m"
    drawing.warnings.append({"code": "drawing-from-degrees", "at": [west, south]})


def _on_floor(stroke: Stroke, corner: Point, across: float) -> Stroke:
    rings = tuple(
        tuple(((x - corner[0]) * across, (y - corner[1]) * METRES_A_DEGREE) for x, y in ring)
        for ring in stroke.rings
    )
    return msgspec.structs.replace(stroke, rings=rings)
