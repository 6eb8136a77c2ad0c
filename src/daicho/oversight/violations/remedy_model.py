"""代替措置: an operational measure that excepts one violation until a day, decided by a second person."""

from datetime import date, datetime, timedelta
from typing import Final, Literal

import msgspec

from daicho.foundation.kernel.errors import Forbidden, Invalid, Refused
from daicho.oversight.violations.model import Violation

State = Literal["requested", "approved", "rejected", "ended"]

LONGEST: Final = timedelta(days=366)
OPEN: Final[frozenset[State]] = frozenset({"requested", "approved"})


class Remedy(msgspec.Struct, frozen=True):
    """`measure`, `why` and `answer` (of a rejection or an end) are commitments; `until` is its last day."""

    id: str
    violation: str
    section: str
    state: State
    measure: str
    why: str
    until: date
    requested_by: str
    requested_at: datetime
    decided_by: str | None = None
    decided_for: str | None = None
    decided_at: datetime | None = None
    ended_by: str | None = None
    ended_at: datetime | None = None
    answer: str | None = None


class Words(msgspec.Struct, frozen=True):
    """The sealed texts of a request."""

    measure: str
    why: str


def request(
    violation: Violation, present: Remedy | None, words: Words, until: date, *, remedy_id: str,
    person: str, now: datetime, today: date,
) -> Remedy:  # fmt: skip
    """A new request; `present` is one that waits already.

    Raises `violation-closed`, `remedy-already-requested`, `until-past`, `until-too-far`.
    """
    if violation.closed_at is not None:
        raise Refused("violation-closed", violation=violation.id)
    if present is not None:
        raise Refused("already-requested", remedy=present.id)
    _refuse_day(until, today)
    return Remedy(
        id=remedy_id,
        violation=violation.id,
        section=violation.section,
        state="requested",
        measure=words.measure,
        why=words.why,
        until=until,
        requested_by=person,
        requested_at=now,
    )


def _refuse_day(until: date, today: date) -> None:
    if until < today:
        raise Invalid("until-past", until=until.isoformat(), today=today.isoformat())
    if until - today > LONGEST:
        raise Invalid("until-too-far", until=until.isoformat(), days=LONGEST.days)


def approve(
    remedy: Remedy, *, person: str, on_behalf_of: str | None, now: datetime, today: date
) -> Remedy:
    """A second person answers for it until its day."""
    _decidable(remedy, person)
    if remedy.until < today:
        raise Invalid("until-past", until=remedy.until.isoformat(), today=today.isoformat())
    return _decided(remedy, "approved", person, on_behalf_of=on_behalf_of, now=now)


def reject(
    remedy: Remedy, *, person: str, on_behalf_of: str | None, now: datetime, answer: str
) -> Remedy:
    """The violation stays open."""
    _decidable(remedy, person)
    rejected = _decided(remedy, "rejected", person, on_behalf_of=on_behalf_of, now=now)
    return msgspec.structs.replace(rejected, answer=answer)


def _decidable(remedy: Remedy, person: str) -> None:
    if person == remedy.requested_by:
        raise Forbidden("own-request", person=person)
    if remedy.state != "requested":
        raise Refused("remedy-not-requested", remedy=remedy.id, state=remedy.state)


def _decided(
    remedy: Remedy, state: State, person: str, *, on_behalf_of: str | None, now: datetime
) -> Remedy:
    return msgspec.structs.replace(
        remedy, state=state, decided_by=person, decided_for=on_behalf_of, decided_at=now
    )


def end(remedy: Remedy, *, person: str, now: datetime, answer: str | None) -> Remedy:
    """Before its day, or because the cause of the violation is gone; then nobody gives a reason."""
    if remedy.state not in OPEN:
        raise Refused("remedy-not-open", remedy=remedy.id, state=remedy.state)
    return msgspec.structs.replace(
        remedy, state="ended", ended_by=person, ended_at=now, answer=answer
    )


def excepts(remedy: Remedy, day: date) -> bool:
    """Whether it holds on a day; it expires by the calendar, the day after `until`."""
    return remedy.state == "approved" and day <= remedy.until


def is_expired(remedy: Remedy, day: date) -> bool:
    return remedy.state == "approved" and remedy.until < day
