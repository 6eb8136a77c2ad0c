"""TM-01, 02, 03, 05, 06, 08, 09, 11: what the floor document alone says of a terminal's place and equipment."""

from collections.abc import Callable
from typing import Any

import msgspec

from daicho.oversight.violations.rules.found import Found, Grade, found
from daicho.places.floors.model import Area, Terminal, Viewpoint
from daicho.places.floors.seen import Exposure, Sight, TerminalSeen
from daicho.places.floors.thresholds import DEFAULTS, FloorThresholds

WITNESSES = 3
"""So many of the nearest viewpoints say why they do not see a seat."""


class Placed(msgspec.Struct, frozen=True):
    """One terminal with what the survey says of it: `sights` from every viewpoint, `area` it stands in,
    `passing` None when nobody looked who reads its screen walking by."""

    terminal: Terminal
    seen: TerminalSeen
    exposure: Exposure
    sights: tuple[Sight, ...]
    viewpoints: dict[str, Viewpoint]
    area: Area | None
    thresholds: FloorThresholds = DEFAULTS
    passing: Exposure | None = None

    @property
    def is_juki(self) -> bool:
        return self.terminal.kind == "juki"


def seat_out_of_sight(placed: Placed) -> Found | None:
    """TM-01 統合端末が死角: no supervision point sees the seat. A member of staff who sits on the seat
    itself does not supervise it."""
    supervising = [line for line in placed.sights if not is_own_seat(placed, line)]
    if any(line.seen for line in supervising):
        return None
    nearest = sorted(placed.sights, key=lambda line: line.distance)[:WITNESSES]
    seat = placed.terminal.seat
    return _about(
        placed,
        "TM-01",
        "observation",
        seat=[*seat.at, seat.height],
        viewpoints=len(placed.viewpoints),
        nearest=[_why_unseen(placed, line) for line in nearest],
    )


def is_own_seat(placed: Placed, line: Sight) -> bool:
    viewpoint = placed.viewpoints[line.viewpoint]
    return viewpoint.kind == "staff" and line.distance <= placed.thresholds.own_seat


def _why_unseen(placed: Placed, line: Sight) -> dict[str, Any]:
    viewpoint = placed.viewpoints[line.viewpoint]
    seat = placed.terminal.seat
    return {
        "viewpoint": line.viewpoint,
        "because": _because(placed, line),
        "distance": round(line.distance, 3),
        "walls": list(line.walls),
        "ray": [[*viewpoint.at, viewpoint.eye], [*seat.at, seat.height]],
    }


def _because(placed: Placed, line: Sight) -> str:
    if is_own_seat(placed, line):
        return "own-seat"
    if not line.in_reach:
        return "out-of-range"
    return "blocked" if line.in_view else "outside-field-of-view"


def screen_readable_by_public(placed: Placed) -> Found | None:
    """TM-02 画面が来庁者側から視認可能: the screen can be read from somewhere in a public area."""
    if not placed.exposure.areas:
        return None
    region = msgspec.to_builtins(placed.exposure.region)
    return _about(
        placed,
        "TM-02",
        "major",
        exposed_m2=placed.exposure.m2,
        areas=placed.exposure.areas,
        public_eye=placed.thresholds.public_eye,
        reach=placed.thresholds.reading_reach,
        half_angle=_half_angle(placed),
        **({"region": region} if region else {}),
    )


def _half_angle(placed: Placed) -> float:
    limits, filtered = placed.thresholds, placed.terminal.privacy_filter
    return limits.reading_angle_filtered if filtered else limits.reading_angle


def assigned_seat(placed: Placed) -> Found | None:
    """TM-03 職員の執務席に設置: the seat is somebody's own desk."""
    if placed.terminal.seat.policy != "assigned":
        return None
    return _about(
        placed, "TM-03", "observation", policy="assigned", seat=list(placed.terminal.seat.at)
    )


def outside_handling_area(placed: Placed) -> Found | None:
    """TM-05 取扱区域外の端末: it stands in an area, and in one for something else. Without any area it
    is AR-01."""
    if placed.area is None or placed.area.kind in ("handling", "controlled"):
        return None
    return _about(
        placed,
        "TM-05",
        "major",
        area=placed.area.id,
        area_kind=placed.area.kind,
        at=list(placed.terminal.screen.at),
    )


def readable_in_passing(placed: Placed) -> Found | None:
    """TM-06 通行者からの覗き見: the screen can be read from a passage right before it."""
    passing = placed.passing
    if passing is None or not passing.areas:
        return None
    region = msgspec.to_builtins(passing.region)
    return _about(
        placed,
        "TM-06",
        "minor",
        exposed_m2=passing.m2,
        areas=passing.areas,
        public_eye=placed.thresholds.public_eye,
        reach=placed.thresholds.passage_reach,
        half_angle=_half_angle(placed),
        **({"region": region} if region else {}),
    )


def weak_screen_lock(placed: Placed) -> Found | None:
    """TM-08 画面ロック・フィルタ不備: locks late, or has no privacy filter."""
    terminal, longest = placed.terminal, placed.thresholds.lock_minutes
    if terminal.lock_minutes <= longest and terminal.privacy_filter:
        return None
    return _about(
        placed,
        "TM-08",
        "minor",
        lock_minutes=terminal.lock_minutes,
        lock_minutes_limit=longest,
        privacy_filter=terminal.privacy_filter,
    )


def not_fastened(placed: Placed) -> Found | None:
    """TM-09 固定・施錠なし: no wire lock."""
    return None if placed.terminal.wire_lock else _about(placed, "TM-09", "minor", wire_lock=False)


def one_factor(placed: Placed) -> Found | None:
    """TM-11 二要素認証なし."""
    least = placed.thresholds.auth_factors
    if placed.terminal.auth_factors >= least:
        return None
    return _about(
        placed,
        "TM-11",
        "major",
        auth_factors=placed.terminal.auth_factors,
        auth_factors_least=least,
    )


def _about(placed: Placed, rule: str, grade: Grade, **facts: Any) -> Found:
    return found(rule, f"terminal:{placed.terminal.id}", grade, **facts)


Judge = Callable[[Placed], Found | None]

JUKI_RULES: dict[str, Judge] = {
    "TM-01": seat_out_of_sight,
    "TM-03": assigned_seat,
    "TM-05": outside_handling_area,
    "TM-08": weak_screen_lock,
    "TM-11": one_factor,
}
"""Concern terminals of data class 2 and above."""

TERMINAL_RULES: dict[str, Judge] = {
    "TM-02": screen_readable_by_public,
    "TM-06": readable_in_passing,
    "TM-09": not_fastened,
}
"""Concern every terminal."""
