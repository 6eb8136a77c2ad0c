"""What is printed: looked up for the asker, under its 決裁欄 and the signed head of the history, drawn in a thread."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

import msgspec

from daicho.foundation import db
from daicho.foundation.history.checkpoints import Signer
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import JST
from daicho.foundation.kernel.errors import Invalid, Missing, Refused
from daicho.foundation.kernel.text import holds
from daicho.foundation.settings import KEYS, Settings
from daicho.oversight.paper import (
    disposal_record,
    facts,
    narrowing,
    service,
    sheet,
    single,
    tabular,
    wording,
)
from daicho.oversight.paper.model import BlankForm
from daicho.oversight.paper.narrowing import Narrowed
from daicho.oversight.paper.registers import REGISTERS, Asking, Line, PaperRegister, RegisterName
from daicho.oversight.paper.single import FormName
from daicho.things.disposal import listing as disposals
from daicho.things.disposal import reading

MOST: Final = 5_000
"""Lines of one print: more is no paper that anybody reads."""


class Period(msgspec.Struct, frozen=True):
    """From one day to another, both included; open where None."""

    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)

    @property
    def words(self) -> str:
        if self.first is None and self.last is None:
            return "全期間"
        return f"{self.first or '最初'} から {self.last or '現在'} まで"


class Wanted(msgspec.Struct, frozen=True):
    """What of a register is printed."""

    section: str | None
    period: Period
    narrowed: Narrowed = Narrowed()


async def signed_head(settings: Settings, now: datetime) -> str:
    """The head of the history as a signed note."""
    town = await identity.municipality()
    if town is None:
        raise Missing("unknown-municipality")
    async with db.write():
        return await Signer(settings.data_dir / KEYS, town.origin).checkpoint(now)


def printed_by(now: datetime, actor: Actor) -> str:
    return f"{now.astimezone(JST):%Y-%m-%d %H:%M} 出力　出力者 {actor.person}"


# Registers ----------------------------------------------------------------------------------------


async def register(
    settings: Settings, name: RegisterName, wanted: Wanted, actor: Actor, now: datetime,
) -> bytes:  # fmt: skip
    """A4 landscape; refused when it would be longer than anybody reads."""
    section, period = wanted.section, wanted.period
    narrowed = narrowing.in_words(name, wanted.narrowed)
    if period.first is not None and period.last is not None and period.last < period.first:
        raise Invalid("period-wrong", first=str(period.first), last=str(period.last))
    printed = REGISTERS[name]
    if section is not None and section not in actor.reach():
        raise Missing("unknown-section", section=section)
    section_name = await identity.section_name(section) if section else "閲覧できる全ての所属"
    async with db.read():
        asking = Asking(actor, now, section, wanted.narrowed)
        lines = await _lines(printed, asking, period, _words_of(name, wanted.narrowed))
    boxes = (await service.boxes(section or actor.home, ["register"]))["register"].titles
    signed = await signed_head(settings, now)
    return await asyncio.to_thread(
        _draw_register, printed, lines, boxes, signed,
        (section_name, period.words, narrowed, printed_by(now, actor)),
    )  # fmt: skip


def _words_of(name: RegisterName, narrowed: Narrowed) -> str | None:
    return None if name in narrowing.LOOK_THEMSELVES else narrowed.q


async def _lines(
    printed: PaperRegister, asking: Asking, period: Period, q: str | None
) -> list[Line]:
    found: list[Line] = []
    after: str | None = None
    while True:
        page, more = await printed.read(asking, after)
        found += [line for line in page if period.holds(line.day) and holds(line.cells, q)]
        if len(found) > MOST:
            raise Refused("register-too-long", most=MOST)
        if not more or not page:
            break
        after = page[-1].key
    return found[::-1] if printed.newest_first else found


def _draw_register(
    printed: PaperRegister, lines: Sequence[Line], boxes: Sequence[str], signed: str,
    told: tuple[str, str, str, str],
) -> bytes:  # fmt: skip
    section, period, narrowed, when = told
    chosen = [f"絞込み {narrowed}"] if narrowed else []
    head = sheet.Head(
        printed.title, (section, f"期間 {period}　{len(lines)} 件", *chosen, f"{when} 現在"), boxes, signed,
        sheet.CHECKPOINT,
    )  # fmt: skip
    foot = f"{printed.title}　{section}　{when}"
    return tabular.pdf(tabular.Table(head, printed.columns, [line.cells for line in lines], foot))


# Forms --------------------------------------------------------------------------------------------


async def form(
    settings: Settings, name: FormName, matter: str, actor: Actor, now: datetime
) -> tuple[str, bytes]:
    """The number of a take-out, disposal or bring-in, and its form."""
    async with db.read():
        told = await single.FORMS[name](matter, actor, now)
        boxes = (await service.boxes(told.section, [told.sheet]))[told.sheet].titles
    signed = await signed_head(settings, now)
    when = printed_by(now, actor)
    return told.number, await asyncio.to_thread(_draw_form, told, boxes, signed, when)


def _draw_form(told: single.Single, boxes: Sequence[str], signed: str, when: str) -> bytes:
    lines = (f"番号 {told.number}", told.section_name, f"{when} 現在")
    head = sheet.Head(told.title, lines, boxes, signed, sheet.CHECKPOINT)
    foot = f"{told.title} {told.number}　{told.section_name}　{when}"
    return facts.pdf([facts.Sheet(head, told.facts, foot)], f"{told.title} {told.number}")


async def record(
    settings: Settings, disposal: str, actor: Actor, now: datetime
) -> tuple[str, bytes]:
    """The number of a disposal, and its 廃棄記録簿."""
    async with db.read():
        shown = await disposals.shown(await reading.require(disposal, actor), actor, now)
        boxes = (await service.boxes(shown.section, ["disposal"]))["disposal"].titles
    signed = await signed_head(settings, now)
    when = printed_by(now, actor)
    return shown.number, await asyncio.to_thread(disposal_record.pdf, shown, boxes, signed, when)


# Forms for a downtime -----------------------------------------------------------------------------


async def blanks(batch: str, actor: Actor) -> bytes:
    """The forms of a batch, one a page, each with the QR of its serial; void ones stay away."""
    async with db.read():
        forms = await service.batch(batch, actor)
        kind, section = forms[0].form, forms[0].section
        boxes = (await service.boxes(section, [kind]))[kind].titles
        name = await identity.section_name(section)
    usable = [one for one in forms if one.state != "void"]
    if not usable:
        raise Refused("form-void", serial=forms[0].serial)
    return await asyncio.to_thread(_draw_blanks, usable, boxes, name)


def _draw_blanks(forms: Sequence[BlankForm], boxes: Sequence[str], section: str) -> bytes:
    sheets = [_blank(one, boxes, section) for one in forms]
    return facts.pdf(sheets, wording.FORMS[forms[0].form])


def _blank(one: BlankForm, boxes: Sequence[str], section: str) -> facts.Sheet:
    issued = f"{one.issued_at.astimezone(JST):%Y-%m-%d} 発行"
    lines = (
        f"様式番号 {one.serial}", f"{section}　{issued}",
        "システム停止時に使う様式です。復旧後、①②…を行った本人がそれぞれ「紙の様式」から記入します。",
    )  # fmt: skip
    head = sheet.Head(wording.FORMS[one.form], lines, boxes, one.serial, one.serial)
    told = [facts.Fact(name, words, high) for name, words, high in wording.BLANKS[one.form]]
    foot = f"{wording.FORMS[one.form]}　{one.serial}　{section}　書き損じは破らず「紙の様式」で無効にします。"
    return facts.Sheet(head, told, foot)
