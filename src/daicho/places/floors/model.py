"""The floor document `daicho.floor/1`: walls, areas, viewpoints and terminals of one floor."""

from typing import Any, Final, Literal

import msgspec

from daicho.foundation.kernel.errors import Invalid

FORMAT: Final = "daicho.floor/1"

Point = tuple[float, float]
Ring = tuple[Point, ...]

WallKind = Literal["wall", "partition", "cabinet", "counter", "door", "glass"]
AreaKind = Literal["controlled", "handling", "storage", "office", "public", "passage"]
ViewpointKind = Literal["supervisor", "staff", "camera"]
TerminalKind = Literal["juki", "business"]
SeatPolicy = Literal["shared", "assigned"]


class FloorInvalid(Invalid):
    """The document is not a floor: `place` such as `walls[17].to`, `reason` in kebab-case, `value` when short."""

    def __init__(self, place: str, reason: str, **facts: Any) -> None:
        super().__init__("floor-invalid", place=place, reason=reason, **facts)
        self.place = place
        self.reason = reason


class Wall(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A segment in mm, opaque between `bottom` and `top`."""

    id: str
    start: Point = msgspec.field(name="from")
    end: Point = msgspec.field(name="to")
    kind: WallKind
    bottom: float = 0.0
    top: float = 2700.0
    open: bool = False

    @property
    def is_opaque(self) -> bool:
        return self.kind != "glass" and not (self.kind == "door" and self.open)


class Area(msgspec.Struct, frozen=True):
    """A region with a purpose; `level` is the セキュリティ区分; a nameless area goes by its id."""

    id: str
    name: str
    kind: AreaKind
    polygon: Ring
    level: int | None = None
    holes: tuple[Ring, ...] = ()


class Camera(msgspec.Struct, frozen=True):
    """Tilt and vertical field of view in degrees, horizontal pixels."""

    tilt: float | None = None
    vfov: float | None = None
    pixels: int | None = None


class Viewpoint(msgspec.Struct, frozen=True):
    """監督位置: an eye in mm, facing and field of view in degrees, `range` in mm or None for unlimited."""

    id: str
    kind: ViewpointKind
    at: Point
    eye: float = 1400.0
    facing: float = 0.0
    fov: float = 360.0
    range: float | None = None
    camera: Camera | None = None


class Seat(msgspec.Struct, frozen=True):
    """Where the operator sits; `height` is that of the head."""

    at: Point
    height: float = 1200.0
    policy: SeatPolicy = "shared"


class Screen(msgspec.Struct, frozen=True):
    """Centre in mm; `facing` is the direction the picture faces, in degrees."""

    at: Point
    height: float = 1100.0
    facing: float = 90.0
    width: float = 500.0


class Terminal(msgspec.Struct, frozen=True):
    """A placed terminal; `juki` stands for data class 2 and above."""

    id: str
    kind: TerminalKind
    seat: Seat
    screen: Screen
    privacy_filter: bool = True
    lock_minutes: int = 5
    wire_lock: bool = True
    auth_factors: int = 2
    asset: str | None = None
    assigned_to: str | None = None


class FloorDocument(msgspec.Struct, frozen=True, kw_only=True):
    """One floor as drawn. Made by `document.parse_floor`, which alone checks the bounds."""

    format: str = FORMAT
    name: str
    outline: Ring | None = None
    walls: tuple[Wall, ...] = ()
    areas: tuple[Area, ...] = ()
    viewpoints: tuple[Viewpoint, ...] = ()
    terminals: tuple[Terminal, ...] = ()
