"""The floors of a bundle as pictures, and whether documents and kept files are still what their hashes say."""

import asyncio
from datetime import date
from hashlib import sha256

from daicho.foundation.blobs import service as blobs
from daicho.foundation.history.fsck import Finding
from daicho.foundation.kernel.errors import Missing
from daicho.oversight.violations import analyses
from daicho.places.floors import service as floors
from daicho.places.floors.versions import FloorVersion


async def in_force(on: date) -> dict[str, bytes]:
    """Floor id -> SVG of the document in force on a day, with its areas, terminals and sight.

    Drawn from the published document alone, so that the same day always gives the same picture.
    """
    holding = await floors.all_in_force(on)
    return {floor: await _drawn(version, on) for floor, version in sorted(holding.items())}


async def _drawn(version: FloorVersion, on: date) -> bytes:
    from daicho.places.floors.svg import draw  # geometry loads with the first floor

    document = await floors.document_of(version.document)
    survey = (await analyses.of(version.document, document)).survey
    caption = (
        f"基準日 {on}  第{version.version}版  適用 {version.valid_from}  SHA-256 {version.document}"
    )
    drawn = await asyncio.to_thread(draw, document, survey, caption=caption)
    return drawn.encode()


async def documents_agree() -> list[Finding]:
    """Every published document is there and hashes to its name."""
    found: list[Finding] = []
    for floor in await floors.all_floors():
        for version in await floors.versions_of(floor.id):
            if not await _is_itself(version.document):
                subject = f"floor-version:{version.id}"
                facts = {"document": version.document}
                found.append(
                    Finding("fsck-document-differs", "floor_document", None, subject, facts)
                )
    return found


async def blobs_agree() -> list[Finding]:
    """Every kept file hashes to its name."""
    damaged = await blobs.damaged()
    return [Finding("fsck-blob-differs", "blob", None, f"blob:{d}", {"blob": d}) for d in damaged]


async def _is_itself(digest: str) -> bool:
    try:
        return sha256(await floors.body_of(digest)).hexdigest() == digest
    except Missing:
        return False
