"""Which bring-ins wait for a person: to be decided, looked at at the door, or put right."""

from datetime import date, datetime

from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import today
from daicho.things.bringins import listing
from daicho.things.bringins.listing import BringInShown, Filter

_MOST = 200


async def waiting(actor: Actor, now: datetime) -> list[tuple[BringInShown, str]]:
    """Each with the one operation expected of this person; inside the caller's transaction."""
    day = today(now)
    found = await listing.listed(actor, Filter(status="open"), day, limit=_MOST)
    near = {duty.section for duty in actor.duties}
    told = [
        (one, _next(one, day, near=one.section in near))
        for one in await listing.shown(found, actor, now)
    ]
    return [(one, operation) for one, operation in told if operation is not None]


def _next(one: BringInShown, day: date, *, near: bool) -> str | None:
    """Deciding is asked of whoever decides, the door of those who keep the section's things, when the day has come."""
    if "approveBringIn" in one.actions:
        return "approveBringIn"
    due = {
        "resolveBringIn": True,
        "inspectIn": one.planned_in <= day <= one.planned_out,
        "inspectOut": day >= one.planned_out,
    }
    wanted = (name for name, is_due in due.items() if near and is_due and name in one.actions)
    return next(wanted, None)


def bringer_of(one: BringInShown) -> str:
    """Whom to expect at the door."""
    if one.bringer is not None:
        return one.bringer.name
    return " ".join(name for name in (one.company, one.visitor) if name)
