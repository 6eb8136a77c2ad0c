"""Transfers as lists show them: names beside ids, and what the reader may do."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from daicho.foundation import db
from daicho.foundation.history import sealed
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import JST, today
from daicho.places.floors.storage import place_names
from daicho.things.assets import service as assets
from daicho.things.custody import service, transferring
from daicho.things.custody.listing import Somebody
from daicho.things.custody.model import Held
from daicho.things.custody.options import Blocker
from daicho.things.custody.transfer import State, Transfer


class Shown(msgspec.Struct, frozen=True):
    """A transfer for the pages; the asset's name is told to both sides."""

    id: str
    code: str
    asset_name: str
    control_no: str
    state: State
    section: str
    section_name: str
    to_section: str
    to_section_name: str
    reason: str | None
    place: str | None
    place_name: str | None
    proposed_by: Somebody
    proposed_at: datetime
    decided_by: Somebody | None
    decided_at: datetime | None
    answer: str | None
    actions: list[str]
    blockers: list[Blocker]


class _Words(msgspec.Struct, frozen=True):
    people: dict[str, str]
    texts: dict[str, str]
    sections: dict[str, str]
    places: dict[str, str]

    def somebody(self, staff_id: str) -> Somebody:
        return Somebody(staff_id, self.people.get(staff_id, ""))


async def shown(transfers: Sequence[Transfer], actor: Actor, now: datetime) -> list[Shown]:
    """With every name and text, and with this reader's actions."""
    async with db.read():
        things = await assets.by_code(t.asset for t in transfers)
        waiting = [t.asset for t in transfers if t.state == "proposed"]
        held = {one.asset.code: one for one in await service.held(waiting)}
        words = _Words(
            people=await identity.names(
                p for t in transfers for p in (t.proposed_by, t.decided_by)
            ),
            texts=await sealed.reveal(c for t in transfers for c in (t.reason, t.answer)),
            sections=await identity.section_names(),
            places=await place_names(t.place for t in transfers),
        )
    return [
        msgspec.convert(
            _facts(one, words)
            | {
                "asset_name": things[one.asset].name,
                "control_no": things[one.asset].control_no,
            }
            | _able(one, held.get(one.asset), actor, now=now),
            Shown,
        )
        for one in transfers
    ]


def _able(one: Transfer, held: Held | None, actor: Actor, *, now: datetime) -> dict[str, object]:
    able = transferring.options(one, held, actor, today(now))
    return {"actions": able.actions, "blockers": able.blockers}


def _facts(one: Transfer, words: _Words) -> dict[str, object]:
    """The row with its ids and commitments replaced by what they stand for."""
    return msgspec.structs.asdict(one) | {
        "code": codes.printed(one.asset),
        "section_name": words.sections.get(one.section, ""),
        "to_section_name": words.sections.get(one.to_section, ""),
        "reason": words.texts.get(one.reason),
        "place": codes.printed(one.place) if one.place else None,
        "place_name": words.places.get(one.place or ""),
        "proposed_by": words.somebody(one.proposed_by),
        "proposed_at": one.proposed_at.astimezone(JST),
        "decided_by": words.somebody(one.decided_by) if one.decided_by else None,
        "decided_at": one.decided_at.astimezone(JST) if one.decided_at else None,
        "answer": words.texts.get(one.answer or ""),
    }
