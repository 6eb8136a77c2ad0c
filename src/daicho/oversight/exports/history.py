"""Reading the history as people do: who may see which entries, with names and texts laid open."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import msgspec

from daicho.foundation import db
from daicho.foundation.history import queries, sealed
from daicho.foundation.history.model import SEALED
from daicho.foundation.history.queries import Filter, Told
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel.actor import Actor, Role
from daicho.foundation.kernel.clock import JST, everywhere
from daicho.foundation.kernel.errors import Invalid
from daicho.oversight.violations import seeing
from daicho.things.assets import service as assets

WHOLE: frozenset[Role] = frozenset({"auditor", "security_manager", "system_admin"})
"""Roles that, over the whole municipality, also see what belongs to no section: people, exports themselves."""

_NAMING = ("name", "number", "title", "control_no", "code", "rule", "asset")

_DATE = len("2023-02-20")


class Page(msgspec.Struct, frozen=True):
    """Entries, newest first, with what opens them: staff id -> name, commitment -> text, asset -> name."""

    told: list[Told]
    names: dict[str, str]
    texts: dict[str, str]
    things: dict[str, str]

    def texts_in(self, told: Told) -> dict[str, str]:
        """The opened texts of one entry."""
        wanted = queries.commitments_in([told.entry.after, told.before, told.entry.why])
        return {c: self.texts[c] for c in sorted(wanted) if c in self.texts}

    def subject_name(self, told: Told) -> str:
        """What people call the thing that the entry is about; a take-out is called by what is taken out."""
        thing = self.things.get(str(told.entry.after.get("asset")))
        if thing is not None:
            return thing
        for field in _NAMING:
            value = told.entry.after.get(field)
            if isinstance(value, str) and value:
                return self.texts.get(value, "") if value.startswith(SEALED) else value
        return told.entry.subject


async def page(wanted: Filter, actor: Actor, *, limit: int, before: int | None = None) -> Page:
    """The newest entries that fit and that this person may see."""
    async with db.read():
        whole = await identity.reaches_all(actor, WHOLE)
        scoped = msgspec.structs.replace(wanted, sections=actor.reach(), unsectioned=whole)
        found = await queries.listed(scoped, limit=limit, before=before)
        told = [_for_eyes_of(actor, one) for one in found]
        texts = await sealed.reveal(_commitments(told))
        names = await identity.names(_people(told))
        known = await assets.by_code(one.entry.after.get("asset") for one in told)
    return Page(told, names, texts, {code: asset.name for code, asset in known.items()})


def _for_eyes_of(actor: Actor, told: Told) -> Told:
    """Without the evidence that only those may see who see the map of blind areas."""
    entry = told.entry
    after = seeing.image_for_eyes_of(actor, entry.register, entry.after)
    before = seeing.image_for_eyes_of(actor, entry.register, told.before)
    return Told(msgspec.structs.replace(entry, after=after or {}), before)


def _commitments(told: Iterable[Told]) -> set[str]:
    states: list[Any] = [[t.entry.after, t.before, t.entry.why] for t in told]
    return queries.commitments_in(states)


def _people(told: Iterable[Told]) -> set[str]:
    return {p for t in told for p in (t.entry.actor, t.entry.on_behalf_of) if p}


def moment(text: str | None, *, end: bool = False) -> datetime | None:
    """A date or moment out of a query; a date is its first instant, or its last with `end`.

    Raises `Invalid("moment-wrong")` for a day or time that the calendar does not have.
    """
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text.replace(" ", "+"))  # an offset's + arrives as a blank
        if end and len(text) == _DATE:
            found += timedelta(days=1, microseconds=-1)
        return everywhere(found if found.tzinfo else found.replace(tzinfo=JST))
    except (ValueError, OverflowError):
        raise Invalid("moment-wrong", moment=text) from None
