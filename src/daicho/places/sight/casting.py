"""The shadows a few walls cast from many eyes, one shape an eye: what a step of a drag is made of."""

from collections.abc import Sequence

import numpy as np
import shapely

from daicho.places.sight.bites import Whole
from daicho.places.sight.clipped import common_areas, less
from daicho.places.sight.heights import shadow_scales
from daicho.places.sight.rows import EDGE_ON
from daicho.places.sight.scene import Eye, Flags, Floats, Ints, Walls
from daicho.places.sight.shapes import Shapes, together

# Times the span that a shadow may be drawn out to clear the floor by its far edge alone.
FLAT = 1_000


def shadows_on(
    views: Shapes, eyes: Sequence[Eye], walls: Walls, z_target: float, span: float
) -> Shapes:
    """Per eye what the walls hide of its view, None where they hide nothing. A shadow is drawn out to
    `span`, beyond which nothing lies; `views` should be prepared."""
    shadows = np.full(len(eyes), None, dtype=object)
    if not len(walls) or not len(eyes):
        return shadows
    quads, owner = _quads(eyes, walls, z_target, span)
    met = shapely.intersects(views[owner], quads)
    quads, owner = quads[met], owner[met]
    for index in np.unique(owner):
        some = quads[owner == index]
        shadows[index] = some[0] if len(some) == 1 else together(list(some))
    return shadows


def _quads(eyes: Sequence[Eye], walls: Walls, z_target: float, span: float) -> tuple[Shapes, Ints]:
    """One quad an eye and wall that hides something from it (of six corners where the eye all but touches the
    wall), and the eye of each."""
    origin = np.array([(eye.x, eye.y) for eye in eyes])
    a, b = walls.start - origin[:, None], walls.end - origin[:, None]
    length = np.maximum(np.hypot(*(walls.end - walls.start).T), EDGE_ON)
    away = np.abs(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]) / length
    near, far = _scales(eyes, walls, z_target)
    # As for whole regions: of a shadow without an end the image counts, of others the wall itself.
    image = np.where(np.isfinite(far) | ~np.isfinite(near), 1.0, near)
    hides = np.isfinite(near) & (near < far) & (image * away > EDGE_ON)
    eye, wall = np.nonzero(hides & (np.where(hides, near, 0.0) * away < span))
    a, b, near, far = a[eye, wall], b[eye, wall], near[eye, wall], far[eye, wall]
    far_a, far_b, flat = _drawn(a, b, near, far, span)
    low = near[:, None]
    corners = np.stack((a * low, b * low, b * far_b[:, None], a * far_a[:, None]), axis=1)
    corners += origin[eye][:, None]
    # The wall's own ends to the last bit.
    itself = near == 1.0
    corners[itself, 0], corners[itself, 1] = walls.start[wall[itself]], walls.end[wall[itself]]
    quads = np.asarray(shapely.polygons(corners), dtype=object).reshape(-1)
    if flat.any():
        quads[flat] = _behind(corners[flat], a[flat], b[flat], span)
    return quads, eye


def _drawn(
    a: Floats, b: Floats, near: Floats, far: Floats, span: float
) -> tuple[Floats, Floats, Flags]:
    """To which multiple of either end a shadow is drawn, as little as will clear the floor: what is drawn out by
    millions is told no better than to millions of times the rounding. And where even that is too much."""
    size_a, size_b = np.hypot(*a.T), np.hypot(*b.T)
    least = np.minimum(size_a, size_b)
    # Of the half angle between the ends, from the vectors' sum, which keeps its digits where they are opposite.
    across = np.hypot(*(a / size_a[:, None] + b / size_b[:, None]).T) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = span / across
        ends = far * least * across < 2 * span
    flat = ~ends & (reach > FLAT * span)
    reach[flat] = 2 * span
    far_a, far_b = (np.maximum(reach / size, 2 * near) for size in (size_a, size_b))
    return np.where(ends, far, far_a), np.where(ends, far, far_b), flat


def _behind(corners: Floats, a: Floats, b: Floats, span: float) -> Shapes:
    """Shadows of walls with the eye all but on them: along the wall to both sides, then straight away from it."""
    d = b - a
    turned = np.where(a[:, :1] * d[:, 1:] - a[:, 1:] * d[:, :1] > 0, 1.0, -1.0)
    off = 2 * span * turned * np.column_stack((d[:, 1], -d[:, 0])) / np.hypot(*d.T)[:, None]
    first, second, third, last = np.moveaxis(corners, 1, 0)
    rings = np.stack((first, second, third, third + off, last + off, last), axis=1)
    return np.asarray(shapely.polygons(rings), dtype=object).reshape(-1)


def _scales(eyes: Sequence[Eye], walls: Walls, z_target: float) -> tuple[Floats, Floats]:
    """(near, far) of shape (eyes, walls)."""
    known = {z: shadow_scales(walls.bottom, walls.top, z, z_target) for z in {e.z for e in eyes}}
    near, far = zip(*(known[eye.z] for eye in eyes), strict=True)
    return np.array(near), np.array(far)


def less_shadows(views: Shapes, whole: Whole, shadows: Shapes) -> Shapes:
    """Each view minus its shadow, the same object where there is none; `whole` is made of these views."""
    result = whole.less(shadows)
    cut = np.flatnonzero(shapely.is_missing(result))
    views, shadows = views[cut], shadows[cut]
    wanted = shapely.area(views) - common_areas(views, shadows)
    result[cut] = less(views, shadows, wanted)
    return result
