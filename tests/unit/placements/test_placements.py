"""Placements by difference, and documents joined with the register."""

from datetime import date
from itertools import count
from typing import Any

import msgspec
import pytest

from daicho.foundation.kernel import codes
from daicho.foundation.kernel.errors import Invalid, Refused
from daicho.places.floors.document import read_floor
from daicho.places.floors.model import FloorDocument
from daicho.things.assets.model import Asset
from daicho.things.placements import model
from daicho.things.placements.model import Placement, Settled, Spot
from tests.support.plans import office_plan, terminal

DAY = date(2023, 2, 20)
LATER = date(2023, 3, 1)
A, B = codes.make("AAAAAAAAAAAA"), codes.make("BBBBBBBBBBBB")


def _asset(code: str = A, **changed: Any) -> Asset:
    facts = {
        "code": code,
        "control_no": "T-2022-0001",
        "name": "統合端末",
        "kind": "terminal",
        "type": "juki_terminal",
        "model": "JT",
        "serial": "1",
        "state": "in_use",
        "section": "s",
        "registered_on": DAY,
    }
    return msgspec.convert(facts | changed, Asset)


def _document(*terminals: dict[str, Any]) -> FloorDocument:
    return read_floor(office_plan() | {"terminals": list(terminals)})


def _settle(wanted: list[Spot], standing: list[Placement], on: date = DAY) -> Settled:
    ids = (f"p{n}" for n in count(1))
    return model.settle(wanted, standing, floor="f", section="s", on=on, new_id=lambda: next(ids))


def _standing(asset: str = A, floor: str = "f", terminal_id: str = "t1") -> Placement:
    return Placement("old", asset, floor, "s", terminal_id, "shared", DAY)


def test_only_terminals_with_a_label_are_placed_and_hyphens_do_not_matter() -> None:
    document = _document(terminal(asset=codes.printed(A)), terminal() | {"id": "t2"})
    assert model.spots(document) == [Spot(A, "t1", "shared")]


def test_a_label_on_two_terminals_is_refused() -> None:
    document = _document(terminal(asset=A), terminal(asset=codes.printed(A)) | {"id": "t2"})
    with pytest.raises(Refused, match="asset-placed-twice"):
        model.spots(document)


def test_a_label_that_is_no_code_is_refused_with_its_place() -> None:
    with pytest.raises(Invalid, match="asset-code-wrong") as refused:
        model.spots(_document(terminal(asset="T-1")))
    assert refused.value.facts["place"] == "terminals[0].asset"


@pytest.mark.parametrize(
    ("known", "code"),
    [
        ({}, "unknown-asset-on-floor"),
        ({A: _asset(kind="medium", type="usb")}, "asset-not-a-terminal"),
        ({A: _asset(state="disposed")}, "asset-disposed-on-floor"),
    ],
)
def test_only_registered_terminals_that_are_still_there_are_drawn(
    known: dict[str, Asset], code: str
) -> None:
    with pytest.raises(Refused, match=code):
        model.refuse_strangers([Spot(A, "t1", "shared")], known)


def test_an_asset_on_another_floor_of_the_day_is_refused() -> None:
    with pytest.raises(Refused, match="asset-stands-elsewhere"):
        model.refuse_elsewhere([Spot(A, "t1", "shared")], {A: "g"})


def test_what_is_drawn_begins_and_what_is_no_longer_drawn_ends() -> None:
    settled = _settle([Spot(B, "t2", "shared")], [_standing(A)], on=LATER)
    assert [(p.asset, p.valid_to) for p in settled.ended] == [(A, LATER)]
    assert [(p.asset, p.valid_from, p.valid_to) for p in settled.begun] == [(B, LATER, None)]


def test_what_stands_as_it_is_drawn_is_left_alone() -> None:
    assert _settle([Spot(A, "t1", "shared")], [_standing(A)]) == Settled([], [])


@pytest.mark.parametrize("spot", [Spot(A, "t9", "shared"), Spot(A, "t1", "assigned")])
def test_another_seat_or_another_policy_is_a_placement_of_its_own(spot: Spot) -> None:
    settled = _settle([spot], [_standing(A)], on=LATER)
    assert len(settled.ended) == len(settled.begun) == 1


def test_an_asset_that_stands_on_another_floor_moves_here() -> None:
    settled = _settle([Spot(A, "t1", "shared")], [_standing(A, floor="g")], on=LATER)
    assert [p.floor for p in settled.ended] == ["g"]
    assert [p.floor for p in settled.begun] == ["f"]


def test_the_register_speaks_for_a_labelled_terminal_where_it_knows() -> None:
    document = _document(terminal(asset=A, privacy_filter=True, lock_minutes=30))
    known = {A: _asset(privacy_filter=False, lock_minutes=None, auth_factors=1)}
    (joined,) = model.joined(document, known).terminals
    assert (joined.privacy_filter, joined.lock_minutes, joined.auth_factors) == (False, 30, 1)
    assert model.joined(document, {}) == document


def test_the_tag_of_a_plan_changes_with_what_the_register_says() -> None:
    document = _document(terminal(asset=A))
    joined = model.joined(document, {A: _asset(wire_lock=False)})
    assert model.etag("sha", document.terminals) != model.etag("sha", joined.terminals)
    assert model.etag("sha", document.terminals) == model.etag("sha", document.terminals)
