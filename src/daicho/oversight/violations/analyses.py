"""Analyses in worker threads, kept by what they were computed from: the same drawing is never analysed twice."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import msgspec

from daicho.oversight.violations.analysis import FLOOR_RULES, Analysis, analyse
from daicho.places.floors.document import parse_floor
from daicho.places.floors.model import FloorDocument, Terminal
from daicho.places.floors.recent import Recent
from daicho.places.floors.thresholds import DEFAULTS, FloorThresholds


class Ways(msgspec.Struct, frozen=True):
    """How a drawing is tried: what has to be seen in mm, heights ignored or not, with regions or not."""

    target_height: float = 1200.0
    full_height: bool = False
    polygons: bool = True


_kept: Recent[tuple[str, tuple[Terminal, ...], FloorThresholds], Analysis] = Recent(bound=50_000)
"""Weighed by walls, and by a hundred of them for each area, viewpoint and terminal, which keep polygons."""

_tries = ThreadPoolExecutor(max_workers=1, thread_name_prefix="check")
"""Drawings that people try out wait for each other, so that they never keep a publication waiting."""


async def of(
    digest: str, document: FloorDocument, thresholds: FloorThresholds = DEFAULTS
) -> Analysis:
    """The analysis of a document (its SHA-256) that has the register's attributes of its terminals, by every rule."""
    key = (digest, document.terminals, thresholds)
    known = _kept.get(key)
    if known is None:
        known = await asyncio.to_thread(analyse, document, thresholds=thresholds, rules=FLOOR_RULES)
        _kept.keep(key, known, _weight(document))
    return known


async def tried(body: bytes, ways: Ways, thresholds: FloorThresholds = DEFAULTS) -> Analysis:
    """The analysis of a drawing that somebody sends, by the rules of a check; nothing is kept."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_tries, lambda: _tried(parse_floor(body), ways, thresholds))


def _tried(document: FloorDocument, ways: Ways, thresholds: FloorThresholds) -> Analysis:
    return analyse(
        document,
        target_height=ways.target_height,
        full_height=ways.full_height,
        polygons=ways.polygons,
        thresholds=thresholds,
    )


def _weight(document: FloorDocument) -> int:
    shapes = len(document.areas) + len(document.viewpoints) + len(document.terminals)
    return len(document.walls) + 100 * shapes
