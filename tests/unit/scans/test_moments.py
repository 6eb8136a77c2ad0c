"""When a scan happened by our clock, whatever the device's clock says; and things in two places."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from daicho.foundation.kernel.clock import JST
from daicho.foundation.kernel.errors import Refused
from daicho.things.scans.model import Scan, doubles, moment, refuse_doubtful, refuse_older

NOW = datetime(2023, 2, 20, 10, 0, tzinfo=JST)
EARLIER = NOW - timedelta(hours=1)


def scan(number: int = 1, **told: Any) -> Scan:
    facts: dict[str, Any] = {
        "id": f"s{number}",
        "person": "S0001",
        "section": "office",
        "device": None,
        "act": "lookUp",
        "code": "0123456789ABC",
        "thing": "0123456789ABC",
        "place": "PLACE00000001",
        "session": None,
        "answers": None,
        "happened_at": EARLIER,
        "device_at": EARLIER,
        "device_seq": number,
        "clock_off": 0,
        "clock": "right",
        "received_at": NOW,
    }
    return Scan(**facts | told)


@pytest.mark.parametrize(
    ("off", "seconds", "clock"),
    [
        (timedelta(), 0, "right"),
        (timedelta(seconds=29), 0, "right"),
        (timedelta(seconds=-29), 0, "right"),
        (timedelta(seconds=61), 60, "corrected"),
        (timedelta(minutes=-4), -240, "corrected"),
        (timedelta(minutes=6), 360, "doubtful"),
        (timedelta(days=1), 86_400, "doubtful"),
        (timedelta(days=-19_000), -1_641_600_000, "doubtful"),
        (timedelta(days=40_000), 2_000_000_000, "doubtful"),
    ],
)
def test_a_clock_is_put_right_and_marked(off: timedelta, seconds: int, clock: str) -> None:
    told = moment(EARLIER + off, NOW + off, NOW)
    assert (told.off, told.clock) == (seconds, clock)
    assert told.at <= NOW
    if abs(off) < timedelta(days=20_000):
        assert abs(told.at - EARLIER) < timedelta(seconds=30)


def test_a_scan_from_the_devices_own_future_is_doubtful_and_never_in_ours() -> None:
    told = moment(NOW + timedelta(hours=2), NOW, NOW)
    assert (told.at, told.clock) == (NOW, "doubtful")


def test_a_scan_older_than_the_state_is_refused_and_one_of_the_same_moment_is_not() -> None:
    refuse_older(scan(), EARLIER)
    refuse_older(scan(), None)
    with pytest.raises(Refused, match="scan-older-than-state"):
        refuse_older(scan(), EARLIER + timedelta(seconds=1))


def test_a_doubtful_clock_decides_nothing_against_another_reader() -> None:
    doubtful = scan(clock="doubtful")
    refuse_doubtful(doubtful, [scan(2)])
    refuse_doubtful(scan(), [scan(2, person="S0002")])
    with pytest.raises(Refused, match="clock-doubtful"):
        refuse_doubtful(doubtful, [scan(2), scan(3, person="S0002")])


def test_two_readers_at_two_places_within_two_minutes_are_noticed_from_either_side() -> None:
    here = scan()
    there = scan(
        2, person="S0002", place="PLACE00000002", happened_at=EARLIER + timedelta(seconds=119)
    )
    assert doubles(here, [there], "S-1") == doubles(there, [here], "S-1")
    (double,) = doubles(here, [here, there], "S-1")
    assert (double.first, double.second, double.seconds_apart) == ("s1", "s2", 119)


@pytest.mark.parametrize(
    "told",
    [
        {"person": "S0001"},
        {"place": "PLACE00000001"},
        {"place": None},
        {"clock": "doubtful"},
        {"thing": "ZZZZ56789ABCD"},
        {"happened_at": EARLIER + timedelta(minutes=2)},
    ],
)
def test_what_has_another_explanation_is_not_noticed(told: dict[str, Any]) -> None:
    usual = {"person": "S0002", "place": "PLACE00000002"}
    assert doubles(scan(), [scan(2, **usual | told)], "S-1") == []


def test_a_shared_device_is_one_reader_whoever_holds_it() -> None:
    first = scan(device="d1")
    second = scan(2, device="d1", person="S0002", place="PLACE00000002")
    assert doubles(first, [second], "S-1") == []
