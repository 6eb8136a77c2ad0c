"""MD-02 a label that nobody read, MD-03 a thing of unknown class."""

from datetime import date, timedelta

import pytest

from daicho.oversight.violations.rules import labels
from daicho.oversight.violations.rules.labels import Labelled, LabelThresholds
from tests.unit.custody.cases import TODAY, medium


def found(one: Labelled, day: date = TODAY, **limits: int) -> list[str]:
    return [f.rule for f in labels.check([one], day, LabelThresholds(**limits)).found]


def labelled(since: date = TODAY, *, read: bool = False, **facts: object) -> Labelled:
    return Labelled(medium(**facts), since, printed=False, read=read)


@pytest.mark.parametrize(("days", "rules"), [(0, []), (6, []), (7, ["MD-02"]), (400, ["MD-02"])])
def test_a_label_has_a_week_to_be_read(days: int, rules: list[str]) -> None:
    assert found(labelled(TODAY - timedelta(days=days))) == rules


def test_a_label_that_was_read_once_is_fine_for_ever() -> None:
    assert found(labelled(TODAY - timedelta(days=4000), read=True)) == []


def test_the_week_is_a_threshold() -> None:
    assert found(labelled(TODAY - timedelta(days=2)), read_within=2) == ["MD-02"]


def test_a_thing_of_unknown_class_is_md_03() -> None:
    assert found(labelled(data_class=None)) == ["MD-03"]


@pytest.mark.parametrize("state", ["disposed", "missing"])
def test_what_is_not_there_has_no_label_to_read(state: str) -> None:
    gone = labelled(TODAY - timedelta(days=30), state=state, data_class=None)

    assert found(gone) == []
    assert labels.check([gone], TODAY).checked == {"MD-02": 0, "MD-03": 0}


def test_the_facts_are_dates_and_codes() -> None:
    (told,) = labels.check([labelled(date(2023, 2, 1))], date(2023, 2, 20)).found

    assert told.subject == f"asset:{medium().code}"
    assert told.facts == {
        "asset": medium().code, "since": "2023-02-01", "due": "2023-02-08", "printed": False,
    }  # fmt: skip
