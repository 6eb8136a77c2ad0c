"""消去・廃棄証明書, and what is still missing before a thing counts as disposed of."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Literal

import msgspec

from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.errors import Invalid
from daicho.things.disposal.methods import MethodName
from daicho.things.disposal.model import Line

Gap = Literal["sanitisation", "method", "destruction", "witness", "photos", "certificate"]
DifferenceKind = Literal["missing", "unknown", "twice", "method", "date", "not-recorded"]


class Certified(msgspec.Struct, frozen=True):
    """One line of a certificate, as it is printed there."""

    serial: str
    method: MethodName
    performed_on: date


class Certificate(msgspec.Struct, frozen=True):
    """What a company certifies about a disposal; `company` is a commitment, `replaced_by` a later, corrected one."""

    id: str
    disposal: str
    section: str
    number: str
    issued_on: date
    company: str
    evidence: str | None
    lines: tuple[Certified, ...]
    attached_by: str
    attached_at: datetime
    replaced_by: str | None = None


class Difference(msgspec.Struct, frozen=True):
    """Where certificate and record do not say the same about a serial number."""

    kind: DifferenceKind
    serial: str
    recorded: str | None = None
    certified: str | None = None


def same(serial: str) -> str:
    """A serial number as it is compared: width, case and blanks do not count, everything else does."""
    return "".join(unicodedata.normalize("NFKC", serial).casefold().split())


def holding(certificates: Iterable[Certificate]) -> list[Certificate]:
    """Those that no later one took the place of."""
    return [c for c in certificates if c.replaced_by is None]


def certified(certificates: Iterable[Certificate]) -> dict[str, Certified]:
    """Compared serial -> what is certified about it."""
    return {same(line.serial): line for c in holding(certificates) for line in c.lines}


def refuse_unfit(issued_on: date, lines: Sequence[Certified], now: datetime) -> None:
    """No certificate is of tomorrow, or older than what it certifies."""
    if issued_on > today(now):
        raise Invalid("certificate-of-tomorrow", issued_on=issued_on.isoformat())
    late = [line.serial for line in lines if line.performed_on > issued_on]
    if late:
        raise Invalid("certificate-before-work", serials=late, issued_on=issued_on.isoformat())


def differences(lines: Sequence[Line], certificates: Iterable[Certificate]) -> list[Difference]:
    """DP-08, every one of them: nothing is accepted because it nearly fits. None before anything is certified."""
    present = holding(certificates)
    if not present:
        return []
    told = [line for c in present for line in c.lines]
    times = Counter(same(line.serial) for line in told)
    known = {same(line.serial): line for line in lines}
    twice = [Difference("twice", s, certified=str(n)) for s, n in sorted(times.items()) if n > 1]
    found = [d for line in told for d in _told(line, known)]
    missing = [
        Difference("missing", line.serial)
        for key, line in sorted(known.items())
        if line.by_contractor and line.state != "lost" and key not in times
    ]
    return list(dict.fromkeys([*missing, *found, *twice]))


def _told(line: Certified, known: Mapping[str, Line]) -> Iterable[Difference]:
    """What one line of a certificate says otherwise than the record."""
    recorded = known.get(same(line.serial))
    if recorded is None:
        yield Difference("unknown", line.serial)
    elif not recorded.by_contractor or recorded.performed_at is None:
        yield Difference("not-recorded", line.serial)
    else:
        if line.method != recorded.method:
            yield Difference("method", line.serial, recorded.method, line.method)
        day = today(recorded.performed_at)
        if line.performed_on != day:
            yield Difference("date", line.serial, day.isoformat(), line.performed_on.isoformat())


def gaps(line: Line, told: Mapping[str, Certified]) -> list[Gap]:
    """What is missing until this line is proven, in the order in which it is done.

    What staff did is witnessed by other staff unless clearing was enough; what a contractor did is witnessed, or
    photographed, and always certified. Of what is lost nothing can be proven any more.
    """
    if line.state == "lost":
        return []
    first = _work_missing(line)
    if first is not None:
        return [first]
    found: list[Gap] = []
    if line.required != "clear" and line.witnessed_by is None and not line.by_contractor:
        found.append("witness")
    if line.required != "clear" and line.by_contractor and not (line.witnessed_by or line.photos):
        found.append("photos")
    if line.by_contractor and same(line.serial) not in told:
        found.append("certificate")
    return found


def _work_missing(line: Line) -> Gap | None:
    if line.state == "waiting":
        return "sanitisation"
    if line.state == "failed":
        return "destruction"
    return "method" if line.state == "insufficient" else None
