"""Random floors and random changes to them, degenerate ones included: everything lies on a coarse grid."""

from typing import Any

from hypothesis import strategies as st

GRID = st.integers(0, 24).map(lambda step: step * 500)
CORNER = st.tuples(GRID, GRID).map(list)
OFF_GRID = st.tuples(GRID, GRID).map(lambda at: [at[0] + 130, at[1] + 190])
KINDS = ("controlled", "handling", "storage", "office", "public", "passage")


@st.composite
def wall(draw: st.DrawFn, name: str) -> dict[str, Any]:
    ends = draw(st.tuples(CORNER, CORNER).filter(lambda pair: pair[0] != pair[1]))
    kind = draw(st.sampled_from(["wall", "wall", "partition", "glass", "door"]))
    height = draw(st.sampled_from([{}, {}, {"top": 1000}, {"top": 1300}, {"bottom": 1250}]))
    return {
        "id": name,
        "from": ends[0],
        "to": ends[1],
        "kind": kind,
        "open": draw(st.booleans()),
    } | height


@st.composite
def viewpoint(draw: st.DrawFn, name: str) -> dict[str, Any]:
    view = draw(
        st.sampled_from(
            [
                {},
                {"fov": 90},
                {"range": 4000},
                {"fov": 120, "range": 7000, "eye": 2400},
                {"eye": 1200},
            ]
        )
    )
    kind = draw(st.sampled_from(["supervisor", "staff", "camera"]))
    turned = {"facing": draw(st.integers(0, 7)) * 45}
    return {"id": name, "kind": kind, "at": draw(OFF_GRID), **turned, **view}


@st.composite
def terminal(draw: st.DrawFn, name: str) -> dict[str, Any]:
    x, y = draw(OFF_GRID)
    return {
        "id": name,
        "kind": draw(st.sampled_from(["juki", "business"])),
        "seat": {"at": [x, y + 300], "policy": draw(st.sampled_from(["shared", "assigned"]))},
        "screen": {"at": [x, y], "facing": draw(st.integers(0, 7)) * 45},
        "privacy_filter": draw(st.booleans()),
    }


@st.composite
def area(draw: st.DrawFn, name: str) -> dict[str, Any]:
    x, y = draw(CORNER)
    width, depth = draw(st.tuples(st.integers(1, 12), st.integers(1, 12)))
    ring = [[x, y], [x + width * 500, y], [x + width * 500, y + depth * 500], [x, y + depth * 500]]
    return {"id": name, "kind": draw(st.sampled_from(KINDS)), "level": 1, "polygon": ring}


MAKERS = {"walls": wall, "viewpoints": viewpoint, "terminals": terminal, "areas": area}


def _some(maker: Any, letter: str, most: int) -> Any:
    names = st.integers(0, most).map(lambda count: [f"{letter}{n}" for n in range(count)])
    return names.flatmap(lambda chosen: st.tuples(*(maker(name) for name in chosen)).map(list))


@st.composite
def floors(draw: st.DrawFn) -> dict[str, Any]:
    """Up to eight walls, four viewpoints, three terminals and areas, with or without an outline."""
    outline = [[-1000, -1000], [14000, -1000], [14000, 14000], [-1000, 14000]]
    inner = [[2250, 2250], [9250, 2250], [9250, 9250], [2250, 9250]]
    return {
        "format": "daicho.floor/1",
        "name": "床",
        "outline": draw(st.sampled_from([outline, inner, None])),
        "walls": draw(_some(wall, "w", 8)),
        "viewpoints": draw(_some(viewpoint, "v", 4)),
        "terminals": draw(_some(terminal, "t", 3)),
        "areas": draw(_some(area, "a", 3)),
    }


@st.composite
def changes(draw: st.DrawFn, floor: dict[str, Any]) -> dict[str, Any]:
    """New states of some of its objects, new objects, and objects that go."""
    change: dict[str, Any] = {"removed": []}
    for name, maker in MAKERS.items():
        known = [one["id"] for one in floor[name]]
        chosen = draw(st.lists(st.sampled_from([*known, f"{name}-new"]), max_size=2, unique=True))
        change[name] = [draw(maker(one)) for one in chosen]
    everything = [one["id"] for name in MAKERS for one in floor[name]]
    if everything and draw(st.integers(0, 3)) == 0:
        change["removed"] = [draw(st.sampled_from(everything))]
    return change


def changed(floor: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """The floor document with a change applied, by the plainest way there is."""
    after = dict(floor)
    for name in MAKERS:
        states = {one["id"]: one for one in floor[name]} | {one["id"]: one for one in change[name]}
        after[name] = [one for one in states.values() if one["id"] not in change["removed"]]
    return after
