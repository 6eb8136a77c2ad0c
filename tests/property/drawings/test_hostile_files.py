"""Damaged, cut, mixed and random files: a document that the reader of floors takes, a picture, or a coded refusal."""

import io
import json
import os
import re
import time
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from daicho.foundation.kernel.errors import Refused
from daicho.foundation.problems import catalogue
from daicho.places.drawings import geojson, worker
from daicho.places.drawings.apart import drawings
from daicho.places.drawings.model import Converted, Inspection, TwoPoints, Wanted
from daicho.places.drawings.worker import Asked
from daicho.places.floors.document import canonical_bytes, parse_floor
from tests.support import outside
from tests.support.plans import cabinet, office_plan

LONG = os.environ.get("DAICHO_TRUST") == "1"
pytestmark = pytest.mark.timeout(1_800 if LONG else 120)
FEW = settings(
    max_examples=200 if LONG else 8, deadline=None, suppress_health_check=list(HealthCheck)
)
MANY = settings(
    max_examples=3_000 if LONG else 60, deadline=None, suppress_health_check=list(HealthCheck)
)

PLAN = json.dumps(office_plan(cabinet()), ensure_ascii=False).encode()
WANTED = Wanted("1階", unit="mm", suggested=True)

SEEDS = {
    "a.dxf": outside.office_dxf(),
    "b.dxf": outside.office_dxf(units=0, version="R2000"),
    "c.dxf": outside.nested_blocks(3, 3),
    "a.json": PLAN,
    "a.geojson": geojson.written(parse_floor(PLAN)),
}
PICTURES = {
    "a.png": outside.picture(size=(60, 40)),
    "a.jpg": outside.picture("JPEG", (60, 40)),
    "a.pdf": outside.pdf(2),
}
NUMBERS = (b"nan", b"inf", b"1e308", b"-1e17", b"99999999999999999999", b"0", b"-1", b"")


_NUMBER = re.compile(rb"(?<=[\s\[,:])-?\d+(\.\d+)?(?=[\s\],])")


@st.composite
def damaged(draw: st.DrawFn, seeds: dict[str, bytes]) -> tuple[str, bytes]:
    """A real file with some bytes changed, some numbers become odd ones, or cut off."""
    name = draw(st.sampled_from(sorted(seeds)))
    content = seeds[name]
    how = draw(st.sampled_from(["bytes", "numbers", "numbers", "cut", "doubled"]))
    if how == "bytes":
        changed = bytearray(content)
        for _ in range(draw(st.integers(0, 6))):
            changed[draw(st.integers(0, len(changed) - 1))] = draw(st.integers(0, 255))
        return name, bytes(changed)
    if how == "numbers":
        for _ in range(draw(st.integers(1, 4))):
            found = list(_NUMBER.finditer(content, len(content) // 2 * draw(st.integers(0, 1))))
            if found:
                at = found[draw(st.integers(0, len(found) - 1))]
                odd = draw(st.sampled_from(NUMBERS))
                content = content[: at.start()] + odd + content[at.end() :]
        return name, content
    first, second = sorted(draw(st.tuples(*[st.integers(0, len(content))] * 2)))
    return name, content[:second] + content[first:] if how == "doubled" else content[:second]


def is_told(refused: Refused) -> None:
    assert refused.code in catalogue("ja")
    assert refused.code in catalogue("en")
    json.dumps(refused.facts)


def asked_in_process(asked: Asked, content: bytes) -> bytes | None:
    begun = time.monotonic()
    try:
        return worker.answer(asked, content)
    except Refused as refused:
        is_told(refused)
        return None
    finally:
        assert time.monotonic() - begun < worker.SECONDS


def is_a_floor(answer: bytes | None) -> None:
    if answer is not None:
        made = msgspec.json.decode(answer, type=Converted)
        assert parse_floor(canonical_bytes(made.document)) == made.document


@MANY
@given(damaged(SEEDS))
def test_a_damaged_drawing_is_a_floor_or_a_refusal(file: tuple[str, bytes]) -> None:
    name, content = file
    is_a_floor(asked_in_process(Asked("convert", name, WANTED), content))
    seen = asked_in_process(Asked("inspect", name), content)
    if seen is not None:
        assert len(msgspec.json.decode(seen, type=Inspection).preview) <= 5_000


@MANY
@given(st.sampled_from(["a.dxf", "a.json", "a", "a.png"]), st.binary(max_size=400))
def test_random_bytes_are_a_refusal(name: str, content: bytes) -> None:
    heads = (b"", b"  0\nSECTION\n", b'{"type":', b"AutoCAD Binary DXF\r\n\x1a\0", b"{")
    for head in heads:
        is_a_floor(asked_in_process(Asked("convert", name, WANTED), head + content))


PLACES = st.floats(-1e7, 1e7) | st.floats() | st.sampled_from([0, 1e-9, 1e308, -5e6])
LINES = st.lists(st.lists(st.tuples(PLACES, PLACES), max_size=6), max_size=12)


@MANY
@given(LINES, st.floats(0, 500), st.sampled_from(["LineString", "Polygon"]), st.booleans())
def test_any_geometry_is_a_floor_or_a_refusal(
    lines: list[list[tuple[float, float]]], snap: float, kind: str, scaled: bool
) -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"layer": ("壁", "区域", "外形")[number % 3]},
            "geometry": {"type": kind, "coordinates": [line] if kind == "Polygon" else line},
        }
        for number, line in enumerate(lines)
    ]
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    points = TwoPoints((0, 0), (1e-3, 0), 1e6) if scaled else None
    wanted = Wanted("1階", unit="m", points=points, snap_mm=snap, suggested=True)
    is_a_floor(asked_in_process(Asked("convert", "a.geojson", wanted), content))


def asked_apart(asked: Asked, content: bytes) -> bytes | None:
    try:
        return drawings.run(asked, content)
    except Refused as refused:
        is_told(refused)
        return None


@FEW
@given(damaged(PICTURES), st.integers(1, 3))
def test_a_damaged_picture_is_a_picture_or_a_refusal(file: tuple[str, bytes], page: int) -> None:
    name, content = file
    answer = asked_apart(Asked("picture", name, page=page), content)
    if answer is not None:
        kept: Any = Image.open(io.BytesIO(answer.partition(b"\n")[2]))
        kept.load()
        assert max(kept.size) <= 4_000


@pytest.mark.parametrize("name", ["a.jww", "a.sfc"])
@FEW
@given(data=st.data())
def test_a_damaged_drawing_of_a_japanese_program_is_a_floor_or_a_refusal(
    name: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from tests.unit.drawings.test_japanese import jww, sxf

    folder = tmp_path_factory.getbasetemp()
    whole = jww(folder) if name == "a.jww" else sxf(folder, "sfc")
    _, content = data.draw(damaged({name: whole}))
    is_a_floor(asked_apart(Asked("convert", name, WANTED), content))
