"""The receipt of a stock-take on A4: who did what when, the counts, every line, and what vouches for it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

import msgspec

from daicho.oversight.exports.floor_sheet import in_words
from daicho.oversight.paper.sheet import CHECKPOINT, MARGIN, PORTRAIT, Head, Paper
from daicho.things.stocktake.listing import LineShown, Shown, Somebody

ROW: Final = 6.0

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
COLUMNS: Final = ((0.0, 26.0), (26.0, 48.0), (74.0, 38.0), (112.0, 38.0), (150.0, 36.0))
"""mm from the left margin, and the room: number, name, place in the register, place found, result."""
HEADINGS: Final = ("管理番号", "名称", "台帳の場所", "確認した場所", "結果")


class Counted(msgspec.Struct, frozen=True):
    """A session with all its lines, the titles of its 決裁欄, and the history's signed head."""

    stock_take: Shown
    lines: Sequence[LineShown]
    boxes: Sequence[str]
    printed: str
    checkpoint: str


def pdf(counted: Counted) -> bytes:
    """As many pages as it takes; the same session and checkpoint give the same bytes."""
    told = counted.stock_take
    paper = Paper(PORTRAIT, f"棚卸結果書 {told.number}")
    lists = list(_pages(counted.lines, int((paper.high - 2 * MARGIN - 16) // ROW)))
    foot = f"棚卸結果書 {told.number}　{told.section_name}　{counted.printed}"
    _front(paper, counted)
    paper.foot(foot, 1, 1 + len(lists))
    for number, lines in enumerate(lists, start=1):
        paper.turn()
        _list(paper, lines, f"明細 {number}/{len(lists)}・{told.number}")
        paper.foot(foot, 1 + number, 1 + len(lists))
    paper.turn()
    return paper.finished()


# The front page ----------------------------------------------------------------------------------


def _front(paper: Paper, counted: Counted) -> None:
    told = counted.stock_take
    lines = (f"{told.number}・{STATES[told.state]}", told.section_name, counted.printed)
    y = paper.head(Head("棚卸結果書", lines, counted.boxes, counted.checkpoint, CHECKPOINT)) + 6
    for name, words in _facts(told):
        paper.text(MARGIN, y, name, 9)
        paper.text(MARGIN + 32, y, words, 10, room=paper.wide - 2 * MARGIN - 32)
        y += 7
    paper.text(MARGIN, y + 3, "結果の内訳", 11, bold=True)
    paper.text(MARGIN + 90, y + 11, f"未処理 {told.unsettled} 件", 10)
    shown = [(OUTCOMES[name], n) for name in OUTCOMES if (n := told.counts.get(name, 0))]
    for words, count in [*shown, ("計", sum(told.counts.values()))]:
        paper.text(MARGIN + 4, y + 11, words, 10)
        paper.text(MARGIN + 50, y + 11, f"{count} 件", 10)
        y += 6.5
    size = counted.checkpoint.split("\n")[1]
    for number, words in enumerate(
        (
            f"右上のコードは、この時点の履歴（{size} 件まで）の署名です。",
            "監査人の控えのチェックポイントと照合できます。",
        )
    ):
        paper.text(MARGIN, paper.high - MARGIN - 12 + number * 5, words, 8)


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


# The list ------------------------------------------------------------------------------------------


def _pages(lines: Sequence[LineShown], fitting: int) -> Iterator[Sequence[LineShown]]:
    """What wants a look first, then the rest by control number."""
    ordered = sorted(lines, key=lambda x: (x.outcome in ("here", "out"), x.control_no or x.code))
    for start in range(0, len(ordered), fitting):
        yield ordered[start : start + fitting]


def _list(paper: Paper, lines: Sequence[LineShown], heading: str) -> None:
    y = MARGIN + 5
    paper.text(MARGIN, y, heading, 11, bold=True)
    _row(paper, HEADINGS, y + 8, bold=True)
    for number, line in enumerate(lines, start=1):
        cells = (
            line.control_no or line.code,
            line.name or "—",
            line.asset_place.name if line.asset_place else "—",
            line.seen_place.name if line.seen_place else "—",
            " ".join((OUTCOMES[line.outcome], SETTLED[line.settling])).strip(),
        )
        _row(paper, cells, y + 8 + number * ROW)


def _row(paper: Paper, cells: Sequence[str], y: float, *, bold: bool = False) -> None:
    for (left, room), words in zip(COLUMNS, cells, strict=True):
        paper.text(MARGIN + left, y, words, 8, bold=bold, room=room - 2)
    paper.line(MARGIN, y + 1.8, paper.wide - 2 * MARGIN)
