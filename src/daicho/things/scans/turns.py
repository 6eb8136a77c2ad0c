"""Scans of one thing take effect in the order in which they happened, however they arrive.

One that arrives after a later one was carried out comes before it all the same: the later one is taken back by
correcting entries, and carried out again. So the same scans leave the same rows in every order.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from daicho.foundation import db
from daicho.foundation.history import queries
from daicho.foundation.history.queries import Told
from daicho.foundation.history.registers import Register, load, selected
from daicho.foundation.history.service import Change, change
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.errors import Refused
from daicho.things.assets import service as assets
from daicho.things.custody import model as custody_model
from daicho.things.custody import service as custody
from daicho.things.custody.model import TakeOut
from daicho.things.evidence import service as evidence
from daicho.things.scans import keeping, model
from daicho.things.scans.acts import Ready
from daicho.things.scans.keeping import SCANS
from daicho.things.scans.model import Scan

_UNDOES: dict[str, Register[msgspec.Struct]] = {
    register.name: register  # type: ignore[misc]  # rows of several kinds go through the same door
    for register in (custody.TAKE_OUTS, custody.EXTENSIONS, assets.ASSETS, evidence.EVIDENCE)
}
"""What taking back a scan sets back; labels that were read stay read."""

MOST_LATER = 20
"""Each may have to be carried out once more: a scan that comes before more of them waits for a decision."""

_TAKEN_BACK = "TakenBack"

_CONCERNED = (
    "WHERE thing = $1 AND act IN ('handOver', 'declareReturn')"
    " AND (happened_at >= $2 OR state = 'waiting')"
)


async def in_turn(ready: Ready, now: datetime) -> Scan:
    """Carry out one scan as if all scans of its thing had arrived in their order."""
    earlier, later = await _around(ready.scan)
    if len(later) > MOST_LATER:
        far_behind = Refused("too-many-later-scans", count=len(later))
        return await keeping.conflict(ready, far_behind, now)
    await _again(earlier, ready.actor, now)
    applied = [scan for scan in later if scan.state == "done"]
    refused = await _too_early(ready, applied) if applied else None
    if refused is not None:
        return await keeping.conflict(ready, refused, now)
    taken = await _taken_back(applied, ready.actor, now)
    try:
        scan = await keeping.attempt(ready, now)
    except Refused:
        await _again(later if taken else (), ready.actor, now)
        raise
    if taken or scan.state == "done":
        await _again(later, ready.actor, now)
    return scan


async def _around(scan: Scan) -> tuple[list[Scan], list[Scan]]:
    """What an interrupted run left waiting before this scan, and everything after it, each in order."""
    async with db.read():
        found = await selected(SCANS, _CONCERNED, scan.thing, scan.happened_at)
    others = sorted((s for s in found if s.id != scan.id), key=lambda s: s.turn)
    earlier = [s for s in others if s.turn < scan.turn and s.state == "waiting"]
    return earlier, [s for s in others if s.turn > scan.turn]


async def _too_early(ready: Ready, applied: Sequence[Scan]) -> Refused | None:
    """Why this scan would not have fitted before the first of those either: then nothing is taken back for it."""
    scan, act = ready.scan, ready.scan.act
    try:
        model.refuse_doubtful(scan, applied)
    except Refused as refused:
        return refused
    async with db.read():
        take_out = await _before(applied[0])
        if take_out is None:
            return None
        day = today(scan.happened_at)
        by = await custody.standing(ready.actor, take_out, take_out.section, day)
    try:
        if take_out.state in custody_model.STEPS[act].states:
            since = take_out.decided_at if act == "handOver" else take_out.handed_over_at
            model.refuse_older(scan, since)
        custody_model.permit(act, take_out, by, day)
    except Refused as refused:
        return refused
    return None


async def _before(scan: Scan) -> TakeOut | None:
    """The take-out as it was before a scan changed it; None when others have changed it since."""
    told = await queries.newest(scan.became) if scan.became else None
    while told is not None and told.entry.change != scan.change:
        told = await _entry_before(told.entry.subject, told.entry.seq)
    if told is None or told.before is None:
        return None
    return msgspec.convert(told.before, TakeOut)


async def _entry_before(subject: str, seq: int) -> Told | None:
    found = await queries.listed(queries.Filter(subject=subject), limit=1, before=seq)
    return found[0] if found else None


async def _taken_back(applied: Sequence[Scan], actor: Actor, now: datetime) -> bool:
    """The newest first; where somebody else has changed something since, the rest stays as it is."""
    taken = False
    for scan in reversed(applied):
        if not await _take_back(scan, actor, now):
            break
        taken = True
    return taken


async def _take_back(scan: Scan, actor: Actor, now: datetime) -> bool:
    async with change(actor, now) as c:
        known = await load(SCANS, scan.id)
        done = await _what_it_did(scan)
        if known is None or known.state != "done" or not done:
            return False
        for told in done:
            await _set_back(c, told)
        waiting = msgspec.structs.replace(known, state="waiting", became=None, change=None)
        await c.amend(SCANS, waiting, act=_TAKEN_BACK)
    return True


async def _what_it_did(scan: Scan) -> list[Told]:
    """The entries to be set back, as long as each is still the last of its subject."""
    newest = await _standing(scan.became) if scan.became else None
    if newest is None or newest.entry.change != scan.change:
        return []
    did = [t for t in await queries.of_change(newest.entry) if t.entry.register in _UNDOES]
    for told in did:
        last = await _standing(told.entry.subject)
        if last is None or last.entry.seq != told.entry.seq or told.before is None:
            return []
    return did


async def _standing(subject: str) -> Told | None:
    """The entry that made the subject what it is: what was taken back since does not count."""
    told = await queries.newest(subject)
    while told is not None and told.entry.act == _TAKEN_BACK and told.entry.corrects is not None:
        told = await _entry_before(subject, told.entry.corrects)
    return told


async def _set_back(c: Change, told: Told) -> None:
    register = _UNDOES[told.entry.register]
    row = msgspec.convert(told.before, register.row)
    await c.amend(register, row, act=_TAKEN_BACK, corrects=told.entry.seq)


async def _again(scans: Sequence[Scan], recorder: Actor, now: datetime) -> None:
    """Try once more what did not fit or was taken back, in order, for the person who scanned it."""
    for scan in scans:
        async with db.read():
            known = await load(SCANS, scan.id)
            if known is None or known.state not in ("conflict", "waiting"):
                continue
            answers = await keeping.answers_of(known)
        actor = await identity.acting(known.person, today(now))
        ready = Ready(known, answers, actor)
        try:
            await keeping.attempt(ready, now, recorder=recorder)
        except Refused as refused:
            await keeping.conflict(ready, refused, now, recorder=recorder)
