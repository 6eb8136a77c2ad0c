"""私物の発見: a device or medium of somebody's own that was seen in our rooms."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final, Literal

import msgspec

from daicho.foundation.kernel.actor import Role, Standing
from daicho.foundation.kernel.errors import Forbidden, Refused
from daicho.things.bringins.model import KEEPERS, BringIn, Item

SETTLES: Final[frozenset[Role]] = KEEPERS | {"security_manager"}


class PrivateFind(msgspec.Struct, frozen=True):
    """What somebody saw, where; `bring_in` is the one that lets it be there. `note` and `answer` are commitments."""

    id: str
    section: str
    floor: str
    area: str | None
    level: int
    item: Item
    found_by: str
    found_at: datetime
    note: str | None = None
    bring_in: str | None = None
    state: Literal["open", "explained", "settled"] = "open"
    answer: str | None = None
    settled_by: str | None = None
    settled_at: datetime | None = None


def explaining(item: Item, inside: Iterable[BringIn]) -> BringIn | None:
    """The 持込み that this thing is part of: the same serial number, let in and not out again."""
    for bring_in in inside:
        for place in bring_in.entered:
            listed = bring_in.items[place]
            if item.serial and listed.serial.casefold() == item.serial.casefold():
                return bring_in
    return None


def settle(find: PrivateFind, answer: str, by: Standing, now: datetime) -> PrivateFind:
    """It is out again, or what else became of it; said by another person than the one who found it."""
    if find.state != "open":
        raise Refused("find-settled", find=find.id, state=find.state)
    by.needs(SETTLES)
    if by.person == find.found_by:
        raise Forbidden("own-find", person=by.person)
    return msgspec.structs.replace(
        find, state="settled", answer=answer, settled_by=by.person, settled_at=now
    )
