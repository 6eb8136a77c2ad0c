"""Where the tests put databases that last for a second: in memory, where the machine has room for that."""

import shutil
from functools import cache
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108  # a folder of random name is made within
ROOM = 4 * 2**30
"""Bytes; containers often have 64 MiB there, and a run on two workers needs under one GiB."""
SHARED = "DAICHO_TEST_DEMO"
"""Names a folder in which the first worker of a run makes the demo for all of them."""


@cache
def in_memory() -> str | None:
    """A folder whose files never reach a disk; None where there is none: then the usual folder has to do."""
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < ROOM:
        return None
    return str(MEMORY)
