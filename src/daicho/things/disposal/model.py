"""廃棄 as a state machine: what a disposal and its lines are, and what each step makes of them."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final, Literal

import msgspec

from daicho.foundation.kernel.clock import fiscal_year, today
from daicho.foundation.kernel.codes import printed
from daicho.foundation.kernel.errors import Invalid, Refused
from daicho.things.assets import model as assets
from daicho.things.assets.model import Asset, Type
from daicho.things.disposal import methods
from daicho.things.disposal.methods import Level, MethodName

State = Literal[
    "requested", "approved", "rejected", "withdrawn", "in_custody", "sanitising", "sanitised",
    "witnessed", "evidenced", "completed",
]  # fmt: skip
LineState = Literal["waiting", "sanitised", "failed", "insufficient", "lost"]
Outcome = Literal["destroy", "erase_and_reuse", "lease_return"]
Ownership = Literal["own", "lease"]
Where = Literal["on_premises", "contractor_site"]
Result = Literal["done", "failed"]

MOST_LINES: Final = 200
EARLIEST_YEAR: Final = 1970
"""Before it there was nothing to erase; a year of 1 has no other zone's day, and a database no place for it."""
CLOSED: Final[frozenset[State]] = frozenset({"rejected", "withdrawn", "completed"})
GOING: Final[frozenset[State]] = frozenset(
    {"approved", "in_custody", "sanitising", "sanitised", "witnessed", "evidenced"}
)


class Disposal(msgspec.Struct, frozen=True):
    """One 廃棄 from request to completion; persons are staff ids, texts are commitments.

    `irregular` says that something was recorded as a fact that should not have happened so.
    """

    id: str
    fiscal_year: int
    serial_no: int
    section: str
    state: State
    outcome: Outcome
    ownership: Ownership
    resident_data: bool
    demands: Level
    requester: str
    reason: str
    requested_at: datetime
    decided_by: str | None = None
    decided_for: str | None = None
    decided_at: datetime | None = None
    remark: str | None = None
    company: str | None = None
    contract: str | None = None
    collected_by: str | None = None
    signature: str | None = None
    leaves: bool | None = None
    collected_at: datetime | None = None
    handed_over_by: str | None = None
    irregular: bool = False
    verified_by: str | None = None
    verified_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def number(self) -> str:
        """`2022-0001`: gapless over the fiscal year."""
        return f"{self.fiscal_year}-{self.serial_no:04}"


class Line(msgspec.Struct, frozen=True):
    """One thing of a disposal, as the register had it when the disposal was asked for (`was` is its state then).

    `performed_by` is null when a contractor did it; `recorded_by` then vouches for it. `early_at` is work
    before the permission; doing it again does not undo that. While it is `pending`, no other
    disposal names the thing; the database holds that too. What is `lost` was struck off by `lost_by`;
    `lost_why` and `incident` are commitments.
    """

    id: str
    disposal: str
    section: str
    asset: str
    model: str
    serial: str
    type: Type
    data_class: int | None
    encrypted: bool
    was: assets.State
    required: Level
    pending: bool = True
    state: LineState = "waiting"
    attempts: int = 0
    method: MethodName | None = None
    level: Level | None = None
    edition: str | None = None
    tool: str | None = None
    place: Where | None = None
    performed_at: datetime | None = None
    performed_by: str | None = None
    by_contractor: bool | None = None
    recorded_by: str | None = None
    as_fact: bool = False
    early_at: datetime | None = None
    remark: str | None = None
    photos: tuple[str, ...] = ()
    witnessed_by: str | None = None
    witnessed_at: datetime | None = None
    lost_by: str | None = None
    lost_at: datetime | None = None
    lost_why: str | None = None
    incident: str | None = None


# Asking ---------------------------------------------------------------------------------------------------------------


class Plan(msgspec.Struct, frozen=True):
    """What a request says; `reason` is a commitment already."""

    reason: str
    outcome: Outcome
    ownership: Ownership
    resident_data: bool


def request(
    things: Collection[Asset], plan: Plan, *, disposal_id: str, serial_no: int, requester: str,
    now: datetime,
) -> Disposal:  # fmt: skip
    """A new request over things of one section that are there."""
    sections = {asset.section for asset in things}
    if len(sections) != 1:
        raise Invalid("things-of-several-sections", sections=sorted(sections))
    for asset in things:
        may_go(asset)
    if plan.outcome == "lease_return" and plan.ownership != "lease":
        raise Invalid("nothing-to-give-back", ownership=plan.ownership)
    levels = [methods.required(a, resident_data=plan.resident_data) for a in things]
    demands = methods.highest(levels)
    if plan.outcome == "erase_and_reuse" and demands == "destroy":
        kept = [
            printed(asset.code)
            for asset, level in zip(things, levels, strict=True)
            if level == "destroy"
        ]
        raise Refused("must-be-destroyed", codes=kept)
    return Disposal(
        id=disposal_id,
        fiscal_year=fiscal_year(today(now)),
        serial_no=serial_no,
        section=sections.pop(),
        state="requested",
        outcome=plan.outcome,
        ownership=plan.ownership,
        resident_data=plan.resident_data,
        demands=demands,
        requester=requester,
        reason=plan.reason,
        requested_at=now,
    )


def may_go(asset: Asset) -> None:
    """Only what is at hand can be disposed of: what is out comes back first, what is missing is found first."""
    if asset.state not in ("in_storage", "in_use", "quarantined", "draft"):
        raise Refused("asset-not-available", code=printed(asset.code), state=asset.state)


def line_of(disposal: Disposal, asset: Asset, line_id: str) -> Line:
    return Line(
        id=line_id,
        disposal=disposal.id,
        section=disposal.section,
        asset=asset.code,
        model=asset.model,
        serial=asset.serial,
        type=asset.type,
        data_class=asset.data_class,
        encrypted=asset.encrypted,
        was=asset.state,
        required=methods.required(asset, resident_data=disposal.resident_data),
    )


# Handing over ---------------------------------------------------------------------------------------------------------


class Delivery(msgspec.Struct, frozen=True):
    """Who takes the things over; texts are commitments. `leaves` when they go to the contractor's site."""

    company: str
    contract: str
    collected_by: str
    leaves: bool
    signature: str | None = None
    as_fact: bool = False


def hand_to_contractor(
    disposal: Disposal, lines: Collection[Line], delivery: Delivery, *, person: str,
    now: datetime,
) -> Disposal:  # fmt: skip
    """What still holds data of class 2 does not leave the house, unless that is recorded as a fact."""
    loaded = sorted(printed(line.asset) for line in lines if still_loaded(line))
    early = delivery.leaves and bool(loaded)
    if early and not delivery.as_fact:
        raise Refused("leaves-with-data", codes=loaded)
    return msgspec.structs.replace(
        disposal,
        company=delivery.company,
        contract=delivery.contract,
        collected_by=delivery.collected_by,
        signature=delivery.signature,
        leaves=delivery.leaves,
        collected_at=now,
        handed_over_by=person,
        irregular=disposal.irregular or early,
    )


def still_loaded(line: Line) -> bool:
    """Whether data that have to be purged or destroyed may still be on it."""
    return line.required != "clear" and line.state not in ("sanitised", "lost")


# Sanitising -----------------------------------------------------------------------------------------------------------


class Work(msgspec.Struct, frozen=True):
    """What was done with a line, by whom (None: a contractor), as `recorded_by` says; `remark` is a commitment.

    With `as_fact` it is written down although it should not have happened so.
    """

    method: MethodName
    tool: str
    place: Where
    performed_at: datetime
    performed_by: str | None
    recorded_by: str
    result: Result
    photos: tuple[str, ...] = ()
    as_fact: bool = False
    remark: str | None = None


def refuse_unfit(disposal: Disposal, work: Work, now: datetime) -> None:
    """What no record can say: work in the future, or of a contractor nobody handed anything to."""
    if work.performed_at.year < EARLIEST_YEAR:
        raise Invalid("time-out-of-range")
    if work.performed_at > now:
        raise Invalid("performed-in-future", performed_at=work.performed_at.isoformat())
    by_contractor = work.performed_by is None
    if by_contractor and disposal.collected_at is None:
        raise Refused("no-contractor", disposal=disposal.id)
    if work.place == "contractor_site" and not (by_contractor and disposal.leaves):
        raise Invalid("not-at-contractors", disposal=disposal.id)


def is_early(disposal: Disposal, performed_at: datetime) -> bool:
    """Before the permission, to the minute that people write down."""
    if disposal.decided_at is None:
        return True
    return performed_at < disposal.decided_at - timedelta(minutes=1)


def sanitise(line: Line, disposal: Disposal, work: Work) -> Line:
    """The line after the work: done, failed (then it has to be destroyed), or not enough for its data."""
    _wants_work(line)
    early = is_early(disposal, work.performed_at)
    if early and not work.as_fact:
        raise Refused("sanitised-before-approval", disposal=disposal.id)
    day = today(work.performed_at)
    level = methods.level_of(work.method, line.type, day, encrypted=line.encrypted)
    enough = methods.reaches(level, line.required)
    if not enough and work.result == "done" and not work.as_fact:
        raise Refused(
            "method-below-policy", code=printed(line.asset), method=work.method, level=level,
            required=line.required,
            accepted=methods.accepted(line.type, line.required, day, encrypted=line.encrypted),
        )  # fmt: skip
    row = methods.row_of(work.method, line.type, day)
    failed = work.result == "failed"
    return msgspec.structs.replace(
        line,
        state="failed" if failed else "sanitised" if enough else "insufficient",
        required="destroy" if failed else line.required,
        attempts=line.attempts + 1,
        method=work.method,
        level="none" if failed else level,
        edition=row.edition if row else None,
        tool=work.tool,
        place=work.place,
        performed_at=work.performed_at,
        performed_by=work.performed_by,
        by_contractor=work.performed_by is None,
        recorded_by=work.recorded_by,
        as_fact=early or not (enough or failed),
        early_at=line.early_at or (work.performed_at if early else None),
        remark=work.remark,
        photos=work.photos,
        witnessed_by=None,
        witnessed_at=None,
    )


def _wants_work(line: Line) -> None:
    if line.state == "sanitised":
        raise Refused("line-already-sanitised", code=printed(line.asset))
    if line.state == "lost":
        raise Refused("line-struck-off", code=printed(line.asset))


def witness(line: Line, person: str, now: datetime) -> Line:
    """立会い: somebody else saw that it was done."""
    if line.state != "sanitised":
        raise Refused("nothing-to-witness", code=printed(line.asset), state=line.state)
    if line.witnessed_by is not None:
        raise Refused("already-witnessed", code=printed(line.asset))
    return msgspec.structs.replace(line, witnessed_by=person, witnessed_at=now)


class Loss(msgspec.Struct, frozen=True):
    """Why nobody looks for it any longer, and the incident that the loss is dealt with as; both are commitments."""

    why: str
    incident: str


def strike_off(line: Line, loss: Loss, person: str, now: datetime) -> Line:
    """紛失: the disposal goes on without it; what was recorded of it stays."""
    return msgspec.structs.replace(
        line, state="lost", pending=False, lost_by=person, lost_at=now, lost_why=loss.why,
        incident=loss.incident,
    )  # fmt: skip


# The end --------------------------------------------------------------------------------------------------------------


def close(line: Line) -> Line:
    return msgspec.structs.replace(line, pending=False)


def released(asset: Asset, line: Line) -> Asset:
    """As it was before anybody asked to dispose of it; what nobody finds stays missing."""
    if asset.state == "missing":
        return asset
    return msgspec.structs.replace(asset, state=line.was)


def disposed(asset: Asset, disposal: Disposal, line: Line) -> Asset:
    """What becomes of the thing: gone, back with the lessor, or in use again."""
    if disposal.outcome == "erase_and_reuse":
        if line.level == "destroy":
            return msgspec.structs.replace(asset, state="disposed", place=None)
        return released(asset, line)
    state: assets.State = "lease_returned" if disposal.outcome == "lease_return" else "disposed"
    return msgspec.structs.replace(asset, state=state, place=None)
