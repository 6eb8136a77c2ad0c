"""HTTP of assets."""

from typing import Annotated, Any

import msgspec
from litestar import Controller, get, post
from litestar.params import FromQuery, JSONBody, QueryParameter
from msgspec import UNSET, UnsetType

from daicho.foundation.history.service import Done
from daicho.foundation.identity.guards import SIGNED_IN, Asker, Now, Once, roles
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.paging import page_of
from daicho.foundation.kernel.text import Ident, Line, Name, Scan
from daicho.foundation.parameters import Code, Limit
from daicho.things.assets import service
from daicho.things.assets.finding import Filter
from daicho.things.assets.model import Kind, State, Type, Wanted

ControlNo = Annotated[
    str, msgspec.Meta(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]+(?!\n)$")
]
DataClass = Annotated[int, msgspec.Meta(ge=0, le=3)]
Minutes = Annotated[int, msgspec.Meta(ge=0, le=1440)]
Factors = Annotated[int, msgspec.Meta(ge=0, le=9)]

Words = Annotated[str | None, QueryParameter(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*(?!\n)$")]
InState = Annotated[State | None, QueryParameter(name="state")]


class NewAsset(msgspec.Struct, forbid_unknown_fields=True):
    """What is registered; `place` is the control code of a storage place, `code` that of a printed blank."""

    name: Name
    kind: Kind
    type: Type
    model: Name
    serial: Name
    section: Ident
    control_no: ControlNo | None = None
    maker: Name | None = None
    place: Scan | None = None
    data_class: DataClass | None = None
    encrypted: bool = False
    privacy_filter: bool | None = None
    lock_minutes: Minutes | None = None
    wire_lock: bool | None = None
    auth_factors: Factors | None = None
    code: Scan | None = None


class Amendable(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Fields that a correction may change; what is not given is not spoken of."""

    name: Name | UnsetType = UNSET
    type: Type | UnsetType = UNSET
    model: Name | UnsetType = UNSET
    serial: Name | UnsetType = UNSET
    control_no: ControlNo | UnsetType = UNSET
    maker: Name | UnsetType | None = UNSET
    place: Scan | UnsetType | None = UNSET
    data_class: DataClass | UnsetType | None = UNSET
    encrypted: bool | UnsetType = UNSET
    privacy_filter: bool | UnsetType | None = UNSET
    lock_minutes: Minutes | UnsetType | None = UNSET
    wire_lock: bool | UnsetType | None = UNSET
    auth_factors: Factors | UnsetType | None = UNSET


class Amendment(Amendable, kw_only=True):
    """The fields that change, and why; `was` is what the writer saw in them, when it is to be still so."""

    why: Line
    was: Amendable | None = None


class Assets(msgspec.Struct):
    items: list[service.Shown]
    next: str | None


def _code(scan: str | None) -> str | None:
    return codes.read(scan) if scan else None


def _given(fields: Amendable | None) -> dict[str, Any]:
    """The given fields; a place as its 13 characters."""
    told = {name: getattr(fields, name, UNSET) for name in Amendable.__struct_fields__}
    values = {name: value for name, value in told.items() if value is not UNSET}
    return values | ({"place": _code(values["place"])} if "place" in values else {})


class AssetRoutes(Controller):
    """Terminals, media and devices."""

    path = "/assets"
    tags = ("assets",)

    @get(operation_id="listAssets", opt=SIGNED_IN)
    async def listed(
        self,
        actor: Asker,
        section: Words = None,
        kind: FromQuery[Kind | None] = None,
        in_state: InState = None,
        q: Words = None,
        limit: Limit = 50,
        after: Words = None,
    ) -> Assets:
        wanted = Filter(section=section, kind=kind, state=in_state, q=q)
        found = await service.listed(actor, wanted, limit=limit, after=after)
        page, following = page_of(found, limit, by="control_no")
        return Assets(items=await service.shown(page), next=following)

    @get("/{code:str}", operation_id="getAsset", opt=SIGNED_IN)
    async def one(self, code: Code, actor: Asker) -> service.Shown:
        asset = await service.require(codes.read(code), actor.reach())
        return (await service.shown([asset]))[0]

    @post(operation_id="registerAsset", opt=roles(*service.KEEPS), status_code=201)
    async def register(self, data: JSONBody[NewAsset], actor: Asker, now: Now, key: Once) -> Done:
        facts = msgspec.structs.asdict(data) | {"place": _code(data.place)}
        blank = _code(facts.pop("code"))
        return await service.register(Wanted(**facts), actor, now, key, blank=blank)

    @post(
        "/{code:str}/amendment",
        operation_id="amendAsset",
        opt=roles(*service.KEEPS),
        status_code=200,
    )
    async def amend(
        self,
        code: Code,
        data: JSONBody[Amendment],
        actor: Asker,
        now: Now,
        key: Once,
    ) -> Done:
        return await service.amend(
            codes.read(code), _given(data), data.why, actor, now, key, was=_given(data.was)
        )
