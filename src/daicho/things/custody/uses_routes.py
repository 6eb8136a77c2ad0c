"""HTTP of the 外部記録媒体使用簿."""

from typing import Annotated

import msgspec
from litestar import Controller, get, post
from litestar.params import FromQuery, JSONBody, PathParameter

from daicho.foundation.history.service import Done
from daicho.foundation.identity.guards import SIGNED_IN, Asker, Now, Once, roles
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.paging import page_of
from daicho.foundation.kernel.text import Ident, Passage, Scan
from daicho.foundation.parameters import Code, Limit, Words
from daicho.things.custody import uses
from daicho.things.custody.uses import Filter, Status, UseShown
from daicho.things.custody.uses_model import USES

UseId = Annotated[str, PathParameter(pattern=r"^[0-9A-Za-z_-]{1,64}(?!\n)$")]

WORKS = roles(*sorted(USES))


class NewUse(msgspec.Struct, forbid_unknown_fields=True):
    """At which terminal and what for; `note` names the leave for a terminal of the My Number side."""

    terminal: Scan
    purpose: Passage
    note: Passage | None = None


class EndOfUse(msgspec.Struct, forbid_unknown_fields=True):
    erased: bool


class UseList(msgspec.Struct):
    items: list[UseShown]
    next: str | None


class AssetUseRoutes(Controller):
    """What begins a use."""

    path = "/assets"
    tags = ("custody",)

    @post("/{code:str}/uses", operation_id="startMediaUse", opt=WORKS, status_code=201)
    async def start(
        self, code: Code, data: JSONBody[NewUse], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await uses.start(
            codes.read(code), codes.read(data.terminal), data.purpose, actor, now, key,
            note=data.note,
        )  # fmt: skip


class MediaUseRoutes(Controller):
    """外部記録媒体使用簿."""

    path = "/media-uses"
    tags = ("custody",)

    @get(operation_id="listMediaUses", opt=SIGNED_IN)
    async def many(
        self, actor: Asker, section: FromQuery[Ident | None] = None,
        status: FromQuery[Status | None] = None, code: Words = None, limit: Limit = 50,
        after: Words = None,
    ) -> UseList:  # fmt: skip
        wanted = Filter(status, section, codes.read(code) if code else None)
        found = await uses.listed(actor, wanted, limit=limit, after=after)
        page, following = page_of(found, limit)
        return UseList(items=await uses.shown(page, actor), next=following)

    @post("/{use:str}/end", operation_id="endMediaUse", opt=WORKS, status_code=200)
    async def end(
        self, use: UseId, data: JSONBody[EndOfUse], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await uses.end(use, actor, now, key, erased=data.erased)
