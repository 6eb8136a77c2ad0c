"""A floor on one A3 sheet, true to a stated scale: the plan, its legend, and what vouches for it."""

import math
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import Final
from unicodedata import east_asian_width

import msgspec
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from daicho.oversight.exports.sheet_pens import Pen
from daicho.places.floors import svg_style as style
from daicho.places.floors.model import FloorDocument, Point, Ring
from daicho.places.floors.name_places import name_places
from daicho.places.floors.scenery import points_of
from daicho.places.floors.seen import Patches, Survey
from daicho.places.floors.svg import clean

WIDE, HIGH = 420.0, 297.0
MARGIN: Final = 10.0
HEAD: Final = 18.0
SIDE: Final = 84.0
"""mm of the page: its edge, what stands above the plan and on the right of it."""
SCALES: Final = (20, 25, 50, 75, 100, 125, 150, 200, 250, 300, 400, 500, 600, 750, 1000)
BARS: Final = (0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
FAR: Final = 3.0
"""mm on paper: the radius of a viewpoint's cone."""


class Vouched(msgspec.Struct, frozen=True):
    """What the sheet says of itself."""

    version: int
    valid_from: date
    on: date
    document: str
    checkpoint: str | None = None


class Frame(msgspec.Struct, frozen=True):
    """Where the floor lies on the page: `scale` floor millimetres a millimetre of paper."""

    scale: int
    left: float
    bottom: float

    def at(self, point: Point) -> Point:
        """Points of the page."""
        x = MARGIN + (point[0] - self.left) / self.scale
        y = MARGIN + (point[1] - self.bottom) / self.scale
        return (x * mm, y * mm)


def scale_for(wide: float, high: float) -> int:
    """The largest usual scale at which so many millimetres fit on the sheet."""
    least = max(wide / (WIDE - 2 * MARGIN - SIDE), high / (HIGH - 2 * MARGIN - HEAD))
    fitting = (scale for scale in SCALES if scale >= least)
    return next(fitting, math.ceil(least / 500) * 500)


def frame_of(document: FloorDocument) -> Frame:
    """The floor in the middle of its part of the page."""
    points = list(points_of(document)) or [(0.0, 0.0), (10_000.0, 10_000.0)]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    scale = scale_for(wide * 1.04 + 400, high * 1.04 + 400)
    room = ((WIDE - 2 * MARGIN - SIDE) * scale, (HIGH - 2 * MARGIN - HEAD) * scale)
    return Frame(scale, min(xs) - (room[0] - wide) / 2, min(ys) - (room[1] - high) / 2)


def pdf(document: FloorDocument, survey: Survey, vouched: Vouched) -> bytes:
    """One page A3 landscape; the same floor, day and checkpoint give the same bytes."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(WIDE * mm, HIGH * mm), invariant=1)
    canvas.setTitle(clean(document.name))
    pen = Pen(canvas)
    frame = frame_of(document)
    _plan(pen, frame, document, survey)
    _head(pen, frame, document, vouched)
    _legend(pen, bool(survey.areas))
    _vouch(pen, vouched)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


# The plan ----------------------------------------------------------------------------------------


def _plan(pen: Pen, frame: Frame, document: FloorDocument, survey: Survey) -> None:
    with pen.within(_window()):
        for area in document.areas:
            pen.area(area.kind, _rings(frame, (area.polygon, *area.holes)))
        for seen in survey.areas:
            if seen.blind is not msgspec.UNSET:
                _patches(pen, frame, seen.blind, blind=True)
        for exposure in survey.exposures:
            _patches(pen, frame, exposure.region, blind=False)
        _cones(pen, frame, document)
        _rays(pen, frame, document, survey)
        _walls(pen, frame, document)
        _terminals(pen, frame, document)
        _names(pen, frame, document)


def _window() -> Sequence[Point]:
    right, top = (WIDE - MARGIN - SIDE) * mm, (HIGH - MARGIN - HEAD) * mm
    low = MARGIN * mm
    return ((low, low), (right, low), (right, top), (low, top))


def _rings(frame: Frame, rings: Iterable[Ring]) -> list[list[Point]]:
    return [[frame.at(point) for point in ring] for ring in rings]


def _patches(pen: Pen, frame: Frame, patches: Patches, *, blind: bool) -> None:
    for patch in patches:
        pen.shading(_rings(frame, (patch.polygon, *patch.holes)), blind=blind)


def _walls(pen: Pen, frame: Frame, document: FloorDocument) -> None:
    for height in style.WALL_NAMES:
        lines = [
            (frame.at(wall.start), frame.at(wall.end))
            for wall in document.walls
            if style.wall_height(wall) == height
        ]
        pen.walls(height, lines)


def _cones(pen: Pen, frame: Frame, document: FloorDocument) -> None:
    for viewpoint in document.viewpoints:
        at = frame.at(viewpoint.at)
        pen.cone(at, FAR * mm, facing=viewpoint.facing, fov=viewpoint.fov)


def _rays(pen: Pen, frame: Frame, document: FloorDocument, survey: Survey) -> None:
    seats = {terminal.id: terminal.seat.at for terminal in document.terminals}
    eyes = {viewpoint.id: viewpoint.at for viewpoint in document.viewpoints}
    for line in survey.sights:
        if line.seen and line.terminal in seats and line.viewpoint in eyes:
            pen.ray(frame.at(eyes[line.viewpoint]), frame.at(seats[line.terminal]))


def _terminals(pen: Pen, frame: Frame, document: FloorDocument) -> None:
    for terminal in document.terminals:
        screen = terminal.screen
        width = max(screen.width / frame.scale * mm, 1.6 * mm)
        pen.screen(frame.at(screen.at), facing=screen.facing, width=width)
        pen.seat(frame.at(terminal.seat.at), dark=terminal.kind == "juki")
    for viewpoint in document.viewpoints:
        pen.eye(frame.at(viewpoint.at))


def _breadth(words: str, size: float) -> float:
    """Points that the words take; Japanese letters are square, others about half as wide."""
    return sum(1.0 if east_asian_width(one) in "WFA" else 0.55 for one in words) * size


def _names(pen: Pen, frame: Frame, document: FloorDocument) -> None:
    places = name_places(document)
    for area in document.areas:
        x, y = frame.at(places[area.id])
        level = f" L{area.level}" if area.level is not None else ""
        words = f"{area.name}（{style.AREAS[area.kind]}{level}）"
        pen.text(clean(words), (x - _breadth(words, 7) / 2, y - 1 * mm), size=7, halo=True)
    for terminal in document.terminals:
        x, y = frame.at(terminal.screen.at)
        words = f"{style.TERMINALS[terminal.kind]} {terminal.id}"
        pen.text(clean(words), (x + 1.5 * mm, y + 0.8 * mm), size=6, halo=True)
    for viewpoint in document.viewpoints:
        x, y = frame.at(viewpoint.at)
        words = f"{style.VIEWPOINTS[viewpoint.kind]} {viewpoint.id}"
        pen.text(clean(words), (x + 1.5 * mm, y + 0.8 * mm), size=6, halo=True)


# Around it ---------------------------------------------------------------------------------------


def _head(pen: Pen, frame: Frame, document: FloorDocument, vouched: Vouched) -> None:
    top = HIGH - MARGIN
    pen.text(clean(document.name), (MARGIN * mm, (top - 6) * mm), size=15, bold=True, room=200 * mm)
    words = (
        f"第{vouched.version}版　施行日 {in_words(vouched.valid_from)}"
        f"　基準日 {in_words(vouched.on)}　縮尺 1:{frame.scale}（A3）"
    )
    pen.text(words, (MARGIN * mm, (top - 13) * mm), size=9)
    _scale_bar(pen, frame)
    low = (MARGIN * mm, MARGIN * mm)
    right = ((WIDE - MARGIN - SIDE) * mm, (HIGH - MARGIN - HEAD) * mm)
    pen.box(low, right)


def in_words(day: date) -> str:
    """With the year of the era, as offices write it: 令和5年2月20日（2023-02-20）."""
    if day < date(2019, 5, 1):
        return day.isoformat()
    year = day.year - 2018
    return f"令和{'元' if year == 1 else year}年{day.month}月{day.day}日（{day.isoformat()}）"


def bar_length(scale: int) -> float:
    """Metres of the longest usual bar that is no longer than seven centimetres on paper."""
    return max((m for m in BARS if m * 1000 / scale <= 70), default=BARS[0])


def _scale_bar(pen: Pen, frame: Frame) -> None:
    metres = bar_length(frame.scale)
    length = metres * 1000 / frame.scale * mm
    right = (WIDE - MARGIN - SIDE) * mm
    pen.bar((right - length - 12 * mm, (HIGH - MARGIN - 13) * mm), length)
    pen.text("0", (right - length - 12.8 * mm, (HIGH - MARGIN - 9.5) * mm), size=7)
    pen.text(f"{metres:g} m", (right - 14 * mm, (HIGH - MARGIN - 9.5) * mm), size=7)


def _legend(pen: Pen, sight: bool) -> None:
    left = (WIDE - MARGIN - SIDE + 4) * mm
    pen.text("凡例", (left, (HIGH - MARGIN - 6) * mm), size=10, bold=True)
    for row, (sample, words) in enumerate(pen.legend(sight)):
        y = (HIGH - MARGIN - 14 - row * 7) * mm
        sample(left, y)
        pen.text(words, (left + 15 * mm, y - 1 * mm), size=7.5, room=(SIDE - 19) * mm)


def _vouch(pen: Pen, vouched: Vouched) -> None:
    """The document's hash, and the history's signed head as a QR for whoever keeps one."""
    left, foot = (WIDE - MARGIN - SIDE + 4) * mm, MARGIN * mm
    pen.text("図面の SHA-256", (left, foot + 8 * mm), size=6.5)
    pen.text(vouched.document[:32], (left, foot + 4 * mm), size=6.5)
    pen.text(vouched.document[32:], (left, foot), size=6.5)
    if vouched.checkpoint is None:
        return
    side = 46 * mm
    pen.qr(vouched.checkpoint, (left - 3 * mm, foot + 16 * mm), side)
    size = vouched.checkpoint.split("\n")[1]
    pen.text(f"履歴のチェックポイント（{size} 件まで）", (left, foot + 13 * mm), size=7)
