"""How things look on the printed plan: tint and hatch of each area kind, walls by height, the legend."""

from typing import Final

from daicho.places.floors.model import AreaKind, TerminalKind, ViewpointKind, Wall, WallKind

AREAS: Final[dict[AreaKind, str]] = {
    "controlled": "管理区域",
    "handling": "取扱区域",
    "storage": "保管場所",
    "office": "執務室",
    "public": "来庁者区域",
    "passage": "通路",
}
VIEWPOINTS: Final[dict[ViewpointKind, str]] = {
    "supervisor": "監督席",
    "staff": "職員席",
    "camera": "カメラ",
}
TERMINALS: Final[dict[TerminalKind, str]] = {"juki": "統合端末", "business": "業務端末"}
WALLS: Final[dict[WallKind, str]] = {
    "wall": "壁",
    "partition": "間仕切り",
    "cabinet": "書庫",
    "counter": "窓口",
    "door": "扉",
    "glass": "ガラス",
}

# Tint and the hatch's lines: direction in degrees, spacing and line width in units. Each kind differs
# in its hatch as well as in its colour.
TINTS: Final[dict[AreaKind, tuple[str, int, float, float]]] = {
    "controlled": ("#f6d5d5", 45, 0.8, 0.08),
    "handling": ("#fbe9c6", -45, 0.8, 0.08),
    "storage": ("#e3dcf3", 90, 0.6, 0.08),
    "office": ("#f2f2ee", -20, 2.4, 0.04),
    "public": ("#d8ecd8", 0, 0.8, 0.06),
    "passage": ("#e2eef6", 90, 1.6, 0.05),
}
WALL_NAMES: Final = {
    "high": "壁 (1,800 mm 超)",
    "middle": "壁・間仕切り (1,200～1,800 mm)",
    "low": "低い壁 (1,200 mm 未満)",
    "clear": "ガラス・開いた扉",
}
PAPER: Final = (420, 297)  # A3 in mm
LEGEND_LINES: Final = 2 * (len(AREAS) + len(WALL_NAMES) + 6)


def wall_class(wall: Wall) -> str:
    return f"wall {wall_height(wall)}"


def wall_height(wall: Wall) -> str:
    """By what it hides: from a standing eye, from a seated one, from nobody."""
    if not wall.is_opaque:
        return "clear"
    if wall.top > 1800:
        return "high"
    return "middle" if wall.top >= 1200 else "low"


def wall_title(wall: Wall) -> str:
    return f"{WALLS[wall.kind]} {wall.bottom:g}–{wall.top:g} mm"


def definitions(unit: float) -> str:
    """Patterns and style rules, sizes in millimetres of the floor."""
    patterns = [
        _pattern(f"{kind}-lines", angle, spacing * unit, width * unit)
        for kind, (_, angle, spacing, width) in TINTS.items()
    ]
    patterns.append(_pattern("blind-lines", 30, 0.45 * unit, 0.14 * unit))
    patterns.append(_pattern("exposed-lines", -60, 0.5 * unit, 0.1 * unit, colour="#b00020"))
    tints = [f".{kind}{{fill:{tint}}}" for kind, (tint, *_) in TINTS.items()]
    hatches = [f".{kind}-hatch{{fill:url(#{kind}-lines)}}" for kind in TINTS]
    return "\n".join(
        [
            "<defs>",
            *patterns,
            '<marker id="arrow" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="6"'
            ' markerHeight="6" orient="auto"><path d="M0,0 L10,5 L0,10 Z"/></marker>',
            "</defs>",
            f"<style>{''.join(_rules(unit))}{''.join(tints)}{''.join(hatches)}</style>",
        ]
    )


def _pattern(name: str, angle: int, size: float, width: float, *, colour: str = "#333") -> str:
    return (
        f'<pattern id="{name}" patternUnits="userSpaceOnUse" width="{size:.1f}"'
        f' height="{size:.1f}" patternTransform="rotate({angle})"><line x2="{size:.1f}"'
        f' stroke="{colour}" stroke-width="{2 * width:.1f}"/></pattern>'
    )


def _rules(unit: float) -> list[str]:
    return [
        "text{font-family:'BIZ UDPGothic','Noto Sans JP',sans-serif;fill:#111;",
        f"font-size:{unit:.1f}px}}.title{{font-size:{1.6 * unit:.1f}px;font-weight:bold}}",
        f".terminal-name,.eye-name,.name{{font-size:{0.8 * unit:.1f}px;",
        f"paint-order:stroke;stroke:#fff;stroke-width:{0.3 * unit:.1f};stroke-linejoin:round}}",
        ".paper{fill:#fff}",
        f".area{{stroke:#777;stroke-width:{0.06 * unit:.1f}}}",
        f".blind{{fill:url(#blind-lines);stroke:#111;stroke-width:{0.05 * unit:.1f}}}",
        f".exposed{{fill:url(#exposed-lines);stroke:#b00020;stroke-width:{0.08 * unit:.1f}}}",
        ".wall{stroke-linecap:round}",
        f".high{{stroke:#000;stroke-width:{0.26 * unit:.1f}}}",
        f".middle{{stroke:#555;stroke-width:{0.2 * unit:.1f}}}",
        f".low{{stroke:#999;stroke-width:{0.16 * unit:.1f}}}",
        f".clear{{stroke:#3a7ca5;stroke-width:{0.1 * unit:.1f};",
        f"stroke-dasharray:{0.4 * unit:.1f} {0.3 * unit:.1f}}}",
        f".cone{{fill:#1a4f8b;fill-opacity:.12;stroke:#1a4f8b;stroke-width:{0.05 * unit:.1f}}}",
        f".eye{{fill:#1a4f8b;stroke:#fff;stroke-width:{0.08 * unit:.1f}}}",
        f".ray{{fill:none;stroke:#1a4f8b;stroke-width:{0.08 * unit:.1f};",
        f"stroke-dasharray:{0.6 * unit:.1f} {0.25 * unit:.1f}}}",
        f".screen{{stroke:#111;stroke-width:{0.28 * unit:.1f}}}",
        f".facing{{stroke:#111;stroke-width:{0.1 * unit:.1f}}}",
        f".seat{{fill:#fff;stroke:#111;stroke-width:{0.12 * unit:.1f}}}",
        ".seat.juki{fill:#111}",
    ]


def legend(unit: float) -> list[tuple[str, str]]:
    """(sample, words), one a line."""
    box = f'width="{2.6 * unit:.1f}" height="{1.2 * unit:.1f}" y="{-0.6 * unit:.1f}"'
    line = f'x2="{2.6 * unit:.1f}"'
    middle = f'cx="{1.3 * unit:.1f}"'
    entries = [
        (f'<rect class="area {kind}" {box}/><rect class="{kind}-hatch" {box}/>', words)
        for kind, words in AREAS.items()
    ]
    entries += [
        (f'<line class="wall {name}" {line}/>', words) for name, words in WALL_NAMES.items()
    ]
    return [
        *entries,
        (f'<rect class="blind" {box}/>', "死角（どの監督位置からも見えない）"),
        (f'<rect class="exposed" {box}/>', "画面が読める範囲（来庁者側）"),
        (f'<line class="ray" {line}/>', "席への見通し"),
        (
            f'<circle class="eye" {middle} r="{0.45 * unit:.1f}"/>',
            "監督位置（監督席・職員席・カメラ）",
        ),
        (f'<circle class="seat juki" {middle} r="{0.4 * unit:.1f}"/>', "統合端末の席"),
        (f'<circle class="seat business" {middle} r="{0.4 * unit:.1f}"/>', "業務端末の席"),
    ]
