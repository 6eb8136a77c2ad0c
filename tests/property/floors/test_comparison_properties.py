"""Whatever two plans are: applying what the comparison says to the one gives the other."""

import math
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.places.floors.comparison import apply, compare
from daicho.places.floors.model import FloorDocument

NUMBERS = st.integers(-3, 3).map(float)
POINTS = st.tuples(NUMBERS, NUMBERS)
IDS = st.sampled_from("abcd")


def things(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    one = st.fixed_dictionaries({"id": IDS, **fields})
    return st.lists(one, max_size=4, unique_by=lambda thing: thing["id"])


RINGS = st.lists(POINTS, min_size=3, max_size=4)
WALLS = things(
    **{"from": POINTS, "to": POINTS}, kind=st.sampled_from(["wall", "door"]), top=NUMBERS
)
AREAS = things(
    name=st.sampled_from("xy"), kind=st.sampled_from(["office", "public"]), polygon=RINGS,
    holes=st.lists(RINGS, max_size=1),
)  # fmt: skip
VIEWPOINTS = things(kind=st.just("camera"), at=POINTS, facing=NUMBERS, camera=st.sampled_from(
    [None, {"pixels": 100}, {"pixels": 200}]
))  # fmt: skip
TERMINALS = things(
    kind=st.just("juki"),
    seat=st.fixed_dictionaries({"at": POINTS}),
    screen=st.fixed_dictionaries({"at": POINTS, "facing": NUMBERS}),
    wire_lock=st.booleans(),
)
FLOORS = st.fixed_dictionaries({
    "name": st.sampled_from("xy"), "outline": st.none() | RINGS, "walls": WALLS, "areas": AREAS,
    "viewpoints": VIEWPOINTS, "terminals": TERMINALS,
}).map(lambda plain: msgspec.convert(plain, FloorDocument))  # fmt: skip

LISTS = ("walls", "areas", "viewpoints", "terminals")


def in_order(document: FloorDocument) -> FloorDocument:
    """The same floor; in which order a list names its things means nothing."""
    ordered = {name: sorted(getattr(document, name), key=lambda one: one.id) for name in LISTS}
    return msgspec.structs.replace(document, **{n: tuple(some) for n, some in ordered.items()})


@given(before=FLOORS | st.none(), after=FLOORS)
def test_the_changes_lead_from_the_old_plan_to_the_new_one(
    before: FloorDocument | None, after: FloorDocument
) -> None:
    changes = compare(before, after)
    assert in_order(apply(before, changes)) == in_order(after)
    assert len({(change.what, change.id) for change in changes}) == len(changes)


@given(plan=FLOORS)
def test_nothing_changed_means_no_change(plan: FloorDocument) -> None:
    assert compare(plan, plan) == ()
    assert compare(plan, in_order(plan)) == ()


@given(before=FLOORS, by=POINTS.filter(lambda by: by != (0, 0)))
def test_everything_shifted_alike_was_moved_and_nothing_else(
    before: FloorDocument, by: tuple[float, float]
) -> None:
    after = msgspec.convert(shifted(msgspec.to_builtins(before), by), FloorDocument)
    changes = compare(before, after)
    assert {change.how for change in changes} <= {"moved"}
    counted = sum(len(getattr(before, name)) for name in LISTS) + (before.outline is not None)
    assert len(changes) == counted


def shifted(value: Any, by: tuple[float, float]) -> Any:
    """Every pair of numbers is a point."""
    if isinstance(value, dict):
        return {name: shifted(held, by) for name, held in value.items()}
    if isinstance(value, list | tuple):
        if len(value) == 2 and all(isinstance(number, float) for number in value):
            return (value[0] + by[0], value[1] + by[1])
        return [shifted(held, by) for held in value]
    return value


@pytest.mark.parametrize(
    ("changed", "how", "fields"),
    [
        ({"from": [0, 100], "to": [1000, 100]}, "moved", ("from", "to")),
        ({"to": [2000, 0]}, "resized", ("to",)),
        ({"to": [0, 1000]}, "turned", ("to",)),
        ({"top": 1000}, "changed", ("top",)),
        ({"top": 1000, "to": [2000, 0]}, "changed", ("to", "top")),
    ],
)
def test_what_happened_to_a_wall_is_told_in_a_word(
    changed: dict[str, Any], how: str, fields: tuple[str, ...]
) -> None:
    wall = {"id": "w", "from": [0, 0], "to": [1000, 0], "kind": "wall", "top": 2700}
    before, after = (
        msgspec.convert({"name": "n", "walls": [one]}, FloorDocument)
        for one in (wall, wall | changed)
    )
    (change,) = compare(before, after)
    assert (change.what, change.id, change.how, change.fields) == ("wall", "w", how, fields)
    assert math.dist(change.before["from"], wall["from"]) == 0  # type: ignore[arg-type]  # a point


def test_a_turned_screen_is_turned_and_a_new_seat_is_moved() -> None:
    terminal: dict[str, Any] = {
        "id": "t", "kind": "juki", "seat": {"at": [0, 0]},
        "screen": {"at": [0, 500], "facing": 90},
    }  # fmt: skip
    turned = terminal | {"screen": {"at": [0, 500], "facing": 180}}
    moved = turned | {"seat": {"at": [10, 0]}}
    told = [
        compare(*(msgspec.convert({"name": "n", "terminals": [t]}, FloorDocument) for t in pair))
        for pair in ((terminal, turned), (terminal, moved))
    ]
    assert [(change.how, change.fields) for (change,) in told] == [
        ("turned", ("screen.facing",)), ("moved", ("screen.facing", "seat.at")),
    ]  # fmt: skip
