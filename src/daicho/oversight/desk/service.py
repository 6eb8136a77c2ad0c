"""What a scan leads to, and what a search finds: assets, storage places, people, take-outs."""

import re
from datetime import date, datetime
from typing import Any, Literal

import msgspec

from daicho.foundation import db
from daicho.foundation.db import Question
from daicho.foundation.history import sealed
from daicho.foundation.history.steady import NUMBERS_ASKED
from daicho.foundation.identity import service as identity
from daicho.foundation.identity.service import Staff
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import JST, today
from daicho.foundation.kernel.errors import Invalid, Missing
from daicho.places.floors import service as floors
from daicho.places.floors.storage import Place, place_name
from daicho.things.assets import finding
from daicho.things.assets import service as assets
from daicho.things.assets.model import GONE, Asset
from daicho.things.custody import listing as take_outs
from daicho.things.custody import transferring
from daicho.things.custody.options import Blocker
from daicho.things.labels import codebook
from daicho.things.labels.model import CodeState
from daicho.things.placements.sightings import SEES

Kind = Literal["asset", "place", "staff", "blank", "void"]

_NUMBER = re.compile(r"\d{4}-\d{1,6}")
_MOST = 20


class LabelTold(msgspec.Struct, frozen=True):
    """The label that was scanned: a void one still leads to its thing, and `current` is the code to look for.

    Of a void one it is told who made it void, when and why.
    """

    code: str
    state: CodeState
    current: str
    read: bool
    voided_by: str | None = None
    voided_at: datetime | None = None
    why: str | None = None


class Resolved(msgspec.Struct, frozen=True):
    """One scanned thing: what it is, where it stands, and what this person may do with it now."""

    code: str
    kind: Kind
    name: str
    state: str
    section_name: str
    actions: list[str] = []
    blockers: list[Blocker] = []
    control_no: str | None = None
    place: str | None = None
    place_name: str | None = None
    take_out: str | None = None
    transfer: str | None = None
    asset_kind: str | None = None
    data_class: int | None = None
    staff_id: str | None = None
    label: LabelTold | None = None


async def resolve(scan: str, actor: Actor, now: datetime) -> Resolved:
    """The thing behind a scan; `unknown-code` also for what lies outside the person's reach."""
    scanned = codes.read(scan)
    return await db.at_once(lambda: _asked(scanned), lambda: _resolved(scanned, actor, now))


def _asked(scanned: str) -> list[Question]:
    """What is asked about an asset with its first label; sections and places are remembered."""
    about = (assets.question(scanned), take_outs.question(scanned))
    return [NUMBERS_ASKED, *codebook.questions(scanned), *about]


async def _resolved(scanned: str, actor: Actor, now: datetime) -> Resolved:
    label = await codebook.standing(scanned)
    if not label.thing:
        found = await _bare(scanned, actor)
    else:
        found = await _thing(label.thing, actor, now)
    if found is None:
        raise Missing("unknown-code", code=codes.printed(scanned))
    told = LabelTold(codes.printed(scanned), label.state, codes.printed(label.current), label.read)
    if label.state == "void":
        told = await _voided(scanned, told)
    return msgspec.structs.replace(found, label=told)


async def _voided(scanned: str, told: LabelTold) -> LabelTold:
    voiding = await codebook.voiding(scanned)
    if voiding is None:
        return told
    return msgspec.structs.replace(
        told,
        voided_by=(await identity.names([voiding.by])).get(voiding.by, ""),
        voided_at=voiding.at.astimezone(JST),
        why=(await sealed.reveal([voiding.why])).get(voiding.why or ""),
    )


async def _thing(code: str, actor: Actor, now: datetime) -> Resolved | None:
    """What the register knows by this code, within reach."""
    asset = await assets.find(code)
    if asset is not None and asset.section in actor.reach():
        return await _asset(asset, actor, now)
    place = await floors.place(code)
    if place is not None and place.section in actor.reach():
        return await _place(place)
    colleague = await _colleague(code, actor, today(now))
    if colleague is None:
        return None
    return Resolved(
        code=codes.printed(code),
        kind="staff",
        name=colleague.name,
        state="in_post",
        section_name=colleague.section_name,
        staff_id=colleague.staff_id,
    )


async def _bare(code: str, actor: Actor) -> Resolved | None:
    """A printed label without a thing: the next step is to register one with it, unless it was made void."""
    known = await codebook.entry(code)
    if known is None or known.section not in actor.reach():
        return None
    kind: Literal["blank", "void"] = "blank" if known.state == "blank" else "void"
    able = kind == "blank" and actor.reach(assets.KEEPS)
    return Resolved(
        code=codes.printed(code),
        kind=kind,
        name="",
        state=kind,
        section_name=(await identity.section_names()).get(known.section, ""),
        actions=["registerAsset", "registerPlaceWithBlank"] if able else [],
    )


async def _asset(asset: Asset, actor: Actor, now: datetime) -> Resolved:
    found = await take_outs.situation(asset, actor, now)
    giving = await transferring.beginning(asset, found.take_out, actor, today(now))
    return Resolved(
        code=codes.printed(asset.code),
        kind="asset",
        name=asset.name,
        state=asset.state,
        section_name=await identity.section_name(asset.section),
        actions=[
            *found.options.actions,
            *_sightings(asset, actor),
            *giving.actions,
        ],
        blockers=[*found.options.blockers, *giving.blockers],
        control_no=asset.control_no,
        place=codes.printed(asset.place) if asset.place else None,
        place_name=await place_name(asset.place) if asset.place else None,
        take_out=found.take_out.id if found.take_out else None,
        transfer=transferring.waiting_in(giving),
        asset_kind=asset.kind,
        data_class=asset.data_class,
    )


def _sightings(asset: Asset, actor: Actor) -> list[str]:
    """A terminal that is scanned may be said to have been seen."""
    there = asset.kind == "terminal" and asset.state not in GONE
    able = there and asset.section in actor.reach(SEES)
    return ["recordSighting"] if able else []


async def _place(place: Place) -> Resolved:
    return Resolved(
        code=codes.printed(place.code),
        kind="place",
        name=place.name,
        state="in_use",
        section_name=await identity.section_name(place.section),
    )


async def _colleague(code: str, actor: Actor, day: date) -> Staff | None:
    """Somebody with a post in the person's reach; a badge identifies, it allows nothing."""
    person = await identity.person_by_code(code)
    if person is None:
        return None
    known = await identity.staff_of(actor.reach(), day)
    return next((s for s in known if s.staff_id == person.id), None)


class Hit(msgspec.Struct, frozen=True):
    """One line of a search."""

    kind: str
    name: str
    state: str
    section_name: str
    subject: str
    code: str | None = None
    place_name: str | None = None
    control_no: str | None = None


async def search(words: str, actor: Actor, now: datetime) -> list[Hit]:
    """Things within reach by code, control number, serial, name, take-out number or person, best first."""
    wanted = words.strip()
    if not wanted:
        return []
    async with db.read():
        hits = [*await _by_code(wanted, actor, now), *await _by_number(wanted, actor, now)]
        found = await assets.listed(actor, finding.Filter(q=wanted), limit=_MOST)
        hits += [_asset_hit(shown) for shown in await assets.shown(found[:_MOST])]
        hits += await _places(wanted, actor)
        hits += _people(wanted, await identity.staff_of(actor.reach(), today(now)))
    return list({hit.subject: hit for hit in hits}.values())[:_MOST]


async def _by_code(wanted: str, actor: Actor, now: datetime) -> list[Hit]:
    try:
        found = await resolve(wanted, actor, now)
    except (Invalid, Missing):
        return []
    if found.kind in ("blank", "void"):
        return []
    prefix = {"asset": "asset", "place": "place", "staff": "person"}[found.kind]
    subject = found.staff_id or codes.read(found.code)
    return [
        Hit(
            found.kind, found.name, found.state, found.section_name, f"{prefix}:{subject}",
            found.code, found.place_name, found.control_no,
        )
    ]  # fmt: skip


async def _by_number(wanted: str, actor: Actor, now: datetime) -> list[Hit]:
    """A take-out by its number."""
    if not _NUMBER.fullmatch(wanted):
        return []
    numbered = take_outs.Filter(number=wanted)
    found = await take_outs.listed(actor, numbered, today(now), limit=_MOST)
    shown = await take_outs.shown(found, actor, now)
    return [
        Hit(
            "take-out", f"{t.number} {t.asset_name}", t.state, t.section_name, f"take-out:{t.id}",
            t.code,
        )
        for t in shown
    ]  # fmt: skip


def _asset_hit(shown: Any) -> Hit:
    subject = f"asset:{codes.read(shown.code)}"
    return Hit(
        "asset", shown.name, shown.state, shown.section_name, subject, shown.code,
        shown.place_name, shown.control_no,
    )  # fmt: skip


async def _places(wanted: str, actor: Actor) -> list[Hit]:
    sections = await identity.section_names()
    return [
        Hit(
            "place", p.name, "in_use", sections.get(p.section, ""), f"place:{p.code}",
            codes.printed(p.code),
        )
        for p in await floors.places(actor)
        if wanted in p.name
    ]  # fmt: skip


def _people(wanted: str, staff: list[Staff]) -> list[Hit]:
    bare = wanted.replace(" ", "").replace("　", "")
    return [
        Hit("staff", s.name, "in_post", s.section_name, f"person:{s.staff_id}", s.code)
        for s in staff
        if bare in s.name.replace(" ", "") or bare in s.kana.replace(" ", "") or bare == s.staff_id
    ]
