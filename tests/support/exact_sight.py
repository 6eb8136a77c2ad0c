"""The area an eye sees, in rational numbers: exact, slow, and written without the kernel's ideas.

Everything is Fractions made from the floats given. The plane about the eye is cut by the directions of
all ends and crossings of the shadows' edges; between two of them nothing changes order, so one ray in the
middle tells which stretches are seen, and each stretch is a difference of two triangles.
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import cmp_to_key
from itertools import combinations

from tests.support.scenes import Solid

Vector = tuple[Fraction, Fraction]
Edge = tuple[Vector, Vector]
Shadow = tuple[Edge, Edge | None]
ORIGIN: Vector = (Fraction(0), Fraction(0))
# mm: nearer to its line, or its image's, an eye stands on a wall, which then hides nothing; see `seen_regions`.
ON_IT = Fraction(1, 10**9)


def seen_area(
    solids: list[Solid],
    eye: tuple[float, float, float],
    z_target: float,
    half: float,
    centre: tuple[float, float] = (0.0, 0.0),
) -> Fraction:
    """mm² seen at `z_target` within the square of half width `half` about `centre`, which holds the eye."""
    ex, ey, ez = (Fraction(value) for value in eye)
    shadows = [
        shadow for solid in solids for shadow in _shadow(solid, (ex, ey), ez, Fraction(z_target))
    ]
    low = [Fraction(c) - Fraction(half) - e for c, e in zip(centre, (ex, ey), strict=True)]
    high = [Fraction(c) + Fraction(half) - e for c, e in zip(centre, (ex, ey), strict=True)]
    corners = [(low[0], low[1]), (high[0], low[1]), (high[0], high[1]), (low[0], high[1])]
    box: list[Shadow] = [((corners[i], corners[(i + 1) % 4]), None) for i in range(4)]
    shadows += box
    rays = _rays(shadows)
    return sum(
        (_wedge(shadows, u, v) for u, v in zip(rays, [*rays[1:], rays[0]], strict=True)),
        Fraction(0),
    )


def _shadow(solid: Solid, at: Vector, z_eye: Fraction, z_target: Fraction) -> Iterator[Shadow]:
    x1, y1, x2, y2, bottom, top = (Fraction(value) for value in solid)
    a, b = (x1 - at[0], y1 - at[1]), (x2 - at[0], y2 - at[1])
    scales = _scales(bottom, top, z_eye, z_target)
    if scales is None:
        return
    near, far = scales
    if _stands_on(a, b, near if far is None else Fraction(1)):
        return
    yield (
        (_times(a, near), _times(b, near)),
        None if far is None else (_times(a, far), _times(b, far)),
    )


def _stands_on(a: Vector, b: Vector, scale: Fraction) -> bool:
    d = _minus(b, a)
    return (scale * _cross(a, b)) ** 2 <= ON_IT**2 * (d[0] ** 2 + d[1] ** 2)


def _scales(
    bottom: Fraction, top: Fraction, z_eye: Fraction, z_target: Fraction
) -> tuple[Fraction, Fraction | None] | None:
    """Between which multiples of the wall's distance a target is hidden; None for no end, or for never."""
    change, one = z_target - z_eye, Fraction(1)
    if change == 0:
        return (one, None) if bottom <= z_eye < top else None
    first, last = (bottom, top) if change < 0 else (top, bottom)
    toward = 1 if change > 0 else -1
    if (first - z_eye) * toward <= 0:
        return None
    near = max(one, change / (first - z_eye))
    far = change / (last - z_eye) if (last - z_eye) * toward > 0 else None
    return None if far is not None and far <= near else (near, far)


def _rays(shadows: list[Shadow]) -> list[Vector]:
    edges = [edge for shadow in shadows for edge in shadow if edge is not None]
    points = [end for edge in edges for end in edge]
    points += [point for one, other in combinations(edges, 2) for point in _crossing(one, other)]
    points.sort(key=cmp_to_key(_before))
    kept = [points[0]]
    for point in points[1:]:
        if _before(kept[-1], point) != 0:
            kept.append(point)
    return kept


def _before(one: Vector, other: Vector) -> int:
    upper = [(y, x) < ORIGIN for x, y in (one, other)]
    if upper[0] != upper[1]:
        return -1 if upper[0] else 1
    turn = _cross(one, other)
    return (turn < 0) - (turn > 0)


def _crossing(one: Edge, other: Edge) -> Iterator[Vector]:
    d, e = _minus(one[1], one[0]), _minus(other[1], other[0])
    slant = _cross(d, e)
    if slant == 0:
        return
    gap = _minus(other[0], one[0])
    along, across = _cross(gap, e) / slant, _cross(gap, d) / slant
    if 0 < along < 1 and 0 < across < 1:
        yield (one[0][0] + along * d[0], one[0][1] + along * d[1])


def _wedge(shadows: list[Shadow], u: Vector, v: Vector) -> Fraction:
    """Seen area between two neighbouring rays."""
    middle = (_unit(u)[0] + _unit(v)[0], _unit(u)[1] + _unit(v)[1])
    hidden: list[tuple[Fraction, Edge, Fraction | None, Edge | None]] = []
    for near, far in shadows:
        start = _reach(near, middle)
        if start is not None:
            hidden.append((start, near, None if far is None else _reach(far, middle), far))
    hidden.sort(key=lambda one: one[0])
    area, at, edge = Fraction(0), Fraction(0), None
    for start, near, end, far in hidden:
        if start > at:
            area += _triangle(near, u, v) - (_triangle(edge, u, v) if edge else 0)
        if end is None:
            return area
        if end > at:
            at, edge = end, far
    raise AssertionError("the box closes every ray")


def _unit(vector: Vector) -> Vector:
    """Not quite of length one: near enough for the sum of two to lie between them."""
    size = abs(vector[0]) + abs(vector[1])
    return (vector[0] / size, vector[1] / size)


def _reach(edge: Edge, ray: Vector) -> Fraction | None:
    """At which multiple of the ray the edge is met within its ends."""
    a, b = edge
    turn = _cross(a, b)
    low, high = (a, b) if turn > 0 else (b, a)
    if _cross(low, ray) <= 0 or _cross(ray, high) <= 0:
        return None
    return turn / _cross(ray, _minus(b, a))


def _triangle(edge: Edge, u: Vector, v: Vector) -> Fraction:
    d = _minus(edge[1], edge[0])
    turn = _cross(*edge)
    return _cross(_times(u, turn / _cross(u, d)), _times(v, turn / _cross(v, d))) / 2


def _cross(a: Vector, b: Vector) -> Fraction:
    return a[0] * b[1] - a[1] * b[0]


def _minus(a: Vector, b: Vector) -> Vector:
    return (a[0] - b[0], a[1] - b[1])


def _times(a: Vector, scale: Fraction) -> Vector:
    return (a[0] * scale, a[1] * scale)
