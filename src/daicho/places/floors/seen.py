"""What a survey of a floor gives: plain values, ready to be written as JSON or drawn."""

import msgspec

from daicho.places.floors.model import Ring


class Patch(msgspec.Struct, frozen=True):
    """One connected piece in the document's millimetres, rings not closed by repetition."""

    polygon: Ring
    holes: tuple[Ring, ...] = ()


Patches = tuple[Patch, ...]


class ViewpointSeen(msgspec.Struct, frozen=True):
    id: str
    visible_m2: float
    region: Patches | msgspec.UnsetType = msgspec.UNSET


class AreaSeen(msgspec.Struct, frozen=True):
    """`blind` is what no viewpoint sees."""

    id: str
    area_m2: float
    blind_m2: float
    blind: Patches | msgspec.UnsetType = msgspec.UNSET


class TerminalSeen(msgspec.Struct, frozen=True):
    id: str
    area: str | None
    seen_by: tuple[str, ...]
    screen_exposed_m2: float
    exposed_to: tuple[str, ...]


class Sight(msgspec.Struct, frozen=True):
    """One straight line from a viewpoint's eye to a seat. `walls` block it, the nearest to the eye first: they are
    named on the nearest lines of a seat that nobody sees, and nowhere else."""

    terminal: str
    viewpoint: str
    distance: float
    in_reach: bool
    in_view: bool
    blocked: bool
    walls: tuple[str, ...] = ()

    @property
    def seen(self) -> bool:
        return self.in_reach and self.in_view and not self.blocked


class Exposure(msgspec.Struct, frozen=True):
    """From where in public (or in passage) areas a screen can be read; `areas` is area id -> m²."""

    terminal: str
    m2: float
    areas: dict[str, float]
    region: Patches


class Overlap(msgspec.Struct, frozen=True):
    """Two areas that may not share ground and do; `area` is the stricter one."""

    area: str
    other: str
    m2: float
    region: Patches


class Survey(msgspec.Struct, frozen=True):
    """The first three go into `daicho.analysis/1`; `sights` and `exposures` are the evidence behind them.

    `passings` (one a terminal) and `overlaps` are there when they were asked for.
    """

    target_height: float
    viewpoints: tuple[ViewpointSeen, ...]
    areas: tuple[AreaSeen, ...]
    terminals: tuple[TerminalSeen, ...]
    sights: tuple[Sight, ...]
    exposures: tuple[Exposure, ...]
    passings: tuple[Exposure, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
