"""Whatever stands and whatever is drawn: afterwards exactly what is drawn stands there."""

from datetime import date
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from daicho.things.placements import model
from daicho.things.placements.model import Placement, Settled, Spot

DAY = date(2023, 2, 20)

_seats = st.dictionaries(
    st.sampled_from("ABCDE"),
    st.tuples(st.sampled_from(["t1", "t2", "t3"]), st.sampled_from(["shared", "assigned"])),
)
_ids = count(1)


def _spots(seats: dict[str, tuple[str, str]]) -> list[Spot]:
    return [Spot(asset, terminal, policy) for asset, (terminal, policy) in seats.items()]


def _settle(wanted: list[Spot], standing: list[Placement], floor: str) -> Settled:
    return model.settle(
        wanted, standing, floor=floor, section="s", on=DAY, new_id=lambda: f"p{next(_ids)}"
    )


@given(here=_seats, there=_seats, drawn=_seats)
def test_exactly_what_is_drawn_stands_here_and_nothing_stands_twice(
    here: dict[str, tuple[str, str]],
    there: dict[str, tuple[str, str]],
    drawn: dict[str, tuple[str, str]],
) -> None:
    elsewhere = {asset: seat for asset, seat in there.items() if asset not in here}
    standing = _settle(_spots(here), [], "f").begun + _settle(_spots(elsewhere), [], "g").begun
    wanted = _spots(drawn)
    concerned = [p for p in standing if p.floor == "f" or p.asset in drawn]
    settled = _settle(wanted, concerned, "f")
    ended = {p.id for p in settled.ended}
    now = [p for p in standing if p.id not in ended] + settled.begun
    assert {(p.asset, p.terminal, p.seat_policy) for p in now if p.floor == "f"} == {
        (s.asset, s.terminal, s.seat_policy) for s in wanted
    }
    assert len({p.asset for p in now}) == len(now)
    again = [p for p in now if p.floor == "f" or p.asset in drawn]
    assert _settle(wanted, again, "f") == Settled([], [])
