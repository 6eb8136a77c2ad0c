"""The method matrix: what suffices for which data on which medium, and in which edition."""

from datetime import date
from typing import Any, get_args

import pytest

from daicho.things.assets.model import TYPES, Type
from daicho.things.disposal import methods
from daicho.things.disposal.methods import INITIALISING, MATRIX, MethodName
from tests.unit.disposal.cases import asset

DAY = date(2023, 2, 20)
REV_2 = date(2025, 9, 26)


@pytest.mark.parametrize("day", [DAY, REV_2])
def test_degaussing_destroys_nothing_and_does_nothing_to_chips(day: date) -> None:
    for type_ in get_args(Type):
        level = methods.level_of("degauss", type_, day, encrypted=True)
        assert level == ("purge" if type_ in ("hdd", "tape") else "none")


def test_an_optical_disc_is_shredded_or_burnt() -> None:
    assert methods.accepted("optical", "clear", DAY, encrypted=True) == ["shred", "incinerate"]


def test_only_what_was_encrypted_can_lose_its_key() -> None:
    assert methods.level_of("crypto_erase", "ssd", DAY, encrypted=True) == "purge"
    assert methods.level_of("crypto_erase", "ssd", DAY, encrypted=False) == "none"
    assert "crypto_erase" not in methods.accepted("ssd", "purge", DAY, encrypted=False)


@pytest.mark.parametrize("method", sorted(INITIALISING))
def test_initialising_is_never_enough(method: MethodName) -> None:
    for type_ in get_args(Type):
        assert methods.level_of(method, type_, DAY, encrypted=True) == "none"


@pytest.mark.parametrize("day", [DAY, date(2025, 9, 25), REV_2, date(2030, 1, 1)])
def test_every_medium_can_be_destroyed_on_every_day(day: date) -> None:
    assert {type_ for types in TYPES.values() for type_ in types} == set(get_args(Type))
    for type_ in get_args(Type):
        assert methods.accepted(type_, "destroy", day, encrypted=False)


def test_on_the_day_of_the_new_edition_the_old_one_no_longer_holds() -> None:
    assert methods.row_of("shred", "hdd", date(2025, 9, 25)) != methods.row_of(
        "shred", "hdd", REV_2
    )
    for method in get_args(MethodName):
        for type_ in get_args(Type):
            rows = [m for m in MATRIX if m.method == method and type_ in m.media and m.holds(REV_2)]
            assert len(rows) <= 1


@pytest.mark.parametrize(
    ("facts", "resident", "required"),
    [
        ({"data_class": None}, False, "destroy"),
        ({"data_class": 3}, False, "destroy"),
        ({"data_class": 2}, True, "destroy"),
        ({"data_class": 2}, False, "purge"),
        ({"data_class": 1}, True, "clear"),
        ({"data_class": 0}, True, "clear"),
        ({"data_class": 1, "kind": "terminal", "type": "juki_terminal"}, False, "destroy"),
    ],
)
def test_what_the_data_demand(facts: dict[str, Any], resident: bool, required: str) -> None:
    assert methods.required(asset(**facts), resident_data=resident) == required
