"""What the rules of storage places look at: the places of these assets."""

from collections.abc import Mapping

from daicho.oversight.violations.rules.stores import Place
from daicho.places.floors import storage
from daicho.things.assets.model import Asset


async def places_of(known: Mapping[str, Asset]) -> dict[str, Place]:
    """Inside the caller's transaction; what is out lies in no place now."""
    lying = {a.place for a in known.values() if a.state in ("in_storage", "quarantined")}
    found: dict[str, Place] = {}
    for code in sorted(code for code in lying if code):
        place = await storage.place(code)
        if place is not None:
            found[code] = Place(place.code, place.lockable, place.classes)
    return found
