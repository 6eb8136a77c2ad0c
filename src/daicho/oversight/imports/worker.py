"""The process that opens ledgers: one file, within limits of memory and time, one answer.

Standard input: a line of JSON (the file's name) and the file. Standard output: a line of JSON (`{}` or a refusal) and
the table as JSON. Whatever breaks is a refusal.
"""

import os
import resource
import sys
from typing import Any, Final

import msgspec

from daicho.foundation.kernel.errors import Invalid, Refused

MEMORY: Final = 768 * 1024 * 1024
SECONDS: Final = 10
LARGEST_ANSWER: Final = 64 * 1024 * 1024


class Asked(msgspec.Struct):
    """A file by its name."""

    name: str


class Head(msgspec.Struct, omit_defaults=True):
    """The first line of the answer; without a code all is well."""

    code: str = ""
    facts: dict[str, Any] = {}


def answer(asked: Asked, content: bytes) -> bytes:
    """The table as JSON; every way to fail is a `Refused`."""
    from daicho.oversight.imports import tabular

    try:
        return msgspec.json.encode(tabular.read(asked.name, content))
    except Refused:
        raise
    except MemoryError:
        raise Invalid("ledger-too-large", most=MEMORY) from None
    except Exception as error:  # a broken file breaks its reader in any way there is
        raise Invalid("ledger-unreadable", reason=type(error).__name__) from None


def main() -> None:
    _limit()
    asked = msgspec.json.decode(sys.stdin.buffer.readline(), type=Asked)
    content = sys.stdin.buffer.read()
    try:
        head, body = Head(), answer(asked, content)
    except Refused as refused:
        head, body = Head(refused.code, refused.facts), b""
    sys.stdout.buffer.write(msgspec.json.encode(head, enc_hook=str) + b"\n" + body)
    sys.stdout.buffer.flush()
    os._exit(0)  # nothing is left to tidy up, and libraries that were cut short need not try


def _limit() -> None:
    limits = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: SECONDS,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: LARGEST_ANSWER,
        resource.RLIMIT_NOFILE: 64,
    }
    for which, most in limits.items():
        hard = resource.getrlimit(which)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (least, least))


if __name__ == "__main__":
    main()
