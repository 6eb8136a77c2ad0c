"""Every number the rules go by, with its unit and bounds: what may be set, and what holds without a setting."""

from collections.abc import Mapping
from typing import Final, Literal

import msgspec

from daicho.foundation.kernel.errors import Invalid, Missing
from daicho.oversight.violations.rules.counts import CountThresholds
from daicho.oversight.violations.rules.disposals import DisposalThresholds
from daicho.oversight.violations.rules.labels import LabelThresholds
from daicho.oversight.violations.rules.media import MediaThresholds
from daicho.oversight.violations.rules.register import RegisterThresholds
from daicho.places.floors.thresholds import FloorThresholds

Unit = Literal["mm", "mm²", "deg", "min", "factors", "days", "business-days", "months"]


class Limits(msgspec.Struct, frozen=True):
    """All thresholds that hold at one moment."""

    floor: FloorThresholds = FloorThresholds()
    media: MediaThresholds = MediaThresholds()
    labels: LabelThresholds = LabelThresholds()
    register: RegisterThresholds = RegisterThresholds()
    counts: CountThresholds = CountThresholds()
    disposals: DisposalThresholds = DisposalThresholds()


class Setting(msgspec.Struct, frozen=True):
    """A threshold that somebody set; who and when stand in its entry."""

    name: str
    value: float


class Bounds(msgspec.Struct, frozen=True):
    """What a threshold may be; whole numbers where a part has no meaning."""

    group: Literal["floor", "media", "labels", "register", "counts", "disposals"]
    unit: Unit
    least: float
    most: float
    whole: bool = False


CATALOGUE: Final[dict[str, Bounds]] = {
    "public_eye": Bounds("floor", "mm", 800, 2500),
    "reading_reach": Bounds("floor", "mm", 500, 20_000),
    "reading_angle": Bounds("floor", "deg", 5, 85),
    "reading_angle_filtered": Bounds("floor", "deg", 5, 85),
    "exposed_least": Bounds("floor", "mm²", 0, 1_000_000),
    "passage_reach": Bounds("floor", "mm", 100, 10_000),
    "area_overlap_least": Bounds("floor", "mm²", 0, 10_000_000),
    "own_seat": Bounds("floor", "mm", 0, 2_000),
    "lock_minutes": Bounds("floor", "min", 1, 60, whole=True),
    "auth_factors": Bounds("floor", "factors", 1, 3, whole=True),
    "major_after_days": Bounds("media", "days", 0, 366, whole=True),
    "verify_within": Bounds("media", "business-days", 0, 60, whole=True),
    "read_within": Bounds("labels", "days", 1, 366, whole=True),
    "review_months": Bounds("register", "months", 1, 60, whole=True),
    "sighting_days": Bounds("register", "days", 1, 1_100, whole=True),
    "stocktake_months": Bounds("counts", "months", 1, 36, whole=True),
    "missing_within": Bounds("counts", "business-days", 0, 60, whole=True),
    "witness_within": Bounds("disposals", "days", 0, 30, whole=True),
    "certificate_within": Bounds("disposals", "days", 1, 366, whole=True),
    "stored_longest": Bounds("disposals", "days", 1, 1_100, whole=True),
}
"""Name -> bounds, for every field of the groups; a test compares."""


def limits_of(settings: Mapping[str, float]) -> Limits:
    """What holds with these settings by name; without one, the default."""
    groups: dict[str, dict[str, float]] = {g: {} for g in Limits.__struct_fields__}
    for name, value in settings.items():
        bounds = CATALOGUE[name]
        groups[bounds.group][name] = int(value) if bounds.whole else float(value)
    return msgspec.convert(groups, Limits)


def value_in(limits: Limits, name: str) -> float:
    """The value of a threshold among these."""
    value: float = getattr(getattr(limits, CATALOGUE[name].group), name)
    return value


def setting(name: str, value: float) -> Setting:
    """A setting within its bounds: `unknown-threshold`, `threshold-out-of-bounds` otherwise."""
    bounds = CATALOGUE.get(name)
    if bounds is None:
        raise Missing("unknown-threshold", threshold=name)
    fits = bounds.least <= value <= bounds.most and not (bounds.whole and value != int(value))
    if not fits:
        raise Invalid(
            "threshold-out-of-bounds", threshold=name, least=bounds.least, most=bounds.most,
            unit=bounds.unit, whole=bounds.whole,
        )  # fmt: skip
    return Setting(name, value + 0.0)  # never the zero with a sign
