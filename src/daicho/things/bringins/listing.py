"""What is brought in as lists and cards show it: names beside ids, texts opened, what the reader may do."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal

import msgspec

from daicho.foundation import db
from daicho.foundation.history import sealed
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import JST, today
from daicho.places.floors import service as floors
from daicho.things.bringins import model, reading, spots, tables
from daicho.things.bringins.model import OPEN, BringIn, Item, Malware, Seen, State

Status = Literal[
    "open", "overstayed", "requested", "approved", "rejected", "withdrawn", "turned_away", "inside",
    "discrepancy", "closed",
]  # fmt: skip

_TABLE = tables.BringIn
_REMEMBERED = 200
"""How many of a section's newest are looked through for a contractor's last list."""


class Filter(msgspec.Struct, frozen=True):
    """What a list asks for."""

    status: Status | None = None
    section: str | None = None


class Named(msgspec.Struct, frozen=True):
    """A person of ours as shown; the name is empty when it was erased."""

    staff_id: str
    name: str


class BringInShown(msgspec.Struct, frozen=True):
    """Everything about one 持込み; texts of erased persons are null."""

    id: str
    number: str
    state: State
    section: str
    section_name: str
    floor: str
    floor_name: str
    area: str | None
    area_name: str | None
    level: int
    requester: Named
    purpose: str | None
    items: list[Item]
    planned_in: date
    planned_out: date
    overstayed: bool
    requested_at: datetime
    bringer: Named | None
    visitor: str | None
    company: str | None
    exception: str | None
    wants_exception: bool
    decided_by: Named | None
    decided_for: Named | None
    decided_at: datetime | None
    remark: str | None
    badge: str | None
    malware_scan: Malware | None
    seen_in: list[Seen]
    inspected_in_by: Named | None
    inspected_in_at: datetime | None
    seen_out: list[Seen]
    unlisted: list[Item]
    no_data_copied: bool | None
    inspected_out_by: Named | None
    inspected_out_at: datetime | None
    resolution: str | None
    resolved_by: Named | None
    resolved_at: datetime | None
    closed_at: datetime | None
    actions: list[str]


async def listed(
    actor: Actor, wanted: Filter, day: date, *, limit: int, after: str | None = None
) -> list[BringIn]:
    """Those that fit, newest first: `limit` and one more when there are more."""
    where = list(reading.within(_TABLE, actor, wanted.section, after))
    if wanted.status == "open":
        where.append(_TABLE.state.is_in(sorted(OPEN)))
    elif wanted.status == "overstayed":
        where += [_TABLE.state == "inside", _TABLE.planned_out < day]
    elif wanted.status is not None:
        where.append(_TABLE.state == wanted.status)
    return await reading.found(*where, limit=limit + 1)


_PERSONS = (
    "requester", "bringer", "decided_by", "decided_for", "inspected_in_by", "inspected_out_by",
    "resolved_by",
)  # fmt: skip
_TEXTS = ("purpose", "visitor", "company", "exception", "remark", "resolution")


async def shown(page: Sequence[BringIn], actor: Actor, now: datetime) -> list[BringInShown]:
    """With names, texts and this reader's actions."""
    day = today(now)
    async with db.read():
        people = await identity.names(getattr(b, field) for b in page for field in _PERSONS)
        texts = await sealed.reveal(getattr(b, field) for b in page for field in _TEXTS)
        sections = await identity.section_names()
        plans = {floor.id: floor.name for floor in await floors.all_floors()}
        areas = await spots.area_names(((b.floor, b.area) for b in page), day)
        standings = [await reading.standing(actor, b, day) for b in page]
    return [
        msgspec.convert(
            _opened(b, people, texts)
            | {
                "number": b.number,
                "section_name": sections.get(b.section, ""),
                "floor_name": plans.get(b.floor, ""),
                "area_name": areas.get((b.floor, b.area or "")),
                "overstayed": model.is_overstayed(b, day),
                "wants_exception": b.wants_exception,
                "actions": model.actions(b, by),
            },
            BringInShown,
            from_attributes=True,
        )
        for b, by in zip(page, standings, strict=True)
    ]


def _opened(row: BringIn, people: dict[str, str], texts: dict[str, str]) -> dict[str, Any]:
    """A row with its ids and commitments replaced by what they stand for."""
    told: dict[str, Any] = {}
    for name in row.__struct_fields__:
        value = getattr(row, name)
        if name in _PERSONS and value is not None:
            told[name] = Named(value, people.get(value, ""))
        elif name in _TEXTS and value is not None:
            told[name] = texts.get(value)
        else:
            told[name] = value.astimezone(JST) if isinstance(value, datetime) else value
    return told


class ToolList(msgspec.Struct, frozen=True):
    """What a contractor brought the last time, to be asked for again; `number` is that 持込み."""

    company: str
    number: str
    requested_at: datetime
    items: list[Item]


async def tool_lists(actor: Actor, section: str) -> list[ToolList]:
    """The newest list of each contractor that came to a section, by company."""
    where = [*reading.within(_TABLE, actor, section, None), _TABLE.company.is_not_null()]
    async with db.read():
        newest = await reading.found(*where, limit=_REMEMBERED)
        names = await sealed.reveal(b.company for b in newest)
    found: dict[str, ToolList] = {}
    for bring_in in newest:
        company = names.get(bring_in.company or "")
        if company and company not in found:
            at = bring_in.requested_at.astimezone(JST)
            found[company] = ToolList(company, bring_in.number, at, list(bring_in.items))
    return sorted(found.values(), key=lambda each: each.company)
