"""What a scan offers to whom, and why the rest is refused."""

from datetime import timedelta

import pytest

from daicho.things.custody.model import Standing, TakeOut
from daicho.things.custody.options import options
from tests.unit.custody.cases import (
    APPLICANT,
    CARRIER,
    CUSTODIAN,
    HEAD,
    NOW,
    TODAY,
    medium,
    somebody,
    take_out,
)


@pytest.mark.parametrize(
    ("one", "by", "actions"),
    [
        (None, APPLICANT, ["requestTakeOut", "reportAbsence"]),
        (take_out(), HEAD, ["approveTakeOut", "rejectTakeOut"]),
        (take_out(), APPLICANT, ["withdrawTakeOut"]),
        (take_out("approved"), CUSTODIAN, ["handOver", "reportLoss"]),
        (
            take_out("handed_over"),
            CARRIER,
            ["declareReturn", "requestExtension", "transferTakeOut", "reportLoss"],
        ),
        (take_out("returned"), CUSTODIAN, ["verifyReturn", "reportLoss"]),
        (take_out("discrepancy"), HEAD, ["resolveDiscrepancy", "escalateDiscrepancy"]),
    ],
)
def test_the_next_step_comes_first(one: TakeOut | None, by: Standing, actions: list[str]) -> None:
    asset = medium(state="in_storage" if one is None or one.state == "approved" else "taken_out")

    assert options(asset, one, by, TODAY).actions == actions


def test_a_blocker_says_why() -> None:
    carrier = somebody("carrier", "custodian")

    able = options(medium(), take_out("approved"), carrier, TODAY)
    blockers = {b.operation: b.code for b in able.blockers}

    assert blockers == {
        "withdrawTakeOut": "not-the-applicant",
        "handOver": "officer-is-carrier",
        "requestTakeOut": "already-requested",
    }


def test_an_expired_request_leaves_the_asset_to_others() -> None:
    able = options(medium(), take_out(), CARRIER, TODAY + timedelta(days=1))

    assert "requestTakeOut" in able.actions


def test_an_auditor_may_do_nothing() -> None:
    able = options(medium(), None, somebody("auditor", "auditor"), TODAY)

    assert able.actions == []
    assert {b.code for b in able.blockers} == {"role-required"}


def test_what_is_missing_can_only_be_found() -> None:
    missing = medium(state="missing")

    assert options(missing, None, CUSTODIAN, TODAY).actions == ["reportFound"]
    assert options(missing, take_out("lost", handed_over_at=NOW), CARRIER, TODAY).actions == [
        "declareReturn"
    ]
