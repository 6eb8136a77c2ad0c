"""Scans, strays and things in two places as lists show them: names beside ids, texts opened, what the reader may do."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from daicho.foundation import db
from daicho.foundation.history import sealed
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import JST
from daicho.foundation.kernel.errors import Refused
from daicho.places.floors.storage import place_names
from daicho.things.assets import service as assets
from daicho.things.scans import model, settling
from daicho.things.scans.model import Clock, Deed, DoubleLocation, Scan, State, Stray


class Somebody(msgspec.Struct, frozen=True):
    """A person as shown; the name is empty when it was erased."""

    staff_id: str
    name: str


class ScanShown(msgspec.Struct, frozen=True):
    """One reading; `refusal` with `facts` says why it did not fit, `device_seq` which one of its device it is."""

    id: str
    act: Deed
    code: str
    asset_name: str | None
    section: str
    section_name: str
    place: str | None
    place_name: str | None
    scanned_by: Somebody
    device: str | None
    device_at: datetime
    device_seq: int
    happened_at: datetime
    received_at: datetime
    clock: Clock
    clock_off: int
    state: State
    refusal: str | None
    facts: dict[str, Any]
    decided_by: Somebody | None
    decided_at: datetime | None
    note: str | None
    actions: list[str]


class StrayShown(msgspec.Struct, frozen=True):
    """A code that should not have been there."""

    id: str
    code: str
    kind: str
    asset_name: str | None
    section: str
    section_name: str
    scanned_by: Somebody
    scanned_at: datetime
    state: str
    settled_by: Somebody | None
    settled_at: datetime | None
    note: str | None
    actions: list[str]


class DoubleShown(msgspec.Struct, frozen=True):
    """One thing at two places, with both readings."""

    id: str
    code: str
    asset_name: str | None
    section: str
    section_name: str
    seconds_apart: int
    readings: list[ScanShown]
    state: str
    settled_by: Somebody | None
    settled_at: datetime | None
    note: str | None
    actions: list[str]


class _Words(msgspec.Struct, frozen=True):
    """Everything that ids and commitments of a page stand for."""

    people: dict[str, str]
    sections: dict[str, str]
    places: dict[str, str]
    things: dict[str, str]
    texts: dict[str, str]

    def person(self, staff_id: str | None) -> Somebody | None:
        return Somebody(staff_id, self.people.get(staff_id, "")) if staff_id else None


async def _words(
    people: Iterable[str | None], things: Iterable[str | None], notes: Iterable[str | None],
    places: Iterable[str | None] = (), *, actor: Actor,
) -> _Words:  # fmt: skip
    """A stock-take also reads what belongs to others: its name is not told."""
    reach = actor.reach()
    async with db.read():
        known = await assets.by_code(things)
        return _Words(
            people=await identity.names(people),
            sections=await identity.section_names(),
            places=await place_names(places),
            things={code: a.name for code, a in known.items() if a.section in reach},
            texts=await sealed.reveal(notes),
        )


async def scans(page: Sequence[Scan], actor: Actor) -> list[ScanShown]:
    """With the one action that there is: to settle what did not fit."""
    words = await _words(
        (p for s in page for p in (s.person, s.decided_by)),
        (s.thing for s in page),
        (s.note for s in page),
        (s.place for s in page),
        actor=actor,
    )
    involved = await settling.involved(scan for scan in page if scan.state == "conflict")
    return [
        _scan(scan, words, _settles(scan, involved.get(scan.thing, ()), actor)) for scan in page
    ]


def _settles(scan: Scan, involved: Collection[str], actor: Actor) -> list[str]:
    if scan.state != "conflict":
        return []
    try:
        model.apart(scan, involved, actor)
    except Refused:
        return []
    return ["settleScanConflict"]


def _scan(scan: Scan, words: _Words, actions: list[str]) -> ScanShown:
    return ScanShown(
        id=scan.id,
        act=scan.act,
        code=codes.printed(scan.thing),
        asset_name=words.things.get(scan.thing),
        section=scan.section,
        section_name=words.sections.get(scan.section, ""),
        place=codes.printed(scan.place) if scan.place else None,
        place_name=words.places.get(scan.place or ""),
        scanned_by=Somebody(scan.person, words.people.get(scan.person, "")),
        device=scan.device,
        device_at=scan.device_at.astimezone(JST),
        device_seq=scan.device_seq,
        happened_at=scan.happened_at.astimezone(JST),
        received_at=scan.received_at.astimezone(JST),
        clock=scan.clock,
        clock_off=scan.clock_off,
        state=scan.state,
        refusal=scan.refusal,
        facts=scan.facts,
        decided_by=words.person(scan.decided_by),
        decided_at=_local(scan.decided_at),
        note=words.texts.get(scan.note or ""),
        actions=actions,
    )


async def strays(page: Sequence[Stray], actor: Actor) -> list[StrayShown]:
    words = await _words(
        (p for s in page for p in (s.scanned_by, s.settled_by)),
        (s.asset for s in page),
        (s.note for s in page),
        actor=actor,
    )
    return [
        StrayShown(
            id=s.id,
            code=codes.printed(s.code),
            kind=s.kind,
            asset_name=words.things.get(s.asset or ""),
            section=s.section,
            section_name=words.sections.get(s.section, ""),
            scanned_by=Somebody(s.scanned_by, words.people.get(s.scanned_by, "")),
            scanned_at=s.scanned_at.astimezone(JST),
            state=s.state,
            settled_by=words.person(s.settled_by),
            settled_at=_local(s.settled_at),
            note=words.texts.get(s.note or ""),
            actions=_may("settleStrayScan", s.state == "open", s.section, [s.scanned_by], actor),
        )
        for s in page
    ]


async def doubles(page: Sequence[DoubleLocation], actor: Actor) -> list[DoubleShown]:
    read = await settling.by_id(s for d in page for s in (d.first, d.second))
    words = await _words(
        (d.settled_by for d in page),
        (d.thing for d in page),
        (d.note for d in page),
        actor=actor,
    )
    shown = {scan.id: scan for scan in await scans(list(read.values()), actor)}
    return [
        DoubleShown(
            id=d.id,
            code=codes.printed(d.thing),
            asset_name=words.things.get(d.thing),
            section=d.section,
            section_name=words.sections.get(d.section, ""),
            seconds_apart=d.seconds_apart,
            readings=[shown[d.first], shown[d.second]],
            state=d.state,
            settled_by=words.person(d.settled_by),
            settled_at=_local(d.settled_at),
            note=words.texts.get(d.note or ""),
            actions=_may(
                "settleDoubleLocation", d.state == "open", d.section,
                [read[d.first].person, read[d.second].person], actor,
            ),
        )
        for d in page
    ]  # fmt: skip


def _may(
    operation: str, is_open: bool, section: str, scanners: Iterable[str], actor: Actor
) -> list[str]:
    if not is_open:
        return []
    try:
        for scanner in scanners:
            model.by_another(section, scanner, actor)
    except Refused:
        return []
    return [operation]


def _local(moment: datetime | None) -> datetime | None:
    return moment.astimezone(JST) if moment else None
