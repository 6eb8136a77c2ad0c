"""The transitions of a take-out: each gives its next state, or refuses."""

from datetime import date, datetime, timedelta

import msgspec

from daicho.foundation.kernel.clock import fiscal_year, rfc3339, today
from daicho.foundation.kernel.codes import printed
from daicho.foundation.kernel.errors import Forbidden, Invalid, Refused
from daicho.things.assets.model import Asset, holds_class_2
from daicho.things.custody.model import (
    Contractor,
    Kind,
    MalwareScan,
    Pass,
    Standing,
    TakeOut,
    Transport,
    is_expired,
    may_leave,
    permit,
)

LONGEST_DAYS = 400
FEWEST_OF_CONTRACTOR = 2
"""Nobody of a contractor carries alone; somebody of the section beside them counts too."""


class Plan(msgspec.Struct, frozen=True):
    """What a request says; its texts are commitments already. Without a day a loan lasts for the fiscal year."""

    purpose: str
    destination: str
    planned_return: date | None
    carriers: tuple[str, ...]
    kind: Kind = "carry"
    transport: Transport | None = None
    contractor: Contractor | None = None
    outside: bool | None = None

    @property
    def leaves(self) -> bool:
        """Whether it leaves the premises: unless somebody says otherwise, only a loan stays inside."""
        return self.kind == "carry" if self.outside is None else self.outside


def request(
    asset: Asset, plan: Plan, *, take_out_id: str, serial_no: int, applicant: str, now: datetime
) -> TakeOut:
    """A new request; `planned-return-out-of-range` unless it ends in 0 to 400 days, a loan by 31 March."""
    day = today(now)
    planned = in_range(plan.planned_return or _without_a_day(plan.kind, day), plan.kind, day)
    carriers = tuple(dict.fromkeys(plan.carriers))
    _enough_hands(carriers, plan)
    if plan.kind == "unit_loan" and plan.leaves:
        raise Invalid("loan-stays-inside")
    return TakeOut(
        id=take_out_id,
        fiscal_year=fiscal_year(day),
        serial_no=serial_no,
        asset=asset.code,
        section=asset.section,
        state="requested",
        applicant=applicant,
        carriers=carriers,
        purpose=plan.purpose,
        destination=plan.destination,
        planned_return=planned,
        requested_at=now,
        kind=plan.kind,
        transport=plan.transport,
        contractor=plan.contractor,
        outside=plan.leaves,
    )


def year_end(day: date) -> date:
    """31 March of the fiscal year: no loan lasts longer."""
    return date(fiscal_year(day) + 1, 3, 31)


def _without_a_day(kind: Kind, day: date) -> date:
    if kind == "unit_loan":
        return year_end(day)
    raise Invalid("planned-return-required")


def in_range(planned: date, kind: Kind, day: date) -> date:
    """The planned day, when it is one that may be planned on this day."""
    latest = day + timedelta(days=LONGEST_DAYS)
    if kind == "unit_loan":
        latest = year_end(day)
    if not day <= planned <= latest:
        raise Invalid(
            "planned-return-out-of-range",
            planned_return=planned.isoformat(),
            earliest=day.isoformat(),
            latest=latest.isoformat(),
        )
    return planned


def _enough_hands(carriers: tuple[str, ...], plan: Plan) -> None:
    if plan.contractor is None and not carriers:
        raise Invalid("carrier-required")
    if plan.contractor is None:
        return
    if plan.kind == "unit_loan":
        raise Invalid("loan-stays-inside")
    persons = len(plan.contractor.persons)
    if persons == 0 or (not carriers and persons < FEWEST_OF_CONTRACTOR):
        raise Invalid("contractor-alone", persons=persons, required=FEWEST_OF_CONTRACTOR)


def carriers_of_section(carriers: tuple[str, ...], staff: frozenset[str]) -> None:
    """Carriers hold a post in the section that keeps the asset."""
    strange = [carrier for carrier in carriers if carrier not in staff]
    if strange:
        raise Invalid("carrier-not-of-section", carriers=strange)


def approve(take_out: TakeOut, by: Standing, now: datetime) -> TakeOut:
    permit("approveTakeOut", take_out, by, today(now))
    return msgspec.structs.replace(take_out, state="approved", decided_by=by.person, decided_at=now)


def reject(take_out: TakeOut, by: Standing, now: datetime, reason: str) -> TakeOut:
    permit("rejectTakeOut", take_out, by, today(now))
    return msgspec.structs.replace(
        take_out, state="rejected", decided_by=by.person, decided_at=now, remark=reason,
        closed_at=now,
    )  # fmt: skip


def withdraw(take_out: TakeOut, by: Standing, now: datetime) -> TakeOut:
    permit("withdrawTakeOut", take_out, by, today(now))
    return msgspec.structs.replace(take_out, state="withdrawn", closed_at=now)


def expire(take_out: TakeOut, now: datetime) -> TakeOut:
    """Closed by the next request for the same asset; refused while it may still be collected."""
    if not is_expired(take_out, today(now)):
        raise Refused("take-out-in-another-state", state=take_out.state, expected=["expired"])
    return msgspec.structs.replace(take_out, state="expired", closed_at=now)


class Packing(msgspec.Struct, frozen=True):
    """How a thing leaves: the code that was scanned, encrypted or not, its container (sealed), how it travels."""

    scanned: str
    encrypted: bool
    container: str | None = None
    transport: Transport | None = None
    signature: str | None = None
    carriers_present: bool | None = None


def hand_over(
    take_out: TakeOut, asset: Asset, packing: Packing, *, by: Standing, now: datetime
) -> TakeOut:
    """引渡し: the scanned thing is the approved one, is there, and encrypted when its data demand."""
    permit("handOver", take_out, by, today(now))
    same_thing(take_out, packing.scanned)
    may_leave(asset)
    if holds_class_2(asset) and not packing.encrypted:
        raise Refused("encryption-required", code=printed(asset.code), data_class=asset.data_class)
    _with_whom(take_out, packing, today(now))
    return msgspec.structs.replace(
        take_out,
        state="handed_over",
        handed_over_by=by.person,
        handed_over_at=now,
        encrypted=packing.encrypted,
        container=packing.container,
        transport=packing.transport or take_out.transport,
        carriers_present=packing.carriers_present,
        handed_over_signature=packing.signature,
    )


def _with_whom(take_out: TakeOut, packing: Packing, day: date) -> None:
    """To those who were named; a contractor only on the day on which it is to be back."""
    if packing.carriers_present is False:
        raise Refused("carriers-not-present", take_out=take_out.id)
    if take_out.contractor is not None and day != take_out.planned_return:
        raise Refused("contractor-same-day", planned_return=take_out.planned_return.isoformat())


def same_thing(take_out: TakeOut, scanned: str) -> None:
    """The label that was read belongs to the asset of this take-out."""
    if scanned != take_out.asset:
        raise Refused(
            "another-asset-scanned", scanned=printed(scanned), expected=printed(take_out.asset)
        )


class Returning(msgspec.Struct, frozen=True):
    """What was scanned, the storage place where it lies, and the picture of a signature."""

    scanned: str
    place: str
    signature: str | None = None


def declare_return(take_out: TakeOut, back: Returning, by: Standing, now: datetime) -> TakeOut:
    """返却: it lies at its storage place again, unchecked. What was lost may come back too."""
    permit("declareReturn", take_out, by, today(now))
    if take_out.handed_over_at is None:
        raise Refused("never-handed-over", take_out=take_out.id)
    same_thing(take_out, back.scanned)
    return msgspec.structs.replace(
        take_out, state="returned", returned_by=by.person, returned_at=now,
        returned_place=back.place, returned_signature=back.signature, extension=None,
        closed_at=None,
    )  # fmt: skip


class Check(msgspec.Struct, frozen=True):
    """返却確認: what the verifier looked at; None was not looked at."""

    seal_ok: bool
    count_ok: bool
    erased: bool
    label_ok: bool | None = None
    malware_scan: MalwareScan | None = None

    @property
    def all_good(self) -> bool:
        looked_at = (self.seal_ok, self.count_ok, self.erased, self.label_ok)
        return False not in looked_at and not self.infected

    @property
    def infected(self) -> bool:
        return self.malware_scan == "found"


def verify(take_out: TakeOut, check: Check, by: Standing, now: datetime) -> TakeOut:
    """Everything in order closes the take-out; one false check, or malware, makes it a discrepancy."""
    permit("verifyReturn", take_out, by, today(now))
    return msgspec.structs.replace(
        take_out,
        state="verified" if check.all_good else "discrepancy",
        verified_by=by.person,
        verified_at=now,
        checked_by=by.person,
        seal_ok=check.seal_ok,
        count_ok=check.count_ok,
        erased=check.erased,
        label_ok=check.label_ok,
        malware_scan=check.malware_scan,
        closed_at=now if check.all_good else None,
    )


def resolve(take_out: TakeOut, by: Standing, now: datetime, explanation: str) -> TakeOut:
    """A discrepancy explained by somebody who answers for the section."""
    permit("resolveDiscrepancy", take_out, by, today(now))
    return msgspec.structs.replace(
        take_out, state="verified", verified_by=by.person, verified_at=now, remark=explanation,
        closed_at=now,
    )  # fmt: skip


def lose(take_out: TakeOut, by: Standing, now: datetime, circumstances: str) -> TakeOut:
    """亡失の報告: from now on an incident, no longer a return that is late."""
    permit("reportLoss", take_out, by, today(now))
    return msgspec.structs.replace(
        take_out, state="lost", remark=circumstances, extension=None, closed_at=now
    )


def escalate(take_out: TakeOut, by: Standing, now: datetime, circumstances: str) -> TakeOut:
    """A discrepancy that nobody could explain is an incident, open until somebody else closes it."""
    permit("escalateDiscrepancy", take_out, by, today(now))
    return msgspec.structs.replace(
        take_out, state="incident", verified_by=by.person, verified_at=now, remark=circumstances
    )


def close_incident(take_out: TakeOut, by: Standing, now: datetime) -> TakeOut:
    """The matter was looked into; what came of it stands as the reason of the entry."""
    permit("closeIncident", take_out, by, today(now))
    return msgspec.structs.replace(take_out, closed_at=now)


class Handing(msgspec.Struct, frozen=True):
    """What was scanned while it is out, who carries it from now on, and the picture of a signature."""

    scanned: str
    to: tuple[str, ...]
    signature: str | None = None


def pass_on(take_out: TakeOut, handing: Handing, by: Standing, now: datetime) -> TakeOut:
    """From hand to hand: told by who gives it or keeps it, to others who never said yes to it."""
    permit("transferTakeOut", take_out, by, today(now))
    same_thing(take_out, handing.scanned)
    to = tuple(dict.fromkeys(handing.to))
    _may_take(take_out, to, by)
    passed = Pass(take_out.carriers, to, by.person, rfc3339(now), handing.signature)
    return msgspec.structs.replace(take_out, carriers=to, passes=(*take_out.passes, passed))


def _may_take(take_out: TakeOut, to: tuple[str, ...], by: Standing) -> None:
    if not to:
        raise Invalid("carrier-required")
    if frozenset(to) == frozenset(take_out.carriers):
        raise Refused("nothing-changed", code=printed(take_out.asset))
    if by.person in to and by.person not in take_out.carriers:
        raise Forbidden("taker-tells", person=by.person)
    deciders = sorted(take_out.decided & frozenset(to))
    if deciders:
        raise Forbidden("carrier-decided", persons=deciders)
    if take_out.handed_over_by in to:
        raise Forbidden("officer-is-carrier", person=take_out.handed_over_by)
