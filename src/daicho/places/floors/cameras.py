"""How far a camera shows enough: pixel density by edition of IEC 62676-4, and what its tilt leaves of the floor.

The levels are given from general knowledge of the standard and have to be checked against its text before
anybody relies on them; they are data, and nothing else here depends on their values.
"""

import math
from typing import Final, Literal

import msgspec

from daicho.places.floors.model import FloorDocument, Viewpoint

Edition = Literal["2014", "2025"]

LEVELS: Final[dict[Edition, tuple[tuple[str, float], ...]]] = {
    "2014": (
        ("monitor", 12.5),
        ("detect", 25.0),
        ("observe", 62.5),
        ("recognise", 125.0),
        ("identify", 250.0),
        ("inspect", 1000.0),
    ),
    "2025": (
        ("overview", 20.0),
        ("outline", 40.0),
        ("discern", 80.0),
        ("perceive", 125.0),
        ("characterise", 250.0),
        ("validate", 500.0),
        ("scrutinise", 1500.0),
    ),
}
"""Edition -> level and the pixels a metre it asks for, the coarsest first."""

# A flat picture of more than this is no longer made by a lens: from here on the pixels lie evenly on the circle.
WIDEST_FLAT: Final = 180.0


class Level(msgspec.Struct, frozen=True):
    """Up to `reach_mm` from the camera a metre has at least `px_per_m` pixels."""

    level: str
    px_per_m: float
    reach_mm: float


class CameraSeen(msgspec.Struct, frozen=True):
    """`levels` is empty when the pixels are not known. `near_mm` and `far_mm` are distances in plan between
    which the picture holds what is at the target height; None where tilt or vertical field are not known,
    and `far_mm` also when there is no farthest one."""

    id: str
    edition: Edition
    levels: tuple[Level, ...]
    near_mm: float | None
    far_mm: float | None


def cameras_of(
    document: FloorDocument, *, edition: Edition, target_height: float
) -> tuple[CameraSeen, ...]:
    """Every viewpoint of kind camera; `target_height` in mm."""
    return tuple(
        camera_seen(viewpoint, edition=edition, target_height=target_height)
        for viewpoint in document.viewpoints
        if viewpoint.kind == "camera"
    )


def camera_seen(viewpoint: Viewpoint, *, edition: Edition, target_height: float) -> CameraSeen:
    """Levels from pixels and horizontal field of view, distances from tilt and vertical field of view.
    Neither changes what the camera counts as seeing."""
    near, far = _ground(viewpoint, target_height)
    return CameraSeen(viewpoint.id, edition, _levels(viewpoint, edition), near, far)


def _levels(viewpoint: Viewpoint, edition: Edition) -> tuple[Level, ...]:
    pixels = viewpoint.camera.pixels if viewpoint.camera else None
    if pixels is None:
        return ()
    width = width_at(1000.0, viewpoint.fov) / 1000.0
    return tuple(
        Level(level, density, round(pixels / density / width * 1000.0, 3))
        for level, density in LEVELS[edition]
    )


def width_at(distance: float, fov: float) -> float:
    """How wide the picture is at a distance, both in mm; `fov` in degrees."""
    if fov < WIDEST_FLAT:
        return 2.0 * distance * math.tan(math.radians(fov) / 2.0)
    return distance * math.radians(fov)


def _ground(viewpoint: Viewpoint, target_height: float) -> tuple[float | None, float | None]:
    """Tilt counts degrees below the horizontal; an eye below the target looks up with a negative tilt."""
    camera, drop = viewpoint.camera, viewpoint.eye - target_height
    if camera is None or camera.tilt is None or camera.vfov is None:
        return None, None
    tilt = camera.tilt if drop >= 0 else -camera.tilt
    steepest, flattest = tilt + camera.vfov / 2.0, tilt - camera.vfov / 2.0
    if steepest <= 0:
        return None, None  # the whole picture looks away from that height
    return _distance(abs(drop), steepest), (
        _distance(abs(drop), flattest) if flattest > 0 else None
    )


def _distance(drop: float, steepness: float) -> float:
    """Where a ray that falls so steeply has fallen so far."""
    if steepness >= 90.0:
        return 0.0
    return round(drop / math.tan(math.radians(steepness)), 3)
