"""Gaps that draughtsmen leave: ends that almost meet are joined, and every end that moved is told."""

import math
from typing import Final

from daicho.places.floors.model import Point

Segment = tuple[Point, Point]
Ends = tuple[int, int]
"""Which wall and which of its ends (0 or 1)."""

THROUGH: Final = 1.0
"""mm that an end goes beyond the wall it is joined to, so that no rounding leaves a slit."""


def meet(segments: list[Segment], reach: float) -> tuple[list[Segment], list[bool]]:
    """Ends within `reach` mm of one another become one point, the first one drawn.

    Nothing moves farther than `reach`: ends do not pull each other along. The second list says which ends stand alone,
    two for each segment.
    """
    places = _Places(reach)
    numbers = [(places.near(start), places.near(end)) for start, end in segments]
    counted = [0] * len(places.points)
    for pair in numbers:
        for number in pair:
            counted[number] += 1
    joined = [(places.points[a], places.points[b]) for a, b in numbers]
    return joined, [counted[number] == 1 for pair in numbers for number in pair]


class _Places:
    """Points by the square they lie in."""

    def __init__(self, reach: float) -> None:
        self.points: list[Point] = []
        self._reach = reach
        self._side = max(reach, 1e-3)
        self._squares: dict[tuple[int, int], list[int]] = {}

    def near(self, point: Point) -> int:
        """The number of the nearest place within reach, or of a new one."""
        column, row = (math.floor(value / self._side) for value in point)
        found, best = -1, self._reach
        for x in (column - 1, column, column + 1):
            for y in (row - 1, row, row + 1):
                for number in self._squares.get((x, y), ()):
                    apart = math.dist(point, self.points[number])
                    if apart < best or (apart == best and found < 0):
                        found, best = number, apart
        if found < 0:
            found = len(self.points)
            self.points.append(point)
            self._squares.setdefault((column, row), []).append(found)
        return found


def reach_walls(segments: list[Segment], alone: list[bool], reach: float) -> list[Segment]:
    """Lone ends that stop short of another wall's side within `reach` go through it by a millimetre."""
    import shapely  # loads with the first drawing that has walls

    lone = [(n // 2, n % 2) for n, free in enumerate(alone) if free]
    if not lone or reach <= 0:
        return segments
    lines = shapely.linestrings(segments)
    tips = shapely.points([segments[wall][end] for wall, end in lone])
    tree = shapely.STRtree(lines)
    mended = list(segments)
    pairs = tree.query(tips, predicate="dwithin", distance=reach)
    best: dict[int, tuple[float, int]] = {}
    for tip, other in zip(*pairs.tolist(), strict=True):
        if other != lone[tip][0]:
            apart = shapely.distance(tips[tip], lines[other])
            best[tip] = min(best.get(tip, (math.inf, -1)), (apart, other))
    for tip, (_, other) in sorted(best.items()):
        wall, end = lone[tip]
        if not shapely.intersects(lines[wall], lines[other]):
            mended[wall] = _extended(mended[wall], end, segments[other])
    return mended


def _extended(segment: Segment, end: int, other: Segment) -> Segment:
    tip = segment[end]
    foot = _foot(tip, other)
    apart = math.dist(tip, foot)
    if apart == 0:
        return segment
    share = 1 + THROUGH / apart
    beyond = (tip[0] + (foot[0] - tip[0]) * share, tip[1] + (foot[1] - tip[1]) * share)
    return (beyond, segment[1]) if end == 0 else (segment[0], beyond)


def _foot(point: Point, line: Segment) -> Point:
    """The point of a segment that is nearest to another point."""
    (x1, y1), (x2, y2) = line
    dx, dy = x2 - x1, y2 - y1
    along = ((point[0] - x1) * dx + (point[1] - y1) * dy) / (dx * dx + dy * dy)
    share = min(1.0, max(0.0, along))
    return (x1 + dx * share, y1 + dy * share)
