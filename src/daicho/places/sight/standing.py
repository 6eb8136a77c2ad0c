"""Where an eye may stand: not on a wall, where it would see both sides."""

import numpy as np
import shapely

from daicho.places.sight.scene import Floats, Ints, Point, Walls

# Nearer than this to a wall that blocks at eye height, in mm, an eye stands on it.
ON_WALL = 1.0
# How far the proposed place is from every wall; a little more than what is asked for.
CLEAR = 2.0


def eyes_on_walls(walls: Walls, points: Floats, heights: Floats) -> list[tuple[int, int]]:
    """(point, wall) for each point within 1 mm of a wall that blocks at the point's own height.

    A wall whose top is below the eye, or whose bottom is above it, is no obstacle to standing there:
    one looks over it, or under it. `points` of shape (n, 2), `heights` of shape (n,).
    """
    if len(walls) == 0 or len(points) == 0:
        return []
    lines = np.asarray(shapely.linestrings(np.stack((walls.start, walls.end), axis=1)))
    spots = np.asarray(shapely.points(points))
    point, wall = shapely.STRtree(lines).query(spots, predicate="dwithin", distance=ON_WALL)
    near = shapely.distance(spots[point], lines[wall]) < ON_WALL
    blocks = (walls.bottom[wall] <= heights[point]) & (heights[point] < walls.top[wall])
    found = zip(point[near & blocks].tolist(), wall[near & blocks].tolist(), strict=True)
    return sorted(found)


def nearest_free_point(walls: Walls, point: Point, height: float) -> Point:
    """The nearest point that is not on any wall blocking at this height, to a thousandth of a mm."""
    blocks = np.flatnonzero((walls.bottom <= height) & (height < walls.top))
    near = _within(walls, blocks, point, 1000.0)
    segments = np.stack((walls.start[near], walls.end[near]), axis=1)
    solid = shapely.union_all(shapely.buffer(shapely.linestrings(segments), CLEAR))
    edge = shapely.boundary(solid)
    x, y = shapely.get_coordinates(shapely.shortest_line(edge, shapely.Point(point)))[0]
    return (round(float(x), 3), round(float(y), 3))


def _within(walls: Walls, chosen: Ints, point: Point, distance: float) -> Ints:
    lines = shapely.linestrings(np.stack((walls.start[chosen], walls.end[chosen]), axis=1))
    return np.asarray(chosen[shapely.distance(lines, shapely.Point(point)) < distance])
