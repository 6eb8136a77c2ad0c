"""持出し as a state machine: who may do what to a take-out in which state, and why not."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

import msgspec

from daicho.foundation.kernel import actor as kernel
from daicho.foundation.kernel.actor import Role
from daicho.foundation.kernel.codes import printed
from daicho.foundation.kernel.errors import Forbidden, Refused
from daicho.things.assets.model import Asset

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
    "incident",
    "lost",
]
Kind = Literal["carry", "unit_loan"]
"""持出し, or the loan to a unit inside that ends with the fiscal year."""

Transport = Literal[
    "by_hand",
    "official_car",
    "public_transport",
    "registered_mail",
    "traceable_courier",
    "internal",
]
MalwareScan = Literal["clean", "found", "not_needed"]
"""What looking for malware at the return said."""

WAITING: frozenset[State] = frozenset({"requested", "approved"})
OUT: frozenset[State] = frozenset({"handed_over", "returned", "discrepancy"})
OPEN: frozenset[State] = WAITING | OUT
"""At most one take-out of an asset is in one of these states; the database holds it too."""


class Contractor(msgspec.Struct, frozen=True):
    """Somebody of a company carries: its name, the contract and the persons, all of them commitments."""

    company: str
    persons: tuple[str, ...]
    contract: str


class Pass(msgspec.Struct, frozen=True):
    """It went from hand to hand while it was out; `at` is RFC 3339, `signature` the hash of a picture."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    by: str
    at: str
    signature: str | None = None


class TakeOut(msgspec.Struct, frozen=True):
    """One 持出し from request to verification; persons are staff ids, texts are commitments.

    `extension` is the request for a later day that nobody has decided yet. Signatures are hashes of pictures.
    """

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
    kind: Kind = "carry"
    transport: Transport | None = None
    outside: bool = True
    contractor: Contractor | None = None
    carriers_present: bool | None = None
    handed_over_signature: str | None = None
    returned_signature: str | None = None
    checked_by: str | None = None
    label_ok: bool | None = None
    malware_scan: MalwareScan | None = None
    passes: tuple[Pass, ...] = ()
    extension: str | None = None
    extended_by: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        """`2022-0001`: gapless over the fiscal year."""
        return f"{self.fiscal_year}-{self.serial_no:04}"

    @property
    def carried(self) -> frozenset[str]:
        """Everybody who carries it, or did before it was passed on."""
        return frozenset(self.carriers).union(*(one.before for one in self.passes))

    @property
    def involved(self) -> frozenset[str]:
        """Applicant and carriers: none of them decides about it."""
        return self.carried | {self.applicant}

    @property
    def decided(self) -> frozenset[str]:
        """Who said yes to it, or to more days of it, and in whose name a deputy did."""
        told = {self.decided_by, self.decided_for, *self.extended_by}
        return frozenset(person for person in told if person)


class Standing(kernel.Standing, frozen=True):
    """Towards a take-out; `custodian_there` says that the office has a custodian, whom its head does not replace."""

    custodian_there: bool = False


class Step(msgspec.Struct, frozen=True):
    """A transition as data: from which states, by whom, and what keeps two pairs of eyes on it.

    Who decides needs no role of these: the right to decide comes from the section's posts and deputies.
    """

    states: frozenset[State]
    roles: frozenset[Role]
    in_time: bool = False
    head_stands_in: bool = False
    carrier_may: bool = False
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
    "requestExtension": Step(frozenset({"handed_over"}), ANYBODY),
    "transferTakeOut": Step(frozenset({"handed_over"}), CHECKERS, carrier_may=True),
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
    "escalateDiscrepancy": Step(
        frozenset({"discrepancy"}),
        ANSWERING,
        no_carrier="verifier-is-carrier",
        no_applicant="verifier-is-applicant",
    ),
    "closeIncident": Step(
        frozenset({"incident"}),
        ANSWERING,
        no_carrier="verifier-is-carrier",
        no_applicant="verifier-is-applicant",
    ),
    "reportLoss": Step(frozenset({"approved", "handed_over", "returned"}), ANYBODY),
}


RELEASING: frozenset[Role] = CHECKERS | ANSWERING
"""Who may give back what was set apart; never the one who set it apart."""


class Held(msgspec.Struct, frozen=True):
    """An asset with the take-out that it is on, or the last one that it was on."""

    asset: Asset
    take_out: TakeOut | None


# Derived from dates, never stored -----------------------------------------------------------------


def is_expired(take_out: TakeOut, day: date) -> bool:
    """Not collected by the end of its planned return day: it no longer blocks anybody."""
    return take_out.state in WAITING and day > take_out.planned_return


def is_open_incident(take_out: TakeOut) -> bool:
    """A matter that somebody still has to look into."""
    return take_out.state == "incident" and take_out.closed_at is None


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
    if step.carrier_may and by.person in take_out.carriers:
        roles = frozenset()
    if roles:
        by.needs(roles)
    if operation == "requestExtension":
        may_be_extended(take_out)
    if operation == "closeIncident":
        _may_close(take_out, by)
    _keep_duties_apart(step, take_out, by)


def _may_close(take_out: TakeOut, by: Standing) -> None:
    """Once, and not by the one who made it an incident."""
    if not is_open_incident(take_out):
        raise Refused("incident-closed", take_out=take_out.id)
    if by.person == take_out.verified_by:
        raise Forbidden("closer-is-reporter", person=by.person)


def _keep_duties_apart(step: Step, take_out: TakeOut, by: Standing) -> None:
    if step.no_carrier is not None and by.person in take_out.carried:
        raise Forbidden(step.no_carrier, person=by.person)
    if step.no_applicant is not None and by.person == take_out.applicant:
        raise Forbidden(step.no_applicant, person=by.person)
    if step.applicant_only and by.person != take_out.applicant:
        raise Forbidden("not-the-applicant", applicant=take_out.applicant)
    if step.decider_only and by.person in take_out.involved:
        raise Forbidden("own-request", person=by.person)
    if step.decider_only and not by.decides:
        raise Forbidden("not-the-decider", deciders=[])


def may_be_extended(take_out: TakeOut) -> None:
    """One request at a time; what a contractor carries comes back the day it left."""
    if take_out.contractor is not None:
        raise Refused("contractor-same-day", planned_return=take_out.planned_return.isoformat())
    if take_out.extension is not None:
        raise Refused("extension-requested", extension=take_out.extension)


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
    there = asset.state in ("in_storage", "in_use", "disposing")
    if not there or (open_one and open_one.state in OUT):
        raise Refused("asset-not-available", code=printed(asset.code), state=asset.state)


def may_be_found(asset: Asset, last: TakeOut | None) -> None:
    """Found again: what was lost on a take-out comes back by the return of that take-out."""
    if asset.state != "missing":
        raise Refused("asset-not-missing", code=printed(asset.code), state=asset.state)
    if last is not None:
        raise Refused("lost-on-take-out", code=printed(asset.code), take_out=last.id)


def may_be_released(asset: Asset, last: TakeOut | None, by: Standing) -> None:
    """Back into use after doubt: by somebody who neither carried it, nor asked for it, nor found the fault."""
    if asset.state != "quarantined":
        raise Refused("asset-not-quarantined", code=printed(asset.code), state=asset.state)
    by.needs(RELEASING)
    if last is None:
        return
    if last.state in OPEN:
        raise Refused("discrepancy-open", take_out=last.id)
    if is_open_incident(last):
        raise Refused("incident-open", take_out=last.id)
    if by.person == last.checked_by:
        raise Forbidden("releaser-is-verifier", person=by.person)
    if by.person in last.carried:
        raise Forbidden("verifier-is-carrier", person=by.person)
    if by.person == last.applicant:
        raise Forbidden("verifier-is-applicant", person=by.person)
