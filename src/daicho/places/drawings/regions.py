"""Areas and the outline of a floor out of what is drawn: closed lines, hatches, and lines that close a region."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

from daicho.places.drawings.model import Stroke
from daicho.places.floors.document import MOST_CORNERS, MOST_HOLES, read_floor
from daicho.places.floors.model import FORMAT, FloorInvalid, Ring

SMALLEST: Final = 10_000.0
"""mm²: a hundred square centimetres; what is smaller is a sign, and no area."""

Region = tuple[Ring, tuple[Ring, ...]]


def regions(strokes: list[Stroke]) -> tuple[list[Region], int]:
    """Polygons with their holes from the strokes of one layer, and how many things closed no region."""
    import shapely  # loads with the first drawing that has areas

    open_ones = [s for s in strokes if not s.closed]
    found: list[Region] = []
    lost = 0
    for stroke in strokes:
        if stroke.closed:
            some = list(_of_rings(stroke))
            found += some
            lost += not some
    if open_ones:
        paths = [ring for stroke in open_ones for ring in stroke.rings]
        lines = shapely.linestrings([pair for path in paths for pair in pairwise(path)])
        noded = shapely.node(shapely.multilinestrings(lines))
        faces = shapely.polygonize(shapely.get_parts(noded))
        some = [region for face in shapely.get_parts(faces) for region in _usable(face)]
        found += some
        lost += 0 if some else len(open_ones)
    return found, lost


def _of_rings(stroke: Stroke) -> Iterator[Region]:
    """Rings in rings are holes, and islands again (even-odd)."""
    import shapely

    whole: Any = shapely.Polygon()
    for ring in stroke.rings:
        if len(ring) > 2:
            piece = shapely.make_valid(shapely.Polygon(ring))
            whole = shapely.symmetric_difference(whole, piece)
    for part in shapely.get_parts(whole):
        yield from _usable(part)


def _usable(part: Any) -> Iterator[Region]:
    """A polygon, with its corners rounded to hundredths, if a floor document takes it."""
    if part.geom_type != "Polygon" or part.area < SMALLEST:
        return
    shell = _ring(part.exterior)
    holes = tuple(ring for ring in map(_ring, part.interiors) if len(ring) > 2)
    if len(shell) <= MOST_CORNERS and len(holes) <= MOST_HOLES and _is_taken(shell, holes):
        yield shell, holes


def _ring(line: Any) -> Ring:
    """Without its repeated first corner, and without corners that rounding brought together."""
    points = [(round(x, 2), round(y, 2)) for x, y in line.coords][:-1]
    return tuple(p for p, before in zip(points, [points[-1], *points[:-1]], strict=True) if p != before)  # fmt: skip


def _is_taken(shell: Ring, holes: tuple[Ring, ...]) -> bool:
    """The reader of floor documents decides, and nobody else."""
    area = {"id": "a", "kind": "office", "polygon": list(shell), "holes": [list(h) for h in holes]}
    try:
        read_floor({"format": FORMAT, "name": "-", "areas": [area]})
    except FloorInvalid:
        return False
    return True


def size(region: Region) -> float:
    """Area of the outer ring in mm²."""
    ring = region[0]
    after = (*ring[1:], ring[0])
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, after, strict=True))) / 2
