"""A scan and what it asks for stand in one change; what cannot be done is kept as a conflict for somebody to decide."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec

from daicho.foundation.history import sealed
from daicho.foundation.history.late import Late, told_late
from daicho.foundation.history.registers import Register, load, selected
from daicho.foundation.history.service import Change, change
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.errors import Invalid, Missing, Refused
from daicho.things.assets import service as assets
from daicho.things.scans import acts, model, tables
from daicho.things.scans.acts import Answers, Ready
from daicho.things.scans.model import DoubleLocation, Scan, Stray

SCANS = Register("scans", tables.Scan, Scan, "scan")
STRAYS = Register("stray-scans", tables.StrayScan, Stray, "stray-scan")
DOUBLES = Register("double-locations", tables.DoubleLocation, DoubleLocation, "double-location")

_BECAME = ("take-outs", "sightings", "stock-lines", "stock-stops")
"""Registers whose subject a scan is said to have become."""

_OPEN = ("conflict", "waiting")
_NEAR = "WHERE thing = $1 AND place IS NOT NULL AND happened_at > $2 AND happened_at < $3"


async def attempt(ready: Ready, now: datetime, *, recorder: Actor | None = None) -> Scan:
    """Carry a scan out, or keep it as a conflict; `recorder` brings about what another person scanned.

    Raises what is wrong in itself (`Invalid`, `Missing`): that is no matter of what happened meanwhile.
    """
    try:
        return await carried_out(ready, now, recorder=recorder)
    except (Invalid, Missing):
        raise
    except Refused as refused:
        return await conflict(ready, refused, now, recorder=recorder)


async def carried_out(
    ready: Ready, now: datetime, *, recorder: Actor | None = None, settled: Scan | None = None,
    note: str | None = None,
) -> Scan:  # fmt: skip
    """The act and its scan in one change; `settled` is how the scan is kept when somebody decided that it counts."""
    if ready.scan.act == "lookUp":
        return await _only_kept(ready, now)
    kept: list[Scan] = []

    async def beside(c: Change) -> None:
        done = _done(c, settled or ready.scan, "applied" if settled else "done")
        if note is not None:
            done = msgspec.structs.replace(done, note=c.seal(note, place="note"))
            c.done(id=done.id, state=done.state)
        kept[:] = [await _write(c, ready, done, "Applied" if settled else "Scanned")]

    with told_late(Late(ready.scan.happened_at, now, beside, recorder)):
        await acts.carry_out(ready, in_turn=settled is None)
    return kept[0]


async def _only_kept(ready: Ready, now: datetime) -> Scan:
    """Nothing follows from looking something up but the scan itself."""
    scan = ready.scan
    async with change(ready.actor, now, ready.key, occurred_at=scan.happened_at) as c:
        c.done(id=scan.id, state="done")
        return await _write(c, ready, _done(c, scan, "done"), "Scanned")


def _done(c: Change, scan: Scan, state: model.State) -> Scan:
    became = (r.subject for r in c.recorded if r.register in _BECAME)
    outcome = c.result.get("outcome")
    return msgspec.structs.replace(
        scan,
        state=state,
        became=next(became, None),
        refusal=None,
        facts={"outcome": outcome} if outcome else {},
        change=c.id,
    )


async def unknown(ready: Ready, now: datetime) -> Scan:
    """A code of ours that nothing carries: what was asked of it cannot be, that it was read is kept."""
    facts = {"code": codes.printed(ready.scan.code)}
    told = msgspec.structs.replace(ready.scan, refusal="unknown-code", facts=facts)
    async with change(ready.actor, now, ready.key, occurred_at=told.happened_at) as c:
        c.done(id=told.id, state=told.state)
        return await _write(c, ready, told, "Scanned")


async def conflict(
    ready: Ready, refused: Refused, now: datetime, *, recorder: Actor | None = None
) -> Scan:
    """Kept with the reason, until what happened before it makes it fit, or somebody decides."""
    facts: dict[str, Any] = msgspec.to_builtins(refused.facts)
    told = msgspec.structs.replace(
        ready.scan, state="conflict", refusal=refused.code, facts=facts, became=None, change=None
    )
    happened = told.happened_at
    async with change(recorder or ready.actor, now, ready.key, occurred_at=happened) as c:
        c.done(id=told.id, state=told.state)
        return await _write(c, ready, told, "Conflicted")


async def _write(c: Change, ready: Ready, scan: Scan, act: str) -> Scan:
    """Its first state, or its next; somebody may have been faster with the same scan."""
    known = await load(SCANS, scan.id)
    if known is None:
        return await _first(c, ready, scan, act)
    if known.state not in _OPEN:
        raise Refused("scan-settled", scan=scan.id, state=known.state)
    told = msgspec.structs.replace(scan, answers=known.answers)
    return known if told == known else await c.amend(SCANS, told, act=act)


async def _first(c: Change, ready: Ready, scan: Scan, act: str) -> Scan:
    """With what is to be noticed about it, whatever becomes of its act."""
    near = await _near(scan)
    kept = msgspec.structs.replace(scan, answers=_sealed(c, ready.answers, scan))
    await c.add(SCANS, kept, act=act)
    if ready.odd is not None:
        await c.add(STRAYS, _stray(ready, scan), act="Noticed")
    asset = await assets.find(scan.thing) if near else None
    for double in model.doubles(scan, near, asset.section if asset else scan.section):
        await c.add(DOUBLES, double, act="Noticed")
    return kept


async def _near(scan: Scan) -> Iterable[Scan]:
    if scan.place is None:
        return ()
    first, last = (
        scan.happened_at - model.ELSEWHERE_WITHIN,
        scan.happened_at + model.ELSEWHERE_WITHIN,
    )
    return await selected(SCANS, _NEAR, scan.thing, first, last)


def _sealed(c: Change, answers: Answers, scan: Scan) -> str | None:
    """What it takes to carry the scan out once more. Free text in it was looked at already."""
    told = msgspec.json.encode(
        {k: v for k, v in msgspec.to_builtins(answers).items() if v is not None}
    )
    if told == b"{}" or (scan.state == "done" and scan.act not in model.IN_TURN):
        return None
    opening = sealed.seal(told.decode())
    c.openings.append(opening)
    return opening.commitment


async def answers_of(scan: Scan) -> Answers:
    """Inside a transaction: the answers that a scan was kept with; `answers-erased` when they are gone."""
    if scan.answers is None:
        return acts.answers_of(scan.act, {})
    texts = await sealed.reveal([scan.answers])
    if scan.answers not in texts:
        raise Refused("answers-erased", scan=scan.id)
    return acts.answers_of(scan.act, msgspec.json.decode(texts[scan.answers]))


def _stray(ready: Ready, scan: Scan) -> Stray:
    """One for each scan; the rule looks at the code."""
    return Stray(
        id=scan.id,
        scan=scan.id,
        code=scan.code,
        kind=ready.odd or "unknown",
        section=scan.section,
        scanned_by=scan.person,
        scanned_at=scan.happened_at,
        asset=None if ready.odd == "unknown" or not ready.asset else scan.thing,
    )
