"""HTTP of what labels are printed on and with: sheets, tapes, printers, the test page."""

from typing import Annotated, Literal

import msgspec
from litestar import Controller, Response, get, post
from litestar.params import JSONBody, PathParameter, QueryParameter
from msgspec import UNSET, UnsetType

from daicho.foundation.history.service import Done
from daicho.foundation.identity import service as identity
from daicho.foundation.identity.guards import SIGNED_IN, Asker, Now, Once, roles
from daicho.foundation.kernel.text import Ident, Name
from daicho.things.labels import paper, service
from daicho.things.labels.model import Printer
from daicho.things.labels.paper import PRINTS
from daicho.things.labels.sheets import Grid, Sheet

PRINTERS = roles(*PRINTS)

TrialFile = Annotated[str, PathParameter(pattern=r"^[0-9a-z.\-]{1,20}\.pdf(?!\n)$")]
SheetName = Annotated[str, PathParameter(pattern=r"^[0-9A-Za-z_\-]{1,20}(?!\n)$")]
PrinterId = Annotated[str, PathParameter(pattern=r"^[0-9A-Za-z_\-]{1,36}(?!\n)$")]
OnPrinter = Annotated[str | None, QueryParameter(max_length=36, pattern=r"^[0-9a-f-]*(?!\n)$")]

Millimetres = Annotated[float, msgspec.Meta(ge=-50, le=300)]
Size = Annotated[float, msgspec.Meta(ge=10, le=297)]
Shift = Annotated[float, msgspec.Meta(ge=-20, le=20)]
Dpi = Literal[180, 203, 300, 360, 600, 1200]


class SheetShown(msgspec.Struct):
    """A sheet or tape with everything that its picture takes; `own` ones may be withdrawn."""

    name: str
    title: str
    rows: int
    columns: int
    width: float
    height: float
    left: float
    top: float
    pitch_x: float
    pitch_y: float
    corner: float
    page_width: float
    page_height: float
    own: bool
    tape: bool


class Sheets(msgspec.Struct):
    items: list[SheetShown]
    next: str | None = None


class NewSheet(msgspec.Struct, forbid_unknown_fields=True):
    """A grid on A4 as measured: everything in millimetres from the upper left corner of the paper."""

    title: Name
    columns: Annotated[int, msgspec.Meta(ge=1, le=20)]
    rows: Annotated[int, msgspec.Meta(ge=1, le=30)]
    width: Size
    height: Size
    left: Millimetres
    top: Millimetres
    pitch_x: Size
    pitch_y: Size
    corner: Annotated[float, msgspec.Meta(ge=0, le=100)] = 0.0


class PrinterShown(msgspec.Struct):
    id: str
    name: str
    section: str
    section_name: str
    offset_x: float
    offset_y: float
    dpi: int


class Printers(msgspec.Struct):
    items: list[PrinterShown]
    next: str | None = None


class NewPrinter(msgspec.Struct, forbid_unknown_fields=True):
    """`offset_x` moves everything to the right, `offset_y` down, in millimetres."""

    name: Name
    section: Ident
    offset_x: Shift = 0.0
    offset_y: Shift = 0.0
    dpi: Dpi = 300


class PrinterAmendment(msgspec.Struct, forbid_unknown_fields=True):
    """The fields that change."""

    name: Name | UnsetType = UNSET
    offset_x: Shift | UnsetType = UNSET
    offset_y: Shift | UnsetType = UNSET
    dpi: Dpi | UnsetType = UNSET


def _sheet(sheet: Sheet) -> SheetShown:
    facts = {n: getattr(sheet, n) for n in SheetShown.__struct_fields__ if hasattr(sheet, n)}
    return SheetShown(**facts, own=sheet.name.startswith("own-"), tape=sheet.is_tape)


def _printer(printer: Printer, names: dict[str, str]) -> PrinterShown:
    facts = {n: getattr(printer, n) for n in PrinterShown.__struct_fields__ if hasattr(printer, n)}
    return PrinterShown(**facts, section_name=names.get(printer.section, ""))


class PaperRoutes(Controller):
    """What labels are printed on and with."""

    path = "/"
    tags = ("labels",)

    @get("/label-sheets", operation_id="listLabelSheets", opt=SIGNED_IN)
    async def sheets(self) -> Sheets:
        return Sheets([_sheet(sheet) for sheet in await paper.offered()])

    @post("/label-sheets", operation_id="addLabelSheet", opt=PRINTERS, status_code=201)
    async def add_sheet(self, data: JSONBody[NewSheet], actor: Asker, now: Now, key: Once) -> Done:
        return await paper.add_sheet(Grid(**msgspec.structs.asdict(data)), actor, now, key)

    @post(
        "/label-sheets/{name:str}/withdrawal",
        operation_id="withdrawLabelSheet",
        opt=PRINTERS,
        status_code=200,
    )
    async def withdraw_sheet(self, name: SheetName, actor: Asker, now: Now, key: Once) -> Done:
        return await paper.withdraw_sheet(name, actor, now, key)

    @get("/label-sheets/trials/{file:str}", operation_id="labelTestPage", opt=PRINTERS)
    async def trial(
        self, file: TrialFile, actor: Asker, printer: OnPrinter = None
    ) -> Response[bytes]:
        """`{sheet}.pdf`: crosses and rulers at the borders of every label."""
        body = await service.trial(file.removesuffix(".pdf"), printer, actor)
        headers = {"Content-Disposition": f'inline; filename="test-{file}"'}
        return Response(body, media_type="application/pdf", headers=headers)

    @get("/label-printers", operation_id="listLabelPrinters", opt=SIGNED_IN)
    async def printers(self, actor: Asker) -> Printers:
        names = await identity.section_names()
        return Printers([_printer(one, names) for one in await paper.printers(actor)])

    @post("/label-printers", operation_id="addLabelPrinter", opt=PRINTERS, status_code=201)
    async def add_printer(
        self, data: JSONBody[NewPrinter], actor: Asker, now: Now, key: Once
    ) -> Done:
        facts = msgspec.structs.asdict(data)
        name, section = facts.pop("name"), facts.pop("section")
        return await paper.add_printer(name, section, facts, actor, now, key)

    @post(
        "/label-printers/{printer_id:str}/amendment",
        operation_id="amendLabelPrinter",
        opt=PRINTERS,
        status_code=200,
    )
    async def amend_printer(
        self, printer_id: PrinterId, data: JSONBody[PrinterAmendment], actor: Asker, now: Now,
        key: Once,
    ) -> Done:  # fmt: skip
        given = msgspec.structs.asdict(data)
        changed = {name: value for name, value in given.items() if value is not UNSET}
        return await paper.amend_printer(printer_id, changed, actor, now, key)

    @post(
        "/label-printers/{printer_id:str}/withdrawal",
        operation_id="withdrawLabelPrinter",
        opt=PRINTERS,
        status_code=200,
    )
    async def withdraw_printer(
        self, printer_id: PrinterId, actor: Asker, now: Now, key: Once
    ) -> Done:
        return await paper.withdraw_printer(printer_id, actor, now, key)
