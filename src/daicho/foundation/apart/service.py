"""Opening what people send in a process apart: one at a time, a short queue, and in any case the server goes on."""

import asyncio
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Literal

import msgspec

from daicho.foundation.apart.within import Head
from daicho.foundation.kernel.errors import Forbidden, Invalid, Missing, Refused, Stale

WAITING: Final = 3
"""Files that wait while one is open; the next one is told to come back."""

Ending = Literal["busy", "out-of-time", "answer-too-large", "broken"]
"""Why there is no answer: none was begun, or the process ended before it could say why."""

Told = Callable[[Ending, int], Refused]
"""The refusal for an ending, and the status with which the process ended (0 where it did not)."""

_ENVIRONMENT: Final = {
    "HOME": "/nonexistent",  # libraries look for settings and keep caches there
    "LANG": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1",
}
_KINDS: Final = {kind.status: kind for kind in (Invalid, Forbidden, Missing, Refused, Stale)}
_OUT_OF_TIME: Final = (-signal.SIGXCPU, -signal.SIGKILL)


def running(module: str) -> tuple[str, ...]:
    """The command that runs a module of ours, whatever the environment and the folder say."""
    return (sys.executable, "-I", "-m", module)


class Apart:
    """One kind of files: the command that opens them, and how it is told when that fails.

    `patience` is in seconds by the wall clock; the seconds of work are limited by the process itself.
    """

    def __init__(self, command: Sequence[str], told: Told, *, patience: float) -> None:
        self.patience = patience
        self._command = command
        self._told = told
        self._open = ThreadPoolExecutor(max_workers=1, thread_name_prefix="apart")
        self._places = threading.BoundedSemaphore(WAITING + 1)

    async def ask(self, asked: msgspec.Struct, content: bytes) -> bytes:
        """The answer of the process apart; `busy` when too many wait already."""
        if not self._places.acquire(blocking=False):
            raise self._told("busy", 0)
        try:
            work = asyncio.get_running_loop().run_in_executor(self._open, self.run, asked, content)
        except BaseException:
            self._places.release()
            raise
        work.add_done_callback(lambda _: self._places.release())
        return await asyncio.shield(work)

    def run(self, asked: msgspec.Struct, content: bytes) -> bytes:
        """Start the process, wait for it, end it when its time is over. Every way to fail is a `Refused`."""
        with tempfile.TemporaryFile() as out:
            try:
                ended = subprocess.run(  # noqa: S603  # our own module, and nothing of the file is in the words
                    self._command,
                    input=msgspec.json.encode(asked) + b"\n" + content,
                    stdout=out,
                    stderr=subprocess.DEVNULL,
                    env=_ENVIRONMENT,
                    cwd="/",
                    timeout=self.patience,
                    check=False,
                )
            except subprocess.TimeoutExpired:
                raise self._told("out-of-time", 0) from None
            out.seek(0)
            line, body = out.readline(), out.read()
        self._well(ended.returncode, line)
        return body

    def _well(self, status: int, line: bytes) -> None:
        """Refuse what the process refused, or what became of it."""
        if status in _OUT_OF_TIME:
            raise self._told("out-of-time", status)
        if status == -signal.SIGXFSZ:
            raise self._told("answer-too-large", status)
        try:
            head = msgspec.json.decode(line, type=Head)
        except msgspec.DecodeError:
            # It ended before it could say why: out of memory in a library that then aborts, or worse.
            raise self._told("broken", status) from None
        if status:
            raise self._told("broken", status)
        if head.status:
            refusal = _KINDS.get(head.status, Invalid)
            raise refusal(head.code, **head.facts)
