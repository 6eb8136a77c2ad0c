"""持込み as a state machine: what is brought, who lets it in and out, and what each step makes of it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Final, Literal

import msgspec

from daicho.foundation.kernel.actor import Role, Standing
from daicho.foundation.kernel.clock import fiscal_year, today
from daicho.foundation.kernel.errors import Forbidden, Invalid, Refused

State = Literal[
    "requested", "approved", "rejected", "withdrawn", "turned_away", "inside", "discrepancy", "closed"
]  # fmt: skip
Kind = Literal["computer", "medium", "phone", "camera", "measuring", "tool", "other"]
Ownership = Literal["organisation", "contractor", "private"]
Malware = Literal["clean", "found", "not_needed"]

OPEN: Final[frozenset[State]] = frozenset({"requested", "approved", "inside", "discrepancy"})
STORING: Final[frozenset[Kind]] = frozenset({"computer", "medium"})
"""What carries files from one machine to another, and is looked through before it comes in."""
STRICT_LEVEL: Final = 2
"""The セキュリティ区分 from which nothing private comes in without an exception."""
MOST_ITEMS: Final = 50

ANYBODY: Final[frozenset[Role]] = frozenset(
    {"staff", "section_head", "custodian", "facility_admin", "security_manager"}
)
KEEPERS: Final[frozenset[Role]] = frozenset({"custodian", "facility_admin", "section_head"})


class Item(msgspec.Struct, frozen=True):
    """One thing on the list; `serial` is empty for what has none."""

    name: str
    kind: Kind
    ownership: Ownership
    serial: str = ""


class Seen(msgspec.Struct, frozen=True):
    """What an inspection says of the item at this place of the list (from 0)."""

    index: int
    present: bool
    serial_read: str | None = None


class BringIn(msgspec.Struct, frozen=True):
    """One 持込み from the request until everything is out again.

    The bringer is one of the staff, or a visitor whose name and company are commitments; `level` is the
    セキュリティ区分 of where it goes, as the plan in force said when it was asked for.
    """

    id: str
    fiscal_year: int
    serial_no: int
    section: str
    floor: str
    area: str | None
    level: int
    state: State
    requester: str
    purpose: str
    items: tuple[Item, ...]
    planned_in: date
    planned_out: date
    requested_at: datetime
    bringer: str | None = None
    visitor: str | None = None
    company: str | None = None
    exception: str | None = None
    decided_by: str | None = None
    decided_for: str | None = None
    decided_at: datetime | None = None
    remark: str | None = None
    badge: str | None = None
    malware_scan: Malware | None = None
    seen_in: tuple[Seen, ...] = ()
    inspected_in_by: str | None = None
    inspected_in_at: datetime | None = None
    seen_out: tuple[Seen, ...] = ()
    unlisted: tuple[Item, ...] = ()
    no_data_copied: bool | None = None
    inspected_out_by: str | None = None
    inspected_out_at: datetime | None = None
    resolution: str | None = None
    resolved_by: str | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def number(self) -> str:
        """`2022-0001`: gapless over the fiscal year."""
        return f"{self.fiscal_year}-{self.serial_no:04}"

    @property
    def wants_exception(self) -> bool:
        """Whether it holds something private for a room where that is forbidden."""
        return self.level >= STRICT_LEVEL and has_private(self.items)

    @property
    def entered(self) -> frozenset[int]:
        """The places on the list of what came in."""
        return frozenset(seen.index for seen in self.seen_in if seen.present)


class Step(msgspec.Struct, frozen=True):
    """A transition as data: from which states, by which roles, and who is kept away from it."""

    states: frozenset[State]
    roles: frozenset[Role]
    decider_only: bool = False
    requester_only: bool = False
    not_the_bringer: bool = False


STEPS: Mapping[str, Step] = {
    "approveBringIn": Step(frozenset({"requested"}), frozenset(), decider_only=True),
    "rejectBringIn": Step(frozenset({"requested"}), frozenset(), decider_only=True),
    "inspectIn": Step(frozenset({"approved"}), KEEPERS, not_the_bringer=True),
    "inspectOut": Step(frozenset({"inside"}), KEEPERS, not_the_bringer=True),
    "resolveBringIn": Step(
        frozenset({"discrepancy"}), frozenset({"section_head", "security_manager"}),
        not_the_bringer=True,
    ),
    "withdrawBringIn": Step(frozenset({"requested", "approved"}), ANYBODY, requester_only=True),
}  # fmt: skip


def has_private(items: Collection[Item]) -> bool:
    return any(item.ownership == "private" for item in items)


# Who may ---------------------------------------------------------------------------------------------------------


def permit(operation: str, bring_in: BringIn, by: Standing) -> None:
    """Refuse what does not fit the state, the role, or the separation of duties."""
    step = STEPS[operation]
    if bring_in.state not in step.states:
        raise Refused(
            "bring-in-in-another-state", state=bring_in.state, expected=sorted(step.states)
        )
    if step.roles:
        by.needs(step.roles)
    if step.decider_only:
        _decides(bring_in, by)
    if step.requester_only and by.person != bring_in.requester:
        raise Forbidden("not-the-requester", requester=bring_in.requester)
    if step.not_the_bringer and by.person == bring_in.bringer:
        raise Forbidden("inspector-brings", person=by.person)
    if operation == "resolveBringIn" and by.person == bring_in.inspected_out_by:
        raise Forbidden("own-inspection", person=by.person)


def _decides(bring_in: BringIn, by: Standing) -> None:
    if by.person in interested(bring_in):
        raise Forbidden("own-request", person=by.person)
    if not by.decides:
        raise Forbidden("not-the-decider", deciders=[])


def interested(bring_in: BringIn) -> frozenset[str]:
    """Who wants it to come in, and so does not decide about it."""
    return frozenset(filter(None, (bring_in.requester, bring_in.bringer)))


def actions(bring_in: BringIn, by: Standing) -> list[str]:
    """What this person could do with it now, the most likely first."""
    return [operation for operation in STEPS if _may(operation, bring_in, by)]


def _may(operation: str, bring_in: BringIn, by: Standing) -> bool:
    try:
        permit(operation, bring_in, by)
    except Refused:
        return False
    return True


# Asking ------------------------------------------------------------------------------------------------------------


class Plan(msgspec.Struct, frozen=True):
    """What a request says; texts are commitments already, `level` is that of the place."""

    section: str
    floor: str
    area: str | None
    level: int
    purpose: str
    items: tuple[Item, ...]
    planned_in: date
    planned_out: date
    bringer: str | None = None
    visitor: str | None = None
    company: str | None = None
    exception: str | None = None


def request(
    plan: Plan, *, bring_in_id: str, serial_no: int, requester: str, now: datetime
) -> BringIn:
    """A new request; what is private and goes where that is forbidden is refused unless an exception is asked for."""
    day = today(now)
    if plan.planned_in < day or plan.planned_out < plan.planned_in:
        raise Invalid(
            "bring-in-days-wrong", planned_in=plan.planned_in.isoformat(),
            planned_out=plan.planned_out.isoformat(), earliest=day.isoformat(),
        )  # fmt: skip
    if (plan.bringer is None) == (plan.visitor is None):
        raise Invalid("bringer-wrong")
    _refuse_twice(plan.items)
    strict = plan.level >= STRICT_LEVEL and has_private(plan.items)
    if strict and plan.exception is None:
        raise Refused("private-equipment", level=plan.level, items=_private(plan.items))
    if plan.exception is not None and not strict:
        raise Invalid("no-exception-needed", level=plan.level)
    return BringIn(
        **msgspec.structs.asdict(plan),
        id=bring_in_id,
        fiscal_year=fiscal_year(day),
        serial_no=serial_no,
        state="requested",
        requester=requester,
        requested_at=now,
    )


def _refuse_twice(items: Collection[Item]) -> None:
    serials = [item.serial for item in items if item.serial]
    twice = sorted({serial for serial in serials if serials.count(serial) > 1})
    if twice:
        raise Invalid("item-listed-twice", serials=twice)


def _private(items: Collection[Item]) -> list[str]:
    return [item.name for item in items if item.ownership == "private"]


# At the door -------------------------------------------------------------------------------------------------------


class Entering(msgspec.Struct, frozen=True):
    """What is seen when it comes: every item of the list once; `badge` is the visitor's."""

    items: tuple[Seen, ...]
    malware_scan: Malware
    badge: str | None = None


def inspect_in(bring_in: BringIn, entering: Entering, by: Standing, now: datetime) -> BringIn:
    """現物確認 at the door: `inside` with what is there, or turned away because something was found on it."""
    permit("inspectIn", bring_in, by)
    _in_its_days(bring_in, today(now))
    _covers(entering.items, range(len(bring_in.items)))
    came = [seen for seen in entering.items if seen.present]
    if not came:
        raise Refused("nothing-brought", bring_in=bring_in.id)
    differing = [seen.index for seen in came if differs(bring_in, seen)]
    if differing:
        raise Refused("serial-differs", items=_named(bring_in, differing))
    stores = any(bring_in.items[seen.index].kind in STORING for seen in came)
    if stores and entering.malware_scan == "not_needed":
        raise Invalid("malware-scan-needed")
    turned_away = entering.malware_scan == "found"
    return msgspec.structs.replace(
        bring_in,
        state="turned_away" if turned_away else "inside",
        seen_in=entering.items,
        malware_scan=entering.malware_scan,
        badge=entering.badge,
        inspected_in_by=by.person,
        inspected_in_at=now,
        closed_at=now if turned_away else None,
    )


def _in_its_days(bring_in: BringIn, day: date) -> None:
    if day < bring_in.planned_in:
        raise Refused("bring-in-too-early", planned_in=bring_in.planned_in.isoformat())
    if day > bring_in.planned_out:
        raise Refused("bring-in-expired", planned_out=bring_in.planned_out.isoformat())


def _covers(items: Collection[Seen], wanted: Collection[int]) -> None:
    """Each wanted place of the list is told of once, and nothing else is."""
    told = sorted(seen.index for seen in items)
    if told != sorted(wanted):
        raise Invalid("items-not-covered", told=told, wanted=sorted(wanted))


def differs(bring_in: BringIn, seen: Seen) -> bool:
    """Whether another serial number was read than the list says; spaces and letters' size say nothing."""
    if seen.serial_read is None:
        return False
    return _plain(seen.serial_read) != _plain(bring_in.items[seen.index].serial)


def _plain(serial: str) -> str:
    return "".join(serial.split()).casefold()


def _named(bring_in: BringIn, places: Collection[int]) -> list[str]:
    return [bring_in.items[place].name for place in places]


class Leaving(msgspec.Struct, frozen=True):
    """What is seen when it goes: every item that came in once, and what was never on the list."""

    items: tuple[Seen, ...]
    no_data_copied: bool
    unlisted: tuple[Item, ...] = ()


def inspect_out(bring_in: BringIn, leaving: Leaving, by: Standing, now: datetime) -> BringIn:
    """持出確認 at the door: closed when the same things go without our data, else a discrepancy to settle."""
    permit("inspectOut", bring_in, by)
    _covers(leaving.items, bring_in.entered)
    same = all(seen.present and not differs(bring_in, seen) for seen in leaving.items)
    fine = same and leaving.no_data_copied and not leaving.unlisted
    return msgspec.structs.replace(
        bring_in,
        state="closed" if fine else "discrepancy",
        seen_out=leaving.items,
        unlisted=leaving.unlisted,
        no_data_copied=leaving.no_data_copied,
        inspected_out_by=by.person,
        inspected_out_at=now,
        closed_at=now if fine else None,
    )


def resolve(bring_in: BringIn, resolution: str, by: Standing, now: datetime) -> BringIn:
    """The difference is explained or put right, as somebody says who did not look at it first; a commitment."""
    permit("resolveBringIn", bring_in, by)
    return msgspec.structs.replace(
        bring_in, state="closed", resolution=resolution, resolved_by=by.person, resolved_at=now,
        closed_at=now,
    )  # fmt: skip


def is_overstayed(bring_in: BringIn, day: date) -> bool:
    """Still inside after the last day for which it was let in."""
    return bring_in.state == "inside" and day > bring_in.planned_out
