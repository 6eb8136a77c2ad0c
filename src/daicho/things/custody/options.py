"""What a person could do with an asset now, and what is refused with which reason."""

from datetime import date
from typing import Any

import msgspec

from daicho.foundation.kernel.errors import Refused
from daicho.things.assets.model import Asset
from daicho.things.custody.model import (
    ANYBODY,
    KEEPERS,
    OPEN,
    STEPS,
    WAITING,
    Standing,
    TakeOut,
    free_for,
    is_expired,
    is_open_incident,
    may_be_found,
    may_be_missed,
    may_be_released,
    permit,
)


class Blocker(msgspec.Struct, frozen=True):
    """An operation that fits the state and is refused all the same, with code and facts."""

    operation: str
    code: str
    facts: dict[str, Any]


class Options(msgspec.Struct, frozen=True):
    """What a person may do now, the most likely first, and what keeps them from the rest."""

    actions: list[str]
    blockers: list[Blocker]


def options(asset: Asset, take_out: TakeOut | None, by: Standing, day: date) -> Options:
    """All that this person could try on this asset now: what works, and what is refused."""
    found = Options([], [])
    for operation in _fitting(asset, take_out, day):
        try:
            _try(operation, asset, take_out, by=by, day=day)
        except Refused as refusal:
            found.blockers.append(Blocker(operation, refusal.code, refusal.facts))
        else:
            found.actions.append(operation)
    return found


def _fitting(asset: Asset, take_out: TakeOut | None, day: date) -> list[str]:
    """The operations that the state suggests, whoever asks."""
    if asset.state == "quarantined" and (take_out is None or take_out.state not in OPEN):
        return ["releaseAsset", *_of_incident(take_out)]
    if take_out is None and asset.state == "missing":
        return ["reportFound"]
    if take_out is None:
        return ["requestTakeOut", "reportAbsence"]
    if is_expired(take_out, day):
        return ["requestTakeOut", "withdrawTakeOut", "reportAbsence"]
    if take_out.state == "incident":
        return _of_incident(take_out)
    fitting = [name for name, step in STEPS.items() if take_out.state in step.states]
    return [*fitting, "requestTakeOut"] if take_out.state in WAITING else fitting


def _of_incident(take_out: TakeOut | None) -> list[str]:
    """A matter that is closed asks for nothing more."""
    return ["closeIncident"] if take_out is not None and is_open_incident(take_out) else []


def _try(
    operation: str, asset: Asset, take_out: TakeOut | None, *, by: Standing, day: date
) -> None:
    if operation == "requestTakeOut":
        by.needs(ANYBODY)
        free_for(asset, take_out, day)
    elif operation == "reportAbsence":
        by.needs(ANYBODY)
        may_be_missed(asset, take_out)
    elif operation == "reportFound":
        by.needs(KEEPERS)
        may_be_found(asset, take_out)
    elif operation == "releaseAsset":
        may_be_released(asset, take_out, by)
    elif take_out is not None:
        permit(operation, take_out, by, day)
