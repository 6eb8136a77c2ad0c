"""The method matrix as data: what each way of erasing or destroying achieves on which medium, by which edition.

Levels after NIST SP 800-88 (Revision 1 until 25 September 2025, Revision 2 with IEEE 2883-2022 from the day after):
Clear, Purge, Destroy. Degaussing is a Purge for magnetic media and never a Destroy, in either edition.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final, Literal

import msgspec

from daicho.things.assets.model import Asset, Type

Level = Literal["none", "clear", "purge", "destroy"]
MethodName = Literal[
    "format", "factory_reset", "overwrite", "secure_erase", "block_erase", "crypto_erase",
    "degauss", "shred", "disintegrate", "pulverise", "melt", "incinerate", "drill",
]  # fmt: skip

LEVELS: Final[tuple[Level, ...]] = ("none", "clear", "purge", "destroy")
"""From what helps nothing to what leaves nothing."""

INITIALISING: Final[frozenset[MethodName]] = frozenset({"format", "factory_reset"})
"""初期化: what Soumu says is not enough, whatever the data."""


class Method(msgspec.Struct, frozen=True):
    """One row: `media` are the types it works on, both days included; `encrypted_only` when only keys are destroyed."""

    method: MethodName
    level: Level
    media: tuple[Type, ...]
    edition: str
    valid_from: date
    valid_until: date | None = None
    encrypted_only: bool = False

    def holds(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


_REV_1: Final = ("NIST SP 800-88 Rev.1", date(2014, 12, 17), date(2025, 9, 25))
_REV_2: Final = ("NIST SP 800-88 Rev.2 / IEEE 2883-2022", date(2025, 9, 26), None)
_SOUMU: Final = ("総務省ガイドライン 4.1(7)", date(2020, 12, 28), None)

_COMPUTERS: Final[tuple[Type, ...]] = ("juki_terminal", "business_terminal", "laptop", "tablet")
_FLASH: Final[tuple[Type, ...]] = ("usb", "ssd", "sd")
_WHOLE: Final[tuple[Type, ...]] = ("hdd", *_FLASH, "tape", *_COMPUTERS)
_EVERYTHING: Final[tuple[Type, ...]] = (*_WHOLE, "optical", "other")
_SOLID: Final[tuple[Type, ...]] = ("hdd", *_FLASH, *_COMPUTERS, "other")


def _both(
    method: MethodName, level: Level, media: tuple[Type, ...], *, encrypted_only: bool = False
) -> tuple[Method, ...]:
    """The same in both editions."""
    return tuple(
        Method(method, level, media, name, start, end, encrypted_only)
        for name, start, end in (_REV_1, _REV_2)
    )


def _local(method: MethodName, level: Level, media: tuple[Type, ...]) -> Method:
    name, start, end = _SOUMU
    return Method(method, level, media, name, start, end)


MATRIX: Final[tuple[Method, ...]] = (
    _local("format", "none", _EVERYTHING),
    _local("factory_reset", "none", _EVERYTHING),
    *_both("overwrite", "clear", _WHOLE),
    *_both("secure_erase", "purge", ("hdd", "ssd", *_COMPUTERS)),
    *_both("block_erase", "purge", ("ssd", *_COMPUTERS)),
    *_both("crypto_erase", "purge", ("hdd", *_FLASH, *_COMPUTERS), encrypted_only=True),
    *_both("degauss", "purge", ("hdd", "tape")),
    *_both("shred", "destroy", _EVERYTHING),
    *_both("disintegrate", "destroy", _SOLID),
    *_both("pulverise", "destroy", _SOLID),
    *_both("melt", "destroy", ("hdd", *_FLASH, "tape", "other")),
    *_both("incinerate", "destroy", _EVERYTHING),
    _local("drill", "destroy", ("hdd",)),
)
"""On a computer the method is applied to the medium inside. Drilling is destruction by municipal rule alone, and only
for platters: chips survive between the holes."""


def row_of(method: MethodName, type_: Type, day: date) -> Method | None:
    """The row that holds for a method on a type of medium on a day; None where it does not work."""
    fitting = (m for m in MATRIX if m.method == method and type_ in m.media and m.holds(day))
    return next(fitting, None)


def level_of(method: MethodName, type_: Type, day: date, *, encrypted: bool) -> Level:
    """What was achieved; `none` where the method does not work on this medium."""
    row = row_of(method, type_, day)
    if row is None or (row.encrypted_only and not encrypted):
        return "none"
    return row.level


def reaches(level: Level, required: Level) -> bool:
    return LEVELS.index(level) >= LEVELS.index(required)


def accepted(type_: Type, required: Level, day: date, *, encrypted: bool) -> list[MethodName]:
    """The methods that suffice, in the order of the matrix."""
    return [
        m.method
        for m in MATRIX
        if type_ in m.media
        and m.holds(day)
        and reaches(m.level, required)
        and (encrypted or not m.encrypted_only)
    ]


def required(asset: Asset, *, resident_data: bool) -> Level:
    """The least that the data demand: class 3, unknown, resident data of class 2 and terminals of the resident network
    are destroyed; other class 2 is purged; the rest is cleared."""
    unknown_or_highest = asset.data_class is None or asset.data_class >= 3
    if unknown_or_highest or asset.type == "juki_terminal":
        return "destroy"
    if asset.data_class == 2:
        return "destroy" if resident_data else "purge"
    return "clear"


def highest(levels: Iterable[Level]) -> Level:
    return max(levels, key=LEVELS.index, default="none")
