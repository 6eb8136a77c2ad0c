"""Scans in any order, and twice, end in the same line; and no line is settled by one person alone."""

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from daicho.foundation.kernel.actor import Standing
from daicho.foundation.kernel.errors import Refused
from daicho.things.stocktake import line_model
from daicho.things.stocktake.line_model import Scan, StockLine
from daicho.things.stocktake.walk_model import StockStop
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


# Places that arrive in other batches -----------------------------------------------------------------

DEVICES = st.sampled_from(("D", "E", None))
MOMENTS = st.integers(0, 300).map(lambda second: NOW + timedelta(seconds=second))
PLACELESS = st.builds(
    Scan,
    at=MOMENTS,
    by=PERSONS,
    place=PLACES,
    damaged=st.booleans(),
    device=DEVICES,
    sequence=st.one_of(st.none(), st.integers(0, 9)),
)
STOPS = st.builds(
    StockStop,
    id=st.uuids().map(str),
    stock_take=st.just("s1"),
    section=st.just("office"),
    scanner=PERSONS,
    place=st.sampled_from(("P", "Q", "R")),
    at=MOMENTS,
    device=DEVICES,
    sequence=st.one_of(st.none(), st.integers(0, 9)),
)


def counted(begun: StockLine, arriving: Sequence[Scan | StockStop]) -> StockLine:
    """As the server does: a scan with the stops known so far, a stop with all lines that it may concern."""
    stops: list[StockStop] = []
    for one in arriving:
        if isinstance(one, Scan):
            begun = line_model.seen(begun, one, [s for s in stops if s.scanner == one.by])
        else:
            stops.append(one)
            own = [s for s in stops if s.scanner == one.scanner]
            begun = line_model.moved_stop(begun, one.scanner, own)
    return begun


@given(
    begun=BEGUN,
    scans=st.lists(PLACELESS, max_size=6),
    stops=st.lists(STOPS, max_size=4),
    data=st.data(),
)
def test_scans_and_the_places_they_were_read_at_end_alike_in_whatever_order_they_arrive(
    begun: StockLine, scans: list[Scan], stops: list[StockStop], data: st.DataObject
) -> None:
    arriving: list[Scan | StockStop] = [*stops, *scans]
    order = data.draw(st.permutations(arriving))
    twice = [*order, *data.draw(st.permutations(scans))]
    assert counted(begun, order) == counted(begun, arriving)
    assert counted(begun, twice) == counted(begun, arriving)


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
