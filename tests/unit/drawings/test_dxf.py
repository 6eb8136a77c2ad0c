"""DXF as drawing programs write it: blocks, curves, polylines, binary files, names."""

import io
import math

import pytest

from daicho.places.drawings import dxf
from daicho.places.drawings.inspecting import bounds_of
from daicho.places.drawings.model import Drawing
from tests.support import outside


def read_back(drawing: object) -> Drawing:
    return dxf.read(outside.dxf_bytes(drawing))


def test_a_block_is_taken_apart_where_it_stands() -> None:
    drawing = outside.new_dxf()
    desk = drawing.blocks.new("DESK", base_point=(100, 0))
    desk.add_line((100, 0), (1_100, 0))
    desk.add_line((100, 0), (100, 500), dxfattribs={"layer": "inner"})
    how = {"layer": "furniture", "rotation": 90, "xscale": 2}
    drawing.modelspace().add_blockref("DESK", (5_000, 5_000), dxfattribs=how)
    strokes = read_back(drawing).strokes
    assert [s.layer for s in strokes] == ["furniture", "inner"]
    assert strokes[0].rings[0][1] == pytest.approx((5_000, 7_000))
    assert strokes[1].rings[0][1] == pytest.approx((4_500, 5_000))


def test_a_grid_of_blocks_is_all_of_them() -> None:
    drawing = outside.new_dxf()
    drawing.blocks.new("POST").add_circle((0, 0), 50)
    how = {"row_count": 3, "column_count": 4, "row_spacing": 1_000, "column_spacing": 1_000}
    drawing.modelspace().add_blockref("POST", (0, 0), dxfattribs=how)
    assert len(read_back(drawing).strokes) == 12


def test_curves_become_short_lines_that_stay_close() -> None:
    drawing = outside.new_dxf()
    drawing.modelspace().add_circle((0, 0), 1_000)
    (circle,) = read_back(drawing).strokes
    assert (circle.closed, circle.kind) == (True, "curve")
    assert 24 <= len(circle.rings[0]) <= 200
    assert all(abs(math.dist(point, (0, 0)) - 1_000) < 1 for point in circle.rings[0])


def test_arcs_ellipses_splines_bulges_solids_and_old_polylines_are_read() -> None:
    drawing = outside.new_dxf()
    space = drawing.modelspace()
    space.add_arc((0, 0), 500, 0, 90)
    space.add_ellipse((0, 0), (900, 0), 0.5)
    space.add_spline([(0, 0), (500, 500), (900, 0), (1_500, 400)])
    space.add_lwpolyline([(0, 0, 1), (1_000, 0, 0), (1_000, 900, 0)], format="xyb")
    space.add_polyline2d([(0, 0), (10, 0), (10, 10)], close=True)
    space.add_solid([(0, 0), (10, 0), (0, 10), (10, 10)])
    kinds = [(s.kind, s.closed) for s in read_back(drawing).strokes]
    assert kinds == [
        ("curve", False), ("curve", True), ("curve", False), ("line", False), ("line", True),
        ("fill", True),
    ]  # fmt: skip


def test_what_is_drawn_upside_down_lies_where_it_is_seen() -> None:
    drawing = outside.new_dxf()
    how = {"extrusion": (0, 0, -1)}
    drawing.modelspace().add_lwpolyline([(0, 0), (100, 50)], dxfattribs=how)
    (stroke,) = read_back(drawing).strokes
    assert stroke.rings[0][1] == pytest.approx((-100, 50))


def test_words_and_dimensions_are_counted_and_not_drawn() -> None:
    drawing = outside.new_dxf()
    drawing.modelspace().add_text("受付", dxfattribs={"layer": "text"})
    drawing.modelspace().add_point((1, 1))
    assert read_back(drawing).unseen == {("not-a-line", "text"): 1, ("not-a-line", "0"): 1}


def test_coordinates_that_are_no_numbers_are_left_out() -> None:
    drawing = outside.new_dxf()
    drawing.modelspace().add_line((0, 0), (5_000, 0))
    drawing.modelspace().add_line((1_234.5, 0), (0, 9))
    content = outside.dxf_bytes(drawing).replace(b"1234.5", b"nan")
    read = dxf.read(content)
    assert (len(read.strokes), read.unseen) == (1, {("not-finite", "0"): 1})
    assert bounds_of(read.strokes) == (0, 0, 5_000, 0)


def test_a_binary_file_is_read_too() -> None:
    drawing = outside.new_dxf()
    drawing.modelspace().add_line((0, 0), (5_000, 0))
    out = io.BytesIO()
    drawing.write(out, fmt="bin")
    assert dxf.read(out.getvalue()).strokes[0].rings == (((0, 0), (5_000, 0)),)


def test_a_file_cut_short_tells_so() -> None:
    drawing = outside.new_dxf()
    for number in range(50):
        drawing.modelspace().add_line((0, number), (5_000, number))
    content = outside.dxf_bytes(drawing)
    cut = content[: content.index(b"OBJECTS") - 2_000]
    assert dxf.read(cut).warnings == [{"code": "drawing-damaged"}]
    assert dxf.read(content).warnings == []


def test_hidden_layers_are_known() -> None:
    drawing = outside.new_dxf()
    drawing.layers.add("壁").off()
    drawing.layers.add("A-WALL").freeze()
    assert read_back(drawing).hidden == {"壁", "A-WALL"}


@pytest.mark.parametrize(
    ("head", "text", "encoding"),
    [
        ("AC1027", "壁".encode(), "utf-8"),
        ("AC1027", "壁".encode("cp932"), "cp932"),
        ("AC1015\n  9\n$DWGCODEPAGE\n  3\nANSI_932", "壁".encode("cp932"), "cp932"),
        ("AC1015\n  9\n$DWGCODEPAGE\n  3\nANSI_1252", "外壁".encode("cp932"), "cp932"),
        ("AC1015\n  9\n$DWGCODEPAGE\n  3\nANSI_1252", "Wände".encode("cp1252"), "cp1252"),
        ("AC1015\n  9\n$DWGCODEPAGE\n  3\nANSI_1252", "壁".encode(), "utf-8"),
        ("AC1009", "間仕切".encode("cp932"), "cp932"),
    ],
)
def test_the_bytes_decide_where_the_header_is_wrong(head: str, text: bytes, encoding: str) -> None:
    content = f"  0\nSECTION\n  2\nHEADER\n  9\n$ACADVER\n  1\n{head}\n".encode() + text
    assert dxf.encoding_of(content) == encoding
