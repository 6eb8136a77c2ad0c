"""Clocks and what is made of them: medians, 95th percentiles, growth."""

import math
import statistics
import time
from collections.abc import Callable, Sequence


def measured(work: Callable[[], object]) -> float:
    """Milliseconds of one run."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1_000


def alternating(works: Sequence[Callable[[], object]], rounds: int) -> list[list[float]]:
    """Each work once a round, in turn, after one round that does not count: what disturbs one disturbs all."""
    for work in works:
        work()
    return [
        list(column)
        for column in zip(*([measured(w) for w in works] for _ in range(rounds)), strict=True)
    ]


def median(times: Sequence[float]) -> float:
    return statistics.median(times)


def p95(times: Sequence[float]) -> float:
    """The 95th percentile; of fewer than twenty the largest."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, math.ceil(0.95 * len(ordered)) - 1)]


def growth(sizes: Sequence[float], times: Sequence[float]) -> float | None:
    """The exponent b of time ~ size^b: the slope through the logarithms; None with fewer than two sizes."""
    if len(set(sizes)) < 2:
        return None
    x, y = [math.log(one) for one in sizes], [math.log(one) for one in times]
    return statistics.linear_regression(x, y).slope
