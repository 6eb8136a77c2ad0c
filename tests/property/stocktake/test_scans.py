"""Scans in any order, and twice, end in the same line; and no line is settled by one person alone."""

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from daicho.foundation.kernel.actor import Standing
from daicho.foundation.kernel.errors import Refused
from daicho.things.stocktake import line_model
from daicho.things.stocktake.line_model import Scan, StockLine
from tests.unit.stocktake.cases import ALL, NOW, line

PERSONS = st.sampled_from(("S1", "S2", "S3"))
PLACES = st.sampled_from(("P", "Q", None))
BEGUN = st.sampled_from(
    (
        line(),
        line(outcome="missing", settling="open"),
        line(asset_place=None, asset_state="draft"),
        line(asset=None, belongs=None, asset_state=None, asset_place=None, expected=False),
    )
)
SCANS = st.lists(
    st.builds(
        Scan,
        at=st.integers(0, 4).map(lambda minute: NOW + timedelta(minutes=minute)),
        by=PERSONS,
        place=PLACES,
        damaged=st.booleans(),
    ),
    max_size=6,
)


def read(begun: StockLine, scans: Sequence[Scan]) -> StockLine:
    for scan in scans:
        begun = line_model.seen(begun, scan)
    return begun


@given(begun=BEGUN, scans=SCANS, data=st.data())
def test_any_order_of_the_same_scans_ends_in_the_same_line(
    begun: StockLine, scans: list[Scan], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(scans))
    twice = [*order, *data.draw(st.permutations(scans))]
    assert read(begun, twice) == read(begun, scans)


ACTS = st.lists(st.tuples(st.sampled_from(("propose", "apply", "decline", "scan")), PERSONS))


@given(acts=ACTS)
def test_a_correction_is_carried_out_by_another_person_than_the_one_who_proposed_it(
    acts: list[tuple[str, str]],
) -> None:
    known = line(outcome="wrong_place", settling="open", seen_place="Q", seen_at=NOW, seen_by="S1")
    for act, person in acts:
        known = _acted(known, act, Standing(person, ALL))
        if known.settling == "applied":
            assert known.proposed_by not in (None, known.settled_by)


def _acted(known: StockLine, act: str, by: Standing) -> StockLine:
    try:
        if act == "propose":
            return line_model.propose(known, "amend_register", "c:1", by=by, now=NOW)
        if act == "apply":
            return line_model.apply(known, "in_storage", by, NOW)
        if act == "decline":
            return line_model.decline(known)
        return line_model.seen(known, Scan(NOW + timedelta(minutes=9), by.person, "Q"))
    except Refused:
        return known
