"""The floor document: what is read, what is refused, and with which place."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from daicho.places.floors import document
from daicho.places.floors.document import canonical_bytes, digest, parse_floor, read_floor
from daicho.places.floors.model import FloorDocument, FloorInvalid
from tests.support.scenes import as_bytes, office

Change = Callable[[dict[str, Any]], Any]


def refused(body: bytes | str) -> tuple[str, str]:
    with pytest.raises(FloorInvalid) as caught:
        parse_floor(body)
    assert caught.value.code == "floor-invalid"
    assert caught.value.status == 400
    json.dumps(caught.value.facts, allow_nan=False).encode()
    return caught.value.facts["place"], caught.value.facts["reason"]


def test_a_floor_needs_only_its_format_and_name() -> None:
    body = b'{"format":"daicho.floor/1","name":"1F"}'
    assert parse_floor(body) == FloorDocument(name="1F")


def test_absent_keys_take_the_formats_values() -> None:
    found = parse_floor(as_bytes(office()))
    wall, area, viewpoint, terminal = (
        found.walls[0], found.areas[0], found.viewpoints[0], found.terminals[0],
    )  # fmt: skip
    assert (wall.bottom, wall.top, wall.open) == (0, 1000, False)
    assert (area.level, area.holes) == (None, ())
    assert (viewpoint.facing, viewpoint.fov, viewpoint.range) == (0, 360, None)
    assert (terminal.seat.height, terminal.seat.policy) == (1200, "shared")
    assert (terminal.screen.height, terminal.screen.width) == (1100, 500)
    assert (terminal.privacy_filter, terminal.lock_minutes) == (True, 5)
    assert (terminal.wire_lock, terminal.auth_factors, terminal.asset) == (True, 2, None)


def test_a_nameless_area_goes_by_its_id() -> None:
    floor = office()
    del floor["areas"][0]["name"]
    assert read_floor(floor).areas[0].name == "hall"


def test_a_byte_order_mark_and_a_closed_ring_are_read() -> None:
    floor = office()
    floor["outline"].append(floor["outline"][0])
    found = parse_floor(b"\xef\xbb\xbf" + as_bytes(floor))
    assert found == parse_floor(as_bytes(office()))


def _set(*path: Any, to: Any) -> Change:
    def change(floor: dict[str, Any]) -> None:
        inside: Any = floor
        for key in path[:-1]:
            inside = inside[key]
        inside[path[-1]] = to

    return change


def _drop(*path: Any) -> Change:
    def change(floor: dict[str, Any]) -> None:
        inside: Any = floor
        for key in path[:-1]:
            inside = inside[key]
        del inside[path[-1]]

    return change


BOW = [[0, 0], [1000, 1000], [1000, 0], [0, 1000]]
SQUARE = [[100, 3100], [200, 3100], [200, 3200], [100, 3200]]

BAD: list[tuple[Change, str, str]] = [
    (_set("format", to="daicho.floor/2"), "format", "not-one-of"),
    (_drop("format"), "format", "missing-key"),
    (_drop("name"), "name", "missing-key"),
    (_set("name", to=" "), "name", "empty"),
    (_set("name", to="x" * 201), "name", "too-long"),
    (_set("name", to="a\nb"), "name", "control-character"),
    (_set("name", to="\ud800"), "name", "control-character"),
    (_set("name", to=7), "name", "not-a-text"),
    (_set("colour", to="red"), "colour", "unknown-key"),
    (_set("walls", to={}), "walls", "not-a-list"),
    (_set("walls", 0, to=[]), "walls[0]", "not-an-object"),
    (_set("walls", 0, "thick", to=1), "walls[0].thick", "unknown-key"),
    (_drop("walls", 0, "to"), "walls[0].to", "missing-key"),
    (_drop("walls", 0, "kind"), "walls[0].kind", "missing-key"),
    (_set("walls", 0, "kind", to="hedge"), "walls[0].kind", "not-one-of"),
    (_set("walls", 0, "kind", to=["wall"]), "walls[0].kind", "not-one-of"),
    (_set("walls", 0, "to", to=[float("nan"), 0]), "walls[0].to", "not-finite"),
    (_set("walls", 0, "to", to=[float("-inf"), 0]), "walls[0].to", "not-finite"),
    (_set("walls", 0, "to", to=[10_000_001, 0]), "walls[0].to", "out-of-range"),
    (_set("walls", 0, "to", to=[10**400, 0]), "walls[0].to", "out-of-range"),
    (_set("walls", 0, "to", to=["1", 0]), "walls[0].to", "not-a-number"),
    (_set("walls", 0, "to", to=[True, 0]), "walls[0].to", "not-a-number"),
    (_set("walls", 0, "to", to=[1, 2, 3]), "walls[0].to", "not-a-point"),
    (_set("walls", 0, "to", to=[0, 3000]), "walls[0].to", "zero-length"),
    (_set("walls", 0, "bottom", to=-1), "walls[0].bottom", "out-of-range"),
    (_set("walls", 0, "top", to=10_001), "walls[0].top", "out-of-range"),
    (_set("walls", 0, "bottom", to=1001), "walls[0].top", "below-bottom"),
    (_set("walls", 0, "open", to="no"), "walls[0].open", "not-true-or-false"),
    (_set("walls", 0, "id", to="i" * 65), "walls[0].id", "too-long"),
    (_set("areas", 1, "id", to="hall"), "areas[1].id", "repeated-id"),
    (_set("areas", 0, "level", to=4), "areas[0].level", "out-of-range"),
    (_set("areas", 0, "level", to=1.5), "areas[0].level", "not-a-whole-number"),
    (_set("areas", 0, "polygon", to=BOW), "areas[0].polygon", "self-crossing"),
    (_set("areas", 0, "polygon", to=SQUARE[:2]), "areas[0].polygon", "too-few-corners"),
    (_set("areas", 0, "polygon", to=[[0, 0], [1, 1], [2, 2]]), "areas[0].polygon", "zero-area"),
    (_set("areas", 0, "holes", to=[SQUARE]), "areas[0].holes[0]", "hole-outside"),
    (_set("areas", 1, "holes", to=[BOW]), "areas[1].holes[0]", "self-crossing"),
    (_set("areas", 1, "holes", to=[SQUARE, SQUARE]), "areas[1].holes[1]", "holes-overlap"),
    (_set("outline", to=BOW), "outline", "self-crossing"),
    (_set("viewpoints", 0, "fov", to=0), "viewpoints[0].fov", "out-of-range"),
    (_set("viewpoints", 0, "fov", to=360.5), "viewpoints[0].fov", "out-of-range"),
    (_set("viewpoints", 0, "range", to=0), "viewpoints[0].range", "out-of-range"),
    (_set("viewpoints", 0, "eye", to=-1), "viewpoints[0].eye", "out-of-range"),
    (_set("viewpoints", 0, "camera", to={}), "viewpoints[0].camera", "only-for-cameras"),
    (_drop("terminals", 0, "seat", "at"), "terminals[0].seat.at", "missing-key"),
    (_drop("terminals", 0, "screen"), "terminals[0].screen", "missing-key"),
    (_set("terminals", 0, "seat", "policy", to="mine"), "terminals[0].seat.policy", "not-one-of"),
    (_set("terminals", 0, "lock_minutes", to=-1), "terminals[0].lock_minutes", "out-of-range"),
    (_set("terminals", 0, "lock_minutes", to=True), "terminals[0].lock_minutes", "not-a-whole-number"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "place", "reason"), BAD)
def test_bad_input_is_refused_with_its_place(change: Change, place: str, reason: str) -> None:
    floor = office()
    change(floor)
    assert refused(json.dumps(floor)) == (place, reason)


@pytest.mark.parametrize(
    ("body", "place", "reason"),
    [
        (b"", "$", "not-json"),
        (b"[]", "$", "not-an-object"),
        (b'"\xff"', "$", "not-utf-8"),
        (b"[" * 200_000, "$", "too-deep"),
        (b'{"a":' * 200_000, "$", "too-deep"),
        (b'{"format":"daicho.floor/1","name":"a","name":"b"}', "$", "repeated-key"),
        (b'{"format":"daicho.floor/1","name":"a","walls":[{"id":"a","id":"b"}]}', "walls[0]", "repeated-key"),
        (b"9" * 5000, "$", "out-of-range"),
        (b'{"format":"daicho.floor/1","name":"a","outline":[[1e999,0],[1,1],[2,0]]}', "outline[0]", "not-finite"),
    ],
)  # fmt: skip
def test_what_is_not_even_a_document_is_refused(body: bytes, place: str, reason: str) -> None:
    assert refused(body) == (place, reason)


def test_an_unknown_key_is_told_without_its_control_characters() -> None:
    assert refused(json.dumps(office() | {"a\x1b[31m": 1})) == ("a?[31m", "unknown-key")


@pytest.mark.parametrize(
    ("key", "most"),
    [
        ("walls", document.MOST_WALLS),
        ("areas", document.MOST_AREAS),
        ("viewpoints", document.MOST_VIEWPOINTS),
        ("terminals", document.MOST_TERMINALS),
    ],
)
def test_too_long_lists_are_refused_before_they_are_read(key: str, most: int) -> None:
    assert refused(as_bytes(office(**{key: [0] * (most + 1)}))) == (key, "too-many")


def test_a_viewpoint_on_a_wall_is_refused_with_the_nearest_free_point() -> None:
    floor = office()
    floor["viewpoints"][0] |= {"at": [1000, 3000], "eye": 900}
    with pytest.raises(FloorInvalid) as caught:
        read_floor(floor)
    facts = caught.value.facts
    assert (facts["place"], facts["reason"]) == ("viewpoints[0].at", "on-a-wall")
    assert facts["wall"] == "counter"
    floor["viewpoints"][0]["at"] = facts["nearest"]
    read_floor(floor)


@pytest.mark.parametrize(
    "change", [{"kind": "glass"}, {"kind": "door", "open": True}, {"top": 800}]
)
def test_a_viewpoint_may_stand_on_what_does_not_block_its_eye(change: dict[str, Any]) -> None:
    floor = office()
    floor["viewpoints"][0] |= {"at": [1000, 3000], "eye": 900}
    floor["walls"][0] |= change
    read_floor(floor)


def test_equal_drawings_have_equal_bytes_whatever_their_spelling() -> None:
    floor = office()
    spelled = as_bytes(floor).replace(b"12000", b"12000.0").replace(b"[0, 0]", b"[-0.0, 0]")
    turned = json.dumps(dict(reversed(floor.items()))).encode()
    assert digest(parse_floor(spelled)) == digest(read_floor(floor)) == digest(parse_floor(turned))


def test_canonical_bytes_keep_what_a_thing_may_carry() -> None:
    floor = office()
    floor["viewpoints"][0] |= {"kind": "camera", "camera": {"tilt": -10, "pixels": 1920}}
    floor["terminals"][0] |= {"asset": "ABC", "assigned_to": "s1"}
    found = read_floor(floor)
    assert parse_floor(canonical_bytes(found)) == found
    assert b"vfov" not in canonical_bytes(found)
    assert b"null" not in canonical_bytes(read_floor(office())).replace(
        b'"range":null', b""
    ).replace(b'"level":null', b"")
