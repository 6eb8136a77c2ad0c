"""Violations in the register: opened, written again and closed by difference."""

from collections import Counter
from collections.abc import Iterable, Sequence

from piccolo.custom_types import Combinable

from daicho.foundation.db import Question
from daicho.foundation.history.registers import Register, rows, selected, some
from daicho.foundation.history.service import Change
from daicho.foundation.kernel.ids import new_id
from daicho.oversight.violations import model, tables
from daicho.oversight.violations.model import Concern, Difference, Violation

VIOLATIONS = Register("violations", tables.Violation, Violation, "violation")

_PAGE = 500
_ABOUT_ONE = "WHERE asset = $1 AND closed_at IS NULL"


def asking(asset: str) -> Question:
    """What `open_about` asks about one asset."""
    return some(VIOLATIONS, _ABOUT_ONE, asset)


async def open_ones(*where: Combinable) -> list[Violation]:
    """Violations that last, excepted ones among them."""
    return await rows(VIOLATIONS, tables.Violation.closed_at.is_null(), *where)


async def open_about(assets: Sequence[str]) -> list[Violation]:
    """Violations of these assets that last."""
    if len(assets) == 1:
        return await selected(VIOLATIONS, _ABOUT_ONE, assets[0])
    return await open_ones(tables.Violation.asset.is_in(list(assets)))


async def write(c: Change, concerns: list[Concern], known: list[Violation]) -> Difference:
    """Make the register say what the rules say; `known` are the open ones that these concerns could confirm."""
    fresh = {concern.found.key for concern in concerns} - {v.key for v in known}
    episodes = await _episodes(fresh)
    difference = model.compare(concerns, known, episodes, now=c.now, new_id=new_id)
    for violation in difference.opened:
        await c.add(VIOLATIONS, violation, act="Opened")
    for violation in difference.reassessed:
        await c.amend(VIOLATIONS, violation, act="Reassessed")
    for violation in difference.closed:
        await c.amend(VIOLATIONS, violation, act="Closed")
    return difference


async def _episodes(keys: Iterable[str]) -> dict[str, int]:
    """Key -> how many episodes there were."""
    wanted, counted = sorted(keys), Counter[str]()
    table = tables.Violation
    for start in range(0, len(wanted), _PAGE):
        chunk = table.key.is_in(wanted[start : start + _PAGE])
        counted.update([row["key"] for row in await table.select(table.key).where(chunk)])
    return dict(counted)
