"""Proposals about places: somebody who sees the seat, walls out of the way, the screen turned, an area drawn."""

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np
import shapely
from msgspec.structs import replace

from daicho.oversight.violations.fixes_model import (
    Fix,
    with_area,
    with_terminal,
    with_viewpoint,
    with_walls,
)
from daicho.oversight.violations.live_room import moved_to, room_of
from daicho.places.floors.equipment import Readings, readings
from daicho.places.floors.model import Area, Point, Terminal, Viewpoint, Wall
from daicho.places.floors.sightlines import spot_of
from daicho.places.sight.lines import blocking_walls
from daicho.places.sight.regions import seen_regions
from daicho.places.sight.scene import Eye
from daicho.places.sight.shapes import minus, overlap, parts_of, together

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from daicho.places.floors.survey import Looked

EYE: Final = 1400.0
CLEARANCE: Final = 400.0
"""A supervision point stands so far from every wall, in mm."""
APART: Final = 1000.0
"""And so far from every seat and screen."""
MOST_IN_THE_WAY: Final = 3
LOWERED = frozenset({"partition", "cabinet", "counter"})
"""What can be had lower; walls that carry the house cannot."""
TURN: Final = 5
MARGIN: Final = 1000.0
STAFFED = frozenset({"office", "handling", "controlled"})
PASSED = frozenset({"public", "passage"})


def unused(name: str, taken: set[str]) -> str:
    """An id that nothing has yet."""
    numbers = (f"{name}-{number}" for number in range(1, len(taken) + 2))
    return next(one for one in (name, *numbers) if one not in taken)


def new_viewpoint(looked: "Looked", terminal: Terminal) -> Iterator[Fix]:
    """The nearest place inside office and handling areas that stands free and from which the seat is seen."""
    place = _place_for_eye(looked, terminal)
    if place is None:
        return
    seat = terminal.seat.at
    facing = round(math.degrees(math.atan2(seat[1] - place[1], seat[0] - place[0]))) % 360
    taken = {viewpoint.id for viewpoint in looked.document.viewpoints}
    viewpoint = Viewpoint(
        id=unused("v-new", taken), kind="supervisor", at=place, eye=EYE, facing=float(facing)
    )
    yield with_viewpoint("add-viewpoint", viewpoint, at=list(place), facing=facing, eye=EYE)


def _place_for_eye(looked: "Looked", terminal: Terminal) -> Point | None:
    """Sight is symmetric: where an eye at its height is seen from the seat, it sees the seat."""
    plan = looked.plan
    x, y, z = spot_of(plan.scenery, terminal)
    staffed = [shape for area, shape in plan.areas() if area.kind in STAFFED]
    passed = [shape for area, shape in plan.areas() if area.kind in PASSED]
    (seen,) = seen_regions(plan.scenery.scene, [Eye(x, y, z)], EYE)
    room = minus(overlap(seen, together(staffed)), together(passed))
    room = minus(room, together(_kept_free(looked, room)))
    parts = parts_of(shapely.buffer(room, -1.0))
    if not parts:
        return None
    seat = shapely.Point(x, y)
    nearest = shapely.shortest_line(shapely.MultiPolygon(parts), seat)
    at_x, at_y = shapely.get_coordinates(nearest)[0]
    ox, oy = plan.scenery.origin
    return (float(round(at_x + ox)), float(round(at_y + oy)))


def _kept_free(looked: "Looked", room: "BaseGeometry") -> "list[BaseGeometry]":
    """What of this room is too near to walls, seats and screens to stand there."""
    scenery, document = looked.plan.scenery, looked.document
    ends = [(scenery.shifted(wall.start), scenery.shifted(wall.end)) for wall in document.walls]
    used = [scenery.shifted(at) for t in document.terminals for at in (t.seat.at, t.screen.at)]
    bars = np.asarray(shapely.linestrings(np.array(ends).reshape(-1, 2, 2)))
    spots = np.asarray(shapely.points(np.array(used).reshape(-1, 2)))
    shapely.prepare(room)
    bars = bars[shapely.dwithin(room, bars, CLEARANCE)]
    spots = spots[shapely.dwithin(room, spots, APART)]
    return [*shapely.buffer(bars, CLEARANCE, quad_segs=4), *shapely.buffer(spots, APART)]


def lowered_walls(looked: "Looked", terminal: Terminal) -> Iterator[Fix]:
    """The furniture in the way of a viewpoint that would see the seat, lowered to just below the line, and doors in
    its way, opened; what changes the plan least comes first."""
    fixes = list(_for_each_viewpoint(looked, terminal))
    yield from sorted(fixes, key=lambda fix: -fix.facts.get("top", 0.0))


def _for_each_viewpoint(looked: "Looked", terminal: Terminal) -> Iterator[Fix]:
    walls = {wall.id: wall for wall in looked.document.walls}
    for viewpoint, line in zip(
        looked.document.viewpoints, looked.terminals[terminal.id].sights, strict=True
    ):
        if not (line.in_reach and line.in_view and line.blocked):
            continue
        tops = _line_over_walls(looked, viewpoint, terminal)
        if not 0 < len(tops) <= MOST_IN_THE_WAY:
            continue
        if all(walls[one].kind == "door" for one in tops):
            opened = [replace(walls[one], open=True) for one in tops]
            yield with_walls("open-door", opened, doors=list(tops), viewpoint=viewpoint.id)
        elif all(_can_be_lowered(walls[one], top) for one, top in tops.items()):
            yield _lowered(walls, tops, viewpoint)


def _can_be_lowered(wall: Wall, top: float) -> bool:
    return wall.kind in LOWERED and top > wall.bottom


def _lowered(walls: dict[str, Wall], tops: dict[str, float], viewpoint: Viewpoint) -> Fix:
    first, *more = tops
    facts = {"also": [{"wall": one, "top": tops[one]} for one in more]} if more else {}
    lowered = [replace(walls[one], top=top) for one, top in tops.items()]
    return with_walls(
        "lower-wall", lowered, wall=first, top=tops[first], viewpoint=viewpoint.id, **facts
    )


def _line_over_walls(
    looked: "Looked", viewpoint: Viewpoint, terminal: Terminal
) -> dict[str, float]:
    """Every wall in the way with the whole millimetre just below the line where it passes the wall lowest."""
    scenery = looked.plan.scenery
    eye, spot = scenery.eye(viewpoint), spot_of(scenery, terminal)
    scene = scenery.scene.walls
    ray = shapely.LineString([(eye.x, eye.y), spot[:2]])
    tops = {}
    for row in blocking_walls(scene, (eye.x, eye.y, eye.z), spot).tolist():
        bar = shapely.LineString([scene.start[row], scene.end[row]])
        met = shapely.get_coordinates(shapely.intersection(ray, bar))
        far = [math.dist(at, (eye.x, eye.y)) / ray.length for at in met.tolist()] or [0.0, 1.0]
        lowest = min(eye.z + part * (spot[2] - eye.z) for part in far)
        tops[scenery.wall_ids[row]] = float(math.floor(lowest))
    return tops


def turned_screen(looked: "Looked", terminal: Terminal) -> Iterator[Fix]:
    """The nearest direction in which nobody reads the screen, neither the public nor who walks by."""
    turns = (turn for step in range(TURN, 181, TURN) for turn in (step, -step))
    for turn in turns:
        facing = (terminal.screen.facing + turn) % 360
        turned = replace(terminal, screen=replace(terminal.screen, facing=facing))
        if _is_unread(_readings(looked, turned)):
            yield with_terminal("turn-screen", turned, facing=facing)
            return


def filtered(looked: "Looked", terminal: Terminal) -> Iterator[Fix]:
    """A privacy filter, where there is none."""
    if not terminal.privacy_filter:
        yield with_terminal("fit-filter", replace(terminal, privacy_filter=True))


def _readings(looked: "Looked", terminal: Terminal) -> Readings:
    return readings(looked.plan, terminal, looked.thresholds, wider=True)


def _is_unread(read: Readings) -> bool:
    return not read.exposure.areas and (read.passing is None or not read.passing.areas)


def moved_terminal(looked: "Looked", terminal: Terminal) -> Iterator[Fix]:
    """The nearest place where every rule about it holds, and all of them."""
    room = room_of(looked, terminal)
    pieces = [shapely.Polygon(one.polygon, one.holes) for one in room.region]
    inner = parts_of(shapely.buffer(shapely.multipolygons(pieces), -1.0)) if pieces else []
    if not inner:
        return
    nearest = shapely.shortest_line(shapely.MultiPolygon(inner), shapely.Point(terminal.screen.at))
    x, y = shapely.get_coordinates(nearest)[0].tolist()
    at = (float(round(x)), float(round(y)))
    region = msgspec.to_builtins(room.region)
    yield with_terminal("move-terminal", moved_to(terminal, at), region=region, nearest=list(at))


def new_area(looked: "Looked", terminal: Terminal) -> Iterator[Fix]:
    """A handling area around seat and screen."""
    points = (terminal.seat.at, terminal.screen.at)
    left, right = min(x for x, _ in points) - MARGIN, max(x for x, _ in points) + MARGIN
    low, high = min(y for _, y in points) - MARGIN, max(y for _, y in points) + MARGIN
    ring = ((left, low), (right, low), (right, high), (left, high))
    name = unused("a-new", {area.id for area in looked.document.areas})
    area = Area(id=name, name=name, kind="handling", polygon=ring, level=1)
    polygon = [list(corner) for corner in ring]
    yield with_area("add-area", area, area_kind="handling", polygon=polygon)
