"""Placements by difference: what a floor's document says against what the register says stands there."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from hashlib import sha256

import msgspec

from daicho.foundation.kernel import codes
from daicho.foundation.kernel.errors import Invalid, Refused
from daicho.places.floors.model import FloorDocument, Terminal
from daicho.things.assets.model import GONE, TERMINAL_FACTS, Asset


class Placement(msgspec.Struct, frozen=True):
    """One terminal at one seat over a period; `valid_to` is the first day on which it is gone."""

    id: str
    asset: str
    floor: str
    section: str
    terminal: str
    seat_policy: str
    valid_from: date
    valid_to: date | None = None


class Sighting(msgspec.Struct, frozen=True):
    """現物確認: somebody scanned a terminal where it stands; what they did not say stays None."""

    id: str
    asset: str
    section: str
    seen_by: str
    seen_at: datetime
    place: str | None = None
    floor: str | None = None
    area: str | None = None


def only_terminals(asset: Asset) -> None:
    """Media and devices are accounted for by take-outs and stock-takes."""
    if asset.kind != "terminal":
        raise Refused("sighting-of-no-terminal", code=codes.printed(asset.code), kind=asset.kind)


class Spot(msgspec.Struct, frozen=True):
    """What a document says of a terminal that carries a label: the asset, its place on the plan, its seat."""

    asset: str
    terminal: str
    seat_policy: str


class Settled(msgspec.Struct, frozen=True):
    """What has to be written so that the register says what the floor says."""

    ended: list[Placement]
    begun: list[Placement]


def code_of(terminal: Terminal, place: str = "asset") -> str | None:
    """The 13 characters of a terminal's asset, None for one without; `asset-code-wrong` for anything else."""
    if not terminal.asset:
        return None
    try:
        return codes.read(terminal.asset)
    except Invalid as wrong:
        raise Invalid("asset-code-wrong", place=place, terminal=terminal.id) from wrong


def spots(document: FloorDocument) -> list[Spot]:
    """Every terminal of a document that names an asset; one asset twice is refused."""
    found: dict[str, Spot] = {}
    for number, terminal in enumerate(document.terminals):
        code = code_of(terminal, f"terminals[{number}].asset")
        if code is None:
            continue
        if code in found:
            raise Refused(
                "asset-placed-twice",
                asset=codes.printed(code),
                terminals=[found[code].terminal, terminal.id],
            )
        found[code] = Spot(code, terminal.id, terminal.seat.policy)
    return list(found.values())


def refuse_strangers(placed: Iterable[Spot], known: Mapping[str, Asset]) -> None:
    """Only registered terminals that are still there may be drawn with a label."""
    for spot in placed:
        asset = known.get(spot.asset)
        facts = {"asset": codes.printed(spot.asset), "terminal": spot.terminal}
        if asset is None:
            raise Invalid("unknown-asset-on-floor", **facts)
        if asset.kind != "terminal":
            raise Invalid("asset-not-a-terminal", kind=asset.kind, **facts)
        if asset.state in GONE:
            raise Refused("asset-disposed-on-floor", **facts)


def refuse_elsewhere(placed: Iterable[Spot], elsewhere: Mapping[str, str]) -> None:
    """`elsewhere` is asset -> another floor that has it on the same day: it is taken off there first."""
    for spot in placed:
        if spot.asset in elsewhere:
            raise Refused(
                "asset-stands-elsewhere",
                asset=codes.printed(spot.asset),
                terminal=spot.terminal,
                floor=elsewhere[spot.asset],
            )


def settle(
    wanted: Iterable[Spot], standing: Iterable[Placement], *, floor: str, section: str, on: date,
    new_id: Callable[[], str],
) -> Settled:  # fmt: skip
    """The difference between a floor's document and the open placements of the floor and of the assets on it.

    An asset that still stands on another floor moves here; what is the same stays as it is.
    """
    spots_left = {(s.asset, s.terminal, s.seat_policy): s for s in wanted}
    over = []
    for placement in standing:
        same = (placement.asset, placement.terminal, placement.seat_policy)
        if placement.floor == floor and same in spots_left:
            del spots_left[same]
        else:
            over.append(ended(placement, on))
    begun = [
        Placement(new_id(), s.asset, floor, section, s.terminal, s.seat_policy, on)
        for s in spots_left.values()
    ]
    return Settled(over, begun)


def ended(placement: Placement, on: date) -> Placement:
    """It stands there no more from this day on."""
    return msgspec.structs.replace(placement, valid_to=max(on, placement.valid_from))


def still_there(placed: Iterable[Spot], known: Mapping[str, Asset]) -> list[Spot]:
    """Without those whose thing is gone for good since it was drawn."""
    return [s for s in placed if s.asset not in known or known[s.asset].state not in GONE]


def etag(document: str, terminals: tuple[Terminal, ...]) -> str:
    """Tag of a document (by its SHA-256) together with what the register says of its terminals."""
    return sha256(document.encode() + msgspec.json.encode(terminals)).hexdigest()


def joined(document: FloorDocument, known: Mapping[str, Asset]) -> FloorDocument:
    """The document as the register has it: a labelled terminal's filter, locks and factors are its asset's.

    One whose asset is gone for good is not on it.
    """
    registered = ((terminal, _asset_of(terminal, known)) for terminal in document.terminals)
    terminals = tuple(
        _as_registered(terminal, asset)
        for terminal, asset in registered
        if asset is None or asset.state not in GONE
    )
    return msgspec.structs.replace(document, terminals=terminals)


def _asset_of(terminal: Terminal, known: Mapping[str, Asset]) -> Asset | None:
    code = code_of(terminal)
    return known.get(code) if code else None


def _as_registered(terminal: Terminal, asset: Asset | None) -> Terminal:
    if asset is None:
        return terminal
    told = {name: getattr(asset, name) for name in TERMINAL_FACTS}
    given = {name: value for name, value in told.items() if value is not None}
    return msgspec.structs.replace(terminal, **given)
