"""The receipt of a stock-take on A4: who did what when, the counts, every line, and what vouches for it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from typing import Final

import msgspec
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from daicho.oversight.exports.floor_sheet import in_words
from daicho.oversight.exports.sheet_pens import Pen
from daicho.places.floors.svg import clean
from daicho.things.stocktake.listing import LineShown, Shown, Somebody

WIDE, HIGH = 210.0, 297.0
MARGIN: Final = 15.0
ROW: Final = 6.0
FOOT: Final = 22.0
QR_SIDE: Final = 40.0

STATES: Final = {
    "planned": "計画（未開始）",
    "counting": "計数中（途中経過）",
    "reconciling": "照合中（途中経過）",
    "completed": "完了（承認済）",
    "cancelled": "中止",
}
OUTCOMES: Final = {
    "here": "○ 所在どおり",
    "wrong_place": "△ 場所違い",
    "no_place": "□ 場所なし",
    "unknown_code": "？ 未登録コード",
    "elsewhere_section": "◇ 他所属の物",
    "label_damaged": "▽ ラベル破損",
    "disposed": "× 廃棄済の物",
    "missing": "● 所在不明",
    "out": "→ 持出中",
    "pending": "・ 未読取り",
}
"""A sign, so that the words are found at a glance, and the words."""
SETTLED: Final = {
    "none": "",
    "open": "未処理",
    "proposed": "是正案あり",
    "applied": "是正済",
    "reported": "報告済",
}
COLUMNS: Final = ((0.0, 26.0), (26.0, 46.0), (72.0, 36.0), (108.0, 36.0), (144.0, 36.0))
"""mm from the left margin, and the room: number, name, place in the register, place found, result."""
HEADINGS: Final = ("管理番号", "名称", "台帳の場所", "確認した場所", "結果")


class Counted(msgspec.Struct, frozen=True):
    """A session with all its lines, and the history's signed head."""

    stock_take: Shown
    lines: Sequence[LineShown]
    printed_at: datetime
    checkpoint: str


def pdf(counted: Counted) -> bytes:
    """As many pages as it takes; the same session and checkpoint give the same bytes."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(WIDE * mm, HIGH * mm), invariant=1)
    canvas.setTitle(f"棚卸結果書 {counted.stock_take.number}")
    pen = Pen(canvas)
    _front(pen, counted)
    pages = list(_pages(counted.lines))
    for number, lines in enumerate(pages, start=1):
        canvas.showPage()
        _list(pen, lines, f"明細 {number}/{len(pages)}・{counted.stock_take.number}")
    canvas.showPage()
    canvas.save()
    return out.getvalue()


# The front page ----------------------------------------------------------------------------------


def _front(pen: Pen, counted: Counted) -> None:
    told = counted.stock_take
    y = HIGH - MARGIN - 8
    _text(pen, "棚卸結果書", y, size=18, bold=True)
    _text(pen, f"{told.number}・{STATES[told.state]}", y - 9, size=11)
    for number, (name, words) in enumerate(_facts(told)):
        line = y - 22 - number * 7
        _text(pen, name, line, size=9)
        _text(pen, words, line, left=32, size=10, room=WIDE - 2 * MARGIN - 32)
    y -= 22 + 9 * 7
    _text(pen, "結果の内訳", y, size=11, bold=True)
    shown = [(OUTCOMES[name], n) for name in OUTCOMES if (n := told.counts.get(name, 0))]
    for number, (words, count) in enumerate([*shown, ("計", sum(told.counts.values()))]):
        line = y - 8 - number * 6.5
        _text(pen, words, line, left=4, size=10)
        _text(pen, f"{count} 件", line, left=50, size=10)
    _text(pen, f"未処理 {told.unsettled} 件", y - 8, left=90, size=10)
    _vouch(pen, counted)


def _facts(told: Shown) -> list[tuple[str, str]]:
    scope = "、".join(place.name for place in told.places) or "所属の全て"
    approved = _by(told.completed_by, told.completed_at)
    if told.completed_on_behalf_of is not None:
        approved += f"（{told.completed_on_behalf_of.name} の代決）"
    return [
        ("所属", told.section_name),
        ("対象", scope),
        ("期限", in_words(told.due)),
        ("予定数", f"{told.expected} 件" if told.expected is not None else "—"),
        ("計画", _by(told.planned_by, told.planned_at)),
        ("開始", _by(told.started_by, told.started_at)),
        ("計数終了", _by(told.closed_by, told.closed_at)),
        ("結果の承認", approved),
    ]


def _by(who: Somebody | None, at: datetime | None) -> str:
    if who is None or at is None:
        return "—"
    return f"{in_words(at.date())} {at:%H:%M}・{who.name}（{who.staff_id}）"


def _vouch(pen: Pen, counted: Counted) -> None:
    """The history's signed head as a QR for whoever keeps one."""
    foot = MARGIN * mm
    pen.qr(counted.checkpoint, ((WIDE - MARGIN - QR_SIDE) * mm, foot), QR_SIDE * mm)
    size = counted.checkpoint.split("\n")[1]
    printed = f"{in_words(counted.printed_at.date())} {counted.printed_at:%H:%M} 印刷"
    _text(pen, f"履歴のチェックポイント（{size} 件まで）", MARGIN + 10, size=8)
    _text(
        pen,
        "右のコードは、この時点の履歴の署名です。監査人の控えと照合できます。",
        MARGIN + 5,
        size=8,
    )
    _text(pen, printed, MARGIN, size=8)


# The list ------------------------------------------------------------------------------------------


def _pages(lines: Sequence[LineShown]) -> Iterator[Sequence[LineShown]]:
    """What wants a look first, then the rest by control number."""
    ordered = sorted(lines, key=lambda x: (x.outcome in ("here", "out"), x.control_no or x.code))
    fitting = int((HIGH - 2 * MARGIN - FOOT) // ROW)
    for start in range(0, len(ordered), fitting):
        yield ordered[start : start + fitting]


def _list(pen: Pen, lines: Sequence[LineShown], heading: str) -> None:
    top = HIGH - MARGIN - 6
    _text(pen, heading, top, size=11, bold=True)
    _row(pen, HEADINGS, top - 9, bold=True)
    for number, line in enumerate(lines, start=1):
        cells = (
            line.control_no or line.code,
            line.name or "—",
            line.asset_place.name if line.asset_place else "—",
            line.seen_place.name if line.seen_place else "—",
            " ".join((OUTCOMES[line.outcome], SETTLED[line.settling])).strip(),
        )
        _row(pen, cells, top - 9 - number * ROW)


def _row(pen: Pen, cells: Sequence[str], y: float, *, bold: bool = False) -> None:
    for (left, room), words in zip(COLUMNS, cells, strict=True):
        _text(pen, words, y, left=left, size=8, bold=bold, room=room - 2)
    low = (y - 1.8) * mm
    pen.box((MARGIN * mm, low), ((WIDE - MARGIN) * mm, low))


def _text(
    pen: Pen, words: str, y: float, *, left: float = 0.0, size: float, bold: bool = False,
    room: float | None = None,
) -> None:  # fmt: skip
    wide = (WIDE - 2 * MARGIN - left) if room is None else room
    pen.text(clean(words), ((MARGIN + left) * mm, y * mm), size=size, bold=bold, room=wide * mm)
