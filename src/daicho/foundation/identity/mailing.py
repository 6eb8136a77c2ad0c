"""Mail addresses of people: optional, set by themselves or by who administers them, erasable like their names."""

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from daicho.foundation import db
from daicho.foundation.history import sealed
from daicho.foundation.history.model import Key
from daicho.foundation.history.registers import Register, load, rows
from daicho.foundation.history.service import Done, change
from daicho.foundation.identity import service, tables
from daicho.foundation.identity.model import MailAddress
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.clock import today
from daicho.foundation.kernel.errors import Missing

ADDRESSES = Register(
    "mail-addresses", tables.MailAddress, MailAddress, "mail-address", key="person"
)


async def set_address(
    person: str, address: str | None, actor: Actor, now: datetime, key: Key | None = None
) -> Done:
    """None takes the address away; people of other administrators are not to be found."""
    async with change(actor, now, key) as c:
        if person != actor.person:
            await _require_administered(person, actor, today(now))
        await service.require_person(person)
        kept = c.seal(address, about=person, place="address") if address else None
        wanted = MailAddress(person, kept)
        if await load(ADDRESSES, person) is None:
            await c.add(ADDRESSES, wanted, act="Set")
        else:
            await c.amend(ADDRESSES, wanted, act="Set")
        done = c.done(id=person, state="set" if address else "none")
    return done


async def _require_administered(person: str, actor: Actor, day: date) -> None:
    known = await service.staff_of(actor.reach(("system_admin",)), day)
    if person not in {staff.staff_id for staff in known}:
        raise Missing("unknown-person", person=person)


async def addresses(staff_ids: Iterable[str]) -> dict[str, str]:
    """Staff id -> address, of those who have one."""
    wanted = sorted(set(staff_ids))
    async with db.read():
        known = await rows(ADDRESSES, tables.MailAddress.person.is_in(wanted or [""]))
        texts = await sealed.reveal(row.address for row in known)
    return {r.person: texts[r.address] for r in known if r.address in texts}


async def addressees() -> list[str]:
    """Who gets mail: people with an address and an account that is not closed."""
    async with db.read():
        found = await db.fetch(
            "SELECT DISTINCT m.person FROM mail_address m JOIN account a ON a.person = m.person"
            " WHERE m.address IS NOT NULL AND a.disabled_at IS NULL ORDER BY m.person"
        )
    return [row["person"] for row in found]


class Reached(msgspec.Struct, frozen=True):
    """Somebody of the sections that an administrator keeps, with the address if there is one."""

    staff_id: str
    name: str
    section_name: str
    address: str | None


async def reached(actor: Actor, day: date) -> list[Reached]:
    """Everybody whose address this person may set."""
    async with db.read():
        staff = await service.staff_of(actor.reach(("system_admin",)), day)
        known = await addresses(one.staff_id for one in staff)
    by_id = {one.staff_id: one for one in reversed(staff)}
    return [
        Reached(one.staff_id, one.name, one.section_name, known.get(one.staff_id))
        for one in sorted(by_id.values(), key=lambda one: (one.section_name, one.kana))
    ]
