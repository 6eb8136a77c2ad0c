"""Files of other programs, made by the libraries that such programs use."""

import base64
import io
from typing import Any

from ezdxf.filemanagement import new
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

Corners = list[tuple[float, float]]
ROOM: Corners = [(0, 0), (10_000, 0), (10_000, 8_000), (0, 8_000)]


def new_dxf(units: int = 4, version: str = "R2010") -> Any:
    """An empty drawing; units 4 are millimetres, 0 none."""
    return new(version, units=units)


def dxf_bytes(drawing: Any, encoding: str | None = None) -> bytes:
    out = io.StringIO()
    drawing.write(out)
    return out.getvalue().encode(encoding or drawing.output_encoding, "dxfreplace")


def office_dxf(units: int = 4, version: str = "R2010", scale: float = 1.0, at: float = 0.0) -> bytes:  # fmt: skip
    """A room of ten by eight metres, a partition that stops 8 mm short of two walls, a door with its swing, a hatch."""
    drawing = new_dxf(units, version)
    for name in ("壁", "間仕切", "建具", "区域", "文字"):
        drawing.layers.add(name)
    space = drawing.modelspace()

    def put(points: Corners) -> Corners:
        return [(x * scale + at, y * scale + at) for x, y in points]

    space.add_lwpolyline(put(ROOM), close=True, dxfattribs={"layer": "壁"})
    space.add_line(*put([(5_000, 8), (5_000, 7_992)]), dxfattribs={"layer": "間仕切"})
    space.add_line(*put([(2_000, 0), (2_900, 0)]), dxfattribs={"layer": "建具"})
    (centre,) = put([(2_000, 0)])
    space.add_arc(centre, 900 * scale, 0, 90, dxfattribs={"layer": "建具"})
    hatch = space.add_hatch(dxfattribs={"layer": "区域"})
    hatch.paths.add_polyline_path(
        put([(0, 0), (5_000, 0), (5_000, 8_000), (0, 8_000)]), is_closed=True
    )
    hatch.paths.add_polyline_path(
        put([(1_000, 1_000), (2_000, 1_000), (2_000, 2_000), (1_000, 2_000)]), is_closed=True
    )
    space.add_text("受付", dxfattribs={"layer": "文字"})
    return dxf_bytes(drawing)


def nested_blocks(depth: int, each: int) -> bytes:
    """Blocks in blocks: `each` to the power of `depth` lines once they are taken apart."""
    drawing = new_dxf()
    block = drawing.blocks.new("B0")
    block.add_line((0, 0), (1, 1))
    for level in range(1, depth + 1):
        block = drawing.blocks.new(f"B{level}")
        for number in range(each):
            block.add_blockref(f"B{level - 1}", (number * 10, level))
    drawing.modelspace().add_blockref(f"B{depth}", (0, 0))
    return dxf_bytes(drawing)


def walls_dxf(count: int) -> bytes:
    """A line with so many sides, no two alike."""
    drawing = new_dxf()
    corners = [(n % 250 * 100 + n % 2, n // 250 * 100 + n % 2 * 50) for n in range(count + 1)]
    drawing.modelspace().add_lwpolyline(corners, dxfattribs={"layer": "WALL"})
    return dxf_bytes(drawing)


def picture(kind: str = "PNG", size: tuple[int, int] = (600, 400), **how: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind, **how)
    return out.getvalue()


def pdf(pages: int = 1, size: tuple[float, float] = (842, 595)) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size)
    for number in range(pages):
        canvas.line(10, 10, 100, 10 + number)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def sent(name: str, content: bytes, **more: Any) -> dict[str, Any]:
    """The body of a request that carries a file."""
    return {"name": name, "content": base64.b64encode(content).decode(), **more}
