"""How things are drawn on a printed floor: tints and hatches, walls by height, signs, letters, the legend."""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, Literal

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from daicho.places.floors import svg_style as style
from daicho.places.floors.model import AreaKind, Point
from daicho.things.labels import drawing, lettering

INK, BLUE, RED = "#111111", "#1a4f8b", "#b00020"
EVEN_ODD: Final = 0
NON_ZERO: Final = 1
UNIT: Final = 2.2 * mm
"""What the hatches of the style are measured in, on paper."""
_WALLS: Final = {
    "high": ("#000000", 0.5),
    "middle": ("#555555", 0.4),
    "low": ("#999999", 0.3),
    "clear": ("#3a7ca5", 0.25),
}
"""Colour and width in mm, by what a wall hides."""
Hatch = tuple[int, float, float, str]
"""Direction in degrees, spacing and line width in points, colour."""

_BLIND: Final[Hatch] = (30, 0.45 * UNIT, 0.16 * mm, INK)
_EXPOSED: Final[Hatch] = (-60, 0.5 * UNIT, 0.12 * mm, RED)

Rings = Sequence[Sequence[Point]]
Sample = Callable[[float, float], None]


class Pen:
    """Draws on one page, in points."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    @contextmanager
    def within(self, ring: Sequence[Point]) -> Iterator[None]:
        """What is drawn meanwhile is cut off at this ring."""
        self._canvas.saveState()
        self._canvas.clipPath(self._path([ring]), stroke=0, fill=0)
        yield
        self._canvas.restoreState()

    def _path(self, rings: Rings) -> Any:
        path = self._canvas.beginPath()
        for ring in rings:
            path.moveTo(*ring[0])
            for point in ring[1:]:
                path.lineTo(*point)
            path.close()
        return path

    def _colours(self, stroke: str, fill: str | None = None, width: float = 0.1 * mm) -> None:
        self._canvas.setStrokeColor(HexColor(stroke))
        self._canvas.setFillColor(HexColor(fill or stroke))
        self._canvas.setLineWidth(width)

    # Regions -------------------------------------------------------------------------------------

    def area(self, kind: AreaKind, rings: Rings) -> None:
        """Tint and hatch, both of the kind: colour never says it alone."""
        tint, angle, spacing, width = style.TINTS[kind]
        self._colours("#777777", tint)
        self._canvas.drawPath(self._path(rings), stroke=1, fill=1, fillMode=EVEN_ODD)
        self._hatch(rings, (angle, 1.8 * spacing * UNIT, width * UNIT, "#666666"))

    def shading(self, rings: Rings, *, blind: bool) -> None:
        hatch = _BLIND if blind else _EXPOSED
        self._hatch(rings, hatch)
        self._colours(hatch[3], width=0.12 * mm)
        self._canvas.drawPath(self._path(rings), stroke=1, fill=0)

    def _hatch(self, rings: Rings, hatch: Hatch) -> None:
        angle, spacing, width, colour = hatch
        canvas = self._canvas
        canvas.saveState()
        canvas.clipPath(self._path(rings), stroke=0, fill=0, fillMode=EVEN_ODD)
        self._colours(colour, width=width)
        lines = canvas.beginPath()
        for start, end in _stripes(rings[0], math.radians(angle), spacing):
            lines.moveTo(*start)
            lines.lineTo(*end)
        canvas.drawPath(lines, stroke=1, fill=0)
        canvas.restoreState()

    # Things --------------------------------------------------------------------------------------

    def walls(self, height: str, lines: Sequence[tuple[Point, Point]]) -> None:
        if not lines:
            return
        colour, width = _WALLS[height]
        self._canvas.saveState()
        self._colours(colour, width=width * mm)
        self._canvas.setLineCap(1)
        if height == "clear":
            self._canvas.setDash(0.9 * mm, 0.7 * mm)
        path = self._canvas.beginPath()
        for start, end in lines:
            path.moveTo(*start)
            path.lineTo(*end)
        self._canvas.drawPath(path, stroke=1, fill=0)
        self._canvas.restoreState()

    def cone(self, at: Point, radius: float, *, facing: float, fov: float) -> None:
        """The field of view as a short sector; a full turn is a circle."""
        canvas = self._canvas
        canvas.saveState()
        self._colours(BLUE)
        canvas.setFillAlpha(0.12)
        box = (at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius)
        if fov >= 360:
            canvas.circle(*at, radius, stroke=1, fill=1)
        else:
            canvas.wedge(*box, startAng=facing - fov / 2, extent=fov, stroke=1, fill=1)
        canvas.restoreState()

    def eye(self, at: Point) -> None:
        self._colours("#ffffff", BLUE)
        self._canvas.circle(*at, 0.8 * mm, stroke=1, fill=1)

    def ray(self, start: Point, end: Point) -> None:
        self._canvas.saveState()
        self._colours(BLUE, width=0.15 * mm)
        self._canvas.setDash(1.3 * mm, 0.6 * mm)
        self._canvas.line(*start, *end)
        self._canvas.restoreState()

    def screen(self, at: Point, *, facing: float, width: float) -> None:
        """A bar, and an arrow the way the picture faces."""
        angle = math.radians(facing)
        dx, dy = math.cos(angle), math.sin(angle)
        half, reach = width / 2, 2.2 * mm
        self._colours(INK, width=0.55 * mm)
        self._canvas.line(
            at[0] - dy * half, at[1] + dx * half, at[0] + dy * half, at[1] - dx * half
        )
        self._colours(INK, width=0.18 * mm)
        tip = (at[0] + dx * reach, at[1] + dy * reach)
        self._canvas.line(*at, *tip)
        barbs = [
            (tip[0] + 0.8 * mm * math.cos(angle + turn), tip[1] + 0.8 * mm * math.sin(angle + turn))
            for turn in (2.7, -2.7)
        ]
        self._canvas.drawPath(self._path([[tip, *barbs]]), stroke=0, fill=1)

    def seat(self, at: Point, *, dark: bool) -> None:
        self._colours(INK, INK if dark else "#ffffff", width=0.22 * mm)
        self._canvas.circle(*at, 0.8 * mm, stroke=1, fill=1)

    def box(self, low: Point, high: Point) -> None:
        self._colours(INK, width=0.2 * mm)
        self._canvas.rect(*low, high[0] - low[0], high[1] - low[1], stroke=1, fill=0)

    def bar(self, at: Point, length: float) -> None:
        """A scale bar in four parts, dark and light."""
        left, y = at
        for part in range(4):
            self._colours(INK, INK if part % 2 == 0 else "#ffffff", width=0.15 * mm)
            self._canvas.rect(left + part * length / 4, y, length / 4, 1.6 * mm, stroke=1, fill=1)

    def qr(self, content: str, at: Point, side: float) -> None:
        modules = drawing.matrix(content)
        left, bottom = at
        unit = side / len(modules)
        self._colours("#000000")
        path = self._canvas.beginPath()
        for row, line in enumerate(modules):
            for column, dark in enumerate(line):
                if dark:
                    y = bottom + side - (row + 1) * unit
                    path.rect(left + column * unit, y, unit * 1.02, unit * 1.02)
        self._canvas.drawPath(path, stroke=0, fill=1, fillMode=NON_ZERO)

    # Letters -------------------------------------------------------------------------------------

    def text(
        self, words: str, at: Point, *, size: float, bold: bool = False,
        halo: bool = False, room: float | None = None,
    ) -> None:  # fmt: skip
        """One line; with a halo it can be read on hatches, with room it is made smaller to fit."""
        x, y = at
        font = lettering.BOLD if bold else lettering.REGULAR
        if room is not None:
            size = lettering.fitted(words, room, largest=size, smallest=4.0, font=font)
        for name, piece in lettering.runs(words, font):
            if halo:
                self._letters(piece, (x, y), font=name, size=size, mode=2, colour="#ffffff")
            self._letters(piece, (x, y), font=name, size=size, mode=0, colour=INK)
            x += self._canvas.stringWidth(piece, name, size)

    def _letters(
        self, piece: str, at: Point, *, font: str, size: float, mode: Literal[0, 2], colour: str
    ) -> None:
        self._colours(colour, width=0.8 * mm)
        line = self._canvas.beginText(*at)
        line.setFont(font, size)
        line.setTextRenderMode(mode)
        line.textOut(piece)
        line.setTextRenderMode(0)
        self._canvas.drawText(line)

    # The legend ----------------------------------------------------------------------------------

    def legend(self, sight: bool) -> Iterator[tuple[Sample, str]]:
        """(draws a sample at x, y; words), one a line."""
        for kind, words in style.AREAS.items():
            yield self._area_sample(kind), words
        for height, words in style.WALL_NAMES.items():
            yield self._wall_sample(height), words
        if sight:
            yield self._shade_sample(blind=True), "死角（どの監督位置からも見えない）"
            yield self._shade_sample(blind=False), "画面が読める範囲（来庁者側）"
            yield lambda x, y: self.ray((x, y), (x + 12 * mm, y)), "席への見通し"
        yield self._viewpoint_sample, "監督位置（監督席・職員席・カメラ）"
        yield (
            lambda x, y: self.screen((x + 5 * mm, y), facing=0, width=3 * mm),
            "画面（矢印は表示面の向き）",
        )
        yield lambda x, y: self.seat((x + 6 * mm, y), dark=True), "統合端末の席"
        yield lambda x, y: self.seat((x + 6 * mm, y), dark=False), "業務端末の席"

    def _area_sample(self, kind: AreaKind) -> Sample:
        return lambda x, y: self.area(kind, [_swatch(x, y)])

    def _wall_sample(self, height: str) -> Sample:
        return lambda x, y: self.walls(height, [((x, y), (x + 12 * mm, y))])

    def _shade_sample(self, *, blind: bool) -> Sample:
        return lambda x, y: self.shading([_swatch(x, y)], blind=blind)

    def _viewpoint_sample(self, x: float, y: float) -> None:
        self.cone((x + 5 * mm, y), 3 * mm, facing=0, fov=90)
        self.eye((x + 5 * mm, y))


def _swatch(x: float, y: float) -> list[Point]:
    low, high = y - 2.2 * mm, y + 2.2 * mm
    return [(x, low), (x + 12 * mm, low), (x + 12 * mm, high), (x, high)]


def _stripes(ring: Sequence[Point], angle: float, spacing: float) -> Iterator[tuple[Point, Point]]:
    """Parallel lines over everything that a ring encloses; they keep their places from one ring to the next."""
    dx, dy = math.cos(angle), math.sin(angle)
    along = [x * dx + y * dy for x, y in ring]
    across = [y * dx - x * dy for x, y in ring]
    first, last = math.ceil(min(across) / spacing), math.floor(max(across) / spacing)
    for number in range(first, last + 1):
        off = number * spacing
        start, end = min(along), max(along)
        yield (
            (start * dx - off * dy, start * dy + off * dx),
            (end * dx - off * dy, end * dy + off * dx),
        )
