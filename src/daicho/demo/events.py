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


class Wish(NamedTuple):
    """What is asked for, by whom, when, and for how many days; the carriers are named where more than who asks."""

    asset: str
    day: date
    who: str
    words: str
    destination: str
    days: int
    carriers: tuple[str, ...] = ()
    kind: Kind = "carry"
    company: tuple[str, ...] = ()

    def asked(self, clock: str) -> Event:
        return Event(
            "request", self.day, clock, self.who, self.asset, self.words, self.destination,
            self.days, self.carriers, self.kind, self.company,
        )  # fmt: skip


def _out(
    wish: Wish, left: date, people: tuple[str, str], clocks: tuple[str, str, str]
) -> tuple[Event, ...]:
    """Asked for and approved on one day, and handed over; people: decider, officer."""
    decider, officer = people
    return (
        wish.asked(clocks[0]),
        Event("approve", wish.day, clocks[1], decider, wish.asset),
        Event("hand_over", left, clocks[2], officer, wish.asset, "鍵付きケース"),
    )


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
    wish = Wish(asset, asked, applicant, words, destination, (back - asked).days)
    return (
        *_out(wish, left, (decider, officer), ("09:10", "11:30", "08:50")),
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
        Wish(
            "koseki/usb-2", date(2023, 1, 30), "koseki-2", "自席での作業", "自宅", 2
        ).asked("10:00"),
        Event(
            "reject", date(2023, 1, 30), "13:15", "koseki-kacho", "koseki/usb-2",
            "庁外での作業は認められません",
        ),
    ),
    (
        Wish(
            "ogu/usb-2", date(2023, 2, 6), "ogu-2", "説明会の資料", "本庁舎 会議室", 1
        ).asked("09:40"),
        Event("withdraw", date(2023, 2, 6), "15:00", "ogu-2", "ogu/usb-2"),
    ),
    _out(
        Wish(
            "nippori/usb-2", date(2023, 2, 16), "nippori-1", "データ移行の立会い",
            "本庁舎 電算室", 8, ("nippori-1", "nippori-3"),
        ),
        date(2023, 2, 17),
        ("nippori-fuku", "nippori-hokan"),
        ("10:20", "13:40", "08:55"),
    ),
    (
        *_out(
            Wish(
                "machiya/laptop", date(2023, 2, 16), "machiya-1", "出張窓口の開設",
                "町屋ふれあい館", 4,
            ),
            date(2023, 2, 17),
            ("machiya-fuku", "machiya-hokan"),
            ("09:05", "11:00", "08:40"),
        ),
        Event("return", date(2023, 2, 20), "09:20", "machiya-1", "machiya/laptop"),
    ),
    (
        Wish(
            "minamisenju/usb-1", date(2023, 2, 17), "minami-1", "保守業者への設定の引渡し",
            "本庁舎 電算室", 5,
        ).asked("16:10"),
        Event("approve", date(2023, 2, 20), "09:15", "minami-fuku", "minamisenju/usb-1"),
    ),
    (
        Wish(
            "ogu/usb-1", date(2023, 2, 20), "ogu-2", "広報写真の受渡し", "広報課", 3
        ).asked("09:30"),
    ),
    _out(
        Wish(
            "machiya/usb-1", date(2022, 10, 3), "machiya-2", "様式データの受渡し", "窓口係", 179,
            kind="unit_loan",
        ),
        date(2022, 10, 4),
        ("machiya-fuku", "machiya-hokan"),
        ("09:20", "13:05", "09:00"),
    ),
    (
        *_out(
            Wish(
                "koseki/usb-3", date(2023, 2, 10), "koseki-2", "端末の設定変更", "本庁舎 電算室", 3,
                ("koseki-2",),
                company=("架空システム株式会社", "令和4年度 端末保守委託", "保守 太郎", "保守 次郎"),
            ),
            date(2023, 2, 13),
            ("koseki-kacho", "koseki-hokan"),
            ("11:15", "14:30", "09:05"),
        ),
        Event("return", date(2023, 2, 13), "15:40", "koseki-2", "koseki/usb-3"),
        Event("verify", date(2023, 2, 13), "16:30", "koseki-hokan", "koseki/usb-3"),
    ),
)  # fmt: skip
