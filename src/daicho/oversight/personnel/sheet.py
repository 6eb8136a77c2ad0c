"""引継書: what somebody whose posts end hands over, one person after the other on A4."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from daicho.foundation.kernel.clock import JST
from daicho.oversight.desk.task import Task
from daicho.oversight.personnel.columns import ROLES
from daicho.oversight.personnel.holding import Held
from daicho.oversight.personnel.showing import PersonTold, PostTold

MM: Final = 72 / 25.4
WIDE, HIGH, MARGIN = 210.0 * MM, 297.0 * MM, 15.0 * MM
BODY, LEADING = 9.0, 14.0
HELD: Final = {
    "take_out": "持出し中・手続中", "media_use": "媒体の使用", "bring_in": "持込み", "deputy": "代決",
}  # fmt: skip
BOXES: Final = ("前任者", "後任者", "立会者", "所属長")


class _Paper:
    """Writes from the top down and turns the page when it is full."""

    def __init__(self, canvas: Any, foot: str) -> None:
        self._canvas, self._foot = canvas, foot
        self._page, self._y = 0, 0.0

    def turn(self) -> None:
        """A fresh page, its number at the foot."""
        if self._page:
            self._canvas.showPage()
        self._page += 1
        self._y = HIGH - MARGIN
        self._canvas.setLineWidth(0.4)
        self._put(MARGIN, MARGIN / 2, f"{self._foot}  {self._page} 頁", 7.0)

    def _put(self, x: float, y: float, text: str, size: float, *, bold: bool = False) -> None:
        from daicho.things.labels import lettering  # fonts load with the first sheet

        for name, piece in lettering.runs(text, lettering.BOLD if bold else lettering.REGULAR):
            self._canvas.setFont(name, size)
            self._canvas.drawString(x, y, piece)
            x += self._canvas.stringWidth(piece, name, size)

    def line(
        self, text: str, *, size: float = BODY, indent: float = 0.0, bold: bool = False
    ) -> None:
        from daicho.things.labels import lettering

        for piece in lettering.lines(text, WIDE - 2 * MARGIN - indent, size, most=4):
            if self._y - 2 * LEADING < MARGIN:
                self.turn()
            self._y -= LEADING * size / BODY
            self._put(MARGIN + indent, self._y, piece, size, bold=bold)

    def heading(self, text: str) -> None:
        if self._y - 5 * LEADING < MARGIN:
            self.turn()
        self._y -= LEADING / 2
        self.line(text, size=11.0, bold=True)
        self._y -= 3.0
        self._canvas.line(MARGIN, self._y, WIDE - MARGIN, self._y)

    def to_tick(self, text: str) -> None:
        """A line with a box before it, for whoever hands over."""
        self.line(text, indent=6 * MM)
        self._canvas.rect(MARGIN + 1 * MM, self._y - 1, 3 * MM, 3 * MM)

    def boxes(self, names: Sequence[str]) -> None:
        """Where people sign."""
        if self._y - 6 * LEADING < MARGIN:
            self.turn()
        width, high = (WIDE - 2 * MARGIN) / len(names), 3.5 * LEADING
        self._y -= LEADING
        for number, name in enumerate(names):
            left = MARGIN + number * width
            self._canvas.rect(left, self._y - high, width, high)
            self._put(left + 4, self._y - LEADING + 3, name, 7.5, bold=True)
        self._y -= high


async def drawn(
    people: Sequence[PersonTold], tasks: Mapping[str, Sequence[Task]], now: datetime
) -> bytes:
    """The PDF, a page or more for each; drawing takes a moment, so a thread does it."""
    return await asyncio.to_thread(_drawn, people, tasks, now)


def _drawn(
    people: Sequence[PersonTold], tasks: Mapping[str, Sequence[Task]], now: datetime
) -> bytes:
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, pagesize=(WIDE, HIGH), invariant=1)
    canvas.setTitle("引継書")
    printed = now.astimezone(JST).strftime("%Y-%m-%d %H:%M")
    paper = _Paper(canvas, f"引継書  出力 {printed}")
    for person in people:
        paper.turn()
        _person(paper, person, tasks.get(person.staff_id, ()))
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _person(paper: _Paper, person: PersonTold, tasks: Sequence[Task]) -> None:
    paper.line("引継書", size=18.0, bold=True)
    paper.line("Handing over", size=8.0)
    paper.line(f"{person.name}（{person.staff_id}）", size=13.0, bold=True)
    if person.leaves:
        paper.line(f"退職日 {person.leaves}")
    _listed(paper, "終わる発令 / Posts that end", [_post(post) for post in person.ends])
    _listed(paper, "新しい発令 / Posts that begin", [_post(post) for post in person.begins])
    count = len(person.holds)
    _ticked(paper, f"引き継ぐもの {count} 件 / What is held", [_held(h) for h in person.holds])
    _ticked(paper, f"処理を待っているもの {len(tasks)} 件 / What waits", [_task(t) for t in tasks])
    paper.boxes(BOXES)


def _listed(paper: _Paper, title: str, lines: Sequence[str]) -> None:
    paper.heading(title)
    for line in lines or ["なし"]:
        paper.line(line, indent=6 * MM)


def _ticked(paper: _Paper, title: str, lines: Sequence[str]) -> None:
    paper.heading(title)
    for line in lines:
        paper.to_tick(line)
    if not lines:
        paper.line("なし", indent=6 * MM)


def _held(held: Held) -> str:
    due = f"  期限 {held.due}" if held.due else ""
    return f"{HELD[held.kind]}  {held.title}  {held.detail}{due}"


def _task(task: Task) -> str:
    return f"{task.title}  {task.detail}  {task.since.astimezone(JST):%Y-%m-%d} から"


def _post(post: PostTold) -> str:
    until = post.valid_to or ""
    return (
        f"{post.section_name}  {post.title}（{ROLES[post.role][0]}）  {post.valid_from} – {until}"
    )
