"""What a scanned code leads to: a thing, a place, a colleague's badge, or nothing that should be there."""

from daicho.foundation.kernel import codes
from daicho.things.labels import codebook


async def badge_of(scan: str) -> str:
    """The code that the register calls the badge's person by; a badge that was replaced is nobody's."""
    scanned = codes.read(scan)
    label = await codebook.standing(scanned)
    return label.thing if label.state == "current" else ""
