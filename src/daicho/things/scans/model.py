"""A scan that a device kept: when it happened, what became of it, and who may decide where it did not fit."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Literal

import msgspec

from daicho.foundation.kernel.actor import Actor, Role
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.errors import Forbidden, Refused

Deed = Literal["handOver", "declareReturn", "recordCount", "recordSighting", "lookUp"]
"""What a scan asks for, by the operation that does the same without a queue."""

State = Literal["done", "waiting", "conflict", "applied", "discarded"]
"""`waiting` is taken back until what happened before it is carried out; nothing stays so."""

Clock = Literal["right", "corrected", "doubtful"]

IN_TURN: frozenset[Deed] = frozenset({"handOver", "declareReturn"})
"""Acts of which one depends on what happened to the thing before; the others may come in any order."""

DEAD_ZONE = timedelta(seconds=30)
TRUSTED_WITHIN = timedelta(minutes=5)
LONGEST_KEPT = timedelta(days=31)
_MOST_OFF = 2_000_000_000
"""Seconds: 63 years, more than a clock that lost its battery is off; a column holds no more."""
ELSEWHERE_WITHIN = timedelta(minutes=2)
"""Nobody carries a thing from one place to another, and scans it there, in less."""

SETTLES: frozenset[Role] = frozenset(
    {"custodian", "section_head", "facility_admin", "security_manager"}
)


class Scan(msgspec.Struct, frozen=True):
    """One reading: `thing` is the code that the register calls it by, `became` the subject that it changed."""

    id: str
    person: str
    section: str
    device: str | None
    act: Deed
    code: str
    thing: str
    place: str | None
    session: str | None
    answers: str | None
    happened_at: datetime
    device_at: datetime
    device_seq: int
    clock_off: int
    clock: Clock
    received_at: datetime
    state: State = "done"
    became: str | None = None
    refusal: str | None = None
    facts: dict[str, Any] = {}
    change: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    note: str | None = None

    @property
    def turn(self) -> tuple[datetime, int, str]:
        """Its place among the scans of one thing, the same however they arrive."""
        return self.happened_at, self.device_seq, self.id

    @property
    def reader(self) -> tuple[str | None, str]:
        """Who holds the scanner; a person's own telephone is told apart from the shared device."""
        return self.device, "" if self.device else self.person


class Stray(msgspec.Struct, frozen=True):
    """A code that should not be there; open until somebody says what it was."""

    id: str
    scan: str
    code: str
    kind: Literal["unknown", "void", "disposed"]
    section: str
    scanned_by: str
    scanned_at: datetime
    asset: str | None = None
    state: Literal["open", "settled"] = "open"
    settled_by: str | None = None
    settled_at: datetime | None = None
    note: str | None = None


class DoubleLocation(msgspec.Struct, frozen=True):
    """Two scans of one thing that cannot both be what they seem: a copied label, or a clock."""

    id: str
    first: str
    second: str
    thing: str
    section: str
    seconds_apart: int
    state: Literal["open", "settled"] = "open"
    settled_by: str | None = None
    settled_at: datetime | None = None
    note: str | None = None


# When ---------------------------------------------------------------------------------------------


class Moment(msgspec.Struct, frozen=True):
    """When a scan happened by our clock, and what the device's clock is worth; `off` in seconds, ahead is positive."""

    at: datetime
    off: int
    clock: Clock


def moment(device_at: datetime, device_now: datetime, now: datetime) -> Moment:
    """The device's time put right by how far its clock is off now.

    Half a minute is nobody's fault and is left alone, so that two deliveries of one queue agree. Beyond five minutes,
    or with scans from the device's own future or of long ago, the time is put right as well as it goes and marked: a
    clock that lost its battery begins in 1970, and is right again before the scans are sent.
    """
    off = device_now - now
    if abs(off) < DEAD_ZONE:
        off = timedelta()
    kept = device_now - device_at
    doubtful = abs(off) > TRUSTED_WITHIN or not -DEAD_ZONE <= kept <= LONGEST_KEPT
    clock: Clock = "doubtful" if doubtful else "corrected" if off else "right"
    seconds = max(-_MOST_OFF, min(_MOST_OFF, round(off.total_seconds() / 10) * 10))
    return Moment(min(device_at - timedelta(seconds=seconds), now), seconds, clock)


def scan_id(person: str, key: str) -> str:
    """The same person's same key is the same scan."""
    return sha256(f"{person}:{key}".encode()).hexdigest()[:32]


# Order --------------------------------------------------------------------------------------------


def refuse_older(scan: Scan, since: datetime | None) -> None:
    """What happened before the state that it wants to change is another matter."""
    if since is not None and scan.happened_at < since:
        raise Refused(
            "scan-older-than-state", at=scan.happened_at.isoformat(), since=since.isoformat()
        )


def refuse_of_another_day(scan: Scan, asked: datetime) -> None:
    """A thing is handed over before the paper is written, on the same day; what was before is another matter."""
    if today(scan.happened_at) < today(asked):
        refuse_older(scan, asked)


def refuse_doubtful(scan: Scan, later: Iterable[Scan]) -> None:
    """A clock that is wrong decides nothing against what another device did; its own scans it numbers itself."""
    if scan.clock != "doubtful":
        return
    for other in later:
        if other.reader != scan.reader:
            raise Refused("clock-doubtful", seconds=scan.clock_off, first=other.id)


# Two places at once -------------------------------------------------------------------------------


def doubles(scan: Scan, others: Iterable[Scan], section: str) -> list[DoubleLocation]:
    """The readings of the same thing by somebody else at another place within two minutes, for the thing's section."""
    return [
        _double(*sorted((scan, other), key=lambda one: one.turn), section=section)
        for other in others
        if other.id != scan.id
        and other.thing == scan.thing
        and other.reader != scan.reader
        and None not in (other.place, scan.place)
        and other.place != scan.place
        and "doubtful" not in (other.clock, scan.clock)
        and abs(other.happened_at - scan.happened_at) < ELSEWHERE_WITHIN
    ]


def _double(first: Scan, second: Scan, *, section: str) -> DoubleLocation:
    """Named by the pair, so that it is one whichever of the two arrives last."""
    return DoubleLocation(
        id=sha256(f"{first.id}:{second.id}".encode()).hexdigest()[:32],
        first=first.id,
        second=second.id,
        thing=first.thing,
        section=section,
        seconds_apart=int((second.happened_at - first.happened_at).total_seconds()),
    )


# Deciding -----------------------------------------------------------------------------------------


def by_another(section: str, scanner: str, actor: Actor) -> None:
    """Two pairs of eyes: whoever scanned does not decide what it was."""
    actor.towards(section).needs(SETTLES)
    if actor.person == scanner:
        raise Forbidden("own-scan", person=scanner)


def apart(scan: Scan, involved: Collection[str], actor: Actor) -> None:
    """`by_another`, and nobody decides about a scan of what they asked for or carry."""
    by_another(scan.section, scan.person, actor)
    if actor.person in involved:
        raise Forbidden("own-request", person=actor.person)


def discard(scan: Scan, actor: Actor, now: datetime, note: str) -> Scan:
    """It stays on record as what somebody scanned; nothing follows from it."""
    by_another(scan.section, scan.person, actor)
    if scan.state != "conflict":
        raise Refused("scan-settled", scan=scan.id, state=scan.state)
    return msgspec.structs.replace(
        scan, state="discarded", decided_by=actor.person, decided_at=now, note=note
    )


def settle_stray(stray: Stray, actor: Actor, now: datetime, note: str) -> Stray:
    """Somebody found out why this code was there."""
    if stray.state != "open":
        raise Refused("scan-settled", scan=stray.scan, state=stray.state)
    by_another(stray.section, stray.scanned_by, actor)
    return msgspec.structs.replace(
        stray, state="settled", settled_by=actor.person, settled_at=now, note=note
    )


def settle_double(
    double: DoubleLocation, scanners: Iterable[str], actor: Actor, now: datetime, note: str
) -> DoubleLocation:
    """Somebody who scanned neither found out how it came."""
    if double.state != "open":
        raise Refused("scan-settled", scan=double.id, state=double.state)
    for scanner in scanners:
        by_another(double.section, scanner, actor)
    return msgspec.structs.replace(
        double, state="settled", settled_by=actor.person, settled_at=now, note=note
    )
