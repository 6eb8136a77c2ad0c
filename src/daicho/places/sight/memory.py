"""Memory once used is kept for the next frame of a drag, instead of being given back and taken again."""

from functools import cache

import numpy as np

# Bytes, of which not one is touched.
LARGE = 1 << 24


@cache
def keep_memory() -> None:
    """The C library of Linux gives free memory back to the system as soon as there is a little of it, and the
    next frame takes it again page by page: a third of the time that regions took. Once a large block was freed it
    keeps up to twice as much, and blocks of this size stay in its own heap. Elsewhere this does nothing."""
    np.empty(LARGE, dtype=np.uint8)
