"""What a scanned code leads to: a thing, a place, a colleague's badge, or nothing that should be there."""

from typing import Literal

import msgspec

from daicho.foundation import db
from daicho.foundation.identity import service as identity
from daicho.foundation.kernel import codes
from daicho.foundation.kernel.actor import Actor
from daicho.foundation.kernel.errors import Missing
from daicho.places.floors import storage
from daicho.things.assets import service as assets
from daicho.things.assets.model import GONE, Asset
from daicho.things.labels import codebook
from daicho.things.labels.model import CodeState

Odd = Literal["unknown", "void", "disposed"]


class Read(msgspec.Struct, frozen=True):
    """One scanned code (13 characters), what the register calls its thing, and what is odd about it."""

    code: str
    thing: str
    section: str
    asset: Asset | None = None
    odd: Odd | None = None


async def read(scan: str, actor: Actor) -> Read:
    """Inside a transaction. What lies outside the person's reach is `unknown-code`, as if it did not exist.

    A code of ours that nothing carries is odd instead: somebody must have printed it.
    """
    scanned = codes.read(scan)
    label = await codebook.standing(scanned)
    if not label.thing:
        section = await _section_of_blank(scanned, actor)
        return Read(scanned, scanned, section, odd="void" if label.state == "void" else None)
    asset = await assets.find(label.thing)
    if asset is not None:
        _within(asset.section, actor, scanned)
        odd = _odd(asset, label.state)
        return Read(scanned, asset.code, asset.section, asset, odd)
    return await _elsewhere(scanned, label, actor)


def _odd(asset: Asset, label: CodeState) -> Odd | None:
    if asset.state in GONE:
        return "disposed"
    return "void" if label == "void" else None


async def _elsewhere(scanned: str, label: codebook.Standing, actor: Actor) -> Read:
    """A place, a badge, or nothing at all."""
    place = await storage.place(label.thing)
    if place is not None:
        _within(place.section, actor, scanned)
        return Read(
            scanned, place.code, place.section, odd="void" if label.state == "void" else None
        )
    home = actor.home or ""
    if await identity.person_by_code(label.thing) is not None:
        return Read(scanned, label.thing, home)
    return Read(scanned, scanned, home, odd="unknown")


async def _section_of_blank(code: str, actor: Actor) -> str:
    known = await codebook.entry(code)
    section = known.section if known else ""
    _within(section, actor, code)
    return section


def _within(section: str, actor: Actor, code: str) -> None:
    if section not in actor.reach():
        raise Missing("unknown-code", code=codes.printed(code))


async def badge_of(scan: str) -> str:
    """The code that the register calls the badge's person by; a badge that was replaced is nobody's."""
    scanned = codes.read(scan)
    async with db.read():
        label = await codebook.standing(scanned)
    return label.thing if label.state == "current" else ""
