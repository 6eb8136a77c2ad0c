"""What an asset is, what may be registered and amended, and which states custody may give it."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

import msgspec

from daicho.foundation.kernel.clock import fiscal_year
from daicho.foundation.kernel.codes import printed
from daicho.foundation.kernel.errors import Invalid, Refused, Stale
from daicho.foundation.kernel.text import refuse_resident_numbers_in

Kind = Literal["terminal", "medium", "device"]
Type = Literal[
    "juki_terminal",
    "business_terminal",
    "usb",
    "hdd",
    "ssd",
    "optical",
    "tape",
    "sd",
    "laptop",
    "tablet",
    "other",
]
State = Literal[
    "draft", "in_storage", "in_use", "taken_out", "returned", "missing", "quarantined",
    "disposing", "disposed", "lease_returned",
]  # fmt: skip
"""`returned` lies at a storage place again, and nobody has looked at it yet."""

GONE: frozenset[State] = frozenset({"disposed", "lease_returned"})
"""For good: nothing happens to these any more."""

TYPES: Mapping[Kind, frozenset[Type]] = {
    "terminal": frozenset({"juki_terminal", "business_terminal"}),
    "medium": frozenset({"usb", "hdd", "ssd", "optical", "tape", "sd", "other"}),
    "device": frozenset({"laptop", "tablet", "other"}),
}
SERIES: Mapping[Kind, str] = {"terminal": "T", "medium": "M", "device": "D"}
TERMINAL_FACTS = ("privacy_filter", "lock_minutes", "wire_lock", "auth_factors")
IDENTIFYING = frozenset({"code", "section", "kind", "registered_on", "state"})
"""What an amendment never touches: another section or another state is another act."""

_MADE = re.compile(r"([TMD]-[0-9]{4})-([0-9]{4,6})")


class Asset(msgspec.Struct, frozen=True):
    """One row of the register; `code` without hyphens, `data_class` None means unknown."""

    code: str
    control_no: str
    name: str
    kind: Kind
    type: Type
    model: str
    serial: str
    state: State
    section: str
    registered_on: date
    maker: str | None = None
    place: str | None = None
    data_class: int | None = None
    encrypted: bool = False
    privacy_filter: bool | None = None
    lock_minutes: int | None = None
    wire_lock: bool | None = None
    auth_factors: int | None = None
    series: str | None = None
    series_no: int | None = None


class Wanted(msgspec.Struct, frozen=True):
    """What somebody wants to register; without a control number the next of its series is made."""

    name: str
    kind: Kind
    type: Type
    model: str
    serial: str
    section: str
    control_no: str | None = None
    maker: str | None = None
    place: str | None = None
    data_class: int | None = None
    encrypted: bool = False
    privacy_filter: bool | None = None
    lock_minutes: int | None = None
    wire_lock: bool | None = None
    auth_factors: int | None = None


def holds_class_2(asset: Asset) -> bool:
    """Whether the strict rules apply: data class 2 or more; unknown counts as the highest."""
    return asset.data_class is None or asset.data_class >= 2


def series_of(kind: Kind, day: date) -> str:
    """`M-2022`: what made control numbers of this kind begin with in the fiscal year of `day`."""
    return f"{SERIES[kind]}-{fiscal_year(day)}"


def numbered(series: str, number: int) -> str:
    """`M-2022-0001`."""
    return f"{series}-{number:04}"


def place_in_series(control_no: str) -> tuple[str | None, int | None]:
    """Series and number of a control number in our form, so that made ones go on from it."""
    found = _MADE.fullmatch(control_no)
    if found is None or numbered(found[1], int(found[2])) != control_no:
        return None, None
    return found[1], int(found[2])


def register(wanted: Wanted, *, code: str, next_no: int, today: date) -> Asset:
    """The asset as it enters the register; `next_no` is the next free number of its series.

    A thing with a storage place is in storage; a terminal without one is in use where it stands;
    any other thing stays a draft until somebody says where it is kept.
    """
    _refuse_unfitting(wanted.kind, wanted.type, msgspec.structs.asdict(wanted))
    _refuse_numbers(wanted)
    made = numbered(series_of(wanted.kind, today), next_no)
    control_no = wanted.control_no or made
    series, series_no = place_in_series(control_no)
    facts = msgspec.structs.asdict(wanted) | {"control_no": control_no}
    return Asset(
        **facts,
        code=code,
        state=_first_state(wanted),
        registered_on=today,
        series=series,
        series_no=series_no,
    )


def _first_state(wanted: Wanted) -> State:
    if wanted.place is not None:
        return "in_storage"
    return "in_use" if wanted.kind == "terminal" else "draft"


def still_so(asset: Asset, was: Mapping[str, Any]) -> None:
    """Nobody overwrites unseen what somebody else corrected meanwhile: `asset-amended-meanwhile` names the fields."""
    other = sorted(name for name, value in was.items() if getattr(asset, name) != value)
    if other:
        raise Stale("asset-amended-meanwhile", code=printed(asset.code), fields=other)


def amend(asset: Asset, changed: Mapping[str, Any]) -> Asset:
    """The corrected asset; `nothing-changed` when every value is what it was."""
    if asset.state in GONE:
        raise Refused("asset-disposed", code=printed(asset.code))
    if set(changed) & IDENTIFYING:
        raise Invalid("not-amendable", fields=sorted(set(changed) & IDENTIFYING))
    values = dict(changed)
    if "control_no" in values:
        values["series"], values["series_no"] = place_in_series(values["control_no"])
    if asset.state == "draft" and values.get("place") is not None:
        values["state"] = "in_storage"
    if asset.state in ("in_storage", "returned") and values.get("place", asset.place) is None:
        raise Invalid("place-required", state=asset.state)
    amended = msgspec.structs.replace(asset, **values)
    if amended == asset:
        raise Refused("nothing-changed", code=printed(asset.code))
    _refuse_numbers(amended)
    _refuse_unfitting(amended.kind, amended.type, msgspec.structs.asdict(amended))
    return amended


def _refuse_unfitting(kind: Kind, type_: Type, facts: Mapping[str, Any]) -> None:
    """Types belong to kinds, and only terminals have screens to filter and to lock."""
    if type_ not in TYPES[kind]:
        raise Invalid("type-not-of-kind", kind=kind, type=type_, types=sorted(TYPES[kind]))
    strange = [name for name in TERMINAL_FACTS if facts[name] is not None]
    if kind != "terminal" and strange:
        raise Invalid("not-a-terminal", kind=kind, fields=strange)


def _refuse_numbers(said: Wanted | Asset) -> None:
    """Not in serials: makers number things with twelve digits too, and one in eleven of those would be refused."""
    refuse_resident_numbers_in(
        name=said.name,
        maker=said.maker,
        model=said.model,
        control_no=said.control_no,
    )


def kept(asset: Asset, place: str) -> Asset:
    """Back in storage, at this place."""
    return msgspec.structs.replace(asset, state="in_storage", place=place)


def used(asset: Asset) -> Asset:
    """At a terminal; the place stays the one that it belongs to."""
    return msgspec.structs.replace(asset, state="in_use")


def taken(asset: Asset) -> Asset:
    """Out with its carriers; the place stays the one that it belongs to."""
    return msgspec.structs.replace(asset, state="taken_out")


def brought_back(asset: Asset, place: str) -> Asset:
    """It lies at this place again; until somebody has looked at it nobody takes it out anew."""
    return msgspec.structs.replace(asset, state="returned", place=place)


def gone(asset: Asset) -> Asset:
    """所在不明: nobody knows where it is."""
    return msgspec.structs.replace(asset, state="missing")


def doubted(asset: Asset, place: str | None) -> Asset:
    """Set apart at this place: nobody uses it until somebody releases it."""
    return msgspec.structs.replace(asset, state="quarantined", place=place or asset.place)


def passed_on(asset: Asset, section: str, place: str) -> Asset:
    """移管: another section keeps it from now on, in a place of its own."""
    return msgspec.structs.replace(asset, state="in_storage", section=section, place=place)


def awaiting_disposal(asset: Asset) -> Asset:
    """廃棄手続中: it stays where it is and does nothing else."""
    return msgspec.structs.replace(asset, state="disposing")
