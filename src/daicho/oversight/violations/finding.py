"""What the rules find: on a floor as the register has it, and of assets with their take-outs."""

from collections.abc import Iterable
from datetime import date

import msgspec

from daicho.oversight.violations import analyses, model
from daicho.oversight.violations.analysis import Analysis
from daicho.oversight.violations.model import Concern
from daicho.oversight.violations.rules import media
from daicho.oversight.violations.rules.found import Found
from daicho.places.floors import service as floors
from daicho.places.floors.model import FloorDocument
from daicho.places.floors.versions import FloorVersion
from daicho.things.assets.model import Asset
from daicho.things.custody import service as custody
from daicho.things.placements import service as placements


class Reviewed(msgspec.Struct, frozen=True):
    """What was found, and how many subjects each rule looked at."""

    concerns: list[Concern]
    checked: dict[str, int]


class Drawn(msgspec.Struct, frozen=True):
    """A version's document as the register has it, and the registered assets by terminal id."""

    version: FloorVersion
    document: FloorDocument
    placed: dict[str, Asset]

    async def analysis(self) -> Analysis:
        """Needs no transaction; heavy when it is the first time."""
        return await analyses.of(self.version.document, self.document)


async def drawn(version: FloorVersion, then: date | None = None) -> Drawn:
    """With today's attributes or those of a past day; inside the caller's transaction."""
    document, placed = await placements.joined(await floors.document_of(version.document), then)
    return Drawn(version, document, placed)


async def on_floor(version: FloorVersion) -> Reviewed:
    """The rules of a floor document, joined with the register, inside the caller's transaction."""
    found_there = await drawn(version)
    analysis = await found_there.analysis()
    concerns = [_concern(found, found_there) for found in analysis.violations]
    return Reviewed(concerns, analysis.checked)


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


async def of_assets(codes: Iterable[str], on: date) -> Reviewed:
    """The rules of custody over these assets as of a day, inside the caller's transaction."""
    held = await custody.held(sorted(codes))
    section_of = {one.asset.code: one.asset.section for one in held}
    reviewed = media.check(held, on)
    return Reviewed(
        [
            Concern(found, section=section_of[found.facts["asset"]], asset=found.facts["asset"])
            for found in reviewed.found
        ],
        reviewed.checked,
    )
