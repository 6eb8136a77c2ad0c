"""The region each eye sees at one target height: full occluders swept, finite shadows taken away."""

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from daicho.places.sight.fields import field_of
from daicho.places.sight.heights import shadow_scales
from daicho.places.sight.rings import polygons_of
from daicho.places.sight.rows import rows_of
from daicho.places.sight.scene import Eye, Flags, Floats, Scene
from daicho.places.sight.shapes import Shapes, minus, overlap
from daicho.places.sight.sweep import sweep

# Room left between the farthest thing on the floor and the box that closes every ring, in mm.
MARGIN = 1000.0
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
    scales = [shadow_scales(scene.walls.bottom, scene.walls.top, eye.z, z_target) for eye in eyes]
    near = np.array([scale[0] for scale in scales]).reshape(len(eyes), -1)
    far = np.array([scale[1] for scale in scales]).reshape(len(eyes), -1)
    open_views = _swept(scene, eyes, near, np.isinf(far) & np.isfinite(near))
    return [
        _one_region(scene, eye, view, near[index], far[index])
        for index, (eye, view) in enumerate(zip(eyes, open_views, strict=True))
    ]


def _one_region(
    scene: Scene, eye: Eye, view: BaseGeometry, near: Floats, far: Floats
) -> BaseGeometry:
    shadows = _finite_shadows(scene, eye, near, far)
    field = field_of(eye, 2 * _span(scene, eye))
    region = view if field is None else overlap(view, field)
    region = _within_outline(scene, region)
    return _less_shadows(region, shadows)


def _swept(scene: Scene, eyes: Sequence[Eye], near: Floats, full: Flags) -> Shapes:
    """What the full occluders alone leave of the plane, closed by a box about each eye."""
    eye_of, wall = np.nonzero(full)
    origin = np.array([(eye.x, eye.y) for eye in eyes]).reshape(-1, 2)
    scale = near[eye_of, wall][:, None]
    a = (scene.walls.start[wall] - origin[eye_of]) * scale
    b = (scene.walls.end[wall] - origin[eye_of]) * scale
    half = np.array([_half_box(scene, eye) for eye in eyes])
    corner = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)]) * half[:, None, None]
    box_eye = np.repeat(np.arange(len(eyes)), 4)
    a = np.concatenate((a, corner.reshape(-1, 2)))
    b = np.concatenate((b, np.roll(corner, -1, axis=1).reshape(-1, 2)))
    rows = rows_of(np.concatenate((eye_of, box_eye)), a.T, b.T, _bins(len(scene.walls)))
    rows = rows.within(half * np.sqrt(2))
    ring = sweep(rows, len(eyes))
    return polygons_of(
        ring.eye, ring.x + origin[ring.eye, 0], ring.y + origin[ring.eye, 1], len(eyes)
    )


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


def _half_box(scene: Scene, eye: Eye) -> float:
    span = _span(scene, eye)
    return span if eye.reach is None else min(span, 1.1 * eye.reach)


def _within_outline(scene: Scene, region: BaseGeometry) -> BaseGeometry:
    if scene.outline is not None:
        return overlap(region, scene.outline)
    x0, y0, x1, y1 = scene.bounds
    left, low, right, high = region.bounds
    if x0 <= left and y0 <= low and right <= x1 and high <= y1:
        return region
    return overlap(region, shapely.box(*scene.bounds))


def _finite_shadows(scene: Scene, eye: Eye, near: Floats, far: Floats) -> Shapes:
    """The quads between a wall's image at `near` and at `far`, about the eye."""
    kept = np.flatnonzero(np.isfinite(far) & (near < far))
    origin = np.array((eye.x, eye.y))
    a = scene.walls.start[kept] - origin
    b = scene.walls.end[kept] - origin
    cross = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    clear = np.abs(cross) > 1e-9 * np.hypot(*(b - a).T)
    kept, a, b = kept[clear], a[clear], b[clear]
    low, high = near[kept][:, None], far[kept][:, None]
    # Drawn out to just beyond everything: what lies farther away only costs time.
    closest = np.abs(cross[clear]) / np.hypot(*(b - a).T)
    high = np.minimum(_span(scene, eye) / closest[:, None], high)
    inside = (low < high)[:, 0]
    a, b, low, high = a[inside], b[inside], low[inside], high[inside]
    quads = np.stack((a * low, b * low, b * high, a * high), axis=1) + origin
    return np.asarray(shapely.polygons(quads), dtype=object) if len(a) else np.empty(0, object)


def _less_shadows(region: BaseGeometry, shadows: Shapes) -> BaseGeometry:
    if not len(shadows) or region.is_empty:
        return region
    shapely.prepare(region)
    touching = shadows[shapely.intersects(region, shadows)]
    if not len(touching):
        return region
    return minus(region, shapely.union_all(touching))
