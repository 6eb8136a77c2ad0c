"""Drawings of Jw_cad and SXF, through the readers of the extra `cad`."""

import sys
from pathlib import Path

import ezjww
import ezsxf
import pytest

from daicho.foundation.kernel.errors import Invalid
from daicho.places.drawings import reading


def jww(folder: Path) -> bytes:
    drawing = ezjww.new(paper_size=3, memo="平面図\r\n")
    drawing.modelspace().add_line((0, 0), (5_000, 0))
    drawing.modelspace().add_text("受付", (0, -10), (9, -10))
    path = folder / "plan.jww"
    drawing.saveas(str(path))
    return path.read_bytes()


def sxf(folder: Path, ending: str) -> bytes:
    drawing = ezsxf.new_sfc("plan.sfc", name="1F", paper="A1", orientation="landscape")
    wall, ink = drawing.add_layer("壁"), drawing.add_color((0, 0, 0))
    drawing.add_line((10, 10), (100, 50), layer=wall, color=ink)
    path = folder / f"plan.{ending}"
    (drawing.save if ending == "sfc" else drawing.save_p21)(str(path))
    return path.read_bytes()


def test_a_drawing_of_jw_cad_is_read_and_its_size_is_asked_for(tmp_path: Path) -> None:
    read = reading.read("plan.jww", jww(tmp_path))
    assert (read.format, read.unit) == ("jww", None)
    assert [stroke.rings for stroke in read.strokes] == [(((0, 0), (5_000, 0)),)]


@pytest.mark.parametrize("ending", ["sfc", "p21"])
def test_a_drawing_in_sxf_is_read_with_its_layers(tmp_path: Path, ending: str) -> None:
    read = reading.read(f"plan.{ending}", sxf(tmp_path, ending))
    assert (read.format, read.unit) == ("sxf", None)
    assert [stroke.layer for stroke in read.strokes] == ["壁"]


@pytest.mark.parametrize("name", ["ezjww", "ezsxf"])
def test_without_the_reader_it_is_told_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    content = jww(tmp_path) if name == "ezjww" else sxf(tmp_path, "sfc")
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(Invalid) as caught:
        reading.read("plan", content)
    assert (caught.value.code, caught.value.facts["package"]) == ("drawing-needs-reader", name)
