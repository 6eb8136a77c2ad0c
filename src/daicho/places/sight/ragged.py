"""Lists of unequal length laid end to end in one array."""

from itertools import pairwise

import numpy as np

from daicho.places.sight.scene import Ints


def spread(starts: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """For each i the numbers starts[i] .. starts[i]+counts[i]-1: (owner i, number), flattened."""
    owner = np.arange(len(counts)).repeat(counts)
    return owner, edges_between(starts, counts)[1]


def edges_between(starts: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """The numbers of `spread` alone, and before them the place of each list's last one; no list is empty."""
    after = counts.cumsum()
    number = np.arange(after[-1] if len(after) else 0)
    number += (starts - after + counts).repeat(counts)
    after -= 1
    return after, number


def slices_of(weights: Ints, limit: int) -> list[slice]:
    """Cut positions so that each slice weighs about `limit`: bounds the memory of a step."""
    if len(weights) == 0:
        return []
    if int(weights.sum()) < limit:
        return [slice(0, len(weights))]
    heap = np.cumsum(weights) // limit
    cuts = np.flatnonzero(np.diff(heap)) + 1
    edges = [0, *cuts.tolist(), len(weights)]
    return [slice(a, b) for a, b in pairwise(edges)]
