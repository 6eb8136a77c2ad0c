"""Use cases of 搬入出."""

from datetime import datetime

import msgspec

from daicho.foundation.history.model import Key
from daicho.foundation.history.service import Done, change
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import fiscal_year, today
from daicho.foundation.kernel.errors import Missing
from daicho.foundation.kernel.ids import new_id
from daicho.places.floors import areas
from daicho.places.floors import service as floors
from daicho.things.bringins import delivery_model, reading
from daicho.things.bringins.delivery_model import Direction, Told
from daicho.things.bringins.model import ANYBODY, KEEPERS
from daicho.things.bringins.reading import DELIVERIES
from daicho.things.bringins.service import next_no
from daicho.things.evidence import service as evidence


class Seen(msgspec.Struct, frozen=True):
    """What was delivered or carried away, in clear; `place` is a storage place of 13 characters."""

    section: str
    what: str
    company: str
    direction: Direction
    delivered_at: datetime
    floor: str | None = None
    area: str | None = None
    place: str | None = None
    witness: str | None = None
    signature: str | None = None


async def record(seen: Seen, actor: Actor, now: datetime, key: Key | None = None) -> Done:
    """搬入出記録."""
    async with change(actor, now, key) as c:
        if seen.section not in actor.reach():
            raise Missing("unknown-section", section=seen.section)
        await identity.require_section(seen.section)
        actor.towards(seen.section).needs(ANYBODY)
        await _refuse_strange(seen, actor, now)
        facts = msgspec.structs.asdict(seen) | {
            "what": c.seal(seen.what, place="what"),
            "company": c.seal(seen.company, place="company"),
        }
        year = fiscal_year(today(seen.delivered_at))
        made = delivery_model.record(
            Told(**facts), delivery_id=new_id(), serial_no=await next_no("delivery", year),
            by=actor.person, now=now,
        )  # fmt: skip
        await evidence.sign(c, made.signature, made.section, DELIVERIES.subject_of(made))
        await c.add(DELIVERIES, made, act="Recorded", occurred_at=seen.delivered_at)
        done = c.done(id=made.id, state="recorded", status=201)
    return done


async def _refuse_strange(seen: Seen, actor: Actor, now: datetime) -> None:
    await areas.require_spot(seen.floor, seen.area, actor.reach(), today(now))
    if seen.place is not None:
        await floors.require_place(seen.place, actor.reach())
    if seen.witness is not None:
        await identity.require_person(seen.witness)


async def name_witness(
    delivery_id: str, witness: str, why: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """A record that had left out who stood by is completed, with a reason, by one who keeps the section's things."""
    async with change(actor, now, key) as c:
        delivery = await reading.require_delivery(delivery_id, actor)
        actor.towards(delivery.section).needs(KEEPERS)
        await identity.require_person(witness)
        named = delivery_model.name_witness(delivery, witness, actor.person)
        await c.amend(DELIVERIES, named, act="WitnessNamed", why=why)
        done = c.done(id=named.id, state="recorded")
    return done
