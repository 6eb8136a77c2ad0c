"""The process that opens ledgers: one file by its name, and the table in it as JSON. Whatever breaks is a refusal."""

from typing import Final

import msgspec

from daicho.foundation.apart.within import Limits, serve
from daicho.foundation.kernel.errors import Invalid, Refused

LIMITS: Final = Limits(memory=768 * 1024 * 1024, seconds=10, answer=64 * 1024 * 1024)


class Asked(msgspec.Struct):
    """A file by its name."""

    name: str


def answer(asked: Asked, content: bytes) -> bytes:
    """The table as JSON; every way to fail is a `Refused`."""
    from daicho.oversight.imports import tabular

    try:
        return msgspec.json.encode(tabular.read(asked.name, content))
    except Refused:
        raise
    except MemoryError:
        raise Invalid("ledger-too-large", most_mb=LIMITS.memory // 1_000_000) from None
    except Exception as error:  # a broken file breaks its reader in any way there is
        raise Invalid("ledger-unreadable", reason=type(error).__name__) from None


if __name__ == "__main__":
    serve(Asked, answer, LIMITS)
