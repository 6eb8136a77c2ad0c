"""Where the sections keep their things, counted by the database: for what is judged by section and not by thing."""

from datetime import date

import msgspec

from daicho.foundation import db

_EVERYWHERE = (
    "SELECT section, place, min(registered_on) AS since, count(*) AS things FROM asset"
    " WHERE state IN ('draft', 'in_storage', 'in_use', 'quarantined', 'taken_out', 'returned')"
    " AND (kind <> 'terminal' OR place IS NOT NULL)"
    " GROUP BY section, place ORDER BY section, place"
)


class Kept(msgspec.Struct, frozen=True):
    """A section's things that belong to one place (None: to no storage place), the oldest registered on `since`."""

    section: str
    place: str | None
    since: date
    things: int


async def everywhere() -> list[Kept]:
    """Every section and place with something that should be there; inside the caller's transaction."""
    return [msgspec.convert(row, Kept, strict=False) for row in await db.fetch(_EVERYWHERE)]
