"""What the rules find: on a floor as the register has it, and of assets with their take-outs and sightings."""

from collections.abc import Iterable
from datetime import date

import msgspec

from daicho.foundation.calendar import service as calendar
from daicho.foundation.calendar.model import Calendars
from daicho.oversight.violations import analyses, limits, model
from daicho.oversight.violations.analysis import Analysis
from daicho.oversight.violations.labelled import labelled
from daicho.oversight.violations.model import Concern
from daicho.oversight.violations.rules import labels, media, register, stores
from daicho.oversight.violations.rules.floor import FLOOR_RULES
from daicho.oversight.violations.rules.found import Found
from daicho.oversight.violations.rules.register import Stood
from daicho.oversight.violations.stored import places_of
from daicho.oversight.violations.thresholds import Limits
from daicho.places.floors import areas
from daicho.places.floors import service as floors
from daicho.places.floors.model import FloorDocument
from daicho.places.floors.versions import FloorVersion
from daicho.things.assets.model import Asset
from daicho.things.custody import service as custody
from daicho.things.custody.model import Held
from daicho.things.placements import service as placements
from daicho.things.placements import sightings
from daicho.things.placements.model import Placement

OF_FLOORS = (*FLOOR_RULES, *register.AREA_RULES)
"""Rules whose subjects stand on a floor in force."""

OF_ASSETS = (*media.RULES, *labels.RULES, *stores.RULES, *register.SIGHTING_RULES)
"""Rules whose subject is an asset of the register."""


class Reviewed(msgspec.Struct, frozen=True):
    """What was found, and how many subjects each rule looked at."""

    concerns: list[Concern]
    checked: dict[str, int]


class Drawn(msgspec.Struct, frozen=True):
    """A version's document as the register has it, the registered assets by terminal id, and what limits hold."""

    version: FloorVersion
    document: FloorDocument
    placed: dict[str, Asset]
    limits: Limits

    async def analysis(self) -> Analysis:
        """Needs no transaction; heavy when it is the first time."""
        return await analyses.of(self.version.document, self.document, self.limits.floor)


async def drawn(
    version: FloorVersion, then: date | None = None, holding: Limits | None = None
) -> Drawn:
    """With today's attributes or those of a past day; inside the caller's transaction."""
    document, placed = await placements.joined(await floors.document_of(version.document), then)
    return Drawn(version, document, placed, holding or await limits.current())


async def on_floor(version: FloorVersion, on: date) -> Reviewed:
    """The rules of a floor in force on a day, joined with the register, inside the caller's transaction."""
    found_there = await drawn(version)
    analysis = await found_there.analysis()
    states = await areas.states(version, on)
    reviewed = register.check_areas(states, on, found_there.limits.register)
    concerns = [_concern(found, found_there) for found in analysis.violations]
    concerns += [Concern(found, version.section, version.floor) for found in reviewed.found]
    return Reviewed(concerns, analysis.checked | reviewed.checked)


def _concern(found: Found, there: Drawn) -> Concern:
    asset = there.placed.get(_terminal(found.subject))
    return Concern(
        found=model.on_floor(found, there.version.floor),
        section=there.version.section,
        floor=there.version.floor,
        asset=asset.code if asset else None,
    )


def _terminal(subject: str) -> str:
    kind, _, name = subject.partition(":")
    return name if kind == "terminal" else ""


async def of_assets(codes: Iterable[str], on: date, fresh: Held | None = None) -> Reviewed:
    """The rules of custody, labels and sightings over these assets as of a day, inside the caller's transaction.

    `fresh` is an asset and its take-out that need not be read again.
    """
    wanted, holding = sorted(codes), await limits.current()
    held = await custody.held(wanted, fresh)
    known = {one.asset.code: one.asset for one in held}
    standing = await placements.standing(wanted)
    stood = await _stood(known, standing, on)
    out = media.check(held, on, holding.media, calendars=await _calendars(held))
    marked = labels.check(await labelled(known), on, holding.labels)
    seen = register.check_terminals(stood, on, holding.register)
    lying = stores.check(known.values(), await places_of(known))
    looked = (out, marked, seen, lying)
    return Reviewed(
        [_of_asset(found, known, standing) for told in looked for found in told.found],
        {rule: count for told in looked for rule, count in told.checked.items()},
    )


async def _calendars(held: Iterable[Held]) -> Calendars:
    """Asked for only where opening days are counted: a scan has no time for more."""
    returned = any(one.take_out and one.take_out.state == "returned" for one in held)
    return await calendar.current() if returned else Calendars()


def _of_asset(found: Found, known: dict[str, Asset], standing: dict[str, Placement]) -> Concern:
    code = found.facts["asset"]
    on_plan = found.rule in register.SIGHTING_RULES
    return Concern(
        found,
        section=known[code].section,
        floor=standing[code].floor if on_plan else None,
        asset=code,
    )


async def _stood(known: dict[str, Asset], standing: dict[str, Placement], on: date) -> list[Stood]:
    """Where the plan in force has each placed terminal, and where it was seen last."""
    last = await sightings.last_of(standing, on)
    plans: dict[str, FloorDocument | None] = {}
    for placement in standing.values():
        if placement.floor not in plans:
            version = await floors.in_force(placement.floor, on)
            plans[placement.floor] = await floors.document_of(version.document) if version else None
    return [
        Stood(known[code], placement, _areas_of(placement, plans[placement.floor]), last.get(code))
        for code, placement in standing.items()
        if code in known
    ]


def _areas_of(placement: Placement, document: FloorDocument | None) -> frozenset[str]:
    """The areas that hold the terminal's screen."""
    for terminal in document.terminals if document else ():
        if terminal.id == placement.terminal:
            return areas.areas_at(document, terminal.screen.at) if document else frozenset()
    return frozenset()
