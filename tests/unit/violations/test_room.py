"""Where a terminal could stand: whatever is lit keeps every rule about the place, seat and screen together."""

import random
from typing import Any

import pytest
import shapely

from daicho.oversight.violations.live import LiveStudy, Looking
from daicho.oversight.violations.live_answers import Room
from daicho.oversight.violations.live_changes import Change
from daicho.oversight.violations.live_room import RULES, moved_to, room_of, turned_to
from daicho.places.floors.document import Things, read_floor
from daicho.places.floors.model import Point, Terminal
from tests.support.scenes import office

PARTITION = {"id": "p", "from": [5000, 3500], "to": [5000, 7500], "kind": "partition", "top": 1800}


def _study(**changes: Any) -> LiveStudy:
    return LiveStudy(read_floor(office(**changes)), Looking())


def _shape(room: Room) -> Any:
    return shapely.union_all([shapely.Polygon(one.polygon, one.holes) for one in room.region])


def _broken(study: LiveStudy, terminal: Terminal, at: Point) -> set[str]:
    """Which placement rules break with the screen there."""
    step = study.step(Change(Things(terminals=(moved_to(terminal, at),))))
    return {key.split(":")[0] for key in step.keys} & set(RULES)


def _points(shape: Any, count: int) -> list[Point]:
    chance = random.Random(7)  # noqa: S311 - the same points each time
    x0, y0, x1, y1 = shape.bounds
    found: list[Point] = []
    while len(found) < count:
        at = (chance.uniform(x0, x1), chance.uniform(y0, y1))
        if shape.contains(shapely.Point(at)):
            found.append(at)
    return found


@pytest.mark.parametrize("facing", [None, 0.0, 160.0])
def test_every_spot_in_the_room_keeps_every_rule(facing: float | None) -> None:
    study = _study(walls=[PARTITION])
    (terminal,) = study.document.terminals
    room = room_of(study.looked, terminal, facing)
    assert room.m2 > 1
    turned = turned_to(terminal, facing)
    assert all(not _broken(study, turned, at) for at in _points(_shape(room), 15))


def test_a_spot_well_outside_the_room_breaks_a_rule() -> None:
    study = _study(walls=[PARTITION])
    (terminal,) = study.document.terminals
    shape = _shape(room_of(study.looked, terminal))
    outside = shapely.box(0, 0, 12_000, 8_000).difference(shape.buffer(2 * 50.0))
    assert all(_broken(study, terminal, at) for at in _points(outside, 15))


def test_without_anybody_who_watches_there_is_no_room() -> None:
    study = _study(viewpoints=[])
    (terminal,) = study.document.terminals
    room = room_of(study.looked, terminal)
    assert (room.m2, room.region, room.rules) == (0, (), RULES)


def test_the_seat_turns_about_the_screen() -> None:
    (terminal,) = _study().document.terminals
    turned = turned_to(terminal, terminal.screen.facing + 180)
    assert turned.seat.at == pytest.approx((9000, 5000))
    assert turned.screen.at == terminal.screen.at


def test_a_business_terminal_may_stand_anywhere_that_nobody_reads_it() -> None:
    plain = office()["terminals"][0] | {"kind": "business"}
    study = _study(terminals=[plain], viewpoints=[])
    (terminal,) = study.document.terminals
    room = room_of(study.looked, terminal)
    assert room.rules == ("TM-02", "TM-06")
    assert room.m2 > 20
