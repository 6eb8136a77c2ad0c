"""A bounded memory of what was computed lately: the oldest goes when the weights no longer fit."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """Values by key; `bound` is the sum of weights that is kept, and the newest is kept however heavy."""

    def __init__(self, bound: int) -> None:
        self._bound = bound
        self._held: OrderedDict[Key, tuple[Value, int]] = OrderedDict()
        self._weight = 0

    def get(self, key: Key) -> Value | None:
        if key not in self._held:
            return None
        self._held.move_to_end(key)
        return self._held[key][0]

    def keep(self, key: Key, value: Value, weight: int) -> None:
        self.drop(key)
        self._held[key] = (value, weight)
        self._weight += weight
        while self._weight > self._bound and len(self._held) > 1:
            self.drop(next(iter(self._held)))

    def drop(self, key: Key) -> None:
        """Forget a value; one that is not held is forgotten already."""
        if key in self._held:
            self._weight -= self._held.pop(key)[1]
