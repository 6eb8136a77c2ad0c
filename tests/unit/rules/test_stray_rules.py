"""MD-01 and DP-07 over readings that nobody has explained."""

from datetime import date

from daicho.oversight.violations.rules.strays import Reading, check

CODE, THING = "0123456789ABC", "ZZZZ56789ABCD"
MONDAY, TUESDAY = date(2023, 2, 20), date(2023, 2, 21)


def test_a_code_that_nothing_carries_is_one_violation_from_its_first_reading() -> None:
    readings = [
        Reading(CODE, "unknown", "office", TUESDAY, stray="s2"),
        Reading(CODE, "unknown", "office", MONDAY, stray="s1"),
    ]
    told = check(readings, 7)
    (found,) = told.found
    assert (found.rule, found.grade, found.key) == ("MD-01", "major", f"MD-01:label:{CODE}")
    assert (found.facts["read_on"], found.facts["stray"]) == ("2023-02-20", "s1")
    assert told.checked == {"MD-01": 7, "DP-07": 7}


def test_a_label_that_was_replaced_names_its_thing() -> None:
    (found,) = check([Reading(CODE, "void", "office", MONDAY, asset=THING, stray="s1")], 1).found
    assert (found.rule, found.facts["asset"]) == ("MD-01", THING)


def test_what_was_disposed_of_and_is_read_again_is_graver_than_a_strange_label() -> None:
    (found,) = check([Reading(CODE, "disposed", "office", MONDAY, asset=CODE, stray="s1")], 1).found
    assert (found.rule, found.subject) == ("DP-07", f"asset:{CODE}")


def test_nothing_strange_is_no_violation() -> None:
    told = check([], 3)
    assert (told.found, told.checked) == ([], {"MD-01": 3, "DP-07": 3})
