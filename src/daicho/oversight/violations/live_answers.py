"""What a study of a floor says: everything at first, then only what a step changes."""

from collections.abc import Iterable
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

import msgspec

from daicho.oversight.violations.rules.found import Found
from daicho.oversight.violations.seeing import Exposed, FloorFound, SeatSight
from daicho.places.floors.cameras import CameraSeen
from daicho.places.floors.model import FloorDocument
from daicho.places.floors.seen import AreaSeen, Patches, Survey, TerminalSeen, ViewpointSeen

if TYPE_CHECKING:
    from daicho.places.floors.equipment import TerminalLook

Told = TypeVar("Told", bound=msgspec.Struct)


class Whole(FloorFound, frozen=True):
    """Everything that is found on a floor, and what its cameras see."""

    cameras: tuple[CameraSeen, ...]


class Step(msgspec.Struct, frozen=True):
    """What is different from the study: only what changed or is new. What is gone is not told, for whoever asks has
    taken it away; of the violations `keys` names all that are there now, in their order."""

    viewpoints: tuple[ViewpointSeen, ...]
    areas: tuple[AreaSeen, ...]
    terminals: tuple[TerminalSeen, ...]
    violations: tuple[Found, ...]
    keys: tuple[str, ...]
    sight: tuple[SeatSight, ...]
    exposure: tuple[Exposed, ...]
    cameras: tuple[CameraSeen, ...]


class Room(msgspec.Struct, frozen=True):
    """Screen positions at which a terminal keeps all these rules, facing so; `tolerance_mm` is how far the region may
    stay short of the true border where walls decide who reads the screen."""

    terminal: str
    facing: float
    m2: float
    region: Patches
    rules: tuple[str, ...]
    tolerance_mm: float


SightOf = dict[str, tuple[SeatSight, ...]]
"""Terminal id -> its lines."""


def sight_of(look: "TerminalLook") -> tuple[SeatSight, ...]:
    return tuple(SeatSight(line.terminal, line.viewpoint, line.seen) for line in look.sights)


def told(
    document: FloorDocument,
    survey: Survey,
    violations: tuple[Found, ...],
    sight: SightOf,
    cameras: tuple[CameraSeen, ...],
) -> Whole:
    """Everything put together."""
    height = survey.target_height
    return Whole(
        target_height=int(height) if float(height).is_integer() else height,
        viewpoints=survey.viewpoints,
        areas=survey.areas,
        terminals=survey.terminals,
        violations=violations,
        sight=tuple(line for terminal in document.terminals for line in sight[terminal.id]),
        exposure=tuple(Exposed(one.terminal, one.region) for one in survey.exposures),
        cameras=cameras,
    )


def difference(before: Whole, after: Whole, lines: tuple[SeatSight, ...]) -> Step:
    """The step that leads from one state to another; `lines` are the lines of sight that changed."""
    return Step(
        viewpoints=_changed("id", before.viewpoints, after.viewpoints),
        areas=_changed("id", before.areas, after.areas),
        terminals=_changed("id", before.terminals, after.terminals),
        violations=_changed("key", before.violations, after.violations),
        keys=tuple(one.key for one in after.violations),
        sight=lines,
        exposure=_changed("terminal", before.exposure, after.exposure),
        cameras=_changed("id", before.cameras, after.cameras),
    )


def _changed(name: str, before: Iterable[Told], after: Iterable[Told]) -> tuple[Told, ...]:
    """Those that are not as they were, by the field that names them; the same object needs no comparison."""
    name_of = attrgetter(name)
    known = {name_of(one): one for one in before}
    return tuple(one for one in after if (was := known.get(name_of(one))) is not one and was != one)


def changed_lines(before: SightOf, after: SightOf) -> tuple[SeatSight, ...]:
    """Those that are not as they were; terminals whose lines are the same object are passed over."""
    found: list[SeatSight] = []
    for terminal, lines in after.items():
        if before.get(terminal) is not lines:
            known = frozenset(before.get(terminal, ()))
            found += (line for line in lines if line not in known)
    return tuple(found)
