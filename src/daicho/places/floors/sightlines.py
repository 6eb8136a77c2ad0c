"""Who sees each seat: one straight line from every viewpoint's eye, and what is in the way where nobody sees it."""

import math
from collections.abc import Sequence

import msgspec

from daicho.places.floors.model import Terminal, Viewpoint
from daicho.places.floors.scenery import Scenery
from daicho.places.floors.seen import Sight
from daicho.places.sight.fields import in_reach, in_view
from daicho.places.sight.lines import blocking_walls
from daicho.places.sight.scene import Eye, Spot

MOST_BLOCKERS = 8
WITNESSES = 3
"""So many of the nearest viewpoints say which walls are in their way."""


def spot_of(scenery: Scenery, terminal: Terminal) -> Spot:
    """The seat point at its height, about the scenery's origin."""
    return (*scenery.shifted(terminal.seat.at), terminal.seat.height)


def sights_of(
    terminal: Terminal,
    viewpoints: Sequence[Viewpoint],
    scenery: Scenery,
    free: Sequence[bool],
    own_seat: float,
) -> tuple[Sight, ...]:
    """One line a viewpoint, in their order; `free` says which ones no wall blocks, `own_seat` (mm) how near an eye
    is taken for the operator's own."""
    spot = spot_of(scenery, terminal)
    lines = [
        line_of(terminal, viewpoint, scenery.eye(viewpoint), spot, is_free=is_free)
        for viewpoint, is_free in zip(viewpoints, free, strict=True)
    ]
    return with_witnesses(lines, scenery, viewpoints, spot, own_seat)


def line_of(
    terminal: Terminal, viewpoint: Viewpoint, eye: Eye, spot: Spot, *, is_free: bool
) -> Sight:
    """One line, the walls in its way not named."""
    seat = spot[:2]
    return Sight(
        terminal=terminal.id,
        viewpoint=viewpoint.id,
        distance=math.dist((eye.x, eye.y), seat),
        in_reach=in_reach(eye, seat),
        in_view=in_view(eye, seat),
        blocked=not is_free,
    )


def with_witnesses(
    lines: Sequence[Sight],
    scenery: Scenery,
    viewpoints: Sequence[Viewpoint],
    spot: Spot,
    own_seat: float,
) -> tuple[Sight, ...]:
    """Where no eye but perhaps the operator's own sees the seat, the nearest lines name the walls in their way."""
    if any(line.seen and line.distance > own_seat for line in lines):
        return tuple(lines)
    told = list(lines)
    for index in witnesses(lines):
        eye = scenery.eye(viewpoints[index])
        walls = blocking_walls(scenery.scene.walls, (eye.x, eye.y, eye.z), spot)
        names = tuple(scenery.wall_ids[wall] for wall in walls[:MOST_BLOCKERS])
        told[index] = msgspec.structs.replace(told[index], walls=names)
    return tuple(told)


def witnesses(lines: Sequence[Sight]) -> list[int]:
    """Which lines are asked what blocks them: the nearest, of those equally near the first."""
    nearest = sorted(range(len(lines)), key=lambda index: lines[index].distance)
    return [index for index in nearest[:WITNESSES] if lines[index].blocked]
