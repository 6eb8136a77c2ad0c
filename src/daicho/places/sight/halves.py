"""The same work on two halves at once: overlays leave the interpreter free while they compute."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Found = TypeVar("Found")


def in_halves(work: Callable[[slice], Found], count: int) -> list[Found]:
    """What `work` makes of the first half of `count` things and of the second, in this order. The halves must
    share no shape: shapes keep what they find out about themselves, which is not guarded."""
    middle = (count + 1) // 2
    with ThreadPoolExecutor(max_workers=1) as other:
        second = other.submit(work, slice(middle, count))
        first = work(slice(0, middle))
        return [first, second.result()]
