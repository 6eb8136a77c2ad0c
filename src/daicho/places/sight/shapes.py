"""Polygon arithmetic that keeps areas and leaves nothing but areas."""

import numpy as np
import numpy.typing as npt
import shapely
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from daicho.places.sight.scene import Ints

Shapes = npt.NDArray[np.object_]

# mm²: what is no larger is what rounding left over, not an area (1e-10 m²).
CRUMB = 1e-4
# mm: what is no wider lies between two edges meant to be one, however long: where many views end at the
# same wall or bound, such parts would gather thousands of corners.
THIN = 1e-7
# What two parts of a shape may differ from it in sum, relatively.
LOST = 1e-10
# mm: parts less wide than this may lie on either side for rounding.
SLIVER = 1e-3
# mm: the grid on which an overlay that failed is made again.
GRID = 1e-7
# Corners from which on a part is put on that grid: along a slanting wall where many views end, rounding
# frays the edge of what is left, and each view frays it more.
FRAYED = 200
# Type numbers of what is an area.
AREAL = (3, 6)


def shapes_of(items: list[BaseGeometry]) -> Shapes:
    array = np.empty(len(items), dtype=object)
    array[:] = items
    return array


def parts_of(shape: BaseGeometry) -> list[shapely.Polygon]:
    """The polygons of a shape, crumbs left out."""
    parts = shapely.get_parts(shape)
    return [part for part in parts if isinstance(part, shapely.Polygon) and part.area > CRUMB]


def areal(shape: BaseGeometry) -> BaseGeometry:
    """The shape without the points and lines an overlay may leave where edges touch."""
    if shape.geom_type in {"Polygon", "MultiPolygon"}:
        return shape
    return shapely.MultiPolygon(parts_of(shape))


def minus(one: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    outside: BaseGeometry = parted(shapes_of([one]), shapes_of([other]))[1][0]
    return outside


def overlap(one: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    inside: BaseGeometry = parted(shapes_of([one]), shapes_of([other]))[0][0]
    return inside


def parted(ones: Shapes, others: Shapes) -> tuple[Shapes, Shapes]:
    """Each shape parted by its other, element by element: what lies inside, what lies outside.

    GEOS 3.14.1 was seen to answer wrongly, and without an error, where edges run along each other but
    for rounding. So both parts are always made; where they do not add up, or a point of a part lies on
    the wrong side, they are made again on a fine grid, which is slower and cannot go wrong so.
    """
    try:
        inside, outside = shapely.intersection(ones, others), shapely.difference(ones, others)
    except GEOSException:
        inside, outside = np.full((2, len(ones)), None, dtype=object)
    whole = shapely.area(ones)
    gap = np.abs(shapely.area(inside) + shapely.area(outside) - whole)
    wrong = ~(gap <= LOST * whole + CRUMB)
    wrong[_misplaced(inside, others, within=True)] = True
    wrong[_misplaced(outside, others, within=False)] = True
    for index in np.flatnonzero(wrong):
        inside[index], outside[index] = _on_grid(ones[index], others[index])
    return _areal_all(inside), _areal_all(outside)


def _on_grid(one: BaseGeometry, other: BaseGeometry) -> tuple[BaseGeometry, BaseGeometry]:
    """Both parts on the finest grid on which GEOS makes them; corner by corner where no other way is left."""
    plain = _mended(one), _mended(other)
    for coarser in (1, 10, 100, 1_000):
        grid = coarser * GRID
        snapped = _snapped(plain[0], grid), _snapped(plain[1], grid)
        for pair, size in ((plain, grid), (snapped, None)):
            try:
                within = shapely.intersection(*pair, grid_size=size)
                return within, shapely.difference(*pair, grid_size=size)
            except GEOSException:
                continue
    raise GEOSException("no grid makes these two parts")


def _snapped(shape: BaseGeometry, grid: float) -> BaseGeometry:
    """Corner by corner, whatever becomes of the edges, and then made valid."""
    return _mended(shapely.set_precision(shape, grid, mode="pointwise"))


def _misplaced(found: Shapes, others: Shapes, *, within: bool) -> Ints:
    """Which results have a part, no mere sliver, with a point that is not where it should be."""
    parts, owner = shapely.get_parts(found, return_index=True)
    wide = shapely.area(parts) > SLIVER * shapely.length(parts)
    owner = owner[wide]
    points = shapely.point_on_surface(parts[wide])
    wrong = shapely.intersects(others[owner], points) != within
    return np.asarray(owner[wrong], dtype=np.int64)


def _areal_all(shapes: Shapes) -> Shapes:
    kind = shapely.get_type_id(shapes)
    odd = (kind != AREAL[0]) & (kind != AREAL[1])
    if odd.any():
        shapes[odd] = shapes_of([areal(shape) for shape in shapes[odd]])
    return shapes


def exploded(shapes: Shapes, frayed: int = FRAYED) -> tuple[Shapes, Ints]:
    """All polygons of the shapes, crumbs left out, and which shape each is of; those of more than `frayed`
    corners are put on the fine grid."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    many = shapely.get_num_coordinates(parts) > frayed
    if many.any():
        parts[many] = shapes_of([_combed(part) for part in parts[many]])
        parts, place = shapely.get_parts(parts, return_index=True)
        owner = owner[place]
    least = np.maximum(CRUMB, THIN * shapely.length(parts))
    real = (shapely.get_type_id(parts) == AREAL[0]) & (shapely.area(parts) > least)
    return parts[real], owner[real]


def _combed(part: BaseGeometry) -> BaseGeometry:
    """On the fine grid, where GEOS can put it there; a frayed part only takes longer than a combed one."""
    try:
        combed: BaseGeometry = shapely.set_precision(part, GRID)
    except GEOSException:
        return part
    return combed


def together(shapes: list[BaseGeometry]) -> BaseGeometry:
    return areal(shapely.union_all(shapes_of(shapes)))


def united(shapes: Shapes) -> BaseGeometry:
    """One shape of polygons that do not overlap. GEOS 3.14.1 was seen to lose part of such a union, of two as
    of many; what does not add up is united one by one, and at last on a fine grid."""
    wanted = shapely.area(shapes).sum()
    for way in (together, _one_by_one):
        whole = way(list(shapes))
        if abs(whole.area - wanted) <= LOST * wanted + CRUMB:
            return whole
    return areal(shapely.union_all(shapes, grid_size=GRID))


def _one_by_one(polygons: list[BaseGeometry]) -> BaseGeometry:
    whole = polygons[0]
    for polygon in polygons[1:]:
        whole = areal(shapely.union(whole, polygon))
    return whole


def _mended(shape: BaseGeometry) -> BaseGeometry:
    return shapely.make_valid(shape, method="structure", keep_collapsed=False)


def gathered(parts: Shapes, group: Ints) -> tuple[Shapes, Ints]:
    """One multipolygon a group of polygons that do not overlap, and the groups in their order. Cutting
    many small parts at once costs one look at the large shape that cuts them, not one each."""
    groups, dense = np.unique(group, return_inverse=True)
    order = np.argsort(dense, kind="stable")
    if not len(groups):
        return np.empty(0, dtype=object), groups
    return np.asarray(shapely.multipolygons(parts[order], indices=dense[order])), groups


def without_each(shapes: list[BaseGeometry], taken: list[BaseGeometry]) -> list[BaseGeometry]:
    """Each shape minus everything taken. One after the other and never the union of all first: GEOS
    3.14.1 was seen to lose 0.0056 m² in a union of valid polygons. What is left falls into pieces, and
    only those that the next one meets are cut again."""
    pieces, owner = exploded(shapes_of(shapes))
    for cover in taken:
        shapely.prepare(cover)
        met = shapely.intersects(cover, pieces)
        met[met] = ~shapely.touches(cover, pieces[met])
        multis, groups = gathered(pieces[met], owner[met])
        fresh, fresh_group = exploded(parted(multis, shapes_of([cover] * len(multis)))[1])
        pieces = np.concatenate((pieces[~met], fresh))
        owner = np.concatenate((owner[~met], groups[fresh_group]))
    return [one_of(pieces[owner == index]) for index in range(len(shapes))]


def one_of(parts: Shapes) -> BaseGeometry:
    """One valid shape of polygons that do not overlap; rounding may have made them touch along an edge. Only
    those that touch one another are mended."""
    if not len(parts):
        return shapely.MultiPolygon()
    shape = _multi(parts)
    if shape.is_valid:
        return shape
    one, other = shapely.STRtree(parts).query(parts, predicate="intersects")
    touching = np.bincount(one[one != other], minlength=len(parts)) > 0
    mended = _mended(_multi(parts[touching]))
    shape = _multi(np.concatenate((parts[~touching], shapely.get_parts(mended))))
    return shape if shape.is_valid else _mended(_multi(parts))


def _multi(parts: Shapes) -> BaseGeometry:
    shape: BaseGeometry = np.asarray(shapely.multipolygons(parts), dtype=object).item()
    return shape
