"""Rules about cases, such as disposals and stock-takes: each family looks at the cases of its own that matter."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import date
from typing import Any

import msgspec

from daicho.foundation.history.service import Change
from daicho.oversight.violations import astray, brought, disposed
from daicho.oversight.violations.counted import review_cycle, review_lines
from daicho.oversight.violations.finding import Reviewed
from daicho.oversight.violations.rules import bringins, counts, disposals, strays
from daicho.oversight.violations.thresholds import Limits
from daicho.things.bringins.delivery_model import Delivery
from daicho.things.bringins.found_model import PrivateFind
from daicho.things.bringins.model import BringIn
from daicho.things.disposal.model import Disposal, Line
from daicho.things.disposal.proof import Certificate
from daicho.things.scans.model import Stray
from daicho.things.stocktake.line_model import StockLine
from daicho.things.stocktake.model import StockTake


class Family(msgspec.Struct, frozen=True):
    """`review` says inside the caller's transaction what its rules find on a day, over all cases that matter.

    It runs by night, and after a change of a row of one of the types in `rows`: it must read by an index, not walk
    through everything that was ever closed.
    """

    rules: tuple[str, ...]
    rows: tuple[type[Any], ...]
    review: Callable[[date, Limits], Awaitable[Reviewed]]


FAMILIES: tuple[Family, ...] = (
    Family(counts.LINE_RULES, (StockLine, StockTake), review_lines),
    Family(counts.CYCLE_RULES, (StockTake,), review_cycle),
    Family(disposals.RULES, (Disposal, Line, Certificate), disposed.review),
    Family(strays.RULES, (Stray, StockLine), astray.review),
    Family(bringins.PRIVATE_RULES, (BringIn, PrivateFind), brought.review_private),
    Family(bringins.DELIVERY_RULES, (Delivery,), brought.review_deliveries),
)

OF_CASES = tuple(rule for family in FAMILIES for rule in family.rules)


def touched(c: Change) -> Iterable[Family]:
    """The families whose rows this change wrote."""
    return (f for f in FAMILIES if any(isinstance(r.row, f.rows) for r in c.recorded))
