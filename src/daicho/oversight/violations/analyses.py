"""Analyses in worker threads, kept by what they were computed from: the same drawing is never analysed twice."""

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor

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


_Key = tuple[str, tuple[Terminal, ...], FloorThresholds]

_kept: Recent[_Key, Analysis] = Recent(bound=50_000)
"""Weighed by walls, and by a hundred of them for each area, viewpoint and terminal, which keep polygons."""

_under_way: dict[_Key, Future[Analysis]] = {}
_analyses = ThreadPoolExecutor(max_workers=4, thread_name_prefix="analysis")
"""Whoever asks for what is being computed waits for it: many who compare one heavy draft take one thread."""

_tries = ThreadPoolExecutor(max_workers=1, thread_name_prefix="check")
"""Drawings that people try out wait for each other, so that they never keep a publication waiting."""


async def of(
    digest: str, document: FloorDocument, thresholds: FloorThresholds = DEFAULTS
) -> Analysis:
    """The analysis of a document (its SHA-256) that has the register's attributes of its terminals, by every rule."""
    key = (digest, document.terminals, thresholds)
    known = _kept.get(key)
    if known is None:
        work = _begun(key, document)
        try:
            known = await asyncio.shield(asyncio.wrap_future(work))
        finally:
            # Here and not when the thread is done: until it is kept, whoever asks finds it under way.
            if work.done():
                _under_way.pop(key, None)
        _kept.keep(key, known, _weight(document))
    return known


def _begun(key: _Key, document: FloorDocument) -> Future[Analysis]:
    work = _under_way.get(key)
    if work is None:
        work = _analyses.submit(analyse, document, thresholds=key[2], rules=FLOOR_RULES)
        _under_way[key] = work
    return work


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
