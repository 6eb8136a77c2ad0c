"""HTTP of ledgers from outside, and of the workbook that comes back."""

from typing import Annotated, Final

import msgspec
from litestar import Controller, Response, get, post
from litestar.params import JSONBody

from daicho.foundation.history.service import Done
from daicho.foundation.identity.guards import Asker, Now, Once, roles
from daicho.foundation.kernel.paging import page_of
from daicho.foundation.kernel.text import Line
from daicho.foundation.parameters import Limit, Words
from daicho.oversight.imports import service
from daicho.oversight.imports.model import LONGEST_CELL, MOST_BYTES, MOST_COLUMNS, Kind
from daicho.oversight.imports.service import Asked, Inspection, Report, Taken

BODY_LIMIT: Final = 7_500_000
"""5 MB of base64 and the words around it."""

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FileName = Annotated[
    str, msgspec.Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+(?!\n)$")
]
Content = Annotated[bytes, msgspec.Meta(min_length=1, max_length=MOST_BYTES)]
FieldName = Annotated[str, msgspec.Meta(max_length=40)]
Column = Annotated[int, msgspec.Meta(ge=0, lt=MOST_COLUMNS)]
Sha = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}(?!\n)$")]


class LedgerFile(msgspec.Struct, forbid_unknown_fields=True):
    """A file by its name; `content` in base64."""

    kind: Kind
    name: FileName
    content: Content


class LedgerToTry(msgspec.Struct, forbid_unknown_fields=True):
    """The file, the column of each field (from 0), and texts for fields without a column."""

    kind: Kind
    name: FileName
    content: Content
    mapping: Annotated[dict[FieldName, Column], msgspec.Meta(max_length=MOST_COLUMNS)]
    defaults: Annotated[
        dict[FieldName, Annotated[str, msgspec.Meta(max_length=LONGEST_CELL)]],
        msgspec.Meta(max_length=MOST_COLUMNS),
    ] = {}

    def asked(self) -> Asked:
        return Asked(self.kind, self.name, self.content, self.mapping, self.defaults)


class LedgerToTakeIn(LedgerToTry, forbid_unknown_fields=True, kw_only=True):
    """The same, with `confirm` of the dry run and the reason that stands with every correction."""

    confirm: Sha
    why: Line


class LedgerImports(msgspec.Struct):
    items: list[Taken]
    next: str | None


class LedgerRoutes(Controller):
    """台帳の取込み: from the file to the register."""

    path = "/imports"
    tags = ("imports",)

    @post(
        "/inspection", operation_id="inspectLedger", opt=roles(*service.TAKES_IN), status_code=200,
        request_max_body_size=BODY_LIMIT,
    )  # fmt: skip
    async def inspect(self, data: JSONBody[LedgerFile], actor: Asker) -> Inspection:
        return await service.inspect(data.kind, data.name, data.content, actor)

    @post(
        "/trial", operation_id="tryLedger", opt=roles(*service.TAKES_IN), status_code=200,
        request_max_body_size=BODY_LIMIT,
    )  # fmt: skip
    async def trial(self, data: JSONBody[LedgerToTry], actor: Asker, now: Now) -> Report:
        return await service.trial(data.asked(), actor, now)

    @post(
        operation_id="carryOutLedger", opt=roles(*service.TAKES_IN), status_code=201,
        request_max_body_size=BODY_LIMIT,
    )  # fmt: skip
    async def carry_out(
        self, data: JSONBody[LedgerToTakeIn], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await service.carry_out(data.asked(), data.confirm, data.why, actor, now, key)

    @get(operation_id="listLedgerImports", opt=roles(*service.TAKES_IN))
    async def many(self, actor: Asker, limit: Limit = 50, after: Words = None) -> LedgerImports:
        found = await service.listed(actor, limit=limit, after=after)
        page, following = page_of(found, limit)
        return LedgerImports(page, following)

    @get("/workbook", operation_id="exportLedger", opt=roles(*service.TAKES_IN))
    async def workbook(self, actor: Asker, section: Words = None) -> Response[bytes]:
        """The assets within reach as XLSX; edited, it is taken in again as a correction of each line."""
        headers = {"Content-Disposition": 'attachment; filename="daicho-assets.xlsx"'}
        body = await service.exported(section, actor)
        return Response(body, media_type=XLSX, headers=headers)
