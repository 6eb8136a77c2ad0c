"""HTTP of placements: a floor as of a day, with the things that stand on it."""

from datetime import date
from typing import Annotated

import msgspec
from litestar import Controller, Response, get
from litestar.params import PathParameter, QueryParameter

from daicho.foundation.identity import service as identity
from daicho.foundation.identity.guards import SIGNED_IN, Asker, Now
from daicho.foundation.kernel.clock import today
from daicho.places.floors.model import FloorDocument
from daicho.things.placements import service
from daicho.things.placements.service import OnPlan

Id = Annotated[str, PathParameter(pattern=r"^[0-9A-Za-z_\-]{1,64}(?!\n)$")]
Day = Annotated[date | None, QueryParameter()]


class FloorShown(msgspec.Struct):
    """A floor as of a day; `assets` are the labelled terminals by their id on the plan."""

    id: str
    name: str
    section: str
    section_name: str
    version: int
    valid_from: date
    document: FloorDocument
    assets: dict[str, OnPlan]


class FloorPlanRoutes(Controller):
    """Floors in force."""

    path = "/floors"
    tags = ("floors",)

    @get("/{floor_id:str}", operation_id="getFloor", opt=SIGNED_IN)
    async def floor(
        self, floor_id: Id, actor: Asker, now: Now, on: Day = None
    ) -> Response[FloorShown]:
        found = await service.plan(floor_id, on or today(now), actor, now)
        sections = await identity.section_names()
        shown = FloorShown(
            id=found.floor.id,
            name=found.floor.name,
            section=found.floor.section,
            section_name=sections.get(found.floor.section, ""),
            version=found.version.version,
            valid_from=found.version.valid_from,
            document=found.document,
            assets=found.assets,
        )
        return Response(shown, headers={"ETag": f'"{found.etag}"'})
