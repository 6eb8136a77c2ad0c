"""What a personnel change does to posts: day by day the lines of the list, and nothing else."""

from datetime import date, timedelta

import pytest

from daicho.foundation.identity.model import Post
from daicho.foundation.kernel.errors import Refused
from daicho.oversight.personnel import model
from daicho.oversight.personnel.model import Move, PostWanted

APRIL = date(2023, 4, 1)
LAST = APRIL - timedelta(days=1)


def post(section: str, begins: date = date(2020, 4, 1), ends: date | None = None) -> Post:
    return Post(f"{section}-{begins}", "S1", section, "staff", "主事", begins, ends)


def wanted(section: str, begins: date = APRIL, ends: date | None = None) -> PostWanted:
    return PostWanted(section, "staff", "主事", begins, ends)


def in_force(made: model.Effect, present: list[Post], day: date) -> list[str]:
    """The sections of somebody on a day, after the change was carried out."""
    ended = {ending.post.id: ending.last_day for ending in made.ends}
    after = [(p.section, p.valid_from, ended.get(p.id, p.valid_to)) for p in present]
    after += [(p.section, p.valid_from, p.valid_to) for p in made.begins]
    return sorted(s for s, begins, ends in after if begins <= day and (ends is None or day <= ends))


@pytest.mark.parametrize(
    ("present", "posts", "before", "then"),
    [
        ([post("a")], (wanted("b"),), ["a"], ["b"]),
        ([post("a")], (), ["a"], []),
        ([post("a")], (wanted("a"), wanted("b")), ["a"], ["a", "b"]),
        ([post("a"), post("b")], (wanted("a"),), ["a", "b"], ["a"]),
        ([post("a", ends=date(2022, 3, 31))], (wanted("a"),), [], ["a"]),
        ([post("a", ends=date(2024, 3, 31))], (wanted("a"),), ["a"], ["a"]),
        ([post("a", ends=LAST)], (wanted("b"),), ["a"], ["b"]),
    ],
)
def test_from_that_day_on_somebody_has_the_posts_of_the_list(
    present: list[Post], posts: tuple[PostWanted, ...], before: list[str], then: list[str]
) -> None:
    made = model.effect(Move("S1", APRIL, posts), present, joins=False)
    assert in_force(made, present, LAST) == before
    assert in_force(made, present, APRIL) == then
    assert made.leaves == (None if posts else LAST)


def test_posts_as_they_are_change_nothing() -> None:
    made = model.effect(Move("S1", APRIL, (wanted("a"),)), [post("a")], joins=False)
    assert (made.nothing, made.sections()) == (True, frozenset())


def test_a_post_that_begins_later_stands_against_it() -> None:
    coming = [post("a"), post("c", date(2023, 7, 1))]
    with pytest.raises(Refused, match="post-begins-later"):
        model.effect(Move("S1", APRIL, (wanted("b"),)), coming, joins=False)
    both = Move("S1", APRIL, (wanted("b"), wanted("c", date(2023, 7, 1))))
    assert [p.section for p in model.effect(both, coming, joins=False).stays] == ["c"]
