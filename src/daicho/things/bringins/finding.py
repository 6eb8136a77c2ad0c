"""Use cases of private things found in our rooms."""

from datetime import datetime

import msgspec

from daicho.foundation.history.model import Key
from daicho.foundation.history.service import Done, change
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.errors import Missing
from daicho.foundation.kernel.ids import new_id
from daicho.foundation.kernel.text import refuse_resident_numbers
from daicho.things.bringins import found_model, reading, spots
from daicho.things.bringins.found_model import PrivateFind
from daicho.things.bringins.model import ANYBODY, Item
from daicho.things.bringins.reading import FINDS


class Sight(msgspec.Struct, frozen=True):
    """What somebody saw where, in clear."""

    section: str
    floor: str
    area: str | None
    item: Item
    note: str | None = None


async def record(sight: Sight, actor: Actor, now: datetime, key: Key | None = None) -> Done:
    """Somebody sees a private device or medium; `explained` when it was let in here."""
    refuse_resident_numbers(sight.item.name, place="name")
    async with change(actor, now, key) as c:
        if sight.section not in actor.reach():
            raise Missing("unknown-section", section=sight.section)
        await identity.require_section(sight.section)
        actor.towards(sight.section).needs(ANYBODY)
        level = await spots.require_level(sight.floor, sight.area, actor.reach(), today(now))
        within = found_model.explaining(sight.item, await reading.inside(sight.section))
        made = PrivateFind(
            id=new_id(),
            section=sight.section,
            floor=sight.floor,
            area=sight.area,
            level=level,
            item=sight.item,
            found_by=actor.person,
            found_at=now,
            note=c.seal(sight.note, place="note") if sight.note else None,
            bring_in=within.id if within else None,
            state="explained" if within else "open",
        )
        await c.add(FINDS, made, act="Found")
        done = c.done(id=made.id, state=made.state, status=201)
    return done


async def settle(
    find_id: str, answer: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """What became of it."""
    async with change(actor, now, key) as c:
        find = await reading.require_find(find_id, actor)
        by = actor.towards(find.section)
        sealed = c.seal(answer, place="answer")
        settled = found_model.settle(find, sealed, by, now)
        await c.amend(FINDS, settled, act="Settled")
        done = c.done(id=settled.id, state=settled.state)
    return done
