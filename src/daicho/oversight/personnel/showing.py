"""Personnel changes as pages show them: names beside ids, faults in words, and what the reader may do."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

import msgspec

from daicho.foundation import db
from daicho.foundation.identity import service as identity
from daicho.foundation.identity.model import Post
from daicho.foundation.kernel.actor import Actor, Role
from daicho.foundation.kernel.errors import Forbidden, Refused
from daicho.foundation.problems import sentence
from daicho.oversight.imports.fields import Taken
from daicho.oversight.personnel import holding, model, service
from daicho.oversight.personnel.holding import Held
from daicho.oversight.personnel.model import Effect, PersonnelChange, PostWanted, State


class LineFault(msgspec.Struct, frozen=True):
    """Why a line of the list cannot be taken in, in both languages."""

    line: int
    column: str | None
    code: str
    title: str
    detail: str


class PostTold(msgspec.Struct, frozen=True):
    """A post that begins, ends or stays."""

    section: str
    section_name: str
    role: Role
    title: str
    valid_from: date
    valid_to: date | None


class PersonTold(msgspec.Struct, frozen=True):
    """What changes for one person, and what they hold when their posts end."""

    staff_id: str
    name: str
    joins: bool
    leaves: date | None
    begins: list[PostTold]
    ends: list[PostTold]
    stays: list[PostTold]
    holds: list[Held]


class PersonnelReport(msgspec.Struct, frozen=True):
    """A dry run of a list; it can be proposed when nothing is refused."""

    lines: int
    refused: int
    unchanged: int
    faults: list[LineFault]
    people: list[PersonTold]


class PersonnelSummary(msgspec.Struct, frozen=True):
    """A proposed list in short."""

    id: str
    state: State
    file: str
    effective: date
    people: int
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    actions: list[str]


class PersonnelShown(msgspec.Struct, frozen=True):
    """A proposed list; `confirm` is what the decision has to name, `against` the code of what stands against it."""

    summary: PersonnelSummary
    remark: str | None
    people: list[PersonTold]
    confirm: str | None
    against: str | None


async def reported(told: service.Read, actor: Actor, now: datetime) -> PersonnelReport:
    """The dry run for the page."""
    changing = [one for one in told.effects if not one.nothing]
    async with db.read():
        known = await identity.names(one.move.staff_id for one in changing)
        called = {one.move.staff_id: one.move.name for one in changing if one.move.name}
        people = await _people(changing, {**known, **called}, actor, now)
    faults = [fault for line in told.lines for fault in _faults(line)]
    unchanged = len(told.effects) - len(changing)
    return PersonnelReport(len(told.lines), len(told.refused()), unchanged, faults, people)


def _faults(line: Taken) -> Iterable[LineFault]:
    for one in line.faults:
        yield LineFault(
            line.line, one.column, one.code,
            sentence(one.code, one.facts, "en"), sentence(one.code, one.facts, "ja"),
        )  # fmt: skip


async def _people(
    effects: Sequence[Effect], names: Mapping[str, str], actor: Actor, now: datetime
) -> list[PersonTold]:
    sections = await identity.section_names()
    going = [one.move.staff_id for one in effects if one.ends]
    holds = await holding.held(going, actor, now)
    return [
        PersonTold(
            one.move.staff_id, names.get(one.move.staff_id, ""), one.joins, one.leaves,
            [_post(post, sections) for post in one.begins],
            [_post(e.post, sections, e.last_day) for e in one.ends],
            [_post(post, sections) for post in one.stays],
            holds.get(one.move.staff_id, []),
        )
        for one in effects
    ]  # fmt: skip


def _post(
    post: Post | PostWanted, sections: Mapping[str, str], last_day: date | None = None
) -> PostTold:
    name = sections.get(post.section, "")
    return PostTold(
        post.section, name, post.role, post.title, post.valid_from, last_day or post.valid_to
    )


async def shown(one: PersonnelChange, actor: Actor, now: datetime) -> PersonnelShown:
    """A proposal with what it would do now, or what it did."""
    async with db.read():
        names = await service.names([one])
        effects, against = await _effects(one)
        called = {m.staff_id: names[m.name] for m in one.lines if m.name in names}
        people = await _people(effects, {**called, **names}, actor, now)
    confirm = service.confirmation(effects) if one.state == "proposed" and not against else None
    remark = names.get(one.remark or "")
    return PersonnelShown(_summary(one, names, actor), remark, people, confirm, against)


async def _effects(one: PersonnelChange) -> tuple[list[Effect], str | None]:
    """What is decided already did what it says: only what waits is compared with the posts of today."""
    if one.state == "proposed":
        try:
            return await service.effects_of(one), None
        except Refused as refused:
            return [], refused.code
    if one.state == "approved":
        return await service.done_by(one), None
    return [Effect(move, move.name is not None, move.posts, (), ()) for move in one.lines], None


async def summaries(page: Sequence[PersonnelChange], actor: Actor) -> list[PersonnelSummary]:
    names = await service.names(page)
    return [_summary(one, names, actor) for one in page]


def _summary(one: PersonnelChange, names: Mapping[str, str], actor: Actor) -> PersonnelSummary:
    return PersonnelSummary(
        one.id, one.state, names.get(one.file, ""), one.effective, len(one.lines),
        names.get(one.proposed_by, ""), one.proposed_at,
        names.get(one.decided_by or "") if one.decided_by else None, one.decided_at,
        _actions(one, actor),
    )  # fmt: skip


def _actions(one: PersonnelChange, actor: Actor) -> list[str]:
    if one.state != "proposed":
        return []
    if one.proposed_by == actor.person:
        return ["withdrawPersonnel"]
    try:
        model.refuse_own(one, actor.person, one.sections, actor.reach(model.DECIDES))
    except Forbidden:
        return []
    return ["approvePersonnel", "rejectPersonnel"]
