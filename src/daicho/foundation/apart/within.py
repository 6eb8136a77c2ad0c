"""What runs in a process apart: one file within limits of memory and time, one answer.

Standard input: a line of JSON (what is asked) and the file. Standard output: a line of JSON (`{}`, or a refusal with
status, code and facts) and the answer.
"""

import gc
import os
import resource
import signal
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from daicho.foundation.kernel.errors import Refused

Asked = TypeVar("Asked", bound=msgspec.Struct)


class Limits(msgspec.Struct, frozen=True):
    """Bytes of address space, seconds of processor, and bytes that the answer may have."""

    memory: int
    seconds: int
    answer: int


class Head(msgspec.Struct, omit_defaults=True):
    """The first line of the answer; `status` 0 is good."""

    status: int = 0
    code: str = ""
    facts: dict[str, Any] = {}


def serve(kind: type[Asked], answer: Callable[[Asked, bytes], bytes], limits: Limits) -> None:
    """Answer the one question that stands on standard input, and end; every way to fail in `answer` is a `Refused`."""
    _limit(limits)
    gc.disable()  # it lives for one file; collecting costs a third of the time of a large one
    asked = msgspec.json.decode(sys.stdin.buffer.readline(), type=kind)
    content = sys.stdin.buffer.read()
    try:
        head, body = Head(), answer(asked, content)
    except Refused as refused:
        head, body = Head(refused.status, refused.code, refused.facts), b""
    sys.stdout.buffer.write(msgspec.json.encode(head, enc_hook=str) + b"\n" + body)
    sys.stdout.buffer.flush()
    os._exit(0)  # nothing is left to tidy up, and libraries that were cut short need not try


def _limit(limits: Limits) -> None:
    # Python ignores it by itself, and an answer that was cut off would pass for a whole one.
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    wanted = {
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_CPU: limits.seconds,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: limits.answer,
        resource.RLIMIT_NOFILE: 64,
    }
    for which, most in wanted.items():
        hard = resource.getrlimit(which)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (least, least))
