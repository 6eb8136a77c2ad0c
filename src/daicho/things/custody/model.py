"""持出し as a state machine: who may do what to a take-out in which state, and why not."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Literal

import msgspec

from daicho.foundation.kernel.actor import Role
from daicho.foundation.kernel.clock import fiscal_year, today
from daicho.foundation.kernel.codes import printed
from daicho.foundation.kernel.errors import Forbidden, Invalid, Refused
from daicho.things.assets.model import Asset, holds_class_2

State = Literal[
    "requested",
    "approved",
    "rejected",
    "withdrawn",
    "expired",
    "handed_over",
    "returned",
    "discrepancy",
    "verified",
    "lost",
]

LONGEST_DAYS = 400
WAITING: frozenset[State] = frozenset({"requested", "approved"})
OUT: frozenset[State] = frozenset({"handed_over", "returned", "discrepancy"})
OPEN: frozenset[State] = WAITING | OUT
"""At most one take-out of an asset is in one of these states; the database holds it too."""


class TakeOut(msgspec.Struct, frozen=True):
    """One 持出し from request to verification; persons are staff ids, texts are commitments."""

    id: str
    fiscal_year: int
    serial_no: int
    asset: str
    section: str
    state: State
    applicant: str
    carriers: tuple[str, ...]
    purpose: str
    destination: str
    planned_return: date
    requested_at: datetime
    decided_by: str | None = None
    decided_for: str | None = None
    decided_at: datetime | None = None
    handed_over_by: str | None = None
    handed_over_at: datetime | None = None
    encrypted: bool | None = None
    container: str | None = None
    returned_by: str | None = None
    returned_at: datetime | None = None
    returned_place: str | None = None
    verified_by: str | None = None
    verified_at: datetime | None = None
    seal_ok: bool | None = None
    count_ok: bool | None = None
    erased: bool | None = None
    remark: str | None = None
    closed_at: datetime | None = None

    @property
    def number(self) -> str:
        """`2022-0001`: gapless over the fiscal year."""
        return f"{self.fiscal_year}-{self.serial_no:04}"

    @property
    def involved(self) -> frozenset[str]:
        """Applicant and carriers: none of them decides about it."""
        return frozenset({self.applicant, *self.carriers})


class Standing(msgspec.Struct, frozen=True):
    """A person towards one take-out: roles over its section, and whether the decision is theirs.

    `custodian_there` says that the office has a custodian, for whom its head does not stand in.
    """

    person: str
    roles: frozenset[Role]
    decides: bool = False
    custodian_there: bool = False


class Step(msgspec.Struct, frozen=True):
    """A transition as data: from which states, by whom, and what keeps two pairs of eyes on it.

    Who decides needs no role of these: the right to decide comes from the section's posts and deputies.
    """

    states: frozenset[State]
    roles: frozenset[Role]
    in_time: bool = False
    head_stands_in: bool = False
    no_carrier: str | None = None
    no_applicant: str | None = None
    applicant_only: bool = False
    decider_only: bool = False


ANYBODY: frozenset[Role] = frozenset(
    {"staff", "section_head", "custodian", "facility_admin", "security_manager"}
)
KEEPERS: frozenset[Role] = frozenset({"custodian", "facility_admin"})
CHECKERS: frozenset[Role] = frozenset({"custodian", "facility_admin", "section_head"})
ANSWERING: frozenset[Role] = frozenset({"section_head", "security_manager"})

STEPS: Mapping[str, Step] = {
    "approveTakeOut": Step(frozenset({"requested"}), frozenset(), in_time=True, decider_only=True),
    "rejectTakeOut": Step(frozenset({"requested"}), frozenset(), in_time=True, decider_only=True),
    "withdrawTakeOut": Step(WAITING, ANYBODY, applicant_only=True),
    "handOver": Step(
        frozenset({"approved"}),
        CHECKERS,
        in_time=True,
        no_carrier="officer-is-carrier",
        head_stands_in=True,
    ),
    "declareReturn": Step(frozenset({"handed_over", "lost"}), ANYBODY),
    "verifyReturn": Step(
        frozenset({"returned"}),
        CHECKERS,
        no_carrier="verifier-is-carrier",
        no_applicant="verifier-is-applicant",
    ),
    "resolveDiscrepancy": Step(
        frozenset({"discrepancy"}),
        ANSWERING,
        no_carrier="verifier-is-carrier",
        no_applicant="verifier-is-applicant",
    ),
    "reportLoss": Step(frozenset({"approved", "handed_over"}), ANYBODY),
}


class Held(msgspec.Struct, frozen=True):
    """An asset with the take-out that it is on, or the last one that it was on."""

    asset: Asset
    take_out: TakeOut | None


# Derived from dates, never stored -----------------------------------------------------------------


def is_expired(take_out: TakeOut, day: date) -> bool:
    """Not collected by the end of its planned return day: it no longer blocks anybody."""
    return take_out.state in WAITING and day > take_out.planned_return


def is_overdue(take_out: TakeOut, day: date) -> bool:
    """Out beyond its planned return day."""
    return take_out.state == "handed_over" and day > take_out.planned_return


# Guards -------------------------------------------------------------------------------------------


def permit(operation: str, take_out: TakeOut, by: Standing, day: date) -> None:
    """Refuse what does not fit the state, the time, the role, or the separation of duties."""
    step = STEPS[operation]
    if take_out.state not in step.states:
        raise Refused(
            "take-out-in-another-state", state=take_out.state, expected=sorted(step.states)
        )
    if step.in_time and is_expired(take_out, day):
        raise Refused("take-out-expired", planned_return=take_out.planned_return.isoformat())
    roles = step.roles
    if step.head_stands_in and by.custodian_there:
        roles -= {"section_head"}
    if roles and not by.roles & roles:
        raise Forbidden("role-required", roles=sorted(roles))
    _keep_duties_apart(step, take_out, by)


def _keep_duties_apart(step: Step, take_out: TakeOut, by: Standing) -> None:
    if step.no_carrier is not None and by.person in take_out.carriers:
        raise Forbidden(step.no_carrier, person=by.person)
    if step.no_applicant is not None and by.person == take_out.applicant:
        raise Forbidden(step.no_applicant, person=by.person)
    if step.applicant_only and by.person != take_out.applicant:
        raise Forbidden("not-the-applicant", applicant=take_out.applicant)
    if step.decider_only and by.person in take_out.involved:
        raise Forbidden("own-request", person=by.person)
    if step.decider_only and not by.decides:
        raise Forbidden("not-the-decider", deciders=[])


def may_leave(asset: Asset) -> None:
    """Media leave out of storage only; terminals and devices also from where they are used."""
    allowed = {"in_storage"} if asset.kind == "medium" else {"in_storage", "in_use"}
    if asset.state not in allowed:
        raise Refused("asset-not-available", code=printed(asset.code), state=asset.state)


def free_for(asset: Asset, open_one: TakeOut | None, day: date) -> None:
    """Refuse a second take-out beside an open one; one that expired is not in the way."""
    if open_one is not None and not is_expired(open_one, day):
        code = "already-requested" if open_one.state in WAITING else "already-out"
        raise Refused(code, take_out=open_one.id, state=open_one.state)
    may_leave(asset)


def may_be_missed(asset: Asset, open_one: TakeOut | None) -> None:
    """Only what should be at its place can be found absent; what is out is reported on its take-out."""
    if asset.state not in ("in_storage", "in_use") or (open_one and open_one.state in OUT):
        raise Refused("asset-not-available", code=printed(asset.code), state=asset.state)


def may_be_found(asset: Asset, last: TakeOut | None) -> None:
    """Found again: what was lost on a take-out comes back by the return of that take-out."""
    if asset.state != "missing":
        raise Refused("asset-not-missing", code=printed(asset.code), state=asset.state)
    if last is not None:
        raise Refused("lost-on-take-out", code=printed(asset.code), take_out=last.id)


def by_role(by: Standing, allowed: frozenset[Role]) -> None:
    """One of these roles over the section is needed."""
    if not by.roles & allowed:
        raise Forbidden("role-required", roles=sorted(allowed))


# Transitions --------------------------------------------------------------------------------------


class Plan(msgspec.Struct, frozen=True):
    """What a request says; purpose and destination are commitments already."""

    purpose: str
    destination: str
    planned_return: date
    carriers: tuple[str, ...]


def request(
    asset: Asset, plan: Plan, *, take_out_id: str, serial_no: int, applicant: str, now: datetime
) -> TakeOut:
    """A new request; `planned-return-out-of-range` unless it ends in 0 to 400 days."""
    day = today(now)
    latest = day + timedelta(days=LONGEST_DAYS)
    if not day <= plan.planned_return <= latest:
        raise Invalid(
            "planned-return-out-of-range",
            planned_return=plan.planned_return.isoformat(),
            earliest=day.isoformat(),
            latest=latest.isoformat(),
        )
    if not plan.carriers:
        raise Invalid("carrier-required")
    return TakeOut(
        id=take_out_id,
        fiscal_year=fiscal_year(day),
        serial_no=serial_no,
        asset=asset.code,
        section=asset.section,
        state="requested",
        applicant=applicant,
        carriers=tuple(dict.fromkeys(plan.carriers)),
        purpose=plan.purpose,
        destination=plan.destination,
        planned_return=plan.planned_return,
        requested_at=now,
    )


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
    """How a thing leaves: the code that was scanned, encrypted or not, its container (sealed)."""

    scanned: str
    encrypted: bool
    container: str | None = None


def hand_over(
    take_out: TakeOut, asset: Asset, packing: Packing, *, by: Standing, now: datetime
) -> TakeOut:
    """引渡し: the scanned thing is the approved one, is there, and encrypted when its data demand."""
    permit("handOver", take_out, by, today(now))
    same_thing(take_out, packing.scanned)
    may_leave(asset)
    if holds_class_2(asset) and not packing.encrypted:
        raise Refused("encryption-required", code=printed(asset.code), data_class=asset.data_class)
    return msgspec.structs.replace(
        take_out,
        state="handed_over",
        handed_over_by=by.person,
        handed_over_at=now,
        encrypted=packing.encrypted,
        container=packing.container,
    )


def same_thing(take_out: TakeOut, scanned: str) -> None:
    """The label that was read belongs to the asset of this take-out."""
    if scanned != take_out.asset:
        raise Refused(
            "another-asset-scanned", scanned=printed(scanned), expected=printed(take_out.asset)
        )


def declare_return(
    take_out: TakeOut, by: Standing, now: datetime, *, scanned: str, place: str
) -> TakeOut:
    """返却: it lies at its storage place again, unchecked. What was lost may come back too."""
    permit("declareReturn", take_out, by, today(now))
    if take_out.handed_over_at is None:
        raise Refused("never-handed-over", take_out=take_out.id)
    same_thing(take_out, scanned)
    return msgspec.structs.replace(
        take_out, state="returned", returned_by=by.person, returned_at=now, returned_place=place,
        closed_at=None,
    )  # fmt: skip


class Check(msgspec.Struct, frozen=True):
    """返却確認: what the verifier looked at."""

    seal_ok: bool
    count_ok: bool
    erased: bool

    @property
    def all_good(self) -> bool:
        return self.seal_ok and self.count_ok and self.erased


def verify(take_out: TakeOut, check: Check, by: Standing, now: datetime) -> TakeOut:
    """Everything in order closes the take-out; one false check makes it a discrepancy."""
    permit("verifyReturn", take_out, by, today(now))
    return msgspec.structs.replace(
        take_out,
        state="verified" if check.all_good else "discrepancy",
        verified_by=by.person,
        verified_at=now,
        seal_ok=check.seal_ok,
        count_ok=check.count_ok,
        erased=check.erased,
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
    return msgspec.structs.replace(take_out, state="lost", remark=circumstances, closed_at=now)
