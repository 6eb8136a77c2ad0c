"""HTTP of floors and storage places: drafts, versions, places. What needs analysis stands with the violations."""

from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import Controller, MediaType, Request, Response, get, post, put
from litestar.params import JSONBody

from daicho.foundation.history.service import Done
from daicho.foundation.identity import service as identity
from daicho.foundation.identity.guards import SIGNED_IN, Asker, Now, Once, roles
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.errors import Invalid
from daicho.foundation.kernel.paging import page_of
from daicho.foundation.kernel.text import Ident, Line, Name
from daicho.foundation.parameters import Id, Limit, OptionalId
from daicho.places.floors import service, storage
from daicho.places.floors.service import History
from daicho.places.floors.storage import PlaceKind, WantedPlace
from daicho.places.floors.versions import Draft, FloorVersion

DataClass = Annotated[int, msgspec.Meta(ge=0, le=3)]


class NewFloor(msgspec.Struct, forbid_unknown_fields=True):
    name: Line
    section: Ident


class Somebody(msgspec.Struct):
    staff_id: str
    name: str


class VersionShown(msgspec.Struct):
    """A line of a floor's history; the draft has the next number and neither day nor publisher."""

    version: int
    state: str
    valid_from: date | None
    drafted_by: Somebody
    published_by: Somebody | None


class Versions(msgspec.Struct):
    items: list[VersionShown]
    next: str | None = None


class NewPlace(msgspec.Struct, forbid_unknown_fields=True):
    name: Name
    kind: PlaceKind
    section: Ident
    floor: Ident | None = None
    area: Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None = None
    lockable: bool = True
    fireproof: bool = False
    classes: Annotated[tuple[DataClass, ...], msgspec.Meta(max_length=4)] = (0, 1, 2, 3)


class PlaceShown(msgspec.Struct):
    code: str
    name: str
    kind: PlaceKind
    section: str
    section_name: str
    floor: str | None
    area: str | None
    lockable: bool
    fireproof: bool
    classes: tuple[int, ...]


class Places(msgspec.Struct):
    items: list[PlaceShown]
    next: str | None = None


def etag_of(request: Request[Any, Any, Any]) -> str:
    """The tag that `If-Match` names; a save has to name one."""
    tag = request.headers.get("if-match", "").strip().removeprefix("W/").strip('"')
    if not tag:
        raise Invalid("if-match-missing", header="If-Match")
    return tag


class FloorRoutes(Controller):
    """Drawing floors."""

    path = "/floors"
    tags = ("floors",)

    @post(operation_id="createFloor", opt=roles("facility_admin"))
    async def create(self, data: JSONBody[NewFloor], actor: Asker, now: Now, key: Once) -> Done:
        return await service.create_floor(data.name, data.section, actor, now, key)

    @get("/{floor_id:str}/draft", operation_id="getFloorDraft", opt=roles("facility_admin"))
    async def draft(self, floor_id: Id, actor: Asker) -> Response[bytes]:
        drawn = await service.draft_of(floor_id, actor)
        tag = {"ETag": f'"{drawn.etag}"'}
        return Response(drawn.body, media_type=MediaType.JSON, headers=tag)

    @put("/{floor_id:str}/draft", operation_id="saveFloorDraft", opt=roles("facility_admin"))
    async def save(
        self, floor_id: Id, request: Request[Any, Any, Any], actor: Asker, now: Now
    ) -> Response[Done]:
        expected, body = etag_of(request), await request.body()
        done = await service.save_draft(floor_id, body, actor, now, expected=expected)
        return Response(done, headers={"ETag": f'"{done.etag}"'})

    @get("/{floor_id:str}/versions", operation_id="listFloorVersions", opt=SIGNED_IN)
    async def versions(self, floor_id: Id, actor: Asker) -> Versions:
        known = await service.history(floor_id, actor)
        people = {p for v in known.versions for p in (v.drafted_by, v.published_by)}
        drawing = {known.draft.drafted_by} if known.draft else set()
        return Versions(_lines(known, await identity.names(people | drawing)))


def _lines(known: History, names: dict[str, str]) -> list[VersionShown]:
    published = [_version(version, names) for version in known.versions]
    if known.draft is None:
        return published
    number = known.versions[0].version + 1 if known.versions else 1
    return [_drawing(known.draft, number, names), *published]


def _version(version: FloorVersion, names: dict[str, str]) -> VersionShown:
    return VersionShown(
        version=version.version,
        state="published",
        valid_from=version.valid_from,
        drafted_by=_somebody(version.drafted_by, names),
        published_by=_somebody(version.published_by, names),
    )


def _drawing(draft: Draft, number: int, names: dict[str, str]) -> VersionShown:
    drawer = _somebody(draft.drafted_by, names)
    return VersionShown(number, "draft", None, drawer, None)


def _somebody(staff_id: str, names: dict[str, str]) -> Somebody:
    return Somebody(staff_id, names.get(staff_id, ""))


class PlaceRoutes(Controller):
    """保管場所."""

    path = "/places"
    tags = ("floors",)

    @get(operation_id="listPlaces", opt=SIGNED_IN)
    async def places(
        self, actor: Asker, section: OptionalId = None, limit: Limit = 50, after: OptionalId = None
    ) -> Places:
        found = await storage.places(actor, section=section, limit=limit, after=after)
        shown = await identity.section_names()
        page, following = page_of(found, limit, by="code")
        return Places([_place(p, shown) for p in page], following)

    @post(operation_id="registerPlace", opt=roles(*storage.KEEPS))
    async def register(self, data: JSONBody[NewPlace], actor: Asker, now: Now, key: Once) -> Done:
        facts = msgspec.structs.asdict(data) | {"classes": tuple(sorted(set(data.classes)))}
        return await storage.register_place(WantedPlace(**facts), actor, now, key)


def _place(place: storage.Place, sections: dict[str, str]) -> PlaceShown:
    facts = msgspec.structs.asdict(place)
    facts["code"] = codes.printed(place.code)
    return PlaceShown(section_name=sections.get(place.section, ""), **facts)
