"""HTTP of labels: pictures, sheets, prints."""

from typing import Annotated

import msgspec
from litestar import Controller, Response, get, post
from litestar.params import JSONBody, PathParameter

from daicho.foundation.history.service import Done
from daicho.foundation.identity.guards import SIGNED_IN, Asker, Now, Once, roles
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.text import Ident, Scan
from daicho.things.labels import service
from daicho.things.labels.model import SHEETS

PRINTERS = roles("custodian", "facility_admin", "system_admin")

PictureFile = Annotated[str, PathParameter(pattern=r"^[0-9A-Za-z-]{13,30}\.png(?!\n)$")]
SheetFile = Annotated[str, PathParameter(pattern=r"^[0-9a-f-]{36}\.pdf(?!\n)$")]


class NewPrint(msgspec.Struct, forbid_unknown_fields=True):
    """Which codes, on which sheet, from which cell (1 is the upper left) on."""

    codes: Annotated[list[Scan], msgspec.Meta(min_length=1, max_length=1000)]
    sheet: Ident
    start: Annotated[int, msgspec.Meta(ge=1, le=200)] = 1


class SheetShown(msgspec.Struct):
    name: str
    title: str
    rows: int
    columns: int


class Sheets(msgspec.Struct):
    items: list[SheetShown]
    next: str | None = None


class LabelRoutes(Controller):
    """Pictures and pages of labels."""

    path = "/"
    tags = ("labels",)

    @get("/label-sheets", operation_id="listLabelSheets", opt=SIGNED_IN, sync_to_thread=False)
    def sheets(self) -> Sheets:
        return Sheets([SheetShown(s.name, s.title, s.rows, s.columns) for s in SHEETS])

    @get("/labels/{file:str}", operation_id="labelImage", opt=SIGNED_IN, media_type="image/png")
    async def picture(self, file: PictureFile, actor: Asker, now: Now) -> bytes:
        """`{code}.png`: the label of anything that has one."""
        code = codes.read(file.removesuffix(".png"))
        return await service.picture(code, actor, now)

    @post("/labels", operation_id="printLabels", opt=PRINTERS, status_code=201)
    async def print_labels(
        self, data: JSONBody[NewPrint], actor: Asker, now: Now, key: Once
    ) -> Done:
        wanted = [codes.read(code) for code in data.codes]
        return await service.record_print(wanted, data.sheet, actor, now, key, start=data.start)

    @get("/labels/sheets/{file:str}", operation_id="labelSheet", opt=PRINTERS)
    async def pages(self, file: SheetFile, actor: Asker, now: Now) -> Response[bytes]:
        """`{id}.pdf`: a print as pages."""
        body = await service.pages(file.removesuffix(".pdf"), actor, now)
        headers = {"Content-Disposition": f'inline; filename="labels-{file}"'}
        return Response(body, media_type="application/pdf", headers=headers)
