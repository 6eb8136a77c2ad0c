"""DP-01 to DP-06, DP-08, DP-09 over disposals, each alone and none where everything was done as it should be."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from daicho.oversight.violations.rules import disposals
from daicho.things.disposal.case import Case
from tests.unit.disposal.cases import (
    NOW,
    TODAY,
    approved,
    asset,
    certified,
    fresh,
    handed,
    lost,
    seen,
    work,
    worked,
)


def found(case: Case, day: date = TODAY) -> list[str]:
    told = disposals.check([case], day)
    assert told.checked == dict.fromkeys(disposals.RULES, 1)
    assert all(one.facts["disposal"] == "2022-0001" for one in told.found)
    return [one.rule for one in told.found]


def later(**by: int) -> date:
    return TODAY + timedelta(**by)


def closed(case: Case, state: str = "completed") -> Case:
    ended = msgspec.structs.replace(case.disposal, state=state, closed_at=NOW)
    return msgspec.structs.replace(case, disposal=ended)


@pytest.mark.parametrize(
    "case",
    [
        fresh(),
        approved(),
        seen(worked(approved())),
        closed(seen(worked(approved()))),
        certified(
            worked(handed(approved()), performed_by=None, photos=("p",)),
            ("HD-0001", "shred", TODAY),
        ),
    ],
)
def test_what_is_done_as_it_should_be_is_found_by_no_rule(case: Case) -> None:
    assert found(case) == found(case, later(days=80)) == []


def test_too_weak_a_method_is_found_until_it_is_done_again() -> None:
    case = worked(approved(), method="overwrite", as_fact=True)
    assert found(case) == ["DP-01"]
    assert found(worked(case)) == []


def test_mere_initialising_is_found_by_its_own_rule() -> None:
    assert found(worked(approved(), method="format", as_fact=True)) == ["DP-02"]


def test_what_left_with_its_data_stays_found_when_everything_is_over() -> None:
    out = handed(approved(), leaves=True, as_fact=True)
    assert found(out) == ["DP-03"]
    done = worked(out, performed_by=None, place="contractor_site", photos=("p",))
    assert found(closed(certified(done, ("HD-0001", "shred", TODAY)))) == ["DP-03"]
    erased = worked(approved(), performed_at=NOW + timedelta(minutes=10))
    assert found(handed(seen(erased), leaves=True), later(days=20)) == []


def test_a_witness_is_missed_after_a_day() -> None:
    case = worked(approved())
    assert found(case, later(days=1)) == []
    assert found(case, later(days=2)) == ["DP-04"]
    assert found(seen(case), later(days=2)) == []


def test_a_contractors_work_without_witness_is_missed_unless_it_was_photographed() -> None:
    bare = worked(handed(approved()), performed_by=None)
    assert found(bare, later(days=2)) == ["DP-04"]
    assert found(worked(handed(approved()), performed_by=None, photos=("p",)), later(days=2)) == []


def test_a_certificate_is_missed_after_thirty_days() -> None:
    case = worked(handed(approved()), performed_by=None, photos=("p",))
    assert found(case, later(days=30)) == []
    assert found(case, later(days=31)) == ["DP-05"]
    gone = handed(approved(asset(data_class=1)), leaves=True)
    assert found(gone, later(days=31)) == ["DP-05"]


def test_work_before_the_permission_stays_found_even_after_a_rejection() -> None:
    early = work(performed_at=NOW - timedelta(days=1), as_fact=True)
    done = worked(approved(), performed_at=early.performed_at, as_fact=True)
    assert found(done) == ["DP-06"]
    assert found(closed(done, "rejected")) == ["DP-06"]
    assert found(closed(seen(done))) == ["DP-06"]
    weak = worked(approved(), method="format", performed_at=early.performed_at, as_fact=True)
    assert found(closed(seen(worked(weak)))) == ["DP-06"]


def test_certificate_and_record_that_differ_are_counted_by_kind() -> None:
    case = worked(handed(approved()), performed_by=None, photos=("p",))
    wrong = certified(case, ("HD-0002", "shred", TODAY))
    (one,) = disposals.check([wrong], TODAY).found
    assert (one.rule, one.facts["differ_missing"], one.facts["differ_unknown"]) == ("DP-08", 1, 1)


def test_what_nobody_carries_out_is_found_after_ninety_days() -> None:
    for case in (fresh(), approved()):
        assert found(case, later(days=90)) == []
        assert found(case, later(days=91)) == ["DP-09"]
    assert found(handed(approved()), later(days=91)) == []


# With a line that was struck off as lost ---------------------------------------------------------------


def two() -> Case:
    """Approved: the first line will be lost, the second stays."""
    return approved(asset(1), asset(2))


def told_of(case: Case, day: date = TODAY) -> list[tuple[str, str]]:
    """Rule and thing."""
    found = disposals.check([case], day).found
    return [(one.rule, str(one.facts["asset"])) for one in found]


SECOND = asset(2).code


def by_contractor(case: Case, number: int, **facts: Any) -> Case:
    """One line only, done by the contractor and photographed."""
    work = {"performed_by": None, "photos": ("p",)} | facts
    alone = worked(msgspec.structs.replace(case, lines=(case.lines[number],)), **work)
    lines = (*case.lines[:number], *alone.lines, *case.lines[number + 1 :])
    return msgspec.structs.replace(case, lines=lines)


def test_what_was_lost_before_the_rest_left_the_house_left_it_with_no_data() -> None:
    out = handed(lost(two()), leaves=True, as_fact=True)
    assert told_of(out) == [("DP-03", SECOND)]
    erased = worked(two(), performed_at=NOW + timedelta(minutes=10))
    assert told_of(handed(lost(erased), leaves=True)) == []


def test_what_was_lost_after_it_had_left_the_house_left_it_with_its_data_all_the_same() -> None:
    out = handed(two(), leaves=True, as_fact=True)
    assert told_of(lost(out, at=NOW + timedelta(hours=2))) == told_of(out)


def test_no_certificate_is_missed_for_what_is_lost_and_each_of_the_others_is() -> None:
    done = worked(handed(two()), performed_by=None, photos=("p",))
    (before,) = disposals.check([done], later(days=31)).found
    (after,) = disposals.check([lost(done)], later(days=31)).found
    assert (before.rule, before.facts["lines"], before.facts["things"]) == ("DP-05", 2, 2)
    assert (after.rule, after.facts["lines"], after.facts["things"]) == ("DP-05", 1, 1)
    assert after.facts["asset"] == SECOND
    proved = certified(lost(done), ("HD-0002", "shred", TODAY))
    assert told_of(proved, later(days=31)) == []
    assert proved.disposal.state == "evidenced"


def test_a_certificate_is_due_from_the_work_on_what_is_left() -> None:
    """The lost one was done first; the thirty days of the other one begin later."""
    both = by_contractor(by_contractor(handed(two()), 0), 1, performed_at=NOW + timedelta(days=5))
    assert told_of(both, later(days=31)) == [("DP-05", asset(1).code)]
    assert told_of(lost(both), later(days=35)) == []
    assert told_of(lost(both), later(days=36)) == [("DP-05", SECOND)]


def test_neither_a_weak_method_nor_a_missing_witness_is_held_against_what_is_lost() -> None:
    weak = worked(two(), method="overwrite", as_fact=True)
    assert told_of(lost(weak)) == [("DP-01", SECOND)]
    assert told_of(lost(worked(two(), method="format", as_fact=True))) == [("DP-02", SECOND)]
    unseen = worked(two())
    assert told_of(lost(unseen), later(days=2)) == [("DP-04", SECOND)]


def test_work_before_the_permission_stays_found_when_the_thing_is_lost() -> None:
    early = worked(two(), performed_at=NOW - timedelta(days=1), as_fact=True)
    assert told_of(lost(early)) == told_of(early) == [("DP-06", asset(1).code), ("DP-06", SECOND)]


def test_a_certificate_of_what_is_lost_differs_from_the_record() -> None:
    """A company that certifies what nobody could give to it is a matter to look into."""
    done = by_contractor(handed(lost(two())), 1)
    both = certified(done, ("HD-0001", "shred", TODAY), ("HD-0002", "shred", TODAY))
    (one,) = disposals.check([both], TODAY).found
    assert (one.rule, one.facts["differ_not_recorded"], one.facts["asset"]) == ("DP-08", 1, SECOND)


def test_what_is_left_is_carried_out_in_time_and_what_is_all_lost_waits_for_its_end_only() -> None:
    assert told_of(lost(two()), later(days=91)) == [("DP-09", SECOND)]
    nothing = lost(lost(two()), 1)
    assert (told_of(nothing, later(days=400)), nothing.disposal.state) == ([], "evidenced")
