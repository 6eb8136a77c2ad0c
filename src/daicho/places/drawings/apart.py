"""Opening files in a process apart: one at a time, a short queue, and whatever happens there, the server goes on."""

import asyncio
import signal
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import msgspec

from daicho.foundation.kernel.errors import (
    Forbidden,
    Invalid,
    Missing,
    Refused,
    Stale,
    TooMany,
)
from daicho.places.drawings.worker import MEMORY, SECONDS, Asked, Head

WAITING: Final = 3
"""Files that wait while one is open; the next one is told to come back."""

AT_ONCE: Final = WAITING + 1
"""Files of one person that are received or open at the same time."""

_COMMAND: Final = (sys.executable, "-I", "-m", "daicho.places.drawings.worker")
_ENVIRONMENT: Final = {
    "HOME": "/nonexistent",  # libraries look for settings and keep caches there
    "LANG": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1",
}
_KINDS: Final = {kind.status: kind for kind in (Invalid, Forbidden, Missing, Refused, Stale)}
_OUT_OF_TIME: Final = (-signal.SIGXCPU, -signal.SIGKILL)

_open = ThreadPoolExecutor(max_workers=1, thread_name_prefix="drawing")
_places = threading.BoundedSemaphore(WAITING + 1)


async def ask(asked: Asked, content: bytes) -> bytes:
    """The answer of the process apart; `drawings-busy` when too many wait already."""
    if not _places.acquire(blocking=False):
        raise TooMany("drawings-busy", retry_after=SECONDS)
    try:
        work = asyncio.get_running_loop().run_in_executor(_open, run, asked, content)
    except BaseException:
        _places.release()
        raise
    work.add_done_callback(lambda _: _places.release())
    return await asyncio.shield(work)


def run(asked: Asked, content: bytes) -> bytes:
    """Start the process, wait for it, end it when its time is over. Every way to fail is a `Refused`."""
    with tempfile.TemporaryFile() as out:
        try:
            ended = subprocess.run(  # noqa: S603  # our own module, and nothing of the file is in the words
                _COMMAND,
                input=msgspec.json.encode(asked) + b"\n" + content,
                stdout=out,
                stderr=subprocess.DEVNULL,
                env=_ENVIRONMENT,
                cwd="/",
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Invalid("drawing-took-too-long", seconds=SECONDS) from None
        out.seek(0)
        line, body = out.readline(), out.read()
    return _read(ended.returncode, line, body)


def _read(status: int, line: bytes, body: bytes) -> bytes:
    if status in _OUT_OF_TIME:
        raise Invalid("drawing-took-too-long", seconds=SECONDS)
    if status == -signal.SIGXFSZ:
        raise Invalid("drawing-too-large", what="memory", most=MEMORY)
    try:
        head = msgspec.json.decode(line, type=Head)
    except msgspec.DecodeError:
        # It ended before it could say why: out of memory in a library that then aborts, or worse.
        raise Invalid("drawing-unreadable", format="-", reason=f"ended-{status}") from None
    if head.status:
        refusal = _KINDS.get(head.status, Invalid)
        raise refusal(head.code, **head.facts)
    return body
