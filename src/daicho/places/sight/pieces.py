"""Polygons that know which area they lie in and which view covers them first."""

from dataclasses import dataclass

import numpy as np
from shapely.geometry.base import BaseGeometry

from daicho.places.sight.scene import Flags, Ints
from daicho.places.sight.shapes import Shapes, exploded, gathered, parted, shapes_of


@dataclass(frozen=True, slots=True)
class Pieces:
    """Polygons with the area they belong to and the view that covers them first (-1: none)."""

    shape: Shapes
    area: Ints
    view: Ints

    def __len__(self) -> int:
        return len(self.shape)

    def only(self, kept: Flags | Ints) -> "Pieces":
        return Pieces(self.shape[kept], self.area[kept], self.view[kept])

    def cut_to(self, shapes: Shapes, owner: Ints) -> "Pieces":
        """Other shapes in their place, each a part of the piece `owner`."""
        return Pieces(shapes, self.area[owner], self.view[owner])

    def parted(self, by: BaseGeometry, frayed: int) -> "tuple[Pieces, Pieces]":
        """What of the pieces lies inside a shape, and what outside; for `frayed` see `exploded`."""
        if not len(self):
            return self, self
        views = int(self.view.max()) + 2
        multis, groups = gathered(self.shape, self.area * views + self.view + 1)
        within, outside = (
            exploded(some, frayed) for some in parted(multis, shapes_of([by] * len(multis)))
        )
        return _of_groups(*within, groups, views), _of_groups(*outside, groups, views)


def _of_groups(parts: Shapes, owner: Ints, groups: Ints, views: int) -> Pieces:
    group = groups[owner]
    return Pieces(parts, group // views, group % views - 1)


def joined(pieces: list[Pieces]) -> Pieces:
    return Pieces(
        np.concatenate([some.shape for some in pieces]),
        np.concatenate([some.area for some in pieces]),
        np.concatenate([some.view for some in pieces]),
    )
