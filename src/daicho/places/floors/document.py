"""Reading and writing the floor document: every bound is checked here, once, with the place named."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any, get_args

import msgspec

from daicho.places.floors import reading
from daicho.places.floors.model import (
    FORMAT,
    Area,
    AreaKind,
    Camera,
    FloorDocument,
    FloorInvalid,
    Point,
    Ring,
    Screen,
    Seat,
    SeatPolicy,
    Terminal,
    TerminalKind,
    Viewpoint,
    ViewpointKind,
    Wall,
    WallKind,
)
from daicho.places.floors.reading import flag, inner, items, number, record, refuse, text, whole

MOST_BYTES = 32 * 1024 * 1024
MOST_WALLS = 50_000
MOST_AREAS = 2_000
MOST_CORNERS = 10_000
MOST_HOLES = 500
MOST_VIEWPOINTS = 500
MOST_TERMINALS = 2_000
MOST = {
    "walls": MOST_WALLS,
    "areas": MOST_AREAS,
    "viewpoints": MOST_VIEWPOINTS,
    "terminals": MOST_TERMINALS,
}
"""List -> how many it may hold."""
FARTHEST = 10_000_000.0
HIGHEST = 10_000.0
LONGEST_NAME = 200
LONGEST_ID = 64
ABSENT_WHEN_NONE = {"asset", "assigned_to", "camera", "tilt", "vfov", "pixels"}


def parse_floor(body: bytes | str) -> FloorDocument:
    """The document of a file or request body; raises FloorInvalid."""
    if len(body) > MOST_BYTES:
        refuse("$", "too-large", len(body))
    return read_floor(reading.loads(body))


def read_floor(value: Any) -> FloorDocument:
    """The document of plain JSON values; raises FloorInvalid."""
    from daicho.places.floors import validation  # geometry loads with the first floor

    try:
        document = _document(value)
    except RecursionError:
        raise FloorInvalid("$", "too-deep") from None
    _check_ids(document)
    validation.check_outline(document)
    validation.check_areas(document)
    validation.check_viewpoints(document)
    return document


class Things(msgspec.Struct, frozen=True):
    """Objects of a floor without the floor, each read and in bounds by itself."""

    walls: tuple[Wall, ...] = ()
    areas: tuple[Area, ...] = ()
    viewpoints: tuple[Viewpoint, ...] = ()
    terminals: tuple[Terminal, ...] = ()


def read_things(value: dict[str, Any]) -> Things:
    """Lists of plain JSON objects as in a floor document; raises FloorInvalid."""
    return Things(
        walls=_walls(value.get("walls", [])),
        areas=items(value.get("areas", []), "areas", _area, MOST_AREAS),
        viewpoints=items(value.get("viewpoints", []), "viewpoints", _viewpoint, MOST_VIEWPOINTS),
        terminals=items(value.get("terminals", []), "terminals", _terminal, MOST_TERMINALS),
    )


def canonical_bytes(document: FloorDocument) -> bytes:
    """One spelling a document: defaults written out, keys sorted, whole numbers without a point. Equal
    drawings have equal bytes, and reading the bytes gives the document back."""
    plain = _plain(msgspec.to_builtins(document))
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(document: FloorDocument) -> str:
    """SHA-256 of the canonical bytes, in hex."""
    return hashlib.sha256(canonical_bytes(document)).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if not _is_absent(key, item)}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _is_absent(key: str, item: Any) -> bool:
    """Keys the format lets a thing carry; they have no value of their own to stand for none."""
    return item is None and key in ABSENT_WHEN_NONE


def _document(value: Any) -> FloorDocument:
    optional = {"outline", "walls", "areas", "viewpoints", "terminals"}
    found = record(value, "$", {"format", "name"}, optional)
    reading.choice(found["format"], "format", (FORMAT,))
    outline = found.get("outline")
    return FloorDocument(
        name=text(found["name"], "name", LONGEST_NAME),
        outline=None if outline is None else _ring(outline, "outline"),
        **msgspec.structs.asdict(read_things(found)),
    )


def _walls(value: Any) -> tuple[Wall, ...]:
    walls = _walls_at_once(value)
    return items(value, "walls", _wall, MOST_WALLS) if walls is None else walls


def _walls_at_once(value: Any) -> tuple[Wall, ...] | None:
    """What reading one by one gives, in a tenth of the time; None when anything may be wrong with any."""
    if not isinstance(value, list) or len(value) > MOST_WALLS:
        return None
    try:
        walls = msgspec.convert(value, tuple[Wall, ...])
    except (msgspec.ValidationError, RecursionError):
        return None
    return walls if all(map(_is_plain_id, walls)) and _are_in_bounds(walls) else None


def _is_plain_id(wall: Wall) -> bool:
    return 0 < len(wall.id) <= LONGEST_ID and wall.id.isprintable() and not wall.id.isspace()


def _are_in_bounds(walls: tuple[Wall, ...]) -> bool:
    """No comparison holds for a number that is none, so those are out of bounds too."""
    import numpy as np  # geometry loads with the first floor

    ends = np.array([(*wall.start, *wall.end) for wall in walls]).reshape(-1, 4)
    heights = np.array([(wall.bottom, wall.top) for wall in walls]).reshape(-1, 2)
    bottom, top = heights.T
    right = (
        np.abs(ends) <= FARTHEST,
        (bottom >= 0) & (bottom <= top) & (top <= HIGHEST),
        (ends[:, :2] != ends[:, 2:]).any(axis=1),
        ~(np.signbit(ends) & (ends == 0)),  # -0.0 becomes 0.0 when read one by one
        ~np.signbit(heights),
    )
    return all(bool(one.all()) for one in right)


def _wall(value: Any, place: str) -> Wall:
    found = record(value, place, {"id", "from", "to", "kind"}, {"bottom", "top", "open"})
    wall = Wall(
        id=_id(found, place),
        start=_point(found["from"], inner(place, "from")),
        end=_point(found["to"], inner(place, "to")),
        kind=reading.choice(found["kind"], inner(place, "kind"), get_args(WallKind)),
        bottom=number(found.get("bottom", 0), inner(place, "bottom"), 0, HIGHEST),
        top=number(found.get("top", 2700), inner(place, "top"), 0, HIGHEST),
        open=flag(found.get("open", False), inner(place, "open")),
    )
    if wall.bottom > wall.top:
        refuse(inner(place, "top"), "below-bottom", wall.top)
    if wall.start == wall.end:
        refuse(inner(place, "to"), "zero-length")
    return wall


def _area(value: Any, place: str) -> Area:
    found = record(value, place, {"id", "kind", "polygon"}, {"name", "level", "holes"})
    name = found.get("name", found["id"])
    level = found.get("level")
    holes = found.get("holes", [])
    return Area(
        id=_id(found, place),
        name=text(name, inner(place, "name"), LONGEST_NAME),
        kind=reading.choice(found["kind"], inner(place, "kind"), get_args(AreaKind)),
        polygon=_ring(found["polygon"], inner(place, "polygon")),
        level=None if level is None else whole(level, inner(place, "level"), 1, 3),
        holes=items(holes, inner(place, "holes"), _ring, MOST_HOLES),
    )


def _viewpoint(value: Any, place: str) -> Viewpoint:
    optional = {"eye", "facing", "fov", "range"}
    found = record(value, place, {"id", "kind", "at"}, optional | {"camera"})
    kind = reading.choice(found["kind"], inner(place, "kind"), get_args(ViewpointKind))
    reach, camera = found.get("range"), found.get("camera")
    if camera is not None and kind != "camera":
        refuse(inner(place, "camera"), "only-for-cameras")
    return Viewpoint(
        id=_id(found, place),
        kind=kind,
        at=_point(found["at"], inner(place, "at")),
        eye=number(found.get("eye", 1400), inner(place, "eye"), 0, HIGHEST),
        facing=number(found.get("facing", 0), inner(place, "facing"), -FARTHEST, FARTHEST),
        fov=_above_zero(found.get("fov", 360), inner(place, "fov"), 360),
        range=None if reach is None else _above_zero(reach, inner(place, "range"), FARTHEST),
        camera=None if camera is None else _camera(camera, inner(place, "camera")),
    )


def _camera(value: Any, place: str) -> Camera:
    found = record(value, place, set(), {"tilt", "vfov", "pixels"})
    tilt, vfov, pixels = (found.get(key) for key in ("tilt", "vfov", "pixels"))
    return Camera(
        tilt=None if tilt is None else number(tilt, inner(place, "tilt"), -180, 180),
        vfov=None if vfov is None else _above_zero(vfov, inner(place, "vfov"), 180),
        pixels=None if pixels is None else whole(pixels, inner(place, "pixels"), 1, 1_000_000),
    )


def _terminal(value: Any, place: str) -> Terminal:
    optional = {"privacy_filter", "lock_minutes", "wire_lock", "auth_factors"}
    named = {"asset", "assigned_to"}
    found = record(value, place, {"id", "kind", "seat", "screen"}, optional | named)
    words = {
        key: text(found[key], inner(place, key), LONGEST_ID)
        for key in sorted(named)
        if found.get(key) is not None
    }
    lock_minutes = whole(found.get("lock_minutes", 5), inner(place, "lock_minutes"), 0, 100_000)
    return Terminal(
        id=_id(found, place),
        kind=reading.choice(found["kind"], inner(place, "kind"), get_args(TerminalKind)),
        seat=_seat(found["seat"], inner(place, "seat")),
        screen=_screen(found["screen"], inner(place, "screen")),
        privacy_filter=flag(found.get("privacy_filter", True), inner(place, "privacy_filter")),
        lock_minutes=lock_minutes,
        wire_lock=flag(found.get("wire_lock", True), inner(place, "wire_lock")),
        auth_factors=whole(found.get("auth_factors", 2), inner(place, "auth_factors"), 0, 10),
        asset=words.get("asset"),
        assigned_to=words.get("assigned_to"),
    )


def _seat(value: Any, place: str) -> Seat:
    found = record(value, place, {"at"}, {"height", "policy"})
    policy = found.get("policy", "shared")
    return Seat(
        at=_point(found["at"], inner(place, "at")),
        height=number(found.get("height", 1200), inner(place, "height"), 0, HIGHEST),
        policy=reading.choice(policy, inner(place, "policy"), get_args(SeatPolicy)),
    )


def _screen(value: Any, place: str) -> Screen:
    found = record(value, place, {"at"}, {"height", "facing", "width"})
    return Screen(
        at=_point(found["at"], inner(place, "at")),
        height=number(found.get("height", 1100), inner(place, "height"), 0, HIGHEST),
        facing=number(found.get("facing", 90), inner(place, "facing"), -FARTHEST, FARTHEST),
        width=number(found.get("width", 500), inner(place, "width"), 0, HIGHEST),
    )


def _id(found: dict[str, Any], place: str) -> str:
    return text(found["id"], inner(place, "id"), LONGEST_ID)


def _point(value: Any, place: str) -> Point:
    if not isinstance(value, list | tuple) or len(value) != 2:
        refuse(place, "not-a-point")
    x, y = value
    return (number(x, place, -FARTHEST, FARTHEST), number(y, place, -FARTHEST, FARTHEST))


def _ring(value: Any, place: str) -> Ring:
    """Corners of a ring; one that repeats its first corner at the end is read as closed already."""
    ring = items(value, place, _point, MOST_CORNERS)
    if len(ring) > 3 and ring[0] == ring[-1]:
        ring = ring[:-1]
    if len(ring) < 3:
        refuse(place, "too-few-corners", len(ring))
    return ring


def _above_zero(value: Any, place: str, high: float) -> float:
    found = number(value, place, 0, high)
    if found == 0:
        refuse(place, "out-of-range", value)
    return found


def _check_ids(document: FloorDocument) -> None:
    check_distinct("walls", (wall.id for wall in document.walls))
    check_distinct("areas", (area.id for area in document.areas))
    check_distinct("viewpoints", (viewpoint.id for viewpoint in document.viewpoints))
    check_distinct("terminals", (terminal.id for terminal in document.terminals))


def check_distinct(name: str, ids: Iterable[str]) -> None:
    """No id twice in the list of this name; raises FloorInvalid."""
    seen: set[str] = set()
    for index, one in enumerate(ids):
        if one in seen:
            refuse(f"{name}[{index}].id", "repeated-id", one)
        seen.add(one)
