"""The limits the floor's analysis and its rules go by, in one place, with their defaults."""

import msgspec


class FloorThresholds(msgspec.Struct, frozen=True):
    """mm, degrees, minutes, mm²; proposals of domain.md 5 and design.md 4 unless a regulation says so."""

    public_eye: float = 1600.0
    reading_reach: float = 5000.0
    reading_angle: float = 60.0
    reading_angle_filtered: float = 30.0
    exposed_least: float = 1.0
    passage_reach: float = 2000.0
    area_overlap_least: float = 10_000.0
    own_seat: float = 300.0
    lock_minutes: int = 5
    auth_factors: int = 2


DEFAULTS = FloorThresholds()
