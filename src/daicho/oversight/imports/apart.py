"""Opening ledgers in a process apart: one at a time, a short queue, and whatever happens there, the server goes on."""

import asyncio
import signal
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import msgspec

from daicho.foundation.kernel.errors import Invalid, Refused, TooMany
from daicho.oversight.imports.model import MOST_BYTES, Sheet
from daicho.oversight.imports.worker import MEMORY, SECONDS, Asked, Head

WAITING: Final = 3
"""Files that wait while one is open; the next one is told to come back."""

PATIENCE: Final = 3 * SECONDS
"""Seconds by the wall clock: a busy machine needs longer than the seconds of work that are allowed."""

_COMMAND: Final = (sys.executable, "-I", "-m", "daicho.oversight.imports.worker")
_ENVIRONMENT: Final = {"HOME": "/nonexistent", "LANG": "C.UTF-8"}
_OUT_OF_TIME: Final = (-signal.SIGXCPU, -signal.SIGKILL)

_open = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ledger")
_places = threading.BoundedSemaphore(WAITING + 1)


async def table(name: str, content: bytes) -> Sheet:
    """The table in a file; `ledgers-busy` when too many wait already."""
    if not _places.acquire(blocking=False):
        raise TooMany("ledgers-busy", retry_after=SECONDS)
    try:
        work = asyncio.get_running_loop().run_in_executor(_open, run, name, content)
    except BaseException:
        _places.release()
        raise
    work.add_done_callback(lambda _: _places.release())
    return await asyncio.shield(work)


def run(name: str, content: bytes) -> Sheet:
    """Start the process, wait for it, end it when its time is over. Every way to fail is a `Refused`."""
    if len(content) > MOST_BYTES:
        raise Invalid("ledger-too-large", most=MOST_BYTES)
    with tempfile.TemporaryFile() as out:
        try:
            ended = subprocess.run(  # noqa: S603  # our own module, and nothing of the file is in the words
                _COMMAND,
                input=msgspec.json.encode(Asked(name)) + b"\n" + content,
                stdout=out,
                stderr=subprocess.DEVNULL,
                env=_ENVIRONMENT,
                cwd="/",
                timeout=PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Invalid("ledger-took-too-long", seconds=SECONDS) from None
        out.seek(0)
        return _read(ended.returncode, out.readline(), out.read())


def _read(status: int, line: bytes, body: bytes) -> Sheet:
    if status in _OUT_OF_TIME:
        raise Invalid("ledger-took-too-long", seconds=SECONDS)
    if status == -signal.SIGXFSZ:
        raise Invalid("ledger-too-large", most=MEMORY)
    try:
        head = msgspec.json.decode(line, type=Head)
    except msgspec.DecodeError:
        # It ended before it could say why: out of memory in a library that then aborts, or worse.
        raise Invalid("ledger-unreadable", reason=f"ended-{status}") from None
    if head.code:
        refusal: type[Refused] = (
            Invalid  # the code was written, and read by the tests, where it was raised
        )
        raise refusal(head.code, **head.facts)
    return msgspec.json.decode(body, type=Sheet)
