"""What sight is computed from: opaque walls as arrays, eyes, and the outline, about a local origin."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from shapely.geometry.base import BaseGeometry

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Point = tuple[float, float]
Spot = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Walls:
    """Opaque walls: `start` and `end` of shape (n, 2), `bottom` and `top` of shape (n,), in mm."""

    start: Floats
    end: Floats
    bottom: Floats
    top: Floats

    def __len__(self) -> int:
        return len(self.bottom)

    def only(self, kept: Flags | Ints) -> "Walls":
        """The walls chosen by flag or index."""
        return Walls(self.start[kept], self.end[kept], self.bottom[kept], self.top[kept])

    def and_also(self, more: "Walls") -> "Walls":
        """These walls, then the others."""
        return Walls(
            np.concatenate((self.start, more.start)),
            np.concatenate((self.end, more.end)),
            np.concatenate((self.bottom, more.bottom)),
            np.concatenate((self.top, more.top)),
        )


@dataclass(frozen=True, slots=True)
class Eye:
    """One eye: plan position and height in mm, degrees counter-clockwise from +x, reach in mm."""

    x: float
    y: float
    z: float
    facing: float = 0.0
    fov: float = 360.0
    reach: float | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """Walls within an outline. `bounds` (min x, min y, max x, max y) holds everything on the floor;
    `outline` None stands for exactly these bounds."""

    walls: Walls
    bounds: tuple[float, float, float, float]
    outline: BaseGeometry | None = None


def no_walls() -> Walls:
    return Walls(np.empty((0, 2)), np.empty((0, 2)), np.empty(0), np.empty(0))
