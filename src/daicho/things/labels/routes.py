"""HTTP of labels: pictures, sheets, prints, blanks, another label, the first reading."""

from typing import Annotated

import msgspec
from litestar import Controller, Response, get, post
from litestar.params import JSONBody, PathParameter, QueryParameter

from daicho.foundation.history.service import Done
from daicho.foundation.identity.guards import SIGNED_IN, Asker, Now, Once, roles
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.paging import page_of
from daicho.foundation.kernel.text import Ident, Key, Line, Scan
from daicho.foundation.parameters import Code, Limit
from daicho.places.floors.routes import NewPlace
from daicho.places.floors.storage import KEEPS, WantedPlace
from daicho.things.labels import issuing, service
from daicho.things.labels.model import MOST_AT_ONCE
from daicho.things.labels.paper import PRINTS
from daicho.things.labels.service import PageRead, PrintShown

PRINTERS = roles(*PRINTS)
WORKERS = roles("staff", "section_head", "custodian", "facility_admin", "security_manager")

PictureFile = Annotated[str, PathParameter(pattern=r"^[0-9A-Za-z-]{13,30}\.png(?!\n)$")]
SheetFile = Annotated[str, PathParameter(pattern=r"^[0-9a-f-]{36}\.pdf(?!\n)$")]
TapeFile = Annotated[str, PathParameter(pattern=r"^[0-9a-f-]{36}\.zip(?!\n)$")]
PrintId = Annotated[str, PathParameter(pattern=r"^[0-9A-Za-z_\-]{1,36}(?!\n)$")]
PageNo = Annotated[str, PathParameter(pattern=r"^[1-9][0-9]{0,3}(?!\n)$")]
Tape = Annotated[str | None, QueryParameter(max_length=20)]
Dots = Annotated[int, QueryParameter(ge=150, le=1200)]
After = Annotated[str | None, QueryParameter(max_length=36, pattern=r"^[0-9a-f-]*(?!\n)$")]

SheetName = Annotated[
    str, msgspec.Meta(min_length=1, max_length=20, pattern=r"^[0-9a-z.\-]+(?!\n)$")
]
Start = Annotated[int, msgspec.Meta(ge=1, le=1000)]


class NewPrint(msgspec.Struct, forbid_unknown_fields=True):
    """Which codes, on which sheet or tape (`tape-62x29`), from which cell (1 is the upper left) on."""

    codes: Annotated[list[Scan], msgspec.Meta(min_length=1, max_length=MOST_AT_ONCE)]
    sheet: SheetName
    start: Start = 1
    printer: Key | None = None


class NewBlanks(msgspec.Struct, forbid_unknown_fields=True):
    """How many codes without a thing, for which section, and on what they are printed."""

    count: Annotated[int, msgspec.Meta(ge=1, le=MOST_AT_ONCE)]
    section: Ident
    sheet: SheetName
    start: Start = 1
    printer: Key | None = None


class NewLabel(msgspec.Struct, forbid_unknown_fields=True):
    """Why the old label does not hold any more; `blank` is the code of a printed one that takes its place."""

    why: Line
    blank: Scan | None = None


class LostBlanks(msgspec.Struct, forbid_unknown_fields=True):
    """How they were lost."""

    why: Line


class Prints(msgspec.Struct):
    items: list[PrintShown]
    next: str | None


class LabelRoutes(Controller):
    """Pictures and pages of labels, and what happens to labels."""

    path = "/labels"
    tags = ("labels",)

    @get("/{file:str}", operation_id="labelImage", opt=SIGNED_IN, media_type="image/png")
    async def picture(
        self, file: PictureFile, actor: Asker, now: Now, tape: Tape = None,
        dpi: Dots = service.TAPE_DPI,
    ) -> bytes:  # fmt: skip
        """`{code}.png`: the label of anything that has one; `tape` gives its exact size, as `tape-62x29`."""
        code = codes.read(file.removesuffix(".png"))
        if tape is None:
            return await service.picture(code, actor, now)
        return await service.tape_picture(code, tape, dpi, actor, now)

    @post(operation_id="printLabels", opt=PRINTERS, status_code=201)
    async def print_labels(
        self, data: JSONBody[NewPrint], actor: Asker, now: Now, key: Once
    ) -> Done:
        wanted = [codes.read(code) for code in data.codes]
        return await service.record_print(
            wanted, data.sheet, actor, now, key, start=data.start, printer=data.printer
        )

    @get("/sheets/{file:str}", operation_id="labelSheet", opt=PRINTERS)
    async def pages(self, file: SheetFile, actor: Asker, now: Now) -> Response[bytes]:
        """`{id}.pdf`: a print as pages, every label of which was read back."""
        body = await service.pages(file.removesuffix(".pdf"), actor, now)
        return _file(body, "application/pdf", f'inline; filename="labels-{file}"')

    @get("/tapes/{file:str}", operation_id="labelTapes", opt=PRINTERS)
    async def tapes(self, file: TapeFile, actor: Asker, now: Now) -> Response[bytes]:
        """`{id}.zip`: a print on tape as pictures in the dots of its printer."""
        body = await service.tapes(file.removesuffix(".zip"), actor, now)
        return _file(body, "application/zip", f'attachment; filename="labels-{file}"')

    @get("/prints", operation_id="listLabelPrints", opt=SIGNED_IN)
    async def log(self, actor: Asker, limit: Limit = 50, after: After = None) -> Prints:
        """The log of what was printed, the newest first."""
        found = await service.prints(actor, limit=limit, after=after)
        page, following = page_of(found, limit)
        return Prints(await service.shown(page), following)

    @get("/prints/{print_id:str}", operation_id="getLabelPrint", opt=SIGNED_IN)
    async def one(self, print_id: PrintId, actor: Asker) -> PrintShown:
        printed = await service.require_print(print_id, actor)
        return (await service.shown([printed], most=MOST_AT_ONCE))[0]

    @get("/prints/{print_id:str}/pages/{page:str}", operation_id="readLabelPage", opt=PRINTERS)
    async def read_page(self, print_id: PrintId, page: PageNo, actor: Asker, now: Now) -> PageRead:
        """One page drawn and read back: how a large print shows its progress."""
        return await service.read_page(print_id, int(page), actor, now)

    @post("/blanks", operation_id="printBlanks", opt=PRINTERS, status_code=201)
    async def blanks(self, data: JSONBody[NewBlanks], actor: Asker, now: Now, key: Once) -> Done:
        return await issuing.print_blanks(
            data.count, data.section, data.sheet, actor, now, key, start=data.start,
            printer=data.printer,
        )  # fmt: skip

    @post("/prints/{print_id:str}/void", operation_id="voidBlanks", opt=PRINTERS, status_code=200)
    async def void_blanks(
        self, print_id: PrintId, data: JSONBody[LostBlanks], actor: Asker, now: Now, key: Once
    ) -> Done:
        """What is left of a batch of blanks that was lost."""
        return await issuing.void_blanks(print_id, data.why, actor, now, key)

    @post(
        "/{code:str}/place",
        operation_id="registerPlaceWithBlank",
        opt=roles(*KEEPS),
        status_code=201,
    )
    async def place(
        self, code: Code, data: JSONBody[NewPlace], actor: Asker, now: Now, key: Once
    ) -> Done:
        """A storage place whose door carries this blank."""
        facts = msgspec.structs.asdict(data) | {"classes": tuple(sorted(set(data.classes)))}
        return await issuing.register_place(codes.read(code), WantedPlace(**facts), actor, now, key)

    @post("/{code:str}/reissue", operation_id="reissueLabel", opt=PRINTERS, status_code=200)
    async def reissue(
        self, code: Code, data: JSONBody[NewLabel], actor: Asker, now: Now, key: Once
    ) -> Done:
        """The answer's code is the new one."""
        blank = codes.read(data.blank) if data.blank else None
        return await issuing.reissue(codes.read(code), data.why, actor, now, key, blank=blank)

    @post("/{code:str}/reading", operation_id="confirmLabel", opt=WORKERS, status_code=200)
    async def confirm(self, code: Code, actor: Asker, now: Now, key: Once) -> Done:
        """The label was read where it sticks."""
        return await issuing.confirm(codes.read(code), actor, now, key)


def _file(body: bytes, media_type: str, disposition: str) -> Response[bytes]:
    headers = {"Content-Disposition": disposition}
    return Response(body, media_type=media_type, headers=headers)
