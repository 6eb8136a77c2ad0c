"""Which version of a floor holds on a day, and who may publish what."""

from datetime import date, datetime, timedelta

import pytest

from daicho.foundation.kernel.clock import JST
from daicho.foundation.kernel.errors import Forbidden, Invalid, Refused
from daicho.places.floors import versions
from daicho.places.floors.versions import Draft, FloorVersion

TODAY = date(2023, 2, 20)
NOW = datetime(2023, 2, 20, 10, tzinfo=JST)


def _version(number: int, valid_from: date, document: str = "") -> FloorVersion:
    return FloorVersion(
        id=f"v{number}",
        floor="f",
        section="s",
        version=number,
        document=document or f"sha{number}",
        valid_from=valid_from,
        drafted_by="a",
        drafters=("a",),
        published_by="b",
    )


def _draft(etag: str = "new", drafters: tuple[str, ...] = ("a",)) -> Draft:
    return Draft("f", etag, b"{}", drafters[-1], drafters, NOW)


def _publish(
    draft: Draft | None, known: list[FloorVersion], *, person: str = "b", on: date = TODAY
) -> FloorVersion:
    return versions.publish(
        draft, known, version_id="v", section="s", person=person, valid_from=on, today=TODAY
    )


def test_no_version_holds_before_the_first_day() -> None:
    assert versions.in_force([_version(1, TODAY)], TODAY - timedelta(days=1)) is None


def test_the_latest_start_up_to_a_day_holds_whatever_its_number() -> None:
    earlier = _version(2, TODAY)
    known = [_version(1, TODAY + timedelta(days=5)), earlier]
    assert versions.in_force(known, TODAY + timedelta(days=4)) == earlier
    assert versions.in_force(known, TODAY + timedelta(days=5)) == known[0]


def test_of_two_versions_of_one_day_the_one_published_last_holds() -> None:
    known = [_version(1, TODAY), _version(2, TODAY)]
    assert versions.in_force(known, TODAY) == known[1]


def test_a_draft_equal_to_what_was_published_last_is_not_open() -> None:
    assert not versions.is_open(_draft("sha1"), [_version(1, TODAY)])
    assert versions.is_open(_draft("other"), [_version(1, TODAY)])
    assert versions.is_open(_draft(), [])
    assert not versions.is_open(None, [])


def test_everybody_who_saved_since_the_last_publication_has_drawn_in_the_draft() -> None:
    first = _draft(drafters=("a",))
    going_on = versions.saved(
        first, floor="f", etag="x", body=b"{}", person="b", now=NOW, going_on=True
    )
    assert going_on.drafters == ("a", "b")
    afresh = versions.saved(
        first, floor="f", etag="x", body=b"{}", person="b", now=NOW, going_on=False
    )
    assert afresh.drafters == ("b",)


@pytest.mark.parametrize("person", ["a", "c"])
def test_nobody_who_drew_in_a_draft_publishes_it(person: str) -> None:
    with pytest.raises(Forbidden, match="own-draft"):
        _publish(_draft(drafters=("a", "c")), [], person=person)


def test_the_first_version_may_start_in_the_past_and_no_later_one() -> None:
    yesterday = TODAY - timedelta(days=1)
    first = _publish(_draft(), [], on=yesterday)
    assert (first.version, first.valid_from) == (1, yesterday)
    with pytest.raises(Invalid, match="valid-from-past"):
        _publish(_draft(), [first], on=yesterday)


def test_a_scheduled_version_leaves_the_past_open_while_nothing_is_in_force() -> None:
    scheduled = _version(1, TODAY + timedelta(days=9))
    yesterday = TODAY - timedelta(days=1)
    assert _publish(_draft(), [scheduled], on=yesterday).version == 2


def test_going_back_to_an_earlier_drawing_after_a_scheduled_one_is_a_version_of_its_own() -> None:
    known = [_version(1, TODAY, "old"), _version(2, TODAY + timedelta(days=5), "new")]
    back = _publish(_draft("old"), known, on=TODAY + timedelta(days=9))
    assert (back.version, back.document) == (3, "old")
    with pytest.raises(Refused, match="floor-unchanged"):
        _publish(_draft("old"), known, on=TODAY + timedelta(days=4))


def test_without_a_draft_there_is_nothing_to_publish() -> None:
    with pytest.raises(Refused, match="floor-not-drafted"):
        _publish(None, [])


def test_a_start_further_away_than_three_years_is_taken_for_a_slip() -> None:
    with pytest.raises(Invalid, match="valid-from-too-far"):
        _publish(_draft(), [], on=TODAY + versions.LONGEST_NOTICE + timedelta(days=1))
