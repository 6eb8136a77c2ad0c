"""Use cases of proposals: laying a draft before a second person, returning it, taking it back."""

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from daicho.foundation import db
from daicho.foundation.history import sealed
from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import Register, rows
from daicho.foundation.history.service import Change, Done, change
from daicho.foundation.kernel.actor import Actor, Role
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.ids import new_id
from daicho.places.floors import current, drafts, proposal_model, tables
from daicho.places.floors.proposal_model import Proposal, Wish
from daicho.places.floors.versions import Draft

PROPOSALS = Register("floor-proposals", tables.FloorProposal, Proposal, "floor-proposal")

DRAWS: tuple[Role, ...] = ("facility_admin",)
"""Who draws, proposes and decides."""


async def open_one(floor_id: str) -> Proposal | None:
    """The proposal of a floor that waits."""
    table = tables.FloorProposal
    async with db.read():
        found = await rows(PROPOSALS, table.floor == floor_id, table.state == "proposed")
    return found[0] if found else None


async def all_open(reach: Iterable[str]) -> list[Proposal]:
    """Every proposal of these sections that waits."""
    table = tables.FloorProposal
    within = table.section.is_in(sorted(reach) or [""])
    async with db.read():
        return await rows(PROPOSALS, within, table.state == "proposed")


async def decided(reach: Iterable[str]) -> set[tuple[str, str]]:
    """(floor, tag) of every drawing of these sections whose proposal was decided: it waits for another proposal."""
    table = tables.FloorProposal
    within = table.section.is_in(sorted(reach) or [""])
    async with db.read():
        found = await rows(PROPOSALS, within, table.state != "proposed")
    return {(proposal.floor, proposal.etag) for proposal in found}


class Told(msgspec.Struct, frozen=True):
    """An open proposal with its reason, and whether the reader is a second person."""

    proposal: Proposal
    why: str | None
    may_decide: bool


async def told(floor_id: str, actor: Actor) -> Told:
    """The open proposal of a floor within reach; `no-proposal` without one."""
    async with db.read():
        floor = await current.require_floor(floor_id, actor.reach())
        proposal = proposal_model.is_open(await open_one(floor_id), floor_id)
        texts = await sealed.reveal([proposal.why])
    able = floor.section in actor.reach(DRAWS)
    second = proposal_model.may_decide(proposal, actor.person)
    return Told(proposal, texts.get(proposal.why), able and second)


async def propose(
    floor_id: str, wish: Wish, why: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """Lay the draft, as it is, before a second person."""
    async with change(actor, now, key) as c:
        floor = await current.require_floor(floor_id, actor.reach(DRAWS))
        proposed = proposal_model.propose(
            await drafts.load_draft(floor_id), await current.versions_of(floor_id),
            await open_one(floor_id), wish, proposal_id=new_id(), section=floor.section,
            why=c.seal(why, place="why"), person=actor.person, now=now, today=today(now),
        )  # fmt: skip
        await c.add(PROPOSALS, proposed, act="Proposed")
        done = c.done(id=proposed.id, state=proposed.state, status=201)
    return done


async def give_back(
    floor_id: str, why: str, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """差戻し: the draft can be drawn in again."""
    async with change(actor, now, key) as c:
        proposal = await _open_within(floor_id, actor)
        answer = c.seal(why, place="why")
        returned = proposal_model.returned(proposal, actor.person, now, answer=answer)
        await c.amend(PROPOSALS, returned, act="Returned")
        done = c.done(id=proposal.id, state=returned.state)
    return done


async def withdraw(floor_id: str, actor: Actor, now: datetime, key: Key | None = None) -> Done:
    """取下げ."""
    async with change(actor, now, key) as c:
        proposal = await _open_within(floor_id, actor)
        withdrawn = proposal_model.withdrawn(proposal, actor.person, now)
        await c.amend(PROPOSALS, withdrawn, act="Withdrawn")
        done = c.done(id=proposal.id, state=withdrawn.state)
    return done


async def _open_within(floor_id: str, actor: Actor) -> Proposal:
    await current.require_floor(floor_id, actor.reach(DRAWS))
    return proposal_model.is_open(await open_one(floor_id), floor_id)


async def approve(
    c: Change, floor_id: str, draft: Draft | None, *, etag: str | None, valid_from: date
) -> None:
    """Inside a publication: the open proposal, if there is one, is what is being published."""
    proposal = await open_one(floor_id)
    if proposal is not None:
        published = proposal_model.published(
            proposal, c.actor.person, c.now, etag=etag, valid_from=valid_from
        )
        await c.amend(PROPOSALS, published, act="Published")
    elif draft is not None:
        table = tables.FloorProposal
        earlier = await rows(PROPOSALS, table.floor == floor_id, table.etag == draft.etag)
        proposal_model.refuse_decided(earlier, draft.etag)
