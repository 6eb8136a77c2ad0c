"""Registering and amending assets, as pure rules."""

from datetime import date
from typing import Any

import msgspec
import pytest

from daicho.foundation.kernel.errors import Invalid, Refused, Stale
from daicho.things.assets import model
from daicho.things.assets.model import Asset, Wanted
from tests.unit.custody.cases import medium

DAY = date(2023, 2, 20)
USB = Wanted(name="USB", kind="medium", type="usb", model="S", serial="1", section="office")


def registered(next_no: int = 1, **facts: Any) -> Asset:
    wanted = msgspec.structs.replace(USB, **facts)
    return model.register(wanted, code="0123456789ABJ", next_no=next_no, today=DAY)


@pytest.mark.parametrize(
    ("kind", "type_", "day", "number"),
    [
        ("medium", "usb", date(2023, 3, 31), "M-2022-0012"),
        ("medium", "usb", date(2023, 4, 1), "M-2023-0012"),
        ("terminal", "juki_terminal", DAY, "T-2022-0012"),
        ("device", "laptop", DAY, "D-2022-0012"),
    ],
)
def test_a_control_number_tells_kind_and_fiscal_year(
    kind: Any, type_: Any, day: date, number: str
) -> None:
    wanted = msgspec.structs.replace(USB, kind=kind, type=type_)

    assert model.register(wanted, code="C", next_no=12, today=day).control_no == number


def test_a_given_control_number_is_kept_and_counts_in_its_series() -> None:
    assert registered(control_no="戸-15").series is None
    assert registered(control_no="M-2022-00040").series is None
    given = registered(control_no="M-2022-0040")
    assert (given.series, given.series_no) == ("M-2022", 40)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"place": "P"}, "in_storage"),
        ({}, "draft"),
        ({"kind": "terminal", "type": "juki_terminal"}, "in_use"),
        ({"kind": "terminal", "type": "juki_terminal", "place": "P"}, "in_storage"),
    ],
)
def test_the_first_state_follows_from_the_place(facts: dict[str, Any], state: str) -> None:
    assert registered(**facts).state == state


def test_a_type_belongs_to_its_kind() -> None:
    with pytest.raises(Invalid, match="type-not-of-kind"):
        registered(kind="terminal")


@pytest.mark.parametrize("fact", [{"lock_minutes": 5}, {"privacy_filter": False}])
def test_only_terminals_have_screens(fact: dict[str, Any]) -> None:
    with pytest.raises(Invalid, match="not-a-terminal"):
        registered(**fact)


def test_an_amendment_changes_what_it_names() -> None:
    amended = model.amend(medium(), {"name": "新しい名前", "control_no": "M-2022-0007"})

    assert amended == medium(
        name="新しい名前", control_no="M-2022-0007", series="M-2022", series_no=7
    )


def test_a_draft_with_a_place_is_in_storage() -> None:
    assert model.amend(medium(state="draft", place=None), {"place": "P"}).state == "in_storage"


def test_what_is_in_storage_keeps_a_place() -> None:
    with pytest.raises(Invalid, match="place-required"):
        model.amend(medium(), {"place": None})


@pytest.mark.parametrize("field", sorted(model.IDENTIFYING))
def test_an_amendment_never_changes_identity_or_state(field: str) -> None:
    with pytest.raises(Invalid, match="not-amendable"):
        model.amend(medium(), {field: "x"})


def test_what_somebody_saw_in_a_thing_has_to_be_still_so() -> None:
    model.still_so(medium(model="A", maker=None), {"model": "A", "maker": None})
    with pytest.raises(Stale) as refused:
        model.still_so(medium(model="A", name="x"), {"model": "B", "maker": "M", "name": "x"})
    assert refused.value.facts["fields"] == ["maker", "model"]


def test_an_amendment_without_a_change_is_refused() -> None:
    with pytest.raises(Refused, match="nothing-changed"):
        model.amend(medium(), {"name": medium().name})


def test_what_is_disposed_of_stays_as_it_was() -> None:
    with pytest.raises(Refused, match="asset-disposed"):
        model.amend(medium(state="disposed"), {"name": "x"})


@pytest.mark.parametrize(
    ("data_class", "strict"), [(0, False), (1, False), (2, True), (3, True), (None, True)]
)
def test_an_unknown_class_counts_as_the_highest(data_class: int | None, *, strict: bool) -> None:
    assert model.holds_class_2(medium(data_class=data_class)) == strict


def test_a_resident_number_is_no_name() -> None:
    with pytest.raises(Invalid, match="resident-number-in-text"):
        registered(name="1234-5678-9018 のUSB")
    with pytest.raises(Invalid, match="resident-number-in-text"):
        model.amend(medium(), {"name": "123456789018"})
