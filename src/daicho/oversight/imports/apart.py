"""Ledgers are opened in a process apart."""

from typing import Final

import msgspec

from daicho.foundation.apart.service import Apart, Ending, running
from daicho.foundation.kernel.errors import Invalid, Refused, TooMany
from daicho.oversight.imports.model import MOST_BYTES, Sheet
from daicho.oversight.imports.worker import LIMITS, Asked


async def table(name: str, content: bytes) -> Sheet:
    """The table in a file; `ledgers-busy` when too many wait already."""
    if len(content) > MOST_BYTES:
        raise Invalid("ledger-too-large", most_mb=MOST_BYTES // 1_000_000)
    return msgspec.json.decode(await ledgers.ask(Asked(name), content), type=Sheet)


def _told(ending: Ending, status: int) -> Refused:
    match ending:
        case "busy":
            return TooMany("ledgers-busy", retry_after=LIMITS.seconds)
        case "out-of-time":
            return Invalid("ledger-took-too-long", seconds=LIMITS.seconds)
        case "answer-too-large":
            return Invalid("ledger-too-large", most_mb=LIMITS.memory // 1_000_000)
        case "broken":
            return Invalid("ledger-unreadable", reason=f"ended-{status}")


# A busy machine needs longer by the wall clock than the seconds of work that are allowed.
ledgers: Final = Apart(
    running("daicho.oversight.imports.worker"), _told, patience=3 * LIMITS.seconds
)
