"""廃棄記録簿: one disposal on A4 with its lines, its certificates and what is still missing."""

import asyncio
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from daicho.foundation.kernel.clock import JST
from daicho.things.disposal import wording
from daicho.things.disposal.listing import (
    CertificateShown,
    DisposalLineShown,
    DisposalPerson,
    DisposalShown,
)

MM: Final = 72 / 25.4
WIDE, HIGH, MARGIN = 210.0 * MM, 297.0 * MM, 15.0 * MM
BODY: Final = 9.0
LEADING: Final = 13.0


class _Paper:
    """Writes from the top down and turns the page when it is full."""

    def __init__(self, canvas: Any, foot: str) -> None:
        self._canvas, self._foot = canvas, foot
        self._page = 0
        self._y = 0.0
        self._turn()

    def _turn(self) -> None:
        if self._page:
            self._canvas.showPage()
        self._page += 1
        self._y = HIGH - MARGIN
        self._put(MARGIN, MARGIN / 2, f"{self._foot}  {self._page} 頁", 7.0)

    def _put(self, x: float, y: float, text: str, size: float, *, bold: bool = False) -> None:
        from daicho.things.labels import lettering  # fonts load with the first sheet

        font = lettering.BOLD if bold else lettering.REGULAR
        for name, piece in lettering.runs(text, font):
            self._canvas.setFont(name, size)
            self._canvas.drawString(x, y, piece)
            x += self._canvas.stringWidth(piece, name, size)

    def need(self, lines: int) -> None:
        """Keep so many lines together."""
        if self._y - lines * LEADING < MARGIN:
            self._turn()

    def line(
        self, text: str, *, size: float = BODY, indent: float = 0.0, bold: bool = False
    ) -> None:
        from daicho.things.labels import lettering

        room = WIDE - 2 * MARGIN - indent
        for piece in lettering.lines(text, room, size, most=6):
            self.need(1)
            self._y -= LEADING * size / BODY
            self._put(MARGIN + indent, self._y, piece, size, bold=bold)

    def fact(self, name: str, value: str | None) -> None:
        """A name on the left, what it is beside it."""
        if value:
            self.need(1)
            self._put(MARGIN, self._y - LEADING, name, BODY, bold=True)
            self.line(value, indent=34 * MM)

    def heading(self, text: str) -> None:
        self.need(4)
        self._y -= LEADING / 2
        self.line(text, size=11.0, bold=True)
        self._y -= 3.0
        self._canvas.line(MARGIN, self._y, WIDE - MARGIN, self._y)

    def boxes(self, names: Iterable[tuple[str, str]]) -> None:
        """The boxes in which people stand who asked, decided, witnessed and verified."""
        self.need(5)
        named = list(names)
        width, top = (WIDE - 2 * MARGIN) / len(named), self._y - 6.0
        for number, (title, person) in enumerate(named):
            left = MARGIN + number * width
            self._canvas.rect(left, top - 3 * LEADING, width, 3 * LEADING)
            self._put(left + 4, top - LEADING, title, 7.5, bold=True)
            self._put(left + 4, top - 2.3 * LEADING, person, BODY)
        self._y = top - 3 * LEADING - 6.0


async def drawn(shown: DisposalShown, now: datetime) -> bytes:
    """The PDF; drawing takes a moment, so a thread does it."""
    return await asyncio.to_thread(_drawn, shown, now)


def _drawn(shown: DisposalShown, now: datetime) -> bytes:
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, pagesize=(WIDE, HIGH), invariant=1)
    canvas.setTitle(f"廃棄記録簿 {shown.number}")
    canvas.setLineWidth(0.4)
    printed = now.astimezone(JST).strftime("%Y-%m-%d %H:%M")
    paper = _Paper(canvas, f"廃棄記録簿 {shown.number}  {shown.section_name}  出力 {printed}")
    _head(paper, shown)
    paper.heading(f"対象 {len(shown.lines)} 件 / Things")
    for number, line in enumerate(shown.lines, start=1):
        _line(paper, number, line)
    _certificates(paper, shown)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _head(paper: _Paper, shown: DisposalShown) -> None:
    paper.line(f"廃棄記録簿  {shown.number}", size=16.0, bold=True)
    paper.line("Record of disposal", size=8.0)
    witnesses = dict.fromkeys(_name(line.witnessed_by) for line in shown.lines)
    paper.boxes(
        (
            ("申請 Requested", _name(shown.requester)),
            ("決裁 Decided", _name(shown.decided_by)),
            ("立会 Witnessed", "、".join(filter(None, witnesses))),
            ("完了確認 Verified", _name(shown.verified_by)),
        )
    )
    paper.fact("所属", shown.section_name)
    paper.fact("状態", wording.STATES[shown.state])
    paper.fact(
        "区分", f"{wording.OUTCOMES[shown.outcome]}（{wording.OWNERSHIPS[shown.ownership]}）"
    )
    paper.fact("必要な水準", wording.LEVELS[shown.demands])
    paper.fact("理由", shown.reason)
    paper.fact("申請日時", _when(shown.requested_at))
    paper.fact("決裁日時", _when(shown.decided_at))
    paper.fact("却下理由", shown.remark)
    paper.fact("業者", _joined(shown.company, shown.contract))
    paper.fact("引渡し", _joined(_when(shown.collected_at), shown.collected_by))
    paper.fact("引渡し者", _name(shown.handed_over_by))
    paper.fact("完了日時", _when(shown.closed_at))
    if shown.irregular:
        paper.fact("注意", "手順どおりでない記録を含みます。")


def _line(paper: _Paper, number: int, line: DisposalLineShown) -> None:
    paper.need(5)
    title = f"{number}. {line.name}  {line.control_no}  {line.code}"
    paper.line(title, bold=True)
    told = f"型番 {line.model}  製造番号 {line.serial}  水準 {wording.LEVELS[line.required]}"
    paper.line(told, indent=6 * MM)
    if line.method is not None and line.place is not None:
        level = wording.LEVELS[line.level or "none"]
        paper.line(
            f"{_when(line.performed_at)}  {wording.METHODS[line.method]}（{level}、{line.edition or '—'}）"
            f"  用具 {line.tool}  {wording.PLACES[line.place]}",
            indent=6 * MM,
        )
        by = "業者" if line.by_contractor else _name(line.performed_by)
        paper.line(
            f"実施 {by}  記録 {_name(line.recorded_by)}  立会 {_name(line.witnessed_by) or '—'}"
            f"  写真 {len(line.photos)} 枚",
            indent=6 * MM,
        )
        for photo in line.photos:
            paper.line(f"写真 {photo}", size=6.5, indent=10 * MM)
    state = wording.LINE_STATES[line.state]
    missing = "、".join(wording.GAPS[gap] for gap in line.gaps) or "なし"
    paper.line(f"状態 {state}  不足 {missing}", indent=6 * MM)
    if line.remark:
        paper.line(f"備考 {line.remark}", indent=6 * MM)


def _certificates(paper: _Paper, shown: DisposalShown) -> None:
    if shown.certificates:
        paper.heading("証明書 / Certificates")
    for certificate in shown.certificates:
        _certificate(paper, certificate)
    if shown.differences:
        paper.heading("証明書と記録の相違 / Differences")
    for each in shown.differences:
        told = " → ".join(_named(text) for text in (each.recorded, each.certified) if text)
        paper.line(f"{each.serial}  {wording.DIFFERENCES[each.kind]}  {told}", indent=6 * MM)


def _named(text: str) -> str:
    """A method by its name; days and counts as they are."""
    return {str(method): name for method, name in wording.METHODS.items()}.get(text, text)


def _certificate(paper: _Paper, certificate: CertificateShown) -> None:
    replaced = "（差替え済み）" if certificate.replaced_by else ""
    paper.need(2)
    paper.line(
        f"{certificate.number}{replaced}  {certificate.issued_on}  {certificate.company or ''}",
        bold=True,
    )
    for line in certificate.lines:
        told = f"{line.serial}  {wording.METHODS[line.method]}  {line.performed_on}"
        paper.line(told, indent=6 * MM)
    if certificate.evidence:
        paper.line(f"ファイル {certificate.evidence}", size=6.5, indent=6 * MM)


def _name(person: DisposalPerson | None) -> str:
    return f"{person.name} ({person.staff_id})" if person else ""


def _when(moment: datetime | None) -> str:
    return moment.astimezone(JST).strftime("%Y-%m-%d %H:%M") if moment else ""


def _joined(*texts: str | None) -> str:
    return "  ".join(text for text in texts if text)
