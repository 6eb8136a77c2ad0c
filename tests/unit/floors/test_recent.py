"""A bounded memory of what was computed lately."""

from daicho.places.floors.recent import Recent


def test_what_was_used_longest_ago_goes_first() -> None:
    memory: Recent[str, int] = Recent(bound=3)
    for name in ("a", "b", "c"):
        memory.keep(name, 1, 1)
    memory.get("a")
    memory.keep("d", 1, 1)
    assert [name for name in "abcd" if memory.get(name)] == ["a", "c", "d"]


def test_a_heavy_value_pushes_out_as_many_as_it_needs() -> None:
    memory: Recent[str, int] = Recent(bound=3)
    for name in ("a", "b", "c"):
        memory.keep(name, 1, 1)
    memory.keep("wide", 1, 2)
    assert [name for name in ("a", "b", "c", "wide") if memory.get(name)] == ["c", "wide"]


def test_one_heavier_than_everything_allowed_is_kept_alone_until_the_next() -> None:
    memory: Recent[str, int] = Recent(bound=3)
    memory.keep("a", 1, 1)
    memory.keep("giant", 1, 4)
    assert (memory.get("a"), memory.get("giant")) == (None, 1)
    memory.keep("b", 1, 1)
    assert (memory.get("giant"), memory.get("b")) == (None, 1)


def test_keeping_a_key_again_replaces_its_value_and_its_weight() -> None:
    memory: Recent[str, int] = Recent(bound=3)
    memory.keep("a", 1, 3)
    memory.keep("a", 2, 1)
    memory.keep("b", 3, 2)
    assert (memory.get("a"), memory.get("b")) == (2, 3)
