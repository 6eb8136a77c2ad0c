"""Disposals in every state, for the tests of their rules."""

from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from daicho.foundation.kernel.actor import Standing
from daicho.foundation.kernel.clock import JST
from daicho.things.assets.model import Asset
from daicho.things.disposal import case as cases
from daicho.things.disposal import model
from daicho.things.disposal.case import Case
from daicho.things.disposal.methods import MethodName
from daicho.things.disposal.model import Disposal, Line, Plan, State, Work
from daicho.things.disposal.proof import Certificate, Certified

NOW = datetime(2023, 2, 20, 10, 0, tzinfo=JST)
TODAY = NOW.date()


def asset(number: int = 1, **facts: Any) -> Asset:
    made = Asset(
        code=f"0000000000{number:03}", control_no=f"M-2022-{number:04}", name="取外しHDD",
        kind="medium", type="hdd", model="HD-4", serial=f"HD-{number:04}", state="in_storage",
        section="office", registered_on=date(2022, 4, 1), place="0000000000SAFE", data_class=2,
    )  # fmt: skip
    return msgspec.structs.replace(made, **facts)


def plan(**facts: Any) -> Plan:
    return msgspec.structs.replace(Plan("c:reason", "destroy", "own", False), **facts)


def fresh(*things: Asset, **facts: Any) -> Case:
    """As somebody asked for it."""
    named = things or (asset(),)
    disposal = model.request(
        named, plan(**facts), disposal_id="d1", serial_no=1, requester="asker", now=NOW
    )
    lines = tuple(model.line_of(disposal, each, f"l{n}") for n, each in enumerate(named))
    return Case(disposal, lines)


def approved(*things: Asset, **facts: Any) -> Case:
    case = fresh(*things, **facts)
    decided = msgspec.structs.replace(
        case.disposal, state="approved", decided_by="decider", decided_at=NOW
    )
    return msgspec.structs.replace(case, disposal=decided)


def work(**facts: Any) -> Work:
    made = Work(
        "shred", "SH-2", "on_premises", NOW + timedelta(hours=1), "doer", "doer", "done"
    )  # fmt: skip
    return msgspec.structs.replace(made, **facts)


def worked(case: Case, **facts: Any) -> Case:
    """All lines with this work, settled."""
    lines = tuple(model.sanitise(line, case.disposal, work(**facts)) for line in case.lines)
    return settled(msgspec.structs.replace(case, lines=lines))


def handed(case: Case, *, leaves: bool = False, as_fact: bool = False) -> Case:
    delivery = model.Delivery("c:company", "c:contract", "c:who", leaves, as_fact=as_fact)
    given = model.hand_to_contractor(
        case.disposal, case.lines, delivery, person="giver", now=NOW + timedelta(minutes=30)
    )
    return settled(msgspec.structs.replace(case, disposal=given))


def seen(case: Case, person: str = "witness") -> Case:
    lines = tuple(model.witness(line, person, NOW) for line in case.lines)
    return settled(msgspec.structs.replace(case, lines=lines))


def certified(case: Case, *lines: tuple[str, MethodName, date], **facts: Any) -> Case:
    told = tuple(Certified(*each) for each in lines)
    made = Certificate(
        "k1", "d1", "office", "C-1", TODAY, "c:company", None, told, "bringer", NOW
    )  # fmt: skip
    kept = (*case.certificates, msgspec.structs.replace(made, **facts))
    return settled(msgspec.structs.replace(case, certificates=kept))


def settled(case: Case) -> Case:
    return msgspec.structs.replace(case, disposal=cases.settled(case))


def in_state(state: State) -> Case:
    """A disposal whose row says so, whatever its lines say."""
    case = approved()
    return msgspec.structs.replace(case, disposal=in_this(case.disposal, state))


def in_this(disposal: Disposal, state: State) -> Disposal:
    return msgspec.structs.replace(disposal, state=state)


def line(case: Case) -> Line:
    return case.lines[0]


def standing(person: str = "somebody", *roles: Any, decides: bool = True) -> Standing:
    held = roles or ("staff", "custodian", "section_head", "facility_admin", "system_admin")
    return Standing(person, frozenset(held), decides)


def lost(case: Case, number: int = 0, *, at: datetime = NOW) -> Case:
    """Without the line of this number: nobody finds it any more."""
    loss = model.Loss("c:why", "c:incident")
    gone = model.strike_off(case.lines[number], loss, "striker", at)
    lines = tuple(gone if n == number else each for n, each in enumerate(case.lines))
    return settled(msgspec.structs.replace(case, lines=lines))
