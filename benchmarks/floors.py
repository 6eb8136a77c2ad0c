"""Generated floors for benchmarks: the same seed gives the same floor on every machine."""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from daicho.places.sight.scene import Eye, Scene, Walls

Kind = Literal["office", "sample office", "all see it", "open hall", "strewn hall"]
Row = tuple[float, float, float, float, float]

CELL = 5_000.0
PER_CELL = 8
TALL = 2_700.0
LOW = (1_300.0, 1_600.0, 1_000.0)
SEED = 99
STREET = 2_000.0
SAMPLES = Path(__file__).resolve().parents[1] / "tests" / "data" / "floors"
SAMPLED = {250: ("synthetic_office_200_seed99", 1), 2_000: ("synthetic_office_2000_seed99", 1),
           20_000: ("synthetic_office_2000_seed99", 3)}  # fmt: skip
"""Walls wanted -> which sample floor, and how many of it side by side and one above the other."""


@dataclass(frozen=True, slots=True)
class Floor:
    """A scene in mm with its eyes and areas, and the wall (row of `scene.walls`) that is dragged."""

    kind: Kind
    scene: Scene
    eyes: list[Eye]
    areas: list[BaseGeometry]
    dragged: int

    def at_full_height(self) -> "Floor":
        """Every wall from floor to ceiling."""
        walls = self.scene.walls
        flat = np.zeros(len(walls))
        tall = Walls(walls.start, walls.end, flat, flat + TALL)
        return replace(self, scene=replace(self.scene, walls=tall))


def made(kind: Kind, walls: int, eyes: int, seed: int = SEED) -> Floor:
    """A floor of about so many walls; a tenth of them are areas, at most twenty."""
    chance = random.Random(seed * 1_000_003 + walls)  # noqa: S311 - repeatable on purpose
    cells = max(2, round((walls / PER_CELL) ** 0.5))
    side = cells * CELL
    if kind == "strewn hall":
        rows = _desks(chance, walls, side)
    elif kind == "open hall":
        rows = _rim(chance, walls, side)
    else:
        rows = _rooms(chance, walls, cells)
    spots = [(chance.uniform(0, side), chance.uniform(0, side)) for _ in range(eyes)]
    if kind == "open hall":
        spots = [(0.15 * side + 0.7 * x, 0.15 * side + 0.7 * y) for x, y in spots]
    middle = side / 2 + 137.0
    if kind == "all see it":
        rows, spots = _with_hall(rows, side / 2, eyes)
    dragged = (middle - 900.0, middle, middle + 900.0, middle, 1_800.0)
    table = np.array([dragged, *rows])
    scene = Scene(
        Walls(table[:, :2], table[:, 2:4], np.zeros(len(table)), table[:, 4]), (0, 0, side, side)
    )
    views = [Eye(x + 0.37, y + 0.61, 1_450.0) for x, y in spots]
    return Floor(kind, scene, views, _tiles(side, walls), 0)


def _rooms(chance: random.Random, walls: int, cells: int) -> list[Row]:
    """Rooms with a door gap to the right and above, and partitions in them."""
    rows: list[Row] = []
    for number in range(cells * cells):
        x, y = (number % cells) * CELL, (number // cells) * CELL
        gap = chance.uniform(800, 3_000)
        rows += [
            (x + CELL, y, x + CELL, y + gap, TALL),
            (x + CELL, y + gap + 1_000, x + CELL, y + CELL, TALL),
            (x, y + CELL, x + gap, y + CELL, TALL),
            (x + gap + 1_000, y + CELL, x + CELL, y + CELL, TALL),
        ]
        for _ in range(PER_CELL - 4):
            rows.append(_piece(chance, x + 600, y + 600, CELL - 2_400))
    return rows[: walls - 1]


def _piece(chance: random.Random, x: float, y: float, room: float) -> Row:
    """A partition or cabinet inside a square."""
    at_x, at_y = x + chance.uniform(0, room), y + chance.uniform(0, room)
    length = chance.uniform(600, 1_800)
    if chance.random() < 0.5:
        return (at_x, at_y, at_x + length, at_y, chance.choice(LOW))
    return (at_x, at_y, at_x, at_y + length, chance.choice(LOW))


def _desks(chance: random.Random, walls: int, side: float) -> list[Row]:
    """Short low pieces strewn over one hall: nearly everything sees nearly everything."""
    rows: list[Row] = []
    for _ in range(walls - 1):
        x, y = chance.uniform(0, side - 400), chance.uniform(0, side - 400)
        rows.append((x, y, x + chance.uniform(50, 300), y + chance.uniform(-200, 200), 1_300.0))
    return rows


def _rim(chance: random.Random, walls: int, side: float) -> list[Row]:
    """Short walls in a crooked line around one empty hall: everything sees everything."""
    turns = [2 * np.pi * number / (walls - 1) for number in range(walls - 1)]
    far = [side / 2 - 300 + chance.uniform(-60, 60) for _ in turns]
    corners = [
        (side / 2 + r * float(np.cos(turn)), side / 2 + r * float(np.sin(turn)))
        for r, turn in zip(far, turns, strict=True)
    ]
    return [
        (*one, *other, TALL) for one, other in zip(corners, [*corners[1:], corners[0]], strict=True)
    ]


def sample(walls: int, eyes: int, seed: int = SEED) -> Floor:
    """The project's sample office at full height, repeated for the largest size, with its own viewpoints."""
    name, tiles = SAMPLED[walls]
    told = json.loads((SAMPLES / f"{name}.floor.json").read_text(encoding="utf-8"))
    rows = np.array([[*wall["from"], *wall["to"]] for wall in told["walls"]], dtype=float)
    corners = rows.reshape(-1, 2)
    low, step = corners.min(axis=0), np.ptp(corners, axis=0) + STREET
    places = [(x * step[0], y * step[1]) for x in range(tiles) for y in range(tiles)]
    table = np.concatenate([rows - np.tile(low, 2) + np.tile(place, 2) for place in places])
    flat = np.zeros(len(table))
    span = (step * tiles).tolist()
    scene = Scene(
        Walls(table[:, :2], table[:, 2:], flat, flat + TALL), (-STREET, -STREET, span[0], span[1])
    )
    return Floor("sample office", scene, _sampled_eyes(told, low, places, eyes, seed), [], 0)


def _sampled_eyes(
    told: dict[str, Any], low: Any, places: Sequence[tuple[float, float]], eyes: int, seed: int
) -> list[Eye]:
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    known = [viewpoint["at"] for viewpoint in told["viewpoints"]]
    found = []
    for number in range(eyes):
        x, y = known[number % len(known)]
        by_x, by_y = chance.choice(places)
        aside = number // len(known)
        found.append(
            Eye(x - low[0] + by_x + 1.37 * aside, y - low[1] + by_y + 0.77 * aside, 1_450.0)
        )
    return found


def _with_hall(
    rows: list[Row], middle: float, eyes: int
) -> tuple[list[Row], list[tuple[float, float]]]:
    """An empty hall in the middle, with every eye on a ring about the wall that is dragged."""
    radius = 4_000.0
    outside = [row for row in rows if max(abs(c - middle) for c in row[:4]) > radius + 1_000]
    kept = [row for row in outside if not _crosses(row, middle, radius)]
    turn = 2 * np.pi / max(1, eyes)
    spots = [
        (middle + radius * np.cos(turn * n), middle + radius * np.sin(turn * n))
        for n in range(eyes)
    ]
    return kept, spots


def _crosses(row: Row, middle: float, radius: float) -> bool:
    line = shapely.LineString([row[:2], row[2:4]])
    return bool(line.distance(shapely.Point(middle, middle)) < radius)


def _tiles(side: float, walls: int) -> list[BaseGeometry]:
    """Areas: as many square tiles as a floor of this size would have, at most four by four."""
    across = min(4, max(1, round((walls / 250) ** 0.5)))
    step = side / across
    return [
        shapely.box(x * step, y * step, (x + 1) * step, (y + 1) * step)
        for x in range(across)
        for y in range(across)
    ]
