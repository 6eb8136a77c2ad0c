"""How much work a floor is, told from its counts before any of it is done: what is too much is refused at once."""

from typing import Final

import msgspec

from daicho.foundation.kernel.errors import Invalid
from daicho.places.floors.model import Area, FloorDocument

READ_BY_MANY = frozenset({"public", "passage"})


class Counts(msgspec.Struct, frozen=True):
    """What the work grows with: `corners` of all areas and of the outline, `screens` that somebody might
    read, `meetings` pairs of areas whose bounding boxes meet, weighed by their corners."""

    walls: int
    viewpoints: int
    areas: int
    terminals: int
    corners: int
    screens: int
    meetings: int


class Limit(msgspec.Struct, frozen=True):
    """The product of these counts may be `most`; `shorten` are the lists that it falls with."""

    factors: tuple[str, ...]
    most: int
    shorten: tuple[str, ...]


LIMITS: Final = (
    Limit(("walls", "viewpoints"), 1_000_000, ("walls", "viewpoints")),
    Limit(("corners", "viewpoints"), 1_000_000, ("areas", "viewpoints")),
    Limit(("areas", "viewpoints", "walls"), 20_000_000, ("areas", "viewpoints", "walls")),
    Limit(("terminals", "viewpoints"), 200_000, ("terminals", "viewpoints")),
    Limit(("terminals", "viewpoints", "walls"), 200_000_000, ("terminals", "viewpoints", "walls")),
    Limit(("screens",), 1_000, ("terminals",)),
    Limit(("terminals", "walls"), 5_000_000, ("terminals", "walls")),
    Limit(("meetings",), 2_000_000, ("areas",)),
)
"""Measured so that a floor within all of them is answered within ten seconds and half a gigabyte; 50,000 walls with 10
viewpoints pass, and 2,000 walls with 100 viewpoints, 50 areas and 50 terminals."""

MOST_SLIVERS: Final = 150e6
"""Viewpoints times the square of a region's corners times the share of the floor in areas."""


MOST_SHADOWS: Final = 150_000
"""Viewpoints times the finite shadows each has to take away; twenty thousand of them take about a second."""


def check_work(document: FloorDocument) -> None:
    """`floor-too-heavy` with the list that most is gained by shortening, and how long it may be with all others as
    they are."""
    counts = counts_of(document)
    for limit in LIMITS:
        work = 1
        for name in limit.factors:
            work *= getattr(counts, name)
        if work > limit.most:
            _refuse(document, limit, limit.most / work)


def _refuse(document: FloorDocument, limit: Limit, share: float) -> None:
    lengths = {name: len(getattr(document, name)) for name in limit.shorten}
    longest = max(lengths, key=lambda name: _fullness(name, lengths[name]))
    count = lengths[longest]
    raise Invalid("floor-too-heavy", list=longest, count=count, most=max(1, int(count * share)))


def _fullness(name: str, length: int) -> float:
    from daicho.places.floors.document import MOST

    return length / MOST[name]


def check_views(viewpoints: int, corners: float, share: float) -> None:
    """`floor-too-heavy` where everybody sees nearly everything between thousands of things: what no one sees is then a
    mass of slivers. `corners` is the mean of some of the regions, `share` how much of the floor lies in areas."""
    work = viewpoints * corners * corners * share
    if work > MOST_SLIVERS:
        most = max(1, int(viewpoints * MOST_SLIVERS / work))
        raise Invalid("floor-too-heavy", list="viewpoints", count=viewpoints, most=most)


def check_shadows(viewpoints: int, shadows: float) -> None:
    """`floor-too-heavy` where thousands of low things each hide a little from everybody; `shadows` is the mean of what
    some of the viewpoints have to take from their view."""
    if viewpoints * shadows > MOST_SHADOWS:
        most = max(1, int(MOST_SHADOWS / shadows))
        raise Invalid("floor-too-heavy", list="viewpoints", count=viewpoints, most=most)


def counts_of(document: FloorDocument) -> Counts:
    return Counts(
        walls=len(document.walls),
        viewpoints=len(document.viewpoints),
        areas=len(document.areas),
        terminals=len(document.terminals),
        corners=sum(map(_corners, document.areas)) + len(document.outline or ()),
        screens=len(document.terminals) if _is_read(document.areas) else 0,
        meetings=_meetings(document.areas),
    )


def _is_read(areas: tuple[Area, ...]) -> bool:
    return any(area.kind in READ_BY_MANY for area in areas)


def _corners(area: Area) -> int:
    return len(area.polygon) + sum(map(len, area.holes))


def _meetings(areas: tuple[Area, ...]) -> int:
    """Corners of both, over all pairs of areas whose bounding boxes meet."""
    import numpy as np  # geometry loads with the first floor

    if not areas:
        return 0
    rings = [np.array(area.polygon) for area in areas]
    low = np.array([ring.min(axis=0) for ring in rings])
    high = np.array([ring.max(axis=0) for ring in rings])
    corners = np.array([_corners(area) for area in areas])
    total = 0
    for place in range(1, len(areas)):
        meets = ((low[:place] <= high[place]) & (low[place] <= high[:place])).all(axis=1)
        total += int(corners[:place][meets].sum() + corners[place] * meets.sum())
    return total
