"""Where things are brought: a floor within reach, an area on it, and the セキュリティ区分 that holds there."""

from collections.abc import Iterable
from datetime import date

from daicho.foundation.kernel.errors import Invalid
from daicho.places.floors import areas
from daicho.places.floors import service as floors
from daicho.places.floors.model import Area

_CONTROLLED = 2
"""What holds in a 管理区域 that nobody gave a level: the rooms of servers and media are level 2 at least."""


async def require_level(floor: str, area: str | None, reach: Iterable[str], on: date) -> int:
    """The level of an area of the floor in force on a day, the highest of the floor without an area; 0 for none."""
    await areas.require_spot(floor, area, reach, on)
    version = await floors.in_force(floor, on)
    if version is None:
        raise Invalid("floor-not-in-force", floor=floor, on=on.isoformat())
    drawn = (await floors.document_of(version.document)).areas
    return max((_level(each) for each in drawn if area in (None, each.id)), default=0)


def _level(area: Area) -> int:
    return area.level or (_CONTROLLED if area.kind == "controlled" else 0)


async def area_names(
    wanted: Iterable[tuple[str | None, str | None]], on: date
) -> dict[tuple[str, str], str]:
    """(floor, area) -> the area's name on the plan in force; an area that is no longer drawn goes by its id."""
    found: dict[tuple[str, str], str] = {}
    for floor, area in {(f, a) for f, a in wanted if f and a}:
        version = await floors.in_force(floor, on)
        drawn = (await floors.document_of(version.document)).areas if version else ()
        found[floor, area] = next((a.name or a.id for a in drawn if a.id == area), area)
    return found
