"""The demo's take-outs as they happened, in states that break no rule on the demo's morning."""

from datetime import date
from typing import NamedTuple

from daicho.things.custody.model import Kind


class Event(NamedTuple):
    """Somebody did something with an asset; `days` is when a request plans to be back.

    `company` is a contractor, its contract, and then its people who carry.
    """

    act: str
    day: date
    clock: str
    who: str
    asset: str
    words: str = ""
    destination: str = ""
    days: int = 0
    carriers: tuple[str, ...] = ()
    kind: Kind = "carry"
    company: tuple[str, ...] = ()


def _whole(
    asset: str,
    days: tuple[date, date, date],
    people: tuple[str, str, str, str],
    words: str,
    destination: str,
) -> tuple[Event, ...]:
    """A take-out from request to verification; people: applicant, decider, officer, verifier."""
    asked, left, back = days
    applicant, decider, officer, verifier = people
    planned = (back - asked).days
    return (
        Event("request", asked, "09:10", applicant, asset, words, destination, planned),
        Event("approve", asked, "11:30", decider, asset),
        Event("hand_over", left, "08:50", officer, asset, "鍵付きケース"),
        Event("return", back, "16:20", applicant, asset),
        Event("verify", back, "17:05", verifier, asset),
    )


TAKE_OUTS: tuple[tuple[Event, ...], ...] = (
    _whole(
        "nippori/usb-1",
        (date(2023, 1, 16), date(2023, 1, 17), date(2023, 1, 17)),
        ("nippori-1", "nippori-fuku", "nippori-hokan", "nippori-hokan2"),
        "統計資料の提出",
        "本庁舎 区民課",
    ),
    _whole(
        "koseki/usb-1",
        (date(2023, 1, 23), date(2023, 1, 24), date(2023, 1, 25)),
        ("koseki-1", "koseki-kacho", "koseki-hokan", "koseki-hokan"),
        "機器更新に伴う設定データの受渡し",
        "情報システム課",
    ),
    _whole(
        "nippori/usb-3",
        (date(2023, 2, 8), date(2023, 2, 9), date(2023, 2, 10)),
        ("nippori-2", "nippori-hokan", "nippori-hokan2", "nippori-hokan2"),
        "研修資料の持込み",
        "研修室",
    ),
    (
        Event(
            "request",
            date(2023, 1, 30),
            "10:00",
            "koseki-2",
            "koseki/usb-2",
            "自席での作業",
            "自宅",
            2,
        ),
        Event(
            "reject",
            date(2023, 1, 30),
            "13:15",
            "koseki-kacho",
            "koseki/usb-2",
            "庁外での作業は認められません",
        ),
    ),
    (
        Event(
            "request",
            date(2023, 2, 6),
            "09:40",
            "ogu-2",
            "ogu/usb-2",
            "説明会の資料",
            "本庁舎 会議室",
            1,
        ),
        Event("withdraw", date(2023, 2, 6), "15:00", "ogu-2", "ogu/usb-2"),
    ),
    (
        Event(
            "request",
            date(2023, 2, 16),
            "10:20",
            "nippori-1",
            "nippori/usb-2",
            "データ移行の立会い",
            "本庁舎 電算室",
            8,
            ("nippori-1", "nippori-3"),
        ),
        Event("approve", date(2023, 2, 16), "13:40", "nippori-fuku", "nippori/usb-2"),
        Event(
            "hand_over",
            date(2023, 2, 17),
            "08:55",
            "nippori-hokan",
            "nippori/usb-2",
            "鍵付きケース",
        ),
    ),
    (
        Event(
            "request",
            date(2023, 2, 16),
            "09:05",
            "machiya-1",
            "machiya/laptop",
            "出張窓口の開設",
            "町屋ふれあい館",
            4,
        ),
        Event("approve", date(2023, 2, 16), "11:00", "machiya-fuku", "machiya/laptop"),
        Event(
            "hand_over",
            date(2023, 2, 17),
            "08:40",
            "machiya-hokan",
            "machiya/laptop",
            "鍵付きケース",
        ),
        Event("return", date(2023, 2, 20), "09:20", "machiya-1", "machiya/laptop"),
    ),
    (
        Event(
            "request",
            date(2023, 2, 17),
            "16:10",
            "minami-1",
            "minamisenju/usb-1",
            "保守業者への設定の引渡し",
            "本庁舎 電算室",
            5,
        ),
        Event("approve", date(2023, 2, 20), "09:15", "minami-fuku", "minamisenju/usb-1"),
    ),
    (
        Event(
            "request",
            date(2023, 2, 20),
            "09:30",
            "ogu-2",
            "ogu/usb-1",
            "広報写真の受渡し",
            "広報課",
            3,
        ),
    ),
    (
        Event(
            "request",
            date(2022, 10, 3),
            "09:20",
            "machiya-2",
            "machiya/usb-1",
            "様式データの受渡し",
            "窓口係",
            179,
            kind="unit_loan",
        ),
        Event("approve", date(2022, 10, 3), "13:05", "machiya-fuku", "machiya/usb-1"),
        Event(
            "hand_over",
            date(2022, 10, 4),
            "09:00",
            "machiya-hokan",
            "machiya/usb-1",
            "鍵付きケース",
        ),
    ),
    (
        Event(
            "request",
            date(2023, 2, 10),
            "11:15",
            "koseki-2",
            "koseki/usb-3",
            "端末の設定変更",
            "本庁舎 電算室",
            3,
            ("koseki-2",),
            company=("架空システム株式会社", "令和4年度 端末保守委託", "保守 太郎", "保守 次郎"),
        ),
        Event("approve", date(2023, 2, 10), "14:30", "koseki-kacho", "koseki/usb-3"),
        Event(
            "hand_over",
            date(2023, 2, 13),
            "09:05",
            "koseki-hokan",
            "koseki/usb-3",
            "鍵付きケース",
        ),
        Event("return", date(2023, 2, 13), "15:40", "koseki-2", "koseki/usb-3"),
        Event("verify", date(2023, 2, 13), "16:30", "koseki-hokan", "koseki/usb-3"),
    ),
)
