"""Violations by difference."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

from daicho.foundation.kernel.clock import JST
from daicho.oversight.violations import model
from daicho.oversight.violations.model import Concern, Difference, Violation
from daicho.oversight.violations.rules.found import Grade, found

NOW = datetime(2023, 2, 20, 10, tzinfo=JST)


def _concern(name: str = "t1", grade: Grade = "minor", **facts: Any) -> Concern:
    return Concern(found("TM-08", f"terminal:f:{name}", grade, **facts), "s", "f")


def _compare(
    concerns: list[Concern], known: list[Violation], episodes: dict[str, int] | None = None
) -> Difference:
    ids = (f"v{n}" for n in count(1))
    return model.compare(concerns, known, episodes or {}, now=NOW, new_id=lambda: next(ids))


def _opened(concern: Concern) -> Violation:
    return _compare([concern], []).opened[0]


def test_what_is_found_for_the_first_time_opens_its_first_episode() -> None:
    (opened,) = _compare([_concern(lock_minutes=30)], []).opened
    assert (opened.key, opened.episode, opened.section, opened.floor) == (
        "TM-08:terminal:f:t1", 1, "s", "f",
    )  # fmt: skip
    assert (opened.opened_at, opened.closed_at, opened.facts) == (NOW, None, {"lock_minutes": 30})


def test_what_comes_back_opens_the_next_episode() -> None:
    (opened,) = _compare([_concern()], [], {"TM-08:terminal:f:t1": 2}).opened
    assert opened.episode == 3


def test_what_stays_is_left_alone_and_what_is_gone_is_closed() -> None:
    stays, gone = _opened(_concern("t1")), _opened(_concern("t2"))
    difference = _compare([_concern("t1")], [stays, gone])
    assert difference.opened == difference.reassessed == []
    assert [(v.key, v.closed_at) for v in difference.closed] == [(gone.key, NOW)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"lock_minutes": 10}, {"lock_minutes": 30}),
        ({"walls": ["a"]}, {"walls": ["b"]}),
        ({"walls": ["a"]}, {"walls": ["a", "b"]}),
        ({"m2": 1.0}, {"m2": 1.001}),
        ({"area": None}, {"area": "a1"}),
        ({"areas": {"a1": 1.0}}, {"areas": {"a2": 1.0}}),
        ({}, {"privacy_filter": False}),
    ],
)
def test_a_fact_that_changed_is_written_again(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    known = _opened(_concern(**before))
    (again,) = _compare([_concern(**after)], [known]).reassessed
    assert (again.id, again.facts, again.opened_at) == (known.id, after, known.opened_at)


def test_a_number_that_would_be_wrong_tomorrow_does_not_stand_in_the_register() -> None:
    late = _opened(_concern(days_overdue=3, planned_return="2023-02-17"))
    assert late.facts == {"planned_return": "2023-02-17"}


def test_points_read_back_from_the_register_are_the_same_points() -> None:
    drawn = _concern(region=((1.0, 2.0), (3.0, 4.0)))
    assert _compare([drawn], [_opened(drawn)]) == Difference([], [], [])


def test_another_grade_is_written_again() -> None:
    known = _opened(_concern(grade="minor"))
    (again,) = _compare([_concern(grade="major")], [known]).reassessed
    assert again.grade == "major"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"m2": 1.0}, {"m2": 1.0 + 1e-12}),
        ({"region": [[1.0, 2.0]]}, {"region": [[1.0, 2.0000001]]}),
        ({"distance": 2}, {"distance": 2.0}),
        ({"days_overdue": 1}, {"days_overdue": 2}),
    ],
)
def test_last_digits_and_the_calendar_alone_write_nothing(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    assert _compare([_concern(**after)], [_opened(_concern(**before))]).reassessed == []


def test_a_finding_of_a_drawing_is_named_with_its_floor_in_the_register() -> None:
    placed = model.on_floor(found("TM-01", "terminal:窓口:1", "observation"), "floor-id")
    assert placed.subject == "terminal:floor-id:窓口:1"
    assert placed.key == "TM-01:terminal:floor-id:窓口:1"


def test_closing_lets_time_pass_and_keeps_everything_else() -> None:
    known = _opened(_concern(lock_minutes=30))
    closed = model.compare([], [known], {}, now=NOW + timedelta(days=1), new_id=str).closed[0]
    assert closed.facts == known.facts
    assert closed.closed_at == NOW + timedelta(days=1)
