"""移管: a thing goes from one section to another, given by one keeper and accepted by one over there."""

from datetime import date, datetime, timedelta
from typing import Literal

import msgspec

from daicho.foundation.kernel.actor import Role
from daicho.foundation.kernel.codes import printed
from daicho.foundation.kernel.errors import Forbidden, Invalid, Refused
from daicho.things.assets.model import Asset
from daicho.things.custody.model import TakeOut, free_for

State = Literal["proposed", "accepted", "declined", "withdrawn"]

GIVING: frozenset[Role] = frozenset({"custodian", "facility_admin"})
"""Who keeps things: gives those of a section away, and takes others in."""

NEWS_FOR = timedelta(days=14)
"""How long whoever proposed a transfer is told that it was declined."""


class Transfer(msgspec.Struct, frozen=True):
    """One transfer out of `section` into `to_section`; `place` is where it will lie there, texts are commitments."""

    id: str
    asset: str
    section: str
    to_section: str
    state: State
    reason: str
    proposed_by: str
    proposed_at: datetime
    place: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    answer: str | None = None


class Wish(msgspec.Struct, frozen=True):
    """Where to, and why (sealed)."""

    section: str
    reason: str
    place: str | None = None


def propose(asset: Asset, wish: Wish, *, transfer_id: str, by: str, now: datetime) -> Transfer:
    """Given by its keeper; only what lies in storage goes, and only to another section."""
    if wish.section == asset.section:
        raise Invalid("same-section", section=wish.section)
    lies_in_storage(asset)
    return Transfer(
        id=transfer_id,
        asset=asset.code,
        section=asset.section,
        to_section=wish.section,
        state="proposed",
        reason=wish.reason,
        proposed_by=by,
        proposed_at=now,
        place=wish.place,
    )


def lies_in_storage(asset: Asset) -> None:
    """What stands on a plan, is out or in doubt is settled first."""
    if asset.state != "in_storage":
        raise Refused("asset-not-available", code=printed(asset.code), state=asset.state)


def free_of(asset: Asset, open_one: TakeOut | None, day: date) -> None:
    """What somebody asked to take out, or has taken, stays where it is until that is over."""
    free_for(asset, open_one, day)
    lies_in_storage(asset)


def in_one_step(proposed: Transfer, now: datetime) -> Transfer:
    """By somebody who keeps things on both sides."""
    if proposed.place is None:
        raise Invalid("place-required", state="in_storage")
    return msgspec.structs.replace(
        proposed, state="accepted", decided_by=proposed.proposed_by, decided_at=now
    )


def accept(
    proposed: Transfer, asset: Asset, place: str | None, *, by: str, now: datetime
) -> Transfer:
    """Taken in by another person, at a place over there."""
    still_proposed(proposed)
    if by == proposed.proposed_by:
        raise Forbidden("own-request", person=by)
    lies_in_storage(asset)
    where = place or proposed.place
    if where is None:
        raise Invalid("place-required", state="in_storage")
    return msgspec.structs.replace(
        proposed, state="accepted", place=where, decided_by=by, decided_at=now
    )


def decline(proposed: Transfer, *, by: str, now: datetime, answer: str) -> Transfer:
    """Not wanted over there: it stays where it is."""
    still_proposed(proposed)
    return msgspec.structs.replace(
        proposed, state="declined", decided_by=by, decided_at=now, answer=answer
    )


def withdraw(proposed: Transfer, *, by: str, now: datetime) -> Transfer:
    """Taken back by the giving side."""
    still_proposed(proposed)
    return msgspec.structs.replace(proposed, state="withdrawn", decided_by=by, decided_at=now)


def still_proposed(proposed: Transfer) -> None:
    """Only what waits is decided."""
    if proposed.state != "proposed":
        raise Refused("transfer-in-another-state", state=proposed.state, expected=["proposed"])


def is_news(one: Transfer, now: datetime) -> bool:
    """Declined so lately that whoever proposed it may not know."""
    if one.state != "declined" or one.decided_at is None:
        return False
    return now - one.decided_at < NEWS_FOR


def already(waiting: Transfer) -> Refused:
    """Why nothing else is proposed."""
    return Refused("transfer-proposed", transfer=waiting.id, to_section=waiting.to_section)
