"""The shadows a few walls cast from many eyes, one shape an eye: what a step of a drag is made of."""

from collections.abc import Sequence

import numpy as np
import shapely

from daicho.places.sight.bites import Whole
from daicho.places.sight.clipped import common_areas, less
from daicho.places.sight.heights import shadow_scales
from daicho.places.sight.rows import EDGE_ON
from daicho.places.sight.scene import Eye, Floats, Ints, Walls
from daicho.places.sight.shapes import Shapes, together


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
    """One quad an eye and wall that hides something from it, and the eye of each."""
    origin = np.array([(eye.x, eye.y) for eye in eyes])
    a, b = walls.start - origin[:, None], walls.end - origin[:, None]
    length = np.maximum(np.hypot(*(walls.end - walls.start).T), EDGE_ON)
    away = np.abs(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]) / length
    near, far = _scales(eyes, walls, z_target)
    # As for whole regions: of a shadow without an end the image counts, of others the wall itself.
    image = np.where(np.isfinite(far) | ~np.isfinite(near), 1.0, near)
    with np.errstate(divide="ignore"):
        far = np.minimum(far, np.maximum(span / away, 2 * near))
    hides = np.isfinite(near) & (near < far) & (image * away > EDGE_ON)
    eye, wall = np.nonzero(hides & (np.where(hides, near, 0.0) * away < span))
    a, b = a[eye, wall], b[eye, wall]
    low, high = near[eye, wall][:, None], far[eye, wall][:, None]
    corners = np.stack((a * low, b * low, b * high, a * high), axis=1) + origin[eye][:, None]
    # The wall's own ends to the last bit.
    itself = low[:, 0] == 1.0
    corners[itself, 0], corners[itself, 1] = walls.start[wall[itself]], walls.end[wall[itself]]
    return np.asarray(shapely.polygons(corners), dtype=object).reshape(-1), eye


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
