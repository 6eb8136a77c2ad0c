"""DP-01 to DP-06, DP-08, DP-09 over disposals, each alone and none where everything was done as it should be."""

from datetime import date, timedelta

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
