"""Whatever was open: afterwards exactly what is found is open, and a second look writes nothing."""

from datetime import datetime
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from daicho.foundation.kernel.clock import JST
from daicho.oversight.violations import model
from daicho.oversight.violations.model import Concern, Difference, Violation
from daicho.oversight.violations.rules.found import found

NOW = datetime(2023, 2, 20, 10, tzinfo=JST)

_concerns = st.dictionaries(
    st.sampled_from("abcdef"), st.tuples(st.sampled_from(["minor", "major"]), st.integers(0, 3))
)


def _as_concerns(drawn: dict[str, tuple[str, int]]) -> list[Concern]:
    return [
        Concern(found("TM-08", f"terminal:f:{name}", grade, minutes=minutes), "s")  # type: ignore[arg-type]  # drawn from the grades
        for name, (grade, minutes) in drawn.items()
    ]


def _look(concerns: list[Concern], known: list[Violation]) -> Difference:
    ids = (f"v{n}" for n in count(1))
    return model.compare(concerns, known, {}, now=NOW, new_id=lambda: next(ids))


def _afterwards(known: list[Violation], difference: Difference) -> list[Violation]:
    written = {v.key: v for v in known} | {v.key: v for v in difference.reassessed}
    gone = {v.key for v in difference.closed}
    return [*(v for v in written.values() if v.key not in gone), *difference.opened]


@given(before=_concerns, after=_concerns)
def test_exactly_what_is_found_is_open_and_a_second_look_writes_nothing(
    before: dict[str, tuple[str, int]], after: dict[str, tuple[str, int]]
) -> None:
    known = _look(_as_concerns(before), []).opened
    concerns = _as_concerns(after)
    open_now = _afterwards(known, _look(concerns, known))
    assert {(v.key, v.grade, v.facts["minutes"]) for v in open_now} == {
        (c.found.key, c.found.grade, c.found.facts["minutes"]) for c in concerns
    }
    assert _look(concerns, open_now) == Difference([], [], [])
