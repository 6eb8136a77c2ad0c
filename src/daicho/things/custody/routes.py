"""HTTP of take-outs."""

from datetime import date
from typing import Annotated

import msgspec
from litestar import Controller, get, post
from litestar.params import FromQuery, JSONBody, PathParameter, QueryParameter

from daicho.foundation.history.service import Done
from daicho.foundation.identity.guards import SIGNED_IN, Asker, Now, Once, roles
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.text import Ident, Line, OptionalLine, Passage, Scan
from daicho.things.custody import listing, service
from daicho.things.custody.listing import Filter, Status
from daicho.things.custody.model import ANSWERING, ANYBODY, CHECKERS, KEEPERS, Check

TakeOutId = Annotated[str, PathParameter(pattern=r"^[0-9A-Za-z_-]{1,64}(?!\n)$")]
Code = Annotated[str, PathParameter(max_length=64)]
Words = Annotated[str | None, QueryParameter(max_length=64, pattern=r"^[^\x00-\x1f\x7f]*(?!\n)$")]
Number = Annotated[str | None, QueryParameter(pattern=r"^[0-9]{4}-[0-9]{4,6}(?!\n)$")]
Limit = Annotated[int, QueryParameter(ge=1, le=200)]

ASKS = roles(*sorted(ANYBODY))


class NewTakeOut(msgspec.Struct, forbid_unknown_fields=True):
    """What somebody wants to take out; `carriers` are staff ids."""

    code: Scan
    purpose: Line
    destination: Line
    planned_return: date
    carriers: Annotated[list[Ident], msgspec.Meta(min_length=1, max_length=20)]


class Reason(msgspec.Struct, forbid_unknown_fields=True):
    reason: Passage


class HandOver(msgspec.Struct, forbid_unknown_fields=True):
    """What was scanned, whether the data on it are encrypted, and the container it travels in."""

    code: Scan
    encrypted: bool
    container: OptionalLine | None = None


class Return(msgspec.Struct, forbid_unknown_fields=True):
    """What was scanned, and the code of the storage place where it lies."""

    code: Scan
    place: Scan


class Verification(msgspec.Struct, forbid_unknown_fields=True):
    seal_ok: bool
    count_ok: bool
    erased: bool


class Resolution(msgspec.Struct, forbid_unknown_fields=True):
    explanation: Passage


class Circumstances(msgspec.Struct, forbid_unknown_fields=True):
    circumstances: Passage


class Found(msgspec.Struct, forbid_unknown_fields=True):
    place: Scan


class TakeOuts(msgspec.Struct):
    items: list[listing.Shown]
    next: str | None


class TakeOutRoutes(Controller):
    """持出し・返却."""

    path = "/take-outs"
    tags = ("custody",)

    @get(operation_id="listTakeOuts", opt=SIGNED_IN)
    async def listed(
        self,
        actor: Asker,
        now: Now,
        status: FromQuery[Status | None] = None,
        section: Words = None,
        code: Words = None,
        number: Number = None,
        limit: Limit = 50,
        after: Words = None,
    ) -> TakeOuts:
        bare = codes.read(code) if code else None
        wanted = Filter(status=status, section=section, code=bare, number=number)
        found = await listing.listed(actor, wanted, today(now), limit=limit, after=after)
        page = found[:limit]
        return TakeOuts(
            items=await listing.shown(page, actor, now),
            next=page[-1].id if len(found) > limit else None,
        )

    @get("/{take_out:str}", operation_id="getTakeOut", opt=SIGNED_IN)
    async def one(self, take_out: TakeOutId, actor: Asker, now: Now) -> listing.Shown:
        found = await service.require(take_out, actor)
        return (await listing.shown([found], actor, now))[0]

    @post(operation_id="requestTakeOut", opt=ASKS, status_code=201)
    async def request(self, data: JSONBody[NewTakeOut], actor: Asker, now: Now, key: Once) -> Done:
        wanted = service.Wanted(
            purpose=data.purpose,
            destination=data.destination,
            planned_return=data.planned_return,
            carriers=tuple(data.carriers),
        )
        return await service.request(codes.read(data.code), wanted, actor, now, key)

    @post("/{take_out:str}/approval", operation_id="approveTakeOut", opt=SIGNED_IN, status_code=200)
    async def approve(self, take_out: TakeOutId, actor: Asker, now: Now, key: Once) -> Done:
        return await service.approve(take_out, actor, now, key)

    @post("/{take_out:str}/rejection", operation_id="rejectTakeOut", opt=SIGNED_IN, status_code=200)
    async def reject(
        self, take_out: TakeOutId, data: JSONBody[Reason], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await service.reject(take_out, data.reason, actor, now, key)

    @post("/{take_out:str}/withdrawal", operation_id="withdrawTakeOut", opt=ASKS, status_code=200)
    async def withdraw(self, take_out: TakeOutId, actor: Asker, now: Now, key: Once) -> Done:
        return await service.withdraw(take_out, actor, now, key)

    @post(
        "/{take_out:str}/hand-over",
        operation_id="handOver",
        opt=roles(*sorted(CHECKERS)),
        status_code=200,
    )
    async def hand_over(
        self, take_out: TakeOutId, data: JSONBody[HandOver], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await service.hand_over(
            take_out, codes.read(data.code), actor, now, key,
            encrypted=data.encrypted, container=data.container,
        )  # fmt: skip

    @post("/{take_out:str}/return", operation_id="declareReturn", opt=ASKS, status_code=200)
    async def declare_return(
        self, take_out: TakeOutId, data: JSONBody[Return], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await service.declare_return(
            take_out, codes.read(data.code), codes.read(data.place), actor, now, key
        )

    @post(
        "/{take_out:str}/verification",
        operation_id="verifyReturn",
        opt=roles(*sorted(CHECKERS)),
        status_code=200,
    )
    async def verify(
        self, take_out: TakeOutId, data: JSONBody[Verification], actor: Asker, now: Now, key: Once
    ) -> Done:
        check = Check(data.seal_ok, data.count_ok, data.erased)
        return await service.verify(take_out, check, actor, now, key)

    @post(
        "/{take_out:str}/resolution",
        operation_id="resolveDiscrepancy",
        opt=roles(*sorted(ANSWERING)),
        status_code=200,
    )
    async def resolve(
        self, take_out: TakeOutId, data: JSONBody[Resolution], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await service.resolve(take_out, data.explanation, actor, now, key)

    @post("/{take_out:str}/loss", operation_id="reportLoss", opt=ASKS, status_code=200)
    async def report_loss(
        self, take_out: TakeOutId, data: JSONBody[Circumstances], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await service.report_loss(take_out, data.circumstances, actor, now, key)


class AbsenceRoutes(Controller):
    """What is not at its place although nobody took it out, and what is found again."""

    path = "/assets"
    tags = ("custody",)

    @post("/{code:str}/absence", operation_id="reportAbsence", opt=ASKS, status_code=200)
    async def absence(
        self, code: Code, data: JSONBody[Circumstances], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await service.report_absence(codes.read(code), data.circumstances, actor, now, key)

    @post(
        "/{code:str}/found",
        operation_id="reportFound",
        opt=roles(*sorted(KEEPERS)),
        status_code=200,
    )
    async def found(
        self, code: Code, data: JSONBody[Found], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await service.report_found(codes.read(code), codes.read(data.place), actor, now, key)
