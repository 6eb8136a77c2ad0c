"""The five floors of the demo, drawn by a few words: rooms, counters, desks, terminals.

Lengths in millimetres, x to the right, y up; the public comes in from the south. In every office somebody sees the
resident-network terminal, except in 尾久: there it stands behind tall cabinets at somebody's own desk, as the seed
reports.
"""

from itertools import pairwise
from typing import Any

Point = tuple[float, float]
Document = dict[str, Any]

CEILING = 2700


class Plan:
    """A floor document while it is drawn."""

    def __init__(self, name: str, width: int, depth: int) -> None:
        self.width, self.depth = width, depth
        corners: list[Point] = [(0, 0), (width, 0), (width, depth), (0, depth)]
        self.walls: list[dict[str, Any]] = []
        self.areas: list[dict[str, Any]] = []
        self.viewpoints: list[dict[str, Any]] = []
        self.terminals: list[dict[str, Any]] = []
        self.document: Document = {
            "format": "daicho.floor/1",
            "name": name,
            "outline": [list(c) for c in corners],
            "walls": self.walls,
            "areas": self.areas,
            "viewpoints": self.viewpoints,
            "terminals": self.terminals,
        }
        self.run("wall", CEILING, *corners, corners[0])

    def run(self, kind: str, top: int, *points: Point, **more: Any) -> None:
        """A line of walls of one kind through these points."""
        for start, end in pairwise(points):
            number = len(self.walls) + 1
            wall = {"id": f"w{number}", "from": list(start), "to": list(end)}
            self.walls.append({**wall, "kind": kind, "bottom": 0, "top": top, **more})

    def area(
        self, name: str, kind: str, south_west: Point, north_east: Point, level: int | None = None
    ) -> None:
        """A rectangular area."""
        (x0, y0), (x1, y1) = south_west, north_east
        ring = [[x0, y0], [x1, y0], [x1, y1], [x0, y1]]
        number = len(self.areas) + 1
        self.areas.append(
            {"id": f"a{number}", "name": name, "kind": kind, "level": level, "polygon": ring}
        )

    def handling(
        self, south_west: Point, north_east: Point, front: str = "partition", top: int = 1200
    ) -> None:
        """The area of the resident-network terminal, and what stands between it and the public."""
        self.area("住基取扱区域", "handling", south_west, north_east, level=1)
        self.run(front, top, south_west, (north_east[0], south_west[1]))

    def desks(
        self, places: tuple[int, ...], y: int, business: list[str], *, beside: int, long: int = 950
    ) -> None:
        """Business terminals in a row, each with a partition to its west."""
        for x, asset in zip(places, business, strict=True):
            self.terminal("business", (x, y), asset)
            west = x - beside
            self.run("partition", 1350, (west, y - 200 - long), (west, y - 200))

    def watch(self, kind: str, at: Point, facing: int, **more: Any) -> None:
        """A place from which somebody or a camera sees the room."""
        number = len(self.viewpoints) + 1
        seen = {"id": f"v{number}", "kind": kind, "at": list(at), "eye": 1250, "facing": facing}
        self.viewpoints.append({**seen, "fov": 200, **more})

    def terminal(
        self, kind: str, seat: Point, asset: str, *, assigned_to: str | None = None
    ) -> None:
        """A terminal with its back to the south: the operator sits north of the screen."""
        number = len(self.terminals) + 1
        policy = "shared" if kind == "juki" else "assigned"
        placed: dict[str, Any] = {
            "id": f"t{number}",
            "kind": kind,
            "seat": {"at": list(seat), "height": 1200, "policy": policy},
            "screen": {"at": [seat[0], seat[1] - 650], "height": 1100, "facing": 90, "width": 500},
            "privacy_filter": True,
            "lock_minutes": 5,
            "wire_lock": True,
            "auth_factors": 2,
            "asset": asset,
        }
        if assigned_to is not None:
            placed["seat"]["policy"] = "assigned"
            placed["assigned_to"] = assigned_to
        self.terminals.append(placed)


def _office(name: str, width: int, depth: int, counter: int) -> Plan:
    """What the offices share: a lobby for the public, a counter, the office behind it, an archive room."""
    plan = Plan(name, width, depth)
    plan.area("待合ロビー", "public", (0, 0), (width, counter))
    plan.area("事務室", "office", (0, counter), (width, depth))
    plan.run("counter", 1000, (1500, counter), (width - 1500, counter))
    plan.run("door", 1200, (0, counter), (1500, counter))
    plan.run("partition", 1500, (width - 1500, counter), (width, counter))
    plan.area("書庫", "storage", (0, depth - 3500), (4000, depth))
    plan.run("wall", CEILING, (4000, depth), (4000, depth - 2400))
    plan.run("door", 2100, (4000, depth - 2400), (4000, depth - 3500))
    plan.run("wall", CEILING, (4000, depth - 3500), (0, depth - 3500))
    plan.watch("supervisor", (width / 2, depth - 900), 270)
    return plan


def nippori(juki: str, business: list[str]) -> Document:
    """日暮里: a broad office, the terminal beside the deputy head's view."""
    plan = _office("日暮里区民事務所 1階", 18000, 12000, 4800)
    plan.handling((11800, 6800), (15800, 10400))
    plan.run("cabinet", 1100, (17400, 5600), (17400, 9800))
    plan.terminal("juki", (13800, 8600), juki)
    plan.desks((4500, 8500), 6200, business, beside=1100)
    for x in (4500, 8500):
        plan.watch("staff", (x + 1500, 8300), 270)
    plan.watch("camera", (17700, 11700), 225, eye=2500, fov=90, range=12000)
    return plan.document


def machiya(juki: str, business: list[str]) -> Document:
    """町屋: a small office where two colleagues and the deputy head see everything."""
    plan = _office("町屋区民事務所 1階", 14000, 10500, 4200)
    plan.handling((9200, 6000), (12800, 9000))
    plan.terminal("juki", (11000, 7600), juki)
    plan.desks((3200, 6200), 5600, business, beside=1000)
    plan.watch("staff", (6500, 7900), 0)
    return plan.document


def ogu(juki: str, business: list[str], occupant: str) -> Document:
    """尾久: the terminal stands in a corner behind tall cabinets, at one clerk's own desk."""
    plan = _office("尾久区民事務所 1階", 16000, 11500, 4600)
    plan.area("住基取扱区域", "handling", (11400, 6400), (15800, 10800), level=1)
    plan.run("cabinet", 2100, (11400, 10000), (11400, 6400), (14400, 6400))
    plan.run("partition", 1800, (14400, 6400), (15200, 6400))
    plan.terminal("juki", (14600, 8000), juki, assigned_to=occupant)
    plan.desks((4000, 8000), 6000, business, beside=1100)
    for x in (4000, 8000):
        plan.watch("staff", (x + 1400, 8000), 270)
    plan.watch("camera", (300, 4300), 60, eye=2500, fov=100, range=9000)
    return plan.document


def minamisenju(juki: str, business: list[str]) -> Document:
    """南千住: glass between the lobby and the office, a camera over the handling area."""
    plan = _office("南千住区民事務所 2階", 17000, 11000, 4400)
    plan.handling((10500, 6600), (14500, 9800), "glass", 2100)
    plan.terminal("juki", (12500, 8300), juki)
    plan.desks((4200, 7600), 5800, business, beside=1000)
    plan.watch("staff", (7000, 8200), 0)
    plan.watch("camera", (16700, 10700), 225, eye=2500, fov=90, range=10000)
    return plan.document


def koseki(juki: str, business: list[str]) -> Document:
    """戸籍住民課: the main office, with a server room as a controlled area."""
    plan = _office("戸籍住民課 本庁舎1階", 24000, 15000, 5200)
    plan.area("サーバ室", "controlled", (20000, 11000), (24000, 15000), level=2)
    plan.run("wall", CEILING, (20000, 15000), (20000, 11000), (22500, 11000))
    plan.run("door", 2100, (22500, 11000), (24000, 11000))
    plan.handling((13500, 8000), (18500, 12500))
    plan.terminal("juki", (16000, 10200), juki)
    plan.desks((5000, 9500), 6700, business, beside=1200, long=1050)
    for x in (5000, 9500):
        plan.watch("staff", (x + 1600, 9200), 270)
    plan.watch("staff", (11500, 11500), 0)
    plan.area("職員通路", "passage", (19000, 5200), (20000, 15000))
    return plan.document
