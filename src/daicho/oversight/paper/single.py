"""Single forms as they are printed: a take-out, a disposal, a bring-in, with everything that was said and done."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Final, Literal

import msgspec

from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import today
from daicho.oversight.paper import wording
from daicho.oversight.paper.facts import Fact
from daicho.oversight.paper.model import Sheet
from daicho.oversight.paper.registers import name, names, when
from daicho.things.bringins import listing as bringins
from daicho.things.bringins import reading
from daicho.things.custody import listing as custody
from daicho.things.custody import service as take_outs
from daicho.things.disposal import listing as disposal
from daicho.things.disposal import reading as disposals
from daicho.things.disposal import wording as disposal_words

FormName = Literal["take-out", "disposal", "bring-in"]


class Single(msgspec.Struct, frozen=True):
    """One matter on paper."""

    sheet: Sheet
    title: str
    number: str
    section: str
    section_name: str
    facts: list[Fact]


Telling = Callable[[str, Actor, datetime], Awaitable[Single]]


def _facts(*told: tuple[str, str | None]) -> list[Fact]:
    """What nobody has said or done yet stays away."""
    return [Fact(title, words) for title, words in told if words and words.strip()]


def _by(who: Any, at: datetime | None) -> str:
    return f"{when(at)}　{name(who)}" if who is not None else ""


def _behalf(who: Any) -> str:
    return f"（{name(who)} の代決）" if who is not None else ""


# Take-outs ----------------------------------------------------------------------------------------

_PERMITTED: Final = ("handed_over", "returned", "discrepancy", "verified", "approved")


async def _take_out(matter: str, actor: Actor, now: datetime) -> Single:
    found = await take_outs.require(matter, actor)
    (one,) = await custody.shown([found], actor, now)
    permitted = one.state in _PERMITTED and not one.expired
    title = "持出し許可書" if permitted else "持出し申請書"
    facts = [*_asked(one), *_moved(one)]
    return Single("take-out", title, one.number, one.section, one.section_name, facts)


def _asked(one: custody.Shown) -> list[Fact]:
    company = one.contractor
    return _facts(
        ("状態", wording.TAKE_OUTS["expired" if one.expired else one.state]),
        ("媒体・機器", f"{one.asset_name}　{one.code}"),
        ("区分", f"{wording.KINDS[one.kind]}（{'庁外' if one.outside else '庁内'}）"),
        ("用務", one.purpose),
        ("行先", one.destination),
        ("返却予定日", str(one.planned_return)),
        ("運搬者", names(one.carriers)),
        ("業者", f"{company.company}　{'、'.join(company.persons)}　{company.contract}" if company else ""),
        ("運搬方法", wording.TRANSPORTS[one.transport] if one.transport else ""),
        ("申請", _by(one.applicant, one.requested_at)),
        ("決裁", _by(one.approved_by, one.decided_at) + _behalf(one.approved_on_behalf_of)),
    )  # fmt: skip


def _moved(one: custody.Shown) -> list[Fact]:
    checks = (
        ("封印", one.seal_ok),
        ("数量", one.count_ok),
        ("消去", one.erased),
        ("ラベル", one.label_ok),
    )
    looked = "　".join(f"{what} {'○' if ok else '×'}" for what, ok in checks if ok is not None)
    malware = f"　マルウェア検査 {wording.MALWARE[one.malware_scan]}" if one.malware_scan else ""
    return _facts(
        ("引渡し", _by(one.handed_over_by, one.handed_over_at)),
        ("暗号化・容器", f"{wording.YES[one.encrypted]}　{one.container or ''}"),
        *((f"引継ぎ {n}", f"{names(passed.before)} → {names(passed.after)}　{_by(passed.by, passed.at)}")
          for n, passed in enumerate(one.passes, start=1)),
        *((f"延長 {n}", _extended(more)) for n, more in enumerate(one.extensions, start=1)),
        ("返却", f"{_by(one.returned_by, one.returned_at)}　{one.returned_to or ''}"),
        ("返却確認", _by(one.verified_by, one.verified_at)),
        ("確認の内容", looked + malware),
        ("備考", one.remark),
    )  # fmt: skip


def _extended(more: custody.ShownExtension) -> str:
    until = f"{more.before} → {more.planned_return}"
    return f"{until}　{more.reason or ''}　{_by(more.decided_by, more.decided_at)}"


# Bring-ins ----------------------------------------------------------------------------------------


async def _bring_in(matter: str, actor: Actor, now: datetime) -> Single:
    found = await reading.require(matter, actor)
    (one,) = await bringins.shown([found], actor, now)
    facts = _facts(
        ("状態", wording.BRING_INS[one.state]),
        ("場所", f"{one.floor_name}　{one.area_name or ''}（区域の水準 {one.level}）"),
        ("目的", one.purpose),
        ("持込者", name(one.bringer) or f"{one.visitor or ''}（{one.company or ''}）"),
        ("予定", f"{one.planned_in} から {one.planned_out} まで"),
        *((f"品目 {n}", f"{wording.ITEMS[item.kind]}　{item.name}　{item.serial}　{wording.OWNERS[item.ownership]}")
          for n, item in enumerate(one.items, start=1)),
        ("例外の理由", one.exception),
        ("申請", _by(one.requester, one.requested_at)),
        ("決裁", _by(one.decided_by, one.decided_at) + _behalf(one.decided_for)),
        ("却下等の理由", one.remark),
        ("入館証", one.badge),
        ("入るときの確認", _by(one.inspected_in_by, one.inspected_in_at)),
        ("マルウェア検査", wording.MALWARE[one.malware_scan] if one.malware_scan else ""),
        ("出るときの確認", _by(one.inspected_out_by, one.inspected_out_at)),
        ("データの複写なし", wording.YES[one.no_data_copied]),
        ("相違の説明", one.resolution),
    )  # fmt: skip
    return Single(
        "bring-in", "持込み申請・確認書", one.number, one.section, one.section_name, facts
    )


# Disposals ----------------------------------------------------------------------------------------


async def _disposal(matter: str, actor: Actor, now: datetime) -> Single:
    case = await disposals.decidable(matter, actor, today(now))
    one = await disposal.shown(case, actor, now)
    facts = _facts(
        ("状態", disposal_words.STATES[one.state]),
        ("区分", f"{disposal_words.OUTCOMES[one.outcome]}（{disposal_words.OWNERSHIPS[one.ownership]}）"),
        ("必要な水準", disposal_words.LEVELS[one.demands]),
        ("理由", one.reason),
        *((f"対象 {n}", _thing(line)) for n, line in enumerate(one.lines, start=1)),
        ("申請", _by(one.requester, one.requested_at)),
        ("決裁", _by(one.decided_by, one.decided_at) + _behalf(one.decided_for)),
        ("却下理由", one.remark),
        ("業者への引渡し", f"{when(one.collected_at)}　{one.company or ''}　{one.contract or ''}"),
        ("完了確認", _by(one.verified_by, one.verified_at)),
    )  # fmt: skip
    return Single("disposal", "廃棄申請書", one.number, one.section, one.section_name, facts)


def _thing(line: disposal.DisposalLineShown) -> str:
    method = disposal_words.METHODS[line.method] if line.method else ""
    state = disposal_words.LINE_STATES[line.state]
    return f"{line.control_no}　{line.name}　{line.serial}　{line.code}　{method}　{state}"


FORMS: Final[dict[FormName, Telling]] = {
    "take-out": _take_out,
    "disposal": _disposal,
    "bring-in": _bring_in,
}
