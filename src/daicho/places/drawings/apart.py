"""Drawings and pictures are opened in a process apart."""

from typing import Final

from daicho.foundation.apart.service import WAITING, Apart, Ending, running
from daicho.foundation.kernel.errors import Invalid, Refused, TooMany
from daicho.places.drawings.worker import LIMITS, SECONDS

AT_ONCE: Final = WAITING + 1
"""Files of one person that are received or open at the same time."""


def _told(ending: Ending, status: int) -> Refused:
    match ending:
        case "busy":
            return TooMany("drawings-busy", retry_after=SECONDS)
        case "out-of-time":
            return Invalid("drawing-took-too-long", seconds=SECONDS)
        case "answer-too-large":
            return Invalid("drawing-too-large", what="memory", most=LIMITS.memory)
        case "broken":
            return Invalid("drawing-unreadable", format="-", reason=f"ended-{status}")


drawings: Final = Apart(running("daicho.places.drawings.worker"), _told, patience=SECONDS)
