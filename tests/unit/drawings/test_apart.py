"""Files that break their readers: one refusal with a code, within the limits, and the next file is read as ever."""

import io
import resource
import zlib
from typing import Any

import pytest
from PIL import Image

from daicho.foundation.kernel.errors import Refused
from daicho.places.drawings import worker
from daicho.places.drawings.apart import drawings
from daicho.places.drawings.model import LayerChoice, Wanted
from daicho.places.drawings.worker import Asked
from tests.support import outside

SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'
WALLS = Wanted("1階", {"WALL": LayerChoice("wall")})


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tests run beside this one: here the processor's time counts, which the process apart limits by itself."""
    monkeypatch.setattr(drawings, "patience", 60)


def spent() -> float:
    """Seconds of processor that ended processes took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def refusal(task: str, name: str, content: bytes, **more: Any) -> Refused:
    """What the process apart says, within the time it has."""
    begun = spent()
    with pytest.raises(Refused) as caught:
        drawings.run(Asked(task, name, **more), content)
    assert spent() - begun < worker.SECONDS
    return caught.value


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.json", outside.office_dxf(), "drawing-lies-about-its-type"),
        ("a.dxf", b"", "drawing-unknown-format"),
        ("a.dxf", b"\0\1\2 nothing", "drawing-unknown-format"),
        ("a.xlsx", b"PK\3\4" + b"\0" * 90, "drawing-unknown-format"),
        ("a.dxf", b"  0\nSECTION\n  2\nHEADER\n x\n", "drawing-unreadable"),
        ("a.dxf", b"AutoCAD Binary DXF\r\n\x1a\0" + b"\xff" * 90, "drawing-unreadable"),
        ("a.dxf", b"  0\nSECTION\n  2\nENTITIES\n", "drawing-nothing-usable"),
        ("a.jww", b"JwwData.\xbc\2\0\0", "drawing-unreadable"),
        ("a.sfc", b"ISO-10303-21;\nHEADER;", "drawing-unreadable"),
        ("a.json", b'{"type": "FeatureCollection", "features": []}', "drawing-nothing-usable"),
        ("a.json", b'{"type": "Nothing"}', "drawing-nothing-usable"),
        ("a.json", b"[" * 100_000, "floor-invalid"),
        ("a.json", b'{"a": 1', "floor-invalid"),
    ],
)
def test_what_is_no_drawing_is_refused(name: str, content: bytes, code: str) -> None:
    assert refusal("inspect", name, content).code == code


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.svg", SVG, "drawing-svg-refused"),
        ("a", b"\xef\xbb\xbf <!-- -->" + SVG[22:], "drawing-svg-refused"),
        ("a.gif", outside.picture("GIF"), "drawing-unknown-format"),
        ("a.png", outside.picture()[:60], "drawing-unreadable"),
        ("a.jpg", outside.picture("JPEG")[:200], "drawing-unreadable"),
        ("a.png", outside.picture(size=(6_400, 6_400)), "drawing-too-large"),
        ("a.pdf", b"%PDF-1.7 nothing", "drawing-unreadable"),
        ("a.pdf", outside.pdf(size=(141_421, 141_421)), "drawing-too-large"),
        ("a.dxf", outside.office_dxf(), "drawing-unknown-format"),
    ],
)
def test_what_is_no_picture_is_refused(name: str, content: bytes, code: str) -> None:
    assert refusal("picture", name, content).code == code


def test_a_picture_that_says_it_has_gigapixels_is_refused_unopened() -> None:
    bomb = bytearray(outside.picture())
    bomb[16:24] = (100_000).to_bytes(4, "big") * 2
    bomb[29:33] = zlib.crc32(bytes(bomb[12:29])).to_bytes(4, "big")
    assert refusal("picture", "a.png", bytes(bomb)).code == "drawing-too-large"


def test_blocks_that_multiply_to_a_thousand_million_lines_are_refused() -> None:
    refused = refusal("inspect", "bomb.dxf", outside.nested_blocks(9, 10))
    assert (refused.code, refused.facts["what"]) == ("drawing-too-large", "blocks")


def test_a_block_in_itself_is_left_out() -> None:
    drawing = outside.new_dxf()
    block = drawing.blocks.new("SELF")
    block.add_line((0, 0), (5_000, 0))
    block.add_blockref("SELF", (10, 10))
    drawing.modelspace().add_blockref("SELF", (0, 0))
    told = drawings.run(Asked("inspect", "a.dxf"), outside.dxf_bytes(drawing))
    assert b"drawing-nested-too-deep" in told


def test_fifty_thousand_walls_and_one_are_too_many() -> None:
    refused = refusal("convert", "a.dxf", outside.walls_dxf(50_001), wanted=WALLS)
    assert (refused.code, refused.facts) == ("drawing-too-large", {"what": "walls", "most": 50_000})


def test_what_needs_more_memory_than_there_is_ends_alone() -> None:
    lists = b"[" + b"[]," * 10_000_000 + b"[]]"
    refused = refusal("inspect", "a.json", b'{"type":"LineString","coordinates":' + lists + b"}")
    assert (refused.code, refused.facts["what"]) == ("drawing-too-large", "memory")
    assert drawings.run(Asked("inspect", "a.dxf"), outside.office_dxf())


def test_a_reader_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawings, "patience", 0.01)
    with pytest.raises(Refused, match="drawing-took-too-long"):
        drawings.run(Asked("inspect", "a.dxf"), outside.office_dxf())


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "CMYK")])
def test_a_picture_of_forty_megapixels_is_made_smaller(kind: str, mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (8_000, 5_000), 1).save(out, kind)
    head, _, body = drawings.run(Asked("picture", f"a.{kind}"), out.getvalue()).partition(b"\n")
    assert b'"width":4000' in head
    kept = Image.open(io.BytesIO(body))
    assert kept.size == (4_000, 2_500)
    assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
