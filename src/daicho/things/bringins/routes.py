"""HTTP of what is brought in."""

from datetime import date
from typing import Annotated

import msgspec
from litestar import Controller, get, post
from litestar.params import FromQuery, JSONBody, PathParameter, QueryParameter

from daicho.foundation.history.service import Done
from daicho.foundation.identity.guards import SIGNED_IN, Asker, Now, Once, roles
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.paging import page_of
from daicho.foundation.kernel.text import Ident, Name, Passage, Short
from daicho.foundation.parameters import Limit, Words
from daicho.things.bringins import listing, model, reading, service
from daicho.things.bringins.listing import BringInShown, Filter, Status, ToolList
from daicho.things.bringins.model import (
    ANYBODY,
    KEEPERS,
    MOST_ITEMS,
    Item,
    Kind,
    Malware,
    Ownership,
)
from daicho.things.bringins.service import Visitor, Wish

BringInId = Annotated[str, PathParameter(pattern=r"^[0-9A-Za-z_-]{1,64}(?!\n)$")]
OfSection = Annotated[str, QueryParameter(pattern=r"^[0-9A-Za-z_-]{1,64}(?!\n)$")]

Serial = Annotated[str, msgspec.Meta(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*(?!\n)$")]
Index = Annotated[int, msgspec.Meta(ge=0, lt=MOST_ITEMS)]

ASKS = roles(*sorted(ANYBODY))
KEEPS = roles(*sorted(KEEPERS))
DECIDES = roles("section_head", "security_manager", *sorted(ANYBODY))
"""Whoever may be a deputy; who really decides, the rows say."""


class ItemSaid(msgspec.Struct, forbid_unknown_fields=True):
    """A thing that somebody brings; without a serial number when it has none."""

    name: Name
    kind: Kind
    ownership: Ownership
    serial: Serial = ""

    def item(self) -> Item:
        return Item(self.name, self.kind, self.ownership, self.serial.strip())


class VisitorSaid(msgspec.Struct, forbid_unknown_fields=True):
    """Who comes from outside."""

    name: Name
    company: Name


class ExceptionSaid(msgspec.Struct, forbid_unknown_fields=True):
    """Why something private has to come where that is forbidden."""

    why: Passage


Items = Annotated[list[ItemSaid], msgspec.Meta(min_length=1, max_length=MOST_ITEMS)]


class NewBringIn(msgspec.Struct, forbid_unknown_fields=True):
    """What shall be brought where; `bringer` is one of the staff (id) or a visitor."""

    section: Ident
    floor: Ident
    purpose: Passage
    bringer: VisitorSaid | Ident
    items: Items
    planned_in: date
    planned_out: date
    area: Ident | None = None
    exception: ExceptionSaid | None = None

    def wish(self) -> Wish:
        said = self.bringer
        return Wish(
            section=self.section,
            floor=self.floor,
            area=self.area,
            purpose=self.purpose,
            bringer=said if isinstance(said, str) else Visitor(said.name, said.company),
            items=tuple(item.item() for item in self.items),
            planned_in=self.planned_in,
            planned_out=self.planned_out,
            exception=self.exception.why if self.exception else None,
        )


class BringInRejection(msgspec.Struct, forbid_unknown_fields=True):
    reason: Passage


class ItemSeen(msgspec.Struct, forbid_unknown_fields=True):
    """What is seen of the item at this place of the list, from 0; the serial number as it was read from it."""

    index: Index
    present: bool
    serial_read: Serial | None = None

    def seen(self) -> model.Seen:
        return model.Seen(self.index, self.present, self.serial_read or None)


Seen = Annotated[list[ItemSeen], msgspec.Meta(min_length=1, max_length=MOST_ITEMS)]


class Entry(msgspec.Struct, forbid_unknown_fields=True):
    """Every item of the list once; `badge` is the number on the visitor's badge."""

    items: Seen
    malware_scan: Malware
    badge: Short | None = None

    def entering(self) -> model.Entering:
        return model.Entering(
            tuple(item.seen() for item in self.items), self.malware_scan, self.badge
        )


class Exit(msgspec.Struct, forbid_unknown_fields=True):
    """Every item that came in once, and what was never on the list."""

    items: Seen
    no_data_copied: bool
    unlisted: Annotated[list[ItemSaid], msgspec.Meta(max_length=MOST_ITEMS)] = []

    def leaving(self) -> model.Leaving:
        return model.Leaving(
            tuple(item.seen() for item in self.items),
            self.no_data_copied,
            tuple(item.item() for item in self.unlisted),
        )


class Explanation(msgspec.Struct, forbid_unknown_fields=True):
    explanation: Passage


class BringInList(msgspec.Struct):
    items: list[BringInShown]
    next: str | None


class ToolLists(msgspec.Struct):
    items: list[ToolList]


class BringInRoutes(Controller):
    """持込み: from the request until everything is out again."""

    path = "/bring-ins"
    tags = ("bring-ins",)

    @get(operation_id="listBringIns", opt=SIGNED_IN)
    async def many(
        self, actor: Asker, now: Now, section: FromQuery[Ident | None] = None,
        status: FromQuery[Status | None] = None, limit: Limit = 50, after: Words = None,
    ) -> BringInList:  # fmt: skip
        wanted = Filter(status, section)
        found = await listing.listed(actor, wanted, today(now), limit=limit, after=after)
        page, following = page_of(found, limit)
        return BringInList(items=await listing.shown(page, actor, now), next=following)

    @get("/tool-lists", operation_id="listToolLists", opt=SIGNED_IN)
    async def tools(self, actor: Asker, section: OfSection) -> ToolLists:
        """What each contractor brought to a section the last time."""
        return ToolLists(await listing.tool_lists(actor, section))

    @get("/{bring_in:str}", operation_id="getBringIn", opt=SIGNED_IN)
    async def one(self, bring_in: BringInId, actor: Asker, now: Now) -> BringInShown:
        return (await listing.shown([await reading.require(bring_in, actor)], actor, now))[0]

    @post(operation_id="requestBringIn", opt=ASKS, status_code=201)
    async def request(self, data: JSONBody[NewBringIn], actor: Asker, now: Now, key: Once) -> Done:
        return await service.request(data.wish(), actor, now, key)

    @post("/{bring_in:str}/approval", operation_id="approveBringIn", opt=DECIDES, status_code=200)
    async def approve(self, bring_in: BringInId, actor: Asker, now: Now, key: Once) -> Done:
        return await service.approve(bring_in, actor, now, key)

    @post("/{bring_in:str}/rejection", operation_id="rejectBringIn", opt=DECIDES, status_code=200)
    async def reject(
        self, bring_in: BringInId, data: JSONBody[BringInRejection], actor: Asker, now: Now,
        key: Once,
    ) -> Done:  # fmt: skip
        return await service.reject(bring_in, data.reason, actor, now, key)

    @post("/{bring_in:str}/withdrawal", operation_id="withdrawBringIn", opt=ASKS, status_code=200)
    async def withdraw(self, bring_in: BringInId, actor: Asker, now: Now, key: Once) -> Done:
        return await service.withdraw(bring_in, actor, now, key)

    @post("/{bring_in:str}/entry", operation_id="inspectIn", opt=KEEPS, status_code=200)
    async def enter(
        self, bring_in: BringInId, data: JSONBody[Entry], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await service.inspect_in(bring_in, data.entering(), actor, now, key)

    @post("/{bring_in:str}/exit", operation_id="inspectOut", opt=KEEPS, status_code=200)
    async def leave(
        self, bring_in: BringInId, data: JSONBody[Exit], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await service.inspect_out(bring_in, data.leaving(), actor, now, key)

    @post(
        "/{bring_in:str}/resolution", operation_id="resolveBringIn",
        opt=roles("section_head", "security_manager"), status_code=200,
    )  # fmt: skip
    async def resolve(
        self, bring_in: BringInId, data: JSONBody[Explanation], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await service.resolve(bring_in, data.explanation, actor, now, key)
