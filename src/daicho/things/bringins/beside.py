"""Private finds and deliveries as lists show them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal

import msgspec

from daicho.foundation import db
from daicho.foundation.history import sealed
from daicho.foundation.history.registers import rows
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import JST, today
from daicho.places.floors import service as floors
from daicho.things.bringins import reading, spots, tables
from daicho.things.bringins.delivery_model import Delivery, Direction
from daicho.things.bringins.found_model import SETTLES, PrivateFind
from daicho.things.bringins.listing import Named
from daicho.things.bringins.model import KEEPERS, Item

FindState = Literal["open", "explained", "settled"]


class FindShown(msgspec.Struct, frozen=True):
    """A private thing that was seen."""

    id: str
    state: FindState
    section: str
    section_name: str
    floor_name: str
    area_name: str | None
    level: int
    item: Item
    found_by: Named
    found_at: datetime
    note: str | None
    bring_in: str | None
    answer: str | None
    settled_by: Named | None
    settled_at: datetime | None
    actions: list[str]


class DeliveryShown(msgspec.Struct, frozen=True):
    """A delivery; `witnessed` says whether anybody is named as having stood by, `signature` is an id of evidence."""

    id: str
    number: str
    section: str
    section_name: str
    floor_name: str | None
    area_name: str | None
    place: str | None
    place_name: str | None
    direction: Direction
    what: str | None
    company: str | None
    delivered_at: datetime
    recorded_by: Named
    recorded_at: datetime
    witnessed: bool
    witness: Named | None
    witness_named_by: Named | None
    signature: str | None
    actions: list[str]


async def finds(
    actor: Actor, state: FindState | None, section: str | None, *, limit: int, after: str | None
) -> list[PrivateFind]:
    """Those that fit, newest first: `limit` and one more when there are more."""
    table = tables.PrivateFind
    where = list(reading.within(table, actor, section, after))
    if state is not None:
        where.append(table.state == state)
    async with db.read():
        return await rows(reading.FINDS, *where, order=table.id, ascending=False, limit=limit + 1)


async def deliveries(
    actor: Actor, section: str | None, *, witnessed: bool | None, limit: int, after: str | None
) -> list[Delivery]:
    """Those that fit, newest first: `limit` and one more when there are more."""
    table = tables.Delivery
    where = list(reading.within(table, actor, section, after))
    if witnessed is not None:
        where.append(table.witness.is_not_null() if witnessed else table.witness.is_null())
    async with db.read():
        return await rows(
            reading.DELIVERIES, *where, order=table.id, ascending=False, limit=limit + 1
        )


class _Words(msgspec.Struct, frozen=True):
    """Everything that ids and commitments of a page stand for."""

    people: dict[str, str]
    texts: dict[str, str]
    sections: dict[str, str]
    floors: dict[str, str]
    areas: dict[tuple[str, str], str]
    places: dict[str, str]

    def person(self, staff_id: str | None) -> Named | None:
        return Named(staff_id, self.people.get(staff_id, "")) if staff_id else None

    def where(self, floor: str | None, area: str | None) -> dict[str, Any]:
        return {
            "floor_name": self.floors.get(floor or ""),
            "area_name": self.areas.get((floor or "", area or "")),
        }


async def _words(
    page: Sequence[PrivateFind | Delivery], persons: Sequence[str], texts: Sequence[str], on: date
) -> _Words:
    return _Words(
        people=await identity.names(getattr(row, name) for row in page for name in persons),
        texts=await sealed.reveal(getattr(row, name) for row in page for name in texts),
        sections=await identity.section_names(),
        floors={floor.id: floor.name for floor in await floors.all_floors()},
        areas=await spots.area_names(((row.floor, row.area) for row in page), on),
        places=await floors.place_names(getattr(row, "place", None) for row in page),
    )


async def shown_finds(page: Sequence[PrivateFind], actor: Actor, now: datetime) -> list[FindShown]:
    async with db.read():
        words = await _words(page, ("found_by", "settled_by"), ("note", "answer"), today(now))
    return [_find(find, words, actor) for find in page]


def _find(find: PrivateFind, words: _Words, actor: Actor) -> FindShown:
    held = actor.roles_over(find.section)
    settles = find.state == "open" and actor.person != find.found_by
    able = settles and bool(held & SETTLES)
    told = msgspec.structs.asdict(find) | words.where(find.floor, find.area)
    told |= {
        "section_name": words.sections.get(find.section, ""),
        "found_by": words.person(find.found_by),
        "found_at": find.found_at.astimezone(JST),
        "note": words.texts.get(find.note or ""),
        "answer": words.texts.get(find.answer or ""),
        "settled_by": words.person(find.settled_by),
        "settled_at": find.settled_at.astimezone(JST) if find.settled_at else None,
        "actions": ["settlePrivateFind"] if able else [],
    }
    return msgspec.convert(told, FindShown, from_attributes=True)


async def shown_deliveries(
    page: Sequence[Delivery], actor: Actor, now: datetime
) -> list[DeliveryShown]:
    named = ("recorded_by", "witness", "witness_named_by")
    async with db.read():
        words = await _words(page, named, ("what", "company"), today(now))
    return [_delivery(delivery, words, actor) for delivery in page]


def _delivery(delivery: Delivery, words: _Words, actor: Actor) -> DeliveryShown:
    keeps = actor.roles_over(delivery.section) & KEEPERS
    able = delivery.witness is None and bool(keeps)
    told = msgspec.structs.asdict(delivery) | words.where(delivery.floor, delivery.area)
    told |= {
        "number": delivery.number,
        "section_name": words.sections.get(delivery.section, ""),
        "place": codes.printed(delivery.place) if delivery.place else None,
        "place_name": words.places.get(delivery.place or ""),
        "what": words.texts.get(delivery.what),
        "company": words.texts.get(delivery.company),
        "delivered_at": delivery.delivered_at.astimezone(JST),
        "recorded_by": words.person(delivery.recorded_by),
        "recorded_at": delivery.recorded_at.astimezone(JST),
        "witnessed": delivery.witness is not None,
        "witness": words.person(delivery.witness),
        "witness_named_by": words.person(delivery.witness_named_by),
        "actions": ["nameWitness"] if able else [],
    }
    return msgspec.convert(told, DeliveryShown, from_attributes=True)
