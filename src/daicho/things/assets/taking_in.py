"""Many assets at once, inside a change of somebody else: what is known already, adding, correcting."""

from collections.abc import Collection, Mapping
from typing import Any

from piccolo.columns import Column

from daicho.foundation.history.registers import rows
from daicho.foundation.history.service import Change
from daicho.foundation.identity.service import fresh_code
from daicho.foundation.kernel.clock import today
from daicho.things.assets import model, tables
from daicho.things.assets.model import Asset, Wanted
from daicho.things.assets.service import ASSETS, next_no

_PAGE = 400


async def by_control_no(wanted: Collection[str]) -> list[Asset]:
    """Whatever has one of these control numbers, of every section: a control number is given once."""
    return await _among(tables.Asset.control_no, wanted)


async def by_serials(wanted: Collection[str]) -> list[Asset]:
    """Whatever has one of these serial numbers, of every section."""
    return await _among(tables.Asset.serial, wanted)


async def _among(column: Column, wanted: Collection[str]) -> list[Asset]:
    asked, found = sorted(set(wanted)), list[Asset]()
    for start in range(0, len(asked), _PAGE):
        found += await rows(ASSETS, column.is_in(asked[start : start + _PAGE]))
    return found


class Numbers:
    """The next free number of each series, counted on while things are added; `taken` are numbers of the file."""

    def __init__(self, taken: Collection[str]) -> None:
        self._next: dict[str, int] = {}
        self._taken: dict[str, int] = {}
        for control_no in taken:
            series, number = model.place_in_series(control_no)
            if series is not None and number is not None:
                self._taken[series] = max(number, self._taken.get(series, 0))

    async def following(self, series: str) -> int:
        """One more than the last, in the register and in the file."""
        if series not in self._next:
            self._next[series] = max(await next_no(series), self._taken.get(series, 0) + 1)
        number = self._next[series]
        self._next[series] += 1
        return number


async def add(c: Change, wanted: Wanted, numbers: Numbers) -> Asset:
    """A new asset with a fresh code; whether it has a twin the caller has seen to."""
    day = today(c.now)
    series = model.series_of(wanted.kind, day)
    number = 0 if wanted.control_no else await numbers.following(series)
    made = model.register(wanted, code=fresh_code(), next_no=number, today=day)
    return await c.add(ASSETS, made, act="Registered")


async def correct(c: Change, asset: Asset, changed: Mapping[str, Any], why: str) -> Asset:
    """The corrected asset; twins as above."""
    return await c.amend(ASSETS, model.amend(asset, changed), act="Amended", why=why)
