"""HTTP of disposals."""

from datetime import date, datetime
from typing import Annotated

import msgspec
from litestar import Controller, get, post
from litestar.params import FromQuery, JSONBody, PathParameter, QueryParameter

from daicho.foundation.history.service import Done
from daicho.foundation.identity.guards import SIGNED_IN, Asker, Now, Once, roles
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.paging import page_of
from daicho.foundation.kernel.text import Ident, Line, Name, Passage, Scan
from daicho.foundation.parameters import Limit, Words
from daicho.things.disposal import listing, methods, reading, service
from daicho.things.disposal.case import ANYBODY, CHECKS, HANDS_OVER, STRIKES, WORKS
from daicho.things.disposal.listing import DisposalShown, DisposalSummary, Filter, Status
from daicho.things.disposal.methods import Method, MethodName
from daicho.things.disposal.model import MOST_LINES, Outcome, Ownership, Result, Where
from daicho.things.disposal.proof import Certified
from daicho.things.disposal.service import Lost, Paper, Taker, Told, Wish

DisposalId = Annotated[str, PathParameter(pattern=r"^[0-9A-Za-z_-]{1,64}(?!\n)$")]
OnDay = Annotated[date | None, QueryParameter(name="on")]

Codes = Annotated[list[Scan], msgspec.Meta(min_length=1, max_length=MOST_LINES)]
EvidenceId = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}(?!\n)$")]
Photos = Annotated[list[EvidenceId], msgspec.Meta(max_length=20)]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]

DECIDES = roles("section_head", "security_manager", *sorted(ANYBODY))
"""Whoever may be a deputy; who really decides, the rows say."""


class NewDisposal(msgspec.Struct, forbid_unknown_fields=True):
    """Things of one section; `resident_data` unless they never held any of the My Number side."""

    codes: Codes
    reason: Passage
    outcome: Outcome
    ownership: Ownership
    resident_data: bool = True

    def wish(self) -> Wish:
        read = tuple(codes.read(code) for code in self.codes)
        return Wish(read, self.reason, self.outcome, self.ownership, self.resident_data)


class DisposalRejection(msgspec.Struct, forbid_unknown_fields=True):
    reason: Passage


class Delivery(msgspec.Struct, forbid_unknown_fields=True):
    """Who takes the things over; `leaves` is false when the contractor works on the premises."""

    company: Name
    contract: Line
    collected_by: Name
    signature: EvidenceId | None = None
    leaves: bool = True
    as_fact: bool = False


class Sanitisation(msgspec.Struct, forbid_unknown_fields=True):
    """What was done with these things. `as_fact` writes down what should not have been; a rule reports it."""

    codes: Codes
    method: MethodName
    tool: Line
    place: Where
    performed_at: Moment
    performed_by: Annotated[str, msgspec.Meta(pattern=r"^(staff|contractor)(?!\n)$")]
    result: Result
    photos: Photos = []
    as_fact: bool = False
    remark: Passage | None = None

    def told(self) -> Told:
        return Told(
            codes=tuple(codes.read(code) for code in self.codes), method=self.method,
            tool=self.tool, place=self.place, performed_at=self.performed_at,
            by_contractor=self.performed_by == "contractor", result=self.result,
            photos=tuple(self.photos), as_fact=self.as_fact, remark=self.remark,
        )  # fmt: skip


class Witnessed(msgspec.Struct, forbid_unknown_fields=True):
    lines: Codes


class StrikeOff(msgspec.Struct, forbid_unknown_fields=True):
    """Things that nobody finds any more: why they are given up, and the incident that names the loss."""

    codes: Codes
    reason: Passage
    incident: Line

    def lost(self) -> Lost:
        read = tuple(codes.read(code) for code in self.codes)
        return Lost(read, self.reason, self.incident)


class CertifiedLine(msgspec.Struct, forbid_unknown_fields=True):
    serial: Name
    method: MethodName
    performed_on: date


class NewCertificate(msgspec.Struct, forbid_unknown_fields=True):
    """A certificate as it is printed; `replaces` is the id of one that was wrong."""

    number: Name
    issued_on: date
    company: Name
    lines: Annotated[list[CertifiedLine], msgspec.Meta(min_length=1, max_length=MOST_LINES)]
    evidence: EvidenceId | None = None
    replaces: Ident | None = None

    def paper(self) -> Paper:
        told = tuple(Certified(x.serial, x.method, x.performed_on) for x in self.lines)
        return Paper(
            self.number, self.issued_on, self.company, told, self.evidence, self.replaces
        )  # fmt: skip


class DisposalList(msgspec.Struct):
    items: list[DisposalSummary]
    next: str | None


class Methods(msgspec.Struct):
    items: list[Method]


class DisposalRoutes(Controller):
    """廃棄: from the request to the verified end."""

    path = "/disposals"
    tags = ("disposals",)

    @get(operation_id="listDisposals", opt=SIGNED_IN)
    async def many(
        self, actor: Asker, now: Now, section: FromQuery[Ident | None] = None,
        status: FromQuery[Status | None] = None, code: Words = None, limit: Limit = 50,
        after: Words = None,
    ) -> DisposalList:  # fmt: skip
        wanted = Filter(status, section, codes.read(code) if code else None)
        found = await listing.listed(actor, wanted, limit=limit, after=after)
        page, following = page_of(found, limit)
        return DisposalList(items=await listing.summaries(page, actor, now), next=following)

    @get("/{disposal:str}", operation_id="getDisposal", opt=SIGNED_IN)
    async def one(self, disposal: DisposalId, actor: Asker, now: Now) -> DisposalShown:
        return await listing.shown(await reading.require(disposal, actor), actor, now)

    @post(operation_id="requestDisposal", opt=roles(*sorted(ANYBODY)), status_code=201)
    async def request(self, data: JSONBody[NewDisposal], actor: Asker, now: Now, key: Once) -> Done:
        return await service.request(data.wish(), actor, now, key)

    @post("/{disposal:str}/approval", operation_id="approveDisposal", opt=DECIDES, status_code=200)
    async def approve(self, disposal: DisposalId, actor: Asker, now: Now, key: Once) -> Done:
        return await service.approve(disposal, actor, now, key)

    @post("/{disposal:str}/rejection", operation_id="rejectDisposal", opt=DECIDES, status_code=200)
    async def reject(
        self, disposal: DisposalId, data: JSONBody[DisposalRejection], actor: Asker, now: Now,
        key: Once,
    ) -> Done:  # fmt: skip
        return await service.reject(disposal, data.reason, actor, now, key)

    @post(
        "/{disposal:str}/withdrawal", operation_id="withdrawDisposal",
        opt=roles(*sorted(ANYBODY)), status_code=200,
    )  # fmt: skip
    async def withdraw(self, disposal: DisposalId, actor: Asker, now: Now, key: Once) -> Done:
        return await service.withdraw(disposal, actor, now, key)

    @post(
        "/{disposal:str}/delivery", operation_id="handToContractor",
        opt=roles(*sorted(HANDS_OVER)), status_code=200,
    )  # fmt: skip
    async def hand_over(
        self, disposal: DisposalId, data: JSONBody[Delivery], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await service.hand_over(
            disposal, Taker(**msgspec.structs.asdict(data)), actor, now, key
        )

    @post(
        "/{disposal:str}/sanitisations", operation_id="recordSanitisation",
        opt=roles(*sorted(WORKS)), status_code=200,
    )  # fmt: skip
    async def sanitise(
        self, disposal: DisposalId, data: JSONBody[Sanitisation], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await service.record(disposal, data.told(), actor, now, key)

    @post(
        "/{disposal:str}/witnessing", operation_id="witnessDisposal",
        opt=roles(*sorted(WORKS)), status_code=200,
    )  # fmt: skip
    async def witness(
        self, disposal: DisposalId, data: JSONBody[Witnessed], actor: Asker, now: Now, key: Once
    ) -> Done:
        seen = [codes.read(code) for code in data.lines]
        return await service.witness(disposal, seen, actor, now, key)

    @post(
        "/{disposal:str}/certificates", operation_id="attachCertificate",
        opt=roles(*sorted(WORKS)), status_code=200,
    )  # fmt: skip
    async def certificate(
        self, disposal: DisposalId, data: JSONBody[NewCertificate], actor: Asker, now: Now,
        key: Once,
    ) -> Done:  # fmt: skip
        return await service.attach(disposal, data.paper(), actor, now, key)

    @post(
        "/{disposal:str}/strike-off", operation_id="strikeOffLost", opt=roles(*sorted(STRIKES)),
        status_code=200,
    )  # fmt: skip
    async def strike_off(
        self, disposal: DisposalId, data: JSONBody[StrikeOff], actor: Asker, now: Now, key: Once
    ) -> Done:
        return await service.strike_off(disposal, data.lost(), actor, now, key)

    @post(
        "/{disposal:str}/verification", operation_id="verifyDisposal",
        opt=roles(*sorted(CHECKS)), status_code=200,
    )  # fmt: skip
    async def verify(self, disposal: DisposalId, actor: Asker, now: Now, key: Once) -> Done:
        return await service.verify(disposal, actor, now, key)


class DisposalMethodRoutes(Controller):
    """The method matrix."""

    path = "/disposal-methods"
    tags = ("disposals",)

    @get(operation_id="listMethods", opt=SIGNED_IN)
    async def many(self, now: Now, on: OnDay = None) -> Methods:
        """What holds on a day, today without one: which method reaches which level on which media."""
        day = on or today(now)
        return Methods([method for method in methods.MATRIX if method.holds(day)])
