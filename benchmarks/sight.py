"""Sight measured: whole recomputation and drag steps, in milliseconds, and against peers in the same run as ratios."""

import random
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import shapely

from benchmarks import peers
from benchmarks.floors import Floor, Kind, made, sample
from benchmarks.timing import alternating, growth, measured, median, p95
from daicho.places.sight.regions import seen_regions
from daicho.places.sight.scene import Eye, Walls, no_walls
from daicho.places.sight.study import Held, Study

TARGET = 1_200.0
WALLS = (250, 2_000, 20_000)
EYES = (1, 10, 50, 100)
QUICK_WALLS, QUICK_EYES = (250, 2_000), (1, 10)
PYSOVIST_MOST = 2_500
"""Walls times eyes: beyond it pysovist takes minutes."""
TOO_LONG = 6_000.0
"""Milliseconds of one study with its hold; larger floors of the kind are left out then."""
ENOUGH = 4_000.0
"""Milliseconds after which a series of steps that are slow is long enough, a few taken."""
FEWEST = 5
CACHE = Path(tempfile.gettempdir()) / "daicho-bench"


class Line(msgspec.Struct, frozen=True):
    """One measurement: what was done on which floor, milliseconds, and a peer's time over ours."""

    what: str
    floor: str
    walls: int
    eyes: int
    median_ms: float
    p95_ms: float
    ratios: dict[str, float] = {}


class Report(msgspec.Struct, frozen=True):
    """All lines, by what power of the walls each kind of work grows at ten viewpoints (or the most measured), and the
    floors that are left out because smaller ones took too long to prepare."""

    lines: list[Line]
    growth: dict[str, float]
    left_out: list[str]


def run(
    *, quick: bool, tell: Callable[[str], None], walls: tuple[int, ...] = (),
    eyes: tuple[int, ...] = (),
) -> Report:  # fmt: skip
    """Everything in turn, small floors first, or only these sizes; `tell` hears what is being measured."""
    walls = walls or (QUICK_WALLS if quick else WALLS)
    eyes = eyes or (QUICK_EYES if quick else EYES)
    rounds = 3 if quick else 9
    lines: list[Line] = []
    slow = Slow()
    for line in _lines(walls, eyes, rounds, 8 if quick else 40, slow):
        tell(f"{line.what} · {line.floor} · {line.walls} x {line.eyes}: {line.median_ms:.1f} ms")
        lines.append(line)
    return Report(lines, _growths(lines), slow.left_out)


class Slow:
    """Floors that took too long to prepare: what is larger is left out, and said so."""

    def __init__(self) -> None:
        self._floors: dict[str, int] = {}
        self.left_out: list[str] = []

    def note(self, name: str, work: int, milliseconds: float) -> None:
        if milliseconds > TOO_LONG:
            self._floors.setdefault(name, work)

    def leaves_out(self, name: str, walls: int, eyes: int) -> bool:
        if walls * eyes <= self._floors.get(name, walls * eyes):
            return False
        self.left_out.append(f"{name}: {walls:,} walls x {eyes} viewpoints")
        return True


def _lines(
    walls: tuple[int, ...], eyes: tuple[int, ...], rounds: int, steps: int, slow: Slow
) -> Iterator[Line]:
    for many in walls:
        for viewpoints in eyes:
            yield _whole(sample(many, viewpoints), rounds)
            yield _whole_2_5d(made("office", many, viewpoints), rounds)
            yield from _drags(many, viewpoints, steps, slow)


def _whole(floor: Floor, rounds: int) -> Line:
    """Regions at full height, ours and the peers' in turn; CGAL tells its own time, reading left out."""
    ours = _regions(floor)
    compared: dict[str, Callable[[], Any]] = {}
    small = len(floor.scene.walls) * len(floor.eyes) <= PYSOVIST_MOST
    peer = peers.pysovist(floor) if small else None
    if peer is not None:
        compared["pysovist"] = peer
    times = alternating([ours, *compared.values()], rounds)
    ratios = {
        name: median(theirs) / median(times[0])
        for name, theirs in zip(compared, times[1:], strict=True)
    }
    return _line(
        "regions",
        "sample office, full height",
        floor,
        times[0],
        ratios | _cgal(floor, ours, rounds),
    )


def _cgal(floor: Floor, ours: Callable[[], list[Any]], rounds: int) -> dict[str, float]:
    """CGAL with its rebuild after an edit, and its queries alone, over ours of the same rounds: of either the middle
    one of as many looks in a row, so that nobody is measured cold."""
    theirs = peers.cgal(floor, CACHE)
    if theirs is None:
        return {}
    pairs = [(theirs(), _in_a_row(ours)) for _ in range(rounds)]
    own = median([mine for _, mine in pairs])
    rebuild = median([one["rebuild_ms"] + one["query_ms"] for one, _ in pairs])
    query = median([one["query_ms"] for one, _ in pairs])
    seen = sum(region.area for region in ours()) / 1e6
    return {
        "CGAL with rebuild": rebuild / own,
        "CGAL queries only": query / own,
        "area off": abs(pairs[0][0]["area_m2"] / seen - 1),
    }


def _in_a_row(work: Callable[[], Any]) -> float:
    return median([measured(work) for _ in range(peers.CGAL_ROUNDS)])


def _whole_2_5d(floor: Floor, rounds: int) -> Line:
    (times,) = alternating([_regions(floor)], rounds)
    return _line("regions", "office, 2.5D", floor, times)


def _regions(floor: Floor) -> Callable[[], list[Any]]:
    return lambda: seen_regions(floor.scene, floor.eyes, TARGET)


def _drags(walls: int, eyes: int, steps: int, slow: Slow) -> Iterator[Line]:
    kinds: tuple[Kind, ...] = ("office", "all see it", "open hall", "strewn hall")
    for kind in kinds:
        low = made(kind, walls, eyes)
        for floor, height in ((low.at_full_height(), "full height"), (low, "2.5D")):
            name = f"{kind}, {height}"
            if not slow.leaves_out(name, walls, eyes):
                yield from _drag(floor, name, steps, slow)


def _drag(floor: Floor, name: str, steps: int, slow: Slow) -> Iterator[Line]:
    begun = time.perf_counter()
    study = Study(floor.scene, floor.eyes, floor.areas, TARGET)
    held: list[Held] = []
    holding = measured(lambda: held.append(study.hold([0], [])))
    work = len(floor.scene.walls) * len(floor.eyes)
    slow.note(name, work, (time.perf_counter() - begun) * 1_000)
    yield _line("hold", name, floor, [holding])
    times = _series(partial(held[0].step, wall, []) for wall in _wall_moves(floor, steps))
    yield _line("step: wall", name, floor, times)
    if floor.kind == "office":
        yield _eye_drag(study, floor, name, steps)


def _series(steps: Iterable[Callable[[], Any]]) -> list[float]:
    times: list[float] = []
    for step in steps:
        times.append(measured(step))
        if len(times) >= FEWEST and sum(times) > ENOUGH:
            break
    return times


def _eye_drag(study: Study, floor: Floor, name: str, steps: int) -> Line:
    held: Held = study.hold([], [0])
    times = _series(partial(held.step, no_walls(), [eye]) for eye in _eye_moves(floor, steps))
    return _line("step: viewpoint", name, floor, times)


def _wall_moves(floor: Floor, steps: int) -> list[Walls]:
    """The dragged wall carried and turned about where it stands, a little more each step."""
    chance = random.Random(steps)  # noqa: S311 - repeatable on purpose
    wall = floor.scene.walls.only(np.array([floor.dragged]))
    found = []
    for number in range(steps):
        by = np.array([number * 37.0 % 900, chance.uniform(-700, 700)])
        turn = chance.uniform(-0.4, 0.4)
        spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        middle = (wall.start + wall.end) / 2
        start, end = ((part - middle) @ spin.T + middle + by for part in (wall.start, wall.end))
        found.append(Walls(start, end, wall.bottom, wall.top))
    return found


def _eye_moves(floor: Floor, steps: int) -> list[Eye]:
    first = floor.eyes[0]
    return [replace(first, x=first.x + 31.7 * number) for number in range(steps)]


def _line(
    what: str, name: str, floor: Floor, times: list[float], ratios: dict[str, float] | None = None
) -> Line:
    many = len(floor.scene.walls)
    return Line(what, name, many, len(floor.eyes), median(times), p95(times), ratios or {})


def _growths(lines: list[Line]) -> dict[str, float]:
    """The log-log slope over the walls, at the number of viewpoints nearest to ten."""
    counts = sorted({line.eyes for line in lines}, key=lambda eyes: abs(eyes - 10))[:1]
    kinds = dict.fromkeys((line.what, line.floor) for line in lines)
    found = {}
    for what, floor in kinds:
        some = [
            one for one in lines if (one.what, one.floor) == (what, floor) and one.eyes in counts
        ]
        slope = growth([one.walls for one in some], [one.median_ms for one in some])
        if slope is not None:
            found[f"{what}, {floor}"] = slope
    return found


def versions() -> str:
    """What computed: GEOS decides most of the time of overlays."""
    return (
        f"shapely {shapely.__version__}, GEOS {shapely.geos_version_string}, numpy {np.__version__}"
    )
