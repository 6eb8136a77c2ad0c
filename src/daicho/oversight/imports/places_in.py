"""Storage places out of a ledger: new ones; what is registered stays as it is."""

from collections.abc import Sequence

from daicho.foundation.history.service import Change
from daicho.foundation.identity.service import fresh_code
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.errors import Invalid, Refused
from daicho.foundation.kernel.text import refuse_resident_numbers
from daicho.oversight.imports.cells import folded
from daicho.oversight.imports.fields import FIELDS, Taken, require_fields
from daicho.oversight.imports.planned import Once, Planned, told
from daicho.oversight.imports.where import Whereabouts, whereabouts
from daicho.places.floors import storage
from daicho.places.floors.storage import WantedPlace


async def plan(found: Sequence[Taken], actor: Actor) -> list[Planned]:
    """What would become of each line."""
    known, once = await whereabouts(actor, storage.KEEPS), Once()
    return [_planned(one, known, once) for one in found]


def _planned(found: Taken, known: Whereabouts, once: Once) -> Planned:
    require_fields(found, FIELDS["places"])
    values = {name: value for name, value in found.values.items() if value is not None}
    try:
        if "section" not in values:
            raise Invalid("cell-required", field="所属")
        values["section"] = known.section(values["section"])
        refuse_resident_numbers(values.get("name", ""), place="name")
    except Refused as refused:
        found.refuse(str(refused.facts.get("place", "section")), refused)
    if found.faults:
        return Planned(told(found, "refused"))
    wanted, key = WantedPlace(**values), (values["section"], folded(values["name"]))
    once.note(found, "name", key)
    present = known.named.get(key)
    if present is None:
        return Planned(told(found, "new"), wanted=wanted)
    given = {name: getattr(present[0], name) for name in values if name != "name"}
    if given != {name: value for name, value in values.items() if name != "name"}:
        found.refuse("name", Refused("place-registered-otherwise", name=wanted.name))
    return Planned(told(found, "same"))


async def carry_out(c: Change, plans: Sequence[Planned]) -> None:
    """Every line that is new."""
    for planned in plans:
        if planned.told.outcome == "new":
            await storage.add_place(c, planned.wanted, fresh_code())
