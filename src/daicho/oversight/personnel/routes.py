"""HTTP of personnel changes."""

from datetime import date
from typing import Annotated, Final

import msgspec
from litestar import Controller, Response, get, post
from litestar.params import JSONBody, PathParameter

from daicho.foundation.history.service import Done
from daicho.foundation.identity.guards import Asker, Now, Once, roles
from daicho.foundation.kernel.paging import page_of
from daicho.foundation.kernel.text import Passage
from daicho.foundation.parameters import Limit, Words
from daicho.oversight.imports.model import MOST_BYTES, MOST_COLUMNS
from daicho.oversight.personnel import model, paper, service, showing
from daicho.oversight.personnel.service import Asked
from daicho.oversight.personnel.showing import PersonnelReport, PersonnelShown, PersonnelSummary

BODY_LIMIT: Final = 7_500_000

ChangeId = Annotated[str, PathParameter(pattern=r"^[0-9A-Za-z_-]{1,64}(?!\n)$")]
FileName = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+(?!\n)$")]  # fmt: skip
Content = Annotated[bytes, msgspec.Meta(min_length=1, max_length=MOST_BYTES)]
FieldName = Annotated[str, msgspec.Meta(max_length=40)]
Column = Annotated[int, msgspec.Meta(ge=0, lt=MOST_COLUMNS)]
Sha = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}(?!\n)$")]

PROPOSES = roles(*model.PROPOSES)
DECIDES = roles(*model.DECIDES)


class PersonnelList(msgspec.Struct, forbid_unknown_fields=True):
    """A list (`content` in base64), from when where no line says so, and its columns unless the headings tell."""

    name: FileName
    content: Content
    effective: date
    mapping: Annotated[dict[FieldName, Column], msgspec.Meta(max_length=MOST_COLUMNS)] | None = None

    def asked(self) -> Asked:
        return Asked(self.name, self.content, self.effective, self.mapping)


class PersonnelApproval(msgspec.Struct, forbid_unknown_fields=True):
    """What was looked at: `confirm` of the answer of getPersonnel."""

    confirm: Sha


class PersonnelRejection(msgspec.Struct, forbid_unknown_fields=True):
    reason: Passage


class PersonnelChanges(msgspec.Struct):
    items: list[PersonnelSummary]
    next: str | None


class PersonnelRoutes(Controller):
    """人事異動: from the list to the posts."""

    path = "/personnel"
    tags = ("personnel",)

    @post(
        "/trial", operation_id="tryPersonnel", opt=PROPOSES, status_code=200,
        request_max_body_size=BODY_LIMIT,
    )  # fmt: skip
    async def trial(self, data: JSONBody[PersonnelList], actor: Asker, now: Now) -> PersonnelReport:
        return await showing.reported(await service.read(data.asked(), actor), actor, now)

    @post(
        operation_id="proposePersonnel", opt=PROPOSES, status_code=201,
        request_max_body_size=BODY_LIMIT,
    )  # fmt: skip
    async def propose(
        self, data: JSONBody[PersonnelList], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await service.propose(data.asked(), actor, now, key)

    @get(operation_id="listPersonnel", opt=DECIDES)
    async def many(self, actor: Asker, limit: Limit = 50, after: Words = None) -> PersonnelChanges:
        found = await service.listed(actor, limit=limit, after=after)
        page, following = page_of(found, limit)
        return PersonnelChanges(await showing.summaries(page, actor), following)

    @get("/{change:str}", operation_id="getPersonnel", opt=DECIDES)
    async def one(self, change: ChangeId, actor: Asker, now: Now) -> PersonnelShown:
        return await showing.shown(await service.require(change, actor), actor, now)

    @get("/{change:str}/paper", operation_id="personnelPaper", opt=DECIDES)
    async def paper(
        self, change: ChangeId, actor: Asker, now: Now, person: Words = None, section: Words = None
    ) -> Response[bytes]:
        """引継書 of everybody whose posts end, of one person, or of one section."""
        found = await service.require(change, actor)
        body = await paper.hand_over(found, actor, now, person=person, section=section)
        headers = {"Content-Disposition": 'attachment; filename="hikitsugi.pdf"'}
        return Response(body, media_type="application/pdf", headers=headers)

    @post("/{change:str}/approval", operation_id="approvePersonnel", opt=DECIDES, status_code=200)
    async def approve(
        self, change: ChangeId, data: JSONBody[PersonnelApproval], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await service.approve(change, data.confirm, actor, now, key)

    @post("/{change:str}/rejection", operation_id="rejectPersonnel", opt=DECIDES, status_code=200)
    async def reject(
        self,
        change: ChangeId,
        data: JSONBody[PersonnelRejection],
        actor: Asker,
        now: Now,
        key: Once,
    ) -> Done:
        return await service.reject(change, data.reason, actor, now, key)

    @post(
        "/{change:str}/withdrawal", operation_id="withdrawPersonnel", opt=PROPOSES, status_code=200
    )
    async def withdraw(self, change: ChangeId, actor: Asker, now: Now, key: Once) -> Done:
        return await service.withdraw(change, actor, now, key)
