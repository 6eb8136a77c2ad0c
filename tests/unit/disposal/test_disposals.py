"""廃棄 as a state machine: what each step demands, what it leaves missing, and who is kept away from it."""

from datetime import date, timedelta
from itertools import product
from typing import Any, get_args

import msgspec
import pytest

from daicho.foundation.kernel.errors import Forbidden, Invalid, Refused
from daicho.things.disposal import case as cases
from daicho.things.disposal import model, proof
from daicho.things.disposal.case import STEPS
from daicho.things.disposal.model import State
from tests.unit.disposal.cases import (
    NOW,
    TODAY,
    approved,
    asset,
    certified,
    fresh,
    handed,
    in_state,
    line,
    plan,
    seen,
    standing,
    work,
    worked,
)

WRONG = [
    (operation, state)
    for (operation, step), state in product(STEPS.items(), get_args(State))
    if state not in step.states
]


@pytest.mark.parametrize(("operation", "state"), WRONG)
def test_every_step_is_refused_in_every_state_that_it_does_not_begin_in(
    operation: str, state: State
) -> None:
    with pytest.raises(Refused, match="disposal-in-another-state"):
        cases.permit(operation, in_state(state), standing())


@pytest.mark.parametrize("operation", sorted(name for name, step in STEPS.items() if step.roles))
def test_nobody_without_a_post_over_the_section_does_anything(operation: str) -> None:
    for state in STEPS[operation].states:
        with pytest.raises(Forbidden, match="role-required"):
            cases.permit(operation, in_state(state), standing("asker", "auditor"))


def test_only_the_one_who_decides_decides() -> None:
    case = fresh()
    with pytest.raises(Forbidden, match="own-request"):
        cases.permit("approveDisposal", case, standing("asker"))
    with pytest.raises(Forbidden, match="not-the-decider"):
        cases.permit("approveDisposal", case, standing(decides=False))
    cases.permit("approveDisposal", case, standing())


@pytest.mark.parametrize("person", ["asker", "doer", "witness"])
def test_nobody_with_a_hand_in_it_verifies_it(person: str) -> None:
    case = seen(worked(approved()))
    assert case.disposal.state == "evidenced"
    with pytest.raises(Forbidden, match="verifier-took-part"):
        cases.permit("verifyDisposal", case, standing(person))
    cases.permit("verifyDisposal", case, standing("fourth"))


@pytest.mark.parametrize(
    "state", ["taken_out", "missing", "disposing", "disposed", "lease_returned"]
)
def test_only_what_is_at_hand_is_disposed_of(state: Any) -> None:
    with pytest.raises(Refused, match="asset-not-available"):
        fresh(asset(state=state))


def test_things_of_two_sections_are_asked_for_apart() -> None:
    with pytest.raises(Invalid, match="things-of-several-sections"):
        fresh(asset(1), asset(2, section="other"))


def test_what_must_be_destroyed_is_not_erased_and_used_again() -> None:
    with pytest.raises(Refused, match="must-be-destroyed"):
        fresh(asset(data_class=3), outcome="erase_and_reuse")
    with pytest.raises(Invalid, match="nothing-to-give-back"):
        fresh(outcome="lease_return")


def test_a_method_below_the_matrix_is_refused_with_those_that_suffice() -> None:
    case = approved()
    with pytest.raises(Refused, match="method-below-policy") as caught:
        model.sanitise(line(case), case.disposal, work(method="overwrite"))
    assert caught.value.facts["accepted"] == [
        "secure_erase", "degauss", "shred", "disintegrate", "pulverise", "melt", "incinerate",
        "drill",
    ]  # fmt: skip


def test_what_was_done_all_the_same_is_kept_as_a_fact_and_is_not_enough() -> None:
    case = worked(approved(), method="format", as_fact=True)
    assert (line(case).state, line(case).as_fact, line(case).level) == (
        "insufficient",
        True,
        "none",
    )
    assert (case.disposal.state, case.gaps) == ("sanitising", {line(case).asset: ["method"]})
    again = worked(case)
    assert (line(again).state, line(again).attempts, line(again).as_fact) == ("sanitised", 2, False)


def test_work_before_the_permission_is_a_fact_only() -> None:
    case = fresh()
    early = work(performed_at=NOW - timedelta(hours=1))
    with pytest.raises(Refused, match="sanitised-before-approval"):
        model.sanitise(line(case), case.disposal, early)
    told = model.sanitise(line(case), case.disposal, msgspec.structs.replace(early, as_fact=True))
    assert (told.state, told.as_fact) == ("sanitised", True)
    permitted = approved().disposal
    to_the_minute = work(performed_at=NOW - timedelta(seconds=59))
    assert not model.sanitise(line(case), permitted, to_the_minute).as_fact


def test_what_failed_must_be_destroyed() -> None:
    case = worked(approved(), method="secure_erase", result="failed")
    assert (line(case).state, line(case).required) == ("failed", "destroy")
    assert case.gaps == {line(case).asset: ["destruction"]}
    with pytest.raises(Refused, match="method-below-policy"):
        model.sanitise(line(case), case.disposal, work(method="secure_erase"))
    assert worked(case, method="shred").disposal.state == "sanitised"


def test_what_is_done_is_not_done_again_and_nothing_is_done_in_the_future() -> None:
    case = worked(approved())
    with pytest.raises(Refused, match="line-already-sanitised"):
        model.sanitise(line(case), case.disposal, work())
    with pytest.raises(Invalid, match="performed-in-future"):
        model.refuse_unfit(case.disposal, work(), NOW)


def test_a_contractor_has_done_nothing_before_anything_was_handed_over() -> None:
    later = NOW + timedelta(hours=2)
    by_contractor = work(performed_by=None)
    with pytest.raises(Refused, match="no-contractor"):
        model.refuse_unfit(approved().disposal, by_contractor, later)
    here = handed(approved())
    model.refuse_unfit(here.disposal, by_contractor, later)
    there = msgspec.structs.replace(by_contractor, place="contractor_site")
    with pytest.raises(Invalid, match="not-at-contractors"):
        model.refuse_unfit(here.disposal, there, later)


def test_what_holds_data_does_not_leave_unless_it_has_left_already() -> None:
    with pytest.raises(Refused, match="leaves-with-data"):
        handed(approved(), leaves=True)
    assert handed(approved(), leaves=True, as_fact=True).disposal.irregular
    assert not handed(seen(worked(approved())), leaves=True).disposal.irregular
    assert not handed(approved(asset(data_class=1)), leaves=True).disposal.irregular


def test_what_only_had_to_be_cleared_needs_no_witness() -> None:
    case = worked(approved(asset(data_class=1)), method="overwrite")
    assert (case.disposal.state, case.gaps) == ("evidenced", {})


def test_a_contractors_work_is_witnessed_or_photographed_and_always_certified() -> None:
    bare = worked(handed(approved()), performed_by=None)
    assert bare.gaps == {line(bare).asset: ["photos", "certificate"]}
    assert bare.disposal.state == "sanitised"
    photographed = worked(handed(approved()), performed_by=None, photos=("p1",))
    assert photographed.disposal.state == "witnessed"
    assert seen(bare).gaps == photographed.gaps == {line(bare).asset: ["certificate"]}
    proven = certified(photographed, ("ｈｄ-0001", "shred", TODAY))
    assert (proven.disposal.state, proven.gaps, proven.differences) == ("evidenced", {}, [])


def test_whoever_did_or_recorded_it_does_not_witness_it() -> None:
    case = worked(approved(), recorded_by="clerk")
    for person in ("doer", "clerk"):
        with pytest.raises(Forbidden, match="witness-took-part"):
            cases.permit("witnessDisposal", case, standing(person))
        assert cases.witnessable(case, person) == []
    assert cases.witnessable(case, "somebody") == [line(case).asset]
    with pytest.raises(Refused, match="nothing-left-to-witness"):
        cases.permit("witnessDisposal", seen(case), standing())


def test_every_difference_between_certificate_and_record_is_listed() -> None:
    case = handed(approved(asset(1), asset(2), asset(3)))
    case = worked(case, performed_by=None, photos=("p1",))
    case = certified(
        case, ("HD-0001", "melt", date(2023, 2, 19)), ("HD-0001", "shred", TODAY),
        ("HD-0003", "shred", TODAY), ("HD-0004", "shred", TODAY),
    )  # fmt: skip
    assert [(d.kind, d.serial) for d in case.differences] == [
        ("missing", "HD-0002"), ("method", "HD-0001"), ("date", "HD-0001"),
        ("unknown", "HD-0004"), ("twice", "hd-0001"),
    ]  # fmt: skip
    with pytest.raises(Refused, match="certificate-differs"):
        cases.permit("verifyDisposal", case, standing("fourth"))


def test_a_certificate_about_what_staff_did_says_what_nobody_recorded() -> None:
    case = certified(seen(worked(approved())), ("HD-0001", "shred", TODAY))
    assert [d.kind for d in case.differences] == ["not-recorded"]


def test_a_replaced_certificate_says_nothing_any_more() -> None:
    case = worked(handed(approved()), performed_by=None, photos=("p1",))
    wrong = certified(case, ("HD-0009", "shred", TODAY), replaced_by="k2")
    assert (wrong.differences, wrong.disposal.state) == ([], "witnessed")


def test_no_certificate_is_of_tomorrow_or_older_than_its_work() -> None:
    told = (proof.Certified("HD-0001", "shred", TODAY),)
    with pytest.raises(Invalid, match="certificate-of-tomorrow"):
        proof.refuse_unfit(TODAY + timedelta(days=1), told, NOW)
    with pytest.raises(Invalid, match="certificate-before-work"):
        proof.refuse_unfit(TODAY - timedelta(days=1), told, NOW)


def test_a_disposal_that_has_begun_is_not_withdrawn() -> None:
    case = handed(approved())
    assert case.disposal.state == "in_custody"
    begun = msgspec.structs.replace(
        case, disposal=msgspec.structs.replace(case.disposal, state="approved")
    )
    with pytest.raises(Refused, match="disposal-has-begun"):
        cases.permit("withdrawDisposal", begun, standing("asker"))


@pytest.mark.parametrize(
    ("outcome", "method", "becomes"),
    [
        ("destroy", "shred", "disposed"),
        ("lease_return", "secure_erase", "lease_returned"),
        ("erase_and_reuse", "secure_erase", "in_storage"),
        ("erase_and_reuse", "shred", "disposed"),
    ],
)
def test_what_becomes_of_a_thing(outcome: Any, method: Any, becomes: str) -> None:
    case = worked(approved(outcome=outcome, ownership="lease"), method=method)
    after = model.disposed(asset(state="disposing"), case.disposal, line(case))
    assert after.state == becomes
    assert (after.place is None) == (becomes in ("disposed", "lease_returned"))


def test_a_request_is_numbered_over_the_fiscal_year_and_demands_the_highest_level() -> None:
    case = fresh(asset(1, data_class=1), asset(2), resident_data=True)
    assert (case.disposal.number, case.disposal.demands) == ("2022-0001", "destroy")
    assert plan().resident_data is False
