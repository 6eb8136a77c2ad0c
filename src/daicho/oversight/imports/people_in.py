"""Staff out of a ledger: numbers and names. What they may do, posts say: those are proposed and approved."""

from collections.abc import Sequence

from daicho.foundation.history import sealed
from daicho.foundation.history.service import Change
from daicho.foundation.identity import taking_in
from daicho.foundation.identity.model import Person
from daicho.foundation.kernel.actor import SYSTEM
from daicho.foundation.kernel.errors import Refused
from daicho.foundation.kernel.text import refuse_resident_numbers
from daicho.oversight.imports.cells import folded
from daicho.oversight.imports.fields import FIELDS, Taken, require_fields
from daicho.oversight.imports.planned import Once, Planned, told


async def plan(found: Sequence[Taken]) -> list[Planned]:
    """What would become of each line."""
    known = await taking_in.people({str(one.values.get("staff_id") or "") for one in found})
    names = await sealed.reveal(person.name for person in known.values())
    once = Once()
    return [_planned(one, known, names, once) for one in found]


def _planned(found: Taken, known: dict[str, Person], names: dict[str, str], once: Once) -> Planned:
    require_fields(found, FIELDS["people"])
    if found.faults:
        return Planned(told(found, "refused"))
    staff_id, name = found.values["staff_id"], found.values["name"]
    once.note(found, "staff_id", staff_id)
    _refuse(found, staff_id, name)
    present = known.get(staff_id)
    if present is None:
        return Planned(told(found, "new"), wanted=(staff_id, name, found.values["kana"]))
    if folded(names.get(present.name, "")) != folded(name):
        found.refuse("name", Refused("person-named-otherwise", person=staff_id))
    return Planned(told(found, "same", code=staff_id))


def _refuse(found: Taken, staff_id: str, name: str) -> None:
    try:
        if staff_id == SYSTEM.person:
            raise Refused("person-reserved", person=staff_id)
        for field, text in (("staff_id", staff_id), ("name", name), ("kana", found.values["kana"])):
            refuse_resident_numbers(text, place=field)
    except Refused as refused:
        found.refuse(str(refused.facts.get("place", "staff_id")), refused)


async def carry_out(c: Change, plans: Sequence[Planned]) -> None:
    """Everybody new."""
    for planned in plans:
        if planned.told.outcome == "new":
            await taking_in.join(c, *planned.wanted)
