"""MD-04 to MD-07, MD-09, MD-10, MD-15: out without leave or badly packed, out too long, back and not looked at."""

from collections.abc import Iterable
from datetime import date

import msgspec

from daicho.foundation.calendar.model import PLAIN, Calendar, Calendars
from daicho.foundation.kernel.clock import today
from daicho.oversight.violations.rules.found import Found, Grade, found
from daicho.things.assets.model import holds_class_2
from daicho.things.custody.model import OUT, Held, State, is_overdue

EXPLAINING: frozenset[State] = OUT | {"lost"}
RULES = ("MD-04", "MD-05", "MD-06", "MD-07", "MD-09", "MD-10", "MD-15")


class MediaThresholds(msgspec.Struct, frozen=True):
    """Days late that make MD-05 major, and opening days in which a return has to be verified."""

    major_after_days: int = 7
    verify_within: int = 2


DEFAULTS = MediaThresholds()


class Reviewed(msgspec.Struct, frozen=True):
    """What was found, and how many assets each rule looked at."""

    found: list[Found]
    checked: dict[str, int]


def check(
    held: Iterable[Held], day: date, thresholds: MediaThresholds = DEFAULTS, *,
    calendars: Calendars = Calendars(),  # noqa: B008  # frozen
) -> Reviewed:  # fmt: skip
    """All rules over assets, each with the take-out that it is on or was on last."""
    looked_at = list(held)
    violations = [
        violation
        for one in looked_at
        for violation in (
            absent_without_approval(one),
            overdue(one, day, thresholds),
            unverified(one, day, thresholds, calendars.of(one.asset.section)),
            badly_packed(one),
            lent_beyond_the_year(one, day),
            not_erased(one),
            kept_by_a_contractor(one, day),
        )
        if violation is not None
    ]
    return Reviewed(violations, {rule: len(looked_at) for rule in RULES})


def absent_without_approval(held: Held) -> Found | None:
    """MD-04 未承認持出し: out, or declared absent, and no approved take-out explains it."""
    if held.asset.state not in ("taken_out", "missing"):
        return None
    take_out = held.take_out
    if take_out is not None and take_out.state in EXPLAINING and take_out.decided_by is not None:
        return None
    return found(
        "MD-04",
        f"asset:{held.asset.code}",
        "major",
        asset=held.asset.code,
        state=held.asset.state,
        take_out=take_out.id if take_out else None,
    )


def overdue(held: Held, day: date, thresholds: MediaThresholds = DEFAULTS) -> Found | None:
    """MD-05 返却期限超過: minor from the first day, major after a week. What a contractor has is MD-15."""
    take_out = held.take_out
    if take_out is None or take_out.contractor is not None or not is_overdue(take_out, day):
        return None
    days = (day - take_out.planned_return).days
    grade: Grade = "major" if days > thresholds.major_after_days else "minor"
    return found(
        "MD-05",
        f"take-out:{take_out.id}",
        grade,
        asset=take_out.asset,
        planned_return=take_out.planned_return.isoformat(),
        days_overdue=days,
        major_after_days=thresholds.major_after_days,
    )


def unverified(
    held: Held, day: date, thresholds: MediaThresholds = DEFAULTS, calendar: Calendar = PLAIN
) -> Found | None:
    """MD-06 返却未確認: returned, and not verified within two opening days."""
    take_out = held.take_out
    if take_out is None or take_out.state != "returned" or take_out.returned_at is None:
        return None
    returned_on = today(take_out.returned_at)
    due = calendar.days_after(returned_on, thresholds.verify_within)
    if day <= due:
        return None
    return found(
        "MD-06",
        f"take-out:{take_out.id}",
        "minor",
        asset=take_out.asset,
        returned_on=returned_on.isoformat(),
        due=due.isoformat(),
    )


def badly_packed(held: Held) -> Found | None:
    """MD-07 暗号化・容器なしの持運び: class 2 or more, also inside the building, without encryption or container."""
    take_out = held.take_out
    if take_out is None or take_out.state != "handed_over" or not holds_class_2(held.asset):
        return None
    if take_out.encrypted and take_out.container is not None:
        return None
    return found(
        "MD-07",
        f"take-out:{take_out.id}",
        "major",
        asset=take_out.asset,
        data_class=held.asset.data_class,
        encrypted=bool(take_out.encrypted),
        container=take_out.container is not None,
    )


def lent_beyond_the_year(held: Held, day: date) -> Found | None:
    """MD-09 貸与期間切れ: a loan to a unit ends with the fiscal year that it began in."""
    take_out = held.take_out
    if take_out is None or take_out.kind != "unit_loan" or take_out.state != "handed_over":
        return None
    ended_on = date(take_out.fiscal_year + 1, 3, 31)
    if day <= ended_on:
        return None
    return found(
        "MD-09",
        f"take-out:{take_out.id}",
        "minor",
        asset=take_out.asset,
        ended_on=ended_on.isoformat(),
        days_overdue=(day - ended_on).days,
    )


def not_erased(held: Held) -> Found | None:
    """MD-10 使用後消去の未確認: the check after its return found data, and nobody has settled it."""
    take_out = held.take_out
    if take_out is None or take_out.state != "discrepancy" or take_out.erased is not False:
        return None
    return found(
        "MD-10",
        f"take-out:{take_out.id}",
        "minor",
        asset=take_out.asset,
        checked_on=today(take_out.verified_at).isoformat() if take_out.verified_at else None,
    )


def kept_by_a_contractor(held: Held, day: date) -> Found | None:
    """MD-15 当日返却違反: what a contractor carries is back on the day on which it left."""
    take_out = held.take_out
    if take_out is None or take_out.contractor is None or take_out.state != "handed_over":
        return None
    left_at = take_out.handed_over_at
    if left_at is None or day <= today(left_at):
        return None
    return found(
        "MD-15",
        f"take-out:{take_out.id}",
        "major",
        asset=take_out.asset,
        handed_over_on=today(left_at).isoformat(),
        days_overdue=(day - today(left_at)).days,
    )
