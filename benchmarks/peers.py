"""Others that compute visibility regions, at full height: pysovist (MIT) and CGAL's triangular expansion.

CGAL's visibility package is GPL: it is compiled here into a program of its own that only this benchmark starts. It is
never linked into Daicho, nor shipped with it.
"""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.floors import Floor

SOURCE = Path(__file__).parent / "cgal" / "triangular.cpp"
MOST_SECONDS = 600
CGAL_ROUNDS = 5


def segments(floor: Floor) -> Any:
    """The walls and the box of the bounds in metres: shape (n, 2, 2)."""
    walls = floor.scene.walls
    x0, y0, x1, y1 = floor.scene.bounds
    corners = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], dtype=float)
    box = np.stack((corners, np.roll(corners, -1, axis=0)), axis=1)
    return np.concatenate((box, np.stack((walls.start, walls.end), axis=1))) / 1_000


def pysovist(floor: Floor) -> Callable[[], float] | None:
    """The summed area in m² that its isovists give, plan built each time; None where it is not installed."""
    if find_spec("pysovist") is None:
        return None
    peer = import_module("pysovist")
    walls = segments(floor)

    def run() -> float:
        plan = peer.Plan(walls)
        at = [(eye.x / 1_000, eye.y / 1_000) for eye in floor.eyes]
        return float(sum(peer.isovist2d.isovist(plan, one).area for one in at))

    return run


def cgal(floor: Floor, cache: Path) -> Callable[[], dict[str, float]] | None:
    """`rebuild_ms`, `query_ms` and `area_m2` in CGAL's own clock, the middle one of `CGAL_ROUNDS` in one process; None
    without compiler or CGAL."""
    program = _compiled(cache)
    if program is None:
        return None
    lines = [f"{CGAL_ROUNDS} {len(segments(floor))} {len(floor.eyes)}"]
    lines += [" ".join(f"{value:.17g}" for value in row) for row in segments(floor).reshape(-1, 4)]
    lines += [f"{eye.x / 1_000:.17g} {eye.y / 1_000:.17g}" for eye in floor.eyes]
    text = "\n".join(lines)

    def run() -> dict[str, float]:
        done = subprocess.run(
            [program], input=text, capture_output=True, text=True, check=True, timeout=MOST_SECONDS
        )
        rebuild, query, area = map(float, done.stdout.split())
        return {"rebuild_ms": rebuild, "query_ms": query, "area_m2": area}

    return run


def _compiled(cache: Path) -> Path | None:
    """The program, compiled once for each state of its source."""
    compiler = shutil.which("g++")
    if compiler is None:
        return None
    digest = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]
    program = cache / f"triangular-{digest}"
    if program.exists():
        return program
    cache.mkdir(parents=True, exist_ok=True)
    fresh = program.with_suffix(f".{os.getpid()}")
    options = ["-O3", "-DNDEBUG", "-std=c++17", "-lgmp", "-lmpfr"]
    command = [compiler, str(SOURCE), "-o", str(fresh), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return None
    fresh.rename(program)
    return program
