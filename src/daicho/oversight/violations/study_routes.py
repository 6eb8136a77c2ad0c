"""HTTP of studies: a floor that is being drawn, looked at live. Nothing is stored, so no idempotency key is asked."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import Controller, Request, post
from litestar.params import JSONBody, PathParameter, QueryParameter

from daicho.foundation.identity.guards import Asker, roles
from daicho.oversight.violations import studies
from daicho.oversight.violations.live import Looking
from daicho.oversight.violations.live_answers import Step, Whole
from daicho.oversight.violations.live_changes import read_change
from daicho.oversight.violations.seeing import LOOKS

StudyId = Annotated[str, PathParameter(pattern=r"^[0-9A-Za-z_\-]{1,64}(?!\n)$")]
Height = Annotated[float, QueryParameter(ge=0, le=10_000)]
ByEdition = Annotated[Literal["2014", "2025"], QueryParameter()]
Named = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Ids = Annotated[list[Named], msgspec.Meta(max_length=1_000)]
Objects = Annotated[list[dict[str, Any]], msgspec.Meta(max_length=2_000)]


class Study(Whole, frozen=True, kw_only=True):
    """A study under its name; it lives in the server's memory for a while."""

    study: str


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


class StudyRoutes(Controller):
    """What a floor would be like."""

    path = "/studies"
    tags = ("studies",)

    @post(operation_id="studyFloor", opt=roles(*LOOKS), status_code=200)
    async def begin(
        self, request: Request[Any, Any, Any], actor: Asker, target_height: Height = 1200.0,
        edition: ByEdition = "2025",
    ) -> Study:  # fmt: skip
        looking = Looking(target_height=target_height, edition=edition)
        study_id, study = await studies.begin(await request.body(), looking, actor)
        return Study(study=study_id, **msgspec.structs.asdict(study.whole))

    @post("/{study_id:str}/hold", operation_id="holdStudy", opt=roles(*LOOKS), status_code=202)
    async def hold(self, study_id: StudyId, data: JSONBody[Holding], actor: Asker) -> Held:
        await studies.hold(study_id, actor, data.ids)
        return Held(held=True)

    @post("/{study_id:str}/steps", operation_id="stepStudy", opt=roles(*LOOKS), status_code=200)
    async def step(self, study_id: StudyId, data: JSONBody[Moved], actor: Asker) -> Step:
        lists = msgspec.structs.asdict(data)
        change = read_change(lists, lists.pop("removed"))
        return await studies.step(study_id, actor, change)
