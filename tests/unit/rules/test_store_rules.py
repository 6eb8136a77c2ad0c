"""ST-01, ST-02: things in places that cannot be locked, or are not meant for their data."""

import pytest

from daicho.oversight.violations.rules import stores
from daicho.oversight.violations.rules.stores import Place
from tests.unit.custody.cases import medium

LOCKED = Place("P", lockable=True, classes=(0, 1, 2, 3))
OPEN = Place("P", lockable=False, classes=(0, 1))


def rules(place: Place, **facts: object) -> list[tuple[str, str]]:
    return [(one.rule, one.grade) for one in stores.check([medium(**facts)], {"P": place}).found]


@pytest.mark.parametrize("data_class", [2, 3, None])
def test_strict_data_behind_no_lock_are_a_major_fault(data_class: int | None) -> None:
    told = rules(OPEN, data_class=data_class)
    assert told == [("ST-01", "major"), ("ST-02", "minor")]
    assert rules(LOCKED, data_class=data_class) == []


@pytest.mark.parametrize("data_class", [0, 1])
def test_harmless_data_may_lie_open(data_class: int) -> None:
    assert rules(OPEN, data_class=data_class) == []


def test_a_class_above_the_places_is_a_minor_fault() -> None:
    assert rules(Place("P", lockable=True, classes=(0, 1, 2)), data_class=3) == [("ST-02", "minor")]


@pytest.mark.parametrize("state", ["taken_out", "missing", "in_use", "disposed"])
def test_what_does_not_lie_there_is_not_judged_by_the_place(state: str) -> None:
    reviewed = stores.check([medium(state=state)], {"P": OPEN})
    assert (reviewed.found, reviewed.checked) == ([], {"ST-01": 0, "ST-02": 0})


def test_what_is_quarantined_lies_somewhere_too() -> None:
    assert rules(OPEN, state="quarantined") == [("ST-01", "major"), ("ST-02", "minor")]
