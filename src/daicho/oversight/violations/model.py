"""Violations by difference: what the rules find now against what stands open."""

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from daicho.oversight.violations.rules.found import Found, Grade

_SAME = 1e-6
"""Relative difference below which two numbers tell the same: geometry computed again may differ in the last digits."""

_CALENDAR = "days_"
"""Facts that begin so are another number every day: a row would be wrong tomorrow, the dates behind them stay right."""


class Violation(msgspec.Struct, frozen=True):
    """One episode of one violation; a condition that comes back opens the next episode of the same key."""

    id: str
    key: str
    episode: int
    rule: str
    subject: str
    grade: Grade
    facts: dict[str, Any]
    section: str
    floor: str | None
    asset: str | None
    opened_at: datetime
    closed_at: datetime | None = None


class Concern(msgspec.Struct, frozen=True):
    """What a rule found, with the section that answers for it and the floor and asset it is about."""

    found: Found
    section: str
    floor: str | None = None
    asset: str | None = None


class Difference(msgspec.Struct, frozen=True):
    """What has to be written so that the register says what the rules say."""

    opened: list[Violation]
    reassessed: list[Violation]
    closed: list[Violation]


def on_floor(found: Found, floor: str) -> Found:
    """A finding of a document in the register's words: `terminal:t1` is `terminal:<floor>:t1` there."""
    kind, _, name = found.subject.partition(":")
    subject = f"{kind}:{floor}:{name}"
    return msgspec.structs.replace(found, subject=subject, key=f"{found.rule}:{subject}")


def compare(
    concerns: Iterable[Concern], open_ones: Iterable[Violation], episodes: Mapping[str, int], *,
    now: datetime, new_id: Callable[[], str],
) -> Difference:  # fmt: skip
    """Open what is new, keep what stays, write again what weighs differently, close what is gone.

    `open_ones` are all open violations that these concerns could confirm; `episodes` is key -> how many there were.
    """
    wanted = {concern.found.key: concern for concern in concerns}
    known = {violation.key: violation for violation in open_ones}
    return Difference(
        opened=[
            _opened(concern, episodes.get(key, 0) + 1, now, new_id())
            for key, concern in wanted.items()
            if key not in known
        ],
        reassessed=[
            msgspec.structs.replace(
                known[key],
                grade=concern.found.grade,
                facts=_plain(concern.found),
                section=concern.section,
            )
            for key, concern in wanted.items()
            if key in known and _is_another(known[key], concern)
        ],
        closed=[
            msgspec.structs.replace(violation, closed_at=now)
            for key, violation in known.items()
            if key not in wanted
        ],
    )


def _is_another(known: Violation, concern: Concern) -> bool:
    """It weighs differently, or the thing passed to another section in the meantime."""
    return weighs_differently(known, concern.found) or known.section != concern.section


def _opened(concern: Concern, episode: int, now: datetime, violation_id: str) -> Violation:
    found = concern.found
    return Violation(
        id=violation_id,
        key=found.key,
        episode=episode,
        rule=found.rule,
        subject=found.subject,
        grade=found.grade,
        facts=_plain(found),
        section=concern.section,
        floor=concern.floor,
        asset=concern.asset,
        opened_at=now,
    )


def _plain(found: Found) -> dict[str, Any]:
    """The facts as they stand in a row."""
    lasting = {n: fact for n, fact in found.facts.items() if not n.startswith(_CALENDAR)}
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(lasting))
    return plain


def weighs_differently(violation: Violation, found: Found) -> bool:
    """Whether the grade or a fact changed, other than by the calendar or in the last digits."""
    return violation.grade != found.grade or not _same(violation.facts, _plain(found))


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[k], other[k]) for k in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, float) or isinstance(other, float):
        return _same_number(one, other)
    return bool(one == other)


def _same_number(one: Any, other: Any) -> bool:
    numbers = (int, float)
    if not (isinstance(one, numbers) and isinstance(other, numbers)):
        return False
    return math.isclose(one, other, rel_tol=_SAME, abs_tol=_SAME)
