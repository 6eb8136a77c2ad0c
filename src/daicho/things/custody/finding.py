"""Take-outs by words: looked for in what the register shows of them, names and sealed texts among it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.paging import page_of
from daicho.foundation.kernel.text import holds
from daicho.things.custody import listing
from daicho.things.custody.listing import Filter, Words
from daicho.things.custody.model import TakeOut

BATCH: Final = 500
"""What is sealed cannot be looked for by the engine: so many rows are opened at a time, until enough fit."""


async def listed(
    actor: Actor, wanted: Filter, day: date, *, q: str | None, limit: int, after: str | None = None
) -> list[TakeOut]:
    """As `listing.listed`, narrowed to what holds the words `q`: `limit` and one more when there are more."""
    if q is None or not q.strip():
        return await listing.listed(actor, wanted, day, limit=limit, after=after)
    found: list[TakeOut] = []
    while len(found) <= limit:
        batch = await listing.listed(actor, wanted, day, limit=BATCH, after=after)
        page, after = page_of(batch, BATCH)
        found += await _holding(page, q)
        if after is None:
            break
    return found[: limit + 1]


async def _holding(take_outs: Sequence[TakeOut], q: str) -> list[TakeOut]:
    words = await listing.words_of(take_outs)
    return [one for one in take_outs if holds(_told(one, words), q)]


def _told(one: TakeOut, words: Words) -> Iterable[str]:
    """Numbers, codes, names, days and texts of one take-out; what was erased is not found."""
    asset = words.assets[one.asset]
    yield from (one.number, asset.name, asset.control_no, asset.code, codes.printed(asset.code))
    yield words.sections.get(one.section, "")
    yield one.planned_return.isoformat()
    yield from (words.people.get(person, "") for person in listing.persons_of(one) if person)
    yield from (words.texts.get(text, "") for text in listing.texts_of(one) if text)
