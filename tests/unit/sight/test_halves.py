"""Work done in two halves at once."""

from daicho.places.sight.halves import in_halves


def numbers(some: slice) -> list[int]:
    return list(range(some.start, some.stop))


def test_halves_come_in_their_order() -> None:
    assert in_halves(numbers, 5) == [[0, 1, 2], [3, 4]]


def test_halves_within_halves_never_wait_for_each_other() -> None:
    def deeper(depth: int) -> int:
        return 1 if not depth else sum(in_halves(lambda _: deeper(depth - 1), 2))

    assert deeper(6) == 64
