"""Registers as they are printed: which columns, and the lines of a section and a period, as the lists show them."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime
from typing import Any, Final, Literal

import msgspec

from daicho.foundation.identity import service as identity
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import today
from daicho.oversight.paper import wording
from daicho.oversight.paper.narrowing import Narrowed
from daicho.oversight.paper.tabular import Column
from daicho.oversight.violations import seeing
from daicho.oversight.violations import service as violations
from daicho.things.assets import finding
from daicho.things.assets import service as assets
from daicho.things.bringins import beside
from daicho.things.bringins import listing as bringins
from daicho.things.custody import finding as custody_finding
from daicho.things.custody import listing as custody
from daicho.things.custody import uses
from daicho.things.disposal import listing as disposal
from daicho.things.disposal import wording as disposal_words
from daicho.things.stocktake import listing as stocktake

RegisterName = Literal[
    "assets", "media", "take-outs", "media-uses", "bring-ins", "deliveries", "private-finds",
    "disposals", "stock-takes", "violations",
]  # fmt: skip

PAGE: Final = 200


class Asking(msgspec.Struct, frozen=True):
    """Who asks, when, and of which section; None is everything within reach. `narrowed` as on the register's page."""

    actor: Actor
    now: datetime
    section: str | None
    narrowed: Narrowed = Narrowed()


class Line(msgspec.Struct, frozen=True):
    """The day that a period is about, the key that the next page begins after, and the cells."""

    day: date
    key: str
    cells: Sequence[str]


Reading = Callable[[Asking, str | None], Awaitable[tuple[list[Line], bool]]]
"""One page after a key, and whether there is more."""


class PaperRegister(msgspec.Struct, frozen=True):
    title: str
    columns: Sequence[Column]
    read: Reading
    newest_first: bool = True


def name(person: Any) -> str:
    """As on the screen: the name, and the staff number; of an erased person the number."""
    return "" if person is None else f"{person.name}（{person.staff_id}）"


def names(persons: Sequence[Any]) -> str:
    return "、".join(name(person) for person in persons)


def when(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment:%Y-%m-%d %H:%M}"


async def _take_outs(asking: Asking, after: str | None) -> tuple[list[Line], bool]:
    wanted = custody.Filter(asking.narrowed.status, asking.section)
    day = today(asking.now)
    found = await custody_finding.listed(
        asking.actor, wanted, day, q=asking.narrowed.q, limit=PAGE, after=after
    )
    shown = await custody.shown(found[:PAGE], asking.actor, asking.now)
    return [_take_out(one) for one in shown], len(found) > PAGE


def _take_out(one: custody.Shown) -> Line:
    state = "expired" if one.expired else one.state
    return Line(one.requested_at.date(), one.id, (
        one.number, f"{one.asset_name} {one.code}", one.section_name,
        f"{name(one.applicant)} {when(one.requested_at)}", names(one.carriers),
        f"{one.purpose or ''}／{one.destination or ''}", str(one.planned_return),
        f"{name(one.approved_by)} {when(one.decided_at)}",
        f"{name(one.handed_over_by)} {when(one.handed_over_at)}",
        f"{name(one.returned_by)} {when(one.returned_at)}",
        f"{name(one.verified_by)} {when(one.verified_at)}", wording.TAKE_OUTS[state],
    ))  # fmt: skip


async def _media_uses(asking: Asking, after: str | None) -> tuple[list[Line], bool]:
    wanted = uses.Filter(section=asking.section)
    found = await uses.listed(asking.actor, wanted, limit=PAGE, after=after)
    shown = await uses.shown(found[:PAGE], asking.actor)
    return [
        Line(one.started_at.date(), one.id, (
            f"{one.control_no} {one.name}", one.section_name, one.terminal_name, name(one.used_by),
            one.purpose or "", one.note or "", when(one.started_at), when(one.ended_at),
            name(one.ended_by), wording.YES[one.erased],
        ))
        for one in shown
    ], len(found) > PAGE  # fmt: skip


async def _bring_ins(asking: Asking, after: str | None) -> tuple[list[Line], bool]:
    wanted = bringins.Filter(asking.narrowed.status, asking.section)
    day = today(asking.now)
    found = await bringins.listed(asking.actor, wanted, day, limit=PAGE, after=after)
    shown = await bringins.shown(found[:PAGE], asking.actor, asking.now)
    return [_bring_in(one) for one in shown], len(found) > PAGE


def _bring_in(one: bringins.BringInShown) -> Line:
    who = name(one.bringer) or f"{one.visitor or ''}（{one.company or ''}）"
    items = "、".join(f"{item.name} {item.serial}".strip() for item in one.items)
    return Line(one.requested_at.date(), one.id, (
        one.number, one.section_name, f"{one.floor_name} {one.area_name or ''}", who, items,
        one.purpose or "", f"{one.planned_in}〜{one.planned_out}",
        f"{name(one.requester)} {when(one.requested_at)}",
        f"{name(one.decided_by)} {when(one.decided_at)}",
        f"{name(one.inspected_in_by)} {when(one.inspected_in_at)}",
        f"{name(one.inspected_out_by)} {when(one.inspected_out_at)}", wording.BRING_INS[one.state],
    ))  # fmt: skip


async def _deliveries(asking: Asking, after: str | None) -> tuple[list[Line], bool]:
    found = await beside.deliveries(
        asking.actor, asking.section, witnessed=None, limit=PAGE, after=after
    )
    shown = await beside.shown_deliveries(found[:PAGE], asking.actor, asking.now)
    return [
        Line(one.delivered_at.date(), one.id, (
            one.number, one.section_name, wording.DIRECTIONS.get(one.direction, one.direction),
            when(one.delivered_at), one.what or "", one.company or "",
            " ".join(filter(None, (one.floor_name, one.area_name, one.place_name))),
            name(one.witness) or "なし", name(one.recorded_by),
        ))
        for one in shown
    ], len(found) > PAGE  # fmt: skip


async def _finds(asking: Asking, after: str | None) -> tuple[list[Line], bool]:
    found = await beside.finds(asking.actor, None, asking.section, limit=PAGE, after=after)
    shown = await beside.shown_finds(found[:PAGE], asking.actor, asking.now)
    return [
        Line(one.found_at.date(), one.id, (
            one.section_name, f"{one.floor_name} {one.area_name or ''}",
            f"{one.item.name} {one.item.serial}", name(one.found_by), when(one.found_at),
            one.note or "", one.answer or "", name(one.settled_by), wording.FINDS[one.state],
        ))
        for one in shown
    ], len(found) > PAGE  # fmt: skip


async def _disposals(asking: Asking, after: str | None) -> tuple[list[Line], bool]:
    wanted = disposal.Filter(asking.narrowed.status, asking.section)
    found = await disposal.listed(asking.actor, wanted, limit=PAGE, after=after)
    shown = await disposal.summaries(found[:PAGE], asking.actor, asking.now)
    return [
        Line(one.requested_at.date(), one.id, (
            one.number, one.section_name, f"{one.first_thing} ほか" if one.things > 1 else one.first_thing,
            f"{one.things}", f"{one.ready}", disposal_words.OUTCOMES[one.outcome],
            disposal_words.LEVELS[one.demands], f"{name(one.requester)} {when(one.requested_at)}",
            str(one.differences), disposal_words.STATES[one.state],
        ))
        for one in shown
    ], len(found) > PAGE  # fmt: skip


async def _stock_takes(asking: Asking, after: str | None) -> tuple[list[Line], bool]:
    wanted = stocktake.Filter(asking.narrowed.status, asking.section)
    found = await stocktake.listed(asking.actor, wanted, limit=PAGE, after=after)
    shown = await stocktake.shown(found[:PAGE], asking.actor, asking.now)
    return [
        Line(one.planned_at.date(), one.id, (
            one.number, one.section_name, "、".join(p.name for p in one.places) or "所属の全て",
            str(one.due), str(one.expected or ""), str(one.unsettled),
            f"{name(one.planned_by)} {when(one.planned_at)}",
            f"{name(one.closed_by)} {when(one.closed_at)}",
            f"{name(one.completed_by)} {when(one.completed_at)}", wording.STOCK_TAKES[one.state],
        ))
        for one in shown
    ], len(found) > PAGE  # fmt: skip


def _things(only_media: bool) -> Reading:
    async def read(asking: Asking, after: str | None) -> tuple[list[Line], bool]:
        by = asking.narrowed
        kind: Any = "medium" if only_media else by.kind
        wanted = finding.Filter(asking.section, kind, by.state, by.q)
        found = await assets.listed(asking.actor, wanted, limit=PAGE, after=after)
        days = {asset.control_no: asset.registered_on for asset in found}
        shown = await assets.shown(found[:PAGE])
        return [
            Line(days[one.control_no], one.control_no, (
                one.control_no, one.code, one.name, wording.TYPES[one.type],
                f"{one.maker or ''} {one.model}".strip(), one.serial, one.section_name,
                one.place_name or "", str(one.data_class) if one.data_class is not None else "不明",
                str(days[one.control_no]), wording.ASSETS[one.state],
            ))
            for one in shown
        ], len(found) > PAGE  # fmt: skip

    return read


async def _violations(asking: Asking, after: str | None) -> tuple[list[Line], bool]:
    day = today(asking.now)
    status: Any = asking.narrowed.status or "all"
    wanted = violations.Filter(day, status, asking.section, None, after)
    found = await violations.listed(asking.actor, wanted, limit=PAGE)
    page = seeing.for_eyes_of(asking.actor, found[:PAGE])
    subjects, sections = await violations.subject_names(page), await identity.section_names()
    return [
        Line(today(one.opened_at), one.id, (
            one.rule, wording.GRADES[one.grade], sections.get(one.section, ""), subjects[one.id],
            str(today(one.opened_at)), str(today(one.closed_at)) if one.closed_at else "",
            str(one.episode), "解消" if one.closed_at else "継続",
        ))
        for one in page
    ], len(found) > PAGE  # fmt: skip


def _columns(**shares: float) -> tuple[Column, ...]:
    return tuple(Column(heading.replace("_", "・"), share) for heading, share in shares.items())


_ASSET_COLUMNS = _columns(
    管理番号=11, 管理コード=15, 名称=18, 種類=10, 型番=14, 製造番号=12, 所属=14, 保管場所=14,
    区分=5, 登録日=10, 状態=9,
)  # fmt: skip

REGISTERS: Final[dict[RegisterName, PaperRegister]] = {
    "assets": PaperRegister("端末・媒体・機器台帳", _ASSET_COLUMNS, _things(False), False),
    "media": PaperRegister("電子記録媒体管理簿", _ASSET_COLUMNS, _things(True), False),
    "take-outs": PaperRegister("持出し・返却簿", _columns(
        番号=11, 媒体等=17, 所属=12, 申請=15, 運搬者=14, 用務_行先=18, 返却予定=11, 許可=15, 引渡し=15,
        返却=15, 返却確認=15, 状態=9,
    ), _take_outs),
    "media-uses": PaperRegister("外部記録媒体使用簿", _columns(
        媒体=18, 所属=13, 端末=13, 使用者=14, 目的=18, 許可等=12, 開始=12, 終了=12, 終了者=14, 消去=6,
    ), _media_uses),
    "bring-ins": PaperRegister("持込み・返却簿", _columns(
        番号=11, 所属=12, 場所=13, 持込者=14, 品目=18, 目的=14, 予定=11, 申請=14, 承認=14, 入=14, 出=14,
        状態=9,
    ), _bring_ins),
    "deliveries": PaperRegister("搬入出記録", _columns(
        番号=11, 所属=13, 区分=6, 日時=12, 品名=24, 業者=16, 場所=16, 立会職員=14, 記入者=14,
    ), _deliveries),
    "private-finds": PaperRegister("私物の発見の記録", _columns(
        所属=13, 場所=15, 物=18, 発見者=14, 発見日時=12, 状況=18, 処理=18, 処理者=14, 状態=8,
    ), _finds),
    "disposals": PaperRegister("廃棄記録簿（一覧）", _columns(
        番号=11, 所属=14, 対象=20, 件数=6, 完了件数=7, 区分=12, 必要な水準=13, 申請=16, 相違=5, 状態=12,
    ), _disposals),
    "stock-takes": PaperRegister("棚卸簿", _columns(
        番号=11, 所属=14, 対象=18, 期限=10, 予定数=7, 未処理=7, 計画=15, 計数終了=15, 承認=15, 状態=8,
    ), _stock_takes),
    "violations": PaperRegister("検出された不備の一覧", _columns(
        規則=8, 程度=7, 所属=14, 対象=30, 検出日=10, 解消日=10, 回=5, 状態=7,
    ), _violations),
}  # fmt: skip
