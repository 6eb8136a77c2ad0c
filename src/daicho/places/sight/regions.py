"""The region each eye sees at one target height: full occluders swept, finite shadows taken away."""

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from daicho.places.sight.fields import field_of
from daicho.places.sight.heights import Shade, shade_of
from daicho.places.sight.nearby import casts_of, rows_in_sight
from daicho.places.sight.rings import polygons_of
from daicho.places.sight.rows import Rows
from daicho.places.sight.scene import Eye, Floats, Scene
from daicho.places.sight.shadows import shadow_quads, united_around
from daicho.places.sight.shapes import Shapes, minus, overlap, without_each
from daicho.places.sight.sweep import sweep

# Room left between the farthest thing on the floor and the box that closes every ring, in mm.
MARGIN = 1000.0
# An eye this far within the bounds, in mm, has them for its box.
INSIDE = 1.0
# Walls times eyes handled at once.
BATCH = 400_000


def seen_regions(scene: Scene, eyes: Sequence[Eye], z_target: float) -> list[BaseGeometry]:
    """One polygon or multipolygon an eye, in mm: where a point at height `z_target` is seen by a
    straight line, within the outline and the eye's field of view and reach."""
    size = max(1, BATCH // (len(scene.walls) + 4))
    found: list[BaseGeometry] = []
    for at in range(0, len(eyes), size):
        found.extend(_batch(scene, eyes[at : at + size], z_target))
    return found


def _batch(scene: Scene, eyes: Sequence[Eye], z_target: float) -> list[BaseGeometry]:
    heights = {z: shade_of(scene.walls, z, z_target) for z in {eye.z for eye in eyes}}
    shades = [heights[eye.z] for eye in eyes]
    box = np.array([_box(scene, eye) for eye in eyes])
    rows, limit = rows_in_sight(scene, eyes, shades, box, _bins(len(scene.walls)))
    open_views = _swept(eyes, rows, limit)
    shadows = _finite_shadows(scene, eyes, shades, limit)
    return [
        _less_shadows(eye, _open_region(scene, eye, view), some)
        for eye, view, some in zip(eyes, open_views, shadows, strict=True)
    ]


def shadow_counts(scene: Scene, eyes: Sequence[Eye], z_target: float) -> list[int]:
    """How many finite shadows have to be taken from each eye's view: what most of the work grows with."""
    heights = {z: shade_of(scene.walls, z, z_target) for z in {eye.z for eye in eyes}}
    shades = [heights[eye.z] for eye in eyes]
    box = np.array([_box(scene, eye) for eye in eyes])
    limit = rows_in_sight(scene, eyes, shades, box, _bins(len(scene.walls)))[1]
    return [len(some) for some in _finite_shadows(scene, eyes, shades, limit)]


def floor_span(scene: Scene, eyes: Sequence[Eye]) -> float:
    """A distance from each of the eyes beyond which nothing lies."""
    return max((_span(scene, eye) for eye in eyes), default=0.0)


def _open_region(scene: Scene, eye: Eye, view: BaseGeometry) -> BaseGeometry:
    field = field_of(eye, 2 * _span(scene, eye))
    region = view if field is None else overlap(view, field)
    return _within_outline(scene, region)


def _swept(eyes: Sequence[Eye], rows: Rows, limit: Floats) -> Shapes:
    """What the full occluders alone leave of the plane, closed by a box about each eye."""
    origin = np.array([(eye.x, eye.y) for eye in eyes]).reshape(-1, 2)
    ring = sweep(rows, limit, origin)
    return polygons_of(ring.eye, ring.x, ring.y, len(eyes))


def _bins(walls: int) -> int:
    for limit, bins in ((500, 128), (5_000, 256), (12_000, 512)):
        if walls < limit:
            return bins
    return 1024


def _span(scene: Scene, eye: Eye) -> float:
    """A distance from the eye beyond which nothing lies."""
    x0, y0, x1, y1 = scene.bounds
    wide = max(x1, eye.x) - min(x0, eye.x)
    return float(np.hypot(wide, max(y1, eye.y) - min(y0, eye.y))) + MARGIN


def _box(scene: Scene, eye: Eye) -> list[float]:
    """What closes the eye's ring: the floor's bounds, or farther when it stands on them or outside, or
    nearer by its reach."""
    x0, y0, x1, y1 = scene.bounds
    far = _span(scene, eye)
    reach = far if eye.reach is None else min(far, 1.1 * eye.reach)
    left, low = (_low_side(*side, reach) for side in ((eye.x, x0), (eye.y, y0)))
    right, high = (-_low_side(*side, reach) for side in ((-eye.x, -x1), (-eye.y, -y1)))
    return [left, low, right, high]


def _low_side(at: float, bound: float, reach: float) -> float:
    if INSIDE < at - bound < reach:
        return bound
    return at - reach


def _within_outline(scene: Scene, region: BaseGeometry) -> BaseGeometry:
    if scene.outline is not None:
        return overlap(region, scene.outline)
    x0, y0, x1, y1 = scene.bounds
    left, low, right, high = region.bounds
    if x0 <= left and y0 <= low and right <= x1 and high <= y1:
        return region
    return overlap(region, shapely.box(*scene.bounds))


def _finite_shadows(
    scene: Scene, eyes: Sequence[Eye], shades: Sequence[Shade], limit: Floats
) -> list[Shapes]:
    """Per eye the quads that matter between a wall's image at `near` and at `far`, about the eye."""
    if not any(len(shade.low) for shade in shades):
        return [np.empty(0, object)] * len(eyes)
    casts = casts_of(scene, eyes, shades, limit)
    span = floor_span(scene, eyes)
    origin = np.array([(eye.x, eye.y) for eye in eyes])
    quads, owner = shadow_quads(casts, limit, span, origin)
    return [quads[owner == index] for index in range(len(eyes))]


def _less_shadows(eye: Eye, region: BaseGeometry, shadows: Shapes) -> BaseGeometry:
    if not len(shadows) or region.is_empty:
        return region
    shapely.prepare(region)
    touching = shadows[shapely.intersects(region, shadows)]
    if not len(touching):
        return region
    left = minus(region, united_around(eye, touching))
    shapely.prepare(left)
    lost = touching[shapely.contains_properly(left, shapely.centroid(touching))]
    # A union of many was seen to lose some: those are taken away by themselves.
    return without_each([left], list(lost))[0] if len(lost) else left
