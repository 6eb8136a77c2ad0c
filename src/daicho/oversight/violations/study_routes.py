"""HTTP of studies: a floor that is being drawn, looked at live. Nothing is stored, so no idempotency key is asked."""

from typing import Annotated, Any, Literal, cast

import msgspec
from litestar import Controller, MediaType, Request, Response, post
from litestar.params import JSONBody, QueryParameter

from daicho.foundation.identity.guards import Asker, roles
from daicho.foundation.parameters import Height, Id
from daicho.oversight.violations import studies
from daicho.oversight.violations.live import Looking
from daicho.oversight.violations.live_answers import Room, Step
from daicho.oversight.violations.live_changes import read_change
from daicho.oversight.violations.seeing import LOOKS
from daicho.oversight.violations.studies import Study

ByEdition = Annotated[Literal["2014", "2025"], QueryParameter()]
Named = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Ids = Annotated[list[Named], msgspec.Meta(max_length=1_000)]
Objects = Annotated[list[dict[str, Any]], msgspec.Meta(max_length=2_000)]


class Holding(msgspec.Struct, forbid_unknown_fields=True):
    """Ids of walls and viewpoints that may be dragged next."""

    ids: Ids


class Held(msgspec.Struct):
    held: bool


class Moved(msgspec.Struct, forbid_unknown_fields=True):
    """The complete new state of what differs from the study, objects as in a floor document; `removed` are ids."""

    walls: Objects = []
    viewpoints: Objects = []
    terminals: Objects = []
    areas: Objects = []
    removed: Ids = []


class Placing(msgspec.Struct, forbid_unknown_fields=True):
    """Which terminal; as it faces now, or turned to `facing` degrees."""

    terminal: Named
    facing: Annotated[float, msgspec.Meta(ge=-360, le=360)] | None = None


class Wrong(msgspec.Struct, forbid_unknown_fields=True):
    """A violation of the study by its key."""

    key: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Fixes(msgspec.Struct):
    """What could be done, the most direct first: `kind` with its facts."""

    items: list[dict[str, Any]]


class StudyRoutes(Controller):
    """What a floor would be like."""

    path = "/studies"
    tags = ("studies",)

    @post(operation_id="studyFloor", opt=roles(*LOOKS), status_code=200)
    async def begin(
        self, request: Request[Any, Any, Any], actor: Asker, target_height: Height = 1200.0,
        edition: ByEdition = "2025",
    ) -> Response[Study]:  # fmt: skip
        looking = Looking(target_height=target_height, edition=edition)
        told = await studies.begin(await request.body(), looking, actor)
        return cast("Response[Study]", _json(told))

    @post("/{study_id:str}/hold", operation_id="holdStudy", opt=roles(*LOOKS), status_code=202)
    async def hold(self, study_id: Id, data: JSONBody[Holding], actor: Asker) -> Held:
        studies.hold(study_id, actor, data.ids)
        return Held(held=True)

    @post("/{study_id:str}/steps", operation_id="stepStudy", opt=roles(*LOOKS), status_code=200)
    async def step(self, study_id: Id, data: JSONBody[Moved], actor: Asker) -> Response[Step]:
        lists = msgspec.structs.asdict(data)
        change = read_change(lists, lists.pop("removed"))
        return cast("Response[Step]", _json(await studies.step(study_id, actor, change)))

    @post("/{study_id:str}/room", operation_id="findRoom", opt=roles(*LOOKS), status_code=200)
    async def room(self, study_id: Id, data: JSONBody[Placing], actor: Asker) -> Room:
        return await studies.room(study_id, actor, data.terminal, data.facing)

    @post("/{study_id:str}/fixes", operation_id="proposeFixes", opt=roles(*LOOKS), status_code=200)
    async def fixes(self, study_id: Id, data: JSONBody[Wrong], actor: Asker) -> Fixes:
        return Fixes(await studies.fixes(study_id, actor, data.key))


def _json(told: bytes) -> Response[bytes]:
    """Written where it was computed: a large answer would keep everybody else waiting while it is written."""
    return Response(told, media_type=MediaType.JSON)
