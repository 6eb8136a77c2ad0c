"""Sections and storage places as ledgers name them."""

from collections.abc import Iterable

import msgspec

from daicho.foundation.identity import service as identity
from daicho.foundation.identity.model import Section
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import Actor, Role
from daicho.foundation.kernel.errors import Invalid, Missing
from daicho.oversight.imports.cells import folded
from daicho.places.floors import storage
from daicho.places.floors.storage import Place

_MOST_PLACES = 20_000


class Whereabouts(msgspec.Struct):
    """What this person may name: sections by id and name, places by code, and by section and name."""

    sections: dict[str, list[Section]]
    reach: frozenset[str]
    places: dict[str, Place]
    named: dict[tuple[str, str], list[Place]]

    def section(self, text: str) -> str:
        """The section of this id or name, within reach."""
        found = [s for s in self.sections.get(folded(text), []) if s.id in self.reach]
        if not found:
            raise Missing("unknown-section", section=text)
        if len(found) > 1:
            raise Invalid("section-name-ambiguous", section=text, ids=[s.id for s in found])
        return found[0].id

    def place(self, text: str, section: str) -> str:
        """The storage place of this code, or the only one of this name in the section."""
        try:
            code = codes.read(text)
        except Invalid:
            return self._by_name(text, section)
        if code not in self.places:
            raise Missing("unknown-place", place=text)
        return code

    def _by_name(self, text: str, section: str) -> str:
        found = self.named.get((section, folded(text)), [])
        if not found:
            raise Missing("unknown-place", place=text)
        if len(found) > 1:
            raise Invalid(
                "place-name-ambiguous", place=text, codes=[codes.printed(p.code) for p in found]
            )
        return found[0].code

    def place_name(self, code: str | None) -> str:
        """What a place is called; empty for none, and its code where it lies outside the reach."""
        if code is None:
            return ""
        return self.places[code].name if code in self.places else codes.printed(code)


async def whereabouts(actor: Actor, keeps: Iterable[Role]) -> Whereabouts:
    """As of this transaction."""
    sections: dict[str, list[Section]] = {}
    for section in await identity.sections():
        for word in {folded(section.name), folded(section.id)}:
            sections.setdefault(word, []).append(section)
    places = await storage.places(actor, limit=_MOST_PLACES)
    named: dict[tuple[str, str], list[Place]] = {}
    for place in places:
        named.setdefault((place.section, folded(place.name)), []).append(place)
    return Whereabouts(sections, actor.reach(keeps), {p.code: p for p in places}, named)
