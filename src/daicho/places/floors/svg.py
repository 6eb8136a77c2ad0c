"""The floor plan as one printable SVG: walls by height, areas, terminals, viewpoints, blind areas, sight."""

import math
from collections.abc import Iterable, Iterator
from typing import Final
from unicodedata import category
from xml.sax.saxutils import escape, quoteattr

import msgspec

from daicho.places.floors import svg_style as style
from daicho.places.floors.model import Area, FloorDocument, Point, Ring, Terminal, Viewpoint, Wall
from daicho.places.floors.scenery import points_of
from daicho.places.floors.seen import Patches, Survey

MARGIN: Final = 0.04
LEGEND_SHARE: Final = 0.30


class Sheet(msgspec.Struct, frozen=True):
    """The drawing's frame in the document's millimetres; `unit` is the size of a small letter."""

    left: float
    top: float
    width: float
    height: float
    unit: float

    def x(self, value: float) -> str:
        return number(value - self.left)

    def y(self, value: float) -> str:
        """y grows upwards on a plan and downwards on paper."""
        return number(self.top - value)

    def at(self, point: Point) -> str:
        return f"{self.x(point[0])},{self.y(point[1])}"


def draw(document: FloorDocument, survey: Survey, *, caption: str = "") -> str:
    """The same document and survey always give the same text. `caption` stands under the floor's name."""
    sheet = _sheet(document)
    plan = [
        *(_area(sheet, area) for area in document.areas),
        *_blind(sheet, survey),
        *_exposures(sheet, survey),
        *(_cone(sheet, viewpoint) for viewpoint in document.viewpoints),
        *_rays(sheet, document, survey),
        *(_wall(sheet, wall) for wall in document.walls),
        *(_terminal(sheet, terminal) for terminal in document.terminals),
        *(_viewpoint(sheet, viewpoint) for viewpoint in document.viewpoints),
        *_area_names(sheet, document),
    ]
    title = escape(clean(document.name))
    return "\n".join(
        [
            _opening(sheet, title),
            style.definitions(sheet.unit),
            '<rect class="paper" width="100%" height="100%"/>',
            *plan,
            *_heading(sheet, title, escape(clean(caption))),
            *_legend(sheet),
            "</svg>\n",
        ]
    )


def number(value: float) -> str:
    """Tenths of a millimetre are finer than any print."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def clean(text: str) -> str:
    """XML has no place for control characters and lone surrogates; blanks of any width are no such thing."""
    return "".join(
        c if c.isprintable() or category(c) == "Zs" else "\N{REPLACEMENT CHARACTER}" for c in text
    )


def _sheet(document: FloorDocument) -> Sheet:
    points = list(points_of(document)) or [(0.0, 0.0), (10_000.0, 10_000.0)]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    wide, high = max(*xs, min(xs) + 1000) - min(xs), max(*ys, min(ys) + 1000) - min(ys)
    size = max(wide, high)
    margin = size * MARGIN
    unit = size / 60
    return Sheet(
        left=min(xs) - margin,
        top=max(ys) + margin + 5 * unit,
        width=wide + 2 * margin + size * LEGEND_SHARE,
        height=max(high + 2 * margin + 5 * unit, unit * (style.LEGEND_LINES + 8)),
        unit=unit,
    )


def _opening(sheet: Sheet, title: str) -> str:
    width, height = number(sheet.width), number(sheet.height)
    paper = style.PAPER if sheet.width > sheet.height else style.PAPER[::-1]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" lang="ja" role="img"'
        f' viewBox="0 0 {width} {height}" width="{paper[0]}mm" height="{paper[1]}mm">\n'
        f"<title>{title}</title>"
    )


def _heading(sheet: Sheet, title: str, caption: str) -> Iterator[str]:
    unit = sheet.unit
    yield f'<text class="title" x="{number(unit)}" y="{number(2.4 * unit)}">{title}</text>'
    if caption:
        yield f'<text x="{number(unit)}" y="{number(4.2 * unit)}">{caption}</text>'


def _path(sheet: Sheet, rings: Iterable[Ring]) -> str:
    return " ".join(
        "M" + " L".join(sheet.at(point) for point in ring) + " Z" for ring in rings if ring
    )


def _shape(sheet: Sheet, rings: Iterable[Ring], names: str) -> str:
    return f'<path class="{names}" fill-rule="evenodd" d="{_path(sheet, rings)}"/>'


def _area(sheet: Sheet, area: Area) -> str:
    rings = (area.polygon, *area.holes)
    return "\n".join(
        [
            _shape(sheet, rings, f"area {area.kind}"),
            _shape(sheet, rings, f"hatch {area.kind}-hatch"),
        ]
    )


def _area_names(sheet: Sheet, document: FloorDocument) -> Iterator[str]:
    from daicho.places.floors.name_places import name_places  # geometry loads with the first floor

    places = name_places(document)
    yield from (_area_name(sheet, area, places[area.id]) for area in document.areas)


def _area_name(sheet: Sheet, area: Area, at: Point) -> str:
    name = escape(clean(area.name))
    kind = style.AREAS[area.kind]
    level = f" L{area.level}" if area.level is not None else ""
    place = f'x="{sheet.x(at[0])}" y="{sheet.y(at[1])}" text-anchor="middle"'
    return f'<text class="name" {place}>{name} ({kind}{level})</text>'


def _blind(sheet: Sheet, survey: Survey) -> Iterator[str]:
    for area in survey.areas:
        if area.blind is not msgspec.UNSET:
            yield from _patches(sheet, area.blind, "blind")


def _exposures(sheet: Sheet, survey: Survey) -> Iterator[str]:
    for exposure in survey.exposures:
        yield from _patches(sheet, exposure.region, "exposed")


def _patches(sheet: Sheet, patches: Patches, name: str) -> Iterator[str]:
    for patch in patches:
        yield _shape(sheet, (patch.polygon, *patch.holes), name)


def _wall(sheet: Sheet, wall: Wall) -> str:
    (x1, y1), (x2, y2) = wall.start, wall.end
    return (
        f'<line class="{style.wall_class(wall)}" x1="{sheet.x(x1)}" y1="{sheet.y(y1)}"'
        f' x2="{sheet.x(x2)}" y2="{sheet.y(y2)}"><title>{style.wall_title(wall)}</title></line>'
    )


def _cone(sheet: Sheet, viewpoint: Viewpoint) -> str:
    """The field of view as a short sector; a full turn is a circle."""
    x, y = viewpoint.at
    radius = 3 * sheet.unit
    if viewpoint.fov >= 360:
        return f'<circle class="cone" cx="{sheet.x(x)}" cy="{sheet.y(y)}" r="{number(radius)}"/>'
    begin, end = (
        _toward(viewpoint.at, viewpoint.facing + side * viewpoint.fov / 2, radius)
        for side in (-1, 1)
    )
    large = 1 if viewpoint.fov > 180 else 0
    return (
        f'<path class="cone" d="M{sheet.at(viewpoint.at)} L{sheet.at(begin)}'
        f' A{number(radius)},{number(radius)} 0 {large} 0 {sheet.at(end)} Z"/>'
    )


def _toward(point: Point, degrees: float, length: float) -> Point:
    angle = math.radians(degrees)
    return (point[0] + length * math.cos(angle), point[1] + length * math.sin(angle))


def _viewpoint(sheet: Sheet, viewpoint: Viewpoint) -> str:
    x, y = viewpoint.at
    unit = sheet.unit
    return (
        f'<circle class="eye" cx="{sheet.x(x)}" cy="{sheet.y(y)}" r="{number(unit * 0.45)}"/>\n'
        f'<text class="eye-name" x="{sheet.x(x + unit * 0.7)}" y="{sheet.y(y + unit * 0.5)}">'
        f"{style.VIEWPOINTS[viewpoint.kind]} {escape(clean(viewpoint.id))}</text>"
    )


def _rays(sheet: Sheet, document: FloorDocument, survey: Survey) -> Iterator[str]:
    seats = {terminal.id: terminal.seat.at for terminal in document.terminals}
    eyes = {viewpoint.id: viewpoint.at for viewpoint in document.viewpoints}
    for line in survey.sights:
        if line.seen:
            ends = f"M{sheet.at(eyes[line.viewpoint])} L{sheet.at(seats[line.terminal])}"
            yield f'<path class="ray" d="{ends}"/>'


def _terminal(sheet: Sheet, terminal: Terminal) -> str:
    """The screen as a bar with an arrow the way the picture faces, the seat as a ring."""
    unit, screen = sheet.unit, terminal.screen
    ends = [_toward(screen.at, screen.facing + turn, screen.width / 2) for turn in (90, -90)]
    arrow = _toward(screen.at, screen.facing, 1.2 * unit)
    seat_x, seat_y = terminal.seat.at
    x, y = screen.at
    label = f"{style.TERMINALS[terminal.kind]} {clean(terminal.id)}"
    return "\n".join(
        [
            f'<g role="img" aria-label={quoteattr(label)}>',
            f'<path class="screen" d="M{sheet.at(ends[0])} L{sheet.at(ends[1])}"/>',
            f'<path class="facing" marker-end="url(#arrow)" d="M{sheet.at(screen.at)}'
            f' L{sheet.at(arrow)}"/>',
            f'<circle class="seat {terminal.kind}" cx="{sheet.x(seat_x)}" cy="{sheet.y(seat_y)}"'
            f' r="{number(unit * 0.4)}"/>',
            f'<text class="terminal-name" x="{sheet.x(x + unit * 0.6)}"'
            f' y="{sheet.y(y + unit * 0.4)}">{escape(label)}</text>',
            "</g>",
        ]
    )


def _legend(sheet: Sheet) -> Iterator[str]:
    unit = sheet.unit
    x = sheet.width - unit * 60 * LEGEND_SHARE + unit
    for index, (sample, words) in enumerate(style.legend(unit)):
        y = (index + 3) * 1.9 * unit
        yield f'<g transform="translate({number(x)} {number(y)})">{sample}'
        yield f'<text x="{number(3.2 * unit)}" y="{number(0.4 * unit)}">{words}</text></g>'
