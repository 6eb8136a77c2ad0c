"""HTTP of paper."""

from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody, PathParameter, QueryParameter

from daicho.foundation.history.service import Done
from daicho.foundation.identity.guards import SIGNED_IN, Asker, Now, Once, roles
from daicho.foundation.kernel.paging import page_of
from daicho.foundation.kernel.text import Ident, Passage
from daicho.foundation.parameters import Id, Limit
from daicho.oversight.paper import keying, service
from daicho.oversight.paper.keying import Written
from daicho.oversight.paper.model import (
    KEEPERS,
    MOST_BOXES,
    MOST_FORMS,
    SETTERS,
    WORKERS,
    Act,
    Form,
    Sheet,
)
from daicho.oversight.paper.narrowing import Narrowed
from daicho.oversight.paper.registers import RegisterName
from daicho.oversight.paper.service import BlankFormShown, FormFilter, FormStatus, Tally
from daicho.oversight.paper.single import FormName

Serial = Annotated[str, PathParameter(pattern=r"^F[0-9]{4}-[0-9A-Z\-]{4,36}-[0-9]{4,6}(?!\n)$")]
AfterSerial = Annotated[str | None, QueryParameter(max_length=50, pattern=r"^[0-9A-Z\-]*(?!\n)$")]
OfSection = Annotated[
    str | None, QueryParameter(name="section", pattern=r"^[0-9A-Za-z_\-]{1,64}(?!\n)$")
]
OneSection = Annotated[str, QueryParameter(name="section", pattern=r"^[0-9A-Za-z_\-]{1,64}(?!\n)$")]
Filter = Annotated[str | None, QueryParameter(pattern=r"^[a-z_]{1,20}(?!\n)$")]
Words = Annotated[str | None, QueryParameter(max_length=64, pattern=r"^[^\x00-\x1f\x7f]*(?!\n)$")]
OfState = Annotated[str | None, QueryParameter(name="state", pattern=r"^[a-z_]{1,20}(?!\n)$")]
FirstDay = Annotated[date | None, QueryParameter(name="from")]
LastDay = Annotated[date | None, QueryParameter(name="to")]

BoxTitle = Annotated[
    str, msgspec.Meta(min_length=1, max_length=12, pattern=r"^[^\x00-\x1f\x7f]+(?!\n)$")
]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class NewBoxes(msgspec.Struct, forbid_unknown_fields=True):
    """The titles from left to right, as on a 決裁欄; none print none."""

    section: Ident
    sheet: Sheet
    titles: Annotated[list[BoxTitle], msgspec.Meta(max_length=MOST_BOXES)]


class BoxesShown(msgspec.Struct):
    """What holds for one kind of sheet; `set_by_section` is null where nobody set any."""

    sheet: Sheet
    titles: list[str]
    set_by_section: str | None
    own: bool


class BoxesList(msgspec.Struct):
    items: list[BoxesShown]
    next: str | None = None


class NewForms(msgspec.Struct, forbid_unknown_fields=True):
    """So many forms for a section."""

    form: Form
    section: Ident
    count: Annotated[int, msgspec.Meta(ge=1, le=MOST_FORMS)]


class WrittenForm(msgspec.Struct, forbid_unknown_fields=True):
    """One act of a form: when it happened, and `answers` as the body of that operation.

    `subject` is the id of the matter (or the code of the medium that was used) where the form did not begin it.
    """

    act: Act
    occurred_at: Moment
    answers: dict[str, Any]
    subject: Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None = None


class VoidReason(msgspec.Struct, forbid_unknown_fields=True):
    reason: Passage


class BlankForms(msgspec.Struct):
    items: list[BlankFormShown]
    next: str | None


class Tallies(msgspec.Struct):
    items: list[Tally]
    next: str | None = None


SHEETS: tuple[Sheet, ...] = (
    "any", "register", "take-out", "return", "bring-in", "media-use", "delivery", "disposal",
    "stock-take",
)  # fmt: skip


class PaperPrints(Controller):
    """決裁欄, registers and forms to print."""

    path = "/paper"
    tags = ("paper",)

    @get("/approval-boxes", operation_id="listApprovalBoxes", opt=SIGNED_IN)
    async def boxes(self, actor: Asker, section: OneSection) -> BoxesList:
        found = await service.boxes_within(section, SHEETS, actor)
        return BoxesList(
            [
                BoxesShown(
                    sheet, list(one.titles), one.section,
                    one.section == section and one.sheet == sheet,
                )
                for sheet, one in found.items()
            ]
        )  # fmt: skip

    @post(
        "/approval-boxes", operation_id="setApprovalBoxes", opt=roles(*sorted(SETTERS)),
        status_code=200,
    )  # fmt: skip
    async def set_boxes(self, data: JSONBody[NewBoxes], actor: Asker, now: Now, key: Once) -> Done:
        return await service.set_boxes(data.section, data.sheet, data.titles, actor, now, key)

    @get("/registers/{register:str}", operation_id="printRegister", opt=SIGNED_IN)
    async def register(
        self, register: FromPath[RegisterName], request: Request[Any, Any, Any], actor: Asker,
        now: Now, section: OfSection = None, first: FirstDay = None, last: LastDay = None,
        status: Filter = None, kind: Filter = None, in_state: OfState = None, q: Words = None,
    ) -> Response[bytes]:  # fmt: skip
        """`status`, `kind`, `state` and `q` as the register's own list takes them."""
        from daicho.oversight.paper import printing  # fonts load with the first sheet

        narrowed = Narrowed(status, kind, in_state, q)
        wanted = printing.Wanted(section, printing.Period(first, last), narrowed)
        settings = request.app.state.settings
        body = await printing.register(settings, register, wanted, actor, now)
        return _pdf(f"{register}.pdf", body)

    @get("/forms/{form:str}/{matter:str}", operation_id="printForm", opt=SIGNED_IN)
    async def form(
        self, form: FromPath[FormName], matter: Id, request: Request[Any, Any, Any], actor: Asker,
        now: Now,
    ) -> Response[bytes]:  # fmt: skip
        from daicho.oversight.paper import printing

        number, body = await printing.form(request.app.state.settings, form, matter, actor, now)
        return _pdf(f"{form}-{number}.pdf", body)


class DisposalRecordRoutes(Controller):
    """廃棄記録簿 of one disposal, to print and to file."""

    path = "/disposals"
    tags = ("disposals",)

    @get("/{disposal:str}/record", operation_id="getDisposalRecord", opt=SIGNED_IN)
    async def record(
        self, disposal: Id, request: Request[Any, Any, Any], actor: Asker, now: Now
    ) -> Response[bytes]:
        """廃棄記録簿 as PDF."""
        from daicho.oversight.paper import printing

        number, body = await printing.record(request.app.state.settings, disposal, actor, now)
        return _pdf(f"haiki-{number}.pdf", body)


class BlankFormRoutes(Controller):
    """Forms for the time when the system is down."""

    path = "/paper/blank-forms"
    tags = ("paper",)

    @get(operation_id="listBlankForms", opt=SIGNED_IN)
    async def many(
        self, actor: Asker, status: FromQuery[FormStatus | None] = None,
        section: OfSection = None, form: FromQuery[Form | None] = None, limit: Limit = 50,
        after: AfterSerial = None,
    ) -> BlankForms:  # fmt: skip
        wanted = FormFilter(status, section, form)
        found = await service.listed(actor, wanted, limit=limit, after=after)
        page, following = page_of(found, limit, by="serial")
        return BlankForms(items=await service.shown(page, actor), next=following)

    @get("/tallies", operation_id="countBlankForms", opt=SIGNED_IN)
    async def tallies(self, actor: Asker) -> Tallies:
        """By section and fiscal year: issued, used, void, not accounted for."""
        return Tallies(await service.tallies(actor))

    @post(operation_id="issueForms", opt=roles(*sorted(KEEPERS)), status_code=201)
    async def issue(self, data: JSONBody[NewForms], actor: Asker, now: Now, key: Once) -> Done:
        return await service.issue(data.form, data.section, data.count, actor, now, key)

    @get("/batches/{batch:str}/sheets", operation_id="printForms", opt=SIGNED_IN)
    async def sheets(self, batch: Id, actor: Asker) -> Response[bytes]:
        from daicho.oversight.paper import printing

        return _pdf(f"forms-{batch}.pdf", await printing.blanks(batch, actor))

    @get("/{serial:str}", operation_id="getBlankForm", opt=SIGNED_IN)
    async def one(self, serial: Serial, actor: Asker) -> BlankFormShown:
        return (await service.shown([await service.require(serial, actor)], actor))[0]

    @post("/{serial:str}/entry", operation_id="keyIn", opt=roles(*sorted(WORKERS)), status_code=200)
    async def key_in(
        self, serial: Serial, data: JSONBody[WrittenForm], actor: Asker, now: Now, key: Once
    ) -> Done:
        written = Written(data.act, data.occurred_at, data.subject, data.answers)
        return await keying.key_in(serial, written, actor, now, key)

    @post(
        "/{serial:str}/void", operation_id="voidForm", opt=roles(*sorted(KEEPERS)), status_code=200
    )
    async def void(
        self, serial: Serial, data: JSONBody[VoidReason], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await service.void(serial, data.reason, actor, now, key)


def _pdf(name: str, body: bytes) -> Response[bytes]:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type="application/pdf", headers=headers)
