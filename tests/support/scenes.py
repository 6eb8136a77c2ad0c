"""Small scenes and floor documents for the tests of sight."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from daicho.places.sight.scene import Eye, Scene, Walls

FLOORS = Path(__file__).parents[1] / "data" / "floors"
SAMPLES = sorted(path.name.removesuffix(".floor.json") for path in FLOORS.glob("*.floor.json"))

Segment = tuple[float, float, float, float]
Solid = tuple[float, float, float, float, float, float]


def sample(name: str) -> tuple[bytes, dict[str, Any]]:
    """A sample floor's bytes and what is expected of it."""
    expected = json.loads((FLOORS / f"{name}.expected.json").read_text("utf-8"))
    return (FLOORS / f"{name}.floor.json").read_bytes(), expected


def full(*segments: Segment) -> list[Solid]:
    """Walls from floor to ceiling."""
    return [(*segment, 0.0, 10_000.0) for segment in segments]


def walls_from(solids: Sequence[Solid]) -> Walls:
    """Walls of (x1, y1, x2, y2, bottom, top)."""
    table = np.array(solids, dtype=float).reshape(-1, 6)
    return Walls(table[:, 0:2], table[:, 2:4], table[:, 4], table[:, 5])


def room(solids: Sequence[Solid] = (), *, half: float = 5_000.0) -> Scene:
    """A square room about the origin without walls of its own: the bounds are its outline."""
    return Scene(walls_from(solids), (-half, -half, half, half))


def eye(x: float = 0.0, y: float = 0.0, z: float = 1500.0, **view: Any) -> Eye:
    return Eye(x, y, z, **view)


def office(**changes: Any) -> dict[str, Any]:
    """A floor with a counter, a public and a handling area, one juki terminal that breaks no rule."""
    floor: dict[str, Any] = {
        "format": "daicho.floor/1",
        "name": "窓口",
        "outline": [[0, 0], [12000, 0], [12000, 8000], [0, 8000]],
        "walls": [
            {"id": "counter", "from": [0, 3000], "to": [12000, 3000], "kind": "counter", "top": 1000}
        ],
        "areas": [
            {"id": "hall", "name": "待合", "kind": "public",
             "polygon": [[0, 0], [12000, 0], [12000, 3000], [0, 3000]]},
            {"id": "desk", "name": "取扱", "kind": "handling", "level": 1,
             "polygon": [[0, 3000], [12000, 3000], [12000, 8000], [0, 8000]]},
        ],
        "viewpoints": [{"id": "head", "kind": "supervisor", "at": [1000, 5000], "eye": 1200}],
        "terminals": [
            {"id": "t1", "kind": "juki", "seat": {"at": [9000, 6000]},
             "screen": {"at": [9000, 5500], "facing": 90}}
        ],
    }  # fmt: skip
    return floor | changes


def as_bytes(floor: dict[str, Any]) -> bytes:
    return json.dumps(floor).encode()
