"""The process that opens what people send: one file, within limits of memory and time, one answer.

Standard input: a line of JSON (what is asked) and the file. Standard output: a line of JSON (`{}` or a refusal with
status, code and facts) and the answer. Whatever breaks is a refusal.
"""

import gc
import os
import resource
import sys
from collections.abc import Callable
from typing import Any, Final

import msgspec

from daicho.foundation.kernel.errors import Invalid, Refused
from daicho.places.drawings.model import Wanted

MEMORY: Final = 512 * 1024 * 1024
SECONDS: Final = 10
LARGEST_ANSWER: Final = 96 * 1024 * 1024


class Asked(msgspec.Struct):
    """One thing to do with a file of this name."""

    task: str
    name: str
    wanted: Wanted | None = None
    page: int = 1


class Head(msgspec.Struct, omit_defaults=True):
    """The first line of the answer; `status` 0 is good."""

    status: int = 0
    code: str = ""
    facts: dict[str, Any] = {}


def _inspect(asked: Asked, content: bytes) -> bytes:
    from daicho.places.drawings import inspecting, reading

    return msgspec.json.encode(inspecting.inspect(reading.read(asked.name, content)))


def _convert(asked: Asked, content: bytes) -> bytes:
    from daicho.places.drawings import converting, reading

    drawing = reading.read(asked.name, content)
    wanted = asked.wanted or Wanted("-")
    return msgspec.json.encode(converting.convert(drawing, wanted))


def _picture(asked: Asked, content: bytes) -> bytes:
    """The picture's facts in a line, and its bytes."""
    from daicho.places.drawings import pictures

    facts, body = pictures.picture(asked.name, content, asked.page)
    return msgspec.json.encode(facts) + b"\n" + body


def _evidence(asked: Asked, content: bytes) -> bytes:
    """What it is in a line, and the picture drawn anew."""
    from daicho.places.drawings import pictures

    shot, body = pictures.evidence(content)
    return msgspec.json.encode(shot) + b"\n" + body


TASKS: Final[dict[str, Callable[[Asked, bytes], bytes]]] = {
    "inspect": _inspect,
    "convert": _convert,
    "picture": _picture,
    "evidence": _evidence,
}


def answer(asked: Asked, content: bytes) -> bytes:
    """The answer of a task; every way to fail is a `Refused`."""
    try:
        return TASKS[asked.task](asked, content)
    except Refused:
        raise
    except MemoryError:
        raise Invalid("drawing-too-large", what="memory", most=MEMORY) from None
    except RecursionError:
        raise Invalid("drawing-unreadable", format="-", reason="too-deep") from None
    except Exception as error:  # a broken file breaks its reader in any way there is
        raise Invalid("drawing-unreadable", format="-", reason=type(error).__name__) from None


def main() -> None:
    _limit()
    gc.disable()  # it lives for one file; collecting costs a third of the time of a large one
    asked = msgspec.json.decode(sys.stdin.buffer.readline(), type=Asked)
    content = sys.stdin.buffer.read()
    try:
        head, body = Head(), answer(asked, content)
    except Refused as refused:
        head, body = Head(refused.status, refused.code, refused.facts), b""
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
