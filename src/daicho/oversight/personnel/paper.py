"""Which people a 引継書 is for, and what waits for each of them."""

from datetime import datetime

from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.errors import Missing
from daicho.oversight.personnel import holding, sheet, showing
from daicho.oversight.personnel.model import PersonnelChange

_MOST = 200


async def hand_over(
    found: PersonnelChange, actor: Actor, now: datetime, *,
    person: str | None = None, section: str | None = None,
) -> bytes:  # fmt: skip
    """The papers of those whose posts end; `unknown-person` when nobody fits."""
    shown = await showing.shown(found, actor, now)
    people = [
        one
        for one in shown.people
        if one.ends
        and (person is None or one.staff_id == person)
        and (section is None or any(post.section == section for post in one.ends))
    ][:_MOST]
    if not people:
        raise Missing("unknown-person", person=person or "-")
    waiting = {one.staff_id: await holding.tasks(one.staff_id, now) for one in people}
    return await sheet.drawn(people, waiting, now)
