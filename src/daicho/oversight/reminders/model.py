"""A digest: what waits for one person on one day, in words that name no other person and no blind spot."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Final, Literal

import msgspec

Kind = Literal[
    "incident", "transfer_declined",
    "overdue", "discrepancy", "due", "collect", "approve", "extension", "verify", "hand_over",
    "transfer", "release", "scan", "stock_take", "stock_take_due", "disposal", "disposal_stuck", "year_end", "remedy",
    "remedy_ends", "after_review", "publish", "violation", "bring_in",
]  # fmt: skip

HEADINGS: Final[dict[Kind, tuple[str, str]]] = {
    "incident": ("終結していない事故があります", "Incidents that are still open"),
    "overdue": ("返却期限を過ぎています", "Overdue"),
    "discrepancy": ("返却時の不一致があります", "Returned with a discrepancy"),
    "due": ("返却期限が近づいています", "Due back today or on the next working day"),
    "collect": ("承認済みで、まだ受け取っていません", "Approved, not yet collected"),
    "approve": ("承認を待っています", "Waiting for your decision"),
    "extension": ("返却期限の延長の申請があります", "Extensions asked for"),
    "verify": ("返却の確認を待っています", "Returned, to be verified"),
    "hand_over": ("引渡しを待っています", "To be handed over"),
    "transfer": ("移管の受入れを待っています", "Transfers to be accepted"),
    "transfer_declined": ("移管の申し出が断られました", "Transfers that were declined"),
    "release": ("隔離の解除を待っています", "Held apart, to be released"),
    "bring_in": ("持込みの手続を待っています", "Visits with equipment that wait for you"),
    "scan": ("端末の読取りに要確認があります", "Scans to be looked into"),
    "stock_take_due": ("棚卸の期限が近いか、過ぎています", "Stock-takes due"),
    "stock_take": ("棚卸の次の手順を待っています", "Stock-takes that wait for you"),
    "disposal": ("廃棄の次の手順を待っています", "Disposals that wait for you"),
    "disposal_stuck": ("廃棄の手続が滞っています", "Disposals that have been open for long"),
    "year_end": ("年度末で貸出しが終わります", "Loans that end with the fiscal year"),
    "remedy": ("代替措置の申請があります", "Remedies asked for"),
    "remedy_ends": ("代替措置の期限が近づいています", "Remedies that end soon"),
    "after_review": ("代決の後閲を待っています", "Decisions taken for you, to be read"),
    "publish": ("フロア図の施行を待っています", "Floor plans to be published"),
    "violation": ("対応が必要な不備があります", "Findings in your sections"),
}
"""In the order in which they stand in the mail."""

COUNTED: Final[frozenset[Kind]] = frozenset(
    {"bring_in", "remedy", "remedy_ends", "after_review", "publish", "violation"}
)
"""Told as a number only: neither where a blind spot is nor who visits goes by mail."""

LOAN_ENDS: Final = timedelta(days=14)
REMEDY_ENDS: Final = timedelta(days=14)
STOCK_TAKE_DUE: Final = timedelta(days=7)
STUCK_AFTER: Final = timedelta(days=30)

_MOST = 10


class Notice(msgspec.Struct, frozen=True):
    """One thing that waits: `title` names a thing, never a person; `day` is its last day or since when it waits."""

    kind: Kind
    title: str
    day: date | None = None


class Digest(msgspec.Struct, frozen=True):
    """The words of one mail."""

    subject: str
    text: str


def arranged(notices: Iterable[Notice]) -> list[Notice]:
    """By kind as in the mail, the earliest day first."""
    order = list(HEADINGS)
    return sorted(notices, key=lambda n: (order.index(n.kind), n.day or date.max, n.title))


def digest(notices: Sequence[Notice], day: date) -> Digest:
    """The mail of one day; without notices there is none to be sent."""
    told = arranged(notices)
    parts = [_part(kind, list(some)) for kind, some in groupby(told, key=lambda n: n.kind)]
    lines = [
        f"{day.year}年{day.month}月{day.day}日のお知らせです。 / Reminders for {day.isoformat()}.",
        "",
        *parts,
        "詳細と手続は、台帳にサインインして「やること」をご覧ください。",
        "Sign in to the register and open Tasks for the details.",
        "このメールには返信できません。 / This mailbox is not read.",
    ]
    return Digest(f"【台帳】お知らせ {len(told)} 件 / {len(told)} reminders", "\n".join(lines))


def _part(kind: Kind, notices: Sequence[Notice]) -> str:
    japanese, english = HEADINGS[kind]
    lines = [f"■ {japanese}：{len(notices)} 件 / {english}: {len(notices)}"]
    if kind not in COUNTED:
        lines += [_line(notice) for notice in notices[:_MOST]]
        beyond = len(notices) - _MOST
        lines += [f"  ほか {beyond} 件 / and {beyond} more"] if beyond > 0 else []
    return "\n".join(lines) + "\n"


def _line(notice: Notice) -> str:
    """`・USBメモリ 32GB（2023-02-21）`"""
    return f"  ・{notice.title}" + (f"（{notice.day.isoformat()}）" if notice.day else "")
