"""A floor under study: what is seen and what is blind, and again at once while walls and eyes are dragged.

    study = Study(scene, eyes, areas, z_target, spots)   # computes everything once
    held = study.hold(walls, eyes)                       # heavy preparation, pure, safe in a thread
    step = held.step(new_walls, new_eyes)                # cheap, any number of times, one at a time

Everything is in mm about one local origin. Study, Held and Step never change once made. `hold` names by
index the walls of the scene and the eyes that may change; `step` tells the complete new state of exactly
these. `new_walls` (any number, none included) stand in place of all held walls. `new_eyes[i]` stands in
place of the i-th held eye; held eyes beyond the end of `new_eyes` are gone (empty region, nothing free);
eyes beyond the held ones are new and are numbered on from `len(study.eyes)`. A step always equals
`Study(changed scene, changed eyes, ...)`: it is told against the study, not against the step before.

The outline and the bounds stay the study's: a floor without an outline whose bounds grow is a new study.
`free[spot][eye]` says that no wall blocks the straight line; fields of view and reach do not enter it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from daicho.places.sight.bites import Whole
from daicho.places.sight.casting import less_shadows, shadows_on
from daicho.places.sight.cover import Cover
from daicho.places.sight.lines import blocked_lines, free_lines
from daicho.places.sight.regions import floor_span, seen_regions
from daicho.places.sight.scene import Eye, Flags, Scene, Spot, Walls
from daicho.places.sight.shapes import Shapes, shapes_of, without_each

# More held walls than this in a step are computed by looking again.
MANY = 64
# Of the area: what rounding may make of one and the same shape.
SAME = 1e-11
# Of the centroids of one and the same shape, and of its corners, in mm.
APART, CORNER = 1e-3, 1e-6


class Study:
    """One state of a floor, computed whole.

    `regions[eye]`: polygon or multipolygon seen at `z_target` within outline, field and reach;
    `blind[area]`: the part of the area that no eye sees; `free[spot][eye]`: see the module, and
    `blockers` (spots, eyes) how many walls block the line.
    """

    def __init__(
        self,
        scene: Scene,
        eyes: Sequence[Eye],
        areas: Sequence[BaseGeometry],
        z_target: float,
        spots: Sequence[Spot] = (),
    ) -> None:
        self.scene, self.z_target = scene, z_target
        self.eyes, self.areas, self.spots = list(eyes), list(areas), list(spots)
        self.regions = seen_regions(scene, self.eyes, z_target)
        self.blind = blind_parts(self.areas, self.regions)
        self.blockers = blocked_lines(scene.walls, self.eyes, self.spots)
        self.free: list[list[bool]] = (self.blockers == 0).tolist()

    def hold(self, walls: Sequence[int], eyes: Sequence[int]) -> "Held":
        """Prepare for changes of these walls and eyes (indices); the wider it is, the longer it takes."""
        return Held(self, walls, eyes)


@dataclass(frozen=True, slots=True)
class Step:
    """What differs from the study: `regions` by eye, `blind` by area (those not named are as in the
    study); `free[spot][eye]` whole."""

    regions: dict[int, BaseGeometry]
    blind: dict[int, BaseGeometry]
    free: list[list[bool]]


class Held:
    """A study ready for changes of some walls and eyes."""

    def __init__(self, study: Study, walls: Sequence[int], eyes: Sequence[int]) -> None:
        self.study, self.eyes = study, list(eyes)
        kept = np.ones(len(study.scene.walls), dtype=bool)
        kept[list(walls)] = False
        self._rest = replace(study.scene, walls=study.scene.walls.only(kept))
        self._fixed = [index for index in range(len(study.eyes)) if index not in set(eyes)]
        self._fixed_eyes = [study.eyes[index] for index in self._fixed]
        self._views = self._views_without_held(held_any=not kept.all())
        self._whole = Whole(self._views)
        self._cover = Cover(self._views, shapes_of(study.areas))
        taken = study.scene.walls.only(~kept)
        self._free = study.blockers == blocked_lines(taken, study.eyes, study.spots)
        self._bare = self._bare_parts(nested=bool(kept.all()) or not self.eyes)

    def _views_without_held(self, *, held_any: bool) -> Shapes:
        """What the eyes that stay see without the held walls; the study's own shape where that is equal."""
        study = self.study
        before = shapes_of([study.regions[index] for index in self._fixed])
        if not held_any:
            return before
        views = shapes_of(seen_regions(self._rest, self._fixed_eyes, study.z_target))
        return np.where(shapely.equals_exact(views, before), before, views)

    def _bare_parts(self, *, nested: bool) -> list[BaseGeometry]:
        """What no eye that stays sees, the study's own shape where that is equal: of nested shapes, where
        the areas are."""
        pairs = zip(self._cover.bare_parts(), self.study.blind, strict=True)
        return [
            old if (is_level(new, old) if nested else is_same(new, old)) else new
            for new, old in pairs
        ]

    def step(self, walls: Walls, eyes: Sequence[Eye], spots: Sequence[Spot] | None = None) -> Step:
        """The new state; `spots` replaces the study's spots for this step only."""
        scene = replace(self._rest, walls=self._rest.walls.and_also(walls))
        moved = dict(zip(self._numbers(len(eyes)), eyes, strict=True))
        gone = self.eyes[len(eyes) :]
        views: dict[int, BaseGeometry] = dict.fromkeys(gone, Polygon())
        views |= zip(
            moved, seen_regions(scene, list(moved.values()), self.study.z_target), strict=True
        )
        fixed, blind = self._seen_and_blind(scene, walls, list(views.values()))
        views |= zip(self._fixed, fixed, strict=True)
        free = self._free_lines(scene, walls, moved, spots)
        free[:, gone] = False
        return Step(
            changed(views, self.study.regions),
            changed(dict(enumerate(blind)), self.study.blind),
            free.tolist(),
        )

    def _numbers(self, count: int) -> list[int]:
        """Of the first `count` eyes told in a step."""
        many = len(self.study.eyes)
        return [*self.eyes[:count], *range(many, many + count - len(self.eyes))]

    def _seen_and_blind(
        self, scene: Scene, walls: Walls, others: list[BaseGeometry]
    ) -> tuple[Shapes, list[BaseGeometry]]:
        """What the eyes that stay see now, and the blind part of each area; `others` are the other views."""
        if len(walls) > MANY or not self._cover.sound:
            found = seen_regions(scene, self._fixed_eyes, self.study.z_target)
            return shapes_of(found), blind_parts(self.study.areas, [*found, *others])
        span = floor_span(scene, self._fixed_eyes)
        shadows = shadows_on(self._views, self._fixed_eyes, walls, self.study.z_target, span)
        views = less_shadows(self._views, self._whole, shadows)
        lost = self._cover.made_blind(shadows, views)
        return views, self._cover.blind(self._bare, lost, others)

    def _free_lines(
        self, scene: Scene, walls: Walls, moved: dict[int, Eye], spots: Sequence[Spot] | None
    ) -> Flags:
        """Of all spots and eyes; lines between what has not moved are asked of the new walls alone."""
        study, many = self.study, len(self.study.eyes) + max(0, len(moved) - len(self.eyes))
        if spots is not None and list(spots) != study.spots:
            rest: dict[int, Eye] = dict(enumerate(study.eyes)) | moved
            return free_lines(scene.walls, list(rest.values()), spots)
        free = np.zeros((len(study.spots), many), dtype=bool)
        fixed = free_lines(walls, self._fixed_eyes, study.spots)
        free[:, self._fixed] = self._free[:, self._fixed] & fixed
        free[:, list(moved)] = free_lines(scene.walls, list(moved.values()), study.spots)
        return free


def changed(
    shapes: Mapping[int, BaseGeometry], before: Sequence[BaseGeometry]
) -> dict[int, BaseGeometry]:
    """Those that are not the same as before, and those that are new, by index in order."""
    return {
        index: shape
        for index, shape in sorted(shapes.items())
        if index >= len(before) or not is_same(shape, before[index])
    }


def is_same(one: BaseGeometry, other: BaseGeometry) -> bool:
    """Equal but for rounding, corner by corner; shapes drawn with other corners count as different."""
    if one is other:
        return True
    if not is_level(one, other) or shapely.distance(one.centroid, other.centroid) > APART:
        return False
    pair = shapely.normalize([one, other])
    return bool(shapely.equals_exact(pair[0], pair[1], tolerance=CORNER))


def is_level(one: BaseGeometry, other: BaseGeometry) -> bool:
    """Of the same area but for rounding."""
    return abs(one.area - other.area) <= SAME * (1 + other.area)


def blind_parts(areas: list[BaseGeometry], regions: list[BaseGeometry]) -> list[BaseGeometry]:
    """What no region covers, per area; the largest region first, for it leaves the least to do."""
    return without_each(areas, sorted(regions, key=lambda region: -region.area))
