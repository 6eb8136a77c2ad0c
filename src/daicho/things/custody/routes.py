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
from daicho.foundation.kernel.paging import page_of
from daicho.foundation.kernel.text import Ident, Line, Name, OptionalLine, Passage, Scan
from daicho.foundation.parameters import Code, Limit, Words
from daicho.things.custody import astray, extending, finding, listing, service
from daicho.things.custody.acts import Check, Handing
from daicho.things.custody.listing import Filter, Status
from daicho.things.custody.model import (
    ANSWERING,
    ANYBODY,
    CHECKERS,
    KEEPERS,
    RELEASING,
    Kind,
    MalwareScan,
    Transport,
)
from daicho.things.custody.wanting import Wanted

TakeOutId = Annotated[str, PathParameter(pattern=r"^[0-9A-Za-z_-]{1,64}(?!\n)$")]
Number = Annotated[str | None, QueryParameter(pattern=r"^[0-9]{4}-[0-9]{4,6}(?!\n)$")]

Carriers = Annotated[list[Ident], msgspec.Meta(max_length=20)]
Signature = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}(?!\n)$")]
"""The id of uploaded evidence of kind `signature`."""

ASKS = roles(*sorted(ANYBODY))


class ContractorNamed(msgspec.Struct, forbid_unknown_fields=True):
    """People of a company who carry it, and the contract that covers them."""

    company: Name
    persons: Annotated[list[Name], msgspec.Meta(min_length=1, max_length=20)]
    contract: Line


class NewTakeOut(msgspec.Struct, forbid_unknown_fields=True):
    """What somebody wants to take out; `carriers` are staff ids, none only where a contractor's people carry.

    Without a day a loan to a unit lasts until 31 March; without `outside` only a loan stays on the premises.
    """

    code: Scan
    purpose: Line
    destination: Line
    carriers: Carriers
    planned_return: date | None = None
    kind: Kind = "carry"
    transport: Transport | None = None
    contractor: ContractorNamed | None = None
    outside: bool | None = None

    def wanted(self) -> Wanted:
        """The same for the service."""
        facts = {name: getattr(self, name) for name in Wanted.__struct_fields__}
        company = msgspec.structs.asdict(self.contractor) if self.contractor else None
        facts["contractor"] = company
        return msgspec.convert(facts, Wanted)


class Reason(msgspec.Struct, forbid_unknown_fields=True):
    reason: Passage


class HandOver(msgspec.Struct, forbid_unknown_fields=True):
    """What was scanned, whether the data on it are encrypted, and the container it travels in."""

    code: Scan
    encrypted: bool
    container: OptionalLine | None = None
    transport: Transport | None = None
    signature: Signature | None = None
    carriers_present: bool | None = None


class Return(msgspec.Struct, forbid_unknown_fields=True):
    """What was scanned, and the code of the storage place where it lies."""

    code: Scan
    place: Scan
    signature: Signature | None = None


class PassedOn(msgspec.Struct, forbid_unknown_fields=True):
    """What was scanned, and the staff ids of those who carry it from now on."""

    code: Scan
    to: Annotated[list[Ident], msgspec.Meta(min_length=1, max_length=20)]
    signature: Signature | None = None


class MoreDays(msgspec.Struct, forbid_unknown_fields=True):
    planned_return: date
    reason: Passage


class Verification(msgspec.Struct, forbid_unknown_fields=True):
    seal_ok: bool
    count_ok: bool
    erased: bool
    label_ok: bool | None = None
    malware_scan: MalwareScan | None = None


class Resolution(msgspec.Struct, forbid_unknown_fields=True):
    explanation: Passage


class Circumstances(msgspec.Struct, forbid_unknown_fields=True):
    circumstances: Passage


class Findings(msgspec.Struct, forbid_unknown_fields=True):
    findings: Passage


class Found(msgspec.Struct, forbid_unknown_fields=True):
    place: Scan


class Release(msgspec.Struct, forbid_unknown_fields=True):
    """Why the doubt is gone, and the code of the storage place where it lies."""

    place: Scan
    reason: Line


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
        q: Words = None,
        limit: Limit = 50,
        after: Words = None,
    ) -> TakeOuts:
        bare = codes.read(code) if code else None
        wanted = Filter(status=status, section=section, code=bare, number=number)
        found = await finding.listed(actor, wanted, today(now), q=q, limit=limit, after=after)
        page, following = page_of(found, limit)
        return TakeOuts(items=await listing.shown(page, actor, now), next=following)

    @get("/{take_out:str}", operation_id="getTakeOut", opt=SIGNED_IN)
    async def one(self, take_out: TakeOutId, actor: Asker, now: Now) -> listing.Shown:
        found = await service.require(take_out, actor)
        return (await listing.shown([found], actor, now))[0]

    @post(operation_id="requestTakeOut", opt=ASKS, status_code=201)
    async def request(self, data: JSONBody[NewTakeOut], actor: Asker, now: Now, key: Once) -> Done:
        return await service.request(codes.read(data.code), data.wanted(), actor, now, key)

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
            handed=service.Handed(data.transport, data.signature, data.carriers_present),
        )  # fmt: skip

    @post("/{take_out:str}/return", operation_id="declareReturn", opt=ASKS, status_code=200)
    async def declare_return(
        self, take_out: TakeOutId, data: JSONBody[Return], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await service.declare_return(
            take_out, codes.read(data.code), codes.read(data.place), actor, now, key,
            signature=data.signature,
        )  # fmt: skip

    @post("/{take_out:str}/transfer", operation_id="transferTakeOut", opt=ASKS, status_code=200)
    async def pass_on(
        self, take_out: TakeOutId, data: JSONBody[PassedOn], actor: Asker, now: Now, key: Once
    ) -> Done:
        handing = Handing(codes.read(data.code), tuple(data.to), data.signature)
        return await service.pass_on(take_out, handing, actor, now, key)

    @post(
        "/{take_out:str}/verification",
        operation_id="verifyReturn",
        opt=roles(*sorted(CHECKERS)),
        status_code=200,
    )
    async def verify(
        self, take_out: TakeOutId, data: JSONBody[Verification], actor: Asker, now: Now, key: Once
    ) -> Done:
        check = Check(**msgspec.structs.asdict(data))
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

    @post(
        "/{take_out:str}/incident",
        operation_id="escalateDiscrepancy",
        opt=roles(*sorted(ANSWERING)),
        status_code=200,
    )
    async def escalate(
        self, take_out: TakeOutId, data: JSONBody[Circumstances], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await service.escalate(take_out, data.circumstances, actor, now, key)

    @post(
        "/{take_out:str}/closure",
        operation_id="closeIncident",
        opt=roles(*sorted(ANSWERING)),
        status_code=200,
    )
    async def close_incident(
        self, take_out: TakeOutId, data: JSONBody[Findings], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await astray.close_incident(take_out, data.findings, actor, now, key)

    @post("/{take_out:str}/loss", operation_id="reportLoss", opt=ASKS, status_code=200)
    async def report_loss(
        self, take_out: TakeOutId, data: JSONBody[Circumstances], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await service.report_loss(take_out, data.circumstances, actor, now, key)


class ExtensionRoutes(Controller):
    """延長."""

    path = "/take-outs/{take_out:str}/extensions"
    tags = ("custody",)

    @post(operation_id="requestExtension", opt=ASKS, status_code=201)
    async def request(
        self, take_out: TakeOutId, data: JSONBody[MoreDays], actor: Asker, now: Now, key: Once
    ) -> Done:
        until, reason = data.planned_return, data.reason
        return await extending.request(take_out, until, reason, actor, now, key)

    @post(
        "/{extension:str}/approval",
        operation_id="approveExtension",
        opt=SIGNED_IN,
        status_code=200,
    )
    async def approve(
        self, take_out: TakeOutId, extension: TakeOutId, actor: Asker, now: Now, key: Once
    ) -> Done:
        return await extending.approve(take_out, extension, actor, now, key)

    @post(
        "/{extension:str}/rejection",
        operation_id="rejectExtension",
        opt=SIGNED_IN,
        status_code=200,
    )
    async def reject(
        self, take_out: TakeOutId, extension: TakeOutId, data: JSONBody[Reason], actor: Asker,
        now: Now, key: Once,
    ) -> Done:  # fmt: skip
        return await extending.reject(take_out, extension, data.reason, actor, now, key)


class AbsenceRoutes(Controller):
    """What is not at its place although nobody took it out, what is found again, and what was set apart."""

    path = "/assets"
    tags = ("custody",)

    @post("/{code:str}/absence", operation_id="reportAbsence", opt=ASKS, status_code=200)
    async def absence(
        self, code: Code, data: JSONBody[Circumstances], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await astray.report_absence(codes.read(code), data.circumstances, actor, now, key)

    @post(
        "/{code:str}/found",
        operation_id="reportFound",
        opt=roles(*sorted(KEEPERS)),
        status_code=200,
    )
    async def found(
        self, code: Code, data: JSONBody[Found], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await astray.report_found(codes.read(code), codes.read(data.place), actor, now, key)

    @post(
        "/{code:str}/release",
        operation_id="releaseAsset",
        opt=roles(*sorted(RELEASING)),
        status_code=200,
    )
    async def release(
        self, code: Code, data: JSONBody[Release], actor: Asker, now: Now, key: Once
    ) -> Done:
        place = codes.read(data.place)
        return await astray.release(codes.read(code), place, data.reason, actor, now, key)
