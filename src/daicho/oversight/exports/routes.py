"""HTTP of exports and of the history itself."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Controller, Request, get, post
from litestar.params import JSONBody, QueryParameter
from litestar.response import File

from daicho.foundation.history.queries import Filter, Told
from daicho.foundation.history.service import Done
from daicho.foundation.identity.guards import SIGNED_IN, Asker, Now, Once, roles
from daicho.foundation.kernel.clock import JST
from daicho.foundation.parameters import Id, Limit
from daicho.oversight.exports import history, service
from daicho.oversight.exports.history import Page, moment
from daicho.oversight.exports.holdings import REGISTERS, holdings
from daicho.oversight.exports.service import Wanted
from daicho.oversight.exports.titles import title

AUDITING = roles(*service.AUDITING)

_WORD = r"^[0-9A-Za-z:._\-]+(?!\n)$"
_WHEN = r"^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+\- ]\d\d:\d\d)?)?(?!\n)$"
"""A date, or a moment; without an offset it is Japanese time."""

Word = Annotated[str | None, QueryParameter(max_length=120, pattern=_WORD)]
Person = Annotated[str | None, QueryParameter(name="actor", max_length=120, pattern=_WORD)]
When = Annotated[str | None, QueryParameter(pattern=_WHEN)]
From = Annotated[str | None, QueryParameter(name="from", pattern=_WHEN)]
To = Annotated[str | None, QueryParameter(name="to", pattern=_WHEN)]
Seq = Annotated[str | None, QueryParameter(pattern=r"^[0-9]{1,15}(?!\n)$")]
ExportId = Annotated[str | None, QueryParameter(pattern=r"^[0-9a-f\-]{36}(?!\n)$")]
AwareMoment = Annotated[datetime, msgspec.Meta(tz=True)]
RegisterName = Annotated[
    str, msgspec.Meta(min_length=1, max_length=40, pattern=r"^[a-z\-]+(?!\n)$")
]


class NewExport(msgspec.Struct, forbid_unknown_fields=True):
    """What is exported; null is every register, and the present."""

    registers: Annotated[list[RegisterName], msgspec.Meta(min_length=1, max_length=100)] | None = (
        None
    )
    as_of: AwareMoment | None = None
    personal: bool = True


class ExportShown(msgspec.Struct):
    """A bundle that was taken; hash, size and entries are null until it is cut."""

    id: str
    registers: list[str] | None
    as_of: datetime
    personal: bool
    made_by: str
    made_by_name: str
    made_at: datetime
    state: str
    manifest_sha256: str | None
    size: int | None
    entries: int | None


class Exports(msgspec.Struct):
    items: list[ExportShown]
    next: str | None


class RegisterShown(msgspec.Struct):
    name: str
    title_ja: str
    title_en: str
    entries: int


class Registers(msgspec.Struct):
    items: list[RegisterShown]
    next: str | None = None


class SomebodyShown(msgspec.Struct):
    staff_id: str
    name: str


class EntryShown(msgspec.Struct):
    """One entry with the state before it; sealed texts stand as commitments and are opened in `texts`."""

    seq: int
    id: str
    register: str
    number: int
    subject: str
    subject_name: str
    act: str
    section: str | None
    occurred_at: datetime
    recorded_at: datetime
    actor: SomebodyShown
    on_behalf_of: SomebodyShown | None
    device: str | None
    why: str | None
    after: dict[str, Any]
    before: dict[str, Any] | None
    change: str
    corrects: int | None
    texts: dict[str, str]


class Entries(msgspec.Struct):
    items: list[EntryShown]
    next: str | None


def _export(shown: service.Shown) -> ExportShown:
    export = shown.export
    return ExportShown(
        id=export.id,
        registers=export.registers,
        as_of=export.as_of.astimezone(JST),
        personal=export.personal,
        made_by=export.made_by,
        made_by_name=shown.made_by_name,
        made_at=export.made_at.astimezone(JST),
        state=export.state,
        manifest_sha256=export.manifest_sha256,
        size=export.size,
        entries=export.entries,
    )


def _entry(told: Told, page: Page) -> EntryShown:
    entry = told.entry
    behalf = entry.on_behalf_of
    return EntryShown(
        seq=entry.seq,
        id=entry.id,
        register=entry.register,
        number=entry.number,
        subject=entry.subject,
        subject_name=page.subject_name(told),
        act=entry.act,
        section=entry.section,
        occurred_at=entry.occurred_at.astimezone(JST),
        recorded_at=entry.recorded_at.astimezone(JST),
        actor=SomebodyShown(entry.actor, page.names.get(entry.actor, "")),
        on_behalf_of=SomebodyShown(behalf, page.names.get(behalf, "")) if behalf else None,
        device=entry.device,
        why=entry.why,
        after=entry.after,
        before=told.before,
        change=entry.change,
        corrects=entry.corrects,
        texts=page.texts_in(told),
    )


class ExportRoutes(Controller):
    """Evidence bundles."""

    path = "/exports"
    tags = ("exports",)

    @post(operation_id="makeExport", opt=AUDITING)
    async def make(
        self, data: JSONBody[NewExport], request: Request[Any, Any, Any], actor: Asker, now: Now,
        key: Once,
    ) -> Done:  # fmt: skip
        wanted = Wanted(data.registers, data.as_of, data.personal)
        return await service.make(holdings(request.app.state.settings), wanted, actor, now, key)

    @get(operation_id="listExports", opt=AUDITING)
    async def listed(self, actor: Asker, limit: Limit = 50, after: ExportId = None) -> Exports:
        found = await service.listed(actor, limit=limit, after=after)
        items = [_export(shown) for shown in found]
        return Exports(items, items[-1].id if len(items) == limit else None)

    @get("/{export_id:str}/file", operation_id="exportFile", opt=AUDITING)
    async def file(self, export_id: Id, request: Request[Any, Any, Any], actor: Asker) -> File:
        path = await service.file_of(holdings(request.app.state.settings), export_id, actor)
        return File(path, filename=f"daicho-{export_id}.zip", media_type="application/zip")


class HistoryRoutes(Controller):
    """The history, entry by entry."""

    path = "/"
    tags = ("history",)

    @get("/history", operation_id="listHistory", opt=SIGNED_IN)
    async def listed(
        self,
        actor: Asker,
        register: Word = None,
        subject: Word = None,
        act: Word = None,
        person: Person = None,
        since: From = None,
        until: To = None,
        as_of: When = None,
        limit: Limit = 50,
        after: Seq = None,
    ) -> Entries:
        wanted = Filter(
            register, subject, act, person,
            since=moment(since), until=moment(until, end=True), as_of=moment(as_of, end=True),
        )  # fmt: skip
        page = await history.page(wanted, actor, limit=limit, before=int(after) if after else None)
        items = [_entry(told, page) for told in page.told]
        return Entries(items, str(items[-1].seq) if len(items) == limit else None)

    @get("/registers", operation_id="listRegisters", opt=SIGNED_IN)
    async def registers(self) -> Registers:
        counted = await service.registers(REGISTERS)
        return Registers([RegisterShown(c.name, *title(c.name), c.entries) for c in counted])
