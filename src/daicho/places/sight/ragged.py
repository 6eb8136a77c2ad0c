"""Lists of unequal length laid end to end in one array."""

from itertools import pairwise

import numpy as np

from daicho.places.sight.scene import Ints


def spread(starts: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """For each i the numbers starts[i] .. starts[i]+counts[i]-1: (owner i, number), flattened."""
    total = int(counts.sum())
    owner = np.repeat(np.arange(len(counts)), counts)
    before = np.cumsum(counts) - counts
    return owner, np.arange(total) + (starts - before)[owner]


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
