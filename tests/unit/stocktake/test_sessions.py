"""Who may do what to a stock-take in which state: every transition from every wrong state is refused."""

from collections.abc import Callable
from datetime import date
from typing import get_args

import pytest

from daicho.foundation.kernel.actor import Standing
from daicho.foundation.kernel.errors import Forbidden, Invalid, Refused
from daicho.things.stocktake import model
from daicho.things.stocktake.line_model import is_expected
from daicho.things.stocktake.model import STEPS, Scope, State, StockTake
from tests.unit.custody.cases import medium
from tests.unit.stocktake.cases import NOW, by, session

STATES: tuple[State, ...] = get_args(State)

CARRIED: dict[str, Callable[[StockTake, Standing], StockTake]] = {
    "startStockTake": lambda s, b: model.start(s, b, NOW, expected=3, running=[]),
    "closeCounting": lambda s, b: model.close(s, b, NOW),
    "cancelStockTake": model.cancel,
    "completeStockTake": lambda s, b: model.complete(s, b, NOW, unsettled=0, unsynced=0),
}
WRONG = [(op, state) for op, step in STEPS.items() for state in STATES if state not in step.states]


@pytest.mark.parametrize(("operation", "state"), WRONG)
def test_a_step_from_a_wrong_state_is_refused(operation: str, state: State) -> None:
    with pytest.raises(Refused, match="stock-take-in-another-state"):
        model.permit(operation, session(state), by())
    if operation in CARRIED:
        with pytest.raises(Refused, match="stock-take-in-another-state"):
            CARRIED[operation](session(state), by())


@pytest.mark.parametrize("operation", [name for name, step in STEPS.items() if step.roles])
def test_a_step_without_its_role_is_refused(operation: str) -> None:
    state = sorted(STEPS[operation].states)[0]
    with pytest.raises(Forbidden, match="role-required"):
        model.permit(operation, session(state), by("S1", "auditor"))


@pytest.mark.parametrize("operation", sorted(CARRIED))
def test_a_step_in_its_state_leads_on(operation: str) -> None:
    state = sorted(STEPS[operation].states)[0]
    assert CARRIED[operation](session(state), by()).state != state


def test_a_plan_for_a_day_that_is_over_is_refused() -> None:
    scope = Scope("office", (), date(2023, 2, 19))
    with pytest.raises(Invalid, match="due-in-the-past"):
        model.plan(scope, stock_take_id="s", serial_no=1, by="S1", now=NOW)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [((), (), True), ((), ("P",), True), (("P", "Q"), ("Q",), True), (("P",), ("Q",), False)],
)
def test_sessions_overlap_when_they_would_count_the_same_place(
    one: tuple[str, ...], other: tuple[str, ...], both: bool
) -> None:
    assert model.overlap(session(places=one), session(places=other)) is both
    assert not model.overlap(session(places=one), session(places=other, section="else"))


def test_an_empty_list_is_not_counted() -> None:
    with pytest.raises(Refused, match="nothing-to-count"):
        model.start(session("planned"), by(), NOW, expected=0, running=[])


@pytest.mark.parametrize(
    ("unsettled", "unsynced", "code"), [(1, 0, "lines-unsettled"), (0, 1, "scans-unsynced")]
)
def test_a_result_is_complete_only_when_nothing_is_open_or_still_to_come(
    unsettled: int, unsynced: int, code: str
) -> None:
    with pytest.raises(Refused, match=code):
        model.complete(session("reconciling"), by(), NOW, unsettled=unsettled, unsynced=unsynced)


def test_the_approval_is_offered_only_to_who_decides_and_when_nothing_is_open() -> None:
    waiting = session("reconciling")
    assert "completeStockTake" in model.actions(waiting, by(decides=True), unsettled=0)
    assert "completeStockTake" not in model.actions(waiting, by(decides=True), unsettled=1)
    assert "completeStockTake" not in model.actions(waiting, by(), unsettled=0)


def test_the_list_holds_what_should_be_there() -> None:
    here = medium(section="office")
    assert is_expected(here, session())
    assert is_expected(here, session(places=("P",)))
    assert not is_expected(here, session(places=("Q",)))
    assert not is_expected(medium(section="else"), session())
    for state in ("missing", "disposed"):
        assert not is_expected(medium(section="office", state=state), session())
