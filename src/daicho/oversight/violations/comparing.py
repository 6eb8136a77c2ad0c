"""A draft against what is in force: what is drawn differently, and which violations that opens and closes."""

from datetime import date

import msgspec

from daicho.foundation import db
from daicho.foundation.kernel.actor import Actor
from daicho.oversight.violations import analyses, finding, limits
from daicho.oversight.violations.rules.found import Found
from daicho.oversight.violations.seeing import LOOKS
from daicho.places.floors import comparison
from daicho.places.floors import service as floors
from daicho.places.floors.comparison import Change
from daicho.things.placements import service as placements


class Compared(msgspec.Struct, frozen=True):
    """`from_version` is None where nothing is in force on that day; `staying` violations are found in both."""

    floor: str
    from_version: int | None
    etag: str
    changes: tuple[Change, ...]
    opened: tuple[Found, ...]
    closed: tuple[Found, ...]
    staying: int


async def compare(floor_id: str, on: date, actor: Actor) -> Compared:
    """The draft of a floor within reach (of those who may see blind areas) against the layout in force on a day.

    Both with the register's present attributes, by the rules of a floor document and the limits that hold.
    """
    async with db.read():
        await floors.require_floor(floor_id, actor.reach(LOOKS))
        holding = await limits.current()
        version = await floors.in_force(floor_id, on)
        before = await finding.drawn(version, holding=holding) if version else None
        drawn = await floors.drawn_of(floor_id)
        plan = await floors.parsed(drawn.etag, drawn.body)
        after, _ = await placements.joined(plan)
        old = await floors.document_of(version.document) if version else None
    then = (await before.analysis()).violations if before else ()
    now = (await analyses.of(drawn.etag, after, holding.floor)).violations
    known, wanted = {one.key for one in then}, {one.key for one in now}
    return Compared(
        floor=floor_id,
        from_version=version.version if version else None,
        etag=drawn.etag,
        changes=comparison.compare(old, plan),
        opened=tuple(one for one in now if one.key not in known),
        closed=tuple(one for one in then if one.key not in wanted),
        staying=len(known & wanted),
    )
