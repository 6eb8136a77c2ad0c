"""The lines of a 棚卸: what a scan says about the frozen list, and how what it found is settled."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec

from daicho.foundation.kernel.actor import Standing
from daicho.foundation.kernel.errors import Forbidden, Invalid, Refused
from daicho.things.assets.model import GONE, Asset
from daicho.things.assets.model import State as AssetState
from daicho.things.stocktake import walk_model
from daicho.things.stocktake.model import StockTake, may
from daicho.things.stocktake.walk_model import StockStop, Unplaced

Outcome = Literal[
    "pending", "here", "wrong_place", "no_place", "unknown_code", "elsewhere_section",
    "label_damaged", "disposed", "missing", "out",
]  # fmt: skip
"""`pending` was not seen yet, `missing` not by the end of counting, `out` was with its carriers by then."""
Settling = Literal["none", "open", "proposed", "applied", "reported"]
Correction = Literal["amend_register", "put_right"]
"""The register follows what was found, or the thing was dealt with: carried back, labelled anew, handed over."""

EXPECTED: frozenset[AssetState] = frozenset(
    {"draft", "in_storage", "in_use", "quarantined", "taken_out", "returned"}
)
"""What is lost or disposed of is not looked for; what is out is on the list, and excused while it stays out."""
_MISSED: frozenset[AssetState] = EXPECTED - {"taken_out"} | {"missing"}
"""What can be reported as missing; what left since with its carriers is told by their take-out."""

IN_ORDER: frozenset[Outcome] = frozenset({"pending", "here", "out"})
SEEN: frozenset[Outcome] = frozenset({"here", "wrong_place", "no_place", "label_damaged"})
UNSETTLED: frozenset[Settling] = frozenset({"open", "proposed"})
AHEAD_AT_MOST = timedelta(minutes=5)


class StockLine(msgspec.Struct, frozen=True):
    """One thing on the frozen list, or a code that was read beside it.

    `belongs`, `asset_state` and `asset_place` are what the register said when the line was made. `seen_place` is where
    the newest scan that told a place found it: the place it named itself (`told_place`), or the scanner's place
    at that moment. `unplaced` are the scans that named none, as far as a place that arrives late may make one count.
    """

    id: str
    stock_take: str
    section: str
    code: str
    expected: bool
    outcome: Outcome
    settling: Settling
    asset: str | None = None
    belongs: str | None = None
    asset_state: AssetState | None = None
    asset_place: str | None = None
    told_place: str | None = None
    seen_place: str | None = None
    seen_by: str | None = None
    seen_at: datetime | None = None
    damaged: bool = False
    unplaced: tuple[Unplaced, ...] = ()
    correction: Correction | None = None
    note: str | None = None
    proposed_by: str | None = None
    proposed_at: datetime | None = None
    settled_by: str | None = None
    settled_at: datetime | None = None


class StockQueue(msgspec.Struct, frozen=True):
    """Scans that a scanner still has on a device, as the device said last."""

    id: str
    stock_take: str
    section: str
    scanner: str
    device: str
    unsynced: int
    told_at: datetime


# The frozen list -----------------------------------------------------------------------------------


def is_expected(asset: Asset, stock_take: StockTake) -> bool:
    """Whether a thing belongs on the frozen list."""
    if asset.section != stock_take.section or asset.state not in EXPECTED:
        return False
    return not stock_take.places or asset.place in stock_take.places


def listed(asset: Asset, stock_take: StockTake, line_id: str) -> StockLine:
    """A thing as the frozen list has it."""
    return StockLine(
        id=line_id,
        stock_take=stock_take.id,
        section=stock_take.section,
        code=asset.code,
        expected=True,
        outcome="pending",
        settling="none",
        asset=asset.code,
        belongs=asset.section,
        asset_state=asset.state,
        asset_place=asset.place,
    )


def beside(code: str, asset: Asset | None, stock_take: StockTake, line_id: str) -> StockLine:
    """A code that was read and is not on the list."""
    return StockLine(
        id=line_id,
        stock_take=stock_take.id,
        section=stock_take.section,
        code=asset.code if asset else code,
        expected=False,
        outcome="pending",
        settling="none",
        asset=asset.code if asset else None,
        belongs=asset.section if asset else None,
        asset_state=asset.state if asset else None,
        asset_place=asset.place if asset else None,
    )


# A scan ----------------------------------------------------------------------------------------------


class Scan(msgspec.Struct, frozen=True):
    """What one scan says of a thing; `place` is the one it names, `sequence` the device's own count of its scans."""

    at: datetime
    by: str
    place: str | None = None
    damaged: bool = False
    device: str | None = None
    sequence: int | None = None


def in_time(stock_take: StockTake, at: datetime, now: datetime) -> None:
    """A scan happened while there was a list, and not in the future."""
    if stock_take.started_at is None or at < stock_take.started_at:
        raise Refused("scanned-before-start", at=at.isoformat())
    if at > now + AHEAD_AT_MOST:
        raise Invalid("scanned-in-the-future", at=at.isoformat(), now=now.isoformat())


def seen(line: StockLine, scan: Scan, stops: Sequence[StockStop] = ()) -> StockLine:
    """The line after a scan: the newest one counts, in whatever order they arrive; the same line when nothing is new.

    One that tells no place takes nothing from one that does: that it was read again does not unsay where it lay.
    What somebody has proposed a correction for, or settled, is not scanned anew. `stops` are where its scanner stood.
    """
    if line.settling in ("proposed", "applied", "reported"):
        return line
    if scan.place is not None:
        finds = _Finds(scan.at, scan.by, scan.place, scan.place, scan.damaged)
        return _with(line, max(filter(None, (_standing(line), finds)), key=_weight))
    one = walk_model.unplaced(
        scan.at, scan.by, damaged=scan.damaged, device=scan.device, sequence=scan.sequence
    )
    more = walk_model.with_one_more(_waiting(line), one)
    return _resolved(msgspec.structs.replace(line, unplaced=more), scan.by, stops)


def moved_stop(line: StockLine, scanner: str, stops: Sequence[StockStop]) -> StockLine:
    """The line when its scanner turns out to have stood elsewhere; a place that a scan named itself stays."""
    if line.settling not in ("none", "open"):
        return line
    return _resolved(line, scanner, stops)


class _Finds(msgspec.Struct, frozen=True):
    """What a scan found: the place it named, the place where it lay, its label; `turn` tells two of a moment apart."""

    at: datetime
    by: str
    told: str | None
    place: str | None
    damaged: bool
    turn: tuple[int, str] = (-1, "")


def _weight(finds: _Finds) -> tuple[Any, ...]:
    """The first to tell a place, then the later, then the greater in the other fields: any order ends alike."""
    known = finds.place is not None
    return known, finds.at, finds.told or "", finds.by, finds.damaged, finds.turn


def _resolved(line: StockLine, scanner: str, stops: Sequence[StockStop]) -> StockLine:
    """Every scan of this scanner's that named no place lies where they stood; the weightiest counts."""
    standing = _standing(line)
    own = [one for one in _waiting(line) if one.by == scanner]
    found = [
        _Finds(
            one.moment, one.by, None, walk_model.stood_at(stops, one), one.damaged,
            (one.sequence or 0, one.device or ""),
        )
        for one in own
    ]  # fmt: skip
    if standing is not None and (standing.told is not None or standing.by != scanner):
        found.append(standing)
    return _with(line, max(found, key=_weight)) if found else line


def _waiting(line: StockLine) -> tuple[Unplaced, ...]:
    """What a line of before says without them: the scan that counts."""
    if line.unplaced or line.seen_at is None or line.seen_by is None or line.told_place is not None:
        return line.unplaced
    return (walk_model.unplaced(line.seen_at, line.seen_by, damaged=line.damaged),)


def _standing(line: StockLine) -> _Finds | None:
    """The scan that counts so far."""
    if line.seen_at is None or line.seen_by is None:
        return None
    return _Finds(line.seen_at, line.seen_by, line.told_place, line.seen_place, line.damaged)


def _with(line: StockLine, finds: _Finds) -> StockLine:
    if finds == _standing(line):
        return line
    return _judged(
        msgspec.structs.replace(
            line, told_place=finds.told, seen_place=finds.place, seen_by=finds.by,
            seen_at=finds.at, damaged=finds.damaged,
        )
    )  # fmt: skip


def tells_nothing_new(before: StockLine, after: StockLine) -> bool:
    """Whether a scan found what an earlier one had found: where the thing lies, and how its label is."""
    if before.seen_at is None:
        return False
    return (before.outcome, before.seen_place) == (after.outcome, after.seen_place)


def missed(line: StockLine, now_state: AssetState) -> StockLine:
    """What nobody saw by the end of counting."""
    out = now_state == "taken_out"
    return msgspec.structs.replace(
        line, outcome="out" if out else "missing", settling="none" if out else "open"
    )


def _judged(line: StockLine) -> StockLine:
    outcome = outcome_of(line)
    settling: Settling = "none" if outcome in IN_ORDER else "open"
    return msgspec.structs.replace(line, outcome=outcome, settling=settling)


def outcome_of(line: StockLine) -> Outcome:
    """What the newest scan means against what the register said."""
    if line.asset is None:
        return "unknown_code"
    if line.asset_state in GONE:
        return "disposed"
    if line.belongs != line.section:
        return "elsewhere_section"
    return _by_place(line) or ("label_damaged" if line.damaged else "here")


def _by_place(line: StockLine) -> Outcome | None:
    """What is wrong about the place; a thing in use without one is where it is used."""
    if line.asset_state == "in_use" and line.asset_place is None:
        return None
    if line.seen_place is None or line.asset_place is None:
        return "no_place"
    absent = line.asset_state in ("taken_out", "missing")
    return "wrong_place" if absent or line.asset_place != line.seen_place else None


# What was found is settled -----------------------------------------------------------------------------


def propose(
    line: StockLine, kind: Correction, note: str, *, by: Standing, now: datetime
) -> StockLine:
    """Somebody says how it is put in order; somebody else does it."""
    _in(line, "open")
    if line.outcome == "missing":
        raise Refused("missing-is-reported", line=line.id)
    if kind == "amend_register" and not can_amend(line):
        raise Refused("register-not-correctable", outcome=line.outcome)
    return msgspec.structs.replace(
        line, settling="proposed", correction=kind, note=note, proposed_by=by.person, proposed_at=now
    )  # fmt: skip


def can_amend(line: StockLine) -> bool:
    """The register can follow when the thing is the section's own, in its keeping, and lies at a known place."""
    placed = line.outcome in ("wrong_place", "no_place") and line.seen_place is not None
    return placed and line.asset_state in ("in_storage", "draft")


def apply(line: StockLine, now_state: AssetState | None, by: Standing, now: datetime) -> StockLine:
    """Carried out by another person than the one who proposed it."""
    _in(line, "proposed")
    if by.person == line.proposed_by:
        raise Forbidden("own-correction", person=by.person)
    if line.correction == "amend_register" and now_state not in ("in_storage", "draft"):
        raise Refused("asset-moved-on", state=now_state)
    if line.correction == "put_right" and line.outcome == "wrong_place" and _absent(now_state):
        raise Refused("asset-moved-on", state=now_state)
    return msgspec.structs.replace(
        line, settling="applied", settled_by=by.person, settled_at=now
    )  # fmt: skip


def passed_on(line: StockLine, asset: Asset) -> bool:
    """Whether it belongs to another section since it was listed: what is known of it is not ours to write."""
    return line.belongs == line.section != asset.section


def still_ours(line: StockLine, asset: Asset | None) -> None:
    """The register follows only for what is the section's own to this day."""
    if line.correction == "amend_register" and asset is not None and passed_on(line, asset):
        raise Refused("asset-passed-on", line=line.id)


def excused(line: StockLine) -> StockLine:
    """Nobody misses what passed to another section meanwhile."""
    _in(line, "open")
    if line.outcome != "missing":
        raise Refused("line-not-missing", outcome=line.outcome)
    return msgspec.structs.replace(line, outcome="out", settling="none")


def _absent(state: AssetState | None) -> bool:
    return state in ("taken_out", "missing")


def decline(line: StockLine) -> StockLine:
    """The proposal is taken back, or another one is wanted: the line is open again."""
    _in(line, "proposed")
    return msgspec.structs.replace(
        line, settling="open", correction=None, note=None, proposed_by=None, proposed_at=None
    )


def report(line: StockLine, asset: Asset, note: str, *, by: Standing, now: datetime) -> StockLine:
    """所在不明: nobody knows where it is; from now on an incident."""
    _in(line, "open")
    if line.outcome != "missing":
        raise Refused("line-not-missing", outcome=line.outcome)
    if asset.state not in _MISSED:
        raise Refused("asset-moved-on", state=asset.state)
    return msgspec.structs.replace(
        line, settling="reported", note=note, settled_by=by.person, settled_at=now
    )


def _in(line: StockLine, settling: Settling) -> None:
    if line.settling != settling:
        raise Refused("line-in-another-state", settling=line.settling, expected=settling)


def actions(line: StockLine, stock_take: StockTake, by: Standing) -> list[str]:
    """What this person could do with the line now."""
    return [
        operation for operation in _fitting(line) if may(operation, stock_take, by)
        and not (operation == "applyCorrection" and line.proposed_by == by.person)
    ]  # fmt: skip


def _fitting(line: StockLine) -> tuple[str, ...]:
    if line.settling == "proposed":
        return ("applyCorrection", "declineCorrection")
    if line.settling == "open":
        return ("reportMissing",) if line.outcome == "missing" else ("proposeCorrection",)
    return ()
