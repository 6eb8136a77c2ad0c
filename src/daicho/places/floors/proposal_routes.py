"""HTTP of proposals: a draft laid before a second person, who publishes it or gives it back."""

from datetime import date, datetime
from typing import Annotated

import msgspec
from litestar import Controller, get, post
from litestar.params import JSONBody

from daicho.foundation.history.service import Done
from daicho.foundation.identity import service as identity
from daicho.foundation.identity.guards import SIGNED_IN, Asker, Now, Once, roles
from daicho.foundation.kernel.clock import JST
from daicho.foundation.kernel.text import Passage
from daicho.foundation.parameters import Id
from daicho.places.floors import proposals
from daicho.places.floors.proposal_model import State, Wish
from daicho.places.floors.routes import Somebody

Tag = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}(?!\n)$")]


class NewProposal(msgspec.Struct, forbid_unknown_fields=True):
    """From which day, why, and the tag of the draft that is meant."""

    valid_from: date
    why: Passage
    etag: Tag


class Return(msgspec.Struct, forbid_unknown_fields=True):
    why: Passage


class Nothing(msgspec.Struct, forbid_unknown_fields=True):
    """An empty object."""


class ProposalShown(msgspec.Struct):
    """`why` is null when it was erased."""

    id: str
    state: State
    valid_from: date
    why: str | None
    proposed_by: Somebody
    proposed_at: datetime
    etag: str
    may_decide: bool


class ProposalRoutes(Controller):
    """Proposals of floors."""

    path = "/floors"
    tags = ("floors",)

    @post(
        "/{floor_id:str}/proposal",
        operation_id="proposeFloor",
        opt=roles(*proposals.DRAWS),
        status_code=201,
    )
    async def propose(
        self, floor_id: Id, data: JSONBody[NewProposal], actor: Asker, now: Now, key: Once
    ) -> Done:
        wish = Wish(data.valid_from, data.etag)
        return await proposals.propose(floor_id, wish, data.why, actor, now, key)

    @get("/{floor_id:str}/proposal", operation_id="getFloorProposal", opt=SIGNED_IN)
    async def one(self, floor_id: Id, actor: Asker) -> ProposalShown:
        told = await proposals.told(floor_id, actor)
        proposal = told.proposal
        names = await identity.names([proposal.proposed_by])
        return ProposalShown(
            id=proposal.id,
            state=proposal.state,
            valid_from=proposal.valid_from,
            why=told.why,
            proposed_by=Somebody(proposal.proposed_by, names.get(proposal.proposed_by, "")),
            proposed_at=proposal.proposed_at.astimezone(JST),
            etag=proposal.etag,
            may_decide=told.may_decide,
        )

    @post(
        "/{floor_id:str}/proposal/return",
        operation_id="returnFloor",
        opt=roles(*proposals.DRAWS),
        status_code=200,
    )
    async def give_back(
        self, floor_id: Id, data: JSONBody[Return], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await proposals.give_back(floor_id, data.why, actor, now, key)

    @post(
        "/{floor_id:str}/proposal/withdrawal",
        operation_id="withdrawFloor",
        opt=roles(*proposals.DRAWS),
        status_code=200,
    )
    async def withdraw(
        self, floor_id: Id, data: JSONBody[Nothing], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await proposals.withdraw(floor_id, actor, now, key)
