"""Files that people send are opened in the process apart; what comes back is proven to be what it says."""

from typing import Final

import msgspec

from daicho.foundation.blobs import service as blobs
from daicho.foundation.blobs.service import Kept
from daicho.foundation.kernel.errors import Invalid, Refused, TooMany
from daicho.places.drawings.apart import drawings
from daicho.places.drawings.model import Shot
from daicho.places.drawings.worker import SECONDS, Asked
from daicho.things.evidence import model
from daicho.things.evidence.model import MOST_BYTES, Kind

_OURS: Final = "evidence-"


async def opened(kind: Kind, said: str, content: bytes) -> Kept:
    """The file as it is kept: pictures drawn anew without what cameras write into them, documents as they came.

    Refused with a code that begins with `evidence-` when it cannot be opened, is too large, or is something else.
    """
    if not 0 < len(content) <= MOST_BYTES:
        raise Invalid("evidence-too-large", most_mb=MOST_BYTES // 1_000_000, bytes=len(content))
    head, _, body = (await _asked(content)).partition(b"\n")
    shot = msgspec.json.decode(head, type=Shot)
    model.same_type(said, shot.came_as)
    model.fits(kind, shot.media_type)
    return blobs.of(body or content, shot.media_type)


async def _asked(content: bytes) -> bytes:
    try:
        return await drawings.ask(Asked("evidence", "-"), content)
    except TooMany:
        raise TooMany("evidence-busy", retry_after=SECONDS) from None
    except Refused as refused:
        if refused.code.startswith(_OURS):
            raise
        raise Invalid("evidence-unreadable", reason=refused.code) from None
