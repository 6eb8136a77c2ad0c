"""What a scan asks for, carried out by the slice that does the same without a queue."""

from datetime import datetime
from typing import Annotated, Any

import msgspec

from daicho.foundation.history.model import Key
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.errors import Invalid, Refused
from daicho.foundation.kernel.text import Ident, OptionalLine, refuse_resident_numbers_in
from daicho.foundation.kernel.text import Scan as Read
from daicho.things.custody import model as custody_model
from daicho.things.custody import service as custody
from daicho.things.custody.model import TakeOut, Transport
from daicho.things.placements import sightings
from daicho.things.placements.sightings import Spotted
from daicho.things.scans import model
from daicho.things.scans.model import Deed, Scan
from daicho.things.scans.reading import Odd
from daicho.things.stocktake import counting

Signature = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}(?!\n)$")]


class Answers(msgspec.Struct, forbid_unknown_fields=True):
    """What is common to all of them: the code and the place of the scan may be said once more."""

    code: Read | None = None
    place: Read | None = None


class HandingOver(Answers, forbid_unknown_fields=True, kw_only=True):
    encrypted: bool
    container: OptionalLine | None = None
    transport: Transport | None = None
    signature: Signature | None = None
    carriers_present: bool | None = None


class Returning(Answers, forbid_unknown_fields=True, kw_only=True):
    signature: Signature | None = None


class Counting(Answers, forbid_unknown_fields=True, kw_only=True):
    at: datetime | None = None
    damaged: bool = False


class Seeing(Answers, forbid_unknown_fields=True, kw_only=True):
    floor: Ident | None = None
    area: Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None = None


_ANSWERS: dict[Deed, type[Answers]] = {
    "handOver": HandingOver,
    "declareReturn": Returning,
    "recordCount": Counting,
    "recordSighting": Seeing,
    "lookUp": Answers,
}


def answers_of(act: Deed, told: dict[str, Any]) -> Answers:
    """The answers of an act: `answers-invalid` with the place that is wrong."""
    try:
        answers = msgspec.convert(told, _ANSWERS[act])
    except msgspec.ValidationError as wrong:
        raise Invalid("answers-invalid", act=act, reason=str(wrong)[:200]) from wrong
    refuse_resident_numbers_in(container=getattr(answers, "container", None))
    return answers


class Ready(msgspec.Struct, frozen=True):
    """A scan with its answers, the person who scanned it, and the key that it is carried out under."""

    scan: Scan
    answers: Answers
    actor: Actor
    key: Key | None = None
    odd: Odd | None = None
    asset: bool = False


async def carry_out(ready: Ready, *, in_turn: bool = True) -> None:
    """The act of a scan, as of when it happened; the caller has said so to the door (`told_late`).

    `in_turn` False is for what somebody decided although something else happened since. They may say that it was asked
    for too late that day, or that a clock was wrong by minutes; a scan of another take-out stays one.
    """
    match ready.answers:
        case HandingOver() as answers:
            await _hand_over(ready, answers, in_turn=in_turn)
        case Returning() as answers:
            await _take_back(ready, answers, in_turn=in_turn)
        case Counting() as answers:
            await _count(ready, answers)
        case Seeing() as answers:
            await _see(ready, answers)


async def _hand_over(ready: Ready, answers: HandingOver, *, in_turn: bool) -> None:
    scan = ready.scan
    take_out = await _take_out(scan)
    if in_turn and take_out.state in custody_model.STEPS["handOver"].states:
        model.refuse_older(scan, take_out.decided_at)
    if not in_turn:
        model.refuse_of_another_day(scan, take_out.requested_at)
    more = custody.Handed(answers.transport, answers.signature, answers.carriers_present)
    await custody.hand_over(
        take_out.id, scan.code, ready.actor, scan.happened_at, ready.key,
        encrypted=answers.encrypted, container=answers.container, handed=more,
    )  # fmt: skip


async def _take_back(ready: Ready, answers: Returning, *, in_turn: bool) -> None:
    scan = ready.scan
    if scan.place is None:
        raise Invalid("place-missing", code=codes.printed(scan.code))
    take_out = await _take_out(scan)
    if in_turn and take_out.state in custody_model.STEPS["declareReturn"].states:
        model.refuse_older(scan, take_out.handed_over_at)
    if not in_turn and take_out.handed_over_at is not None:
        model.refuse_older(scan, take_out.handed_over_at - model.TRUSTED_WITHIN)
    await custody.declare_return(
        take_out.id, scan.code, scan.place, ready.actor, scan.happened_at, ready.key,
        signature=answers.signature,
    )  # fmt: skip


async def _take_out(scan: Scan) -> TakeOut:
    """The take-out that says where the thing is."""
    found = await custody.followed(scan.thing)
    if found is None:
        raise Refused("no-take-out-open", code=codes.printed(scan.thing))
    return found


async def _count(ready: Ready, answers: Counting) -> None:
    scan = ready.scan
    if scan.session is None:
        raise Invalid("session-missing", code=codes.printed(scan.code))
    await counting.count(
        scan.session, scan.code, scan.place, ready.actor, scan.received_at, ready.key,
        at=scan.happened_at, damaged=answers.damaged, device=scan.device,
        sequence=scan.device_seq,
    )  # fmt: skip


async def _see(ready: Ready, answers: Seeing) -> None:
    scan = ready.scan
    where = Spotted(scan.place, answers.floor, answers.area)
    await sightings.record(scan.thing, where, ready.actor, scan.happened_at, ready.key)
