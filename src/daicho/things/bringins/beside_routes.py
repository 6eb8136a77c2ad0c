"""HTTP of private things found, and of deliveries."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import Controller, get, post
from litestar.params import FromQuery, JSONBody, PathParameter

from daicho.foundation.history.service import Done
from daicho.foundation.identity.guards import SIGNED_IN, Asker, Now, Once, roles
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.paging import page_of
from daicho.foundation.kernel.text import Ident, Name, Passage, Scan
from daicho.foundation.parameters import Limit, Words
from daicho.things.bringins import beside, delivering, finding
from daicho.things.bringins.beside import DeliveryShown, FindShown, FindState
from daicho.things.bringins.delivering import Seen
from daicho.things.bringins.delivery_model import Direction
from daicho.things.bringins.finding import Sight
from daicho.things.bringins.found_model import SETTLES
from daicho.things.bringins.model import ANYBODY, KEEPERS
from daicho.things.bringins.routes import ItemSaid

RowId = Annotated[str, PathParameter(pattern=r"^[0-9A-Za-z_-]{1,64}(?!\n)$")]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
EvidenceId = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}(?!\n)$")]

ASKS = roles(*sorted(ANYBODY))
MAY_SETTLE = roles(*sorted(SETTLES))


class NewFind(msgspec.Struct, forbid_unknown_fields=True):
    """A private device or medium that somebody saw, and where."""

    section: Ident
    floor: Ident
    item: ItemSaid
    area: Ident | None = None
    note: Passage | None = None

    def sight(self) -> Sight:
        return Sight(self.section, self.floor, self.area, self.item.item(), self.note)


class FindAnswer(msgspec.Struct, forbid_unknown_fields=True):
    answer: Passage


class NewDelivery(msgspec.Struct, forbid_unknown_fields=True):
    """What was delivered or carried away; now without a time, nobody stood by without a witness."""

    section: Ident
    what: Passage
    company: Name
    direction: Direction
    floor: Ident | None = None
    area: Ident | None = None
    place: Scan | None = None
    witness: Ident | None = None
    delivered_at: Moment | None = None
    signature: EvidenceId | None = None

    def seen(self, now: datetime) -> Seen:
        return Seen(
            section=self.section,
            what=self.what,
            company=self.company,
            direction=self.direction,
            delivered_at=self.delivered_at or now,
            floor=self.floor,
            area=self.area,
            place=codes.read(self.place) if self.place else None,
            witness=self.witness,
            signature=self.signature,
        )


class WitnessSaid(msgspec.Struct, forbid_unknown_fields=True):
    """Who stood by after all, and why the record had left it out."""

    witness: Ident
    why: Passage


class FindList(msgspec.Struct):
    items: list[FindShown]
    next: str | None


class DeliveryList(msgspec.Struct):
    items: list[DeliveryShown]
    next: str | None


class PrivateFindRoutes(Controller):
    """私物の発見."""

    path = "/private-finds"
    tags = ("bring-ins",)

    @get(operation_id="listPrivateFinds", opt=SIGNED_IN)
    async def many(
        self, actor: Asker, now: Now, section: FromQuery[Ident | None] = None,
        status: FromQuery[FindState | None] = None, limit: Limit = 50, after: Words = None,
    ) -> FindList:  # fmt: skip
        found = await beside.finds(actor, status, section, limit=limit, after=after)
        page, following = page_of(found, limit)
        return FindList(items=await beside.shown_finds(page, actor, now), next=following)

    @post(operation_id="recordPrivateFind", opt=ASKS, status_code=201)
    async def record(self, data: JSONBody[NewFind], actor: Asker, now: Now, key: Once) -> Done:
        return await finding.record(data.sight(), actor, now, key)

    @post(
        "/{find:str}/settlement", operation_id="settlePrivateFind", opt=MAY_SETTLE, status_code=200
    )
    async def settle(
        self, find: RowId, data: JSONBody[FindAnswer], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await finding.settle(find, data.answer, actor, now, key)


class DeliveryRoutes(Controller):
    """搬入出."""

    path = "/deliveries"
    tags = ("bring-ins",)

    @get(operation_id="listDeliveries", opt=SIGNED_IN)
    async def many(
        self, actor: Asker, now: Now, section: FromQuery[Ident | None] = None,
        witnessed: FromQuery[bool | None] = None, limit: Limit = 50, after: Words = None,
    ) -> DeliveryList:  # fmt: skip
        found = await beside.deliveries(
            actor, section, witnessed=witnessed, limit=limit, after=after
        )
        page, following = page_of(found, limit)
        return DeliveryList(items=await beside.shown_deliveries(page, actor, now), next=following)

    @post(operation_id="recordDelivery", opt=ASKS, status_code=201)
    async def record(self, data: JSONBody[NewDelivery], actor: Asker, now: Now, key: Once) -> Done:
        return await delivering.record(data.seen(now), actor, now, key)

    @post(
        "/{delivery:str}/witness", operation_id="nameWitness",
        opt=roles(*sorted(KEEPERS)), status_code=200,
    )  # fmt: skip
    async def name_witness(
        self, delivery: RowId, data: JSONBody[WitnessSaid], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await delivering.name_witness(delivery, data.witness, data.why, actor, now, key)
