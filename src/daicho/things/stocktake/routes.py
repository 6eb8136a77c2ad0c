"""HTTP of stock-takes."""

from datetime import date, datetime
from typing import Annotated

import msgspec
from litestar import Controller, get, post
from litestar.params import FromQuery, JSONBody, PathParameter

from daicho.foundation.history.service import Done
from daicho.foundation.identity.guards import SIGNED_IN, Asker, Now, Once, roles
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.paging import page_of
from daicho.foundation.kernel.text import Ident, Passage, Scan
from daicho.foundation.parameters import Flag, Limit, Words
from daicho.things.stocktake import counting, listing, service, settling
from daicho.things.stocktake.counting import Counted
from daicho.things.stocktake.line_model import Correction, Outcome
from daicho.things.stocktake.listing import Filter, LineFilter, Shown, Status, Whole
from daicho.things.stocktake.model import COUNTERS, KEEPERS, Scope

Id = Annotated[str, PathParameter(pattern=r"^[0-9A-Za-z_-]{1,64}(?!\n)$")]

COUNTS = roles(*sorted(COUNTERS))
KEEPS = roles(*sorted(KEEPERS))


class NewStockTake(msgspec.Struct, forbid_unknown_fields=True):
    """What is to be counted; without places everything that the section keeps."""

    section: Ident
    due: date
    places: Annotated[list[Scan], msgspec.Meta(min_length=1, max_length=200)] | None = None


class CountScan(msgspec.Struct, forbid_unknown_fields=True):
    """A label that was read: of a thing, or of a place; `at` when it was read earlier than it is sent."""

    code: Scan
    place: Scan | None = None
    at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    damaged: bool = False


class NewCorrection(msgspec.Struct, forbid_unknown_fields=True):
    """Let the register follow, or say how the thing is put right."""

    kind: Correction
    note: Passage


class Reason(msgspec.Struct, forbid_unknown_fields=True):
    reason: Passage


class Circumstances(msgspec.Struct, forbid_unknown_fields=True):
    circumstances: Passage


class Unsynced(msgspec.Struct, forbid_unknown_fields=True):
    """Scans that the asking device still holds."""

    device: Ident
    unsynced: Annotated[int, msgspec.Meta(ge=0, le=100_000)]


class Completion(msgspec.Struct, forbid_unknown_fields=True):
    """`unsynced`: scans that wait on the device from which this is sent."""

    unsynced: Annotated[int, msgspec.Meta(ge=0, le=100_000)]


class StockTakes(msgspec.Struct):
    items: list[Shown]
    next: str | None


class StockTakeRoutes(Controller):
    """棚卸."""

    path = "/stock-takes"
    tags = ("stocktake",)

    @get(operation_id="listStockTakes", opt=SIGNED_IN)
    async def listed(
        self, actor: Asker, now: Now, status: FromQuery[Status | None] = None,
        section: Words = None, limit: Limit = 50, after: Words = None,
    ) -> StockTakes:  # fmt: skip
        found = await listing.listed(actor, Filter(status, section), limit=limit, after=after)
        page, following = page_of(found, limit)
        return StockTakes(items=await listing.shown(page, actor, now), next=following)

    @get("/{stock_take:str}", operation_id="getStockTake", opt=SIGNED_IN)
    async def one(
        self, stock_take: Id, actor: Asker, now: Now, outcome: FromQuery[Outcome | None] = None,
        unsettled: Flag = False, limit: Limit = 50, after: Words = None,
    ) -> Whole:  # fmt: skip
        found = await service.decidable(stock_take, actor, now)
        wanted = LineFilter(outcome, unsettled, after)
        return await listing.whole(found, wanted, actor, now, limit=limit)

    @post(operation_id="planStockTake", opt=KEEPS, status_code=201)
    async def plan(self, data: JSONBody[NewStockTake], actor: Asker, now: Now, key: Once) -> Done:
        places = tuple(codes.read(place) for place in data.places or ())
        return await service.plan(Scope(data.section, places, data.due), actor, now, key)

    @post("/{stock_take:str}/start", operation_id="startStockTake", opt=KEEPS, status_code=200)
    async def start(self, stock_take: Id, actor: Asker, now: Now, key: Once) -> Done:
        return await service.start(stock_take, actor, now, key)

    @post(
        "/{stock_take:str}/cancellation",
        operation_id="cancelStockTake",
        opt=KEEPS,
        status_code=200,
    )
    async def cancel(
        self, stock_take: Id, data: JSONBody[Reason], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await service.cancel(stock_take, data.reason, actor, now, key)

    @post("/{stock_take:str}/scans", operation_id="recordCount", opt=COUNTS, status_code=200)
    async def count(
        self, stock_take: Id, data: JSONBody[CountScan], actor: Asker, now: Now, key: Once
    ) -> Counted:
        place = codes.read(data.place) if data.place else None
        return await counting.count(
            stock_take, codes.read(data.code), place, actor, now, key,
            at=data.at, damaged=data.damaged,
        )  # fmt: skip

    @post("/{stock_take:str}/unsynced", operation_id="declareUnsynced", opt=COUNTS, status_code=200)
    async def unsynced(
        self, stock_take: Id, data: JSONBody[Unsynced], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await counting.declare(stock_take, data.device, data.unsynced, actor, now, key)

    @post("/{stock_take:str}/closing", operation_id="closeCounting", opt=KEEPS, status_code=200)
    async def close(self, stock_take: Id, actor: Asker, now: Now, key: Once) -> Done:
        return await service.close(stock_take, actor, now, key)

    @post(
        "/{stock_take:str}/completion",
        operation_id="completeStockTake",
        opt=SIGNED_IN,
        status_code=200,
    )
    async def complete(
        self, stock_take: Id, data: JSONBody[Completion], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await service.complete(stock_take, actor, now, key, unsynced=data.unsynced)


class StockLineRoutes(Controller):
    """What a stock-take found, put in order; and devices that will never send their scans."""

    path = "/stock-lines"
    tags = ("stocktake",)

    @post("/{line:str}/correction", operation_id="proposeCorrection", opt=COUNTS, status_code=200)
    async def propose(
        self, line: Id, data: JSONBody[NewCorrection], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await settling.propose(line, data.kind, data.note, actor, now, key)

    @post("/{line:str}/application", operation_id="applyCorrection", opt=KEEPS, status_code=200)
    async def apply(self, line: Id, actor: Asker, now: Now, key: Once) -> Done:
        return await settling.apply(line, actor, now, key)

    @post("/{line:str}/refusal", operation_id="declineCorrection", opt=KEEPS, status_code=200)
    async def decline(
        self, line: Id, data: JSONBody[Reason], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await settling.decline(line, data.reason, actor, now, key)

    @post("/{line:str}/missing", operation_id="reportMissing", opt=KEEPS, status_code=200)
    async def missing(
        self, line: Id, data: JSONBody[Circumstances], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await settling.report_missing(line, data.circumstances, actor, now, key)

    @post(
        "/queues/{queue:str}/write-off",
        operation_id="writeOffQueue",
        opt=KEEPS,
        status_code=200,
    )
    async def write_off(
        self, queue: Id, data: JSONBody[Reason], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await counting.write_off(queue, data.reason, actor, now, key)
