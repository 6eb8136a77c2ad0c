"""The region each eye sees at one target height: full occluders swept, finite shadows taken away."""

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from daicho.places.sight.fields import field_of, has_field
from daicho.places.sight.heights import shade_of
from daicho.places.sight.memory import keep_memory
from daicho.places.sight.nearby import Lookers, Sight, casts_of, in_sight
from daicho.places.sight.rings import polygons_of
from daicho.places.sight.scene import Eye, Floats, Scene
from daicho.places.sight.shadows import shadow_quads, united_around
from daicho.places.sight.shapes import Shapes, minus, overlap, shapes_of, without_each
from daicho.places.sight.sweep import sweep

# Room left between the farthest thing on the floor and the box that closes every ring, in mm.
MARGIN = 1000.0
# An eye this far within the bounds, in mm, has them for its box.
INSIDE = 1.0
# Directions told apart about each eye where all walls are full occluders.
BINS = 128
# Walls below which so many directions do where there are finite shadows.
FINE = ((500, 128), (5_000, 256), (12_000, 512), (float("inf"), 1024))
# Walls times eyes handled at once.
BATCH = 400_000


def seen_regions(scene: Scene, eyes: Sequence[Eye], z_target: float) -> list[BaseGeometry]:
    """One polygon or multipolygon an eye, in mm: where a point at height `z_target` is seen by a
    straight line, within the outline and the eye's field of view and reach.

    Areas are exact to 1e-12 of the floor's, however near a wall the eye stands, down to 1e-9 mm from its line
    (`EDGE_ON`), or from that of its image where its shadow has no end: nearer than that the eye stands on the
    wall, which hides nothing from it. What is seen leaps there by up to all that one side of the wall shows, and
    rounding alone would decide on which side the eye is.
    """
    keep_memory()
    size = max(1, BATCH // (len(scene.walls) + 4))
    found: list[BaseGeometry] = []
    for at in range(0, len(eyes), size):
        found.extend(_batch(scene, eyes[at : at + size], z_target))
    return found


def _batch(scene: Scene, eyes: Sequence[Eye], z_target: float) -> list[BaseGeometry]:
    origin, lookers = _places(eyes), _lookers(scene, eyes, z_target)
    sight = _in_sight(scene, eyes, origin, lookers)
    ring = sweep(sight.rows, sight.touched, origin)
    views = _open_regions(scene, eyes, polygons_of(ring.eye, ring.at, len(eyes)))
    if not _has_low(lookers):
        return list(views)
    shadows = _finite_shadows(scene, eyes, lookers, sight.limit)
    return [
        _less_shadows(eye, view, some) for eye, view, some in zip(eyes, views, shadows, strict=True)
    ]


def shadow_counts(scene: Scene, eyes: Sequence[Eye], z_target: float) -> list[int]:
    """How many finite shadows have to be taken from each eye's view: what most of the work grows with."""
    lookers = _lookers(scene, eyes, z_target)
    if not _has_low(lookers):
        return [0] * len(eyes)
    sight = _in_sight(scene, eyes, _places(eyes), lookers)
    return [len(some) for some in _finite_shadows(scene, eyes, lookers, sight.limit)]


def _places(eyes: Sequence[Eye]) -> Floats:
    """Where they stand, of shape (2, eyes)."""
    return np.array(([eye.x for eye in eyes], [eye.y for eye in eyes]))


def _lookers(scene: Scene, eyes: Sequence[Eye], z_target: float) -> list[Lookers]:
    heights: dict[float, list[int]] = {}
    for index, eye in enumerate(eyes):
        heights.setdefault(eye.z, []).append(index)
    return [
        Lookers(np.array(some), shade_of(scene.walls, z, z_target)) for z, some in heights.items()
    ]


def _has_low(lookers: Sequence[Lookers]) -> bool:
    return any(len(group.shade.low) for group in lookers)


def _in_sight(
    scene: Scene, eyes: Sequence[Eye], origin: Floats, lookers: Sequence[Lookers]
) -> Sight:
    bins = _bins(len(scene.walls), fine=_has_low(lookers))
    return in_sight(scene, lookers, origin, _boxes(scene, eyes, origin), bins)


def floor_span(scene: Scene, eyes: Sequence[Eye]) -> float:
    """A distance from each of the eyes beyond which nothing lies."""
    return max((_span(scene, eye) for eye in eyes), default=0.0)


def _open_regions(scene: Scene, eyes: Sequence[Eye], views: Shapes) -> Shapes:
    for index, eye in enumerate(eyes):
        field = field_of(eye, 2 * _span(scene, eye)) if has_field(eye) else None
        if field is not None:
            views[index] = overlap(views[index], field)
    return _within_outline(scene, views)


def _bins(walls: int, *, fine: bool) -> int:
    """Directions told apart: more where finite shadows are dropped or cut by them."""
    return next(bins for limit, bins in FINE if walls < limit) if fine else BINS


def _span(scene: Scene, eye: Eye) -> float:
    """A distance from the eye beyond which nothing lies."""
    x0, y0, x1, y1 = scene.bounds
    wide = max(x1, eye.x) - min(x0, eye.x)
    return float(np.hypot(wide, max(y1, eye.y) - min(y0, eye.y))) + MARGIN


def _boxes(scene: Scene, eyes: Sequence[Eye], origin: Floats) -> Floats:
    """What closes each eye's ring (min x, min y, max x, max y; shape (4, eyes)): the floor's bounds, or
    farther when it stands on them or outside, or nearer by its reach."""
    bounds = np.array(scene.bounds).reshape(2, 2, 1)
    wide = np.maximum(bounds[1], origin) - np.minimum(bounds[0], origin)
    reaches = [np.inf if eye.reach is None else 1.1 * eye.reach for eye in eyes]
    reach = np.minimum(np.sqrt(wide[0] ** 2 + wide[1] ** 2) + MARGIN, reaches)
    inward, outward = origin - bounds[0], bounds[1] - origin
    low = np.where((inward > INSIDE) & (inward < reach), bounds[0], origin - reach)
    high = np.where((outward > INSIDE) & (outward < reach), bounds[1], origin + reach)
    return np.concatenate((low, high))


def _within_outline(scene: Scene, views: Shapes) -> Shapes:
    if scene.outline is not None:
        return shapes_of([overlap(view, scene.outline) for view in views])
    x0, y0, x1, y1 = scene.bounds
    left, low, right, high = shapely.bounds(views).T
    over = np.flatnonzero(~((x0 <= left) & (y0 <= low) & (right <= x1) & (high <= y1)))
    for index in over:
        views[index] = overlap(views[index], shapely.box(*scene.bounds))
    return views


def _finite_shadows(
    scene: Scene, eyes: Sequence[Eye], lookers: Sequence[Lookers], limit: Floats
) -> list[Shapes]:
    """Per eye the quads that matter between a wall's image at `near` and at `far`, about the eye."""
    origin = _places(eyes)
    casts = casts_of(lookers, origin, limit)
    span = floor_span(scene, eyes)
    quads, owner = shadow_quads(casts, limit, span, origin.T)
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
