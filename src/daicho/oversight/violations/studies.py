"""Studies in this server's memory: each belongs to who made it, is bounded by weight, and is worked on in threads.

Nothing is stored. A study that is gone (too many others since, another server process, a restart) is answered
`unknown-study`, and whoever was working on it sends the floor again.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final, TypeVar

from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.errors import Missing, Refused
from daicho.foundation.kernel.ids import new_id
from daicho.oversight.violations.live import LiveStudy, Looking
from daicho.oversight.violations.live_answers import Step
from daicho.oversight.violations.live_changes import Change
from daicho.places.floors.document import parse_floor
from daicho.places.floors.model import FloorDocument
from daicho.places.floors.recent import Recent

T = TypeVar("T")

EACH: Final = 4
"""So many studies a person has at most: an editor makes a new one after every change that stays."""

_whole_looks = ThreadPoolExecutor(max_workers=1, thread_name_prefix="study")
_steps = ThreadPoolExecutor(max_workers=2, thread_name_prefix="step")
"""Threads of their own: neither publications nor other requests wait behind a study."""


@dataclass(eq=False, slots=True)
class Kept:
    """A study with whose it is, and the number of the newest step that was asked for."""

    person: str
    study: LiveStudy
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    newest: int = 0


_kept: Recent[str, Kept] = Recent(bound=400_000)
_of_person: dict[str, deque[str]] = {}


async def begin(body: bytes, looking: Looking, actor: Actor) -> tuple[str, LiveStudy]:
    """Look at a drawing; the study's id and the study. Raises FloorInvalid."""
    study = await _in(_whole_looks, lambda: LiveStudy(parse_floor(body), looking))
    study_id = new_id()
    _kept.keep(study_id, Kept(actor.person, study), weight(study.document))
    _forget_older(actor.person, study_id)
    return study_id, study


def _forget_older(person: str, newest: str) -> None:
    known = _of_person.setdefault(person, deque())
    known.append(newest)
    while len(known) > EACH:
        _kept.drop(known.popleft())


def require(study_id: str, actor: Actor) -> Kept:
    """Somebody else's study is as unknown as one that never was."""
    kept = _kept.get(study_id)
    if kept is None or kept.person != actor.person:
        raise Missing("unknown-study")
    return kept


async def step(study_id: str, actor: Actor, change: Change) -> Step:
    """The steps of one study are computed one after the other; one that waited while a newer was asked for is
    refused (`step-overtaken`), for nobody wants its answer any more."""
    kept = require(study_id, actor)
    kept.newest += 1
    number = kept.newest
    async with kept.turn:
        if number < kept.newest:
            raise Refused("step-overtaken")
        return await _in(_steps, lambda: kept.study.step(change))


async def hold(study_id: str, actor: Actor, ids: Iterable[str]) -> None:
    """Somebody is about to drag these: prepare for it in the background."""
    require(study_id, actor)


async def _in(threads: ThreadPoolExecutor, work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(threads, work)


def weight(document: FloorDocument) -> int:
    """In walls; what keeps polygons weighs a hundred of them."""
    shapes = len(document.areas) + len(document.viewpoints) + len(document.terminals)
    return len(document.walls) + 100 * shapes
