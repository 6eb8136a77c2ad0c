"""Where a scanner stood when it read something: places switched to may arrive after what was read before them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from daicho.foundation.kernel.clock import rfc3339

CLOCKS_AGREE_WITHIN: Final = timedelta(minutes=1)
"""Two batches of one device may be set right by as much differently; within it its own count of scans decides."""


class StockStop(msgspec.Struct, frozen=True):
    """A scanner stood before a storage place from a moment on: what they read next lies there.

    `sequence` is the device's own count of its scans, None when nothing was kept on a device.
    """

    id: str
    stock_take: str
    section: str
    scanner: str
    place: str
    at: datetime
    device: str | None = None
    sequence: int | None = None


class Unplaced(msgspec.Struct, frozen=True):
    """A scan that named no place itself: it lies where its scanner stood; `at` is RFC 3339 in UTC."""

    at: str
    by: str
    damaged: bool = False
    device: str | None = None
    sequence: int | None = None

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)


def unplaced(
    at: datetime, by: str, *, damaged: bool = False, device: str | None = None,
    sequence: int | None = None,
) -> Unplaced:  # fmt: skip
    return Unplaced(rfc3339(at), by, damaged, device, sequence)


def with_one_more(known: Sequence[Unplaced], one: Unplaced) -> tuple[Unplaced, ...]:
    """The scans that a place arriving later could still make count: all but those that another one outdoes."""
    if any(_outdoes(other, one) for other in known):
        return tuple(known)
    kept = [other for other in known if other != one and not _outdoes(one, other)]
    return tuple(sorted([*kept, one], key=_order))


def _outdoes(one: Unplaced, other: Unplaced) -> bool:
    """Whatever place is known to the other is known to this one too, and this one is the newer."""
    if (one.by, one.device) != (other.by, other.device) or one == other:
        return False
    if (one.sequence is None) != (other.sequence is None):
        return False
    later = (one.at, one.damaged) >= (other.at, other.damaged)
    return later and (one.sequence or 0) >= (other.sequence or 0)


def _order(one: Unplaced) -> tuple[str, str, str, int, bool]:
    return one.at, one.by, one.device or "", one.sequence or 0, one.damaged


def stood_at(stops: Sequence[StockStop], scan: Unplaced) -> str | None:
    """The place that the scanner had switched to last before a scan; None before the first.

    A device knows the order of its own scans whatever its clock said.
    """
    before = [stop for stop in stops if stop.scanner == scan.by and _is_before(stop, scan)]
    if not before:
        return None
    last = max(before, key=lambda stop: (stop.at, stop.place))
    beside = [stop for stop in before if _later_on_the_same_device(stop, last)]
    return max(beside, key=lambda stop: stop.sequence or 0, default=last).place


def _is_before(stop: StockStop, scan: Unplaced) -> bool:
    apart = stop.at - scan.moment
    if _counted_together(stop, scan) and abs(apart) <= CLOCKS_AGREE_WITHIN:
        return (stop.sequence or 0) < (scan.sequence or 0)
    return apart <= timedelta(0)


def _later_on_the_same_device(stop: StockStop, last: StockStop) -> bool:
    near = last.at - stop.at <= CLOCKS_AGREE_WITHIN
    return near and _counted_together(stop, last) and (stop.sequence or 0) > (last.sequence or 0)


def _counted_together(stop: StockStop, other: StockStop | Unplaced) -> bool:
    numbered = stop.sequence is not None and other.sequence is not None
    return numbered and stop.device == other.device
