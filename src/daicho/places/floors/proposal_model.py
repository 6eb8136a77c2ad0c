"""A draft laid before a second person: what may be proposed, and who returns, withdraws and approves it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

import msgspec

from daicho.foundation.kernel.errors import Forbidden, Missing, Refused, Stale
from daicho.places.floors import versions
from daicho.places.floors.versions import Draft, FloorVersion

State = Literal["proposed", "returned", "withdrawn", "published"]


class Proposal(msgspec.Struct, frozen=True):
    """`etag` is the draft as it was proposed; while it is open nobody can save another one."""

    id: str
    floor: str
    section: str
    state: State
    etag: str
    valid_from: date
    why: str
    drafters: tuple[str, ...]
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None = None
    decided_at: datetime | None = None
    answer: str | None = None


class Wish(msgspec.Struct, frozen=True):
    """What somebody proposes: the draft they looked at, from which day on."""

    valid_from: date
    etag: str


def propose(
    draft: Draft | None, known: list[FloorVersion], present: Proposal | None, wish: Wish, *,
    proposal_id: str, section: str, why: str, person: str, now: datetime, today: date,
) -> Proposal:  # fmt: skip
    """A new proposal.

    Raises `floor-proposed`, `floor-changed` when the draft is another one by now, and what `versions.may_start` does.
    """
    if present is not None:
        raise Refused("floor-proposed", floor=present.floor)
    if draft is not None and draft.etag != wish.etag:
        raise Stale("floor-changed", floor=draft.floor, etag=draft.etag)
    started = versions.may_start(draft, known, wish.valid_from, today)
    return Proposal(
        id=proposal_id,
        floor=started.floor,
        section=section,
        state="proposed",
        etag=started.etag,
        valid_from=wish.valid_from,
        why=why,
        drafters=started.drafters,
        proposed_by=person,
        proposed_at=now,
    )


def may_decide(proposal: Proposal, person: str) -> bool:
    """Whether this is a second person: neither drew in it nor proposed it."""
    return person != proposal.proposed_by and person not in proposal.drafters


def _second_person(proposal: Proposal, person: str) -> None:
    if person in proposal.drafters:
        raise Forbidden("own-draft", person=person)
    if person == proposal.proposed_by:
        raise Forbidden("own-proposal", person=person)


def is_open(proposal: Proposal | None, floor: str) -> Proposal:
    """The proposal, while it waits: `no-proposal` otherwise."""
    if proposal is None or proposal.state != "proposed":
        raise Missing("no-proposal", floor=floor)
    return proposal


def returned(proposal: Proposal, person: str, now: datetime, *, answer: str) -> Proposal:
    """差戻し: the second person gives it back with a reason."""
    _second_person(proposal, person)
    return _decided(proposal, "returned", person, now=now, answer=answer)


def withdrawn(proposal: Proposal, person: str, now: datetime) -> Proposal:
    """Taken back by who proposed it or drew in it."""
    if may_decide(proposal, person):
        raise Forbidden("not-the-proposer", proposed_by=proposal.proposed_by)
    return _decided(proposal, "withdrawn", person, now=now)


def published(
    proposal: Proposal, person: str, now: datetime, *, etag: str | None, valid_from: date
) -> Proposal:
    """Approved by being published, exactly as proposed: `proposal-differs` otherwise."""
    _second_person(proposal, person)
    if (etag, valid_from) != (proposal.etag, proposal.valid_from):
        raise Refused(
            "proposal-differs", etag=proposal.etag, valid_from=proposal.valid_from.isoformat()
        )
    return _decided(proposal, "published", person, now=now)


def refuse_decided(earlier: Iterable[Proposal], etag: str) -> None:
    """A drawing that was proposed is put in force as it was proposed, or proposed anew: not by somebody who still has
    the page of what was withdrawn or returned before them, nor from another day than was approved."""
    for proposal in earlier:
        if proposal.state != "proposed" and proposal.etag == etag:
            raise Refused("proposal-decided", floor=proposal.floor, state=proposal.state)


def _decided(
    proposal: Proposal, state: State, person: str, *, now: datetime, answer: str | None = None
) -> Proposal:
    return msgspec.structs.replace(
        proposal, state=state, decided_by=person, decided_at=now, answer=answer
    )
