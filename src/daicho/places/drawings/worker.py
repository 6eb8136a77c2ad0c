"""The process that opens drawings and pictures: one file, one of four things to do. Whatever breaks is a refusal."""

from collections.abc import Callable
from typing import Final

import msgspec

from daicho.foundation.apart.within import Limits, serve
from daicho.foundation.kernel.errors import Invalid, Refused
from daicho.places.drawings.model import Wanted

SECONDS: Final = 10
LIMITS: Final = Limits(memory=512 * 1024 * 1024, seconds=SECONDS, answer=96 * 1024 * 1024)


class Asked(msgspec.Struct):
    """One thing to do with a file of this name."""

    task: str
    name: str
    wanted: Wanted | None = None
    page: int = 1


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
        raise Invalid("drawing-too-large", what="memory", most=LIMITS.memory) from None
    except RecursionError:
        raise Invalid("drawing-unreadable", format="-", reason="too-deep") from None
    except Exception as error:  # a broken file breaks its reader in any way there is
        raise Invalid("drawing-unreadable", format="-", reason=type(error).__name__) from None


if __name__ == "__main__":
    serve(Asked, answer, LIMITS)
