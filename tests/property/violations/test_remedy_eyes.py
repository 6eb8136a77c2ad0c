"""Whatever people try in whatever order: one person alone excepts no violation."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from daicho.foundation.kernel.clock import JST
from daicho.foundation.kernel.errors import Refused
from daicho.oversight.violations import remedy_model
from daicho.oversight.violations.model import Violation
from daicho.oversight.violations.remedy_model import Remedy, Words

DAY = date(2023, 2, 20)
NOW = datetime(2023, 2, 20, 10, tzinfo=JST)
VIOLATION = Violation(
    id="v", key="TM-01:terminal:f:t1", episode=1, rule="TM-01", subject="terminal:f:t1",
    grade="observation", facts={}, section="s", floor="f", asset=None, opened_at=NOW,
)  # fmt: skip

ACTS = st.lists(
    st.tuples(
        st.sampled_from(["request", "approve", "reject", "end"]),
        st.sampled_from("abc"),
        st.integers(-2, 400),
    ),
    max_size=12,
)


def attempt(act: str, person: str, days: int, present: Remedy | None) -> Remedy:
    """One step of somebody; raises `Refused`."""
    if act == "request":
        waiting = present if present and present.state == "requested" else None
        return remedy_model.request(
            VIOLATION, waiting, Words("c:m", "c:w"), DAY + timedelta(days=days), remedy_id="r",
            person=person, now=NOW, today=DAY,
        )  # fmt: skip
    if present is None:
        raise Refused("nothing-there")
    if act == "approve":
        return remedy_model.approve(present, person=person, on_behalf_of=None, now=NOW, today=DAY)
    if act == "reject":
        return remedy_model.reject(present, person=person, on_behalf_of=None, now=NOW, answer="c:a")
    return remedy_model.end(present, person=person, now=NOW, answer=None)


@given(acts=ACTS)
def test_what_excepts_was_asked_for_and_decided_by_two_persons_and_ends_within_a_year(
    acts: list[tuple[str, str, int]],
) -> None:
    present: Remedy | None = None
    for act, person, days in acts:
        try:
            present = attempt(act, person, days, present)
        except Refused:
            continue
        if remedy_model.excepts(present, DAY):
            assert present.decided_by not in (None, present.requested_by)
            assert not remedy_model.excepts(present, present.until + timedelta(days=1))
            assert present.until - DAY <= remedy_model.LONGEST


@given(acts=ACTS)
def test_one_person_alone_never_excepts_anything(acts: list[tuple[str, str, int]]) -> None:
    present: Remedy | None = None
    for act, _, days in acts:
        try:
            present = attempt(act, "a", days, present)
        except Refused:
            continue
        assert not remedy_model.excepts(present, DAY)
