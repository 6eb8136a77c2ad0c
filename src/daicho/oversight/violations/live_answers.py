"""What a study of a floor says: everything at first, then only what a step changes."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

import msgspec

from daicho.oversight.violations.live_changes import Named
from daicho.oversight.violations.rules.found import Found
from daicho.oversight.violations.seeing import Exposed, SeatSight
from daicho.places.floors.cameras import CameraSeen
from daicho.places.floors.seen import AreaSeen, TerminalSeen, ViewpointSeen

Seen = TypeVar("Seen", bound=Named)


class Whole(msgspec.Struct, frozen=True):
    """Everything that is found on a floor; regions in the document's millimetres."""

    target_height: int | float
    viewpoints: tuple[ViewpointSeen, ...]
    areas: tuple[AreaSeen, ...]
    terminals: tuple[TerminalSeen, ...]
    violations: tuple[Found, ...]
    sight: tuple[SeatSight, ...]
    exposure: tuple[Exposed, ...]
    cameras: tuple[CameraSeen, ...]


class Step(msgspec.Struct, frozen=True):
    """What is different from the study: of viewpoints, areas, exposure and cameras only those that changed or are
    new, of the rest all."""

    viewpoints: tuple[ViewpointSeen, ...]
    areas: tuple[AreaSeen, ...]
    terminals: tuple[TerminalSeen, ...]
    violations: tuple[Found, ...]
    sight: tuple[SeatSight, ...]
    exposure: tuple[Exposed, ...]
    cameras: tuple[CameraSeen, ...]


def difference(before: Whole, after: Whole) -> Step:
    """The step that leads from one state to another."""
    return Step(
        viewpoints=changed(before.viewpoints, after.viewpoints),
        areas=changed(before.areas, after.areas),
        terminals=after.terminals,
        violations=after.violations,
        sight=after.sight,
        exposure=_changed_exposure(before.exposure, after.exposure),
        cameras=changed(before.cameras, after.cameras),
    )


def changed(before: Iterable[Seen], after: Iterable[Seen]) -> tuple[Seen, ...]:
    """Those that are not as they were."""
    known: Mapping[str, Seen] = {one.id: one for one in before}
    return tuple(one for one in after if known.get(one.id) != one)


def _changed_exposure(before: Iterable[Exposed], after: Iterable[Exposed]) -> tuple[Exposed, ...]:
    known = {one.terminal: one for one in before}
    return tuple(one for one in after if known.get(one.terminal) != one)
