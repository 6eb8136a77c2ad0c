"""Sessions, lines and people for tests of the pure model of stock-takes."""

from datetime import date, datetime, timedelta

import msgspec

from daicho.foundation.kernel.actor import Role, Standing
from daicho.foundation.kernel.clock import JST
from daicho.things.stocktake.line_model import Scan, StockLine
from daicho.things.stocktake.model import State, StockTake
from daicho.things.stocktake.walk_model import StockStop

NOW = datetime(2023, 2, 20, 10, 0, tzinfo=JST)
ALL: frozenset[Role] = frozenset({"staff", "custodian", "section_head", "facility_admin"})


def session(state: State = "counting", **facts: object) -> StockTake:
    usual = StockTake(
        id="s1", fiscal_year=2022, serial_no=1, section="office", places=(),
        due=date(2023, 2, 28), state=state, planned_by="S1", planned_at=NOW, started_at=NOW,
    )  # fmt: skip
    return msgspec.structs.replace(usual, **facts)


def line(**facts: object) -> StockLine:
    usual = StockLine(
        id="l1", stock_take="s1", section="office", code="A", expected=True, outcome="pending",
        settling="none", asset="A", belongs="office", asset_state="in_storage", asset_place="P",
    )  # fmt: skip
    return msgspec.structs.replace(usual, **facts)


def by(person: str = "S1", *roles: Role, decides: bool = False) -> Standing:
    return Standing(person, frozenset(roles) or ALL, decides)


def stop(place: str = "P", minute: int = 0, **facts: object) -> StockStop:
    """`S2` switches to a place."""
    usual = StockStop("st", "s1", "office", "S2", place, NOW + timedelta(minutes=minute))
    return msgspec.structs.replace(usual, **facts)


def scan(minute: int = 1, **facts: object) -> Scan:
    usual = Scan(at=NOW + timedelta(minutes=minute), by="S2")
    return msgspec.structs.replace(usual, **facts)
