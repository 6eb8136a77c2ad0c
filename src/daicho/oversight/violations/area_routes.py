"""HTTP of areas in force: when each was reviewed and is due again, and reviewing one."""

from datetime import date
from typing import Annotated

import msgspec
from litestar import Controller, get, post
from litestar.params import JSONBody, PathParameter

from daicho.foundation.history.service import Done
from daicho.foundation.identity import service as identity
from daicho.foundation.identity.guards import SIGNED_IN, Asker, Now, Once, roles
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.text import Passage
from daicho.foundation.parameters import Id
from daicho.oversight.violations import limits
from daicho.oversight.violations.remedies import Somebody
from daicho.places.floors import areas
from daicho.places.floors.model import AreaKind
from daicho.places.floors.review_model import AreaState, Result

AreaId = Annotated[str, PathParameter(min_length=1, max_length=64)]


class AreaShown(msgspec.Struct):
    """An area in force; `due_on` is the last day on which its next review is in time."""

    id: str
    name: str
    kind: AreaKind
    level: int | None
    drawn_on: date
    reviewed_on: date | None
    reviewed_by: Somebody | None
    due_on: date


class Areas(msgspec.Struct):
    items: list[AreaShown]
    next: str | None = None


class NewReview(msgspec.Struct, forbid_unknown_fields=True):
    """Whether the area may stay as it is drawn, and what was noticed."""

    result: Result
    note: Passage | None = None


class AreaRoutes(Controller):
    """Areas and their reviews."""

    path = "/floors"
    tags = ("floors",)

    @get("/{floor_id:str}/areas", operation_id="listAreas", opt=SIGNED_IN)
    async def listed(self, floor_id: Id, actor: Asker, now: Now) -> Areas:
        found = await areas.listed(floor_id, today(now), actor)
        months = (await limits.current()).register.review_months
        names = await identity.names(one.reviewed_by for one in found)
        return Areas([_area(one, months, names) for one in found])

    @post(
        "/{floor_id:str}/areas/{area:str}/reviews",
        operation_id="reviewArea",
        opt=roles(*areas.REVIEWS),
        status_code=201,
    )
    async def review(
        self,
        floor_id: Id,
        area: AreaId,
        data: JSONBody[NewReview],
        actor: Asker,
        now: Now,
        key: Once,
    ) -> Done:
        return await areas.review(
            floor_id, area, actor, now, key, result=data.result, note=data.note
        )


def _area(one: AreaState, months: int, names: dict[str, str]) -> AreaShown:
    by = one.reviewed_by
    return AreaShown(
        id=one.id,
        name=one.name,
        kind=one.kind,
        level=one.level,
        drawn_on=one.drawn_on,
        reviewed_on=one.reviewed_on,
        reviewed_by=Somebody(by, names.get(by, "")) if by else None,
        due_on=one.due_on(months),
    )
