"""The same work on two halves at once: overlays leave the interpreter free while they compute."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

Found = TypeVar("Found")


def in_halves(work: Callable[[slice], Found], count: int) -> list[Found]:
    """What `work` makes of the first half of `count` things and of the second, in this order. The halves must
    share no shape: shapes keep what they find out about themselves, which is not guarded."""
    middle = (count + 1) // 2
    second = _others().submit(work, slice(middle, count))
    first = work(slice(0, middle))
    # Not begun yet: nobody is free for it, and halves within halves would wait for each other.
    if second.cancel():
        return [first, work(slice(middle, count))]
    return [first, second.result()]


@cache
def _others() -> ThreadPoolExecutor:
    """Kept, for to start a thread takes longer than many a half."""
    return ThreadPoolExecutor(max_workers=2, thread_name_prefix="sight")
