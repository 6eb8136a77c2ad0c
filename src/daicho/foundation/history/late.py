"""Told late: a use case is carried out now for something that happened before, on a device without a connection."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

import msgspec

from daicho.foundation.history.changes import Change
from daicho.foundation.kernel.actor import Actor


class Late(msgspec.Struct, frozen=True):
    """While this holds, what use cases do happened at `happened`; its entries are recorded at `recorded`.

    `beside` writes in the same change what the use case knows nothing of; on PostgreSQL it may be asked twice.
    `by` is who lets it be recorded, where that is not who did it: the entries then say on whose behalf.
    """

    happened: datetime
    recorded: datetime
    beside: Callable[[Change], Awaitable[None]]
    by: Actor | None = None


_told: ContextVar[Late | None] = ContextVar("daicho_told_late", default=None)


@contextmanager
def told_late(late: Late) -> Iterator[None]:
    """Every change opened inside is told late."""
    token = _told.set(late)
    try:
        yield
    finally:
        _told.reset(token)


def begun(actor: Actor, now: datetime, occurred_at: datetime | None) -> tuple[Change, Actor]:
    """A change at its beginning, and the person under whom its key is kept."""
    late = _told.get()
    if late is None:
        return Change(actor, now, occurred_at), actor
    return Change(actor, late.recorded, late.happened), late.by or actor


async def ended(opened: Change) -> None:
    """After the use case: what stands beside it is written, and what follows from it follows now."""
    late = _told.get()
    if late is not None:
        await late.beside(opened)
        if late.by is not None and late.by.person != opened.actor.person:
            opened.on_behalf_of, opened.actor = opened.actor.person, late.by
    opened.occurred_at = opened.now
