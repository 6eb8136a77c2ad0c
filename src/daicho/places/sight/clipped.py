"""Areas that polygons have in common, by arithmetic alone, and overlays checked by them: one is enough then."""

from collections.abc import Callable
from contextlib import suppress

import numpy as np
import shapely
from shapely.errors import GEOSException

from daicho.places.sight.halves import in_halves
from daicho.places.sight.ragged import slices_of, spread
from daicho.places.sight.runs import Rings, Runs, next_corner, rings_of
from daicho.places.sight.scene import Flags, Floats, Ints
from daicho.places.sight.shapes import AREAL, CRUMB, LOST, Shapes, parted

# Corners clipped at once: bounds the memory.
CORNERS = 1_000_000
# Of its hull's area: a polygon that lacks no more is convex.
DENT = 1e-12
# Corners in an overlay from which on two threads gain more than they cost.
WORTHWHILE = 3_000
# Corners from which on a shape is cut down to what lies near the small one it is overlaid with: an overlay
# looks at all of them again and again, a cut to a rectangle once.
LARGE = 60
# mm: how far beyond a shape what lies near it reaches.
ABOUT = 1.0


def less(ones: Shapes, others: Shapes, wanted: Floats) -> Shapes:
    """Each without its other, where `wanted` mm² should be left; what does not add up goes the long way."""
    left = _overlaid(shapely.difference, ones, _near(others, ones))
    wrong = _wrong(left, ones, wanted)
    left[wrong] = parted(ones[wrong], others[wrong])[1]
    return left


def inside(ones: Shapes, others: Shapes, wanted: Floats) -> Shapes:
    """What each has in common with its other, where that should be `wanted` mm²."""
    common = _overlaid(shapely.intersection, ones, _near(others, ones))
    wrong = _wrong(common, ones, wanted)
    common[wrong] = parted(ones[wrong], others[wrong])[0]
    return common


def _near(shapes: Shapes, others: Shapes) -> Shapes:
    """Of large shapes what lies about their other ones; should a cut go wrong, the area will tell."""
    large = np.flatnonzero(shapely.get_num_coordinates(shapes) > LARGE)
    if not len(large):
        return shapes
    boxes = shapely.bounds(others[large]) + np.array([-ABOUT, -ABOUT, ABOUT, ABOUT])
    near = shapes.copy()
    for index, box in zip(large.tolist(), boxes.tolist(), strict=True):
        with suppress(GEOSException):
            near[index] = shapely.clip_by_rect(shapes[index], *box)
    return near


def _overlaid(overlay: Callable[..., object], ones: Shapes, others: Shapes) -> Shapes:
    """None where an overlay fails."""

    def made(some: slice) -> Shapes:
        try:
            return np.asarray(overlay(ones[some], others[some]), dtype=object)
        except GEOSException:
            return np.full(len(ones[some]), None, dtype=object)

    corners = shapely.get_num_coordinates(ones).sum() + shapely.get_num_coordinates(others).sum()
    shared = len({id(shape) for shape in (*ones, *others)}) < 2 * len(ones)
    if corners < WORTHWHILE or shared:
        return made(slice(0, len(ones)))
    return np.concatenate(in_halves(made, len(ones)))


def _wrong(found: Shapes, ones: Shapes, wanted: Floats) -> Flags:
    gap = np.abs(shapely.area(found) - wanted)
    fits = gap <= LOST * shapely.area(ones) + CRUMB
    return np.asarray(~(fits & np.isin(shapely.get_type_id(found), AREAL)))


def common_areas(shapes: Shapes, polygons: Shapes) -> Floats:
    """mm² that each shape has in common with its polygon, which need not be convex."""
    own = np.arange(len(shapes))
    return common_areas_of(Runs(rings_of(shapes)), polygons, own, own)


def common_areas_of(runs: Runs, polygons: Shapes, shape: Ints, chosen: Ints) -> Floats:
    """mm² that some shapes (numbers among those of the runs) have in common with their polygons (numbers)."""
    hulls = np.asarray(shapely.convex_hull(polygons), dtype=object)
    whole = shapely.area(hulls)
    dented = whole - shapely.area(polygons) > DENT * whole
    boxes = shapely.bounds(hulls)
    found = [np.empty(0)]
    for some in slices_of(runs.sizes(shape), CORNERS):
        small = _cut_to(runs.about(shape[some], boxes[chosen[some]]), hulls, chosen[some])
        areas = _areas(small, len(chosen[some]))
        at = np.flatnonzero(dented[chosen[some]])
        areas[at] = _common_with_dented(small, at, polygons, chosen[some][at])
        found.append(areas)
    return np.concatenate(found)


def _common_with_dented(rings: Rings, pairs: Ints, polygons: Shapes, chosen: Ints) -> Floats:
    """The same of these pairs, already cut to the hulls: triangle by triangle."""
    if not len(pairs):
        return np.empty(0)
    known, place = np.unique(chosen, return_inverse=True)
    triangles, owner = shapely.get_parts(
        shapely.constrained_delaunay_triangles(polygons[known]), return_index=True
    )
    real = shapely.area(triangles) > 0
    triangles, owner = triangles[real], owner[real]
    count = np.bincount(owner, minlength=len(known))
    job, triangle = spread((np.cumsum(count) - count)[place], count[place])
    near = Runs(rings).about(pairs[job], shapely.bounds(triangles)[triangle])
    small = _cut_to(near, triangles, triangle)
    return np.asarray(np.bincount(job, _areas(small, len(job)), minlength=len(pairs)))


def _areas(rings: Rings, pairs: int) -> Floats:
    """mm² of each pair, of rings that may be gone."""
    ring = rings.ring
    heads = np.flatnonzero(np.diff(ring, prepend=-1))
    x, y = (rings.points - np.repeat(rings.points[heads], np.diff(heads, append=len(ring)), 0)).T
    after = next_corner(ring)
    twice = (x * y[after] - y * x[after]) * rings.sign[ring]
    return np.asarray(np.bincount(rings.pair[ring], twice, minlength=pairs) / 2)


def _cut_to(rings: Rings, convexes: Shapes, chosen: Ints) -> Rings:
    """The rings within the convex polygon of their pair (`convexes[chosen]`).

    Every ring is cut by the half-planes in turn (Sutherland and Hodgman). Where it falls apart the
    pieces stay joined by edges that run there and back, which add nothing to the signed area.
    """
    points, ring = rings.points, rings.ring
    corners, normals = _half_planes(convexes)
    owner = chosen[rings.pair]
    for side in range(corners.shape[1]):
        mine = owner[ring]
        apart = np.einsum("ij,ij->i", points - corners[mine, side], normals[mine, side])
        points, ring = _cut(points, ring, apart)
    return Rings(points, ring, rings.pair, rings.sign)


def _half_planes(convexes: Shapes) -> tuple[Floats, Floats]:
    """A corner and the normal inwards of each side, both (polygons, sides, 2): the longest side first, for
    little is left between the long sides of what is slender. Normals of sides one has fewer are 0."""
    points, owner = shapely.get_coordinates(convexes, return_index=True)
    count = np.bincount(owner, minlength=len(convexes)) - 1
    start = np.cumsum(count + 1) - (count + 1)
    side = np.arange(int(count.max(initial=1)))
    corners = points[start[:, None] + np.minimum(side, count[:, None])]
    along = points[start[:, None] + np.minimum(side + 1, count[:, None])] - corners
    x, y = np.moveaxis(corners - corners[:, :1], 2, 0)
    turn = np.where((x * along[..., 1] - y * along[..., 0]).sum(axis=1) < 0, -1.0, 1.0)
    length = np.hypot(along[..., 0], along[..., 1])
    normals = np.stack((-along[..., 1], along[..., 0]), axis=-1) * turn[:, None, None]
    normals /= np.maximum(length, 1e-300)[..., None]
    order = np.argsort(-length, axis=1, kind="stable")[..., None]
    return np.take_along_axis(corners, order, axis=1), np.take_along_axis(normals, order, axis=1)


def _cut(points: Floats, ring: Ints, apart: Floats) -> tuple[Floats, Ints]:
    """Rings cut to where `apart` is not negative: each corner that stays, and each crossing after it."""
    if not len(ring):
        return points, ring
    inside = apart >= 0
    if inside.all():
        return points, ring
    after = next_corner(ring)
    stays, leaves = np.flatnonzero(inside), np.flatnonzero(inside != inside[after])
    ends = after[leaves]
    share = apart[leaves] / (apart[leaves] - apart[ends])
    crossing = points[leaves] + share[:, None] * (points[ends] - points[leaves])
    order = np.argsort(np.concatenate((2 * stays, 2 * leaves + 1)), kind="stable")
    points = np.concatenate((points[stays], crossing))[order]
    return points, np.concatenate((ring[stays], ring[leaves]))[order]
