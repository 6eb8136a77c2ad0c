"""ST-01, ST-02: things in places that cannot be locked, or that are not meant for their data."""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from daicho.oversight.violations.rules.found import Found, found
from daicho.oversight.violations.rules.media import Reviewed
from daicho.things.assets.model import Asset, State, holds_class_2

RULES: Final = ("ST-01", "ST-02")

LIES: Final[frozenset[State]] = frozenset({"in_storage", "returned", "quarantined"})
"""States of what lies at its storage place."""

UNKNOWN_COUNTS_AS: Final = 3
"""Of what nobody classified is presumed the highest class."""


class Place(msgspec.Struct, frozen=True):
    """What a storage place is good for: whether it can be locked, and which classes may lie there."""

    code: str
    lockable: bool
    classes: tuple[int, ...]


def check(assets: Iterable[Asset], places: Mapping[str, Place]) -> Reviewed:
    """Both rules over what lies in storage now."""
    stored = [a for a in assets if a.state in LIES and a.place in places]
    told = [
        violation
        for asset in stored
        for violation in (
            unlockable(asset, places[asset.place or ""]),
            above(asset, places[asset.place or ""]),
        )
        if violation is not None
    ]
    return Reviewed(told, dict.fromkeys(RULES, len(stored)))


def unlockable(asset: Asset, place: Place) -> Found | None:
    """ST-01 施錠不可の場所に保管: data of class 2 and above behind no lock."""
    if place.lockable or not holds_class_2(asset):
        return None
    return found(
        "ST-01",
        f"asset:{asset.code}",
        "major",
        asset=asset.code,
        place=place.code,
        data_class=asset.data_class,
    )


def above(asset: Asset, place: Place) -> Found | None:
    """ST-02 許容区分超過: a class that the place is not meant for."""
    data_class = UNKNOWN_COUNTS_AS if asset.data_class is None else asset.data_class
    if data_class <= max(place.classes, default=-1):
        return None
    return found(
        "ST-02",
        f"asset:{asset.code}",
        "minor",
        asset=asset.code,
        place=place.code,
        data_class=asset.data_class,
        allowed=max(place.classes, default=None),
    )
