"""HTTP of scans: a device's queue, and what is left for a person to decide."""

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from litestar import Controller, Request, get, post
from litestar.params import JSONBody, QueryParameter

from daicho.foundation.history.service import Done
from daicho.foundation.identity import devices
from daicho.foundation.identity.guards import SIGNED_IN, Asker, Now, Once, roles
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.clock import JST
from daicho.foundation.kernel.errors import Invalid
from daicho.foundation.kernel.paging import page_of
from daicho.foundation.kernel.text import Ident, Passage, Scan
from daicho.foundation.parameters import Flag, Id, Limit, Words
from daicho.foundation.problems import sentence
from daicho.things.custody.model import ANYBODY
from daicho.things.scans import listing, service, settling
from daicho.things.scans.listing import DoubleShown, ScanShown, StrayShown
from daicho.things.scans.model import SETTLES, Clock, Deed
from daicho.things.scans.service import MOST, Told, Wanted
from daicho.things.scans.settling import Filter

OfState = Annotated[Literal["open", "settled"] | None, QueryParameter()]
Number = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Ref = Annotated[str, msgspec.Meta(min_length=1, max_length=36, pattern=r"^[0-9A-Za-z_\-]+(?!\n)$")]
ItemKey = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z_\-]{8,64}(?!\n)$")]

_YEARS = (1970, 2200)
"""A clock without a battery begins in 1970."""

SETTLING = roles(*sorted(SETTLES))


class Item(msgspec.Struct, forbid_unknown_fields=True):
    """One scan: the act it asks for with the answers of that act's own body, and when by the device's clock."""

    key: ItemKey
    act: Deed
    code: Scan
    device_at: datetime
    device_seq: Number
    place: Scan | None = None
    session: Ref | None = None
    answers: dict[str, Any] = {}


class StillHeld(msgspec.Struct, forbid_unknown_fields=True):
    """Counts of a stock-take that stay on the device when this batch has gone."""

    stock_take: Ref
    unsynced: Annotated[int, msgspec.Meta(ge=0, le=100_000)]


class Batch(msgspec.Struct, forbid_unknown_fields=True):
    """A device's queue and what its clock says now; `scanner` is the name under which it says what it still holds."""

    device_now: datetime
    items: Annotated[list[Item], msgspec.Meta(min_length=1, max_length=MOST)]
    scanner: Ident | None = None
    unsynced: Annotated[list[StillHeld], msgspec.Meta(max_length=50)] = []


class ItemTold(msgspec.Struct, omit_defaults=True):
    """What became of one scan; `title` (English) and `detail` (Japanese) say why where it is not done.

    `id` is the subject that changed, or the scan; `conflict` is the scan that waits for a decision.
    """

    key: str
    state: Literal["done", "again", "conflict", "refused"]
    id: str | None = None
    outcome: str | None = None
    clock: Clock = "right"
    conflict: str | None = None
    code: str | None = None
    title: str | None = None
    detail: str | None = None
    facts: dict[str, Any] = {}


class BatchTold(msgspec.Struct):
    items: list[ItemTold]


def _utc(moment: datetime) -> datetime:
    """A device says its zone, or it says nothing."""
    if moment.tzinfo is None:
        raise Invalid("time-without-zone")
    if not _YEARS[0] <= moment.year < _YEARS[1]:
        raise Invalid("time-out-of-range")
    return moment.astimezone(JST)


def _wanted(item: Item) -> Wanted:
    fields = msgspec.structs.asdict(item) | {"device_at": _utc(item.device_at)}
    return Wanted(**fields)


def _item(told: Told) -> ItemTold:
    scan = told.scan
    if scan is None or told.refused is not None:
        return _because(told.key, told.refused)
    if scan.state == "conflict" or scan.refusal is not None:
        return _kept(told)
    return ItemTold(
        key=told.key,
        state="again" if told.again else "done",
        id=(scan.became or scan.id).rpartition(":")[2],
        outcome=scan.facts.get("outcome"),
        clock=scan.clock,
    )


def _because(key: str, refused: Any) -> ItemTold:
    code, facts = (refused.code, refused.facts) if refused else ("unknown-scan", {})
    return ItemTold(
        key=key, state="refused", code=code, facts=facts, title=sentence(code, facts, "en"),
        detail=sentence(code, facts, "ja"),
    )  # fmt: skip


def _kept(told: Told) -> ItemTold:
    """A conflict that waits, or a code that nothing carries."""
    scan = told.scan
    if scan is None:
        return _because(told.key, told.refused)
    open_one, code = scan.state == "conflict", scan.refusal or "unknown-code"
    return ItemTold(
        key=told.key,
        state="conflict" if open_one else "refused",
        id=scan.id,
        clock=scan.clock,
        conflict=scan.id if open_one else None,
        code=code,
        facts=scan.facts,
        title=sentence(code, scan.facts, "en"),
        detail=sentence(code, scan.facts, "ja"),
    )


class Settlement(msgspec.Struct, forbid_unknown_fields=True):
    """Whether the scan counts, and why."""

    decision: Literal["apply", "discard"]
    note: Passage


class Explanation(msgspec.Struct, forbid_unknown_fields=True):
    note: Passage


class Conflicts(msgspec.Struct):
    items: list[ScanShown]
    next: str | None


class Strays(msgspec.Struct):
    items: list[StrayShown]
    next: str | None


class Doubles(msgspec.Struct):
    items: list[DoubleShown]
    next: str | None


def _filter(state: str | None, section: str | None, code: str | None, after: str | None) -> Filter:
    return Filter(state, section, codes.read(code) if code else None, after)


class ScanRoutes(Controller):
    """読取り."""

    path = "/"
    tags = ("scans",)

    @post("/scans", operation_id="syncScans", opt=roles(*sorted(ANYBODY)), status_code=200)
    async def sync(
        self, data: JSONBody[Batch], request: Request[Any, Any, Any], actor: Asker, now: Now
    ) -> BatchTold:
        """Each scan has its own key, so the batch needs none. A device out of service is refused as a whole."""
        await devices.in_service(request.cookies.get(request.app.state.settings.device_cookie))
        wanted = [_wanted(item) for item in data.items]
        told = await service.sync(wanted, _utc(data.device_now), actor, now)
        if data.scanner is not None:
            held = {one.stock_take: one.unsynced for one in data.unsynced}
            await service.declare(data.scanner, held, actor, now)
        return BatchTold([_item(one) for one in told])

    @get("/scan-conflicts", operation_id="listScanConflicts", opt=SIGNED_IN)
    async def conflicts(
        self,
        actor: Asker,
        status: Annotated[
            Literal["conflict", "applied", "discarded"] | None, QueryParameter()
        ] = "conflict",
        section: Words = None,
        code: Words = None,
        mine: Flag = False,
        limit: Limit = 50,
        after: Words = None,
    ) -> Conflicts:
        """With `mine` what the asking person scanned: a device learns from it what was set back later."""
        wanted = _filter(status, section, code, after)
        if mine:
            wanted = msgspec.structs.replace(wanted, person=actor.person)
        found = await settling.conflicts(actor, wanted, limit=limit)
        page, following = page_of(found, limit)
        return Conflicts(await listing.scans(page, actor), following)

    @post(
        "/scan-conflicts/{scan_id:str}/settlement",
        operation_id="settleScanConflict",
        opt=SETTLING,
        status_code=200,
    )
    async def settle(
        self, scan_id: Id, data: JSONBody[Settlement], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await settling.settle(scan_id, data.decision, data.note, actor, now, key)

    @get("/stray-scans", operation_id="listStrayScans", opt=SIGNED_IN)
    async def strays(
        self,
        actor: Asker,
        status: OfState = "open",
        section: Words = None,
        code: Words = None,
        limit: Limit = 50,
        after: Words = None,
    ) -> Strays:
        found = await settling.strays(actor, _filter(status, section, code, after), limit=limit)
        page, following = page_of(found, limit)
        return Strays(await listing.strays(page, actor), following)

    @post(
        "/stray-scans/{stray_id:str}/settlement",
        operation_id="settleStrayScan",
        opt=SETTLING,
        status_code=200,
    )
    async def settle_stray(
        self, stray_id: Id, data: JSONBody[Explanation], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await settling.settle_stray(stray_id, data.note, actor, now, key)

    @get("/double-locations", operation_id="listDoubleLocations", opt=SIGNED_IN)
    async def doubles(
        self,
        actor: Asker,
        status: OfState = "open",
        section: Words = None,
        code: Words = None,
        limit: Limit = 50,
        after: Words = None,
    ) -> Doubles:
        found = await settling.doubles(actor, _filter(status, section, code, after), limit=limit)
        page, following = page_of(found, limit)
        return Doubles(await listing.doubles(page, actor), following)

    @post(
        "/double-locations/{double_id:str}/settlement",
        operation_id="settleDoubleLocation",
        opt=SETTLING,
        status_code=200,
    )
    async def settle_double(
        self, double_id: Id, data: JSONBody[Explanation], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await settling.settle_double(double_id, data.note, actor, now, key)
