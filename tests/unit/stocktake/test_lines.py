"""What a scan says about the frozen list, and how what it found is settled."""

from datetime import timedelta
from typing import Any, get_args

import msgspec
import pytest

from daicho.foundation.kernel.errors import Forbidden, Invalid, Refused
from daicho.things.stocktake import line_model
from daicho.things.stocktake.line_model import Settling, StockLine
from tests.unit.custody.cases import medium
from tests.unit.stocktake.cases import NOW, by, line, scan, session, stop

OUTCOMES = [
    ({}, {}, "here"),
    ({}, {"damaged": True}, "label_damaged"),
    ({}, {"stood": "Q"}, "wrong_place"),
    ({}, {"stood": "Q", "damaged": True}, "wrong_place"),
    ({}, {"stood": "Q", "place": "P"}, "here"),
    ({}, {"stood": None}, "no_place"),
    ({"asset_place": None, "asset_state": "draft"}, {}, "no_place"),
    ({"asset_place": None, "asset_state": "in_use"}, {"stood": None}, "here"),
    ({"asset_state": "taken_out"}, {}, "wrong_place"),
    ({"asset_state": "returned"}, {}, "here"),
    ({"asset_state": "missing"}, {}, "wrong_place"),
    ({"asset_state": "disposed"}, {}, "disposed"),
    ({"asset_state": "lease_returned"}, {}, "disposed"),
    ({"belongs": "else"}, {}, "elsewhere_section"),
    ({"asset": None, "belongs": None, "asset_state": None}, {}, "unknown_code"),
]


@pytest.mark.parametrize(("facts", "read", "outcome"), OUTCOMES)
def test_a_scan_is_compared_with_the_register(
    facts: dict[str, Any], read: dict[str, Any], outcome: str
) -> None:
    stood = read.get("stood", "P")
    told = scan(**{name: value for name, value in read.items() if name != "stood"})
    seen = line_model.seen(line(**facts), told, [stop(stood)] if stood else [])
    assert (seen.outcome, seen.settling) == (outcome, "none" if outcome == "here" else "open")


def test_the_newest_scan_counts() -> None:
    first = line_model.seen(line(), scan(2, place="Q"))
    assert line_model.seen(first, scan(1, place="P")) == first
    assert line_model.seen(first, scan(3, place="P")).outcome == "here"


def test_a_scan_that_finds_the_same_again_tells_nothing_new() -> None:
    first = line_model.seen(line(), scan(1), [stop()])
    assert line_model.tells_nothing_new(first, line_model.seen(first, scan(2), [stop()]))
    elsewhere = line_model.seen(first, scan(2), [stop(), stop("Q", 1)])
    assert not line_model.tells_nothing_new(first, elsewhere)


def test_a_late_place_moves_what_was_read_after_it() -> None:
    read = line_model.seen(line(), scan())
    assert line_model.moved_stop(read, "S2", [stop()]).outcome == "here"
    assert line_model.moved_stop(read, "S2", [stop("P", 2)]).outcome == "no_place"
    told = line_model.seen(line(), scan(place="Q"))
    assert line_model.moved_stop(told, "S2", [stop()]) == told


def test_a_scan_without_a_place_counts_once_its_place_arrives() -> None:
    first = line_model.seen(line(), scan(1, place="Q", by="S1"))
    read = line_model.seen(first, scan(5))
    assert (read.outcome, read.seen_by) == ("wrong_place", "S1")
    moved = line_model.moved_stop(read, "S2", [stop("P", 4)])
    assert (moved.outcome, moved.seen_by) == ("here", "S2")


def test_the_order_on_a_device_counts_for_more_than_a_clock_that_was_set_right() -> None:
    read = scan(0, device="D", sequence=7)
    late = stop("P", device="D", sequence=6, at=read.at + timedelta(seconds=40))
    later = stop("Q", device="D", sequence=8, at=read.at - timedelta(seconds=5))
    assert line_model.seen(line(), read, [late, later]).seen_place == "P"
    elsewhere = [msgspec.structs.replace(s, device="E") for s in (late, later)]
    assert line_model.seen(line(), read, elsewhere).seen_place == "Q"


def test_a_line_of_before_says_the_same_when_its_place_arrives() -> None:
    old = line(outcome="no_place", settling="open", seen_at=NOW, seen_by="S2")
    assert line_model.moved_stop(old, "S2", [stop("P", -1)]).outcome == "here"
    again = line_model.seen(old, scan(1), [])
    assert line_model.moved_stop(again, "S2", [stop("P", -1)]).outcome == "here"


def test_what_nobody_saw_is_missing_unless_it_is_out() -> None:
    assert line_model.missed(line(), "in_storage").outcome == "missing"
    assert line_model.missed(line(), "taken_out").settling == "none"
    assert line_model.missed(line(), "returned").outcome == "missing"


@pytest.mark.parametrize("minutes", [-1, 6])
def test_a_scan_before_the_start_or_in_the_future_is_refused(minutes: int) -> None:
    with pytest.raises((Refused, Invalid), match="scanned-"):
        line_model.in_time(session(), NOW + timedelta(minutes=minutes), NOW)
    line_model.in_time(session(), NOW + timedelta(minutes=5), NOW)


def odd(settling: Settling = "open", **facts: object) -> StockLine:
    usual = line(
        outcome="wrong_place", settling=settling, seen_place="Q", seen_at=NOW, seen_by="S2"
    )
    return msgspec.structs.replace(usual, **facts)


def wrong(right: Settling) -> list[Settling]:
    return [settling for settling in get_args(Settling) if settling != right]


@pytest.mark.parametrize("settling", wrong("open"))
def test_only_an_open_line_gets_a_proposal_or_a_report(settling: Settling) -> None:
    with pytest.raises(Refused, match="line-in-another-state"):
        line_model.propose(odd(settling), "put_right", "c:1", by=by(), now=NOW)
    gone = odd(settling, outcome="missing")
    with pytest.raises(Refused, match="line-in-another-state"):
        line_model.report(gone, medium(), "c:1", by=by(), now=NOW)


@pytest.mark.parametrize("settling", wrong("proposed"))
def test_only_a_proposal_is_carried_out_or_declined(settling: Settling) -> None:
    with pytest.raises(Refused, match="line-in-another-state"):
        line_model.apply(odd(settling), "in_storage", by("S3"), NOW)
    with pytest.raises(Refused, match="line-in-another-state"):
        line_model.decline(odd(settling))


def test_nobody_carries_out_what_they_proposed() -> None:
    proposed = line_model.propose(odd(), "put_right", "c:1", by=by("S1"), now=NOW)
    with pytest.raises(Forbidden, match="own-correction"):
        line_model.apply(proposed, "in_storage", by("S1"), NOW)
    applied = line_model.apply(proposed, "in_storage", by("S3"), NOW)
    assert (applied.settling, applied.settled_by) == ("applied", "S3")


@pytest.mark.parametrize(
    "facts",
    [
        {"outcome": "label_damaged"},
        {"outcome": "unknown_code"},
        {"outcome": "elsewhere_section"},
        {"outcome": "no_place", "seen_place": None},
        {"asset_state": "taken_out"},
        {"asset_state": "missing"},
        {"asset_state": "quarantined"},
    ],
)
def test_the_register_follows_only_what_lies_at_a_known_place(facts: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="register-not-correctable"):
        line_model.propose(odd(**facts), "amend_register", "c:1", by=by(), now=NOW)


def test_what_is_missing_is_reported_not_corrected() -> None:
    gone = odd(outcome="missing")
    with pytest.raises(Refused, match="missing-is-reported"):
        line_model.propose(gone, "put_right", "c:1", by=by(), now=NOW)
    with pytest.raises(Refused, match="line-not-missing"):
        line_model.report(odd(), medium(), "c:1", by=by(), now=NOW)


@pytest.mark.parametrize("state", ["taken_out", "missing", "disposed"])
def test_a_thing_that_moved_on_meanwhile_is_not_given_a_place(state: str) -> None:
    proposed = line_model.propose(odd(), "amend_register", "c:1", by=by("S1"), now=NOW)
    with pytest.raises(Refused, match="asset-moved-on"):
        line_model.apply(proposed, medium(state=state).state, by("S3"), NOW)


def test_what_was_proposed_or_settled_is_not_scanned_anew() -> None:
    for settling in ("proposed", "applied", "reported"):
        known = odd(settling)
        assert line_model.seen(known, scan(9)) == known


def test_actions_of_a_line_fit_its_state_and_its_reader() -> None:
    waiting = session("reconciling")
    assert line_model.actions(odd(), waiting, by()) == ["proposeCorrection"]
    assert line_model.actions(odd(outcome="missing"), waiting, by()) == ["reportMissing"]
    proposed = odd("proposed", proposed_by="S1")
    assert line_model.actions(proposed, waiting, by("S1")) == ["declineCorrection"]
    both = ["applyCorrection", "declineCorrection"]
    assert line_model.actions(proposed, waiting, by("S3")) == both
    assert line_model.actions(odd(), session("counting"), by()) == []
