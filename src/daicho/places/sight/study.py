"""A floor under study: what is seen and what is blind, and again at once while walls and eyes are dragged.

    study = Study(scene, eyes, areas, z_target, spots)   # computes everything once
    held = study.hold(walls, eyes)                       # heavy preparation, pure, safe in a thread
    step = held.step(new_walls, new_eyes)                # cheap, any number of times, any thread

Everything is in mm about one local origin. Study, Held and Step never change once made. `hold` names by
index the walls of the scene and the eyes that may change; `step` tells the complete new state of exactly
these. `new_walls` (any number, none included) stand in place of all held walls. `new_eyes[i]` stands in
place of the i-th held eye; held eyes beyond the end of `new_eyes` are gone (empty region, nothing free);
eyes beyond the held ones are new and are numbered on from `len(study.eyes)`. A step always equals
`Study(changed scene, changed eyes, ...)`: it is told against the study, not against the step before.

The outline and the bounds stay the study's: a floor without an outline whose bounds grow is a new study.
`free[spot][eye]` says that no wall blocks the straight line; fields of view and reach do not enter it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from daicho.places.sight.lines import free_lines
from daicho.places.sight.regions import seen_regions
from daicho.places.sight.scene import Eye, Scene, Spot, Walls
from daicho.places.sight.shapes import without_each


class Study:
    """One state of a floor, computed whole.

    `regions[eye]`: polygon or multipolygon seen at `z_target` within outline, field and reach;
    `blind[area]`: the part of the area that no eye sees; `free[spot][eye]`: see the module.
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
        self.free: list[list[bool]] = free_lines(scene.walls, self.eyes, self.spots).tolist()

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
        self._rest = study.scene.walls.only(kept)

    def step(self, walls: Walls, eyes: Sequence[Eye], spots: Sequence[Spot] | None = None) -> Step:
        """The new state; `spots` replaces the study's spots for this step only."""
        study = self.study
        gone = set(self.eyes[len(eyes) :])
        new = list(study.eyes)
        for index, eye in zip(self.eyes, eyes, strict=False):
            new[index] = eye
        new.extend(eyes[len(self.eyes) :])
        scene = replace(study.scene, walls=self._rest.and_also(walls))
        regions = seen_regions(scene, new, study.z_target)
        regions = [Polygon() if i in gone else one for i, one in enumerate(regions)]
        free = free_lines(scene.walls, new, study.spots if spots is None else spots)
        free[:, sorted(gone)] = False
        blind = blind_parts(study.areas, regions)
        return Step(changed(regions, study.regions), changed(blind, study.blind), free.tolist())


def changed(shapes: list[BaseGeometry], before: list[BaseGeometry]) -> dict[int, BaseGeometry]:
    """Those that are not the same as before, and those that are new, by index."""
    return {
        index: shape
        for index, shape in enumerate(shapes)
        if index >= len(before) or not shape.equals(before[index])
    }


def blind_parts(areas: list[BaseGeometry], regions: list[BaseGeometry]) -> list[BaseGeometry]:
    """What no region covers, per area; the largest region first, for it leaves the least to do."""
    return without_each(areas, sorted(regions, key=lambda region: -region.area))
