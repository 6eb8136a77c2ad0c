"""HTTP of placements: a floor as of a day with the things that stand on it, and sightings of them."""

from datetime import date
from typing import Annotated

import msgspec
from litestar import Controller, Response, get, post
from litestar.params import JSONBody, QueryParameter

from daicho.foundation.history.service import Done
from daicho.foundation.identity import service as identity
from daicho.foundation.identity.guards import SIGNED_IN, Asker, Now, Once, roles
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.paging import page_of
from daicho.foundation.kernel.text import Ident, Scan
from daicho.foundation.parameters import Day, Id, Limit, OptionalId
from daicho.places.floors.model import FloorDocument
from daicho.things.placements import service, sightings
from daicho.things.placements.service import OnPlan

Scanned = Annotated[str, QueryParameter(min_length=1, max_length=200)]


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


class NewSighting(msgspec.Struct, forbid_unknown_fields=True):
    """Which terminal, and where it stands as far as the person says it."""

    code: Scan
    place: Scan | None = None
    floor: Ident | None = None
    area: Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None = None


class Sightings(msgspec.Struct):
    items: list[sightings.Shown]
    next: str | None = None


class SightingRoutes(Controller):
    """現物確認."""

    path = "/sightings"
    tags = ("sightings",)

    @get(operation_id="listSightings", opt=SIGNED_IN)
    async def listed(
        self, actor: Asker, asset: Scanned, limit: Limit = 50, after: OptionalId = None
    ) -> Sightings:
        found = await sightings.listed(codes.read(asset), actor, limit=limit, after=after)
        page, following = page_of(found, limit)
        return Sightings(page, following)

    @post(operation_id="recordSighting", opt=roles(*sightings.SEES), status_code=201)
    async def record(self, data: JSONBody[NewSighting], actor: Asker, now: Now, key: Once) -> Done:
        place = codes.read(data.place) if data.place else None
        where = sightings.Spotted(place, data.floor, data.area)
        return await sightings.record(codes.read(data.code), where, actor, now, key)
