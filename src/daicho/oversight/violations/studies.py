"""Studies in this server's memory: each belongs to who made it, is bounded by weight, and is worked on in threads.

Nothing is stored. A study that is gone (too many others since, another server process, a restart) is answered
`unknown-study`, and whoever was working on it sends the floor again.
"""

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec
import structlog

from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.errors import Missing, Refused, TooMany
from daicho.foundation.kernel.ids import new_id
from daicho.oversight.violations import limits
from daicho.oversight.violations.live import LiveStudy, Looking
from daicho.oversight.violations.live_answers import Room, Whole
from daicho.oversight.violations.live_changes import Change
from daicho.places.floors.document import parse_floor
from daicho.places.floors.model import FloorDocument
from daicho.places.floors.recent import Recent

if TYPE_CHECKING:
    from daicho.places.floors.second_look import Grip

log = structlog.get_logger()

T = TypeVar("T")

EACH: Final = 4
"""So many studies a person has at most: an editor makes a new one after every change that stays."""

WAITING: Final = 6
"""So many looks of one person wait at most: everybody's wait in one line, and those for a place in another."""
SOON: Final = 5

_looks = ThreadPoolExecutor(max_workers=1, thread_name_prefix="study")
_finds = ThreadPoolExecutor(max_workers=1, thread_name_prefix="find")
_holds = ThreadPoolExecutor(max_workers=2, thread_name_prefix="hold")
_steps = ThreadPoolExecutor(max_workers=2, thread_name_prefix="step")
"""Threads of their own: neither publications nor other requests wait behind a study, nor a step behind a hold."""


class Study(Whole, frozen=True, kw_only=True):
    """A study under its name; it lives in the server's memory for a while."""

    study: str


@dataclass(eq=False, slots=True)
class Kept:
    """A study with whose it is, what is held of it, and the number of the newest step that was asked for."""

    person: str
    study: LiveStudy
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    newest: int = 0
    wanted: frozenset[str] = frozenset()
    held: frozenset[str] | None = None
    grip: "Grip | None" = None


_kept: Recent[str, Kept] = Recent(bound=400_000)
_of_person: dict[str, deque[str]] = {}
_looking: Counter[str] = Counter()


async def begin(body: bytes, looking: Looking, actor: Actor) -> bytes:
    """Look at a drawing by the limits that hold now, and keep the study; it as JSON (`Study`). Raises FloorInvalid."""
    holding = await limits.current()
    looking = msgspec.structs.replace(looking, thresholds=holding.floor)
    study_id = new_id()
    study, told = await _look(actor, _looks, lambda: _begun(body, looking, study_id))
    _kept.keep(study_id, Kept(actor.person, study), weight(study.document))
    _forget_older(actor.person, study_id)
    return told


def _begun(body: bytes, looking: Looking, study_id: str) -> tuple[LiveStudy, bytes]:
    study = LiveStudy(parse_floor(body), looking)
    whole = Study(study=study_id, **msgspec.structs.asdict(study.whole))
    return study, msgspec.json.encode(whole)


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


def hold(study_id: str, actor: Actor, ids: Iterable[str]) -> None:
    """Somebody is about to drag these: prepare for it in the background. The last ones named count."""
    _prepare(require(study_id, actor), frozenset(ids))


def _prepare(kept: Kept, ids: frozenset[str]) -> None:
    if ids == kept.wanted and kept.grip is not None:
        return
    kept.wanted = ids
    _holds.submit(_hold, kept, ids).add_done_callback(_complain)


def _hold(kept: Kept, ids: frozenset[str]) -> None:
    if kept.wanted != ids or kept.held == ids:
        return  # something else was picked up since, or this was asked for again and again
    grip = kept.study.hold(ids)
    if kept.wanted == ids:
        kept.grip, kept.held = grip, ids


def _complain(done: "Future[None]") -> None:
    error = done.exception()
    if error is not None:
        log.error("hold-failed", exc_info=error)


async def step(study_id: str, actor: Actor, change: Change) -> bytes:
    """What a change makes different, as JSON (`Step`). The steps of one study are computed one after the other;
    one that waited while a newer was asked for is refused (`step-overtaken`), for nobody wants its answer any more.

    Before what moves is held, everything is computed again, and holding it begins.
    """
    kept = require(study_id, actor)
    kept.newest += 1
    number = kept.newest
    async with kept.turn:
        if number < kept.newest:
            raise Refused("step-overtaken")
        return await _in(_steps, lambda: _stepped(kept, change))


def _stepped(kept: Kept, change: Change) -> bytes:
    moves, grip = kept.study.moves(change), kept.grip
    if (moves.walls or moves.viewpoints) and (grip is None or not grip.holds(moves)):
        _prepare(kept, kept.wanted | moves.walls.keys() | moves.viewpoints.keys())
    return msgspec.json.encode(kept.study.step(change, grip))


async def room(study_id: str, actor: Actor, terminal: str, facing: float | None) -> Room:
    """Where one terminal of a study could stand."""
    from daicho.oversight.violations.live_room import room_of  # geometry loads with the first floor

    kept = require(study_id, actor)
    known = kept.study.index.known("terminals", terminal)
    if known is None:
        raise Missing("unknown-terminal", terminal=terminal)
    return await _look(actor, _finds, lambda: room_of(kept.study.looked, known, facing))


async def fixes(study_id: str, actor: Actor, key: str) -> list[dict[str, Any]]:
    """What could be done about one violation of a study."""
    from daicho.oversight.violations import fixes  # geometry loads with the first floor

    kept = require(study_id, actor)
    return await _look(actor, _finds, lambda: fixes.told(fixes.proposals(kept.study, key)))


async def _look(actor: Actor, threads: ThreadPoolExecutor, work: Callable[[], T]) -> T:
    """In a line that everybody shares; `studies-busy` for who has too many in them."""
    if _looking[actor.person] >= WAITING:
        raise TooMany("studies-busy", retry_after=SOON)
    _looking[actor.person] += 1
    try:
        return await _in(threads, work)
    finally:
        _looking[actor.person] -= 1


async def _in(threads: ThreadPoolExecutor, work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(threads, work)


def weight(document: FloorDocument) -> int:
    """In walls; what keeps polygons weighs a hundred of them."""
    shapes = len(document.areas) + len(document.viewpoints) + len(document.terminals)
    return len(document.walls) + 100 * shapes
