"""What is asked of a drawing from outside, and what it gives: layers, strokes, reports. Pure."""

import math
from typing import Annotated, Any, Final, Literal

import msgspec

from daicho.foundation.kernel.errors import Invalid
from daicho.places.floors.model import AreaKind, FloorDocument, Point, WallKind

Format = Literal["dxf", "floor", "geojson", "jww", "sxf"]
Unit = Literal["mm", "cm", "m", "inch", "foot"]
As = Literal[
    "wall", "partition", "cabinet", "counter", "door", "glass", "outline", "area", "skip"
]  # fmt: skip

MM: Final[dict[Unit, float]] = {"mm": 1.0, "cm": 10.0, "m": 1000.0, "inch": 25.4, "foot": 304.8}

TOPS: Final[dict[WallKind, float]] = {
    "wall": 2700.0,
    "partition": 1600.0,
    "cabinet": 1800.0,
    "counter": 1000.0,
    "door": 2000.0,
    "glass": 2700.0,
}
"""Height in mm of what a plan draws as a line only; the person who imports may say otherwise."""

MOST_BYTES: Final = 36_000_000
"""Of a drawing or picture as it lies in a file: 48 MB in base64."""
MOST_STROKES: Final = 200_000
MOST_LAYERS: Final = 2_000
LONGEST_LAYER: Final = 120

Kind = Literal["line", "curve", "fill"]


class Stroke(msgspec.Struct, frozen=True):
    """One drawn thing in the drawing's own units: a path, or the rings of a filled region (even-odd)."""

    layer: str
    rings: tuple[tuple[Point, ...], ...]
    closed: bool = False
    kind: Kind = "line"


class Drawing(msgspec.Struct):
    """What a file holds; a `document` when it is a floor already. `unseen` counts (reason, layer)."""

    format: Format
    unit: Unit | None
    strokes: list[Stroke] = msgspec.field(default_factory=list)
    hidden: frozenset[str] = frozenset()
    unseen: dict[tuple[str, str], int] = msgspec.field(default_factory=dict)
    warnings: list[dict[str, Any]] = msgspec.field(default_factory=list)
    document: FloorDocument | None = None

    def leave_out(self, reason: str, layer: str, count: int = 1) -> None:
        self.unseen[reason, layer] = self.unseen.get((reason, layer), 0) + count


# What is asked -----------------------------------------------------------------------------------

Height = Annotated[float, msgspec.Meta(ge=0, le=10_000)]
Coordinate = Annotated[float, msgspec.Meta(ge=-1e12, le=1e12)]
Spot = tuple[Coordinate, Coordinate]
FileName = Annotated[
    str, msgspec.Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+(?!\n)$")
]
LayerName = Annotated[str, msgspec.Meta(max_length=LONGEST_LAYER)]


class LayerChoice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a layer becomes; `top` in mm for what stands, `area_kind` for areas."""

    become: As = msgspec.field(name="as")
    top: Height | None = None
    area_kind: AreaKind | None = None


class TwoPoints(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Two points of the drawing and what lies between them in mm."""

    a: Spot
    b: Spot
    length_mm: Annotated[float, msgspec.Meta(gt=0, le=10_000_000)]


class Wanted(msgspec.Struct, frozen=True):
    """How a drawing becomes a floor. Layers not named are skipped, or taken as suggested."""

    floor_name: str
    layers: dict[str, LayerChoice] = {}
    unit: Unit | None = None
    points: TwoPoints | None = None
    snap_mm: float = 10.0
    suggested: bool = False


# What is answered --------------------------------------------------------------------------------


class DrawingLayer(msgspec.Struct, frozen=True):
    """A layer, how many things are drawn on it, and what its name says that they are."""

    name: str
    objects: int
    suggestion: As


class DrawnPath(msgspec.Struct, frozen=True):
    layer: str
    path: tuple[Point, ...]


class Inspection(msgspec.Struct, frozen=True):
    """What a drawing holds; `bounds` and paths in its own units, `unit` null when it does not say."""

    format: Format
    unit: Unit | None
    bounds: tuple[float, float, float, float] | None
    layers: tuple[DrawingLayer, ...]
    preview: tuple[DrawnPath, ...]
    truncated: bool
    warnings: tuple[dict[str, Any], ...]


class JoinedEnd(msgspec.Struct, frozen=True):
    """An end of a wall that was joined to another."""

    id: str
    start: Point = msgspec.field(name="from")
    end: Point = msgspec.field(name="to")


class Snapped(msgspec.Struct, frozen=True):
    """How many ends were moved, and the first hundred of them."""

    count: int = 0
    items: tuple[JoinedEnd, ...] = ()


class LeftOut(msgspec.Struct, frozen=True):
    reason: str
    layer: str
    count: int


class ImportReport(msgspec.Struct, frozen=True):
    """What became of the drawing; `moved` is what was added to every coordinate, `scale` mm a drawing unit."""

    taken: dict[str, int]
    snapped: Snapped
    left_out: tuple[LeftOut, ...]
    moved: Point | None
    scale: float


class Converted(msgspec.Struct, frozen=True):
    document: FloorDocument
    report: ImportReport


def scale_of(unit: Unit | None, points: TwoPoints | None) -> float:
    """Millimetres a drawing unit; two measured points say more than a header. `drawing-needs-scale` without either."""
    if points is not None:
        apart = math.dist(points.a, points.b)
        if not 0 < points.length_mm / (apart or math.inf) < 1e9:
            raise Invalid("points-meet")
        return points.length_mm / apart
    if unit is None:
        raise Invalid("drawing-needs-scale")
    return MM[unit]


# Pictures ----------------------------------------------------------------------------------------

PictureFormat = Literal["png", "jpeg"]


class Picture(msgspec.Struct, frozen=True):
    """A background as it is kept; `pages` of the file it came from."""

    format: PictureFormat
    width: int
    height: int
    page: int
    pages: int


class Shot(msgspec.Struct, frozen=True):
    """A piece of evidence that was opened: as what it came, and the media type under which it is kept."""

    came_as: str
    media_type: str


class Pin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A pixel of the picture (from its upper left) and where on the floor it lies, in mm."""

    px: Spot
    mm: Spot


class Placing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a background lies: two points, and how strongly it shows."""

    a: Pin
    b: Pin
    opacity: Annotated[float, msgspec.Meta(ge=0, le=1)]


def refuse_one_point(placing: Placing) -> None:
    """Two points place a picture only when they are two on both sides."""
    if placing.a.px == placing.b.px or placing.a.mm == placing.b.mm:
        raise Invalid("points-meet")
