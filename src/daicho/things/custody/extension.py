"""延長: more days for what is out, asked for by one person and decided by another."""

from datetime import date, datetime
from typing import Literal

import msgspec

from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.errors import Forbidden, Invalid, Refused
from daicho.things.custody.acts import in_range
from daicho.things.custody.model import Standing, TakeOut, permit

State = Literal["requested", "approved", "rejected", "lapsed"]


class Extension(msgspec.Struct, frozen=True):
    """One request for a later day; `before` is the day that held until then, texts are commitments.

    It lapses when the thing comes back before anybody decided.
    """

    id: str
    take_out: str
    section: str
    state: State
    before: date
    planned_return: date
    reason: str
    requested_by: str
    requested_at: datetime
    decided_by: str | None = None
    decided_for: str | None = None
    decided_at: datetime | None = None
    answer: str | None = None


class Wish(msgspec.Struct, frozen=True):
    """Until when, and why (sealed)."""

    planned_return: date
    reason: str


def request(
    take_out: TakeOut, wish: Wish, *, extension_id: str, by: Standing, now: datetime
) -> tuple[Extension, TakeOut]:
    """The request, and the take-out that now waits for it; the day has to be later than the one that holds."""
    permit("requestExtension", take_out, by, today(now))
    planned = in_range(wish.planned_return, take_out.kind, today(now))
    if planned <= take_out.planned_return:
        raise Invalid(
            "extension-not-later",
            planned_return=planned.isoformat(),
            now_planned=take_out.planned_return.isoformat(),
        )
    asked = Extension(
        id=extension_id,
        take_out=take_out.id,
        section=take_out.section,
        state="requested",
        before=take_out.planned_return,
        planned_return=planned,
        reason=wish.reason,
        requested_by=by.person,
        requested_at=now,
    )
    return asked, msgspec.structs.replace(take_out, extension=extension_id)


def excluded(asked: Extension, take_out: TakeOut) -> frozenset[str]:
    """Nobody decides about more days for themselves."""
    return take_out.involved | {asked.requested_by}


def may_decide(asked: Extension, take_out: TakeOut, by: Standing, day: date) -> None:
    """Refuse what was decided already, what came back, a day that is past, and one's own wish."""
    if asked.state != "requested":
        raise Refused("extension-in-another-state", state=asked.state, expected=["requested"])
    if take_out.state != "handed_over":
        raise Refused("take-out-in-another-state", state=take_out.state, expected=["handed_over"])
    if by.person in excluded(asked, take_out):
        raise Forbidden("own-request", person=by.person)
    if not by.decides:
        raise Forbidden("not-the-decider", deciders=[])


def approve(
    asked: Extension, take_out: TakeOut, by: Standing, now: datetime
) -> tuple[Extension, TakeOut]:
    """The later day holds from now on; the take-out stays handed over."""
    may_decide(asked, take_out, by, today(now))
    in_range(asked.planned_return, take_out.kind, today(now))
    granted = msgspec.structs.replace(asked, state="approved", decided_by=by.person, decided_at=now)
    return granted, msgspec.structs.replace(
        take_out,
        planned_return=asked.planned_return,
        extension=None,
        extended_by=tuple(dict.fromkeys((*take_out.extended_by, by.person))),
    )


def in_their_name(granted: Extension, take_out: TakeOut) -> TakeOut:
    """For whom a deputy granted it said yes to it as well."""
    if granted.state != "approved" or granted.decided_for is None:
        return take_out
    told = dict.fromkeys((*take_out.extended_by, granted.decided_for))
    return msgspec.structs.replace(take_out, extended_by=tuple(told))


def reject(
    asked: Extension, take_out: TakeOut, by: Standing, now: datetime, answer: str
) -> tuple[Extension, TakeOut]:
    """The day that held goes on holding."""
    may_decide(asked, take_out, by, today(now))
    refused = msgspec.structs.replace(
        asked, state="rejected", decided_by=by.person, decided_at=now, answer=answer
    )
    return refused, msgspec.structs.replace(take_out, extension=None)


def lapse(asked: Extension) -> Extension:
    """It came back: nobody needs more days."""
    return msgspec.structs.replace(asked, state="lapsed")
