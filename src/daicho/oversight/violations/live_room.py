"""Where a terminal could stand: screen positions at which every rule about its place holds, seat and all."""

import math
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Final

import shapely
from msgspec.structs import replace

from daicho.oversight.violations.live_answers import Room
from daicho.places.floors.model import Point, Terminal
from daicho.places.floors.patches import SQUARE_METRE, patches_of
from daicho.places.sight.fields import field_of
from daicho.places.sight.scene import Eye
from daicho.places.sight.shapes import overlap, parts_of, together
from daicho.places.sight.standing_room import (
    WIDEST,
    Pose,
    Watch,
    field_about_origin,
    standing_room,
    supervised,
)

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from daicho.places.floors.survey import Looked

RULES: Final = ("AR-01", "TM-01", "TM-02", "TM-05", "TM-06")
FOR_JUKI: Final = frozenset({"AR-01", "TM-01", "TM-05"})
TOLERANCE: Final = 50.0
"""How far, in mm, the room may stay short of the true border where walls decide who reads the screen."""
LONGEST: Final = 8.0
"""Seconds after which the room is told as far as it is known; what is lit is right all the same."""


def room_of(looked: "Looked", terminal: Terminal, facing: float | None = None) -> Room:
    """Everywhere on the floor that this terminal could stand, as it faces now or turned to `facing` (degrees), the
    seat moving rigidly along."""
    turned = turned_to(terminal, facing)
    until = monotonic() + LONGEST
    region = _region(looked, turned, lambda: monotonic() > until)
    return Room(
        terminal=terminal.id,
        facing=turned.screen.facing,
        m2=sum(part.area for part in parts_of(region)) / SQUARE_METRE,
        region=patches_of(looked.plan.scenery, region),
        rules=RULES
        if terminal.kind == "juki"
        else tuple(rule for rule in RULES if rule not in FOR_JUKI),
        tolerance_mm=TOLERANCE if monotonic() <= until else WIDEST,
    )


def turned_to(terminal: Terminal, facing: float | None) -> Terminal:
    """The terminal turned about its screen, the seat with it."""
    if facing is None or facing == terminal.screen.facing:
        return terminal
    turn = math.radians(facing - terminal.screen.facing)
    (x, y), (seat_x, seat_y) = terminal.screen.at, terminal.seat.at
    dx, dy = seat_x - x, seat_y - y
    seat = (
        x + dx * math.cos(turn) - dy * math.sin(turn),
        y + dx * math.sin(turn) + dy * math.cos(turn),
    )
    screen = replace(terminal.screen, facing=facing)
    return replace(terminal, screen=screen, seat=replace(terminal.seat, at=seat))


def moved_to(terminal: Terminal, at: Point) -> Terminal:
    """The terminal carried so that its screen stands there."""
    dx, dy = at[0] - terminal.screen.at[0], at[1] - terminal.screen.at[1]
    seat = (terminal.seat.at[0] + dx, terminal.seat.at[1] + dy)
    screen = replace(terminal.screen, at=at)
    return replace(terminal, screen=screen, seat=replace(terminal.seat, at=seat))


def _region(looked: "Looked", terminal: Terminal, enough: Callable[[], bool]) -> "BaseGeometry":
    scene, screen = looked.plan.scenery.scene, terminal.screen
    dx, dy = terminal.seat.at[0] - screen.at[0], terminal.seat.at[1] - screen.at[1]
    pose = Pose(screen.height, screen.facing, screen.width, (dx, dy, terminal.seat.height))
    allowed = _ground(looked, {"controlled", "handling"})
    if terminal.kind == "juki":
        eyes = [looked.plan.scenery.eye(one) for one in looked.document.viewpoints]
        allowed = overlap(allowed, supervised(scene, eyes, pose, _own_seats(looked)))
    else:
        allowed = scene.outline or shapely.box(*scene.bounds)
    watches = _watches(looked, terminal, pose)
    return standing_room(scene, pose, allowed, watches, tolerance=TOLERANCE, enough=enough)


def _ground(looked: "Looked", kinds: set[str]) -> "BaseGeometry":
    return together([shape for area, shape in looked.plan.areas() if area.kind in kinds])


def _own_seats(looked: "Looked") -> list[float]:
    """How near each eye may be to the seat and still supervise it: members of staff do not watch over themselves."""
    own = looked.thresholds.own_seat
    return [own if one.kind == "staff" else 0.0 for one in looked.document.viewpoints]


def _watches(looked: "Looked", terminal: Terminal, pose: Pose) -> list[Watch]:
    """TM-02: the public within the reading disc. TM-06: whoever walks by within a few metres."""
    limits = looked.thresholds
    half = limits.reading_angle_filtered if terminal.privacy_filter else limits.reading_angle
    disc = field_about_origin(pose, limits.reading_reach, half)
    near = Eye(0.0, 0.0, pose.height, pose.facing, 2 * half, limits.passage_reach)
    sector = field_of(near, limits.passage_reach)
    fields = (("public", disc), ("passage", sector))
    return [
        Watch(_ground(looked, {kind}), field, limits.public_eye, limits.exposed_least)
        for kind, field in fields
        if field is not None
    ]
