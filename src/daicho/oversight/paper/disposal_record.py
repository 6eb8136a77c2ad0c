"""廃棄記録簿: one disposal on A4 under its 決裁欄, with its lines, its certificates and what is still missing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from daicho.foundation.kernel.clock import JST
from daicho.oversight.paper.sheet import CHECKPOINT, MARGIN, PORTRAIT, Head, Paper, wrapped
from daicho.things.disposal import wording
from daicho.things.disposal.listing import (
    CertificateShown,
    DisposalLineShown,
    DisposalPerson,
    DisposalShown,
)

SIZE: Final = 9.0
LEADING: Final = 4.6
INDENT: Final = 6.0
NAME: Final = 34.0
MOST_LINES: Final = 12


class _Flow:
    """Writes from the top down and turns the page when it is full; the pages are counted in a first round."""

    def __init__(self, head: Head, foot: str, pages: int) -> None:
        self._head, self._foot, self._pages = head, foot, pages
        self.paper = Paper(PORTRAIT, head.title)
        self.page = 1
        self._low = self.paper.high - MARGIN - 2
        self._room = self.paper.wide - 2 * MARGIN
        self._y = self.paper.head(head)

    def _turn(self) -> None:
        self._end_page()
        self.page += 1
        self.paper.text(MARGIN, MARGIN + 4, f"{self._head.title}（続き）", 10, bold=True)
        self._y = MARGIN + 8

    def _end_page(self) -> None:
        self.paper.foot(self._foot, self.page, self._pages)
        self.paper.turn()

    def finished(self) -> bytes:
        self._end_page()
        return self.paper.finished()

    def need(self, lines: int) -> None:
        """Keep so many lines together."""
        if self._y + lines * LEADING > self._low:
            self._turn()

    def line(
        self, text: str, *, size: float = SIZE, indent: float = 0.0, bold: bool = False
    ) -> None:
        for piece in wrapped(text, self._room - indent, size, MOST_LINES):
            self.need(1)
            self._y += LEADING * max(size, 7.0) / SIZE
            self.paper.text(MARGIN + indent, self._y, piece, size, bold=bold)

    def fact(self, name: str, value: str | None) -> None:
        """A name on the left, what it is beside it."""
        if value:
            self.need(1)
            self.paper.text(MARGIN, self._y + LEADING, name, SIZE, bold=True, room=NAME - 2)
            self.line(value, indent=NAME)

    def heading(self, text: str) -> None:
        self.need(4)
        self._y += LEADING / 2
        self.line(text, size=11.0, bold=True)
        self._y += 1.5
        self.paper.line(MARGIN, self._y, self._room)

    def people(self, named: Sequence[tuple[str, str]]) -> None:
        """Who asked, decided, witnessed and verified, side by side: four different persons at a glance."""
        high, wide = 12.0, self._room / len(named)
        self.need(5)
        for number, (title, person) in enumerate(named):
            left = MARGIN + number * wide
            self.paper.box(left, self._y, wide, high)
            self.paper.text(left + 1.5, self._y + 4, title, 7.5, bold=True, room=wide - 3)
            self.paper.text(left + 1.5, self._y + 9, person, SIZE, room=wide - 3)
        self._y += high + 2


def pdf(shown: DisposalShown, boxes: Sequence[str], signed: str, printed: str) -> bytes:
    """As many pages as it takes; `signed` is the head of the history, `printed` says when and by whom."""
    title = f"廃棄記録簿 {shown.number}"
    head = Head(title, (shown.section_name, printed), boxes, signed, CHECKPOINT)
    foot = f"{title}　{shown.section_name}　{printed}"
    pages = _written(_Flow(head, foot, 1), shown).page
    return _written(_Flow(head, foot, pages), shown).finished()


def _written(flow: _Flow, shown: DisposalShown) -> _Flow:
    _facts(flow, shown)
    flow.heading(f"対象 {len(shown.lines)} 件")
    for number, line in enumerate(shown.lines, start=1):
        _line(flow, number, line)
    _certificates(flow, shown)
    return flow


def _facts(flow: _Flow, shown: DisposalShown) -> None:
    witnesses = dict.fromkeys(_name(line.witnessed_by) for line in shown.lines)
    decided = _name(shown.decided_by)
    if shown.decided_for is not None:
        decided += f"（{_name(shown.decided_for)} の代決）"
    flow.people(
        (
            ("申請", _name(shown.requester)),
            ("決裁", decided),
            ("立会", "、".join(filter(None, witnesses))),
            ("完了確認", _name(shown.verified_by)),
        )
    )
    flow.fact("状態", wording.STATES[shown.state])
    flow.fact("区分", f"{wording.OUTCOMES[shown.outcome]}（{wording.OWNERSHIPS[shown.ownership]}）")
    flow.fact("必要な水準", wording.LEVELS[shown.demands])
    flow.fact("理由", shown.reason)
    flow.fact("申請日時", _when(shown.requested_at))
    flow.fact("決裁日時", _when(shown.decided_at))
    flow.fact("却下理由", shown.remark)
    flow.fact("業者", _joined(shown.company, shown.contract))
    flow.fact("引渡し", _joined(_when(shown.collected_at), shown.collected_by))
    flow.fact("引渡し者", _name(shown.handed_over_by))
    flow.fact("完了日時", _when(shown.closed_at))
    if shown.irregular:
        flow.fact("注意", "手順どおりでない記録を含みます。")


def _line(flow: _Flow, number: int, line: DisposalLineShown) -> None:
    flow.need(5)
    flow.line(f"{number}. {line.name}　{line.control_no}　{line.code}", bold=True)
    level = wording.LEVELS[line.required]
    flow.line(f"型番 {line.model}　製造番号 {line.serial}　水準 {level}", indent=INDENT)
    _work(flow, line)
    missing = "、".join(wording.GAPS[gap] for gap in line.gaps) or "なし"
    flow.line(f"状態 {wording.LINE_STATES[line.state]}　不足 {missing}", indent=INDENT)
    if line.remark:
        flow.line(f"備考 {line.remark}", indent=INDENT)
    if line.state == "lost":
        _loss(flow, line)


def _loss(flow: _Flow, line: DisposalLineShown) -> None:
    """Why the disposal ended without it, who said so, and under which incident the loss is dealt with."""
    flow.line(
        f"紛失による除外 {_when(line.lost_at)}　{_name(line.lost_by)}（情報セキュリティ管理者）",
        indent=INDENT,
    )
    flow.line(f"事故 {line.incident or '—'}　理由 {line.lost_why or '—'}", indent=INDENT)


def _work(flow: _Flow, line: DisposalLineShown) -> None:
    """What was done to it, by whom, before whose eyes, and the pictures of it."""
    if line.method is None or line.place is None:
        return
    level = wording.LEVELS[line.level or "none"]
    flow.line(
        f"{_when(line.performed_at)}　{wording.METHODS[line.method]}（{level}、{line.edition or '—'}）"
        f"　用具 {line.tool}　{wording.PLACES[line.place]}",
        indent=INDENT,
    )
    by = "業者" if line.by_contractor else _name(line.performed_by)
    flow.line(
        f"実施 {by}　記録 {_name(line.recorded_by)}　立会 {_name(line.witnessed_by) or '—'}"
        f"　写真 {len(line.photos)} 枚",
        indent=INDENT,
    )
    for photo in line.photos:
        flow.line(f"写真 {photo}", size=6.5, indent=INDENT + 4)


def _certificates(flow: _Flow, shown: DisposalShown) -> None:
    if shown.certificates:
        flow.heading("証明書")
    for certificate in shown.certificates:
        _certificate(flow, certificate)
    if shown.differences:
        flow.heading("証明書と記録の相違")
    for each in shown.differences:
        told = " → ".join(_named(text) for text in (each.recorded, each.certified) if text)
        flow.line(f"{each.serial}　{wording.DIFFERENCES[each.kind]}　{told}", indent=INDENT)


def _certificate(flow: _Flow, certificate: CertificateShown) -> None:
    replaced = "（差替え済み）" if certificate.replaced_by else ""
    flow.need(2)
    flow.line(
        f"{certificate.number}{replaced}　{certificate.issued_on}　{certificate.company or ''}",
        bold=True,
    )
    for line in certificate.lines:
        told = f"{line.serial}　{wording.METHODS[line.method]}　{line.performed_on}"
        flow.line(told, indent=INDENT)
    if certificate.evidence:
        flow.line(f"ファイル {certificate.evidence}", size=6.5, indent=INDENT)


def _named(text: str) -> str:
    """A method by its name; days and counts as they are."""
    return {str(method): name for method, name in wording.METHODS.items()}.get(text, text)


def _name(person: DisposalPerson | None) -> str:
    return f"{person.name}（{person.staff_id}）" if person else ""


def _when(moment: datetime | None) -> str:
    return moment.astimezone(JST).strftime("%Y-%m-%d %H:%M") if moment else ""


def _joined(*texts: str | None) -> str:
    return "　".join(text for text in texts if text)
