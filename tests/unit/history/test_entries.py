"""Entries, their bytes, and texts that stand beside them."""

from datetime import UTC, datetime

import msgspec

from daicho.foundation.history import sealed
from daicho.foundation.history.model import Entry, commitment_of, hashed_bytes, read_entry
from daicho.foundation.history.queries import commitments_in
from daicho.foundation.kernel.clock import JST

MOMENT = datetime(2023, 2, 20, 10, 0, 0, 5, tzinfo=JST)


def entry(**changed: object) -> Entry:
    given: dict[str, object] = {
        "seq": 0, "id": "i", "register": "assets", "number": 1, "subject": "asset:x",
        "act": "Registered", "schema": 1, "after": {"b": 1, "a": "あ"}, "why": None,
        "section": None, "occurred_at": MOMENT, "recorded_at": MOMENT, "actor": "S1",
        "on_behalf_of": None, "device": None, "corrects": None, "change": "c",
    }  # fmt: skip
    return msgspec.convert({**given, **changed}, Entry)


def test_the_bytes_of_an_entry_are_sorted_utf8_in_utc_with_microseconds() -> None:
    body = hashed_bytes(entry())
    assert body.startswith('{"act":"Registered","actor":"S1","after":{"a":"あ","b":1}'.encode())
    assert b'"occurred_at":"2023-02-20T01:00:00.000005Z"' in body
    assert b"\n" not in body


def test_the_same_moment_in_another_zone_gives_the_same_bytes() -> None:
    other = entry(occurred_at=MOMENT.astimezone(UTC), recorded_at=MOMENT.astimezone(UTC))
    assert hashed_bytes(other) == hashed_bytes(entry())


def test_an_entry_is_read_back_from_its_bytes() -> None:
    body = hashed_bytes(entry())
    assert hashed_bytes(read_entry(body)) == body


def test_equal_texts_have_unlike_commitments_that_each_open() -> None:
    one, other = sealed.seal("佐藤 花", about="S1"), sealed.seal("佐藤 花")
    assert one.commitment != other.commitment
    assert len(one.commitment) == 66
    for opening in (one, other):
        assert commitment_of(opening.salt, opening.value) == opening.commitment
    assert commitment_of(one.salt, "佐藤 華") != one.commitment


def test_commitments_are_found_at_any_depth() -> None:
    state = {"a": "c:1", "b": [{"c": "c:2"}, None, 3], "d": "x", "e": {"f": ["c:3"]}}
    assert commitments_in(state) == {"c:1", "c:2", "c:3"}
