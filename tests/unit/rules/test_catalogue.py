"""The catalogue of rules and thresholds says what is built, nothing more and nothing less."""

import pytest

from daicho.foundation.kernel.errors import Invalid, Missing
from daicho.oversight.violations.cases import OF_CASES
from daicho.oversight.violations.finding import OF_ASSETS, OF_FLOORS
from daicho.oversight.violations.rules.catalogue import RULES
from daicho.oversight.violations.thresholds import (
    CATALOGUE,
    Limits,
    limits_of,
    setting,
    value_in,
)


def test_every_rule_that_is_judged_is_in_the_catalogue_once() -> None:
    listed = [rule.rule for rule in RULES]
    assert sorted(listed) == sorted((*OF_FLOORS, *OF_ASSETS, *OF_CASES))


def test_every_number_that_a_rule_reads_has_bounds_and_is_read_by_a_rule() -> None:
    groups = {name: getattr(Limits(), name) for name in Limits.__struct_fields__}
    fields = {name: group for group, held in groups.items() for name in held.__struct_fields__}
    assert {name: bounds.group for name, bounds in CATALOGUE.items()} == fields
    assert {name for rule in RULES for name in rule.thresholds} == CATALOGUE.keys()


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_a_default_keeps_its_bounds_and_every_bound_may_be_set(name: str) -> None:
    bounds = CATALOGUE[name]
    assert limits_of({}) == Limits()
    for value in (bounds.least, bounds.most, value_in(Limits(), name)):
        assert value_in(limits_of({name: setting(name, value).value}), name) == value
    for value in (bounds.least - 1, bounds.most + 1):
        with pytest.raises(Invalid, match="threshold-out-of-bounds"):
            setting(name, value)


def test_counts_are_whole_and_names_are_known() -> None:
    with pytest.raises(Invalid, match="threshold-out-of-bounds"):
        setting("auth_factors", 1.5)
    with pytest.raises(Missing, match="unknown-threshold"):
        setting("anything", 1)
    with pytest.raises(Invalid, match="threshold-out-of-bounds"):
        setting("passage_reach", float("nan"))
