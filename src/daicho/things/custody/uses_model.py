"""外部記録媒体の使用: a medium of the section at one of its terminals, from the start to the erasure."""

from datetime import datetime

import msgspec

from daicho.foundation.kernel.actor import Role
from daicho.foundation.kernel.codes import printed
from daicho.foundation.kernel.errors import Forbidden, Invalid, Refused
from daicho.things.assets.model import Asset

USES: frozenset[Role] = frozenset({"staff", "custodian", "section_head", "facility_admin"})
KEEPS: frozenset[Role] = frozenset({"custodian", "section_head", "facility_admin"})


class MediaUse(msgspec.Struct, frozen=True):
    """One line of the 使用簿; `purpose` and `note` are commitments, `resident_side` tells of a 統合端末."""

    id: str
    asset: str
    section: str
    terminal: str
    used_by: str
    purpose: str
    started_at: datetime
    resident_side: bool
    note: str | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None
    erased: bool | None = None


class Plan(msgspec.Struct, frozen=True):
    """What for; texts are commitments. `note` names the leave for a terminal of the My Number side."""

    purpose: str
    note: str | None = None


def start(
    medium: Asset, terminal: Asset, plan: Plan, *, use_id: str, used_by: str, now: datetime
) -> MediaUse:
    """A medium that lies in storage is used at a terminal; at a 統合端末 only with its leave named."""
    if medium.kind != "medium":
        raise Invalid("not-a-medium", code=printed(medium.code), kind=medium.kind)
    if terminal.kind != "terminal":
        raise Invalid("not-used-at-a-terminal", code=printed(terminal.code), kind=terminal.kind)
    if medium.state != "in_storage":
        raise Refused("asset-not-available", code=printed(medium.code), state=medium.state)
    if terminal.state != "in_use":
        raise Refused("asset-not-available", code=printed(terminal.code), state=terminal.state)
    resident_side = terminal.type == "juki_terminal"
    if resident_side and plan.note is None:
        raise Invalid("leave-for-resident-side", terminal=printed(terminal.code))
    return MediaUse(
        id=use_id,
        asset=medium.code,
        section=medium.section,
        terminal=terminal.code,
        used_by=used_by,
        purpose=plan.purpose,
        started_at=now,
        resident_side=resident_side,
        note=plan.note,
    )


def end(use: MediaUse, *, person: str, keeps: bool, erased: bool, now: datetime) -> MediaUse:
    """By the user, or by one who keeps the section's things."""
    if use.ended_at is not None:
        raise Refused("use-ended", use=use.id)
    if person != use.used_by and not keeps:
        raise Forbidden("not-the-user", used_by=use.used_by)
    return msgspec.structs.replace(use, ended_at=now, ended_by=person, erased=erased)
