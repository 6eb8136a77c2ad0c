"""Proposals that change what a terminal is set to, not where it stands."""

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from daicho.oversight.violations.fixes_model import Fix, with_terminal
from daicho.places.floors.model import Terminal
from daicho.places.floors.thresholds import FloorThresholds

Settings = Callable[[Terminal, FloorThresholds], Iterator[Fix]]


def shared_seat(terminal: Terminal, limits: FloorThresholds) -> Iterator[Fix]:
    """TM-03: nobody's own desk any more."""
    shared = replace(terminal, seat=replace(terminal.seat, policy="shared"), assigned_to=None)
    yield with_terminal("share-seat", shared)


def lock_and_filter(terminal: Terminal, limits: FloorThresholds) -> Iterator[Fix]:
    """TM-08: whichever of the two is wrong; where both are, only both together are enough."""
    minutes = min(terminal.lock_minutes, limits.lock_minutes)
    right = replace(terminal, lock_minutes=minutes, privacy_filter=True)
    if terminal.lock_minutes > minutes:
        yield with_terminal("set-lock", right, minutes=minutes)
    if not terminal.privacy_filter:
        yield with_terminal("fit-filter", right)


def wire_lock(terminal: Terminal, limits: FloorThresholds) -> Iterator[Fix]:
    yield with_terminal("fit-wire-lock", replace(terminal, wire_lock=True))


def second_factor(terminal: Terminal, limits: FloorThresholds) -> Iterator[Fix]:
    safe = replace(terminal, auth_factors=limits.auth_factors)
    yield with_terminal("second-factor", safe, factors=limits.auth_factors)


SETTINGS: dict[str, Settings] = {
    "TM-03": shared_seat,
    "TM-08": lock_and_filter,
    "TM-09": wire_lock,
    "TM-11": second_factor,
}
"""Rule -> what sets it right."""
