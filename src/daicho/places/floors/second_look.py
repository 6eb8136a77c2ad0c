"""A floor looked at again with a few things changed: equal to a fresh look, and only what changed is computed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import msgspec
import numpy as np
import shapely

from daicho.places.floors import moves as moved
from daicho.places.floors.equipment import Plan, Readings, TerminalLook, look_of, reach_of, readings
from daicho.places.floors.model import FloorDocument, Terminal, Wall
from daicho.places.floors.moves import Index, Moves
from daicho.places.floors.scenery import Scenery, scenery_of, walls_of
from daicho.places.floors.seen import AreaSeen, Overlap, Sight, Survey, ViewpointSeen
from daicho.places.floors.sightlines import line_of, sights_of, spot_of, with_witnesses
from daicho.places.floors.survey import (
    Looked,
    area_seen,
    look_at,
    overlaps_on,
    surveyed,
    viewpoint_seen,
)
from daicho.places.floors.work import check_work
from daicho.places.sight.lines import free_lines
from daicho.places.sight.scene import Walls
from daicho.places.sight.study import Held, Step, blind_parts

TOUCH: Final = 1.0
"""Nearer than this to a line of sight, in mm, a wall may have to do with it."""


class Grip:
    """Some walls and viewpoints of a floor that may be dragged, prepared for."""

    def __init__(self, looked: Looked, index: Index, ids: Iterable[str]) -> None:
        wanted = set(ids)
        self.walls = frozenset(wanted & index.place["walls"].keys())
        self.viewpoints = sorted(
            index.place["viewpoints"][one] for one in wanted & index.place["viewpoints"].keys()
        )
        self.viewpoint_ids = frozenset(wanted & index.place["viewpoints"].keys())
        opaque = looked.plan.scenery.wall_ids
        chosen = [place for place, one in enumerate(opaque) if one in self.walls]
        self.held: Held = looked.study.hold(chosen, self.viewpoints)
        self._states = {one: index.known("walls", one) for one in sorted(self.walls)}

    def walls_after(self, moves: Moves) -> list[Wall]:
        """What stands now in place of the held walls, and the new ones."""
        states = self._states | {one: after for one, (_, after) in moves.walls.items()}
        return [wall for wall in states.values() if wall is not None]

    def holds(self, moves: Moves) -> bool:
        """Whether these moves are moves of what is held, or of what is new."""
        walls = {one for one, (before, _) in moves.walls.items() if before is not None}
        eyes = {one for one, (before, _) in moves.viewpoints.items() if before is not None}
        return walls <= self.walls and eyes <= self.viewpoint_ids


@dataclass(frozen=True, slots=True)
class Again:
    """A second look: the survey, and what is found at each terminal (the same object where nothing changed)."""

    survey: Survey
    terminals: dict[str, TerminalLook]


@dataclass(frozen=True, slots=True)
class Setting:
    """Before and after of one second look."""

    looked: Looked
    moves: Moves
    plan: Plan
    step: Step

    @property
    def after(self) -> FloorDocument:
        return self.plan.document

    @property
    def scenery(self) -> Scenery:
        return self.plan.scenery


def look_again(
    looked: Looked, index: Index, after: FloorDocument, moves: Moves, grip: Grip | None
) -> Again | Looked:
    """The survey of `after`, which is the document that was looked at with these moves."""
    if moves.adds():
        check_work(after)
    scenery = _scenery(looked, index, after, moves)
    if scenery is None or not _is_within(grip, moves):
        scenery = scenery or scenery_of(after)
        return look_at(
            after, scenery, looked.study.z_target, thresholds=looked.thresholds, wider=True
        )
    step = _step(looked, scenery, after, moves, grip)
    return _again(Setting(looked, moves, _plan(looked, after, scenery, moves), step))


def _is_within(grip: Grip | None, moves: Moves) -> bool:
    """Nothing that is seen or seen by moves, or it is held; a viewpoint that is gone is looked at from anew."""
    if any(new is None for _, new in moves.viewpoints.values()):
        return False
    if not moves.walls and not moves.viewpoints:
        return True
    return grip is not None and grip.holds(moves)


def _scenery(looked: Looked, index: Index, after: FloorDocument, moves: Moves) -> Scenery | None:
    """The scenery of the changed floor; None when its bounds are others."""
    known = looked.plan.scenery
    x, y = known.origin
    x0, y0, x1, y1 = known.scene.bounds
    if moved.keeps_bounds(moves, (x0 + x, y0 + y, x1 + x, y1 + y)):
        return _with_walls(known, index, moves) or scenery_of(after)
    fresh = scenery_of(after)
    same = (fresh.origin, fresh.scene.bounds) == (known.origin, known.scene.bounds)
    return fresh if same else None


def _with_walls(known: Scenery, index: Index, moves: Moves) -> Scenery | None:
    """The walls of the changed floor in its order; None where a wall becomes opaque in the middle of it."""
    if not moves.walls:
        return known
    states = {one: new if new and new.is_opaque else None for one, (_, new) in moves.walls.items()}
    rows = {one: index.opaque[one] for one in states if one in index.opaque}
    late = [one for one in states if one not in rows and states[one] is not None]
    if any(moves.walls[one][0] is not None for one in late):
        return None
    walls = _placed(known, {row: states[one] for one, row in rows.items()})
    kept = np.ones(len(walls), dtype=bool)
    kept[[row for one, row in rows.items() if states[one] is None]] = False
    names = known.wall_ids
    if late or not kept.all():
        walls = walls.only(kept).and_also(_shifted(known, [states[one] for one in late]))
        names = (*(one for one, is_kept in zip(names, kept, strict=True) if is_kept), *late)
    return replace(known, scene=replace(known.scene, walls=walls), wall_ids=names)


def _placed(known: Scenery, states: dict[int, Wall | None]) -> Walls:
    """The walls with those of these rows at new places."""
    walls = known.scene.walls
    rows = [row for row, state in states.items() if state is not None]
    if not rows:
        return walls
    fresh = _shifted(known, [states[row] for row in rows])
    parts = [walls.start, walls.end, walls.bottom, walls.top]
    new = [part.copy() for part in parts]
    for part, values in zip(new, (fresh.start, fresh.end, fresh.bottom, fresh.top), strict=True):
        part[rows] = values
    return Walls(*new)


def _shifted(known: Scenery, walls: Iterable[Wall | None]) -> Walls:
    fresh = walls_of([wall for wall in walls if wall is not None])
    origin = np.array(known.origin)
    return Walls(fresh.start - origin, fresh.end - origin, fresh.bottom, fresh.top)


def _plan(looked: Looked, after: FloorDocument, scenery: Scenery, moves: Moves) -> Plan:
    if moves.areas:
        return Plan.of(after, scenery)
    return replace(looked.plan, document=after, scenery=scenery)


def _step(
    looked: Looked, scenery: Scenery, after: FloorDocument, moves: Moves, grip: Grip | None
) -> Step:
    """What the moved walls and viewpoints change."""
    if grip is None or not (moves.walls or moves.viewpoints):
        return Step({}, {}, looked.study.free)
    walls = [wall for wall in grip.walls_after(moves) if wall.is_opaque]
    eyes = [scenery.eye(after.viewpoints[place]) for place in grip.viewpoints]
    eyes += [scenery.eye(one) for one in after.viewpoints[len(looked.document.viewpoints) :]]
    return grip.held.step(_shifted(scenery, walls), eyes)


def _again(there: Setting) -> Again:
    after, looked = there.after, there.looked
    looks = {one.id: look for one, look in zip(after.terminals, _looks(there), strict=True)}
    found = surveyed(
        looked.survey.target_height,
        _viewpoints(there),
        _areas(there),
        list(looks.values()),
        _overlaps(there),
    )
    return Again(found, looks)


def _viewpoints(there: Setting) -> list[ViewpointSeen]:
    known, regions = there.looked.survey.viewpoints, there.step.regions
    return [
        viewpoint_seen(there.scenery, viewpoint, regions[place])
        if place in regions
        else known[place]
        for place, viewpoint in enumerate(there.after.viewpoints)
    ]


def _areas(there: Setting) -> list[AreaSeen]:
    """Areas that moved lose what is seen now; of the others the blind part is known."""
    looked, blind = there.looked, there.step.blind
    known = {area.id: place for place, area in enumerate(looked.document.areas)}
    regions = [
        there.step.regions[place] if place in there.step.regions else looked.study.regions[place]
        for place in range(len(there.after.viewpoints))
    ]
    found = []
    for area, shape in there.plan.areas():
        if area.id in there.moves.areas:
            found.append(area_seen(there.scenery, area.id, shape, *blind_parts([shape], regions)))
        elif (place := known[area.id]) in blind:
            found.append(area_seen(there.scenery, area.id, shape, blind[place]))
        else:
            found.append(looked.survey.areas[place])
    return found


def _overlaps(there: Setting) -> tuple[Overlap, ...]:
    looked = there.looked
    if not there.moves.areas:
        return looked.survey.overlaps
    return overlaps_on(there.plan, looked.thresholds)


def _looks(there: Setting) -> list[TerminalLook]:
    stale = _stale_readings(there)
    places = {one.id: place for place, one in enumerate(there.looked.document.terminals)}
    return [
        _look(there, terminal, places.get(terminal.id), is_stale=is_stale)
        for terminal, is_stale in zip(there.after.terminals, stale, strict=True)
    ]


def _look(there: Setting, terminal: Terminal, place: int | None, *, is_stale: bool) -> TerminalLook:
    looked = there.looked
    known = looked.terminals.get(terminal.id)
    lines = _lines(there, terminal, known, place)
    if known is None or is_stale or known.terminal != terminal:
        read = readings(there.plan, terminal, looked.thresholds, wider=True)
        return look_of(terminal, lines, read)
    if lines is known.sights:
        return known
    return look_of(terminal, lines, Readings(known.seen.area, known.exposure, known.passing))


def _stale_readings(there: Setting) -> list[bool]:
    """Terminals with something moved so near to the screen that it may matter to who reads it, or where it stands."""
    terminals = there.after.terminals
    moves = there.moves
    things = [
        one for lists in (moves.walls, moves.areas)
        for one in (*moved.before(lists), *moved.after(lists))
    ]  # fmt: skip
    if not things or not terminals:
        return [False] * len(terminals)
    box = moved.boxes(things)[None, :, :]
    at = np.array([terminal.screen.at for terminal in terminals])[:, None, :]
    reach = np.array([reach_of(one, there.looked.thresholds) for one in terminals])[:, None, None]
    near = ((box[..., :2] - reach <= at) & (at <= box[..., 2:] + reach)).all(axis=2)
    return [bool(one) for one in near.any(axis=1)]


def _lines(
    there: Setting, terminal: Terminal, known: TerminalLook | None, place: int | None
) -> tuple[Sight, ...]:
    """The terminal's lines of sight; the same object when nothing about them changed."""
    looked, viewpoints = there.looked, there.after.viewpoints
    own_seat = looked.thresholds.own_seat
    if known is None or place is None or known.terminal.seat != terminal.seat:
        eyes = [there.scenery.eye(one) for one in viewpoints]
        spot = spot_of(there.scenery, terminal)
        free = free_lines(there.scenery.scene.walls, eyes, [spot])[0].tolist()
        return sights_of(terminal, viewpoints, there.scenery, free, own_seat)
    free, moving = there.step.free[place], there.moves.viewpoints
    if not moving and free == looked.study.free[place] and not _may_touch(there, known):
        return known.sights
    spot = spot_of(there.scenery, terminal)
    lines = [
        line_of(terminal, one, there.scenery.eye(one), spot, is_free=is_free)
        if one.id in moving
        else _line_again(known.sights[number], is_free=is_free)
        for number, (one, is_free) in enumerate(zip(viewpoints, free, strict=True))
    ]
    return with_witnesses(lines, there.scenery, viewpoints, spot, own_seat)


def _line_again(line: Sight, *, is_free: bool) -> Sight:
    if not line.walls and line.blocked != is_free:
        return line
    return msgspec.structs.replace(line, blocked=not is_free, walls=())


def _may_touch(there: Setting, known: TerminalLook) -> bool:
    """Whether a moved wall may be among those that are named as being in the way."""
    named = [line for line in known.sights if line.walls]
    walls = (*moved.before(there.moves.walls), *moved.after(there.moves.walls))
    if not named or not walls:
        return False
    eyes = {one.id: one.at for one in there.after.viewpoints}
    rays = shapely.linestrings([(eyes[line.viewpoint], known.terminal.seat.at) for line in named])
    bars = shapely.linestrings([(wall.start, wall.end) for wall in walls])
    return bool(shapely.dwithin(rays[:, None], bars[None, :], TOUCH).any())
